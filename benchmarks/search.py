"""Searching 120,000 SYNTHETIC texts: invented words in the frequencies of a language, the same on every run.

Nothing in them is a recommendation of anybody. They are loaded and made searchable as a user's file is, in a folder of
their own. A search is words typed anew: looked up, ranked, the first page of results, with an empty cache of results.
What is there, as it is on the page: the dictionary of all words, read once per data set, and the selection, read when a
filter changes; both are timed apart.
"""

from __future__ import annotations

import csv
import os
import random
import tempfile
from pathlib import Path
from time import perf_counter, thread_time
from typing import TYPE_CHECKING
from unittest.mock import patch

from analytics import database, results
from analytics.codes import read_codes
from analytics.database import DATA
from analytics.filters import Filters
from analytics.loading import intake, store
from analytics.loading.given import Given
from analytics.sources.names import read_aliases
from benchmarks.synthetic import HEADER, SEED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from analytics.filters import Codes
    from benchmarks.report import Report

TEXTS = 120_000
WORDS = 22
"""Words of a text; UPR Info's have 21 on average."""
VOCABULARY = 12_000
SMALL = ("the", "of", "and", "to", "in", "for", "with", "on")
TARGET = 0.010
TIMES = 20
SEARCHES = {
    "one common word": (1,),
    "one word": (40,),
    "two words": (3, 60),
    "three words": (2, 30, 90),
    "a rare word": (3_000,),
}
"""Searches by the ranks of their words: 1 is the most frequent."""


def measure(report: Report) -> None:
    """Add loading, finishing and searching to the report."""
    base = report.calibrate()
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"UPR_DATA": folder}):
        root, path = Path(folder), Path(folder) / "synthetic.csv"
        words = _vocabulary()
        _write(path, words)
        intake.load([Given(path)], root)
        start = perf_counter()
        version = store.current("upr_info", root)
        assert version is not None  # noqa: S101 - it was loaded just now
        intake.finish(version, root)
        report.heading(f"{TEXTS:,} synthetic texts", "the calibration loop")
        report.time("made searchable", [perf_counter() - start], base=base)
        served = store.current("upr_info", root)
        with database.open_snapshot(served.snapshot() if served else version.snapshot()) as connection:
            codes = read_codes(connection)
            every: list[float] = []
            start = perf_counter()
            results.Results(connection, codes).table("search_words", Filters(), q=words[0])
            report.time("the dictionary read, once", [perf_counter() - start], base=base)
            for name, ranks in {**SEARCHES, "a phrase": (5, 6)}.items():
                asked = " ".join(words[rank] for rank in ranks)
                asked = f'"{asked}"' if name == "a phrase" else asked
                for filters, state in ((Filters(), "off"), (Filters(regions=("africa",)), "on")):
                    seconds, processor = [], []
                    for _ in range(TIMES):
                        made = results.Results(connection, codes)
                        made.table("search", filters, q="")
                        begin = perf_counter(), thread_time()
                        made.table("search", filters, q=asked)
                        seconds.append(perf_counter() - begin[0])
                        processor.append(thread_time() - begin[1])
                    every += seconds
                    report.time(f"{name}, filters {state}", seconds, base=base, processor=processor)
            report.time("all searches", every, TARGET, base=base)
            report.time("a filter changed under two words", _changes(connection, codes, words), base=base)


def _changes(connection: duckdb.DuckDBPyConnection, codes: Codes, words: list[str]) -> list[float]:
    """Seconds that the same search takes under one new selection after the other."""
    asked = " ".join(words[rank] for rank in SEARCHES["two words"])
    made = results.Results(connection, codes)
    made.table("search", Filters(), q=asked)
    seconds = []
    for session in range(1, TIMES + 1):
        start = perf_counter()
        made.table("search", Filters(regions=("africa",), sessions=(session, 44)), q=asked)
        seconds.append(perf_counter() - start)
    return seconds


def _vocabulary() -> list[str]:
    lot = random.Random(SEED)  # noqa: S311 - invented words, no secret
    parts = [f"{one}{two}" for one in "bcdfghklmnprstvz" for two in "aeiou"]
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(lot.choices(parts, k=lot.randint(2, 4)))] = None
    return list(found)


def _write(path: Path, words: list[str]) -> None:
    """An export of UPR Info in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split(","))
        writer.writerows(_rows(words))


def _rows(words: list[str]) -> Iterator[list[str]]:
    lot = random.Random(SEED)  # noqa: S311 - invented rows, no secret
    states = sorted(set(read_aliases(DATA / "state_aliases.csv")))
    issues = sorted(set(read_aliases(DATA / "issue_aliases.csv")))
    weights = [1 / (rank + 5) for rank in range(len(words))]
    spoken = lot.choices(words, weights, k=TEXTS * WORDS)
    for number in range(TEXTS):
        to, asking = lot.sample(states, 2)
        text = " ".join((*lot.sample(SMALL, 4), *spoken[number * WORDS : (number + 1) * WORDS]))
        tags, response = ",".join(lot.sample(issues, lot.randint(1, 4))), lot.choice(["Accepted", "Noted"])
        yield [to, "", "", text, asking, "", "", response, str(lot.randint(1, 5)), tags, str(lot.randint(1, 44))]
