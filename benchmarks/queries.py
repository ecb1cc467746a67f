"""Every named query, and every result that is made of its rows, on the embedded facts; filters off and on.

Each time with an empty cache of results, so that the query is run and the result is made.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from statistics import median
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from analytics import database, results
from analytics.codes import read_codes
from analytics.filters import Codes, Filters
from benchmarks.report import LOOP, Report

if TYPE_CHECKING:
    import duckdb


TARGET = 0.010
TIMES = 10
FEWER = 3
"""Times that a result is made of its rows; some take longer than all queries together."""


def measure(report: Report) -> None:
    """Add all queries and results to the report."""
    base = report.calibrate()
    with database.open_snapshot(database.ensure_snapshot()) as connection:
        codes = read_codes(connection)
        off = _timed(connection, codes, [Filters()] * TIMES)
        on = _timed(connection, codes, some_selections(codes))
    queries = database.queries()
    report.heading("Queries, filters off and on", LOOP)
    for name, query in queries.items():
        for state, timed in (("off", off), ("on", on)):
            if state == "off" or "issues" in query.parameters:
                seconds, processor = zip(*timed["query", name], strict=True)
                report.time(f"query {name}, filters {state}", seconds, TARGET, base=base, processor=processor)
    report.heading("Results: all that is made of the rows, without the queries", LOOP)
    for name in results.results():
        if name not in queries:
            seconds, processor = zip(*on["result", name], strict=True)
            note = f"filters off {median(wall for wall, _ in off['result', name]) * 1e3:.1f} ms"
            report.time(f"result {name}, filters on", seconds, base=base, processor=processor, note=note)


def some_selections(codes: Codes) -> list[Filters]:
    """Selections of every kind of filter, each different."""
    kinds = [
        Filters(),
        Filters(cycles=(1,)),
        Filters(regions=tuple(codes.focus)),
        Filters(asked_by=tuple(codes.regions["m49"][:2])),
        Filters(actions=(4, 5), acceptance="broad"),
        Filters(sessions=(5, 18)),
        Filters(scheme="un"),
        Filters(states=tuple(codes.states[::3])),
    ]
    return [replace(kinds[place % len(kinds)], issues=(codes.issues[place * 5],)) for place in range(TIMES)]


def _timed(
    connection: duckdb.DuckDBPyConnection, codes: Codes, selections: list[Filters]
) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Of every query, and of every result beyond its queries, per selection: seconds, and those of the processor."""
    times: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    asked: list[tuple[float, float]] = []
    ask = database.query

    def query(connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any]) -> Any:
        start = perf_counter(), thread_time()
        rows = ask(connection, name, parameters)
        asked.append((perf_counter() - start[0], thread_time() - start[1]))
        times["query", name].append(asked[-1])
        return rows

    with patch.object(database, "query", query):
        for place, filters in enumerate((selections[0], *selections)):
            for name in results.results():
                if place > FEWER and name not in database.queries():
                    continue
                made = results.Results(connection, codes)
                asked.clear()
                start = perf_counter(), thread_time()
                made.table(name, filters)
                seconds, processor = perf_counter() - start[0], thread_time() - start[1]
                without = seconds - sum(wall for wall, _ in asked), processor - sum(used for _, used in asked)
                times["result", name].append(without)
    return {key: found[1:] for key, found in times.items()}  # the first one warmed up
