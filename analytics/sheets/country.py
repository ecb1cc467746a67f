"""The country sheet: each review of one state, what it was asked and accepted, by whom, and its coalitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.exports.sheet import Found, Mark, Section, Table
from analytics.findings import coalition_country, countries, issues
from analytics.findings.coalitions import places
from analytics.findings.selection import coverage
from analytics.results import lacking
from analytics.rows import each, is_known
from analytics.sheets import ground as parts
from analytics.text import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from analytics.exports.sheet import Part, Sheet
    from analytics.filters import Filters
    from analytics.sheets.ground import Ground

PEERS = "5"
"""Neighbours that were asked about an issue before it is said that the state never was."""


def sheet(ground: Ground, country: str) -> Sheet:
    """The sheet of a state; other filters than those of places apply."""
    t, codes = ground.t, ground.codes
    everywhere = parts.everywhere(ground.filters)
    mine = replace(everywhere, states=(country,))
    region = codes.region_of[everywhere.scheme][country]
    reviews = Section(t("briefs.reviews"), tuple(_reviews(ground, country, region, everywhere)))
    asked = Section(t("briefs.asked"), tuple(_asked(ground, country, region, everywhere, mine)))
    raised = Section(t("briefs.issues"), tuple(_issues(ground, country, everywhere)))
    askers = Section(t("briefs.askers"), tuple(_askers(ground, mine)))
    coalitions = Section(t("briefs.coalitions"), tuple(_coalitions(ground, country)))
    return parts.sheet(
        ground,
        "country",
        t.state(country),
        [(reviews,), (asked,), (raised, askers), (coalitions,)],
        selected=everywhere,
        covered=coverage(codes, t),
        limits={
            t("briefs.reviews"): "countries.table",
            t("briefs.issues"): "issues.never",
            t("briefs.coalitions"): "coalition_country.submissions",
        },
        sources=("upr_info", *coalition_country.sources(ground.table("listed_reviews", everywhere), country)),
        link=ground.link("countries", everywhere, country=country),
    )


def _reviews(ground: Ground, country: str, region: str, everywhere: Filters) -> Iterator[Part]:
    """The state in numbers, and each of its reviews before the range of its region."""
    t = ground.t
    received = ground.table("received_by_state", everywhere)  # the rate is adjusted towards those of all states
    counts = ground.table("counts", everywhere)
    yield Found("", countries.one_state(received, counts, country, everywhere, ground.codes, t))
    rows = ground.table("reviews_of_state", everywhere, country=country)
    answered = [row for row in each(rows) if row.answered]
    if answered:
        marks = [_mark(row, ground) for row in answered]
        yield parts.accepted(marks, "", ground)
    yield _listed(ground, country, rows, t.region(region, everywhere.scheme))


def _mark(row: Any, ground: Ground) -> Mark:
    t = ground.t
    beside = t("briefs.reviews.none")
    if is_known(row.lower_quartile):
        ends = {"lower": t.percent(row.lower_quartile, 0), "upper": t.percent(row.upper_quartile, 0)}
        beside = t("briefs.reviews.beside", n=t.number(row.states_with_many), **ends)
    return Mark(
        t("coalition_country.session", session=row.session),
        t("briefs.reviews.said", rate=parts.of_all(row.accepted, row.answered, t), beside=beside),
        row.rate,
        region=row.region,
        band=(row.lower_quartile, row.upper_quartile) if is_known(row.lower_quartile) else None,
        ends=(row.lowest, row.highest) if is_known(row.lowest) else None,
        open=row.few,
    )


def _listed(ground: Ground, country: str, rows: pd.DataFrame, region: str) -> Table:
    """Its reviews with their days, what the data hold of them, and the document that a list was read from."""
    t = ground.t
    dates = {row.session: row for row in each(ground.table("session_dates", ground.filters))}
    lists = {row.session: row for row in each(ground.table("listed_reviews", ground.filters)) if row.iso3 == country}
    received = {row.session: row for row in each(rows)}
    made = []
    for session in sorted({*lists, *received}):
        row, document = received.get(session), lists.get(session)
        made.append(
            (
                t("coalition_country.session", session=session),
                _days(dates.get(session), ground),
                t.number(row.recommendations) if row else MISSING,
                t.number(row.accepted) if row else MISSING,
                document.symbol if document else MISSING,
            )
        )
    counts = (t(f"column.{name}") for name in ("recommendations", "accepted", "symbol"))
    return Table(
        (t("column.session"), t("briefs.days"), *counts), tuple(made), (2, 3), t("briefs.reviews.reads", region=region)
    )


def _days(row: Any, ground: Ground) -> str:
    """The days of a session where a document states them, else its year."""
    if row is None:
        return MISSING
    if not isinstance(row.first_day, str):
        return str(row.year)
    first, last = (ground.t.day(date.fromisoformat(day)) for day in (row.first_day, row.last_day))
    return ground.t("briefs.between", first=first, last=last)


def _asked(ground: Ground, country: str, region: str, everywhere: Filters, mine: Filters) -> Iterator[Part]:
    """What it was asked, by kind, beside its region; and about civil society."""
    t, scheme = ground.t, everywhere.scheme
    own = ground.table("asked_by_action", mine)
    beside = ground.table("asked_by_action", replace(everywhere, regions=(region,)))
    drawn = [(t.state(country), region, own), (t.region(region, scheme), region, beside)]
    yield parts.mix(drawn if len(own) else drawn[:1], ground)
    flagged = ground.table("flags_by_state", mine)
    said = countries.civil_society(flagged, ground.table("received_by_state", mine), country, t)
    if said:
        yield Found("", said)


def _issues(ground: Ground, country: str, everywhere: Filters) -> Iterator[Part]:
    """The issues raised with it most, beside the other states of its sub-region; and what it was never asked."""
    t = ground.t
    rows = ground.table("issues_of_state", everywhere, country=country)
    own = {"country": country, "peers": PEERS}
    never = ground.table("never_asked", everywhere, **own)
    peers = ground.table("peers", everywhere, **own)
    if rows.empty:
        yield Found("", t("briefs.issues.none"))
    else:
        first = next(each(rows))
        made = [
            (
                t.issue(row.issue),
                t("briefs.share", share=t.percent(row.share, 0), n=t.number(row.recommendations)),
                t.percent(row.share_elsewhere, 0),
                parts.of_all(row.accepted, row.answered, t),
            )
            for row in list(each(rows))[: parts.LISTED]
        ]
        headings = (t("column.issue"), t("column.share"), t("briefs.issues.near"), t("column.accepted"))
        counts = {"n": t.number(first.total), "other": t.number(first.reference_recommendations)}
        near = {"subregion": t.subregion(ground.codes.subregion_of[country])}
        reads = t("briefs.issues.table", states=t.count("states", first.reference_states), **counts, **near)
        yield Table(headings, tuple(made), (1, 2, 3), reads)
    yield Found("", issues.never_asked(never, peers, country, PEERS, t).heading)


def _askers(ground: Ground, mine: Filters) -> Iterator[Part]:
    """Who recommended most to it, and what it accepted of that."""
    t = ground.t
    if lacking("recommending_states", ground.codes):
        yield Found("", t("dataset.lacks", what=t("briefs.askers")))
        return
    yield from parts.askers(ground.table("recommending_states", mine), ground)


def _coalitions(ground: Ground, country: str) -> Iterator[Part]:
    """Its joint submissions beside those of its region, what else is held, and what is not known."""
    t, scheme = ground.t, ground.filters.scheme
    applied, own = places(ground.filters), {"country": country}
    ranges = ground.table("coalition_ranges", applied, **own)
    notes = ground.table("country_notes", applied, **own)
    coalitions, counts = ground.table("named_coalitions", applied), ground.table("submission_counts", applied)
    said = coalition_country.country_note(ranges, notes, coalitions, counts, scheme, t)
    yield Found(coalition_country.headline(country, ranges, scheme, t), said)
    signed = ground.table("country_submissions", applied, **own)
    if len(signed):
        organisations = ground.table("country_organisations", applied, **own)
        more = coalition_country.organisations(organisations, country, t)
        yield Found("", f"{coalition_country.submissions(signed, country, t)} {more}")
