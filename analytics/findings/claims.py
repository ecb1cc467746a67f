"""What the evidence says of each claim, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.rows import each

if TYPE_CHECKING:
    import pandas as pd

    from analytics.text import Text


def tested(verdicts: pd.DataFrame) -> list[str]:
    """The claims whose tables are loaded."""
    return [row.claim for row in each(verdicts) if row.verdict != "not_loaded"]


def waiting(verdicts: pd.DataFrame) -> list[str]:
    """The claims whose tables are not loaded yet."""
    return [row.claim for row in each(verdicts) if row.verdict == "not_loaded"]


def evidence_of(evidence: pd.DataFrame, claim: str) -> pd.DataFrame:
    """The comparisons of one claim."""
    return evidence[evidence["claim"] == claim].reset_index(drop=True)


def verdict(verdicts: pd.DataFrame, claim: str, t: Text) -> str:
    """The claim, the verdict, and how many comparisons agree."""
    row = verdicts.set_index("claim").loc[claim]
    return t(
        "claims.finding",
        claim=t(f"claims.{claim}.claim"),
        verdict=t(f"verdict.{row.verdict}"),
        agreeing=row.agreeing,
        comparisons=row.comparisons,
    )


def recommendations(verdicts: pd.DataFrame, claim: str) -> int:
    """Recommendations behind the widest comparison of a claim; comparisons overlap."""
    return int(verdicts.set_index("claim").loc[claim, "recommendations"])


def not_loaded(claim: str, t: Text) -> str:
    """The claim, that its tables are not loaded, and what would settle it."""
    verdict_name = t("verdict.not_loaded")
    return t(
        "claims.waiting", claim=t(f"claims.{claim}.claim"), verdict=verdict_name, settle=t(f"claims.{claim}.settle")
    )
