"""Every result this atlas can show, as a table: counts from SQL, rates and intervals from `statistics`.

The pages and the command line ask `Results`, so a number on a page can always be had from the command line. One
module per subject; each lists what it makes of the rows of a query (MAKE) and of other results (DERIVED).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import pandas as pd
from cachetools import LRUCache, cached

from analytics import database, workshop
from analytics.filters import Codes, Filters
from analytics.results import (
    acceptance,
    askers,
    asking,
    civic_falls,
    civic_space,
    claims,
    claims_coalitions,
    coalition_country,
    coalition_impact,
    coalition_networks,
    coalition_room,
    coalitions,
    country,
    follow_up,
    issues,
    lens,
    lobbying,
    mix,
    one_state,
    recommending_state,
    regions,
    search,
    subjects,
    submissions,
)
from analytics.results.definition import SPECIFIC, Result, Setting, Written, as_counted
from analytics.results.lobby_trial import VALIDATION

__all__ = ["OWN", "SPECIFIC", "Result", "Results", "lacking", "results"]

SUBJECTS = (
    acceptance,
    askers,
    asking,
    claims,
    regions,
    mix,
    issues,
    one_state,
    civic_space,
    civic_falls,
    lens,
    submissions,
    coalition_networks,
    coalition_impact,
    claims_coalitions,
    coalition_country,
    coalition_room,
    coalitions,
    country,
    recommending_state,
    search,
    subjects,
    follow_up,
    lobbying,
)
EVERYTHING = Filters()
KEPT = 1_000_000
"""Cells of the results kept in memory, each some twenty bytes."""
AT_LEAST = 200
"""What a result counts at least: an empty one takes room too."""


OWN: Mapping[str, tuple[object, Callable[[Codes], Collection[object]]]] = {
    "about": ("death-penalty", lambda codes: codes.issues),
    "subject": ("death_penalty", lambda codes: codes.subjects),
    "group": (asking.REGION, lambda _: asking.GROUPINGS),
    "asking": (asking.ALL, asking.group_codes),
    "asked": (asking.ALL, asking.group_codes),
    "moves": ("rate", lambda _: ("rate", "share")),
    "country": (None, lambda codes: codes.states),
    "peers": ("5", lambda _: ("3", "5", "8")),
    "pair": ("africa-asia", lambda _: tuple(regions.PAIRS)),
    "strata": ("action", lambda _: mix.STRATA),
    "indicator": (civic_space.INDICATORS[0], lambda _: civic_space.INDICATORS),
    **submissions.OWN,
    **coalition_networks.OWN,
    **coalition_room.OWN,
    **country.OWN,
    **lobbying.OWN,
    **follow_up.OWN,
    **workshop.OWN,
    "q": ("", lambda _: Written(r"[^\0]{0,400}", "up to 400 characters: words, and phrases in double quotes")),
    "page": ("1", lambda _: Written(rf"[1-9]\d{{0,5}}|{search.ALL}", f"a number from 1, or {search.ALL}")),
}
"""Parameters of single results beyond the selection: name -> default and the values that exist."""

RECORDED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("acceptance_by_asker", "actions_by_asker", "last_reviews", "peers_by_review", "state_pairs"),
            *("asks_of_country", "asks_made"),
        ),
        "askers",
    ),
    **dict.fromkeys(("acceptance_and_civic_space", "civil_society_by_region", "asks_on_issues", VALIDATION), "issues"),
}
"""Results that look at what not every source records, and what (see `filters.DEPENDENT`)."""


ALONE: Mapping[str, tuple[str, ...]] = {VALIDATION: ("split",), "received_by_state": (), "review_shares": ()}
"""Results that take these parameters of a page and no other, whatever else it has."""
BY_SCHEME = frozenset(claims_coalitions.DERIVED) | {"coalition_reviews", claims.HEARD, VALIDATION}
"""Results that no filter but the scheme of regions changes: made once per scheme, under whatever selection."""


class Results:
    """Results under selections, from one snapshot. Rows are kept and shared between readers: never change them."""

    def __init__(self, connection: database.Connection, codes: Codes) -> None:
        self.connection = connection
        self.codes = codes
        self._rows = _keeping(self._make)
        self._queried = _keeping(self._query)

    def table(self, name: str, filters: Filters, **own: object) -> pd.DataFrame:
        """The rows of a result; `own` are its parameters beyond the selection.

        Raises database.UnknownNameError, naming what exists.
        """
        return self._rows(name, filters, tuple(sorted(own.items())))

    def _make(self, name: str, filters: Filters, own: tuple[tuple[str, object], ...]) -> pd.DataFrame:
        result = _with_steps().get(name)
        if result is None:
            message = f"There is no result '{name}'. There are: {', '.join(results())}."
            raise database.UnknownNameError(message)
        alone = tuple(each for each in own if name not in ALONE or each[0] in ALONE[name])
        under = Filters(scheme=filters.scheme) if name in BY_SCHEME else filters
        if (under, alone) != (filters, own):
            return self._rows(name, under, alone)
        more = {**{key: default for key, (default, _) in OWN.items()}, **dict(own)}
        if result.base == name:
            parameters = database.queries()[name].parameters
            taken = tuple(each for each in own if {*parameters} & {each[0], *search.STAND_FOR.get(each[0], ())})
            if taken != own:
                return self._rows(name, filters, taken)
            values = {
                **filters.parameters(self.codes),
                **more,
                **search.parameters(more),
                **submissions.parameters(more),
            }
            if "terms" in parameters:
                values |= search.terms(self._searched("search_words", EVERYTHING, more))
            if "excluded" in parameters:
                dictionary = self._searched("search_dictionary", EVERYTHING, more)
                values["excluded"] = search.excluded(dictionary, str(more["q"]))
            if "within" in parameters:
                unspoken = values["unspoken"]
                limits = {"search_selected": filters.narrowed or unspoken, "search_spoken": values["spoken"]}
                limiting = [self._searched(each, filters, more) for each, applies in limits.items() if applies]
                without = self._searched("search_excluded", EVERYTHING, more) if unspoken else None
                values["within"] = search.within(limiting, without)
            given = ((each, values[each]) for each in parameters if each in values)
            frozen = ((each, tuple(value) if isinstance(value, list) else value) for each, value in given)
            rows = self._queried(name, tuple(frozen))
        else:
            rows = self._rows(result.base, filters, own)

        def table(other: str, **given: object) -> pd.DataFrame:
            return self._rows(other, filters, tuple(sorted({**dict(own), **given}.items())))

        def everywhere(other: str) -> pd.DataFrame:
            return self._rows(other, replace(filters, regions=(), subregions=(), states=()), own)

        return result.make(rows, Setting(filters, self.codes, more, table, everywhere))

    def _query(self, name: str, values: tuple[tuple[str, object], ...]) -> pd.DataFrame:
        """The rows of a query, kept by the parameters that it takes: another filter does not run it again."""
        given = {each: list(value) if isinstance(value, tuple) else value for each, value in values}
        return database.query(self.connection, name, given)

    def _searched(self, name: str, filters: Filters, more: Mapping[str, object]) -> pd.DataFrame:
        """A result that other queries of the same search stand on."""
        return self._rows(name, filters, (("q", more["q"]),))


def _keeping(make: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """What it makes is kept; what was asked for least lately goes first when there is no room."""
    kept: LRUCache[object, pd.DataFrame] = LRUCache(KEPT, getsizeof=lambda rows: rows.size + AT_LEAST)
    return cached(kept, lock=Lock())(make)


@cache
def results() -> dict[str, Result]:
    """All results by name: one per query, and those made of the rows of another."""
    steps = {name for name, query in database.queries().items() if query.step}
    return {name: result for name, result in _with_steps().items() if name not in steps}


@cache
def _with_steps() -> dict[str, Result]:
    """The same, and the steps, which only other results and the page of a search ask for."""
    made = {name: make for subject in SUBJECTS for name, make in subject.MAKE.items()}
    derived = {name: result for subject in SUBJECTS for name, result in subject.DERIVED.items()}
    counted = {name: Result(name, query.row, made.get(name, as_counted)) for name, query in database.queries().items()}
    return dict(sorted({**counted, **derived}.items()))


def lacking(name: str, codes: Codes) -> str:
    """What a result, or one that it is made of, looks at and these data lack; empty where they have all of it."""
    result = _with_steps().get(name)
    if result is None or RECORDED.get(name) in codes.lacks:
        return RECORDED.get(name, "")
    return "" if result.base == name else lacking(result.base, codes)
