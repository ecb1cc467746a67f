"""The first page beside the same page as one usually writes it (`benchmarks.usual_page`): time and bytes."""

from __future__ import annotations

from itertools import combinations, islice
from statistics import median
from typing import TYPE_CHECKING

from analytics.starting.commands import SERVER
from benchmarks.reader import Reader
from benchmarks.server import serve

if TYPE_CHECKING:
    from benchmarks.report import Report

CHANGES = 10
FASTER, SMALLER = 20, 40
PAGES = {"the atlas": SERVER, "the usual page": "benchmarks/usual_page.py"}


def measure(report: Report) -> None:
    """Add both pages to the report."""
    report.calibrate()
    report.heading("The first page, and the same page as one usually writes it: a selection never seen")
    spent, waited, sent = {}, {}, {}
    for name, script in PAGES.items():
        with serve(script) as server, Reader(server.port) as reader:
            several = combinations(reader.options("issues"), 3)
            for chosen in islice(several, 3):
                reader.choose("issues", chosen)
            before = server.spent()
            answers = [reader.choose("issues", chosen) for chosen in islice(several, CHANGES)]
            spent[name] = (server.spent() - before) / CHANGES
            waited[name] = median(answer.seconds for answer in answers)
            sent[name] = median(answer.size for answer in answers)
        report.time(f"{name}: processor time of the server", [spent[name]])
        report.time(f"{name}: to the last element", [waited[name]])
        report.size(f"{name}: sent", [sent[name]])
    ours, usual = PAGES
    report.number("times less processor time", spent[usual] / spent[ours])
    report.number("times faster", waited[usual] / waited[ours], FASTER, least=True)
    report.number("times smaller", sent[usual] / sent[ours], SMALLER, least=True)
