"""The server around the pages: who may load through it, and what it sends with every answer."""
