"""A full room: 20 to 200 readers at once, each of whom changes a filter every five seconds; all answers are checked.

Selections are new for every reader and change, three issues each. The page says how many recommendations these are;
that number is counted here once more, from the file of the facts, and compared. Times are from the change to the last
element, nothing drawn. The readers run on the same cores as the server: on a host of its own it has more of them.
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
import pyarrow.parquet as pq

from analytics.database import DATA
from analytics.starting.commands import SERVER
from analytics.text import text
from benchmarks.proxy import nginx, proxied
from benchmarks.reader import Reader
from benchmarks.server import BASE_PATH, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.report import Report

PAUSE = 5.0
"""Seconds from one change of a reader to the next."""
CHANGES = 4
ALONE = {20: (None, None), 50: (0.150, 0.400), 100: (0.250, 1.0), 200: (None, None)}
TWO = {100: (0.150, 0.400), 200: (0.400, 1.5)}
"""Readers, and the seconds within which half and 95 % of the changes are to be complete."""
BASE = "atlas"


def measure(report: Report) -> None:
    """Add the full rooms to the report."""
    report.calibrate()
    report.heading(f"A full room, each reader changes a filter every {PAUSE:g} s")
    expected = _counts()
    checked = wrong = 0
    with serve() as server:
        for readers, targets in ALONE.items():
            right = _room(report, "one process", readers, targets, expected, lambda: Reader(server.port))
            checked, wrong = checked + len(right), wrong + right.count(False)
    if nginx() is None:
        print("There is no nginx, so nothing is measured behind it: apt install nginx")
    else:
        below = (BASE_PATH, BASE)
        with serve(SERVER, *below) as one, serve(SERVER, *below) as two, proxied([one.port, two.port], BASE) as port:
            for readers, targets in TWO.items():
                through = "two processes behind nginx"
                right = _room(report, through, readers, targets, expected, lambda: Reader(port, base=BASE))
                checked, wrong = checked + len(right), wrong + right.count(False)
    report.number("answers checked against a count of their own", checked, 2_000, least=True)
    report.number("of these wrong", wrong, 0)


def _room(  # noqa: PLR0917 - what a room is
    report: Report,
    where: str,
    readers: int,
    targets: tuple[float | None, float | None],
    expected: Callable[[Sequence[str]], str],
    enter: Callable[[], Reader],
) -> list[bool]:
    """Add one room to the report; of each answer, whether it is right."""
    lot = random.Random(readers + len(where))  # noqa: S311 - no secret
    with ExitStack() as stack:
        present = [stack.enter_context(enter()) for _ in range(readers)]
        several = list(combinations(present[0].options("issues"), 3))
        lot.shuffle(several)
        found = _together(present, iter(several), expected)
    seconds = [one for one, _ in found]
    report.calibrate()
    for percent, target in zip((50, 95), targets, strict=True):
        what = f"{readers} readers, {where}: {percent} % had it within"
        report.time(what, [float(np.percentile(seconds, percent))], target)
    return [right for _, right in found]


def _together(
    readers: list[Reader], issues: Iterator[tuple[str, ...]], expected: Callable[[Sequence[str]], str]
) -> list[tuple[float, bool]]:
    """Of every change of every reader the seconds and whether it is right; they begin spread over one pause."""
    places = random.Random(1)  # noqa: S311 - no secret
    lock = threading.Lock()
    begin = time.perf_counter() + 0.1

    def one(reader: Reader, first: float) -> list[tuple[float, bool]]:
        found = []
        for number in range(CHANGES):
            with lock:
                chosen = next(issues)
            time.sleep(max(begin + first + number * PAUSE - time.perf_counter(), 0))
            answer = reader.choose("issues", chosen)
            found.append((answer.seconds, any(expected(chosen) in said for said in answer.said)))
        return found

    with ThreadPoolExecutor(len(readers)) as pool:
        tasks = [pool.submit(one, reader, places.random() * PAUSE) for reader in readers]
        return [each for task in tasks for each in task.result()]


def _counts() -> Callable[[Sequence[str]], str]:
    """What says how many recommendations are on one of some issues, given by name, as the page words it."""
    t = text("en")
    issues = pq.read_table(DATA / "recommendations.parquet", columns=["issues"])["issues"].to_pylist()
    on: dict[str, set[int]] = {}
    for number, codes in enumerate(issues):
        for code in codes:
            on.setdefault(t.issue(code), set()).add(number)
    return lambda names: t.count("recommendations", len(set().union(*(on[name] for name in names))))
