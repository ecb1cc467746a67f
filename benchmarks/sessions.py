"""Twenty readers at once on one server: how long a filter change takes for each.

First as people do it, each changing a filter every few seconds, then all in the same moment, as when a trainer says
"now". Selections are new for every reader and change. Times are from the click to the complete page, nothing drawn.
"""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from analytics.starting.commands import SERVER
from benchmarks.reader import Reader
from benchmarks.report import LOOP, Report
from benchmarks.server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator


READERS = 20
CHANGES = 2
PAUSE = 3.0
"""Seconds from one change of a reader to the next."""


def measure(report: Report) -> None:
    """Add the twenty readers to the report."""
    base = report.calibrate()
    with serve(SERVER, module="streamlit") as server, ExitStack() as stack:
        readers = [stack.enter_context(Reader(server.port)) for _ in range(READERS)]
        issues = combinations(readers[0].options("issues"), 3)
        alone = [readers[0].choose("issues", next(issues)).seconds for _ in range(5)]
        paced = _together(readers, issues, CHANGES, PAUSE)
        burst = _together(readers, issues, 1, 0.0)
    report.heading(f"{READERS} readers on one server: filter change to complete page", LOOP)
    report.time("one reader alone", alone, base=base)
    _percentiles(report, f"each every {PAUSE} s", paced, base)
    _percentiles(report, "all in the same moment", burst, base)


def _percentiles(report: Report, what: str, seconds: list[float], base: float) -> None:
    for percent in (50, 95):
        report.time(f"{what}: {percent} % had it within", [float(np.percentile(seconds, percent))], base=base)


def _together(readers: list[Reader], issues: Iterator[tuple[str, ...]], changes: int, pause: float) -> list[float]:
    """Seconds of every change of every reader; they begin spread over one pause, at places drawn by a fixed seed."""
    places = random.Random(1)  # noqa: S311 - no secret
    lock = threading.Lock()
    begin = time.perf_counter() + 0.1

    def one(reader: Reader, first: float) -> list[float]:
        found = []
        for number in range(changes):
            with lock:
                chosen = next(issues)
            time.sleep(max(begin + first + number * pause - time.perf_counter(), 0))
            found.append(reader.choose("issues", chosen).seconds)
        return found

    with ThreadPoolExecutor(len(readers)) as pool:
        tasks = [pool.submit(one, reader, places.random() * pause) for reader in readers]
        return [seconds for task in tasks for seconds in task.result()]
