"""Stages, burns and masses: from what a launcher injects to what touches down."""
