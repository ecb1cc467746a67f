"""How long `make run` takes until the server answers, with the environment and the snapshot in place.

The two commands of `make run`, without make itself: the builder, which finds its snapshot, and the server. The first
reader of a new server waits for the imports that the start left out.
"""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

from analytics.starting.commands import SERVER
from benchmarks.reader import Reader
from benchmarks.report import LOOP, Report
from benchmarks.server import ROOT, serve

TIMES = 2
TARGET = 3.0


def measure(report: Report) -> None:
    """Add the start to the report."""
    base = report.calibrate()
    builder, server, first = [], [], []
    for _ in range(TIMES):
        start = perf_counter()
        subprocess.run([sys.executable, "-m", "analytics.build"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        builder.append(perf_counter() - start)
        with serve(SERVER, module="streamlit") as running:
            server.append(running.seconds)
            with Reader(running.port) as reader:
                first.append(reader.opened.seconds)
    both = [one + other for one, other in zip(builder, server, strict=True)]
    report.heading("Start", LOOP)
    report.time("python -m analytics.build, snapshot in place", builder, base=base)
    report.time("python -m streamlit run, to /_stcore/health", server, base=base)
    report.time("both, as make run does", both, TARGET, base=base)
    report.time("then the first page of the first reader", first, base=base)
