"""The codes of a snapshot: which regions, states, issues, cycles and sessions a filter may name."""

from __future__ import annotations

from analytics import database
from analytics.filters import Codes, Series
from analytics.rows import each, read

OBSERVER = "observer"
"""UN group of the states that are no members: they recommend and are not reviewed."""

EVERY_LIST = {"scheme": "m49", "lists": "all"}


def read_codes(connection: database.Connection) -> Codes:
    """Everything `filters` checks against, read once per snapshot."""
    regions = database.query(connection, "regions", {})
    states = database.query(connection, "states", {})
    sessions = database.query(connection, "sessions", {})
    by_scheme = {str(scheme): tuple(rows["region"]) for scheme, rows in regions.groupby("scheme")}
    members = database.query(connection, "organisations", {})
    (gives,) = each(database.query(connection, "dataset", {}))
    has = {"actions": gives.actions, "askers": gives.askers, "issues": gives.topics == "issues"}
    reviewed = states[states["reviewed"]]
    return Codes(
        regions=by_scheme,
        subregions=tuple(database.query(connection, "subregions", {})["subregion"]),
        states=tuple(reviewed["iso3"]),
        recommending_states=tuple(states[states["recommends"]]["iso3"]),
        cycles=tuple(int(cycle) for cycle in sorted(set(sessions["cycle"]))),
        sessions=(int(sessions["session"].min()), int(sessions["session"].max())),
        issues=tuple(database.query(connection, "issues", {})["issue"]),
        years=(int(sessions["year"].min()), int(sessions["year"].max())),
        focus=tuple(regions[(regions["scheme"] == "m49") & regions["focus"]]["region"]),
        region_of={
            "m49": dict(zip(states["iso3"], states["m49_region"], strict=True)),
            "un": dict(zip(states["iso3"], states["un_group"], strict=True)),
        },
        subregion_of=dict(zip(states["iso3"], states["subregion"], strict=True)),
        members=tuple(states[(states["un_group"] != OBSERVER) | states["reviewed"]]["iso3"]),
        cycle_of={int(session): int(cycle) for session, cycle in read(sessions, "session", "cycle")},
        year_of={int(session): int(year) for session, year in read(sessions, "session", "year")},
        calendar={
            int(session): (int(cycle), int(third))
            for session, cycle, third in read(database.query(connection, "calendar", {}), "session", "cycle", "third")
        },
        listed=tuple(database.query(connection, "listed_reviews", EVERY_LIST)["review"]),
        stakeholders=tuple(database.query(connection, "stakeholders", {})["stakeholder"]),
        organisations={str(name): tuple(rows) for name, rows in members.groupby("organisation", sort=False)["iso3"]},
        lacks=frozenset(what for what, there in has.items() if not there),
        later={
            int(session): int(cycle)
            for session, cycle in read(database.query(connection, "later_sessions", {}), "session", "cycle")
        },
        series=_series(connection),
        subjects=tuple(database.query(connection, "subject_scores", {})["subject"]),
        uncoded=tuple(int(session) for session, coded in read(sessions, "session", "coded") if not coded),
    )


def _series(connection: database.Connection) -> Series | None:
    """The parts of data that continue the built-in ones; None for other data."""
    rows = list(each(database.query(connection, "series", {})))
    if not rows:
        return None
    of = {part: tuple(int(row.session) for row in rows if row.built_in is part) for part in (True, False)}
    return Series(of[True], of[False], rows[0].continues, rows[0].loaded_on)
