"""Which data set is shown where a link names none: $UPR_DATA/default holds its source; without it, the embedded facts.

The file is a wish: while the source it names is not served, the embedded facts are shown.
"""

from __future__ import annotations

from pathlib import Path

from analytics import checksums
from analytics.checksums import DamagedError
from analytics.loading import store
from analytics.sentences import Said
from analytics.sources.reading import problem
from analytics.swapping import write

FILE = "default"
EMBEDDED = "embedded"
"""What a link calls the embedded facts where another data set is the default."""


def default(root: Path) -> str | None:
    """The source that is the default data set; None for the embedded facts.

    Raises DamagedError where nobody can say which it is, or which version of it is served.
    """
    named = wish(root)
    return named if named and named != store.LISTS and store.current(named, root) else None


def wish(root: Path) -> str | None:
    """The source that was made the default data set, whether it is served or not. Raises DamagedError."""
    try:
        named = checksums.unsealed((root / FILE).read_bytes())[0].strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, DamagedError) as error:
        what = error.said if isinstance(error, DamagedError) else problem(error)
        raise DamagedError(Said("damage.default", what=what)) from error
    if not named.isidentifier():
        raise DamagedError(Said("damage.default", what=Said("damage.digest")))
    return named


def make_default(source: str, root: Path) -> None:
    """Show this source where a link names no data set."""
    write(root / FILE, checksums.sealed(f"{source}\n"))


def forget_default(root: Path) -> bool:
    """Show the embedded facts there again; whether another data set was the default."""
    try:
        was = default(root) is not None
    except DamagedError:
        was = True
    (root / FILE).unlink(missing_ok=True)
    return was
