"""Rows -> figures, named for what the reader sees."""
