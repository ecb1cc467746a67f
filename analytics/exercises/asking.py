"""Exercises on who asks whom, and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.exercises.exercise import OPTIONS, Exercise, far_apart, shuffled, subject
from analytics.rows import read
from analytics.thresholds import FEW

if TYPE_CHECKING:
    from random import Random

    from analytics.exercises.exercise import Table
    from analytics.filters import Codes
    from analytics.text import Text


def received(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """Which of three states received most?"""
    rows = read(table("received_by_state"), "iso3", "recommendations", "region")
    chosen = far_apart([(iso3, n) for iso3, n, region in rows if n >= FEW and region in codes.focus], chance)
    if not chosen:
        return None
    options = shuffled([iso3 for iso3, _ in chosen], chance)
    n = sum(count for _, count in chosen)
    named = [t("exercises.ranked", name=t.state(iso3), n=t.number(count)) for iso3, count in chosen]
    return Exercise(
        "received",
        t("exercises.received.question"),
        tuple(t.state(iso3) for iso3 in options),
        tuple(options.index(iso3) for iso3, _ in chosen),
        t.entries(named),
        t("exercises.received.why"),
        n,
        t.count("recommendations", n),
        tuple(options),
    )


def top_asker(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """Which state asked most of another? The others to choose from asked less of it."""
    if "askers" in codes.lacks:
        return None
    asked: dict[str, list[tuple[int, str]]] = {}
    pairs = read(table("state_pairs"), "state_under_review", "recommending_state", "recommendations")
    for to, asker, n in pairs:
        if isinstance(asker, str):  # of a few rows the source does not know it
            asked.setdefault(to, []).append((n, asker))
    region_of, states = codes.region_of["m49"], []
    for to, askers in asked.items():
        first, *others = sorted(askers, reverse=True)
        if region_of[to] in codes.focus and len(others) >= OPTIONS and first[0] > others[0][0]:
            states.append(to)
    if not states:
        return None
    state = subject(sorted(states), chance, str)
    first, *others = sorted(asked[state], reverse=True)
    options = shuffled([first, *chance.sample(others, OPTIONS - 1)], chance)
    n = sum(count for count, _ in asked[state])
    counts = [
        t("exercises.ranked", name=t.state(asker), n=t.number(count)) for count, asker in sorted(options, reverse=True)
    ]
    return Exercise(
        "top_asker",
        t("exercises.top_asker.question", state=t.state(state)),
        tuple(t.state(asker) for _, asker in options),
        (options.index(first),),
        t.state(first[1]),
        t("exercises.top_asker.why", counts=t.join(counts)),
        n,
        t.count("recommendations", n),
        (state, *(asker for _, asker in options)),
    )
