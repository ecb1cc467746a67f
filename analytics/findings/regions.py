"""What the figures of the page Regions show, in a sentence each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.findings import ties
from analytics.findings.finding import Finding
from analytics.results import SPECIFIC
from analytics.rows import each, is_known
from analytics.text import Text

EASY = (1, 2, 4)
"""Action categories that are accepted far more often than the others: minimal, continuing, general."""
PAIR = 2
"""Regions that a comparison needs."""


def _gap(row: Any, scheme: str, t: Text) -> str:
    names = {"region": t.region(row.region, scheme), "reference": t.region(row.reference_region, scheme)}
    if not is_known(row.lower):
        return t(
            "regions.gap.few",
            **names,
            states=t.count("states", row.states),
            reviews=t.count("reviews", row.reviews),
            other_states=t.count("states", row.reference_states),
            other_reviews=t.count("reviews", row.reference_reviews),
        )
    key = "includes" if not row.excludes_zero else "more" if row.gap > 0 else "less"
    return t(
        f"regions.gap.{key}",
        **names,
        gap=t.signed(row.gap) if key == "includes" else t.points(row.gap),
        rate=t.percent(row.rate),
        n=t.number(row.recommendations),
        other=t.percent(row.reference),
        other_n=t.number(row.reference_recommendations),
        interval=_interval(row, t),
    )


def clear_of_zero(gaps: pd.DataFrame, regions: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """The widest gap that is told from zero, which others are and which are not; behind it each with its interval.

    A warning follows where few states stand behind a region.
    """
    known = [row for row in each(gaps) if is_known(row.lower)]
    full = f"{' '.join(_gap(row, scheme, t) for row in each(gaps))}{_caution(regions, scheme, t)}"
    if not known:
        return Finding(*not_compared(regions, scheme, t), full)
    apart = sorted((row for row in known if row.excludes_zero), key=lambda row: -abs(row.gap))
    close = [row for row in known if not row.excludes_zero]
    line = [
        t(f"regions.gaps.{key}", pairs=t.join(_pair(row, scheme, t) for row in rows))
        for key, rows in (("apart", apart[1:]), ("close", close))
        if rows
    ]
    if not apart:
        return Finding(t("regions.gaps.only_close"), " ".join(line), full)
    return Finding(_apart(apart[0], scheme, t), " ".join(line), full)


def not_compared(regions: pd.DataFrame, scheme: str, t: Text) -> tuple[str, str]:
    """That regions cannot be compared, and what is left to say: what was accepted of how much."""
    parts = [
        t(
            "regions.counted",
            region=t.region(row.region, scheme),
            accepted=t.number(row.accepted),
            n=t.number(row.recommendations),
            states=t.count("states", row.states),
        )
        for row in each(regions)
        if row.recommendations
    ]
    if not parts:
        return t("glance.none"), ""
    return t("regions.gaps.none"), t("regions.gaps.counted", regions=t.chain(parts))


def beside_subregion(rows: pd.DataFrame, t: Text) -> Finding:
    """What each chosen state accepted, and the other states of its sub-region."""
    said = [
        t(
            "regions.beside.state" if is_known(row.reference) else "regions.beside.state_alone",
            name=t.state(row.iso3),
            rate=t.percent(row.rate),
            n=t.number(row.recommendations),
            subregion=t.subregion(row.subregion),
            reference=t.percent(row.reference),
            other_n=t.number(row.reference_recommendations),
            states=t.count("states", row.reference_states),
        )
        for row in each(rows)
    ]
    first = next(each(rows))
    if not is_known(first.reference):
        return Finding(said[0], " ".join(said[1:]))
    heading = t(
        "regions.beside.heading",
        name=t.state(first.iso3),
        rate=t.percent(first.rate, 0),
        subregion=t.subregion(first.subregion),
        reference=t.percent(first.reference, 0),
    )
    return Finding(heading, " ".join(said))


def _apart(row: Any, scheme: str, t: Text) -> str:
    """Two regions that are told apart, the one that accepts more first."""
    ends = [(row.rate, row.region), (row.reference, row.reference_region)]
    (rate, region), (other, reference) = ends if row.gap > 0 else reversed(ends)
    names = {"region": t.region(region, scheme), "reference": t.region(reference, scheme)}
    return t("regions.gaps.heading", **names, rate=t.percent(rate, 0), other=t.percent(other, 0))


def _caution(regions: pd.DataFrame, scheme: str, t: Text) -> str:
    """A warning when an interval of a region rests on few states; nothing when none does."""
    few = [
        t("regions.caution.region", region=t.region(row.region, scheme), states=t.count("states", row.states))
        for row in each(regions)
        if row.few_states and is_known(row.rate)
    ]
    return f" {t('regions.caution', regions=t.join(few))}" if few else ""


def spread(regions: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """Whether states differ more inside regions than regions do, and each region's middle half and ends."""
    known = [row for row in each(regions) if is_known(row.lower_quartile)]
    if not known:
        return Finding(t("glance.states.few"))
    widths = {row.region: row.upper_quartile - row.lower_quartile for row in known}
    rates = [row.rate for row in known if is_known(row.rate)]
    inside = len(rates) > 1 and min(widths.values()) > max(rates) - min(rates)
    widest = max(known, key=lambda row: widths[row.region])
    ends = {"low": t.percent(widest.lower_quartile, 0), "high": t.percent(widest.upper_quartile, 0)}
    one = t("regions.spread.one", region=t.region(widest.region, scheme), **ends)
    short = [
        t(
            "regions.spread.short",
            region=t.region(row.region, scheme),
            low=t.percent(row.lower_quartile, 0),
            high=t.percent(row.upper_quartile, 0),
        )
        for row in known
    ]
    middles = [
        t(
            "regions.spread.region",
            region=t.region(row.region, scheme),
            low=t.percent(row.lower_quartile, 0),
            high=t.percent(row.upper_quartile, 0),
            lowest=t.percent(row.lowest, 0),
            highest=t.percent(row.highest, 0),
            states=t.count("states", row.states_with_many),
        )
        for row in known
    ]
    line = t("regions.spread.line", regions=t.chain(short)) if len(known) > 1 else ""
    heading = t("regions.spread.inside") if inside else one
    return Finding(heading, line, t("regions.spread.finding", regions=t.chain(middles)))


