"""Which data set is shown where a link names none: $UPR_DATA/default holds its source; without it, the embedded facts.

The file is a wish: while the source it names is not served, the embedded facts are shown.
"""

from __future__ import annotations

from pathlib import Path

from analytics.loading import store
from analytics.swapping import write

FILE = "default"
EMBEDDED = "embedded"
"""What a link calls the embedded facts where another data set is the default."""


def default(root: Path) -> str | None:
    """The source that is the default data set; None for the embedded facts."""
    try:
        named = (root / FILE).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return named if named != store.LISTS and store.current(named, root) else None


def make_default(source: str, root: Path) -> None:
    """Show this source where a link names no data set."""
    write(root / FILE, source.encode("ascii"))


def forget_default(root: Path) -> bool:
    """Show the embedded facts there again; whether another data set was the default."""
    was = default(root) is not None
    (root / FILE).unlink(missing_ok=True)
    return was
