"""The analysis behind the pages: SQL counts, `statistics` defines, `charts` and `maps` draw, pages arrange."""

import sys

# Commands print names that users loaded. What a terminal cannot show (cp1252, C) comes as \u2192, not as an error.
for _stream in (sys.stdout, sys.stderr):
    _reconfigure = getattr(_stream, "reconfigure", None)
    if _reconfigure:
        _reconfigure(errors="backslashreplace")
