"""How the snapshot and the queries grow with 61 thousand to 10 million recommendations: synthetic facts (`grown`).

Each snapshot is written in a process of its own (`python -m benchmarks.growth DATA SNAPSHOT`), whose peak is its
memory. Then every named query that needs no texts runs on two threads, each time under filters it has not seen; those
that most pages stand on run beside the same count in pandas (`in_pandas`), and all of them beside their SQL sent to
DuckDB.

Margins are those of the real facts, so a synthetic snapshot holds few combinations of states, session, issue and
answer that the real one does not: a table of counts would answer all of it in no time, and would say nothing about
real growth.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from itertools import islice
from math import log
from pathlib import Path
from statistics import linear_regression, median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from analytics import database, results
from analytics.codes import read_codes
from analytics.database import opening
from analytics.filters import Codes, Filters
from benchmarks import growing_pages, grown, in_pandas
from benchmarks.queries import some_selections
from benchmarks.readers import peak
from benchmarks.report import LOOP, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SIZES = {61_014: 5, 600_000: 3, 6_000_000: 2, 10_000_000: 2}
"""Recommendations -> times that each query runs; the first are the real facts. Large ones take a second or more."""
FITTED = 600_000
"""From so many recommendations on, times are fitted."""
THREADS = 2
TARGET, EXPONENT = 0.150, 0.8
SHORT = 0.005
"""Seconds of the processor on all threads, which other programs change little: exponents are of these. Queries that
take no longer with the most recommendations have none: their time is that of planning."""
COUNTRY = "KEN"
Times = dict[str, list[tuple[float, float]]]
"""Query -> seconds, and those of the processor on all threads, of each run."""


def measure(report: Report) -> None:
    """Add sizes, queries, pages, pandas and DuckDB to the report. Takes seven to eight minutes."""
    base = report.calibrate()
    report.heading("Growth, synthetic facts: snapshots", LOOP)
    times: dict[int, Times] = {}
    pages: dict[int, dict[str, float]] = {}
    besides: dict[int, dict[str, tuple[list[float], list[float]]]] = {}
    for recommendations, repeats in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            snapshot = Path(folder) / "snapshot.duckdb"
            built = build(Path(folder) / "data", snapshot, recommendations)
            what = f"{recommendations:,} recommendations"
            report.time(f"{what}: snapshot built", [built["seconds"]], base=base, processor=[built["processor"]])
            report.size(f"{what}: memory at its peak", [built["memory"]])
            report.size(f"{what}: snapshot", [snapshot.stat().st_size])
            with patch.dict(opening.LOCKED, {"threads": THREADS}), database.open_snapshot(snapshot) as connection:
                codes = read_codes(connection)
                times[recommendations] = timed(connection, codes, repeats)
                if recommendations in (min(SIZES), max(SIZES)):
                    besides[recommendations] = in_pandas.beside(connection, codes, list(islice(unseen(codes), repeats)))
                if recommendations == min(SIZES):
                    direct = _directly(connection, codes, repeats)
            if recommendations in growing_pages.SIZES:
                pages[recommendations] = growing_pages.changes(snapshot, Path(folder) / "delivered", codes.states)
    _report_queries(report, times, base)
    growing_pages.add(report, pages, exponent)
    _report_pandas(report, besides)
    _report_direct(report, times[min(SIZES)], direct)


def build(data: Path, snapshot: Path, recommendations: int) -> dict[str, float]:
    """Write facts to a new folder and a snapshot of them: its seconds, those of the processor, bytes at its peak."""
    if recommendations == min(SIZES):
        shutil.copytree(database.DATA, data)
    else:
        grown.write(data, recommendations)
    command = [sys.executable, "-m", "benchmarks.growth", str(data), str(snapshot)]
    return json.loads(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)


def timed(connection: database.Connection, codes: Codes, repeats: int) -> Times:
    """Every query that needs no texts, after a first run that is not counted."""
    found: Times = {}
    for name, values in _asked(codes, repeats):
        start = perf_counter(), process_time()
        database.query(connection, name, values)
        found.setdefault(name, []).append((perf_counter() - start[0], process_time() - start[1]))
    return {name: runs[1:] for name, runs in found.items()}


def exponent(seconds: Mapping[int, float]) -> float:
    """Slope of the logarithm of time on that of recommendations: 1 where twice as many take twice as long."""
    return linear_regression([log(number) for number in seconds], [log(each) for each in seconds.values()]).slope


def _asked(codes: Codes, repeats: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each query with its parameters: once under no filter, then under as many different selections."""
    own = {name: default for name, (default, _) in results.OWN.items()} | {"country": COUNTRY}
    for filters in (Filters(), *islice(unseen(codes), repeats)):
        values = {**filters.parameters(codes), **own}
        for name, query in database.queries().items():
            if set(query.parameters) <= set(values):
                yield name, values


