"""The analysis behind the pages: SQL counts, `statistics` defines, `charts` and `maps` draw, pages arrange."""
