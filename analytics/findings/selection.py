"""What is selected, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from analytics.filters import Codes, Filters, Series
from analytics.text import Text

LISTED = 6
"""Sessions with gaps between them that are named one by one; of more, the number is said."""
NAMED = 2
"""Places, issues and askers that a lead names; of more, the number is said."""


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
    return t.entries(parts) or t("selection.everything")


def lead(filters: Filters, codes: Codes, t: Text) -> str:
    """What a finding is about where that is not everything, in few words; empty where it is."""
    parts = [
        _few([t.region(region, filters.scheme) for region in filters.regions], "regions", t),
        _few([t.subregion(subregion) for subregion in filters.subregions], "subregions", t),
        _few([t.state(state) for state in filters.states], "states", t),
    ]
    if filters.issues:
        parts.append(t("lead.issues", issues=_few([t.issue(issue) for issue in filters.issues], "issues", t)))
    parts.append(_few([t(f"action.{action}") for action in filters.actions], "actions", t))
    if filters.asked_by:
        asked = [asker(code, filters.scheme, codes, t) for code in filters.asked_by]
        parts.append(t("selection.asked_by", states=_few(asked, "askers", t)))
    if filters.cycles:
        parts.append(t("selection.cycles", cycles=t.join(map(str, filters.cycles))))
    if filters.sessions:
        parts.append(sessions(filters.sessions, t))
    if filters.acceptance == "broad":
        parts.append(t("lead.broad"))
    said = t.entries(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}"


def of_country(filters: Filters, country: str | None, *, asking: bool = False) -> Filters:
    """What cards of one state rest on and name, as reviewed or `asking`: the filters of places do not apply to it."""
    if country is None:
        return filters
    chosen = {"asked_by": (country,)} if asking else {"states": (country,)}
    return replace(filters, **{"regions": (), "subregions": (), "states": (), **chosen})


def _few(names: Sequence[str], kind: str, t: Text) -> str:
    """These names, or, of many, how many they are; nothing of none."""
    return t.join(names) if len(names) <= NAMED else t.count(kind, len(names))


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


def cycle_held(cycle: int, codes: Codes, t: Text) -> str:
    """Name of a cycle; where requests without answers belong to it, with the sessions that have answers or none."""
    later = [session for session, its in codes.later.items() if its == cycle]
    if not later:
        return t("cycle.name", cycle=cycle)
    answered = [session for session, its in codes.cycle_of.items() if its == cycle]
    key = "cycle.in_part" if answered else "cycle.requests"
    said = {"answered": held(answered, t).said} if answered else {}
    return t(key, cycle=cycle, requests=held(later, t).said, **said)


def later_sessions(filters: Filters, codes: Codes, t: Text) -> str:
    """The sessions of the selection whose requests are counted without answers."""
    return held([session for session in filters.selected_sessions(codes) if session in codes.later], t).said


def only_later(codes: Codes, t: Text) -> str:
    """That answers end before the sessions of this selection, and where its requests are shown."""
    return t("selection.only_later", answers=codes.sessions[1], sessions=held(list(codes.later), t).said)


def coverage(codes: Codes, t: Text) -> str:
    """The sessions and years that the data cover; of a series, which sessions are built in and when the others came."""
    first, last = codes.years
    said = in_series(codes.series, t) if codes.series else held(list(codes.cycle_of), t).said
    if first == last:
        return t("card.sessions_of_year", sessions=said, first=first)
    return t("card.sessions", sessions=said, first=first, last=last)


def in_series(series: Series, t: Text) -> str:
    """Which sessions of a series are built in, and when the others came."""
    built_in, later = held(series.built_in, t).said, held(series.later, t).said
    return t(f"series.{series.obtained}", built_in=built_in, later=later, day=series.day)


def asker(code: str, scheme: str, codes: Codes, t: Text) -> str:
    """Name of a recommending region or state."""
    return t.region(code, scheme) if code in codes.regions[scheme] else t.state(code)
