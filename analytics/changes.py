"""What changed last, as CHANGELOG.md says it; nothing else reads that file."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from analytics.folders import ROOT

FILE = ROOT / "CHANGELOG.md"
HEAD = re.compile(r"(?m)^## (\S+) \((\d{4}-\d\d-\d\d)\)$")
ENTRY = re.compile(r"(?m)^- (.+)$")
FOR_READERS = re.compile(r"(?ms)^### New\n(.*?)(?=^### |\Z)")
"""Of a version, what readers see first; the newest entry stands first."""
FIRST_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z“\"`])")
MOST = 5


class Changes(NamedTuple):
    """The last changes: of which version, of which day, and their first sentences, which are English."""

    version: str
    day: date
    entries: tuple[str, ...]


@cache
def last() -> Changes | None:
    """The last changes that readers see; None where the file did not come with the atlas."""
    if not FILE.exists():
        return None
    written = FILE.read_text(encoding="utf-8")
    head = HEAD.search(written)
    if head is None:
        return None
    news = FOR_READERS.search(HEAD.split(written)[3])
    entries = ENTRY.findall(news[1]) if news else []
    return Changes(
        head[1], date.fromisoformat(head[2]), tuple(FIRST_SENTENCE.split(each)[0] for each in entries[:MOST])
    )