def unseen(codes: Codes) -> Iterator[Filters]:
    """Selections of every kind of filter, each with another issue."""
    for place, filters in enumerate(some_selections(codes)):
        yield replace(filters, issues=(codes.issues[place * 5 + 1],))


def _directly(connection: database.Connection, codes: Codes, repeats: int) -> dict[str, list[float]]:
    """Seconds of the SQL of every query on the open connection, its rows left as arrays."""
    found: dict[str, list[float]] = {}
    for name, values in _asked(codes, repeats):
        query = database.queries()[name]
        given = {each: values[each] for each in query.parameters}
        start = perf_counter()
        connection.execute(query.sql, given).fetchnumpy()
        found.setdefault(name, []).append(perf_counter() - start)
    return {name: runs[1:] for name, runs in found.items()}


def _report_queries(report: Report, times: Mapping[int, Times], base: float) -> None:
    most = max(times)
    report.heading(f"Growth: queries with {most:,} recommendations, {THREADS} threads, filters on", LOOP)
    short = 0
    for name, runs in sorted(times[most].items(), key=lambda each: -median(wall for wall, _ in each[1])):
        middle = {number: median(used for _, used in found[name]) for number, found in times.items()}
        if middle[most] <= SHORT:
            short += 1
            continue
        slope = exponent({number: each for number, each in middle.items() if number >= FITTED})
        others = " / ".join(f"{each * 1e3:.1f}" for each in list(middle.values())[:-1])
        verdict = "" if slope < EXPONENT else ", missed"
        if verdict:
            report.missed.append(f"exponent of {name}")
        seconds, processor = zip(*runs, strict=True)
        note = f"processor {others} ms with fewer, exponent {slope:.2f}{verdict}"
        report.time(f"query {name}", seconds, TARGET, base=base, processor=processor, note=note)
    print(f"{short} more queries take {SHORT * 1e3:.0f} ms or less.")


def _report_pandas(report: Report, besides: Mapping[int, Mapping[str, tuple[list[float], list[float]]]]) -> None:
    report.heading("Growth: the same counts in pandas", "the query")
    for recommendations, found in besides.items():
        for name, (queried, counted) in found.items():
            what = f"{name}, {recommendations:,}: pandas"
            report.time(what, counted, base=median(queried), note=f"query {median(queried) * 1e3:.1f} ms")


def _report_direct(report: Report, times: Times, direct: Mapping[str, list[float]]) -> None:
    report.heading(f"Growth: {min(SIZES):,} recommendations, the query beside its SQL sent to DuckDB", "DuckDB")
    sums = [sum(median(wall for wall, _ in runs) for runs in times.values()), sum(map(median, direct.values()))]
    report.time(f"all {len(times)} queries, one after the other", [sums[0]], base=sums[1])
    over = {name: median(wall for wall, _ in runs) - median(direct[name]) for name, runs in times.items()}
    for name in sorted(over, key=lambda name: -over[name])[:5]:
        seconds = [wall for wall, _ in times[name]]
        note = f"{over[name] * 1e3:+.1f} ms"
        report.time(f"query {name}", seconds, base=median(direct[name]), note=note)


def _build(data: Path, snapshot: Path) -> dict[str, float]:
    start = perf_counter(), process_time()
    database.write_snapshot(snapshot, data)
    done = {"seconds": perf_counter() - start[0], "processor": process_time() - start[1]}
    return {**done, "memory": peak()}


if __name__ == "__main__":
    print(json.dumps(_build(*map(Path, sys.argv[1:]))))
