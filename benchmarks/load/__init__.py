"""A class of readers on one server: real sessions over Streamlit's websocket, no browser."""
