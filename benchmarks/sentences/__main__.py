"""`python -m benchmarks.sentences` checks every sentence under selections by lot, and prints the breaches by kind.

It opens every page and view in every language under each selection, and reads what they say against the rows. It
ends with 1 when it finds a breach. With --selections 2000 it takes about half an hour on two cores.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.sentences.breaches import KINDS
from benchmarks.sentences.checking import Found, part
from benchmarks.sentences.data import data_sets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.sentences.selections import Selection


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 1 where there is a breach."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sentences", description="Check every sentence under selections by lot."
    )
    parser.add_argument("--selections", type=int, default=400, help="how many (400)")
    parser.add_argument("--seed", type=int, default=15, help="of the lot: the same draws the same selections (15)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="side by side (one per core)")
    parser.add_argument("--examples", type=int, default=2, help="examples printed of each kind and sentence (2)")
    parser.add_argument("--data", type=Path, help="folder that keeps the invented load between runs")
    options = parser.parse_args(arguments)
    begin = perf_counter()
    with tempfile.TemporaryDirectory() as made:
        folder = options.data or Path(made)
        data_sets(folder)  # loaded once, before the processes part
        shares = range(options.processes)
        with ProcessPoolExecutor(options.processes, get_context("spawn")) as pool:
            asked = [
                pool.submit(part, folder, options.selections, options.seed, place, options.processes)
                for place in shares
            ]
            parts = [each.result() for each in asked]
    found = [one for its, _ in parts for one in its]
    _print(found, options.examples)
    said = sum(number for _, number in parts)
    seconds = perf_counter() - begin
    print(f"{options.selections} selections, {said} texts, {len(found)} breaches, {seconds:.0f} s.")
    return 1 if found else 0


def _print(found: Found, examples: int) -> None:
    kinds = Counter(breach.kind for _, breach in found)
    for kind in KINDS:
        if not kinds[kind]:
            continue
        print(f"{kinds[kind]:6} {kind}")
        of_kind = [(selection, breach) for selection, breach in found if breach.kind == kind]
        for where, number in Counter(breach.where for _, breach in of_kind).most_common():
            print(f"{number:12} {where}")
            shown = [(selection, breach) for selection, breach in of_kind if breach.where == where][:examples]
            for selection, breach in shown:
                print(f"{'':13} [{breach.language}, {_link(selection)}] {breach.said}\n{'':13} -> {breach.why}")


def _link(selection: Selection) -> str:
    from analytics.filters import encode

    chosen = " ".join(f"{name}={value}" for name, value in encode(selection.filters).items())
    return f"{selection.data}: {chosen or 'everything'}"


if __name__ == "__main__":
    sys.exit(main())
