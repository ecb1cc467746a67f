"""Exercises on what is accepted: rates, kinds of requests, what chance can explain, how sure a rate is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.exercises.exercise import OPTIONS, Exercise, shuffled, subject
from analytics.rows import each, is_known
from analytics.thresholds import FEW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from analytics.exercises.exercise import Table
    from analytics.filters import Codes
    from analytics.text import Text

APART = 0.05
"""Least distance of two answers that one chooses from."""
STEPS = (0.15, -0.15, 0.25, -0.25, 0.35, -0.35, 0.5, -0.5)
"""Distances of wrong answers from the right one, where the data give too few."""
SCHEME = "m49"


def predict(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """What share does a region accept? A guess first."""
    rated = [row for row in _regions(codes, table) if is_known(row.rate)]
    if not rated:
        return None
    row = subject(rated, chance, _region)
    n = t.count("recommendations", row.recommendations)
    return Exercise(
        "predict",
        t("exercises.predict.question", region=t.region(row.region, SCHEME)),
        (),
        (),
        t.percent(row.rate),
        t(
            "exercises.predict.why",
            accepted=t.number(row.accepted),
            n=n,
            states=t.count("states", row.states),
            interval=t.interval_sentence(row.lower, row.upper),
        ),
        row.recommendations,
        n,
        (row.region,),
    )


def state_rate(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """What share does a state accept? Wrong answers are what was noted, and the rates of regions."""
    rows = [row for row in each(table("received_by_state")) if row.answered >= FEW and row.region in codes.focus]
    if not rows:
        return None
    row = subject(rows, chance, _iso3)
    others = {one.region: one.rate for one in _regions(codes, table) if is_known(one.rate)}
    own = others.pop(row.region, float("nan"))
    n = t.count("recommendations", row.answered)
    why = t(
        "exercises.state_rate.why",
        accepted=t.number(row.accepted),
        n=n,
        region=t.region(row.region, SCHEME),
        rate=t.percent(own),
    )
    question = t("exercises.state_rate.question", state=t.state(row.iso3), n=n)
    near = [1 - row.rate, own, *others.values()]
    return of_a_share("state_rate", question, row.rate, near, why, row.answered, row.iso3, t)


def least_accepted(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """Which kind of request does a region accept least?"""
    if "actions" in codes.lacks:
        return None
    by_region: dict[str, list[Any]] = {}
    for row in each(table("action_mix")):
        if row.answered >= FEW:
            by_region.setdefault(row.region, []).append(row)
    clear = {region: rows for region, rows in by_region.items() if len(rows) >= OPTIONS and _one_least(rows)}
    if not clear:
        return None
    region = subject(sorted(clear), chance, str)
    rows = clear[region]
    least = min(rows, key=lambda row: row.rate)
    options = shuffled(rows, chance)
    n = sum(row.answered for row in rows)
    each_kind = [
        t(
            "exercises.least_accepted.kind",
            action=t(f"action.{row.action_category}"),
            rate=t.percent(row.rate, 0),
            n=t.number(row.answered),
        )
        for row in rows
    ]
    return Exercise(
        "least_accepted",
        t("exercises.least_accepted.question", region=t.region(region, SCHEME)),
        tuple(t(f"action.{row.action_category}") for row in options),
        (options.index(least),),
        t(f"action.{least.action_category}"),
        t("exercises.least_accepted.why", kinds=t.chain(each_kind)),
        n,
        t.count("recommendations", n),
        (region, *(str(row.action_category) for row in options)),
    )


def by_chance(_: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """Can chance explain the gap of two regions?"""
    known = [row for row in each(table("regional_gaps")) if is_known(row.lower)]
    if not known:
        return None
    row = subject(known, chance, _region)
    n = row.recommendations + row.reference_recommendations
    options = (t("exercises.chance.no"), t("exercises.chance.yes"))
    right = 0 if row.excludes_zero else 1
    bounds = {end: t.number(getattr(row, end) * 100, 1) for end in ("lower", "upper")}
    return Exercise(
        "chance",
        t(
            "exercises.chance.question",
            region=t.region(row.region, SCHEME),
            rate=t.percent(row.rate, 0),
            reference=t.region(row.reference_region, SCHEME),
            other=t.percent(row.reference, 0),
        ),
        options,
        (right,),
        options[right],
        t(
            "exercises.chance.excludes" if row.excludes_zero else "exercises.chance.includes",
            gap=t.signed(row.gap),
            interval=t("language.points_interval", **bounds),
            n=t.number(row.recommendations),
            other_n=t.number(row.reference_recommendations),
        ),
        n,
        t.count("recommendations", n),
        (row.region, row.reference_region),
    )


def surest(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """Of which region is the rate known least exactly?"""
    rows = [row for row in _regions(codes, table) if is_known(row.lower)]
    wide = {row.region: round(row.upper - row.lower, 3) for row in rows}
    if len(rows) < len(codes.focus) or list(wide.values()).count(max(wide.values())) > 1:
        return None
    options = shuffled(rows, chance)
    least = max(options, key=lambda row: wide[row.region])
    n = sum(row.recommendations for row in rows)
    every = [
        t(
            "exercises.surest.region",
            region=t.region(row.region, SCHEME),
            rate=t.percent(row.rate),
            interval=t.interval(row.lower, row.upper),
            states=t.count("states", row.states),
        )
        for row in rows
    ]
    return Exercise(
        "surest",
        t("exercises.surest.question"),
        tuple(t.region(row.region, SCHEME) for row in options),
        (options.index(least),),
        t.region(least.region, SCHEME),
        t("exercises.surest.why", regions=t.chain(every)),
        n,
        t.count("recommendations", n),
        tuple(row.region for row in options),
    )


def of_a_share(  # noqa: PLR0917 - what such a question is
    kind: str, question: str, share: float, near: Sequence[float], why: str, n: int, iso3: str, t: Text
) -> Exercise:
    """Which share of `n` recommendations to a state is right? The wrong ones are those `near` it that lie apart."""
    shares = with_wrong(share, near)
    options = tuple(t.percent(each, 0) for each in shares)
    counted = t.count("recommendations", n)
    return Exercise(kind, question, options, (shares.index(share),), t.percent(share), why, n, counted, (iso3,))


def with_wrong(right: float, near: Sequence[float]) -> list[float]:
    """The right share among wrong ones that lie apart, smallest first: those that are `near` it, else computed."""
    wrong: list[float] = []
    for share in (*near, *(right + step for step in STEPS)):
        if 0 <= share <= 1 and all(abs(share - other) >= APART for other in (right, *wrong)):
            wrong.append(share)
    return sorted([right, *wrong[: OPTIONS - 1]])


def _region(row: Any) -> str:
    return str(row.region)


def _iso3(row: Any) -> str:
    return str(row.iso3)


def _regions(codes: Codes, table: Table) -> list[Any]:
    """The regions this atlas compares, with their rates."""
    return [row for row in each(table("acceptance_by_region")) if row.region in codes.focus]


def _one_least(rows: list[Any]) -> bool:
    """Whether one kind is clearly accepted least."""
    first, second = sorted(row.rate for row in rows)[:2]
    return second - first >= APART / OPTIONS
