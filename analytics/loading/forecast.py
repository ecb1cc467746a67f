"""What a load of one file would do: read and coded to its end, and nothing kept."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analytics.catalogue.loaded import Found
from analytics.loading import facts, store
from analytics.loading.given import Given, coded_rows, read_lists
from analytics.loading.intake import LoadError
from analytics.sources.reading import ReadError
from analytics.sources.recognise import Format
from analytics.sources.recommendations import RawRow, Recommendation, Rejected

SHOWN = 5
"""First rows of a preview."""


@dataclass
class Preview:
    """What a load of one file would do. Reviews are pairs of session and state.

    `fewer` are reviews of which more rows are loaded than the file holds, and would be replaced: both numbers.
    """

    file: str
    format: Format
    rows: int = 0
    pledges: int = 0
    reviews: Counter[tuple[int, str]] = field(default_factory=Counter)
    first: list[tuple[RawRow, Recommendation]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    fewer: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)


def preview(given: Given, root: Path) -> Preview | Found:
    """Read and code a file to its end, and keep nothing. Raises LoadError when it cannot be read."""
    try:
        if given.recognised.format.rows == store.LISTS:
            reader, _ = read_lists([given], root)
            reader.found.fewer = reader.fewer()
            return reader.found
        reading = given.read()
        found = Preview(given.path.name, reading.format)
        held: Counter[tuple[int, str, bool]] = Counter()
        for number, (raw, coded) in enumerate(coded_rows(reading.format.source, reading.rows, root)):
            if isinstance(coded, Rejected):
                found.rejected.append(coded)
                continue
            found.rows += coded.response != "pledge"
            found.pledges += coded.response == "pledge"
            found.reviews[coded.session, coded.state_under_review] += 1
            held[coded.session, coded.state_under_review, coded.response == "pledge"] += 1
            if number < SHOWN:
                found.first.append((raw, coded))
    except ReadError as error:
        raise LoadError(error.said) from error
    found.rejected += reading.rejected
    found.skipped = reading.skipped
    found.fewer = _fewer(held, reading.format.source, root)
    return found


def _fewer(
    held: Mapping[tuple[int, str, bool], int], source: str, root: Path
) -> dict[tuple[int, str], tuple[int, int]]:
    """Reviews of which more rows are served than are held, of recommendations or pledges: both numbers."""
    served = store.current(source, root)
    found: dict[tuple[int, str], tuple[int, int]] = {}
    if served is None or source in facts.ADDED:
        return found
    with contextlib.suppress(*store.DAMAGE):  # which is the doctor's to tell
        there = [facts.reviews_of(served.files / name) for name in (facts.RECOMMENDATIONS, facts.PLEDGES)]
        for (session, state, pledge), n in held.items():
            if there[pledge][session, state] > n:
                was, now = found.get((session, state), (0, 0))
                found[session, state] = was + there[pledge][session, state], now + n
    return found
