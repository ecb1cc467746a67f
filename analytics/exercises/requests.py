"""Exercises on what is recommended: kinds of requests, issues, tables of what regions answered, change over cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.exercises.acceptance import SCHEME, of_a_share
from analytics.exercises.exercise import OPTIONS, Blank, Exercise, shuffled, subject
from analytics.filters import ACTIONS
from analytics.rows import each, is_known
from analytics.thresholds import FEW

if TYPE_CHECKING:
    from random import Random

    from analytics.exercises.exercise import Table
    from analytics.filters import Codes
    from analytics.text import Text

CHANGES = ("rose", "fell", "unclear")
"""What a rate can have done, as far as its interval tells."""


def fill_rates(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """A table of the regions: which share did each accept? Counts are given, shares are filled in."""
    rows = [row for row in each(table("acceptance_by_region")) if row.region in codes.focus and is_known(row.rate)]
    if len(rows) < 2:  # noqa: PLR2004 - to compare
        return None
    ordered = shuffled(rows, chance)
    shares = sorted(rows, key=lambda row: row.rate)
    headings = tuple(t(f"exercises.column.{name}") for name in ("region", "answered", "accepted", "share"))
    cells = tuple(
        (t.region(row.region, SCHEME), t.number(row.recommendations), t.number(row.accepted), t.percent(row.rate))
        for row in ordered
    )
    n = sum(row.recommendations for row in rows)
    given = t.join(t.percent(row.rate) for row in shares)
    named = [t("exercises.paired", name=t.region(row.region, SCHEME), value=t.percent(row.rate)) for row in ordered]
    return Exercise(
        "fill_rates",
        t("exercises.fill_rates.question", shares=given),
        (),
        (),
        t.chain(named),
        t("exercises.fill_rates.why"),
        n,
        t.count("recommendations", n),
        tuple(row.region for row in ordered),
        blank=Blank(headings, cells, (3,)),
    )


def most_asked(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """Which kind of request is the largest part of what a region is asked?"""
    if "actions" in codes.lacks:
        return None
    by_region: dict[str, list[Any]] = {}
    for row in each(table("action_mix")):
        by_region.setdefault(row.region, []).append(row)
    clear = {
        region: rows
        for region, rows in by_region.items()
        if len(rows) >= OPTIONS and sum(row.recommendations for row in rows) >= FEW and _one_most(rows)
    }
    if not clear:
        return None
    region = subject(sorted(clear), chance, str)
    rows = clear[region]
    most = max(rows, key=lambda row: row.recommendations)
    options = shuffled(rows, chance)
    n = sum(row.recommendations for row in rows)
    parts = [
        t("exercises.paired", name=t(f"action.{row.action_category}"), value=t.percent(row.recommendations / n, 0))
        for row in rows
    ]
    return Exercise(
        "most_asked",
        t("exercises.most_asked.question", region=t.region(region, SCHEME)),
        tuple(t(f"action.{row.action_category}") for row in options),
        (options.index(most),),
        t(f"action.{most.action_category}"),
        t("exercises.most_asked.why", kinds=t.chain(parts)),
        n,
        t.count("recommendations", n),
        (region, *(str(row.action_category) for row in options)),
    )


def _one_most(rows: list[Any]) -> bool:
    second, first = sorted(row.recommendations for row in rows)[-2:]
    return first > second


def specific(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """What share of what a state is asked is specific? Wrong answers are the shares of its region and of the others."""
    if "actions" in codes.lacks:
        return None
    states = [row for row in each(table("received_by_state")) if row.categorised >= FEW and row.region in codes.focus]
    if not states:
        return None
    row = subject(states, chance, lambda row: str(row.iso3))
    of_regions: dict[str, list[int]] = {}
    for other in states:
        both = of_regions.setdefault(other.region, [0, 0])
        both[0] += other.specific
        both[1] += other.categorised
    shares = {region: part / whole for region, (part, whole) in of_regions.items()}
    own = shares.pop(row.region)
    n = t.count("recommendations", row.categorised)
    why = t(
        "exercises.specific.why",
        specific=t.number(row.specific),
        n=n,
        region=t.region(row.region, SCHEME),
        share=t.percent(own),
    )
    question = t("exercises.specific.question", state=t.state(row.iso3), action=t(f"action.{ACTIONS[-1]}"), n=n)
    near = [1 - row.specific_share, own, *shares.values()]
    return of_a_share("specific", question, row.specific_share, near, why, row.categorised, row.iso3, t)


def top_issue(codes: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """Which issue is raised most often with a state? The others to choose from are raised less often with it."""
    if "issues" in codes.lacks:
        return None
    by_state: dict[str, list[tuple[int, str]]] = {}
    for row in each(table("issues_by_state")):
        by_state.setdefault(row.iso3, []).append((row.recommendations, row.issue))
    region_of, states = codes.region_of[SCHEME], []
    for iso3, issues in by_state.items():
        first, *others = sorted(issues, reverse=True)
        if region_of.get(iso3) in codes.focus and len(others) >= OPTIONS and FEW <= first[0] > others[0][0]:
            states.append(iso3)
    if not states:
        return None
    state = subject(sorted(states), chance, str)
    first, *others = sorted(by_state[state], reverse=True)
    options = shuffled([first, *chance.sample(others, OPTIONS - 1)], chance)
    counts = [t("exercises.ranked", name=t.issue(issue), n=t.number(count)) for count, issue in sorted(options)[::-1]]
    return Exercise(
        "top_issue",
        t("exercises.top_issue.question", state=t.state(state)),
        tuple(t.issue(issue) for _, issue in options),
        (options.index(first),),
        t.issue(first[1]),
        t("exercises.top_issue.why", counts=t.chain(counts)),
        first[0],
        t.count("recommendations", first[0]),
        (state, *(issue for _, issue in options)),
    )


def change(_: Codes, table: Table, chance: Random, t: Text) -> Exercise | None:
    """Did the rate of a region rise, fall, or can nobody tell? Of the states that were reviewed in both cycles."""
    rows = [row for row in each(table("cycle_changes")) if row.basis == "both" and is_known(row.lower)]
    if not rows:
        return None
    row = subject(rows, chance, lambda row: str(row.region))
    right = 0 if row.lower > 0 else 1 if row.upper < 0 else 2
    bounds = {end: t.number(getattr(row, end) * 100, 1) for end in ("lower", "upper")}
    options = tuple(t(f"exercises.change.{name}") for name in CHANGES)
    cycles = {"first": str(row.reference_cycle), "last": str(row.cycle)}
    return Exercise(
        "change",
        t("exercises.change.question", region=t.region(row.region, SCHEME), **cycles),
        options,
        (right,),
        options[right],
        t(
            "exercises.change.why",
            change=t.signed(row.gap),
            interval=t("language.points_interval", **bounds),
            states=t.count("states", row.states),
        ),
        row.states,
        t.count("states", row.states),
        (row.region,),
    )
