"""Exercises on the coalitions of civil society."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.exercises.acceptance import SCHEME
from analytics.exercises.exercise import OPTIONS, Blank, Exercise, far_apart, shuffled, subject
from analytics.results.coalitions import SIZED, listed, unlisted
from analytics.rows import is_known, read

if TYPE_CHECKING:
    from random import Random

    from analytics.exercises.exercise import Table
    from analytics.filters import Codes
    from analytics.text import Text

FURTHER = 5
"""How far a computed wrong number lies from the right one."""


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
        t.entries(named),
        t("exercises.joint.why"),
        n,
        t.count("joint", n),
        tuple(options),
        source="joint_submissions",
    )


def fill_lists(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """A table of the regions: of how many states is it unknown how many joint submissions there were?"""
    reviews = table("joint_reviews")
    rows = []
    for region in shuffled(list(codes.focus), chance):
        mine = reviews[(reviews["region"] == region).to_numpy()]
        held = listed(mine)
        if not held.empty:
            rows.append((region, len(held), int(held["joint"].sum()), len(unlisted(mine))))
    if len(rows) < 2:  # noqa: PLR2004 - to compare
        return None
    headings = tuple(t(f"exercises.column.{name}") for name in ("region", "listed", "joint", "unknown"))
    cells = tuple((t.region(region, SCHEME), *(t.number(count) for count in counts)) for region, *counts in rows)
    named = [t("exercises.paired", name=cell[0], value=cell[-1]) for cell in cells]
    n = sum(joint for _, _, joint, _ in rows)
    return Exercise(
        "fill_lists",
        t("exercises.fill_lists.question", counts=t.join(map(t.number, sorted(row[-1] for row in rows)))),
        (),
        (),
        t.chain(named),
        t("exercises.fill_lists.why"),
        n,
        t.count("joint", n),
        tuple(region for region, *_ in rows),
        source="joint_submissions",
        blank=Blank(headings, cells, (3,)),
    )


def half(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """What is the middle number of joint submissions of a region? Wrong are the mean, the largest, those of others."""
    medians = {
        region: median
        for region, median, measure, sensitivity in read(
            table("coalition_counts"), "region", "median", "coalition_measure", "sensitivity"
        )
        if measure == "joint" and sensitivity == "all" and region in codes.focus and is_known(median)
    }
    if not medians:
        return None
    region = subject(sorted(medians), chance, str)
    reviews = table("joint_reviews")
    counts = listed(reviews[(reviews["region"] == region).to_numpy()])["joint"]
    right = medians[region]
    wrong: list[float] = []
    others = [median for other, median in medians.items() if other != region]
    for number in (round(float(counts.mean())), float(counts.max()), *others, right + FURTHER, 2 * right + FURTHER):
        if number >= 0 and all(abs(number - other) >= 1 for other in (right, *wrong)):
            wrong.append(number)
    options = sorted([right, *wrong[: OPTIONS - 1]])
    said = [t.number(number, 0 if number % 1 == 0 else 1) for number in options]
    return Exercise(
        "half",
        t("exercises.half.question", region=t.region(region, SCHEME)),
        tuple(said),
        (options.index(right),),
        said[options.index(right)],
        t("exercises.half.why", mean=t.number(float(counts.mean()), 1), most=t.number(float(counts.max()))),
        len(counts),
        t.count("reviews", len(counts)),
        (region,),
        source="joint_submissions",
    )


def held(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """How many joint submissions did a review draw? A guess first."""
    rows = read(table("joint_reviews"), "iso3", "joint", "grade", "region")
    known = [
        (iso3, int(number), region)
        for iso3, number, grade, region in rows
        if is_known(number) and grade in SIZED and region in codes.focus
    ]
    if not known:
        return None
    iso3, number, region = subject(known, chance, lambda row: row[0])
    near = sorted(count for _, count, other in known if other == region)
    below = sum(count < number for count in near)
    return Exercise(
        "held",
        t("exercises.held.question", state=t.state(iso3)),
        (),
        (),
        t.count("joint", number),
        t(
            "exercises.held.why",
            below=t.number(below),
            others=t.count("reviews", len(near) - 1),
            region=t.region(region, SCHEME),
        ),
        number,
        t.count("joint", number),
        (iso3,),
        source="joint_submissions",
        unit="number",
    )
