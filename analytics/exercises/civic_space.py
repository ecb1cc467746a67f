"""Exercises on the room that civil society has, by the indicator that the pages show first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.exercises.exercise import OPTIONS, Exercise, far_apart, shuffled, subject
from analytics.results.civic_space import INDICATORS
from analytics.rows import is_known, read

if TYPE_CHECKING:
    from random import Random

    from analytics.exercises.exercise import Table
    from analytics.filters import Codes
    from analytics.text import Text

SCALE = 1_000
"""Whole numbers that two decimals of an indicator are compared in."""
SAME, APART = 0.03, 0.05
"""A change that is none; least distance of the largest fall from the next one."""
DECIMALS = 2


def room(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """In which of three states has civil society most room?"""
    years = _values(codes, table)
    last = max(years, default=0)
    rows = [(iso3, round(value * SCALE)) for iso3, value in years.get(last, {}).items()]
    chosen = far_apart(rows, chance)
    if not chosen:
        return None
    options = shuffled([iso3 for iso3, _ in chosen], chance)
    named = [t("exercises.ranked", name=t.state(iso3), n=t.number(count / SCALE, DECIMALS)) for iso3, count in chosen]
    return Exercise(
        "room",
        t("exercises.room.question", indicator=t(f"indicator.{INDICATORS[0]}"), year=str(last)),
        tuple(t.state(iso3) for iso3 in options),
        tuple(options.index(iso3) for iso3, _ in chosen),
        t.entries(named),
        t("exercises.room.why"),
        len(chosen),
        t.count("states", len(chosen)),
        tuple(options),
        source="vdem",
    )


def fall(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """Which of four states lost most room? The one that lost most did so clearly."""
    changes = _changes(codes, table)
    falls = sorted(iso3 for iso3, change in changes.items() if change < -APART)
    if not falls:
        return None
    state = subject(falls, chance, str)
    others = sorted(iso3 for iso3, change in changes.items() if change > changes[state] + APART)
    if len(others) < OPTIONS - 1:
        return None
    options = shuffled([state, *chance.sample(others, OPTIONS - 1)], chance)
    first, last = _ends(codes, table)
    each_one = [
        t("exercises.paired", name=t.state(iso3), value=t.plus(changes[iso3]))
        for iso3 in sorted(options, key=lambda iso3: changes[iso3])
    ]
    return Exercise(
        "fall",
        t("exercises.fall.question", indicator=t(f"indicator.{INDICATORS[0]}"), first=str(first), last=str(last)),
        tuple(t.state(iso3) for iso3 in options),
        (options.index(state),),
        t.state(state),
        t("exercises.fall.why", changes=t.chain(each_one)),
        len(options),
        t.count("states", len(options)),
        tuple(options),
        source="vdem",
    )


def direction(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """Has civil society in a state more room than at first, less, or about as much?"""
    changes = _changes(codes, table)
    if not changes:
        return None
    state = subject(sorted(changes), chance, str)
    change = round(changes[state], DECIMALS)
    right = 2 if abs(change) < SAME else 0 if change > 0 else 1
    first, last = _ends(codes, table)
    years, options = _values(codes, table), tuple(t(f"exercises.direction.{name}") for name in ("more", "less", "same"))
    return Exercise(
        "direction",
        t("exercises.direction.question", state=t.state(state), first=str(first), last=str(last)),
        options,
        (right,),
        options[right],
        t(
            "exercises.direction.why",
            indicator=t(f"indicator.{INDICATORS[0]}"),
            then=t.number(years[first][state], DECIMALS),
            now=t.number(years[last][state], DECIMALS),
            first=str(first),
            last=str(last),
            same=t.number(SAME, DECIMALS),
        ),
        2,
        t("exercises.direction.counted", first=str(first), last=str(last)),
        (state,),
        source="vdem",
    )


def _values(codes: Codes, table: Table) -> dict[int, dict[str, float]]:
    """Year -> state of the compared regions -> value, where there is one."""
    found: dict[int, dict[str, float]] = {}
    for iso3, year, value, region in read(table("civic_space_by_state"), "iso3", "year", "value", "region"):
        if region in codes.focus and is_known(value):
            found.setdefault(int(year), {})[iso3] = float(value)
    return found


def _ends(codes: Codes, table: Table) -> tuple[int, int]:
    """The first year and the last one."""
    years = _values(codes, table)
    return min(years), max(years)


def _changes(codes: Codes, table: Table) -> dict[str, float]:
    """State -> last value less the first one; nothing where there is one year alone."""
    years = _values(codes, table)
    if len(years) < 2:  # noqa: PLR2004 - a change needs two
        return {}
    first, last = years[min(years)], years[max(years)]
    return {iso3: last[iso3] - first[iso3] for iso3 in first if iso3 in last}
