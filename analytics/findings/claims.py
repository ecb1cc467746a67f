"""What the evidence says of each claim, in a sentence."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd

from analytics.filters import Codes, Filters
from analytics.findings.finding import Finding
from analytics.results.claims import COALITIONS
from analytics.results.coalition_country import COUNTABLE, THIRD_CYCLE
from analytics.rows import each, is_known, kept
from analytics.text import Text


def tested(verdicts: pd.DataFrame) -> list[str]:
    """The claims that the data hold comparisons for."""
    return [row.claim for row in each(verdicts) if row.comparisons and row.verdict != "not_loaded"]


def waiting(verdicts: pd.DataFrame) -> list[str]:
    """The claims without a comparison: these data lack what they look at, or do not hold enough of it."""
    return [row.claim for row in each(verdicts) if not row.comparisons or row.verdict == "not_loaded"]


def evidence_of(evidence: pd.DataFrame, claim: str) -> pd.DataFrame:
    """The comparisons of one claim."""
    return kept(evidence, _by_claim).get(claim, evidence.iloc[:0])


def _by_claim(evidence: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Rows of one claim stand together: each claim with its own."""
    of = evidence["claim"].to_numpy(dtype=object)
    begins = [0, *(place for place in range(1, len(of)) if of[place] != of[place - 1]), len(of)]
    return {
        of[first]: evidence.iloc[first:last].reset_index(drop=True)
        for first, last in itertools.pairwise(begins)
        if first < last
    }


def verdict(verdicts: pd.DataFrame, claim: str, t: Text) -> Finding:
    """The claim, the verdict, and how many comparisons speak for and against it; or that one has too few states."""
    row = _row(verdicts, claim)
    heading = t("claims.finding", claim=t(f"claims.{claim}.claim"), verdict=t(f"verdict.{row.verdict}"))
    if row.verdict == "cannot_be_tested":
        return Finding(heading, t("claims.finding.few"))
    line = t(
        "claims.finding.compared",
        agreeing=row.agreeing,
        against=row.opposing,
        undecided=row.undecided,
        comparisons=row.comparisons,
    )
    return Finding(heading, line)


def recommendations(verdicts: pd.DataFrame, claim: str) -> int:
    """Recommendations behind the widest comparison of a claim; comparisons overlap."""
    return int(_row(verdicts, claim).recommendations)


def applied(filters: Filters, claim: str) -> Filters:
    """What of the selection changes a claim: of those on coalitions the scheme of regions alone."""
    of_lists = claim in COALITIONS or claim == "joint_heard"
    return Filters(scheme=filters.scheme) if of_lists else filters


def sources(claim: str, lists: pd.DataFrame) -> tuple[str, ...]:
    """Where the evidence on a claim comes from; `lists` are the reviews in the catalogue."""
    if claim in COALITIONS:
        of_lists = tuple(dict.fromkeys(lists["list_source"])) or ("stakeholder_summaries",)
        return (*of_lists, "vdem") if claim == "restricted_space" else of_lists
    if claim == "joint_heard":
        return ("cited_together", "joint_submissions")
    return ("vdem", "ngo_laws") if claim == "african_laws" else ("upr_info",)


def counted(evidence: pd.DataFrame, claim: str, reviews: pd.DataFrame, t: Text, *, scheme: str, codes: Codes) -> str:
    """What a claim rests on that does not rest on recommendations; else empty.

    The fewest states behind a comparison; of coalitions also how many reviews have a list, and what cannot be told.
    """
    rows = [row for row in each(evidence) if row.claim == claim]
    states = t.count("states", min((row.states for row in rows), default=0))
    if claim in {"african_laws", "joint_heard"}:
        return t("claims.counted", states=states)
    if claim not in COALITIONS:
        return ""
    grades = kept(reviews, _grades)
    region_of = codes.region_of[scheme]
    members = [iso3 for iso3 in codes.members if region_of[iso3] in codes.focus]
    held = [grades[iso3] for iso3 in members if iso3 in grades]
    said = t(
        "claims.coverage",
        states=states,
        held=t.count("reviews", len(held)),
        countable=t.number(sum(grade in COUNTABLE for grade in held)),
        without=t.count("states", len(members) - len(held)),
    )
    untold = max((row.unknown_share for row in rows if is_known(row.unknown_share)), default=0)
    return f"{said} {t('claims.untold', share=t.percent(untold, 0))}" if untold else said


def _grades(reviews: pd.DataFrame) -> dict[str, Any]:
    """Each state with a list of the third cycle: the grade of that list."""
    return {row.iso3: row.grade for row in each(reviews) if row.cycle == THIRD_CYCLE}


def not_tested(verdicts: pd.DataFrame, claim: str, t: Text) -> str:
    """The claim, that these data lack what it needs, and what would settle it."""
    row = _row(verdicts, claim)
    why = t(f"claims.{claim}.settle")
    return t("claims.waiting", claim=t(f"claims.{claim}.claim"), verdict=t(f"verdict.{row.verdict}"), settle=why)


def _row(verdicts: pd.DataFrame, claim: str) -> Any:
    return next(row for row in each(verdicts) if row.claim == claim)
