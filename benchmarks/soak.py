"""Readers change filters for minutes: does the server's memory stay flat?

Sessions come, change filters on every page with selections that nobody has made before, and go. Ten times it notes the
server's memory and its processor time per change. By itself, `python -m benchmarks soak`; `python -m benchmarks.soak
--collecting` runs the server as Streamlit does it by itself, with a collection after each run, to compare.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from itertools import combinations
from typing import TYPE_CHECKING

from benchmarks.reader import Reader
from benchmarks.report import Report
from benchmarks.server import Server, serve

if TYPE_CHECKING:
    from collections.abc import Sequence

MINUTES = 10.0
NOTES = 10
PAGES = ("", "regions", "countries", "issues", "who_asks_whom", "claims", "civic_space", "coalitions")
TOGETHER = 16
"""Sessions that are open at once, spread over the pages; each is left and opened anew after some changes."""
STAYS = 12
"""Changes of one session."""
MOST = 350e6
GROWTH = 1.05
"""Memory at the end, to that halfway, up to which it counts as flat."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description="Memory of a long day.")
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"how long ({MINUTES:g})")
    parser.add_argument("--collecting", action="store_true", help="with a collection after each run, as Streamlit does")
    options = parser.parse_args(arguments)
    if options.collecting:
        os.environ["STREAMLIT_RUNNER_POST_SCRIPT_GC"] = "true"
    measure(Report(), options.minutes)
    return 0


def measure(report: Report, minutes: float = MINUTES) -> None:
    """Add memory over some minutes to the report."""
    report.calibrate()
    report.heading(f"{minutes:g} minutes of changes by {TOGETHER} readers who come and go")
    with serve() as server:
        readers = [Reader(server.port, PAGES[place % len(PAGES)]) for place in range(TOGETHER)]
        held = _changing(report, server, readers, minutes)
        for reader in readers:
            reader.__exit__()
        report.size("memory when all have gone", [server.memory()], MOST)
    report.number("memory at the end, to that halfway", held[-1] / held[len(held) // 2 - 1], GROWTH)


def _changing(report: Report, server: Server, readers: list[Reader], minutes: float) -> list[float]:
    """Memory at each note."""
    lot = random.Random(18)  # noqa: S311 - no secret
    several = list(combinations(readers[2].options("issues"), 3))
    lot.shuffle(several)
    begin, changes, counted, spent, held = time.monotonic(), 0, 0, server.spent(), []
    while len(held) < NOTES:
        place = changes % TOGETHER
        if changes // TOGETHER % STAYS == STAYS - 1:
            readers[place].__exit__()
            readers[place] = Reader(server.port, readers[place].page)
        if readers[place].options("issues"):
            readers[place].choose("issues", several[changes % len(several)])
        else:
            readers[place].rerun()
        changes += 1
        if time.monotonic() - begin >= (len(held) + 1) * minutes * 60 / NOTES:
            now = server.spent()
            held.append(server.memory())
            what = f"after {len(held) * minutes / NOTES:g} minutes, {changes:,} changes"
            report.size(f"{what}: memory", [held[-1]])
            report.time(f"{what}: processor time per change", [(now - spent) / (changes - counted)])
            spent, counted = server.spent(), changes
    return held


if __name__ == "__main__":
    sys.exit(main())
