"""What the figures of the page Regions show, in a sentence each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.results import SPECIFIC
from analytics.rows import each, is_known
from analytics.text import Text

EASY = (1, 2, 4)
"""Action categories that are accepted far more often than the others: minimal, continuing, general."""


def gap_sentences(gaps: pd.DataFrame, scheme: str, t: Text) -> list[str]:
    """Of each pair of regions: the gap, both rates, and whether the interval excludes zero."""
    return [_gap(row, scheme, t) for row in each(gaps)]


def _gap(row: Any, scheme: str, t: Text) -> str:
    names = {"region": t.region(row.region, scheme), "reference": t.region(row.reference_region, scheme)}
    if not is_known(row.gap):
        one, other = (t.count("reviews", reviews) for reviews in (row.reviews, row.reference_reviews))
        return t("regions.gap.few", **names, reviews=one, other_reviews=other)
    key = "includes" if not row.excludes_zero else "more" if row.gap > 0 else "less"
    return t(
        f"regions.gap.{key}",
        **names,
        gap=t.points(row.gap),
        rate=t.percent(row.rate),
        n=t.number(row.recommendations),
        other=t.percent(row.reference),
        other_n=t.number(row.reference_recommendations),
        interval=_interval(row, t),
    )


def clear_of_zero(gaps: pd.DataFrame, regions: pd.DataFrame, scheme: str, t: Text) -> str:
    """Which gaps are told from zero and which are not, with a warning where few states stand behind a region."""
    return f"{_clear_of_zero(gaps, scheme, t)}{_caution(regions, scheme, t)}"


def _clear_of_zero(gaps: pd.DataFrame, scheme: str, t: Text) -> str:
    known = [row for row in each(gaps) if is_known(row.gap)]
    if not known:
        return t("regions.gaps.none")
    apart = [_pair(row, scheme, t) for row in known if row.excludes_zero]
    close = [_pair(row, scheme, t) for row in known if not row.excludes_zero]
    if not apart:
        return t("regions.gaps.only_close", pairs=t.join(close))
    sentence = t("regions.gaps.apart", pairs=t.join(apart))
    return f"{sentence} {t('regions.gaps.close', pairs=t.join(close))}" if close else sentence


def _caution(regions: pd.DataFrame, scheme: str, t: Text) -> str:
    """A warning when an interval of a region rests on few states; nothing when none does."""
    few = [
        t("regions.caution.region", region=t.region(row.region, scheme), states=t.count("states", row.states))
        for row in each(regions)
        if row.few_states and is_known(row.rate)
    ]
    return f" {t('regions.caution', regions=t.join(few))}" if few else ""


def spread(regions: pd.DataFrame, scheme: str, t: Text) -> str:
    """Each region's middle half and ends, and where the states differ most."""
    known = [row for row in each(regions) if is_known(row.lower_quartile)]
    if not known:
        return t("glance.states.few")
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
    return t("regions.spread.finding", regions=t.chain(middles))


def parts(rows: pd.DataFrame, scheme: str, t: Text) -> str:
    """The gap of a pair in words: what it is made of."""
    part = {row.part: row for row in each(rows)}
    gap, apart = part["gap"], part["not_overlapping"]
    names = {"region": t.region(gap.region, scheme), "reference": t.region(gap.reference_region, scheme)}
    if not is_known(gap.difference):
        return t("regions.parts.few", **names)
    sentence = t(
        "regions.parts.finding",
        **names,
        gap=t.signed(gap.difference),
        composition=t.signed(part["composition"].difference),
        rate=t.signed(part["rate"].difference),
    )
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
        return f"{sentence}."
    key = "excludes" if part["rate"].excludes_zero else "includes"
    return f"{sentence}. {t(f'regions.parts.{key}', interval=_interval(part['rate'], t))}"


def standardised(rows: pd.DataFrame, scheme: str, t: Text) -> str:
    """The rates at one mix of asks beside those as they are."""
    known = [row for row in each(rows) if is_known(row.standardised)]
    if not known:
        return t("regions.standardised.none")
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
    return f"{sentence} {t('regions.standardised.dropped', share=t.percent(dropped, 2))}" if dropped > 0 else sentence


def softer_asks(rows: pd.DataFrame, scheme: str, t: Text) -> str:
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
    if len(total) < 2:  # noqa: PLR2004 - a comparison needs two
        return t("regions.mosaic.alone", easy=asked) if asked else t("regions.gaps.none")
    high, low = max(total, key=lambda region: total[region]), min(total, key=lambda region: total[region])
    pairs = [(cells[high, action].rate, cells[low, action].rate) for action in range(1, SPECIFIC + 1)]
    both = [(one, other) for one, other in pairs if is_known(one) and is_known(other)]
    one, other = cells[high, SPECIFIC], cells[low, SPECIFIC]
    return t(
        "regions.mosaic.finding",
        easy=asked,
        high=t.region(high, scheme),
        low=t.region(low, scheme),
        more=sum(rate > than for rate, than in both),
        kinds=len(both),
        rate=t.percent(one.rate, 0),
        n=t.number(one.answered),
        other=t.percent(other.rate, 0),
        other_n=t.number(other.answered),
    )


def changes(rows: pd.DataFrame, scheme: str, t: Text) -> str:
    """Each region's change on the same states, and where all states say the opposite."""
    if rows.empty:
        return t("glance.cycles.one")
    both = [row for row in each(rows) if row.basis == "both" and is_known(row.gap)]
    if not both:
        return t("regions.changes.few")
    moves = [
        t(
            "regions.changes.move",
            region=t.region(row.region, scheme),
            change=t.signed(row.gap),
            interval=_interval(row, t),
            states=t.count("states", row.states),
        )
        for row in both
    ]
    sentence = t("regions.changes.finding", moves=t.chain(moves))
    everywhere = {row.region: row.gap for row in each(rows) if row.basis == "all" and is_known(row.gap)}
    turned = [
        t("regions.changes.turned", region=t.region(row.region, scheme), change=t.signed(everywhere[row.region]))
        for row in both
        if row.gap * everywhere.get(row.region, row.gap) < 0
    ]
    if turned:
        sentence += f" {t('regions.changes.turns', regions=t.join(turned))}"
    return sentence + _caution(rows[rows["basis"] == "both"], scheme, t)


def _pair(row: Any, scheme: str, t: Text) -> str:
    return t("regions.pair", one=t.region(row.region, scheme), other=t.region(row.reference_region, scheme))


def _interval(row: Any, t: Text) -> str:
    return t("language.points_interval", lower=t.number(row.lower * 100, 1), upper=t.number(row.upper * 100, 1))
