"""How long the readers take for files of the sizes users bring, and how much memory: on synthetic files.

Each file is read and coded in a process of its own (`python -m benchmarks.readers FILE`), whose peak is its memory.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter, process_time

from analytics.database import DATA
from analytics.sources.recognise import read_any
from analytics.sources.recommendations import Coder, Recommendation, read_corrections
from benchmarks import synthetic
from benchmarks.report import LOOP, Report

TIMES = 3
EXPORT, UHRI = 1.5, 30.0
MEMORY = 300e6
STATUS = Path("/proc/self/status")


def measure(report: Report) -> None:
    """Add reading and coding to the report."""
    base = report.calibrate()
    report.heading("Readers, synthetic files", LOOP)
    with tempfile.TemporaryDirectory() as folder:
        export, uhri = Path(folder) / "export.csv", Path(folder) / "uhri.json"
        synthetic.write_export(export)
        _measured(
            report,
            f"UPR Info export, {synthetic.EXPORT_ROWS:,} rows read and coded",
            export,
            EXPORT,
            times=TIMES,
            base=base,
        )
        synthetic.write_uhri(uhri)
        size = uhri.stat().st_size / 1e6
        what = f"UHRI .json, {synthetic.UHRI_RECORDS:,} records, {size:.0f} MB"
        _measured(report, what, uhri, UHRI, times=1, base=base)


def _measured(report: Report, what: str, path: Path, target: float, *, times: int, base: float) -> None:
    command = [sys.executable, "-m", "benchmarks.readers", str(path)]
    runs = [
        json.loads(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)
        for _ in range(times)
    ]
    seconds, processor = [run["seconds"] for run in runs], [run["processor"] for run in runs]
    report.time(what, seconds, target, base=base, processor=processor, by_best=True, note=f"{runs[0]['rows']:,} rows")
    report.size(f"{what}: memory at its peak", [run["memory"] for run in runs], MEMORY)


def _read(path: Path) -> dict[str, float]:
    """Seconds, processor seconds and rows of one reading; bytes of this process at its peak."""
    start, used = perf_counter(), process_time()
    reading = read_any(path)
    coder = Coder(reading.format.source, DATA, read_corrections(DATA))
    counts = Counter(type(coder.code(row)) for row in reading.rows)
    done = {"seconds": perf_counter() - start, "processor": process_time() - used}
    return {
        **done,
        "rows": counts[Recommendation],
        "rejected": counts.total() - counts[Recommendation],
        "memory": peak(),
    }


def peak() -> float:
    """Linux keeps the parent's peak in what `getrusage` says; its own is in /proc. Unknown (NaN) on Windows."""
    if STATUS.exists():
        line = next(line for line in STATUS.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    try:
        import resource
    except ImportError:
        return math.nan
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    print(json.dumps(_read(Path(sys.argv[1]))))
