"""The pages. With ``app.py``, the only importers of streamlit."""
