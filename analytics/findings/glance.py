"""What the first page says: what the review and this atlas are, and what its figures show, in plain words.

What is selected is said by the card.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analytics.filters import Codes
from analytics.findings.finding import Finding
from analytics.results import SPECIFIC
from analytics.rows import each, is_known, read
from analytics.text import Text
from analytics.thresholds import FEW, FEWEST_SPREAD

MOST, HALF = 0.9, 0.5
"""Shares from which on a state accepts nearly everything, and below which it refuses most."""


def lead(totals: pd.DataFrame, lists: pd.DataFrame, codes: Codes, t: Text) -> str:
    """What the review is and what this atlas holds of it."""
    (counted,) = each(totals)
    first, last = codes.years
    return t(
        "glance.lead",
        recommendations=t.count("recommendations", counted.recommendations),
        first=first,
        last=last,
        reviews=t.count("reviews", len(lists)),
    )


def of_regions(rows: pd.DataFrame, regions: Sequence[str]) -> pd.DataFrame:
    """The rows of these regions; of all where none of these is selected, for there is nothing else to compare."""
    mine = rows[rows["region"].isin(regions)]
    return rows if mine.empty else mine


def headline(  # noqa: PLR0917 - what the first figure shows, and of whom
    regions: pd.DataFrame, gaps: pd.DataFrame, states: pd.DataFrame, scheme: str, t: Text, chosen: str = ""
) -> Finding:
    """The regions that differ most and whether chance explains it; of one region or state, what it accepts.

    `regions` are those compared, `states` theirs; `chosen` is the state that the reader follows.
    """
    rated = [row for row in each(regions) if is_known(row.rate)]
    answering = [row for row in each(states) if row.answered]
    below: list[str] = []
    full = ""
    if not gaps.empty:
        widest = next(each(gaps))
        named = {widest.region, widest.reference_region}
        heading = t(
            f"glance.gap.{_sure(widest)}",
            region=_states_of(widest.region, scheme, t),
            rate=t.percent(widest.rate, 0),
            reference=_states_of(widest.reference_region, scheme, t),
            other=t.percent(widest.reference, 0),
        )
        full = _gap_in_full(widest, scheme, t)
        below += [_rate_of(row, scheme, t) for row in rated if row.region not in named]
        if _inside_differs_more(states, rated, abs(widest.gap)):
            below.append(t("glance.inside"))
    elif len(rated) == 1:
        (row,) = rated
        heading = t("glance.one_region", region=_states_of(row.region, scheme, t), rate=t.percent(row.rate, 0))
        if is_known(row.lower):
            below.append(t("glance.likely", interval=t.interval(row.lower, row.upper)))
    elif len(answering) == 1:
        (row,) = answering
        chosen = ""
        heading = _rate_of_state(row, t)
    elif rated:
        heading = t("glance.rates", rates=" ".join(_rate_of(row, scheme, t) for row in rated[:2]))
        below += [_rate_of(row, scheme, t) for row in rated[2:]]
    else:
        heading = t("glance.gap.none" if answering else "glance.unanswered")
        below += [_together(answering, [row.region for row in each(regions)], t)] if answering else []
    mine = [row for row in answering if row.iso3 == chosen]
    return _said(heading, below + [_rate_of_state(row, t) for row in mine], full)


def specific_asks(mix: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """Of which region most of what was asked is specific action (category 5), and of which least."""
    asks = zip(mix["region"], mix["action_category"], mix["share"], strict=True)
    specific = {region: share for region, action, share in asks if action == SPECIFIC}
    shares = {region: specific.get(region, 0.0) for region in dict.fromkeys(mix["region"])}
    if not shares:
        return _said(t("glance.none"))
    said = {region: t.percent(share, 0) for region, share in shares.items()}
    most, least = (said[end(shares, key=shares.__getitem__)] for end in (max, min))
    if len(shares) == 1:
        return _said(t("glance.mix.one", region=t.region(next(iter(shares)), scheme), share=most))
    if most == least:
        return _said(t("glance.mix.alike", share=most))
    ends = {
        name: t.join(t.region(region, scheme) for region in shares if said[region] == share)
        for name, share in (("region", most), ("reference", least))
    }
    between = [
        t("glance.mix.between", region=t.region(region, scheme), share=said[region])
        for region in shares
        if said[region] not in {most, least}
    ]
    return _said(t("glance.mix.finding", share=most, other=least, **ends), between)


def change(changes: pd.DataFrame, cycles: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """Whether the states that were reviewed in both cycles accept more or less than before, as the page behind says.

    `cycles` are the rates of all states of each cycle, which the figure draws.
    """
    both = [row for row in each(changes) if row.basis == "both" and is_known(row.gap)]
    if not both:
        return _said(t("glance.cycles.one" if len(set(cycles["cycle"])) == 1 else "glance.cycles.few"))
    between = {"before": both[0].reference_cycle, "after": both[0].cycle}
    moved = [row for row in both if row.excludes_zero]
    if moved:
        moves = [
            t("glance.cycles.move", region=t.region(row.region, scheme), change=t.signed(row.gap)) for row in moved
        ]
        rest = [t.region(row.region, scheme) for row in both if not row.excludes_zero]
        below = [t("glance.cycles.rest", regions=t.join(rest))] if rest else []
        return _said(t("glance.cycles.moved", moves=t.join(moves), **between), below)
    return _said(t("glance.cycles.same", **between))


def acceptance_map(states: pd.DataFrame, regions: Sequence[str], t: Text) -> Finding:
    """In how many states in colour most, and in how many less than half, was accepted (with enough recommendations)."""
    drawn = [row for row in each(states) if row.answered and row.region in regions]
    known = [row.rate for row in drawn if row.answered >= FEW]
    if not known:
        return _said(t("glance.states.few" if drawn else "glance.none"))
    if len(drawn) == 1:
        return _said(_rate_of_state(drawn[0], t))
    counts = {
        "most": t.count("states", sum(rate >= MOST for rate in known)),
        "half": t.count("states", sum(rate < HALF for rate in known)),
    }
    heading = t("glance.map.finding", **counts)
    return _said(heading, full=f"{heading} {t('glance.map.of', states=t.count('states', len(known)))}")


def _said(heading: str, below: Sequence[str] = (), full: str = "") -> Finding:
    return Finding(f"{heading[:1].upper()}{heading[1:]}", " ".join(below), full)


def _together(states: Sequence[Any], regions: Sequence[str], t: Text) -> str:
    """What the states of these regions accept together, where none of them has a rate."""
    mine = [state for state in states if state.region in regions]
    answered = sum(state.answered for state in mine)
    rate = sum(state.accepted for state in mine) / answered if answered else float("nan")
    counts = {"states": t.count("states", len(mine)), "n": t.count("recommendations", answered)}
    return t("glance.together", rate=t.percent(rate, 0), **counts)


def _states_of(region: str, scheme: str, t: Text) -> str:
    """The states of a region as the subject of a sentence."""
    key = f"glance.states_of.{scheme}.{region}"
    return t(key) if t.has(key) else t("glance.states_of.other", region=t.region(region, scheme))


def _rate_of(row: Any, scheme: str, t: Text) -> str:
    return _share_of(row.region, t.percent(row.rate, 0), scheme, t)


def _share_of(region: str, share: str, scheme: str, t: Text) -> str:
    return t("glance.rate", name=t.region(region, scheme), rate=share)


def _rate_of_state(row: Any, t: Text) -> str:
    n = t.count("recommendations", row.answered)
    return t("glance.rate_of_state", name=t.state(row.iso3), rate=t.percent(row.rate, 0), n=n)


def _sure(gap: Any) -> str:
    """What is known of a gap: that chance does not explain it, that it can, or neither, for want of an interval."""
    return "excludes" if gap.excludes_zero else "includes" if is_known(gap.lower) else "alone"


def _gap_in_full(row: Any, scheme: str, t: Text) -> str:
    return t(
        f"glance.gap.full.{_sure(row)}",
        region=t.region(row.region, scheme),
        reference=t.region(row.reference_region, scheme),
        gap=t.points(row.gap),
        rate=t.percent(row.rate),
        other=t.percent(row.reference),
        interval=t("language.points_interval", lower=t.number(row.lower * 100, 1), upper=t.number(row.upper * 100, 1)),
    )


def _inside_differs_more(states: pd.DataFrame, regions: Sequence[Any], gap: float) -> bool:
    """Whether the middle half of the states of each region lies further apart than the regions that differ most."""
    for region in regions:
        known = [
            rate for rate, its, n in read(states, "rate", "region", "answered") if its == region.region and n >= FEW
        ]
        if len(known) < FEWEST_SPREAD:
            return False
        low, high = np.quantile(known, [0.25, 0.75])
        if high - low <= gap:
            return False
    return True
