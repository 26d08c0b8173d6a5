"""Families of ``python -m planner windows``: on a grid, or flown date by date."""
