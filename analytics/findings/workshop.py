"""The numbers that a session of a workshop says: each blank of its script, counted when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.filters import ACTIONS, Filters
from analytics.findings.selection import coverage
from analytics.markup import words
from analytics.results.coalitions import SIZED, listed, unlisted
from analytics.rows import each
from analytics.text import MISSING
from analytics.workshop import SESSIONS
from analytics.workshop.script import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from analytics.filters import Codes
    from analytics.text import Text
    from analytics.workshop import Session
    from analytics.workshop.script import Script

SCHEME = "m49"
"""Scheme of the regions that sessions name."""
PAIR = ("africa", "asia")
"""The regions whose gap is said."""


def titles(table: Callable[..., pd.DataFrame], codes: Codes, t: Text) -> dict[str, str]:
    """The sessions with their titles, in their order."""
    chosen = usual(table, codes)
    return {name: words(script(name, chosen, table, codes, t).title) for name in SESSIONS}


def script(name: str, chosen: Mapping[str, str], table: Callable[..., pd.DataFrame], codes: Codes, t: Text) -> Script:
    """What is said in a session, with its numbers."""
    return read(t.prose(f"workshop_{name}"), blanks(SESSIONS[name], chosen, table, codes, t))


def blanks(
    session: Session, chosen: Mapping[str, str], table: Callable[..., pd.DataFrame], codes: Codes, t: Text
) -> dict[str, str]:
    """Blank -> what fills it. `chosen` are the state and the issue of a session; `table` gives results by name."""
    everything = Filters(scheme=SCHEME)
    (totals,) = each(table("totals", everything))
    return {
        "minutes": t.number(session.minutes),
        "recommendations": t.count("recommendations", totals.recommendations),
        "states": t.count("states", totals.states),
        "coverage": coverage(codes, t),
        "issue": t.issue(chosen["issues"]) if chosen.get("issues") else MISSING,
        **_regions(table, everything, t),
        **_state(chosen.get("country", ""), table, codes, t),
        **_lists(chosen.get("country", ""), table, codes, t),
    }


def usual(table: Callable[..., pd.DataFrame], codes: Codes) -> dict[str, str]:
    """The issue and the state asked about most, of states whose coalitions are known, for whoever chose none."""
    everything = Filters(scheme=SCHEME)
    known = set(listed(table("joint_reviews", everything), SIZED)["iso3"])
    received = [row for row in each(table("received_by_state", everything)) if row.region in codes.focus]
    states = [row for row in received if row.iso3 in known] or received
    issues = [row for row in each(table("issues", everything)) if row.issue in codes.issues]
    most = {}
    if states:
        most["country"] = str(max(states, key=_received).iso3)
    if issues:
        most["issues"] = str(max(issues, key=_received).issue)
    return most


def _received(row: Any) -> int:
    return int(row.recommendations)


def _regions(table: Callable[..., pd.DataFrame], everything: Filters, t: Text) -> dict[str, str]:
    """The rate of each region, and the gap of a pair with its interval."""
    rates = {row.region: row for row in each(table("acceptance_by_region", everything))}
    said = {f"{code}_rate": t.percent(rates[code].rate) if code in rates else MISSING for code in (*PAIR, "lac")}
    pairs = {(row.region, row.reference_region): row for row in each(table("regional_gaps", everything))}
    gap = pairs.get(PAIR)
    if gap is None or gap.gap != gap.gap:
        return {**said, "gap": MISSING, "interval": t("interval.none")}
    bounds = {end: t.number(getattr(gap, end) * 100, 1) for end in ("lower", "upper")}
    known = gap.lower == gap.lower
    interval = t("language.points_interval", **bounds) if known else t("interval.none")
    return {**said, "gap": t.points(gap.gap), "interval": interval}


def _state(country: str, table: Callable[..., pd.DataFrame], codes: Codes, t: Text) -> dict[str, str]:
    """What a state received and accepted."""
    rows = {row.iso3: row for row in each(table("received_by_state", Filters(scheme=SCHEME)))}
    row, region = rows.get(country), codes.region_of[SCHEME].get(country, "")
    return {
        "state": t.state(country) if country else MISSING,
        "region": t.region(region, SCHEME) if region else MISSING,
        "received": t.count("recommendations", row.recommendations if row else 0),
        "rate": t.percent(row.rate) if row and row.answered else MISSING,
    }


def _lists(country: str, table: Callable[..., pd.DataFrame], codes: Codes, t: Text) -> dict[str, str]:
    """How many states of the region of a state have a list of joint submissions, and how many are unknown."""
    reviews = table("joint_reviews", Filters(scheme=SCHEME))
    mine = reviews[(reviews["region"] == codes.region_of[SCHEME].get(country, "")).to_numpy()]
    held = listed(mine)
    return {
        "listed": t.count("states", len(held)),
        "unlisted": t.count("states", len(unlisted(mine))),
        "joint": t.count("joint", int(held["joint"].sum())),
    }


def by_strength(mix: pd.DataFrame, t: Text) -> str:
    """What share of specific requests is accepted, and of all others. `mix`: answers by action category."""
    specific = (mix["action_category"] == max(ACTIONS)).to_numpy()
    rates = [
        ratio(mix.loc[which, "accepted"].sum(), mix.loc[which, "answered"].sum()) for which in (specific, ~specific)
    ]
    n = t.number(int(mix["answered"].sum()))
    return t("workshop.practices.specific", specific=t.percent(rates[0], 0), others=t.percent(rates[1], 0), n=n)


def ratio(part: float, whole: float) -> float:
    """Part of whole; NaN of nothing."""
    return part / whole if whole else float("nan")
