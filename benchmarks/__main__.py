"""`python -m benchmarks` measures speed, load and size, and prints a table: what, median, target, ok or missed.

Figures of one run belong together: machines differ and drift, so every time also stands as a ratio to something that
was measured in the same run, a loop of plain Python or another page. Nothing fails unless asked to with --strict.
"""

from __future__ import annotations

import argparse
import sys
from time import perf_counter
from typing import TYPE_CHECKING

from analytics import database
from benchmarks import (
    browser,
    coalitions,
    costs,
    files,
    growth,
    loads,
    pages,
    queries,
    readers,
    room,
    search,
    soak,
    start,
    usual,
    written,
)
from benchmarks.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

USUAL = {
    "start": start,
    "pages": pages,
    "usual": usual,
    "browser": browser,
    "room": room,
    "files": files,
    "growth": growth,
    "soak": soak,
    "costs": costs,
}
"""What is measured without a name: what readers and hosts feel, and growth, in less than half an hour."""
PARTS = {**USUAL, "queries": queries, "readers": readers, "loads": loads, "coalitions": coalitions, "search": search}


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0, or with --strict 1 when a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed, load and size.")
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; without any, the first {len(USUAL)}"
    )
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a target is missed")
    parser.add_argument("--write", action="store_true", help=f"also write {written.RESULTS.name}")
    options = parser.parse_args(arguments)
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"There is no part '{unknown[0]}'. There are: {', '.join(PARTS)}.")
    if options.write and options.parts:
        parser.error("--write is for a run without names: the figures of one run belong together.")
    begin = perf_counter()
    database.ensure_snapshot()
    report = Report()
    for name in options.parts or USUAL:
        part = perf_counter()
        PARTS[name].measure(report)
        print(f"({name}: {perf_counter() - part:.0f} s)", flush=True)
    report.finish()
    print(f"Measured in {perf_counter() - begin:.0f} s.")
    if options.write:
        written.write(report, perf_counter() - begin)
        print(f"Written to {written.RESULTS}.")
    return 1 if options.strict and report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
