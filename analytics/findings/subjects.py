"""What the figure of a subject over time shows, in a sentence, and what it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.findings.finding import Finding
from analytics.findings.selection import held, selection
from analytics.rows import each, is_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analytics.filters import Codes, Filters
    from analytics.text import Text


def over_time(rows: pd.DataFrame, subject: str, focus: Sequence[str], scheme: str, t: Text) -> Finding:
    """The region and cycle, of those compared, in which the subject has the highest share."""
    name = t(f"subject.{subject}")
    known = [row for row in each(rows) if row.region in focus and is_known(row.share)]
    if not known:
        return Finding(t("issues.subjects.few", subject=name))
    most = max(known, key=lambda row: row.share)
    period = t("cycle.period", cycle=most.cycle, first=most.first_session, last=most.last_session)
    if not most.share:
        return Finding(t("issues.subjects.unasked", subject=name))
    equal = sum(row.share == most.share for row in known)
    if equal > 1 and len(known) > 1:
        return Finding(t("issues.subjects.equal", subject=name, share=t.percent(most.share), n=t.number(equal)))
    key = "issues.subjects.finding" if len({row.region for row in known}) > 1 else "issues.subjects.one"
    said = {"subject": name, "region": t.region(most.region, scheme), "share": t.percent(most.share)}
    heading, full = (
        t(key, **said, period=f"{when[0].lower()}{when[1:]}") for when in (t("cycle.name", cycle=most.cycle), period)
    )
    return Finding(heading, full=full)


def asked(rows: pd.DataFrame) -> int:
    """All recommendations of the selection, on the subject or not."""
    return int(rows["of_region"].sum())


def covered(rows: pd.DataFrame, filters: Filters, codes: Codes, t: Text) -> str:
    """The selection, and which of its sessions are counted without answers."""
    said = selection(filters, codes, t)
    if not rows["unanswered"].any():
        return said
    return t("issues.subjects.covered", selection=said, sessions=held(list(codes.later), t).said)


def sources(rows: pd.DataFrame) -> tuple[str, ...]:
    """Where the recommendations come from, and the requests where there are any."""
    return ("upr_info", "upr_pairs") if rows["unanswered"].any() else ("upr_info",)
