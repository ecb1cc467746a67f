"""What the evidence says of each claim, in a sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.rows import each
from analytics.text import Text


def tested(verdicts: pd.DataFrame) -> list[str]:
    """The claims that the data hold comparisons for."""
    return [row.claim for row in each(verdicts) if row.comparisons and row.verdict != "not_loaded"]


def waiting(verdicts: pd.DataFrame) -> list[str]:
    """The claims without a comparison: these data lack what they look at, or do not hold enough of it."""
    return [row.claim for row in each(verdicts) if not row.comparisons or row.verdict == "not_loaded"]


def evidence_of(evidence: pd.DataFrame, claim: str) -> pd.DataFrame:
    """The comparisons of one claim."""
    return evidence[(evidence["claim"] == claim).to_numpy()].reset_index(drop=True)


def verdict(verdicts: pd.DataFrame, claim: str, t: Text) -> str:
    """The claim, the verdict, and how many comparisons agree."""
    row = _row(verdicts, claim)
    return t(
        "claims.finding",
        claim=t(f"claims.{claim}.claim"),
        verdict=t(f"verdict.{row.verdict}"),
        agreeing=row.agreeing,
        comparisons=row.comparisons,
    )


def recommendations(verdicts: pd.DataFrame, claim: str) -> int:
    """Recommendations behind the widest comparison of a claim; comparisons overlap."""
    return int(_row(verdicts, claim).recommendations)


def sources(claim: str, lists: pd.DataFrame) -> tuple[str, ...]:
    """Where the evidence on a claim comes from; `lists` are the reviews with a full list of stakeholders."""
    if claim == "latin_networks":
        return tuple(dict.fromkeys(lists["list_source"]))
    if claim == "joint_heard":
        return ("cited_together", "joint_submissions")
    return ("vdem", "ngo_laws") if claim == "african_laws" else ("upr_info",)


def counted(evidence: pd.DataFrame, claim: str, t: Text) -> str:
    """The fewest states behind a comparison, for a claim that does not rest on recommendations; else empty."""
    rows = [row for row in each(evidence) if row.claim == claim]
    if any(row.recommendations for row in rows) or claim not in {"african_laws", "latin_networks", "joint_heard"}:
        return ""
    return t("claims.counted", states=t.count("states", min((row.states for row in rows), default=0)))


def not_tested(verdicts: pd.DataFrame, claim: str, t: Text) -> str:
    """The claim, why it is not tested (not there, or too few lists of submissions), and what would settle it."""
    row = _row(verdicts, claim)
    why = t(f"claims.{claim}.settle")
    if row.verdict == "cannot_be_tested" and claim == "latin_networks":
        why = t("claims.lists", lists=t.count("lists", row.lists))
    return t("claims.waiting", claim=t(f"claims.{claim}.claim"), verdict=t(f"verdict.{row.verdict}"), settle=why)


def _row(verdicts: pd.DataFrame, claim: str) -> Any:
    return next(row for row in each(verdicts) if row.claim == claim)
