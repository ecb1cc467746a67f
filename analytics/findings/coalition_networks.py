"""What the page of networks of coalitions shows, in a sentence each, and the subjects that it offers.

A finding is a heading and, after an empty line, what else is known and how sensitive it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analytics import columns
from analytics.filters import Codes
from analytics.findings import submissions
from analytics.results.coalition_networks import ANY, AS, FEW, LESS, MORE, ONLY, REACHES, TOO_MANY
from analytics.results.network_chance import ALL, GRADE_A, WITHOUT_LARGEST, third
from analytics.rows import each
from analytics.text import Text, alphabetical

NAMED = 2
"""Bodies that differ most and are named in a sentence."""
LISTED = ("CIVICUS",)
"""Short names whose exact letters a published count looked for."""
SAID = (MORE, LESS, AS, FEW, ONLY, TOO_MANY)


def opening(reviews: pd.DataFrame, codes: Codes, t: Text) -> str:
    """On which lists the page rests, and for how many states nothing is known."""
    held = third(reviews)
    unknown = len(set(codes.members) - set(held["iso3"]))
    years = {"first_year": codes.years[0], "last_year": codes.years[1]}
    said = [t("coalition_networks.opening", covered=submissions.covered(held, t))]
    said += [t("coalition_networks.unknown", states=t.count("states", unknown))] if unknown else []
    return " ".join([*said, t("coalition_networks.filters", **years)])


def counted(reviews: pd.DataFrame, unit: str, t: Text) -> dict[str, Any]:
    """What the cards have in common: the lists of the third cycle, counted in submissions or memberships."""
    return submissions.counted(third(reviews), unit, t)


def of_reviews(reviews: pd.DataFrame, t: Text) -> dict[str, Any]:
    """The same for cards whose unit is the review."""
    return {**counted(reviews, "joint", t), "unit": "reviews", "n": len(third(reviews))}


def of_organisations(rows: pd.DataFrame, reviews: pd.DataFrame, t: Text) -> dict[str, Any]:
    """The same for a table of organisations."""
    return {**counted(reviews, "joint", t), "unit": "organisations", "n": len(rows)}


def mandates(networks: pd.DataFrame, t: Text) -> dict[str, str]:
    """The subjects that bodies have, by name; the first choice is every body."""
    found = {
        row.subject: columns.LISTS["subject"](row.subject, t, "") for row in each(networks) if _is_text(row.subject)
    }
    return {ANY: t("mandate.any")} | dict(sorted(found.items(), key=lambda each_one: alphabetical(each_one[1])))


# International networks by region


def presence(rows: pd.DataFrame, checks: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> str:
    """How many bodies sign clearly more in one region than in another, which most, and how firm that is."""
    bodies = _bodies(rows)
    reach = next((reach for reach in REACHES if any(body.reach == reach for body, _ in bodies)), REACHES[0])
    mine = [(body, its) for body, its in bodies if body.reach == reach]
    compared = [row for row in (mine[0][1] if mine else []) if row.region in focus and row.share == row.share]
    tested = [(body, its) for body, its in mine if body.tested]
    differing = [(body, its) for body, its in tested if body.differs]
    if len(compared) < 2:  # noqa: PLR2004 - nothing to compare with
        return t("coalition_networks.presence.few")
    if not tested:
        return t("coalition_networks.presence.untested")
    n = _networks(reach, len(tested), t)
    if not differing:
        lines = [t("coalition_networks.presence.alike", bodies=n)]
    else:
        key = "all" if len(differing) == len(tested) else "some"
        lines = [t(f"coalition_networks.presence.{key}", n=t.number(len(differing)), bodies=n)]
        shown = [_unequal(body, its, focus, scheme, t) for body, its in differing[:NAMED]]
        lines.append(t("coalition_networks.presence.most", bodies=t.chain(shown)))
    others = [body for body, _ in bodies if body.reach != reach and body.tested]
    if others:
        n_others = t.number(sum(body.differs for body in others))
        lines.append(
            t("coalition_networks.presence.regional", n=n_others, bodies=_networks(others[0].reach, len(others), t))
        )
    lines += [_spelled(body, its, focus, scheme, t) for body, its in bodies if body.acronym in LISTED]
    return "\n\n".join([lines[0], " ".join([*lines[1:], *_checked(checks, t)])])


def _bodies(rows: pd.DataFrame) -> list[tuple[Any, list[Any]]]:
    """Each body, and its rows by region."""
    found: dict[str, list[Any]] = {}
    for row in each(rows):
        found.setdefault(row.stakeholder, []).append(row)
    return [(its[0], its) for its in found.values()]


def _unequal(body: Any, its: Iterable[Any], focus: Sequence[str], scheme: str, t: Text) -> str:
    """A body with its highest and lowest share of the compared regions, each with all regions that have it."""
    known = [row for row in its if row.region in focus and row.share == row.share]
    high, low = max(row.share for row in known), min(row.share for row in known)
    where = {
        share: t.join([t.region(row.region, scheme) for row in known if row.share == share]) for share in (high, low)
    }
    ends = {"high": t.percent(high, 0), "low": t.percent(low, 0), "most": where[high], "least": where[low]}
    return t("coalition_networks.presence.body", name=_short(body), **ends)


def _networks(reach: str, n: int, t: Text) -> str:
    return t.count("international", n) if reach == "international" else t.count("regional", n)


def _short(body: Any) -> str:
    return body.acronym if _is_text(body.acronym) else body.organisation


def _spelled(body: Any, its: Iterable[Any], focus: Sequence[str], scheme: str, t: Text) -> str:
    """In how many reviews a body stands under its short name letter by letter, and under every spelling."""
    known = [row for row in its if row.region in focus]
    return t(
        "coalition_networks.presence.spelled",
        name=body.acronym,
        exact=t.join([t.number(row.spelled) for row in known]),
        signed=t.join([t.number(row.reviews_signed) for row in known]),
        regions=t.entries(t.region(row.region, scheme) for row in known),
    )


def _checked(checks: pd.DataFrame, t: Text) -> list[str]:
    """How many international bodies differ without the largest reviews, and in lists of grade A alone."""
    rows = {row.sensitivity: row for row in each(checks)}
    said = []
    for part in (WITHOUT_LARGEST, GRADE_A):
        row = rows.get(part)
        if row is None:
            continue
        if row.regions_compared < rows[ALL].regions_compared:
            said.append(t(f"coalition_networks.presence.{part}.few", reviews=t.count("reviews", row.reviews)))
        else:
            blanks = {"n": t.number(row.bodies_differing), "same": t.number(row.as_in_all)}
            said.append(t(f"coalition_networks.presence.{part}", bodies=t.number(row.bodies_tested), **blanks))
    return said


# Beside chance


def against_chance(rows: pd.DataFrame, scheme: str, t: Text) -> str:
    """Of the compared regions: whether the network holds together more or less than chance gives, and how firmly."""
    found = _verdicts(rows, ALL)
    if not found:
        return t("coalition_networks.none")
    heading = t.chain(_by_verdict(found, "largest_share", scheme, t))
    lines = [_sentence(heading)]
    lines += [
        _sentence(t.chain(_by_verdict(found, measure, scheme, t))) for measure in ("repeated_pairs", "components")
    ]
    checks = [_same(rows, found, part, scheme, t) for part in (WITHOUT_LARGEST, GRADE_A)]
    return "\n\n".join([lines[0], " ".join([*lines[1:], *checks])])


def _verdicts(rows: pd.DataFrame, part: str) -> dict[tuple[str, str], str]:
    """Region and measure -> verdict, of a part of the lists."""
    return {(row.region, row.network_measure): row.against_chance for row in each(rows) if row.sensitivity == part}


def _by_verdict(found: Mapping[tuple[str, str], str], measure: str, scheme: str, t: Text) -> list[str]:
    """A clause per verdict with the regions that have it."""
    clauses = []
    for verdict in SAID:
        regions = [t.region(region, scheme) for (region, of), its in found.items() if (of, its) == (measure, verdict)]
        if regions:
            clauses.append(t(f"coalition_networks.chance.{measure}.{verdict}", regions=t.join(regions)))
    return clauses


def _same(rows: pd.DataFrame, found: Mapping[tuple[str, str], str], part: str, scheme: str, t: Text) -> str:
    """Whether a part of the lists gives the same of the first two measures, and in which regions it does not."""
    others = _verdicts(rows, part)
    regions = list(dict.fromkeys(region for region, _ in found))
    measures = ("largest_share", "repeated_pairs")
    few = [region for region in regions if others.get((region, measures[0]), FEW) == FEW]
    changed = [
        region
        for region in regions
        if region not in few and any(others[region, measure] != found[region, measure] for measure in measures)
    ]
    kept = [region for region in regions if region not in (*few, *changed)]
    clauses = [
        t(f"coalition_networks.chance.check.{what}", regions=t.join([t.region(region, scheme) for region in some]))
        for what, some in (("same", kept), ("changed", changed), ("few", few))
        if some
    ]
    return t(f"coalition_networks.chance.{part}", regions=t.chain(clauses))


def reviews(rows: pd.DataFrame, t: Text) -> str:
    """In how many reviews the network holds together less or more than chance gives."""
    verdicts = [row.against_chance for row in each(rows) if row.network_measure == "largest_share"]
    compared = [verdict for verdict in verdicts if verdict in {MORE, LESS, AS}]
    if not compared:
        return t("coalition_networks.reviews.none")
    less, more = (compared.count(verdict) for verdict in (LESS, MORE))
    numbers = {"less": t.number(less), "more": t.number(more), "reviews": t.count("reviews", len(compared))}
    key = "both" if less and more else "less" if less else "more" if more else "as"
    heading = t(f"coalition_networks.reviews.finding.{key}", **numbers)
    rest = len(verdicts) - len(compared)
    lines = [t("coalition_networks.reviews.false")]
    if rest:
        lines.append(t("coalition_networks.reviews.only", reviews=t.count("reviews", rest)))
    return "\n\n".join([heading, " ".join(lines)])


def brokers(rows: pd.DataFrame, scheme: str, t: Text) -> str:
    """Who lies on most shortest paths between others in each region; all of them where several do."""
    if rows.empty:
        return t("coalition_networks.brokers.none")
    parts = [
        t("coalition_networks.brokers.region", region=t.region(region, scheme), names=t.join(names))
        for region, names in _first(rows, "betweenness", _called)
    ]
    return (
        f"{t('coalition_networks.brokers.finding')}\n\n{t('coalition_networks.brokers.most', regions=t.chain(parts))}"
    )


def _first(rows: pd.DataFrame, by: str, name: Callable[[Any], str]) -> list[tuple[str, list[str]]]:
    """Each region with the rows that have its highest value."""
    found: dict[str, list[Any]] = {}
    for row in each(rows):
        found.setdefault(row.region, []).append(row)
    most = {region: max(getattr(row, by) for row in its) for region, its in found.items()}
    return [(region, [name(row) for row in its if getattr(row, by) == most[region]]) for region, its in found.items()]


def _called(row: Any) -> str:
    """The name of an organisation without what explains it behind a colon."""
    return row.organisation.partition(":")[0]


# Bridges


def repeats(rows: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> str:
    """In which compared regions most organisations sign once, and how many sign in two or more states of each."""
    found = {(row.region, row.how_often): row for row in each(rows)}
    regions = [region for region in focus if (region, "once") in found]
    if not regions:
        return t("coalition_networks.none")
    most = [t.region(region, scheme) for region in regions if found[region, "once"].share > 1 / 2]
    key = "once" if most else "often"
    parts = [
        t(
            "coalition_networks.repeats.region",
            region=t.region(region, scheme),
            n=t.number(found[region, "across"].signing),
            of=t.number(found[region, "across"].organisations_in),
        )
        for region in regions
    ]
    heading = t(f"coalition_networks.repeats.{key}", regions=t.join(most))
    return f"{heading}\n\n{t('coalition_networks.repeats.finding', regions=t.chain(parts))}"


def countries(rows: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> str:
    """Who signs in most states of each compared region; all of them where several do."""
    if rows.empty:
        return t("coalition_networks.countries.none")
    most = rows.groupby("region")["states_signed"].max()
    first = dict(_first(rows, "states_signed", _called))
    parts = [
        t(
            "coalition_networks.countries.region",
            region=t.region(region, scheme),
            names=t.join(first[region]),
            n=t.count("countries", int(most[region])),
        )
        for region in focus
        if region in first
    ]
    n = t.count("organisations", rows["stakeholder"].nunique())
    heading = t("coalition_networks.countries.finding", organisations=n)
    return f"{heading}\n\n{t('coalition_networks.countries.most', regions=t.chain(parts))}"


def across_regions(rows: pd.DataFrame, t: Text) -> str:
    """How many organisations sign in two or more regions, and how many of them are known networks."""
    if rows.empty:
        return t("coalition_networks.across.none")
    known = int(rows["in_networks"].sum())
    whole = t.count("organisations", int(rows["organisations_in"].iloc[0]))
    heading = t("coalition_networks.across.finding", n=t.number(len(rows)), organisations=whole)
    most = int(rows["regions_signed"].max())
    widest = int((rows["regions_signed"] == most).sum())
    more = t("coalition_networks.across.more", known=t.number(known), widest=t.number(widest), regions=t.number(most))
    return f"{heading}\n\n{more}"


def _sentence(said: str) -> str:
    return f"{said[0].upper()}{said[1:]}."


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
