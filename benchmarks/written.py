"""A report as RESULTS.md: the machine, the versions, the day, and every row that was printed."""

from __future__ import annotations

import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from analytics import project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.report import Report

RESULTS = Path(__file__).with_name("RESULTS.md")
LIBRARIES = ("streamlit", "duckdb", "pandas", "pyarrow", "numpy", "plotly")
HEADS = ("what", "median", "best", "processor", "target", "", "ratio", "")


def write(report: Report, seconds: float, path: Path = RESULTS) -> None:
    """Write the report there. `seconds` is how long it took."""
    path.write_text("\n".join(_lines(report, seconds)) + "\n", encoding="utf-8")


def _lines(report: Report, seconds: float) -> Iterator[str]:
    day = datetime.now(tz=UTC)
    yield "# What it takes"
    yield ""
    yield f"Written by `make bench` on {day:%Y-%m-%d}, atlas {project.VERSION}, in {seconds / 60:.1f} minutes."
    yield ""
    yield f"- {_machine()}"
    yield f"- Python {platform.python_version()}, {', '.join(f'{name} {version(name)}' for name in LIBRARIES)}"
    yield from (f"- {sentence}" for sentence in report.steadiness())
    yield f"- Targets missed: {'; '.join(report.missed) or 'none'}."
    for part in report.parts:
        yield from ("", f"## {part.title}", "", f"Ratio: to {part.ratio}.", "")
        yield f"| {' | '.join(HEADS)} |"
        yield f"|{'---|' * len(HEADS)}"
        yield from (f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in part.rows)


def _machine() -> str:
    """Processor, cores, memory and system."""
    processor = _first("/proc/cpuinfo", r"model name\s*:\s*(.+)") or platform.processor() or "unknown processor"
    memory = _first("/proc/meminfo", r"MemTotal:\s*(\d+)")
    cores = _first("/proc/cpuinfo", r"siblings\s*:\s*(\d+)") or "?"
    gigabytes = f"{int(memory) / 1e6:.0f} GB" if memory else "unknown memory"
    return f"{processor}, {cores} cores, {gigabytes}, {platform.system()} {platform.release()}"


def _first(path: str, pattern: str) -> str:
    file = Path(path)
    found = re.search(pattern, file.read_text(encoding="utf-8")) if file.exists() else None
    return found[1].strip() if found else ""
