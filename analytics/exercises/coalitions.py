"""Exercises on the coalitions of civil society."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.exercises.exercise import Exercise, far_apart, shuffled
from analytics.results.coalitions import SIZED
from analytics.rows import is_known, read

if TYPE_CHECKING:
    from random import Random

    from analytics.exercises.exercise import Table
    from analytics.filters import Codes
    from analytics.text import Text


def joint(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """Which of three reviews drew most joint submissions? Lists of a lower grade lack some: their order is not sure."""
    rows = read(table("joint_reviews"), "iso3", "joint", "grade", "region")
    known = [
        (iso3, int(number))
        for iso3, number, grade, region in rows
        if is_known(number) and grade in SIZED and region in codes.focus
    ]
    chosen = far_apart(known, chance)
    if not chosen:
        return None
    options = shuffled([iso3 for iso3, _ in chosen], chance)
    n = sum(count for _, count in chosen)
    named = [t("exercises.ranked", name=t.state(iso3), n=t.number(count)) for iso3, count in chosen]
    return Exercise(
        "joint",
        t("exercises.joint.question"),
        tuple(t.state(iso3) for iso3 in options),
        tuple(options.index(iso3) for iso3, _ in chosen),
        ", ".join(named),
        t("exercises.joint.why"),
        n,
        t.count("joint", n),
        tuple(options),
        source="joint_submissions",
    )
