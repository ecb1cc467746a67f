"""What a load of one file would do: read and coded to its end, and nothing kept."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
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

    `replaced` are reviews that are loaded already and would be replaced: how many rows are loaded, and how many of them
    the file does not hold, so that they would be gone.
    """

    file: str
    format: Format
    rows: int = 0
    pledges: int = 0
    reviews: Counter[tuple[int, str]] = field(default_factory=Counter)
    first: list[tuple[RawRow, Recommendation]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    replaced: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)


def preview(given: Given, root: Path) -> Preview | Found:
    """Read and code a file to its end, and keep nothing. Raises LoadError when it cannot be read."""
    try:
        if given.recognised.format.rows == store.LISTS:
            reader, _ = read_lists([given], root)
            reader.found.fewer = reader.fewer()
            return reader.found
        reading = given.read()
        found = Preview(given.path.name, reading.format)
        held: defaultdict[tuple[int, str, bool], set[str]] = defaultdict(set)
        for raw, coded in coded_rows(reading.format.source, reading.rows, root):
            if isinstance(coded, Rejected):
                found.rejected.append(coded)
                continue
            found.rows += coded.response != "pledge"
            found.pledges += coded.response == "pledge"
            found.reviews[coded.session, coded.state_under_review] += 1
            held[coded.session, coded.state_under_review, coded.response == "pledge"].add(coded.source_key)
            if len(found.first) < SHOWN:
                found.first.append((raw, coded))
    except ReadError as error:
        raise LoadError(error.said) from error
    found.rejected += reading.rejected
    found.skipped = reading.skipped
    found.replaced = _lost(held, reading.format.source, root)
    return found


def _lost(
    held: Mapping[tuple[int, str, bool], set[str]], source: str, root: Path
) -> dict[tuple[int, str], tuple[int, int]]:
    """Reviews that are served and would be replaced: how many of its rows are served, and how many would be gone.

    A file without pledges replaces none, and one with pledges alone no recommendations.
    """
    served = store.if_known(source, root)
    found: dict[tuple[int, str], tuple[int, int]] = {}
    if served is None or source in facts.ADDED:
        return found
    with contextlib.suppress(*store.DAMAGE):  # which is the doctor's to tell
        for pledge, name in enumerate((facts.RECOMMENDATIONS, facts.PLEDGES)):
            there = facts.keys_of(served.files / name, {review[:2] for review in held if review[2] == bool(pledge)})
            for (session, state), keys in there.items():
                loaded, gone = found.get((session, state), (0, 0))
                lost = len(keys - held[session, state, bool(pledge)])
                found[session, state] = loaded + len(keys), gone + lost
    return found
