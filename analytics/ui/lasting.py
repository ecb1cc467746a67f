"""What a server holds for good is left out of the search for garbage.

Streamlit would collect after every run, which took more processor time than the run itself; `.streamlit/config.toml`
switches that off. Python still collects by itself, after a number of new objects, and looks at all that lives when it
does. So once the first pages stand, what they brought (libraries, codes, texts, caches) is set aside.
"""

from __future__ import annotations

import atexit
import gc
from itertools import count

FIRST_RUNS = 4
"""Runs after which what lasts is there: scipy, plotly and networkx come with the first figures, not with the import."""

_runs = count(1)


def settle() -> None:
    """Called at the start of each run; does something at one of them."""
    if next(_runs) == FIRST_RUNS:
        gc.collect()
        gc.freeze()
        atexit.register(gc.unfreeze)
