"""What the figures of the page Civic space show, in a sentence each. Association is never worded as effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analytics.filters import Filters
from analytics.findings import ties
from analytics.findings.finding import Finding
from analytics.results.civic_space import ALL, BARRIERS
from analytics.results.lens import ANY
from analytics.rows import each, is_known
from analytics.text import Text
from analytics.thresholds import ROUGH

LISTED = 3
"""States a sentence names from the top of a list."""
SAMPLES = ("africa", "asia", "lac")


def divisor(filters: Filters) -> Filters:
    """The selection that is counted: the filter of issues does not apply."""
    return replace(filters, issues=())


def only_places(filters: Filters) -> Filters:
    """The selection behind what no review changes: places alone apply."""
    return replace(
        Filters(), scheme=filters.scheme, regions=filters.regions, subregions=filters.subregions, states=filters.states
    )


def with_data(rows: pd.DataFrame, t: Text) -> str:
    """How many states have data, and from when to when."""
    years = rows["year"]
    if rows.empty:
        return t("civic_space.no_data")
    states = t.count("states", rows["iso3"].nunique())
    return t("civic_space.basis", states=states, first=years.min(), last=years.max())


def years_covered(statuses: pd.DataFrame, shares: pd.DataFrame, t: Text) -> str:
    """The same for years in which all states have data."""
    return with_data(statuses[statuses["year"].isin(set(shares["year"])).to_numpy()], t)


def reviewed_twice(rows: pd.DataFrame, t: Text) -> str:
    """How many states have data for two reviews."""
    return t("civic_space.twice", states=t.count("states", len(rows)))


def review_years(reviews: pd.DataFrame, chosen: str | None) -> list[int]:
    """Years of a state's reviews in the selection."""
    return [int(row.year) for row in each(reviews) if row.iso3 == chosen]


def asked(shares: pd.DataFrame) -> int:
    """Recommendations that the shares of flags divide by."""
    return int(shares.loc[(shares["flag"] == ANY).to_numpy(), "of_region"].sum())


def over_time(
    regions: pd.DataFrame,
    reviews: pd.DataFrame,
    chosen: str | None,
    indicator: str,
    t: Text,
    *,
    focus: Sequence[str],
    scheme: str,
) -> Finding:
    """Each region's mean in the first and the last year; the chosen state in the years of its reviews."""
    by_region: dict[str, list[Any]] = {}
    for row in each(regions):
        by_region.setdefault(row.region, []).append(row)
    moves = [
        t(
            "civic_space.time.region",
            region=t.region(region, scheme),
            before=t.number(rows[0].mean, 2),
            after=t.number(rows[-1].mean, 2),
            states=t.count("states", rows[-1].states),
        )
        for region, rows in by_region.items()
        if region in focus
    ]
    if not moves:
        return Finding(t("civic_space.no_data"))
    years = [row.year for rows in by_region.values() for row in rows]
    when = {"first": min(years), "last": max(years)}
    found = t("civic_space.time.finding", indicator=t(f"indicator.{indicator}"), regions=t.chain(moves), **when)
    change = {region: rows[-1].mean - rows[0].mean for region, rows in by_region.items() if region in focus}
    heading = _rose_and_fell("time", change, scheme, t, **when)
    line = _at_its_reviews(reviews, chosen, t) if chosen else ""
    return Finding(heading, line, f"{found} {line}".strip())


def _rose_and_fell(what: str, change: Mapping[str, float], scheme: str, t: Text, **blanks: object) -> str:
    """In which regions something rose, and in which it fell; of zeros, that it did neither."""
    rose, fell = (
        t.join(t.region(region, scheme) for region, by in change.items() if by * sign > 0) for sign in (1, -1)
    )
    key = "both" if rose and fell else "rose" if rose else "fell" if fell else "neither"
    return t(f"civic_space.{what}.{key}", rose=rose, fell=fell, **blanks)


