"""Civil society: joint submissions by region, named coalitions, and how much room it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.exports import svg
from analytics.exports.html import Html, join, tag
from analytics.exports.offline.cards import Cards
from analytics.exports.offline.tables import table
from analytics.findings import civic_space as room
from analytics.findings import coalitions as find
from analytics.findings import submissions
from analytics.results.civic_space import INDICATORS
from analytics.results.coalitions import listed
from analytics.rows import each, is_known

if TYPE_CHECKING:
    from analytics.exports.offline.atlas import Atlas

STEP = 20
"""Distance of the marks on the axis of joint submissions."""
NAMED = ("iso3", "said_of", "year", "organisations_stated", "exactness", "page")
"""Columns of a named coalition."""
HALVES = (0, 0.5, 1)


def coalitions(atlas: Atlas) -> Html:
    """How many joint submissions the reviews of a region draw, and coalitions with a name."""
    t, places = atlas.t, find.places(atlas.filters)
    reviews = atlas.table("joint_reviews", places)
    medians, gaps = (atlas.table(name, places) for name in ("coalition_counts", "coalition_count_gaps"))
    shown = medians[((medians["coalition_measure"] == "joint") & (medians["sensitivity"] == "all")).to_numpy()]
    named = atlas.rows("named_coalitions")
    stated = Cards(atlas, **submissions.stated(named, "coalition_statements", t))
    box = {"class_": "scrolls tall", "tabindex": "0", "role": "region", "aria_label": t("submissions.named.alt")}
    every = tag("div", table(named[[*NAMED]], atlas.scheme, t, t("submissions.named.alt")), **box)
    return join(
        [
            tag("p", find.held(reviews, t)["rests"]),
            Cards(atlas, **find.held(reviews, t)).figure(
                "coalitions.joint",
                _joint(atlas, shown, reviews),
                find.counts(medians, gaps, "joint", atlas.focus, t, scheme=atlas.scheme),
                rows=shown,
                reads=t("offline.joint.reads"),
            ),
            stated.listing(
                "submissions.named", every, submissions.named(named, t), rows=named, reads=t("offline.named.reads")
            ),
        ]
    )


def _joint(atlas: Atlas, medians: Any, reviews: Any) -> Any:
    """Draws the median of each region with its interval before its reviews."""
    t, known = atlas.t, listed(reviews)
    most = max([STEP, *known["joint"]])
    top = STEP * (int(most / STEP) + 1)
    rows = []
    for row in each(medians):
        if row.region not in atlas.focus:
            continue
        bounds = t("interval.none")
        if is_known(row.median_lower):
            bounds = t("offline.between", lower=t.number(row.median_lower), upper=t.number(row.median_upper))
        more = t("offline.median", interval=bounds, reviews=t.count("reviews", row.reviews), n=t.number(row.total))
        said = t("coalitions.half", n=t.number(row.median, 0 if row.median % 1 == 0 else 1))
        faint = tuple((number, 0.3) for number in known.loc[(known["region"] == row.region).to_numpy(), "joint"])
        name = t.region(row.region, atlas.scheme)
        rows.append(svg.Row(name, said, row.median, row.median_lower, row.median_upper, row.region, more, faint))
    axis = svg.Axis(0, top, tuple((tick, t.number(tick)) for tick in range(0, top + 1, STEP)))
    return lambda width: svg.dots(rows, axis, t("coalitions.joint.alt"), width=width)


def civic_space(atlas: Atlas) -> Html:
    """How much room civil society had in the first and the last year, by region."""
    t, places = atlas.t, room.divisor(atlas.filters)
    indicator = INDICATORS[0]
    regions = atlas.table("civic_space_by_region", places, indicator=indicator)
    states = atlas.table("civic_space_by_state", places, indicator=indicator)
    reviews = atlas.table("civil_society_by_review", places, indicator=indicator)
    ends = regions[regions["year"].isin({regions["year"].min(), regions["year"].max()}).to_numpy()]
    finding = room.over_time(regions, reviews, None, indicator, t, focus=atlas.focus, scheme=atlas.scheme)
    cards = Cards(atlas, source="vdem", rests=room.with_data(states, t))
    drawn = _room(atlas, ends)
    return cards.figure("civic_space.time", drawn, finding, rows=ends, reads=t("offline.civic_space.reads"))


def _room(atlas: Atlas, means: Any) -> Any:
    """Draws the mean of each region and year with its interval."""
    t = atlas.t
    rows = []
    for row in each(means):
        if row.region not in atlas.focus:
            continue
        bounds = t("interval.none")
        if is_known(row.value_lower):
            bounds = t("offline.between", lower=t.number(row.value_lower, 2), upper=t.number(row.value_upper, 2))
        more = t("offline.mean", interval=bounds, states=t.count("states", row.states))
        name = t("offline.year", region=t.region(row.region, atlas.scheme), year=row.year)
        value = t.number(row.mean, 2)
        rows.append(svg.Row(name, value, row.mean, row.value_lower, row.value_upper, row.region, more))
    axis = svg.Axis(0, 1, tuple((tick, t.number(tick, 1)) for tick in HALVES))
    return lambda width: svg.dots(rows, axis, t("civic_space.time.alt"), width=width)
