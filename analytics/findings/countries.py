"""What the figures of the page Countries show, in a sentence each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics import columns
from analytics.filters import Codes, Filters
from analytics.findings import later, ties
from analytics.findings.finding import Finding
from analytics.findings.selection import later_sessions
from analytics.results.lens import ANY, TAGGED
from analytics.rows import each, is_known, read
from analytics.text import Text
from analytics.thresholds import FEW

MEASURES = ("recommendations", "rate", "specific_share", "about_share")


def measures(states: pd.DataFrame) -> tuple[str, ...]:
    """What the map can show: what is known of the recommendations, and of requests without answers, if any."""
    known = MEASURES if states["recommendations"].any() else ()
    return (*known, "later") if later.counted(states) else known


def most_later(states: pd.DataFrame, t: Text) -> str:
    """The state, or those, with most requests without answers."""
    received = {iso3: number for iso3, number in read(states, "iso3", "later") if number}
    if not received:
        return t("later.none")
    first, _ = ties.ends(received)
    n = t.number(received[first[0]])
    if len(received) == 1:
        return t("countries.later.one", name=t.state(first[0]), n=n)
    said = {"n": n, "total": t.number(later.counted(states)), "states": t.count("states", len(received))}
    if len(first) == 1:
        return t("countries.later.most", name=t.state(first[0]), **said)
    return t("countries.later.tied", names=ties.named(first, t.state, "states", t), **said)


def ranked(states: pd.DataFrame, measure: str, t: Text, about: str) -> Finding:
    """The states at both ends of a measure, as it was counted, with their ties; of one state, its value.

    Of shares only states with enough behind them: the adjusted rate is for the order of the table.
    """
    column = columns.of(measure)
    count = column.kind is columns.Kind.COUNT
    known = states[(states[measure].notna() & (states[column.whole] >= (1 if count else FEW))).to_numpy()]
    if known.empty:
        return Finding(t("glance.states.few"))
    rows = {row.iso3: row for row in each(known)}
    value = {iso3: getattr(row, measure) for iso3, row in rows.items()}
    said, behind = {"issue": t.issue(about)}, {}
    ends = dict(zip(("high", "low"), ties.ends(value), strict=True))
    for end, codes in ends.items():
        said |= {
            end: ties.named(codes, t.state, "states", t),
            f"{end}_value": columns.written(measure, value[codes[0]], t),
        }
        alone = len(codes) == 1 and not count
        whole = t("countries.of", n=t.number(getattr(rows[codes[0]], column.whole))) if alone else ""
        behind[f"{end}_n"] = whole
    key = f"countries.finding.{measure}"
    if not ties.differ(value):
        key = f"countries.finding.{measure}.{'alone' if len(value) == 1 else 'equal'}"
    elif measure == "about_share" and not min(value.values()):
        key = f"countries.finding.{measure}.none"
    named = {code for codes in ends.values() for code in codes if len(codes) <= ties.NAMED}
    notes = [_note(rows[code], t) for code in value if code in named and isinstance(rows[code].correction, str)]
    heading = t(key, **said, **dict.fromkeys(behind, ""))
    return Finding(heading, " ".join(notes), " ".join([t(key, **said, **behind), *notes]))


def by_size(states: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The states as a table lists them: most of the measure first, those without it last."""
    return states.sort_values(columns.of(measure).ranked_by or measure, ascending=False, kind="stable")


def one_state(  # noqa: PLR0917 - what a state in numbers needs
    states: pd.DataFrame, counts: pd.DataFrame, iso3: str, filters: Filters, codes: Codes, t: Text
) -> str:
    """One state in numbers: received, accepted (raw and shrunken) and specific; apart, requests without answers.

    `counts` has the sessions of its reviews, with a row or more for each.
    """
    row = states.set_index("iso3").loc[iso3]
    sessions = dict.fromkeys(session for state, session in read(counts, "iso3", "session") if state == iso3)
    reviews = [t("countries.one.review", session=session, year=codes.year_of[session]) for session in sessions]
    parts = [_answered(row, iso3, t.join(reviews), filters.scheme, t) if row.recommendations else _nothing(iso3, t)]
    if row.later:
        parts.append(
            t("countries.one.later", n=t.count("requests", row.later), sessions=later_sessions(filters, codes, t))
        )
    if row.recommendations and isinstance(row.correction, str):
        parts.append(_note(row, t))
    return " ".join(parts)


def _nothing(iso3: str, t: Text) -> str:
    return t("countries.nothing", name=t.state(iso3))


def _answered(row: pd.Series, iso3: str, sessions: str, scheme: str, t: Text) -> str:
    """What a state received in sessions with answers, which these are."""
    said = [
        t(
            "countries.one",
            name=t.state(iso3),
            region=t.region(row.region, scheme),
            n=t.count("recommendations", row.recommendations),
            reviews=t.count("reviews", row.reviews),
            sessions=sessions,
        )
    ]
    if row.answered:
        blanks = {"rate": t.percent(row.rate), "answered": t.number(row.answered), "accepted": t.number(row.accepted)}
        said.append(t("countries.one.accepted", **blanks))
    if is_known(row.shrunken) and is_known(row.lower):
        bounds = t.interval(row.lower, row.upper)
        said.append(t("countries.one.adjusted", shrunken=t.percent(row.shrunken), interval=bounds))
    if row.categorised:
        said.append(t("countries.one.specific", specific=t.percent(row.specific_share)))
    return " ".join(said)


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


def _note(row: Any, t: Text) -> str:
    """What is known to be wrong or special about a state's recommendations."""
    return t("countries.note", note=t(f"correction.{row.correction}"))
