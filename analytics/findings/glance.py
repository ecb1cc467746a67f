"""What the figures of the first page show, in a sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pandas as pd

from analytics.findings.regions import not_compared
from analytics.results import SPECIFIC
from analytics.rows import each, is_known, read
from analytics.text import Text
from analytics.thresholds import FEW, FEWEST_SPREAD

MOST, HALF = 0.9, 0.5
"""Below this many states there is no middle half to speak of."""


def of_regions(rows: pd.DataFrame, regions: Sequence[str]) -> pd.DataFrame:
    """The rows of these regions."""
    return rows[rows["region"].isin(regions)]


def widest_gap(gaps: pd.DataFrame, regions: pd.DataFrame, scheme: str, t: Text) -> str:
    """The widest gap between two regions and whether its interval excludes zero; else what one region accepted."""
    if gaps.empty:
        return " ".join(not_compared(regions, scheme, t))
    row = gaps.iloc[0]
    key = "excludes" if row.excludes_zero else "includes" if is_known(row.lower) else "alone"
    return t(
        f"glance.gap.{key}",
        region=t.region(row.region, scheme),
        reference=t.region(row.reference_region, scheme),
        gap=t.points(row.gap),
        rate=t.percent(row.rate),
        other=t.percent(row.reference),
        interval=t("language.points_interval", lower=t.number(row.lower * 100, 1), upper=t.number(row.upper * 100, 1)),
    )


def spread(states: pd.DataFrame, regions: Sequence[str], scheme: str, t: Text) -> str:
    """The region whose states differ most, by the middle half of their rates (states with enough recommendations)."""
    middle = {}
    for region in regions:
        known = [rate for rate, its, n in read(states, "rate", "region", "answered") if its == region and n >= FEW]
        if len(known) >= FEWEST_SPREAD:
            middle[region] = np.quantile(known, [0.25, 0.75])
    if not middle:
        return t("glance.states.apart")
    region = max(middle, key=lambda each: middle[each][1] - middle[each][0])
    low, high = middle[region]
    return t(
        "glance.states.finding" if len(middle) > 1 else "glance.states.alone",
        region=t.region(region, scheme),
        low=t.percent(low, 0),
        high=t.percent(high, 0),
    )


def specific_asks(mix: pd.DataFrame, scheme: str, t: Text) -> str:
    """How much of what each region was asked is specific action (category 5)."""
    regions = dict.fromkeys(mix["region"])
    asks = zip(mix["region"], mix["action_category"], mix["share"], strict=True)
    specific = {region: share for region, action, share in asks if action == SPECIFIC}
    if not regions:
        return t("glance.none")
    return t(
        "glance.mix.finding",
        regions=t.join(f"{t.percent(specific.get(code, 0.0), 0)} ({t.region(code, scheme)})" for code in regions),
    )


def by_cycle(rows: pd.DataFrame, changes: pd.DataFrame, scheme: str, t: Text) -> str:
    """Each region's rate cycle by cycle; and what changed in the same states, which alone is a change."""
    moves = []
    for region, mine in groupby((row for row in each(rows) if is_known(row.rate)), key=lambda row: row.region):
        first, *_, last = [*mine] * 2
        if first.cycle == last.cycle:
            continue
        name = t.region(region, scheme)
        moves.append(t("glance.cycles.move", region=name, first=t.percent(first.rate, 0), last=t.percent(last.rate, 0)))
    if not moves:
        return t("glance.cycles.one" if len(set(rows["cycle"])) == 1 else "glance.cycles.few")
    return f"{t.chain(moves)}. {_in_the_same_states(changes, scheme, t)}"


def _in_the_same_states(changes: pd.DataFrame, scheme: str, t: Text) -> str:
    """In which regions acceptance rose or fell in the states reviewed in both cycles, as the page of regions says."""
    both = [row for row in each(changes) if row.basis == "both" and is_known(row.gap)] if len(changes) else []
    if not both:
        return t("glance.cycles.unpaired")
    cycles = {"before": both[0].reference_cycle, "after": both[0].cycle}
    ways = {
        "rose": [t.region(row.region, scheme) for row in both if row.excludes_zero and row.gap > 0],
        "fell": [t.region(row.region, scheme) for row in both if row.excludes_zero and row.gap < 0],
    }
    said = [t(f"glance.cycles.{way}", regions=t.join(names), **cycles) for way, names in ways.items() if names]
    return " ".join(said) or t("glance.cycles.steady", **cycles)


def acceptance_map(states: pd.DataFrame, regions: Sequence[str], t: Text) -> str:
    """In how many states that the map colours most, and in how many less than half, was accepted, of those with FEW."""
    rows = read(states, "rate", "answered", "region")
    known = [rate for rate, answered, region in rows if answered >= FEW and region in regions]
    if not known:
        return t("glance.states.apart")
    return t(
        "glance.map.finding",
        most=sum(rate >= MOST for rate in known),
        half=sum(rate < HALF for rate in known),
        states=t.count("states", len(known)),
    )
