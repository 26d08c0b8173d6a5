"""The scenario editor: one text, its forms and tables, and what is wrong with it."""
