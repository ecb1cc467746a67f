"""Names of files: what they hold, in letters that every system and every mail takes."""

from __future__ import annotations

import hashlib
import re
import unicodedata

FIRST = "upr"
LONGEST = 80
"""Letters of a name without its ending: with a folder and an ending, far below what any system takes."""
MARK = 6
"""Letters of the mark that keeps names apart that had to be cut."""


def file_name(*parts: str) -> str:
    """`upr-countries-map-kenya-cycle-2`: the parts in small letters of ASCII, joined by hyphens, without an ending.

    A part of which no letter is left is left out.
    """
    name = "-".join(filter(None, map(_plain, (FIRST, *parts))))
    if len(name) <= LONGEST:
        return name
    mark = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:MARK]
    return f"{name[: LONGEST - MARK - 1].rstrip('-')}-{mark}"


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "-", words and letters.lower())).strip("-")
