"""Rows -> the sentence that states what they show, in the reader's language. One module per page.

A sentence holds only what the rows hold: numbers, names, and whether an interval excludes zero.
"""
