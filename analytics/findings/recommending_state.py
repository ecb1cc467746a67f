"""What one recommending state asks, of whom, how specific, and how it is answered, in sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.findings import ties
from analytics.findings.finding import Finding
from analytics.rows import each, is_known
from analytics.text import Text
from analytics.thresholds import FEW

NAMED = 3
"""Issues that a sentence gives from the top of a list."""


def headline(country: str, cycles: pd.DataFrame, t: Text) -> str:
    """How much it asked in all, and what was accepted."""
    if cycles.empty:
        return t("recommending_state.headline.none", state=t.state(country))
    made, answered, accepted = (int(cycles[name].sum()) for name in ("recommendations", "answered", "accepted"))
    rate = t.percent(accepted / answered, 0) if answered else t("country.none")
    blanks = {"state": t.state(country), "n": t.count("recommendations", made), "rate": rate}
    if answered == made:
        return t("recommending_state.headline.all", **blanks)
    return t("recommending_state.headline", answered=t.number(answered), **blanks)


def rests(cycles: pd.DataFrame, t: Text) -> str:
    """What there is to speak of."""
    n = int(cycles["recommendations"].sum())
    return t("recommending_state.rests", n=t.count("recommendations", n))


def later(addressed: pd.DataFrame, sessions: str, t: Text) -> str:
    """Requests without answers; empty where there are none."""
    n = int(addressed["later"].sum())
    states = int((addressed["later"] > 0).sum())
    if not n:
        return ""
    return t("recommending_state.later", n=t.count("requests", n), states=t.count("states", states), sessions=sessions)


def record(cycles: pd.DataFrame, ranges: pd.DataFrame, t: Text) -> Finding:
    """How specific it is in the cycle in which it asked most, beside the middle half of its region."""
    most = max(each(cycles), key=lambda row: row.categorised, default=None)
    known = [
        row
        for row in each(ranges)
        if row.record_measure == "specific_share" and row.within == "region" and is_known(row.own_share)
        if most and row.cycle == most.cycle
    ]
    parts = [_part(row, t) for row in each(cycles)]
    more = f"{t.chain(parts)}." if parts else ""
    more = f"{more[:1].upper()}{more[1:]}"
    if not known:
        return Finding(t("recommending_state.record.few"), more)
    row = known[-1]
    share = t.percent(row.own_share, 0)
    if not is_known(row.range_middle):
        return Finding(t("recommending_state.record.alone", cycle=row.cycle, share=share), more)
    key = "inside"
    if row.own_share > row.range_upper:
        key = "above"
    elif row.own_share < row.range_lower:
        key = "below"
    return Finding(t(f"recommending_state.record.{key}", cycle=row.cycle, share=share), more)


def _part(row: Any, t: Text) -> str:
    states = t.count("states", row.states)
    return t(
        "recommending_state.part", cycle=row.cycle, n=t.count("recommendations", row.recommendations), states=states
    )


def spread(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """The focus regions that it asks more, or less, than the totals would give, beyond what chance gives."""
    known = [row for row in each(rows) if is_known(row.ratio_lower)]
    more = [row for row in known if row.ratio_lower > 1]
    less = [row for row in known if row.ratio_upper < 1]
    if not known:
        return Finding(t("recommending_state.spread.few"))
    full = t.chain(
        t(
            "recommending_state.spread.ratio",
            region=t.region(row.asked, scheme),
            ratio=t.number(row.ratio, 2),
            lower=t.number(row.ratio_lower, 2),
            upper=t.number(row.ratio_upper, 2),
            n=t.number(row.recommendations),
        )
        for row in known
    )
    said = [
        t(f"recommending_state.spread.{end}", regions=t.join(t.region(row.asked, scheme) for row in those))
        for end, those in (("more", more), ("less", less))
        if those
    ]
    heading = t("recommending_state.spread.finding", said=t.chain(said)) if said else t("recommending_state.spread.as")
    return Finding(heading, full=f"{heading} {full}.")


def issues(rows: pd.DataFrame, country: str, t: Text) -> Finding:
    """The issues that it raises more than the middle half of its region, the first ones by name."""
    if rows.empty:
        return Finding(t("recommending_state.issues.none", state=t.state(country)))
    if (rows["against_range"] == "none").all():
        return Finding(t("recommending_state.issues.few"))
    above = [row for row in each(rows) if row.against_range == "above" and row.recommendations >= FEW]
    if not above:
        return Finding(t("recommending_state.issues.inside"))
    first = above[0]
    heading = t("recommending_state.issues.finding", issue=t.issue(first.issue), share=t.percent(first.share, 0))
    names = t.join(t.issue(row.issue) for row in above[1 : 1 + NAMED])
    more = t("recommending_state.issues.more", names=names) if names else ""
    return Finding(heading, f"{t('recommending_state.issues.than')} {more}".strip())


def addressed(rows: pd.DataFrame, country: str, t: Text) -> Finding:
    """Whom it asked most, with ties, and how many states it asked."""
    asked = {row.iso3: row.recommendations for row in each(rows) if row.recommendations}
    if not asked:
        return Finding(t("recommending_state.addressed.none", state=t.state(country)))
    n = t.count("states", len(asked))
    if not ties.differ(asked):
        return Finding(t("recommending_state.addressed.equal", n=n, most=t.number(max(asked.values()))))
    first, _ = ties.ends(asked)
    names = ties.named(first, t.state, "states", t)
    key = "finding" if len(first) == 1 else "tied"
    heading = t(f"recommending_state.addressed.{key}", names=names, most=t.number(max(asked.values())))
    return Finding(heading, t("recommending_state.addressed.n", n=n))
