"""A campaign plan in other people's formats."""
