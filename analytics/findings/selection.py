"""What is selected, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from analytics.filters import Codes, Filters
from analytics.text import Text

LISTED = 6
"""Sessions with gaps between them that are named one by one; of more, the number is said."""


class Held(NamedTuple):
    """The sessions that data hold, in words, and whether these only say how many of a range they are."""

    said: str
    gaps: bool


def selection(filters: Filters, codes: Codes, t: Text) -> str:
    """What is selected, in words: cycles and sessions, places, issues, action categories, who asked."""
    parts = []
    if filters.cycles:
        parts.append(t("selection.cycles", cycles=t.join(str(cycle) for cycle in filters.cycles)))
    if filters.sessions:
        parts.append(sessions(filters.sessions, t))
    names = (
        [t.region(region, filters.scheme) for region in filters.regions],
        [t.subregion(subregion) for subregion in filters.subregions],
        [t.state(state) for state in filters.states],
        [t.issue(issue) for issue in filters.issues],
        [t(f"action.{action}") for action in filters.actions],
    )
    parts += [t.join(several) for several in names if several]
    if filters.asked_by:
        asked = [asker(code, filters.scheme, codes, t) for code in filters.asked_by]
        parts.append(t("selection.asked_by", states=t.join(asked)))
    return ", ".join(parts) or t("selection.everything")


def recommendations(rows: pd.DataFrame) -> int:
    """Recommendations of rows that do not overlap."""
    return int(rows["recommendations"].sum())


def sessions(chosen: tuple[int, int], t: Text) -> str:
    """A range of sessions, or the one session."""
    first, last = chosen
    return t("selection.session", first=first) if first == last else t("selection.sessions", first=first, last=last)


def held(numbers: Sequence[int], t: Text) -> Held:
    """Sessions in their order: a range, each of a few with gaps, or how many of the range they are."""
    first, last = numbers[0], numbers[-1]
    if last - first + 1 == len(numbers):
        return Held(sessions((first, last), t), gaps=False)
    if len(numbers) <= LISTED:
        return Held(t("selection.session_list", sessions=t.join(map(str, numbers))), gaps=False)
    return Held(t("selection.session_gaps", n=len(numbers), first=first, last=last), gaps=True)


def coverage(codes: Codes, t: Text) -> str:
    """The sessions and years that the data cover."""
    first, last = codes.years
    said = held(list(codes.cycle_of), t).said
    if first == last:
        return t("card.sessions_of_year", sessions=said, first=first)
    return t("card.sessions", sessions=said, first=first, last=last)


def asker(code: str, scheme: str, codes: Codes, t: Text) -> str:
    """Name of a recommending region or state."""
    return t.region(code, scheme) if code in codes.regions[scheme] else t.state(code)
