"""The regional brief: what was recommended to a region and accepted, beside the others, state by state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.exports.sheet import Found, Section, Table
from analytics.findings import civic_falls, civic_space, coalitions, glance, issues
from analytics.findings import regions as find
from analytics.findings.selection import coverage, sessions
from analytics.results.civic_space import INDICATORS
from analytics.results.coalitions import listed, unlisted
from analytics.results.issues import ALL
from analytics.rows import each, is_known
from analytics.sheets import ground as parts
from analytics.text import MISSING, alphabetical
from analytics.thresholds import FEWEST_ON_ISSUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analytics.exports.sheet import Part, Sheet
    from analytics.filters import Filters
    from analytics.sheets.ground import Ground

ENDS = 6
"""Issues accepted least, and most, that are drawn."""
PAGES = 4


def brief(ground: Ground, region: str) -> Sheet:
    """The brief of a region of the scheme; other filters than those of places apply."""
    t, scheme = ground.t, ground.filters.scheme
    everywhere = parts.everywhere(ground.filters)
    mine = replace(everywhere, regions=(region,))
    name = t.region(region, scheme)
    sections = [
        Section(t("briefs.accepted"), tuple(_accepted(ground, region, everywhere))),
        Section(t("briefs.asked"), tuple(_asked(ground, region, everywhere, mine))),
        Section(t("briefs.issues"), tuple(_issues(ground, region, everywhere, mine))),
        Section(t("briefs.coalitions"), tuple(_coalitions(ground, region))),
        Section(t("briefs.civic_space"), tuple(_civic_space(ground, region, mine))),
        Section(t("briefs.countries"), (_countries(ground, region, everywhere, mine),)),
    ]
    return parts.sheet(
        ground,
        "region",
        name,
        [(section,) for section in sections],
        selected=everywhere,
        covered=coverage(ground.codes, t),
        limits={
            t("briefs.accepted"): "regions.gaps",
            t("briefs.asked"): "glance.mix",
            t("briefs.issues"): "issues.odds",
            t("briefs.coalitions"): "coalitions.joint",
            t("briefs.civic_space"): "civic_falls.regions",
            t("briefs.countries"): "countries.table",
        },
        sources=("upr_info", "joint_submissions", "stakeholder_summaries", "vdem", "freedom_house"),
        link=ground.link("regions", everywhere),
        pages=PAGES,
    )


def _accepted(ground: Ground, region: str, everywhere: Filters) -> Iterator[Part]:
    """The rate beside those of other regions, the gaps, the change, and how states differ inside."""
    t, scheme = ground.t, ground.filters.scheme
    rows = ground.table("acceptance_by_region", everywhere)
    spread = _of(ground.table("spread_by_region", everywhere), region)
    compared = region in ground.codes.focus
    if compared:
        gaps = ground.table("regional_gaps", everywhere)
        own = gaps[((gaps["region"] == region) | (gaps["reference_region"] == region)).to_numpy()]
        yield parts.found(find.clear_of_zero(own, spread, scheme, t), whole=True)
    else:
        states = ground.table("received_by_state", replace(everywhere, regions=(region,)))
        none = ground.table("acceptance_gaps", everywhere).iloc[:0]
        yield parts.found(glance.headline(_of(rows, region), none, states, scheme, t))
    marks = parts.rates(each(rows), lambda row: t.region(row.region, scheme), ground, region)
    yield parts.accepted(marks, t("briefs.region.reads"), ground)
    if not compared:
        yield Found(t("briefs.region.context", regions=t.join(t.region(one, scheme) for one in ground.codes.focus)))
        return
    yield parts.found(find.spread(spread, scheme, t), whole=True)
    cycles = _of(ground.table("acceptance_by_cycle", everywhere), region)
    changes = _of(ground.table("cycle_changes", everywhere), region)
    yield parts.found(find.changes(changes, scheme, t))
    if len(cycles) > 1:
        marks = parts.rates(each(cycles), lambda row: _period(row, ground), ground)
        yield parts.accepted(marks, t("briefs.cycles.reads"), ground)


def _period(row: Any, ground: Ground) -> str:
    said = sessions((row.first_session, row.last_session), ground.t)
    return ground.t.entries([ground.t("cycle.name", cycle=row.cycle), said])


def _asked(ground: Ground, region: str, everywhere: Filters, mine: Filters) -> Iterator[Part]:
    """What it was asked, by kind, beside the regions compared."""
    t, scheme = ground.t, ground.filters.scheme
    every = ground.table("action_mix", everywhere)
    own = ground.table("asked_by_action", mine)
    drawn = {one: _of(every, one) for one in ground.codes.focus} | {region: own}
    if not own.empty:
        compared = every if region in ground.codes.focus else own.assign(region=region)
        yield parts.found(glance.specific_asks(compared, scheme, t))
    yield parts.mix([(t.region(one, scheme), one, rows) for one, rows in drawn.items()], ground)


def _issues(ground: Ground, region: str, everywhere: Filters, mine: Filters) -> Iterator[Part]:
    """What stands out against all other states, and what is accepted most and least."""
    t, scheme = ground.t, ground.filters.scheme
    if region in ground.codes.focus:
        shares = ground.table("issue_shares", everywhere)
        for title, lists in issues.over_and_under(shares, (region,), scheme, t):
            yield Found(title)
            yield from (Found("", said) for said in lists.split("\n\n"))
    rates = ground.table("issue_acceptance", mine)
    rates = rates[(rates["region"] == ALL).to_numpy()]
    yield parts.found(issues.acceptance(rates, scheme, t))
    drawn = _ends([row for row in each(rates) if is_known(row.rate)])
    if drawn:
        marks = parts.rates([row._replace(region=region) for row in drawn], lambda row: t.issue(row.issue), ground)
        yield parts.accepted(marks, t("briefs.issues.reads", n=ENDS), ground)


def _ends(rows: Sequence[Any]) -> Sequence[Any]:
    """The issues accepted least and most, of those with enough recommendations, if there are any."""
    many = [row for row in rows if row.recommendations >= FEWEST_ON_ISSUE] or rows
    ordered = sorted(many, key=lambda row: row.rate)
    return ordered if len(ordered) <= 2 * ENDS else [*ordered[:ENDS], *ordered[-ENDS:]]


def _coalitions(ground: Ground, region: str) -> Iterator[Part]:
    """How many joint submissions its reviews draw, what is known, and what is not."""
    t, scheme = ground.t, ground.filters.scheme
    places = coalitions.places(ground.filters)
    reviews = _of(ground.table("joint_reviews", places), region)
    if listed(reviews).empty:
        yield Found(
            t("coalitions.none"), t("coalitions.rests.unknown", states=t.count("states", len(unlisted(reviews))))
        )
        return
    gaps = ground.table("coalition_count_gaps", places)
    own = gaps[((gaps["region"] == region) | (gaps["reference_region"] == region)).to_numpy()]
    if region in ground.codes.focus:
        medians = ground.table("coalition_counts", places)
        said = coalitions.counts(medians, own, "joint", (region,), t, scheme=scheme)
        heading, *more = said.split("\n\n")
        yield Found(heading, more[0] if more else "", " ".join(more[1:]))
    yield Found("", coalitions.furthest(reviews, t), coalitions.held(reviews, t)["rests"])


def _civic_space(ground: Ground, region: str, mine: Filters) -> Iterator[Part]:
    """How free civil society is in its states, and where two judgements agree that it fell."""
    t, scheme = ground.t, ground.filters.scheme
    places = civic_space.only_places(mine)
    indicator = {"indicator": INDICATORS[0]}
    means = _of(ground.table("civic_space_by_region", places, **indicator), region)
    yield parts.found(
        civic_space.over_time(means, pd.DataFrame(), None, INDICATORS[0], t, focus=(region,), scheme=scheme),
        whole=True,
    )
    falls = _of(ground.table("civic_space_falls_by_region", places, **indicator), region)
    yield parts.found(civic_falls.by_region(falls, (region,), scheme, t), whole=True)


def _countries(ground: Ground, region: str, everywhere: Filters, mine: Filters) -> Table:
    """Each state below its sub-region: what it received and accepted, and its joint submissions."""
    t = ground.t
    joint = {row.iso3: row for row in each(ground.table("coalition_states", coalitions.places(mine)))}
    heads = {row.subregion: row for row in each(ground.table("acceptance_by_subregion", mine))}
    received = _of(ground.table("received_by_state", everywhere), region)  # adjusted towards all states
    states = sorted(each(received), key=lambda row: alphabetical(t.state(row.iso3)))
    rows, strong = [], []
    for subregion in (code for code in ground.codes.subregions if any(row.subregion == code for row in states)):
        strong.append(len(rows))
        rows.append(_subregion(subregion, heads.get(subregion), ground))
        rows += [_state(row, joint.get(row.iso3), ground) for row in states if row.subregion == subregion]
    headings = ("state", "reviews", "recommendations", "rate", "shrunken", "specific_share")
    return Table(
        (*(t(f"column.{name}") for name in headings), t("counted.joint")),
        tuple(rows),
        (1, 2, 3, 4, 5, 6),
        t("briefs.countries.reads"),
        tuple(strong),
    )


def _subregion(code: str, row: Any, ground: Ground) -> tuple[str, ...]:
    """The line of a sub-region, with its rate where it has one."""
    t = ground.t
    if row is None:
        return (t.subregion(code), *[""] * 6)
    rate = t.percent(row.rate) if is_known(row.rate) else t("few.reviews")
    bounds = t.interval(row.lower, row.upper) if is_known(row.lower) else MISSING
    return (t.subregion(code), t.number(row.reviews), t.number(row.recommendations), rate, bounds, "", "")


def _state(row: Any, joint: Any, ground: Ground) -> tuple[str, ...]:
    t = ground.t
    name = t("briefs.few", name=t.state(row.iso3)) if row.few else t.state(row.iso3)
    adjusted = MISSING
    if row.answered and is_known(row.lower):
        adjusted = t("briefs.adjusted", rate=t.percent(row.shrunken), interval=t.interval(row.lower, row.upper))
    known = joint is not None and is_known(joint.joint)
    signed = (
        t("coalition_country.ranges.own", value=t.number(joint.joint), session=f"{joint.session:.0f}")
        if known
        else MISSING
    )
    return (
        name,
        t.number(row.reviews),
        t.number(row.recommendations),
        t.percent(row.rate),
        adjusted,
        t.percent(row.specific_share),
        signed,
    )


def _of(rows: pd.DataFrame, region: str) -> pd.DataFrame:
    return rows[(rows["region"] == region).to_numpy()]
