"""Rows -> the sentence that states what a figure shows, in the reader's language. Only what the rows hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.results import FEW

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analytics.text import Text

MOST, HALF = 0.9, 0.5
SPECIFIC = 5


def widest_gap(gaps: pd.DataFrame, scheme: str, t: Text) -> str:
    """The widest gap between two regions and whether its interval excludes zero."""
    if gaps.empty:
        return t("glance.gap.none")
    row = gaps.iloc[0]
    key = "excludes" if row.excludes_zero else "includes"
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
        rate = states["rate"].to_numpy()[(states["region"] == region) & (states["answered"] >= FEW)]
        if rate.size:
            middle[region] = np.quantile(rate, [0.25, 0.75])
    if not middle:
        return t("glance.states.few", few=FEW)
    region = max(middle, key=lambda each: middle[each][1] - middle[each][0])
    low, high = middle[region]
    return t(
        "glance.states.finding",
        region=t.region(region, scheme),
        low=t.percent(low, 0),
        high=t.percent(high, 0),
    )


def specific_asks(mix: pd.DataFrame, scheme: str, t: Text) -> str:
    """How much of what each region was asked is specific action (category 5)."""
    regions = dict.fromkeys(mix["region"])
    asks = zip(mix["region"], mix["action_category"], mix["share"], strict=True)
    specific = {region: share for region, action, share in asks if action == SPECIFIC}
    return t(
        "glance.mix.finding",
        regions=t.join(f"{t.percent(specific.get(code, 0.0), 0)} ({t.region(code, scheme)})" for code in regions),
    )


def by_cycle(rows: pd.DataFrame, scheme: str, t: Text) -> str:
    """Each region's rate cycle by cycle, and whether the intervals overlap."""
    moves, apart = [], []
    for region, mine in rows.groupby("region", sort=False):
        known = mine[mine["rate"].notna()]
        if len(known) < 2:  # noqa: PLR2004 - a change needs two cycles
            continue
        first, last = known.iloc[0], known.iloc[-1]
        moves.append(
            t(
                "glance.cycles.move",
                region=t.region(str(region), scheme),
                first=t.percent(first.rate, 0),
                last=t.percent(last.rate, 0),
            )
        )
        if first.upper < last.lower or last.upper < first.lower:
            apart.append(t.region(str(region), scheme))
    if not moves:
        return t("glance.cycles.one")
    overlap = t("glance.cycles.apart", regions=t.join(apart)) if apart else t("glance.cycles.overlap")
    return f"{'; '.join(moves)}. {overlap}"


def acceptance_map(states: pd.DataFrame, t: Text) -> str:
    """In how many states most, and in how many less than half, was accepted."""
    enough = states[states["answered"] >= FEW]
    if enough.empty:
        return t("glance.states.few", few=FEW)
    return t(
        "glance.map.finding",
        most=int((enough["rate"] >= MOST).sum()),
        half=int((enough["rate"] < HALF).sum()),
        states=t.count("states", len(enough)),
    )


def ranked(states: pd.DataFrame, measure: str, t: Text, about: str) -> str:
    """The states at both ends of a measure; of acceptance, by the shrunken rate."""
    by = "shrunken" if measure == "rate" else measure
    known = states[states[by].notna() & (states["recommendations"] >= (0 if by == "recommendations" else FEW))]
    if known.empty:
        return t("glance.states.few", few=FEW)
    ordered = known.sort_values(by)
    ends = {}
    for end, row in (("high", ordered.iloc[-1]), ("low", ordered.iloc[0])):
        value = t.number(row[by]) if by == "recommendations" else t.percent(row[by])
        ends |= {end: t.state(row.iso3), f"{end}_value": value, f"{end}_n": t.number(row.recommendations)}
    return t(f"countries.finding.{measure}", issue=t.issue(about), **ends)


def one_state(states: pd.DataFrame, iso3: str, scheme: str, t: Text) -> str:
    """One state in numbers: received, accepted (raw and shrunken) and specific."""
    row = states.set_index("iso3").loc[iso3]
    if not row.recommendations:
        return t("countries.nothing", name=t.state(iso3))
    sentence = t(
        "countries.one",
        name=t.state(iso3),
        region=t.region(row.region, scheme),
        n=t.count("recommendations", row.recommendations),
        reviews=t.count("reviews", row.reviews),
        rate=t.percent(row.rate),
        shrunken=t.percent(row.shrunken),
        interval=t.interval(row.lower, row.upper),
        specific=t.percent(row.specific_share),
    )
    return f"{sentence} {t('countries.note', note=t(f'correction.{row.correction}'))}" if isinstance(row.correction, str) else sentence