def parts(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """The gap of a pair in words: what it is made of."""
    part = {row.part: row for row in each(rows)}
    gap, apart = part["gap"], part["not_overlapping"]
    names = {"region": t.region(gap.region, scheme), "reference": t.region(gap.reference_region, scheme)}
    if not is_known(gap.difference):
        return Finding(t("regions.parts.few", **names))
    of_gap = {"gap": t.signed(gap.difference), "rate": t.signed(part["rate"].difference)}
    heading = t("regions.parts.heading", **names, **of_gap)
    composition = t.signed(part["composition"].difference)
    sentence = t("regions.parts.finding", **names, composition=composition, **of_gap)
    if apart.strata:
        sentence += t(
            "regions.parts.apart",
            **names,
            rest=t.signed(apart.difference),
            strata=t.count("kinds", apart.strata),
            share=t.percent(apart.share, 2),
            other=t.percent(apart.reference_share, 2),
        )
    if not is_known(part["rate"].lower):
        return Finding(heading, full=f"{sentence}. {t('regions.parts.no_interval')}")
    key = "excludes" if part["rate"].excludes_zero else "includes"
    full = f"{sentence}. {t(f'regions.parts.{key}', interval=_interval(part['rate'], t))}"
    return Finding(heading, t(f"regions.parts.line.{key}"), full)


def standardised(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """The rates at one mix of asks beside those as they are; of one region alone there is nothing to compare."""
    known = [row for row in each(rows) if is_known(row.standardised)]
    if len(known) < PAIR:
        return Finding(t("regions.standardised.none"))
    value = {row.region: row.standardised for row in known}
    high, low = (t.join(t.region(region, scheme) for region in regions) for regions in ties.ends(value))
    ends = {"most": t.percent(max(value.values()), 0), "least": t.percent(min(value.values()), 0)}
    key = "heading" if ties.differ(value) else "alike"
    heading = t(f"regions.standardised.{key}", high=high, low=low, **ends)
    rates = [
        t(
            "regions.standardised.region",
            region=t.region(row.region, scheme),
            alike=t.percent(row.standardised),
            asked=t.percent(row.rate),
            n=t.number(row.recommendations),
        )
        for row in known
    ]
    sentence = t("regions.standardised.finding", regions=t.chain(rates))
    dropped = max(row.dropped for row in known)
    left = f" {t('regions.standardised.dropped', share=t.percent(dropped, 2))}" if dropped > 0 else ""
    return Finding(heading, full=f"{sentence}{left}")


def softer_asks(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """Whether the region that accepts most was asked for easier things than the one that accepts least."""
    cells = {(row.region, row.action_category): row for row in each(rows)}
    regions = list(dict.fromkeys(region for region, _ in cells))
    easy = {region: sum(cells[region, action].share for action in EASY) for region in regions}
    asked = t.join(
        t(
            "regions.mosaic.easy",
            region=t.region(region, scheme),
            share=t.percent(easy[region], 0),
            n=t.number(cells[region, SPECIFIC].of_region),
        )
        for region in regions
    )
    total = {
        region: sum(row.accepted for (its, _), row in cells.items() if its == region)
        / max(1, sum(row.answered for (its, _), row in cells.items() if its == region))
        for region in regions
        if is_known(cells[region, SPECIFIC].rate)
    }
    line = t("regions.mosaic.line", easy=asked)
    if len(total) < PAIR:
        return Finding(t("regions.mosaic.alone"), line) if asked else Finding(t("glance.none"))
    highest, lowest = ties.ends(total)
    if len(highest) > 1 or len(lowest) > 1:  # nobody accepts most, or least
        return Finding(line)
    (high,), (low,) = highest, lowest
    pairs = [(cells[high, action].rate, cells[low, action].rate) for action in range(1, SPECIFIC + 1)]
    both = [(one, other) for one, other in pairs if is_known(one) and is_known(other)]
    one, other = cells[high, SPECIFIC], cells[low, SPECIFIC]
    compared = {
        "high": t.region(high, scheme),
        "low": t.region(low, scheme),
        "more": sum(rate > than for rate, than in both),
        "kinds": len(both),
    }
    full = t(
        "regions.mosaic.finding",
        easy=asked,
        **compared,
        rate=t.percent(one.rate, 0),
        n=t.number(one.answered),
        other=t.percent(other.rate, 0),
        other_n=t.number(other.answered),
    )
    return Finding(t("regions.mosaic.heading", **compared), line, full)


def changes(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """Each region's change on the same states, and where all states say the opposite."""
    if rows.empty:
        return Finding(t("glance.cycles.one"))
    both = [row for row in each(rows) if row.basis == "both" and is_known(row.gap)]
    if not both:
        return Finding(t("regions.changes.few"))
    heading = changed(rows, scheme, t)
    moves = [
        t(
            "regions.changes.move" if is_known(row.lower) else "regions.changes.move_alone",
            region=t.region(row.region, scheme),
            change=t.signed(row.gap),
            interval=_interval(row, t),
            states=t.count("states", row.states),
        )
        for row in both
    ]
    before, after = both[0].reference_cycle, both[0].cycle
    sentence = line = t("regions.changes.finding", before=before, after=after, moves=t.chain(moves))
    everywhere = {row.region: row.gap for row in each(rows) if row.basis == "all" and is_known(row.gap)}
    turned = [
        t("regions.changes.turned", region=t.region(row.region, scheme), change=t.signed(everywhere[row.region]))
        for row in both
        if row.gap * everywhere.get(row.region, row.gap) < 0
    ]
    if turned:
        sentence += f" {t('regions.changes.turns', regions=t.join(turned))}"
    return Finding(heading, line, sentence + _caution(rows[rows["basis"] == "both"], scheme, t))


def changed(rows: pd.DataFrame, scheme: str, t: Text) -> str:
    """In which regions acceptance rose or fell beyond chance, in the states reviewed in both cycles."""
    both = [row for row in each(rows) if row.basis == "both" and is_known(row.lower)]
    rose, fell = (
        t.join(t.region(row.region, scheme) for row in both if beyond(row))
        for beyond in (lambda row: row.lower > 0, lambda row: row.upper < 0)
    )
    if not both:
        return t("regions.changes.few")
    key = "both" if rose and fell else "rose" if rose else "fell" if fell else "neither" if len(both) > 1 else "steady"
    return t(f"regions.changes.heading.{key}", rose=rose, fell=fell)


def _pair(row: Any, scheme: str, t: Text) -> str:
    return t("regions.pair", one=t.region(row.region, scheme), other=t.region(row.reference_region, scheme))


def _interval(row: Any, t: Text) -> str:
    if not is_known(row.lower):
        return t("interval.none")
    return t("language.points_interval", lower=t.number(row.lower * 100, 1), upper=t.number(row.upper * 100, 1))
