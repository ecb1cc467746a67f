"""What the figures of the page on falls of civic space show, in sentences that hold under every selection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics.findings import ties
from analytics.findings.finding import Finding
from analytics.results.civic_falls import SINCE, other_source
from analytics.rows import each
from analytics.text import Text

LISTED = 3
"""States a sentence names from the top of a list, and those that are equal to the last of them."""


def sources(states: pd.DataFrame, sessions: tuple[int, int]) -> tuple[str, ...]:
    """What the cards rest on; requests without answers only where the selection has some."""
    later = states["asked_until"].dropna().max() > sessions[1]
    return ("vdem", "freedom_house", "upr_info", *(("upr_pairs",) if later else ()))


def basis(states: pd.DataFrame, regions: pd.DataFrame, sessions: tuple[int, int], t: Text) -> str:
    """States that both judge, the years of each, and which sessions the questions are from."""
    until = states["asked_until"].dropna().max()
    years = [
        t(f"civic_falls.years.{name}", first=SINCE, last=int(states[column].max()))
        for name, column in (("vdem", "last_year"), ("freedom_house", "last_score_year"))
        if states[column].notna().any()
    ]
    if states["asked_until"].isna().all():
        asked = t("civic_falls.asked.never", since=SINCE)
    elif until > sessions[1]:
        asked = t("civic_falls.asked.later", since=SINCE, last=sessions[1], first=sessions[1] + 1, until=int(until))
    else:
        asked = t("civic_falls.asked.answered", since=SINCE, until=int(until))
    states_said = t("civic_falls.basis", states=t.count("states", int(regions["states"].sum())))
    return " · ".join([states_said, *years, asked])


def falls(states: pd.DataFrame, regions: pd.DataFrame, furthest: pd.DataFrame, t: Text) -> Finding:
    """In how many states both judgements fell, where furthest by V-Dem, and what peers asked of those that fell."""
    if states.empty:
        return Finding(t("civic_space.no_data"))
    number = regions.sum(numeric_only=True)
    heading = t("civic_falls.furthest.neither")
    said = [heading]
    if len(regions):
        both = {"fell": int(number["fell"]), "states": t.count("states", int(number["states"]))}
        heading = t("civic_falls.furthest.heading", **both)
        said = [t("civic_falls.furthest.finding", since=SINCE, **both)]
    if len(furthest):
        line = t("civic_falls.furthest.first", states=t.join(_first(furthest, t)))
    else:
        line = t(f"civic_falls.furthest.{'none' if states['change'].notna().any() else 'unjudged'}")
    said.append(line)
    if len(regions) and number["fell"]:
        asked, unasked = int(number["fell_asked"]), int(number["unasked"])
        nothing = int(number["fell"]) - asked - unasked
        said.append(t("civic_falls.furthest.asked", asked=asked, unasked=unasked, nothing=nothing, since=SINCE))
    alone = int((states["change"].isna() != states["score_change"].isna()).sum())
    if alone:
        said.append(t("civic_falls.furthest.alone", states=t.count("states", alone)))
    return Finding(heading, line, " ".join(said))


def _first(furthest: pd.DataFrame, t: Text) -> list[str]:
    last = furthest["change"].iloc[min(LISTED, len(furthest)) - 1]
    return [
        t("civic_falls.furthest.state", name=t.state(row.iso3), change=t.plus(row.change))
        for row in each(furthest)
        if row.change <= last
    ]


def by_region(regions: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """Each region: of how many states both judgements fell, and where of the largest share."""
    if regions.empty:
        return Finding(t("civic_falls.furthest.neither"))
    compared = _compared(regions, focus)
    most = ties.first({row.region: row.fell / row.states for row in compared})
    heading = t("civic_falls.regions.alike")
    if most:
        heading = t("civic_falls.regions.most", regions=t.join(t.region(region, scheme) for region in most))
    elif len(compared) == 1:
        fell, states = compared[0].fell, t.count("states", compared[0].states)
        region = t.region(compared[0].region, scheme)
        heading = t("civic_falls.regions.one", region=region, fell=fell, states=states)
    parts = [
        t(
            "civic_falls.regions.region",
            region=t.region(row.region, scheme),
            fell=row.fell,
            states=t.count("states", row.states),
        )
        for row in compared
    ]
    return Finding(heading, t("civic_falls.regions.finding", since=SINCE, regions=t.chain(parts)))


def opposite(rows: pd.DataFrame, regions: pd.DataFrame, t: Text) -> Finding:
    """In how many states that both judge the two say opposite things."""
    if regions.empty:
        return Finding(t("civic_falls.furthest.neither"))
    states = t.count("states", int(regions["states"].sum()))
    if rows.empty:
        return Finding(t("civic_falls.opposite.none", states=states))
    fell = int((rows["change"] < 0).sum())
    heading = t("civic_falls.opposite.finding", n=len(rows), states=states)
    return Finding(heading, t("civic_falls.opposite.line", fell=fell, rose=len(rows) - fell))


def institutions(shares: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """In the last year: how many states of each region have status A; where the other source begins."""
    if shares.empty:
        return Finding(t("civic_space.no_data"))
    last = shares["year"].max()
    latest = _compared(shares[((shares["status"] == "A") & (shares["year"] == last)).to_numpy()], focus)
    most = ties.first({row.region: row.with_status / row.states for row in latest})
    heading = t("civic_falls.institutions.heading", year=last)
    if most:
        heading = t("civic_falls.institutions.most", regions=t.join(t.region(region, scheme) for region in most))
    elif len(latest) == 1:
        n, states = latest[0].with_status, t.count("states", latest[0].states)
        region = t.region(latest[0].region, scheme)
        heading = t("civic_falls.institutions.one", region=region, n=n, states=states)
    parts = [
        t(
            "civic_falls.institutions.region",
            region=t.region(row.region, scheme),
            n=row.with_status,
            states=t.count("states", row.states),
        )
        for row in latest
    ]
    found = t("civic_falls.institutions.finding", year=last, regions=t.chain(parts))
    seam = other_source(shares)
    return Finding(heading, f"{found} {t('civic_falls.institutions.seam', year=seam)}" if seam else found)


def institutions_basis(shares: pd.DataFrame, t: Text) -> str:
    """States, and the years of both sources."""
    if shares.empty:
        return t("civic_space.no_data")
    states = shares.drop_duplicates("region", keep="last")["states"].sum()
    years = shares["year"]
    return t("civic_space.basis", states=t.count("states", int(states)), first=years.min(), last=years.max())


def shutdowns(records: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """In the last year with a record: records of each region, states with one, records per billion inhabitants."""
    if records.empty:
        return Finding(t("civic_falls.shutdowns.none"))
    last = records["year"].max()
    latest = _compared(records[(records["year"] == last).to_numpy()], focus)
    most = ties.first({row.region: row.events for row in latest})
    heading = t("civic_falls.shutdowns.heading", n=t.number(sum(row.events for row in latest)), year=last)
    if most:
        events = t.number(max(row.events for row in latest))
        names = t.join(t.region(region, scheme) for region in most)
        heading = t("civic_falls.shutdowns.most", regions=names, n=events, year=last)
    parts = [
        t(
            "civic_falls.shutdowns.region",
            region=t.region(row.region, scheme),
            events=t.number(row.events),
            having=row.with_record,
            states=t.count("states", row.states),
            per=t.number(row.per_population),
        )
        for row in latest
    ]
    return Finding(
        heading,
        t("civic_falls.shutdowns.line"),
        t("civic_falls.shutdowns.finding", year=last, regions=t.chain(parts)),
    )


def shutdowns_basis(records: pd.DataFrame, t: Text) -> str:
    """How many states and records there are, and from when to when."""
    if records.empty:
        return t("civic_falls.shutdowns.none")
    years = records["year"]
    n = t.number(int(records["events"].sum()))
    states = t.count("states", int(records.loc[(years == years.max()).to_numpy(), "states"].sum()))
    return t("civic_falls.shutdowns.basis", states=states, n=n, first=years.min(), last=years.max())


def _compared(rows: pd.DataFrame, focus: Sequence[str]) -> list[Any]:
    """The regions this atlas compares; where the selection has none of them, the others."""
    every = list(each(rows))
    return [row for row in every if row.region in focus] or every
