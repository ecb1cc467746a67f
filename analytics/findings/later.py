"""What is said of requests whose answers these data do not hold, on every page that counts them.

Rows are those of any result whose rows do not overlap; one without a column `later` counts none of them.
"""

from __future__ import annotations

import pandas as pd

from analytics.filters import Codes, Filters
from analytics.findings.selection import held, later_sessions, selection
from analytics.text import Text


def counted(rows: pd.DataFrame) -> int:
    """How many there are."""
    return int(rows["later"].sum()) if "later" in rows else 0


def rests(rows: pd.DataFrame, filters: Filters, codes: Codes, t: Text) -> str:
    """What cards rest on where they also show requests without answers; empty where there are none."""
    if not counted(rows):
        return ""
    return t(
        "later.rests",
        n=t.count("recommendations", int(rows["recommendations"].sum())),
        later=t.number(counted(rows)),
        sessions=later_sessions(filters, codes, t),
        selection=selection(filters, codes, t),
    )


def sources(rows: pd.DataFrame) -> tuple[str, ...]:
    """Where the recommendations come from, and the requests without answers, if any."""
    return ("upr_info", "upr_pairs") if counted(rows) else ("upr_info",)


def said(rows: pd.DataFrame, filters: Filters, codes: Codes, t: Text) -> str:
    """How many requests have no answer, or why a choice of issues or actions finds none; empty where there is none."""
    if not codes.later:
        return ""
    ends = {"sessions": held(list(codes.later), t).said, "answers": codes.sessions[1]}
    if filters.issues or filters.actions:
        return t("later.not_selected", **ends)
    return t("later.counted", n=t.number(counted(rows)), **ends) if counted(rows) else ""
