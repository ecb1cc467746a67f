"""What the page of lists of submissions shows, in a sentence each, and the choices that it offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics import columns
from analytics.catalogue.documents import LOADED
from analytics.filters import Codes
from analytics.findings.finding import Finding
from analytics.findings.selection import LISTED
from analytics.results.submissions import DRAWN, SIZES, full_lists
from analytics.rows import each, is_known
from analytics.text import Text, alphabetical
from analytics.thresholds import FEWEST_LISTS

OFTEN = 3
"""Submissions of an organisation that stands in the list to choose from; any other is found by a click or a search."""
SHOWN = 200
"""Rows of the catalogue that one search shows."""
SOURCE = "stakeholder_summaries"
"""Where the lists come from that are built in."""


def review(iso3: str, session: int, t: Text) -> str:
    """A review by state and session."""
    return t("submissions.review", state=t.state(iso3), session=session)


def covered(reviews: pd.DataFrame, t: Text) -> str:
    """Which lists stand behind a figure: how many reviews, of which sessions."""
    if reviews.empty:
        return t("submissions.covered.none")
    full = full_lists(reviews)
    joint_only = reviews.drop(full.index)
    keys = ("submissions.covered", "submissions.covered.session")
    only = ("submissions.covered.joint_only", "submissions.covered.joint_only.session")
    said = t.join([_sessions(*some, rows, t) for some, rows in ((keys, full), (only, joint_only)) if len(rows)])
    loaded = int(reviews["list_source"].isin(LOADED).sum())
    return f"{said} {t('submissions.covered.loaded', n=t.number(loaded))}" if loaded else said


def _sessions(key: str, key_of_one: str, reviews: pd.DataFrame, t: Text) -> str:
    first, last = reviews["session"].min(), reviews["session"].max()
    n = t.count("reviews", len(reviews))
    if first == last:
        return t(key_of_one, reviews=n, session=first)
    return t(key, reviews=n, first=first, last=last)


def counted(reviews: pd.DataFrame, unit: str, t: Text) -> dict[str, Any]:
    """What the cards of these reviews have in common: their source, what they cover and count."""
    sources = tuple(dict.fromkeys(reviews["list_source"])) or (SOURCE,)
    return {"source": sources, "covered": covered(reviews, t), "unit": unit, "n": int(reviews[unit].sum())}


def of_rows(rows: pd.DataFrame, reviews: pd.DataFrame, unit: str, t: Text) -> dict[str, Any]:
    """The same for a table of one organisation, a row of which is the unit."""
    return {**counted(reviews, "submissions", t), "unit": unit, "n": len(rows)}


def listed(rows: pd.DataFrame) -> pd.DataFrame:
    """Submissions without the sizes that lists state, where none states one."""
    return rows if rows["stated_size"].notna().any() else rows.drop(columns="stated_size")


def matched(rows: pd.DataFrame, reviews: pd.DataFrame, t: Text) -> dict[str, Any]:
    """The same for the submissions that a search finds, shown or not."""
    return {**counted(reviews, "submissions", t), "n": _total(rows)}


def stated(rows: pd.DataFrame, source: str, t: Text) -> dict[str, Any]:
    """What the cards of stated numbers have in common."""
    covered = t("submissions.covered.stated", states=t.count("states", rows["iso3"].nunique()))
    unit = "statements" if source == "coalition_statements" else "reviews"
    return {"source": source, "covered": covered, "unit": unit, "n": len(rows)}


def opening(reviews: pd.DataFrame, codes: Codes, t: Text) -> str:
    """What these data are, and that they are not the sessions of the recommendations."""
    years = {"first_year": codes.years[0], "last_year": codes.years[1]}
    within = reviews["session"].isin(codes.cycle_of).any()
    key = "submissions.opening.within" if within else "submissions.opening"
    return t(key, covered=covered(reviews, t), numbers=_numbers(codes, t), **years)


def lists(reviews: pd.DataFrame, regions: Sequence[str], scheme: str, t: Text) -> dict[str, str]:
    """The choices of lists, with their names: all, a region, those of all submissions, one review.

    Without regions neither they nor all can be chosen: a figure that draws each review has no room for them.
    """
    there = [region for region in regions if (reviews["region"] == region).any()]
    many = {"all": t("lists.all")} | {region: t.region(region, scheme) for region in there}
    rows = sorted(each(reviews), key=lambda row: (alphabetical(t.state(row.iso3)), row.session))
    single = {row.review: review(row.iso3, row.session, t) for row in rows}
    return (many if regions else {}) | {"full": t("lists.full")} | single


def sizes(t: Text) -> dict[str, str]:
    """The choices of size, in their order."""
    return {size: t(f"size.{size}") for size in SIZES}


def organisations(stakeholders: pd.DataFrame, chosen: str, t: Text) -> dict[str, str]:
    """The organisations that submitted OFTEN, and the chosen one, by name; the first choice is none."""
    often = stakeholders[(stakeholders["submissions"] >= OFTEN) | (stakeholders["stakeholder"] == chosen)]
    rows = sorted(each(often), key=lambda row: alphabetical(row.organisation))
    named = {
        row.stakeholder: f"{row.organisation} ({row.acronym})" if isinstance(row.acronym, str) else row.organisation
        for row in rows
    }
    return {"": t("organisation.none")} | named


def coverage(rows: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """How many reviews of each compared region have a full list, and so what can be said today."""
    compared = rows[rows["region"].isin(focus)]
    parts = [
        t("submissions.coverage.region", region=t.region(row.region, scheme), reviews=t.count("reviews", row.reviews))
        for row in each(compared)
    ]
    ready = [row for row in each(compared) if not row.missing]
    key = "ready" if len(ready) > 1 else "waiting"
    return Finding(t(f"submissions.coverage.{key}"), t("submissions.coverage.finding", regions=t.join(parts)))


def progress(rows: pd.DataFrame, scheme: str, t: Text) -> Finding:
    """Of each measure: whether regions can be compared, and else how many reviews are missing where."""
    said = []
    for measure in rows["coalition_measure"].unique():
        mine = [row for row in each(rows) if row.coalition_measure == measure]
        name = t(f"submissions.measure.{measure}")
        values = [row for row in mine if is_known(row.mean_of_reviews)]
        if values:
            parts = [
                t(
                    "submissions.progress.value",
                    region=t.region(row.region, scheme),
                    value=columns.written(measure, row.mean_of_reviews, t, 1),
                    reviews=t.count("reviews", row.reviews),
                )
                for row in values
            ]
            said.append(t("submissions.progress.open", measure=name, regions=t.join(parts)))
        else:
            parts = [
                t("submissions.progress.region", region=t.region(row.region, scheme), missing=t.number(row.missing))
                for row in mine
            ]
            said.append(t("submissions.progress.locked", measure=name, regions=t.join(parts)))
    heading = t("submissions.progress.heading", needed=FEWEST_LISTS)
    return Finding(heading, full=t("submissions.progress.finding", needed=FEWEST_LISTS, measures=t.chain(said)))


def mismatches(reviews: pd.DataFrame, t: Text) -> Finding:
    """Reviews whose document declares another number of submissions than its list holds."""
    reviews = full_lists(reviews)
    differ = [
        t(
            "submissions.mismatch",
            review=review(row.iso3, row.session, t),
            declared=t.number(row.declared),
            listed=t.number(row.submissions),
        )
        for row in each(reviews)
        if is_known(row.declared) and row.declared != row.submissions
    ]
    known = int(reviews["declared"].notna().sum())
    none = len(reviews) - known
    unknown = t("submissions.mismatch.unknown", reviews=t.count("reviews", none)) if none else ""
    if not differ:
        return Finding(t("submissions.mismatch.none"), unknown)
    heading = t("submissions.mismatch.heading", n=t.number(len(differ)), known=t.count("reviews", known))
    said = t("submissions.mismatch.finding", reviews=t.chain(differ), same=t.count("reviews", known - len(differ)))
    return Finding(heading, unknown, f"{said} {unknown}".strip())


def found(rows: pd.DataFrame, search: str, t: Text) -> str:
    """How many submissions a search finds, and how many of them are shown."""
    total = _total(rows)
    key = "submissions.found" if search else "submissions.found.all"
    said = t(key, n=t.count("submissions", total), search=search)
    return said if total <= SHOWN else f"{said} {t('submissions.found.more', shown=SHOWN)}"


def _total(rows: pd.DataFrame) -> int:
    return int(rows["found"].iloc[0]) if len(rows) else 0


def sizes_found(rows: pd.DataFrame, t: Text) -> Finding:
    """Of each review the middle and the largest joint submission: never an average of a region.

    One that names nobody has no size: it is said, and counts as none.
    """
    if rows.empty:
        return Finding(t("submissions.network.none"))
    naming, parts = rows[rows["members"] > 0], []
    for _, mine in naming.groupby(["session", "iso3"], sort=False):
        first = mine.iloc[0]
        parts.append(
            t(
                "submissions.sizes.review",
                review=review(first["iso3"], first["session"], t),
                middle=t.number(mine["members"].median(), 0 if mine["members"].median() % 1 == 0 else 1),
                largest=t.number(mine["members"].max()),
            )
        )
    said = [t("submissions.sizes.finding", reviews=t.chain(parts))] if parts else []
    if len(naming) < len(rows):
        said.append(t("submissions.sizes.unnamed", joint=t.count("joint", len(rows) - len(naming))))
    if naming.empty:
        return Finding(said[-1])
    middle, largest = naming["members"].median(), t.number(naming["members"].max())
    heading = t("submissions.sizes.heading", middle=t.number(middle, 0 if middle % 1 == 0 else 1), largest=largest)
    return Finding(heading, full=" ".join(said))


def shares(reviews: pd.DataFrame, t: Text) -> Finding:
    """From the lowest to the highest share of joint submissions."""
    rows = sorted(each(full_lists(reviews)), key=lambda row: row.joint_share)
    if not rows:
        return Finding(t("submissions.covered.none"))
    low, high = rows[0], rows[-1]
    lowest = {
        "low": t.percent(low.joint_share, 0),
        "lowest": review(low.iso3, low.session, t),
        "low_n": t.count("submissions", low.submissions),
    }
    if len(rows) == 1:
        return Finding(t("submissions.shares.one", **lowest))
    highest = {
        "high": t.percent(high.joint_share, 0),
        "highest": review(high.iso3, high.session, t),
        "high_n": t.count("submissions", high.submissions),
    }
    heading = t("submissions.shares.heading", low=lowest["low"], high=highest["high"])
    return Finding(heading, t("submissions.shares.finding", **lowest, **highest))


def scopes(rows: pd.DataFrame, t: Text) -> Finding:
    """For how many memberships the country is known at all, and what it says."""
    if rows.empty:
        return Finding(t("submissions.scopes.none"))
    total = int(rows["memberships"].sum())
    unknown = int(rows.loc[rows["scope"] == "unknown", "memberships"].sum())
    national = int(rows.loc[rows["scope"] == "national", "memberships"].sum())
    said = {"known": t.number(total - unknown), "national": t.number(national)}
    full = t("submissions.scopes.finding", n=t.count("memberships", total), **said)
    return Finding(t("submissions.scopes.heading", **said), full=full)


def partners(rows: pd.DataFrame, t: Text) -> Finding:
    """From how many countries abroad partners come, and from where most."""
    if rows.empty:
        return Finding(t("submissions.partners.none"))
    by_country = rows.groupby("country")["memberships"].sum().sort_values(ascending=False, kind="stable")
    first = {t.state(str(code)): t.number(n) for code, n in by_country[:3].items()}
    counted = [t("submissions.partners.country", country=name, n=n) for name, n in first.items()]
    countries = t.count("countries", len(by_country))
    heading, full = (
        t("submissions.partners.finding", countries=countries, most=t.join(most)) for most in (first, counted)
    )
    return Finding(heading, full=full)


def network(summary: pd.DataFrame, t: Text) -> Finding:
    """How large the network is, in how many parts, and who stands between most others."""
    row = next(each(summary))
    if not row.organisations_in:
        return Finding(t("submissions.network.none"))
    signed = {
        "organisations": t.count("organisations", row.organisations_in),
        "joint": t.count("joint", row.joint),
    }
    line, said = (
        "",
        t(
            "submissions.network.finding",
            **signed,
            parts=t.count("parts", row.components),
            largest=t.number(row.largest_component),
            density=t.percent(row.density),
        ),
    )
    if isinstance(row.broker, str):
        said += " " + t("submissions.network.broker", name=row.broker, share=t.percent(row.broker_betweenness))
    if row.drawn < row.organisations_in:
        line = t("submissions.network.drawn", drawn=DRAWN)
    return Finding(t("submissions.network.heading", **signed), line, f"{said} {line}".strip())


def organisation(code: str, stakeholders: pd.DataFrame, submissions: pd.DataFrame, t: Text) -> str:
    """What one organisation is and how often it submitted."""
    row = next(row for row in each(stakeholders) if row.stakeholder == code)
    country = t.state(row.country) if isinstance(row.country, str) else t("submissions.country.unknown")
    return t(
        "submissions.organisation.finding",
        name=row.organisation,
        country=country,
        kind=t(f"submissions.type.{row.organisation_kind}"),
        submissions=t.count("submissions", len(submissions)),
        joint=t.number(row.joint),
        reviews=t.count("reviews", row.listed_in),
    )


def with_whom(partners: pd.DataFrame, t: Text) -> str:
    """With how many others it signed, and with whom most often."""
    if partners.empty:
        return t("submissions.with_whom.none")
    often = [row for row in each(partners) if row.shared > 1][:3]
    said = t("submissions.with_whom", partners=t.count("organisations", len(partners)))
    if not often:
        return said
    names = [t("submissions.with_whom.often", name=row.organisation, n=t.number(row.shared)) for row in often]
    return f"{said} {t('submissions.with_whom.most', names=t.join(names))}"


def named(rows: pd.DataFrame, t: Text) -> Finding:
    """How many coalitions have a stated size, how many exact, and those that were stated exactly more than once."""
    known = [row for row in each(rows) if is_known(row.organisations_stated)]
    exact = sum(row.exactness == "exact" for row in known)
    where = {
        "coalitions": t.number(len({row.series for row in known})),
        "states": t.count("states", len({row.iso3 for row in known})),
    }
    said = t(
        "submissions.named.finding",
        **where,
        exact=t.number(exact),
        n=t.number(len(known)),
    )
    grown = [
        each_one
        for each_one in (_change(rows, series, t) for series in dict.fromkeys(row.series for row in known))
        if each_one
    ]
    changes = t("submissions.named.changes", changes=t.chain(grown)) if grown else ""
    return Finding(t("submissions.named.heading", **where), full=f"{said} {changes}".strip())


def _change(rows: pd.DataFrame, series: str, t: Text) -> str | None:
    """First and last exact size of one coalition, if two years state one."""
    mine = [row for row in each(rows) if row.series == series and row.exactness == "exact" and is_known(row.year)]
    if len(mine) < 2:  # noqa: PLR2004 - a change needs two
        return None
    first, last = mine[0], mine[-1]
    return t(
        "submissions.named.change",
        name=first.coalition,
        first=t.number(first.organisations_stated),
        first_year=int(first.year),
        last=t.number(last.organisations_stated),
        last_year=int(last.year),
    )


def counts(rows: pd.DataFrame, t: Text) -> Finding:
    """How many stated numbers there are, and which ones never enter an average."""
    outliers = [
        t("submissions.counts.outlier", review=review(row.iso3, int(row.session), t), n=t.number(row.submissions))
        for row in each(rows)
        if row.outlier
    ]
    heading = t("submissions.counts.finding", n=t.count("reviews", len(rows)))
    return Finding(heading, t("submissions.counts.outliers", outliers=t.join(outliers)) if outliers else "")


def from_ask(reviews: pd.DataFrame, both: pd.DataFrame, codes: Codes, t: Text) -> str:
    """Which reviews have asks and recommendations; or why none has, and what to load."""
    names = [review(row.iso3, row.session, t) for row in each(full_lists(reviews))]
    found = dict.fromkeys((row.iso3, row.session) for row in each(both))
    return t(
        f"submissions.from_ask.{'some' if found else 'none'}",
        reviews=t.join(names),
        numbers=_numbers(codes, t),
        both=t.join([review(*one, t) for one in found]),
    )


def _numbers(codes: Codes, t: Text) -> str:
    """The numbers of the sessions of the recommendations, without their noun."""
    there = list(codes.cycle_of)
    first, last = there[0], there[-1]
    if last - first + 1 == len(there):
        return f"{first}–{last}" if last > first else str(first)
    return t.join(map(str, there)) if len(there) <= LISTED else t("submissions.sessions.gaps", first=first, last=last)


def asks(both: pd.DataFrame, t: Text) -> str:
    """How many submissions one review had, and which issue its recommendations are on most."""
    row = next(each(both))
    return t(
        "submissions.asks.finding",
        review=review(row.iso3, row.session, t),
        submissions=t.count("submissions", row.submissions),
        joint=t.number(row.joint),
        issue=t.issue(row.issue),
        n=t.number(row.recommendations),
    )