def _at_its_reviews(reviews: pd.DataFrame, chosen: str, t: Text) -> str:
    mine = [row for row in each(reviews) if row.iso3 == chosen]
    known = [
        t("civic_space.time.review", value=t.number(row.value, 2), year=row.year) for row in mine if is_known(row.value)
    ]
    if not mine:
        return t("civic_space.time.unreviewed", name=t.state(chosen))
    if not known:
        return t("civic_space.time.absent", name=t.state(chosen))
    return t("civic_space.time.chosen", name=t.state(chosen), reviews=t.join(known))


def changes(regions: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """Each region's mean change between two reviews, and whether it is told from zero."""
    known = [row for row in each(regions) if row.region in focus and is_known(row.mean)]
    if not known:
        return Finding(t("civic_space.changes.few"))
    moves = [
        t(
            "civic_space.changes.region",
            region=t.region(row.region, scheme),
            change=t.plus(row.mean),
            lower=t.number(row.value_lower, 2),
            upper=t.number(row.value_upper, 2),
            states=t.count("states", row.states),
        )
        for row in known
    ]
    clear = _told_from_zero(known, "value_lower", "value_upper", scheme, t)
    told = t("civic_space.changes.clear", regions=clear) if clear else _none_clear("changes", known, t)
    change = {row.region: row.mean if row.value_lower > 0 or row.value_upper < 0 else 0 for row in known}
    heading = _rose_and_fell("changes", change, scheme, t)
    return Finding(heading, full=f"{t('civic_space.changes.finding', regions=t.chain(moves))} {told}")


def flags(shares: pd.DataFrame, scores: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """Each region's share of recommendations about civil society, and how much the lens finds in each region."""
    parts = _of_civil_society(shares, ("share", "recommendations"), focus, scheme, t)
    if not parts:
        return Finding(t("civic_space.lens.few"))
    unequally = _found_unequally(scores, scheme, t)
    line = t("civic_space.lens.caution") if unequally else ""
    full = " ".join([t("civic_space.lens.finding", regions=t.chain(parts)), *unequally])
    return Finding(_most_and_least("lens", _by_region(shares, "share", focus), scheme, t), line, full)


def accepted(shares: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """What each region accepts of what is about civil society."""
    parts = _of_civil_society(shares, ("rate", "answered"), focus, scheme, t)
    if not parts:
        return Finding(t("civic_space.lens.few"))
    heading = _most_and_least("rates", _by_region(shares, "rate", focus), scheme, t)
    return Finding(heading, full=t("civic_space.rates.finding", regions=t.chain(parts)))


def _most_and_least(what: str, value: Mapping[str, float], scheme: str, t: Text) -> str:
    """The regions with the largest and the smallest share of what is about civil society; of one region, its share."""
    high, low = (t.join(t.region(region, scheme) for region in regions) for regions in ties.ends(value))
    most, least = max(value.values()), min(value.values())
    digits = 1 if ties.differ(value) and t.percent(most, 0) == t.percent(least, 0) else 0
    ends = {"most": t.percent(most, digits), "least": t.percent(least, digits)}
    return t(f"civic_space.{what}.{'heading' if ties.differ(value) else 'one'}", high=high, low=low, **ends)


def _by_region(shares: pd.DataFrame, column: str, focus: Sequence[str]) -> dict[str, float]:
    """Region -> its share, by the name of the column, of what is about civil society."""
    return {
        row.region: getattr(row, column)
        for row in each(shares)
        if row.flag == ANY and row.region in focus and is_known(getattr(row, column))
    }


def _of_civil_society(
    shares: pd.DataFrame, columns: tuple[str, str], focus: Sequence[str], scheme: str, t: Text
) -> list[str]:
    """Each region's share and n, by the names of these columns, of what is about civil society, with its interval."""
    share, n = columns
    return [
        t(
            f"civic_space.lens.region{'' if is_known(getattr(row, f'{share}_lower')) else '_alone'}",
            region=t.region(row.region, scheme),
            share=t.percent(getattr(row, share)),
            interval=t.interval(getattr(row, f"{share}_lower"), getattr(row, f"{share}_upper")),
            n=t.number(getattr(row, n)),
        )
        for row in each(shares)
        if row.flag == ANY and row.region in focus and is_known(getattr(row, share))
    ]


def _none_clear(what: str, rows: Sequence[Any], t: Text) -> str:
    """That zero lies in the intervals, or in the one."""
    return t(f"civic_space.{what}.none" if len(rows) > 1 else "civic_space.zero_inside")


def _told_from_zero(rows: Sequence[Any], lower: str, upper: str, scheme: str, t: Text) -> str:
    """The regions whose interval, by the names of its columns, leaves out zero; nothing where none does."""
    return t.join(t.region(row.region, scheme) for row in rows if getattr(row, lower) > 0 or getattr(row, upper) < 0)


def _found_unequally(scores: pd.DataFrame, scheme: str, t: Text) -> list[str]:
    """For each flag that misses much: how much a reader finds is found, over all, and in each region of M49.

    The samples are those of M49: of the groups of the UN nothing is known apart.
    """
    recall = {(row.flag, row.sample): row for row in each(scores) if row.score == "recall"}
    said = []
    for (flag, sample), row in recall.items():
        if sample != ALL or row.share >= ROUGH:
            continue
        blanks = {"flag": t(f"flag.{flag}"), "recall": t.percent(row.share, 0)}
        if scheme != "m49":
            said.append(t("civic_space.lens.recall_alone", **blanks))
            continue
        regions = [
            t(
                "civic_space.lens.recall_region",
                region=t.region(each_one, scheme),
                recall=t.percent(recall[flag, each_one].share, 0),
            )
            for each_one in SAMPLES
        ]
        said.append(t("civic_space.lens.recall", regions=t.join(regions), **blanks))
    return said


def against(rows: pd.DataFrame, regions: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """Whether acceptance on civil-society issues and civic space go together; acceptance by region."""
    overall = next(row for row in each(rows) if row.region == ALL)
    parts = [
        t(
            "civic_space.against.region",
            region=t.region(row.region, scheme),
            rate=t.percent(row.rate),
            n=t.number(row.answered),
        )
        for row in each(regions)
        if is_known(row.rate)
    ]
    accepted = t("civic_space.against.accepted", regions=t.chain(parts)) if parts else t("few.reviews")
    if not is_known(overall.rho):
        return Finding(t("civic_space.against.few", states=t.count("states", overall.states)), full=accepted)
    key = "more" if overall.rho_lower > 0 else "less" if overall.rho_upper < 0 else "none"
    found = t(
        f"civic_space.against.{key}",
        states=t.count("states", overall.states),
        rho=t.number(overall.rho, 2),
        lower=t.number(overall.rho_lower, 2),
        upper=t.number(overall.rho_upper, 2),
    )
    line = "" if key == "none" else t("civic_space.association")
    return Finding(t(f"civic_space.against.heading.{key}"), line, f"{found} {accepted}")


def within_regions(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """In which regions the rank correlation is told from zero."""
    known = [row for row in each(rows) if row.region != ALL and is_known(row.rho)]
    if not known:
        return Finding(t("civic_space.ranks.few"))
    parts = [
        t(
            "civic_space.ranks.region",
            region=t.region(row.region, scheme),
            rho=t.number(row.rho, 2),
            lower=t.number(row.rho_lower, 2),
            upper=t.number(row.rho_upper, 2),
            states=t.count("states", row.states),
        )
        for row in known
    ]
    clear = _told_from_zero(known, "rho_lower", "rho_upper", scheme, t)
    told = t("civic_space.ranks.clear", regions=clear) if clear else _none_clear("ranks", known, t)
    heading = t("civic_space.ranks.heading", regions=clear) if clear else t("civic_space.ranks.heading.none")
    return Finding(heading, full=f"{t('civic_space.ranks.finding', regions=t.chain(parts))} {told}")


def laws(rows: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """In the last year: the share of each region's states with a barrier, by kind."""
    shown = [row for row in each(rows) if row.region in focus]
    if not shown:
        return Finding(t("civic_space.no_data"))
    last = max(row.year for row in shown)
    kinds = [
        t(
            "civic_space.laws.kind",
            barrier=t(f"barrier.{barrier}"),
            regions=t.join(
                t(
                    "civic_space.laws.region",
                    region=t.region(row.region, scheme),
                    share=t.percent(row.share, 0),
                    states=row.states,
                )
                for row in shown
                if row.barrier == barrier and row.year == last
            ),
        )
        for barrier in BARRIERS
    ]
    latest = [row for row in shown if row.year == last]
    first = [ties.first({row.region: row.share for row in latest if row.barrier == barrier}) for barrier in BARRIERS]
    heading = t("civic_space.laws.heading", year=last)
    if first[0] and all(regions == first[0] for regions in first):
        heading = t("civic_space.laws.most", regions=t.join(t.region(region, scheme) for region in first[0]))
    return Finding(heading, full=t("civic_space.laws.finding", year=last, kinds=t.chain(kinds)))


def barriers(rows: pd.DataFrame, t: Text) -> Finding:
    """The states with most barriers."""
    having = [row for row in each(rows) if row.barriers]
    most = [
        t("civic_space.barriers.state", name=t.state(row.iso3), barriers=t.number(row.barriers, 1))
        for row in having[:LISTED]
    ]
    if not most:
        return Finding(t("civic_space.barriers.none"))
    if len(having) == 1:
        return Finding(t("civic_space.barriers.one", state=most[0]))
    equal = sum(row.barriers == having[:LISTED][-1].barriers for row in having[LISTED:])
    finding = t("civic_space.barriers.finding", states=t.join(most))
    as_many = t("civic_space.as_many", n=t.number(equal), name=t.state(having[LISTED - 1].iso3)) if equal else ""
    heading = t("civic_space.barriers.finding", states=t.join(t.state(row.iso3) for row in having[:LISTED]))
    return Finding(heading, as_many, f"{finding} {as_many}".strip())


def institutions(rows: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """In the last year: how many states of each region have an institution with status A."""
    shown = [row for row in each(rows) if row.region in focus and row.status == "A"]
    if not shown:
        return Finding(t("civic_space.no_data"))
    last = max(row.year for row in shown)
    most = ties.first({row.region: row.with_status / row.states for row in shown if row.year == last})
    heading = t("civic_falls.institutions.heading", year=last)
    if most:
        heading = t("civic_falls.institutions.most", regions=t.join(t.region(region, scheme) for region in most))
    parts = [
        t(
            "civic_space.institutions.region",
            region=t.region(row.region, scheme),
            n=row.with_status,
            states=t.count("states", row.states),
        )
        for row in shown
        if row.year == last
    ]
    return Finding(heading, t("civic_space.institutions.finding", year=last, regions=t.chain(parts)))


def overlooked(rows: pd.DataFrame, bounds: pd.DataFrame, t: Text) -> Finding:
    """How many states are on the list, the bounds of its rule, and who comes first."""
    bound = bounds.iloc[0]
    if rows.empty:
        return Finding(t("civic_space.gaps.none"), t("civic_space.gaps.rule"))
    first = [
        t("civic_space.gaps.state", name=t.state(row.iso3), asked=row.askers_about, peers=row.askers)
        for row in list(each(rows))[:LISTED]
    ]
    n = t.count("states", len(rows))
    full = t(
        "civic_space.gaps.finding",
        n=n,
        states=t.number(bound["states"]),
        value=t.number(bound["value"], 2),
        share=t.percent(bound["share"]),
        first=t.join(first),
    )
    return Finding(t("civic_space.gaps.heading", n=n), t("civic_space.gaps.first", first=t.join(first)), full)
