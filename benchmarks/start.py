"""How long `make run` takes until the server answers, with the environment and the snapshot in place.

The two commands of `make run`, without make itself: the builder, which finds its snapshot, and the server. The first
reader of a new server waits for the imports that the start left out.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.reader import Reader
from benchmarks.server import ROOT, serve

if TYPE_CHECKING:
    from benchmarks.report import Report

TIMES = 3
SESSIONS = 40
TARGET = 2.0


def measure(report: Report) -> None:
    """Add the start and the memory of sessions to the report."""
    report.calibrate()
    builder, server, first, memory = [], [], [], []
    each = 0.0
    for _ in range(TIMES):
        start = perf_counter()
        subprocess.run([sys.executable, "-m", "analytics.build"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        builder.append(perf_counter() - start)
        with serve() as running, ExitStack() as stack:
            server.append(running.seconds)
            first.append(stack.enter_context(Reader(running.port)).opened.seconds)
            for _ in range(5):
                stack.enter_context(Reader(running.port))
            memory.append(running.memory())
            for _ in range(SESSIONS):
                stack.enter_context(Reader(running.port))
            each = (running.memory() - memory[-1]) / SESSIONS
    both = [one + other for one, other in zip(builder, server, strict=True)]
    report.heading("Start, and memory")
    report.time("python -m analytics.build, snapshot in place", builder)
    report.time("the server, to /_stcore/health", server, TARGET)
    report.time("both, as make run does", both)
    report.time("then the first page of the first reader", first)
    report.size("memory of the server after its first six readers", memory)
    report.size(f"memory of each further open page ({SESSIONS} of them)", [each])
    report.figures["bytes per reader"] = each
