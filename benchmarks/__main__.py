"""`python -m benchmarks` measures speed, load and size, and prints a table: what, median, target, ok or missed.

Figures of one run belong together: machines differ and drift, so every time also stands as a ratio to something that
was measured in the same run, an empty page or a loop of plain Python. Nothing fails unless asked to with --strict.
"""

from __future__ import annotations

import argparse
import sys
from time import perf_counter
from typing import TYPE_CHECKING

from analytics import database
from benchmarks import coalitions, files, growth, loads, pages, queries, readers, search, sessions, start
from benchmarks.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS = {
    "pages": pages,
    "queries": queries,
    "files": files,
    "readers": readers,
    "loads": loads,
    "coalitions": coalitions,
    "search": search,
    "start": start,
    "sessions": sessions,
    "growth": growth,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0, or with --strict 1 when a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed, load and size.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; without any, all of them")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a target is missed")
    options = parser.parse_args(arguments)
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"There is no part '{unknown[0]}'. There are: {', '.join(PARTS)}.")
    begin = perf_counter()
    database.ensure_snapshot()
    report = Report()
    for part in options.parts or PARTS:
        PARTS[part].measure(report)
    report.finish()
    print(f"Measured in {perf_counter() - begin:.0f} s.")
    return 1 if options.strict and report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
