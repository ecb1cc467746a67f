"""What the figures of the page Countries show, in a sentence each."""

from __future__ import annotations

import pandas as pd

from analytics import columns
from analytics.filters import Codes, Filters
from analytics.findings import later
from analytics.findings.selection import later_sessions
from analytics.results.lens import ANY, TAGGED
from analytics.rows import each, read
from analytics.text import Text
from analytics.thresholds import FEW

MEASURES = ("recommendations", "rate", "specific_share", "about_share")
NAMED = 3
"""States with the same largest number that are named; of more, how many they are is said."""


def measures(states: pd.DataFrame) -> tuple[str, ...]:
    """What the map can show: what is known of the recommendations, and of requests without answers, if any."""
    known = MEASURES if states["recommendations"].any() else ()
    return (*known, "later") if later.counted(states) else known


def most_later(states: pd.DataFrame, t: Text) -> str:
    """The state, or those, with most requests without answers."""
    received = [(iso3, number) for iso3, number in read(states, "iso3", "later") if number]
    if not received:
        return t("later.none")
    most = max(number for _, number in received)
    first = [t.state(iso3) for iso3, number in received if number == most]
    said = {
        "n": t.number(most),
        "total": t.number(later.counted(states)),
        "states": t.count("states", len(received)),
    }
    if len(first) == 1:
        return t("countries.later.most", name=first[0], **said)
    return t(
        "countries.later.tied", names=t.join(first) if len(first) <= NAMED else t.count("states", len(first)), **said
    )


def ranked(states: pd.DataFrame, measure: str, t: Text, about: str) -> str:
    """The states at both ends of a measure, in its order: of acceptance, by the shrunken rate."""
    by = columns.of(measure).ranked_by or measure
    enough = states["recommendations"] >= (1 if columns.of(by).kind is columns.Kind.COUNT else FEW)
    known = states[states[by].notna() & enough]
    if known.empty:
        return t("glance.states.few")
    ordered = known.sort_values(by)
    ends = {"low": ordered.iloc[0], "high": ordered.iloc[-1]}
    blanks = {}
    for end, row in ends.items():
        value = columns.written(by, row[by], t)
        whole = t.number(row[columns.of(measure).whole])
        blanks |= {end: t.state(row.iso3), f"{end}_value": value, f"{end}_n": whole}
    notes = [_note(row, t) for row in ends.values() if isinstance(row.correction, str)]
    return " ".join([t(f"countries.finding.{measure}", issue=t.issue(about), **blanks), *notes])


def one_state(states: pd.DataFrame, iso3: str, filters: Filters, codes: Codes, t: Text) -> str:
    """One state in numbers: received, accepted (raw and shrunken) and specific; apart, requests without answers."""
    row = states.set_index("iso3").loc[iso3]
    parts = [_answered(row, iso3, filters.scheme, t) if row.recommendations else _nothing(iso3, t)]
    if row.later:
        parts.append(
            t("countries.one.later", n=t.count("requests", row.later), sessions=later_sessions(filters, codes, t))
        )
    if row.recommendations and isinstance(row.correction, str):
        parts.append(_note(row, t))
    return " ".join(parts)


def _nothing(iso3: str, t: Text) -> str:
    return t("countries.nothing", name=t.state(iso3))


def _answered(row: pd.Series, iso3: str, scheme: str, t: Text) -> str:
    """What a state received in sessions with answers."""
    return t(
        "countries.one",
        name=t.state(iso3),
        region=t.region(row.region, scheme),
        n=t.count("recommendations", row.recommendations),
        reviews=t.count("reviews", row.reviews),
        rate=t.percent(row.rate),
        shrunken=t.percent(row.shrunken),
        interval=t.interval(row.lower, row.upper),
        specific=t.percent(row.specific_share),
    )


def civil_society(flagged: pd.DataFrame, received: pd.DataFrame, iso3: str, t: Text) -> str:
    """What one state was asked about civil society, by flag of the lens, with n; empty where it was asked nothing."""
    whole = int(received.set_index("iso3")["recommendations"].loc[iso3])
    if not whole:
        return ""
    mine = {row.flag: row for row in each(flagged) if row.iso3 == iso3}
    if ANY not in mine:
        return t("countries.civil_society.none", n=t.number(whole))
    parts = [
        t("countries.civil_society.flag", flag=t(f"flag.{flag}"), n=t.number(row.recommendations))
        for flag, row in sorted(mine.items(), key=lambda item: -item[1].recommendations)
        if flag not in {ANY, TAGGED}
    ]
    of_all = mine[ANY]
    return t(
        "countries.civil_society",
        n=t.count("recommendations", of_all.recommendations),
        whole=t.number(whole),
        share=t.percent(of_all.recommendations / whole),
        accepted=t.number(of_all.accepted),
        answered=t.number(of_all.answered),
        flags=t.chain(parts),
    )


def _note(row: pd.Series, t: Text) -> str:
    """What is known to be wrong or special about a state's recommendations."""
    return t("countries.note", note=t(f"correction.{row.correction}"))
