"""The server around the pages: who may load through it, and what it sends with every answer.

It imports no page, so that a server answers before all that pages need is there.
"""
