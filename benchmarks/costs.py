"""What rooms of any size need, from what was measured before it in the same report; the assumptions stand beside."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.report import Report

PAUSE = 20.0
"""Seconds from one change to the next of a reader who reads; five in the rooms that are measured."""
BUSY = 0.6
"""Share of a core up to which changes do not wait for each other much."""
CORES, MEMORY = 4, 8e9
"""A small host; one process per core."""
READERS = (1_000, 100_000)
NEEDED = ("seconds per change", "bytes per reader", "memory of the server after its first six readers")


def measure(report: Report) -> None:
    """Add the sheet to the report; without the parts pages and start there is nothing to reckon with."""
    report.calibrate()
    hosts = f"hosts with {CORES} cores and {MEMORY / 1e9:g} GB"
    report.heading(f"Cost sheet: a change every {PAUSE:g} s, cores {BUSY:.0%} busy, {hosts}")
    if not all(name in report.figures for name in NEEDED):
        report.row("needs the parts pages and start in the same run", *[""] * 7)
        return
    change, reader, server = (report.figures[name] for name in NEEDED)
    per_core = BUSY * PAUSE / change
    fit = min(per_core, (MEMORY / CORES - server) / reader)
    report.number("readers per core, by processor time", per_core)
    report.size("memory of a process with so many readers", [server + per_core * reader])
    for readers in READERS:
        report.number(f"hosts for {readers:,} readers at once", ceil(readers / (fit * CORES)))
