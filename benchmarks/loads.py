"""Whole loads of files of the sizes users bring, and pages on what was loaded: on synthetic files.

Each file is loaded in a process of its own (`python -m benchmarks.loads FILE`): read, coded, compared, written, checked
and served. Then three pages on 120,000 loaded recommendations beside the same pages on the embedded facts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from analytics.folders import data_folder
from analytics.loading import intake
from analytics.loading.given import Given
from benchmarks import pages, synthetic
from benchmarks.reader import Reader
from benchmarks.readers import MEMORY, peak
from benchmarks.report import LOOP, Report
from benchmarks.server import serve

EXPORT, UHRI = 3.0, 60.0
LARGE = 120_000
SHOWN = (("", ""), ("regions", ""), ("who_asks_whom", ""))
SLOWER = 1.5
CHANGES = 10


def measure(report: Report) -> None:
    """Add loads and pages on loaded data to the report."""
    base = report.calibrate()
    report.heading("Loads, synthetic files", LOOP)
    with tempfile.TemporaryDirectory() as folder:
        export, uhri, large = (Path(folder) / name for name in ("export.csv", "uhri.json", "large.csv"))
        synthetic.write_export(export)
        _loaded(report, f"UPR Info export, {synthetic.EXPORT_ROWS:,} rows loaded", export, EXPORT, times=3, base=base)
        synthetic.write_uhri(uhri)
        _loaded(report, f"UHRI .json, {synthetic.UHRI_RECORDS:,} records loaded", uhri, UHRI, times=1, base=base)
        synthetic.write_export(large, LARGE)
        _pages(report, large, Path(folder) / "loaded")


def _loaded(report: Report, what: str, path: Path, target: float, *, times: int, base: float) -> None:
    runs = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as root:
            runs.append(_load_apart(path, root))
    seconds, processor = [run["seconds"] for run in runs], [run["processor"] for run in runs]
    report.time(what, seconds, target, base=base, processor=processor, by_best=True, note=f"{runs[0]['new']:,} rows")
    report.size(f"{what}: memory at its peak", [run["memory"] for run in runs], MEMORY)


def _load_apart(path: Path, root: str | Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.loads", str(path)]
    environment = {**os.environ, "UPR_DATA": str(root)}
    return json.loads(
        subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=environment).stdout
    )


def _pages(report: Report, large: Path, root: Path) -> None:
    """A filter change on loaded data against the same change on the embedded facts, one after the other."""
    _load_apart(large, root)
    report.heading(f"Pages on {LARGE:,} loaded recommendations", "the same page on the embedded facts")
    before = os.environ.get("UPR_DATA")
    os.environ["UPR_DATA"] = str(root)
    try:
        with serve() as server:
            for page, link in SHOWN:
                seconds = {}
                for data in ("", "data=upr_info"):
                    with Reader(server.port, page, "&".join(filter(None, (link, data)))) as reader:
                        numbers = count()
                        issues = reader.options("issues")
                        seconds[data] = [
                            reader.choose("issues", pages.some(issues, next(numbers))).seconds for _ in range(CHANGES)
                        ]
                embedded, loaded = seconds.values()
                base = median(embedded)
                report.time(
                    f"{page or 'app'}: change to last element, on loaded data", loaded, SLOWER * base, base=base
                )
    finally:
        if before is None:
            del os.environ["UPR_DATA"]
        else:
            os.environ["UPR_DATA"] = before


def _load(path: Path) -> dict[str, float]:
    """Seconds, processor seconds and rows of one load; bytes of this process at its peak."""
    start, used = perf_counter(), process_time()
    (result,) = intake.load([Given(path)], data_folder())
    return {
        "seconds": perf_counter() - start,
        "processor": process_time() - used,
        "new": result.new,
        "memory": peak(),
    }


if __name__ == "__main__":
    print(json.dumps(_load(Path(sys.argv[1]))))
