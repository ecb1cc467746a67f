"""How long a snapshot takes to build, how large it is, and how large the files are that the repository ships."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter

from analytics import database
from analytics.maps import STATIC
from benchmarks.report import LOOP, Report

TIMES = 3
BUILD = 2.0
RECOMMENDATIONS, SHIPPED = 600e3, 2e6


def measure(report: Report) -> None:
    """Add the snapshot and the shipped files to the report."""
    base = report.calibrate()
    times, sizes = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(TIMES):
            path = Path(folder) / f"{number}.duckdb"
            start = perf_counter()
            database.write_snapshot(path, database.DATA)
            times.append(perf_counter() - start)
            sizes.append(path.stat().st_size)
    report.heading("Files", LOOP)
    report.time(f"snapshot, built from data/ (best of {TIMES} counts)", times, BUILD, base=base, by_best=True)
    report.size("snapshot", sizes)
    report.size("data/recommendations.parquet", [_size(database.DATA / "recommendations.parquet")], RECOMMENDATIONS)
    report.size("data/", [_size(database.DATA)])
    report.size("static/", [_size(STATIC)])
    report.size("data/ and static/", [_size(database.DATA) + _size(STATIC)], SHIPPED)


def _size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())
