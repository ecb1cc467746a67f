"""The issue sheet: one issue over the regions, how often it is raised and accepted, by whom and with whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.exports.sheet import Found, Mark, Section, Table
from analytics.findings import countries, glance
from analytics.findings import issues as find
from analytics.findings.selection import coverage
from analytics.results import lacking
from analytics.results.issues import ALL, REST
from analytics.rows import each, is_known
from analytics.sheets import ground as parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.exports.sheet import Part, Sheet
    from analytics.filters import Filters
    from analytics.sheets.ground import Ground


def sheet(ground: Ground, issue: str) -> Sheet:
    """The sheet of an issue; all other filters apply."""
    t = ground.t
    every_issue = parts.every_issue(ground.filters)
    on_issue = replace(ground.filters, issues=(issue,))
    return parts.sheet(
        ground,
        "issue",
        t.issue(issue),
        [
            (Section(t("briefs.raised"), tuple(_raised(ground, issue, every_issue, on_issue))),),
            (Section(t("briefs.accepted"), tuple(_accepted(ground, issue, every_issue, on_issue))),),
            (Section(t("briefs.strength"), tuple(_strength(ground, on_issue))),),
            (
                Section(t("briefs.states"), tuple(_states(ground, issue, every_issue, on_issue))),
                Section(t("briefs.askers"), tuple(_askers(ground, on_issue))),
            ),
        ],
        selected=every_issue,
        covered=coverage(ground.codes, t),
        limits={
            t("briefs.raised"): "issues.odds",
            t("briefs.accepted"): "regions.gaps",
            t("briefs.strength"): "glance.mix",
        },
        sources=("upr_info",),
        link=ground.link("issues", on_issue, view="accepted"),
    )


def _raised(ground: Ground, issue: str, every_issue: Filters, on_issue: Filters) -> Iterator[Part]:
    """Its share of what each region was asked, whether it stands out, and whether that moved."""
    t, scheme = ground.t, ground.filters.scheme
    rows = ground.table("issue_shares", on_issue)
    if rows.empty:
        yield Found("", t("issues.shares.nothing"))
        return
    yield parts.found(find.distinctive(rows, scheme, t), whole=True)
    marks = [
        Mark(
            _name(row.region, ground),
            t("briefs.share", share=t.percent(row.share), n=t.number(row.recommendations)),
            row.share,
            region=row.region,
            open=row.recommendations < parts.FEW,
        )
        for row in each(rows)
        if is_known(row.share)
    ]
    yield parts.shares(marks, t("briefs.raised.reads"), ground)
    periods = ground.table("issue_periods", every_issue, about=issue, moves="share")
    yield Found("", small=find.over_time(periods, "share", scheme, t).whole)


def _accepted(ground: Ground, issue: str, every_issue: Filters, on_issue: Filters) -> Iterator[Part]:
    """What is accepted of it in each region, with intervals, and whether that moved."""
    t, scheme = ground.t, ground.filters.scheme
    rows = ground.table("issue_acceptance", on_issue)
    yield parts.found(find.acceptance(rows, scheme, t), whole=True)
    marks = parts.rates(each(rows), lambda row: _name(row.region, ground), ground)
    if marks:
        yield parts.accepted(marks, t("briefs.rates.reads"), ground)
    periods = ground.table("issue_periods", every_issue, about=issue, moves="rate")
    yield Found("", small=find.over_time(periods, "rate", scheme, t).whole)


def _strength(ground: Ground, on_issue: Filters) -> Iterator[Part]:
    """How strong requests on it are, by kind."""
    t, scheme = ground.t, ground.filters.scheme
    rows = ground.table("action_mix", on_issue)
    if not rows.empty:
        yield parts.found(glance.specific_asks(rows, scheme, t))
    regions = dict.fromkeys(rows["region"])
    of = [(t.region(region, scheme), region, rows[(rows["region"] == region).to_numpy()]) for region in regions]
    yield parts.mix(of, ground)


def _states(ground: Ground, issue: str, every_issue: Filters, on_issue: Filters) -> Iterator[Part]:
    """The states that were asked about it most, and what they accepted."""
    t = ground.t
    shares = ground.table("on_issue_by_state", every_issue, about=issue)
    yield Found("", countries.ranked(shares, "about_share", t, issue).heading)
    asked = [row for row in each(ground.table("received_by_state", on_issue)) if row.recommendations]
    asked.sort(key=lambda row: (-row.recommendations, t.state(row.iso3)))
    made = [
        (t.state(row.iso3), t.number(row.recommendations), parts.of_all(row.accepted, row.answered, t))
        for row in asked[: parts.LISTED]
    ]
    if made:
        headings = (t("column.state"), t("column.recommendations"), t("column.accepted"))
        yield Table(headings, tuple(made), (1, 2))


def _askers(ground: Ground, on_issue: Filters) -> Iterator[Part]:
    """Who recommends it most."""
    t = ground.t
    if lacking("recommending_states", ground.codes):
        yield Found("", t("dataset.lacks", what=t("briefs.askers")))
        return
    yield from parts.askers(ground.table("recommending_states", on_issue), ground)


def _name(region: str, ground: Ground) -> str:
    """A region, the rest of the world, or all states."""
    if region in {REST, ALL}:
        return ground.t(f"group.{region}")
    return ground.t.region(region, ground.filters.scheme)
