"""What a filter change costs on every page and view: a host's processor time, a reader's time, bytes.

A server runs as `make run` starts it; a client speaks to it over the websocket as a browser does (`benchmarks.reader`).
Each change moves one filter, to a selection that this server has never seen, so that nothing kept helps; pages without
filters show another state. Then the same walk again, when it does. Processor time is what the whole process takes, all
of its threads, from the first change to when it is quiet again, divided by the changes.
"""

from __future__ import annotations

import re
from itertools import count, cycle
from statistics import median
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode

from analytics import database
from analytics.codes import read_codes
from benchmarks.reader import Answer, Reader
from benchmarks.server import ROOT, Server, serve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.report import Report

MEDIAN, WORST, SEEN_AGAIN = 5, 8, 2.5
"""Targets in calibration loops: the median and the worst of all pages and views, and selections seen before."""
SIZE = 120e3
WITH_A_STATE = {
    "whom_to_lobby": ("country=KEN", "view=unasked&country=KEN"),
    "follow_up": ("country=KEN", "view=again&country=KEN", "view=both&country=KEN"),
    "issues": ("view=never&country=KEN",),
    "countries": ("measure=about_share",),
}
"""Further views, by their own choices."""
WARM_UP, NEW, SEEN = 3, 16, 4
WALK = (
    ("issues", ()), ("cycles", (0,)), ("issues", ()), ("regions", (0, 2)),
    ("issues", ()), ("cycles", (1,)), ("issues", ()), ("regions", ()),
    ("issues", ()), ("asked_by", (0,)), ("issues", ()), ("cycles", ()),
    ("issues", ()), ("asked_by", ()), ("issues", ()), ("actions", (3, 4)),
)  # fmt: skip
"""Filters moved one after the other, and the places of the options they are set to; issues are new every time."""


class View(NamedTuple):
    """A page under a link."""

    page: str
    link: str

    @property
    def name(self) -> str:
        """As it stands in an address."""
        return f"{self.page or 'first page'}{'?' if self.link else ''}{self.link}"


def views() -> list[View]:
    """The first page, the others, each of the questions that they answer one at a time, and further views."""
    found = [View("", "")]
    for path in sorted((ROOT / "pages").glob("*.py")):
        offered = re.search(r'choose\("view", \(([^)]*)\)', path.read_text(encoding="utf-8"))
        _, *others = re.findall(r'"(\w+)"', offered[1]) if offered else ("",)
        links = ["", *(f"view={other}" for other in others), *WITH_A_STATE.get(path.stem, ())]
        found += [View(path.stem, link) for link in links]
    return found


def measure(report: Report) -> None:
    """Add all pages to the report."""
    with database.open_snapshot(database.ensure_snapshot()) as connection:
        states = read_codes(connection).states
    numbers = count(0, WARM_UP + NEW)
    new, again = [], []
    report.heading("A change on every page and view: processor time of the server, per change")
    kept: list[tuple[View, list[Answer], list[Answer]]] = []
    with serve() as server:
        for view in views():
            number = next(numbers)
            with Reader(server.port, view.page, view.link) as reader:
                walk(reader, states, count(number), WARM_UP)
                unseen = spend(server, reader, states, number + WARM_UP, NEW)
            with Reader(server.port, view.page, view.link) as reader:
                seen = spend(server, reader, states, number + WARM_UP, SEEN)
            report.calibrate()
            report.time(f"{view.name}: never seen", [unseen[0]], WORST * report.loop)
            report.time(f"{view.name}: seen before", [seen[0]], SEEN_AGAIN * report.loop)
            new.append(unseen[0] / report.loop)
            again.append(seen[0] / report.loop)
            kept.append((view, unseen[1], seen[1]))
    report.number("median of all pages and views, in loops", median(new), MEDIAN)
    report.number("worst of all pages and views, in loops", max(new), WORST)
    report.number("seen before: median, in loops", median(again), SEEN_AGAIN)
    report.figures["seconds per change"] = median(new) * median(report.loops)
    report.heading("The same changes for the reader: from the change to the last element, nothing drawn; bytes")
    for view, unseen_answers, _ in kept:
        report.time(f"{view.name}: never seen", [answer.seconds for answer in unseen_answers])
        parts = sum((answer.parts for answer in unseen_answers), start=type(unseen_answers[0].parts)())
        largest = ", ".join(f"{kind} {size / NEW / 1e3:.1f}" for kind, size in parts.most_common(3))
        report.size(f"{view.name}: sent", [answer.size for answer in unseen_answers], SIZE, note=largest)
        report.size(f"{view.name}: sent, compressed", [answer.on_the_wire for answer in unseen_answers])


def spend(
    server: Server, reader: Reader, states: Sequence[str], first: int, changes: int
) -> tuple[float, list[Answer]]:
    """Processor seconds per change, and the answers."""
    before = server.spent()
    answers = walk(reader, states, count(first), changes)
    return (server.spent() - before) / changes, answers


def walk(reader: Reader, states: Sequence[str], numbers: Iterator[int], changes: int) -> list[Answer]:
    """Move the filters of a page along the walk; on a page without them, go on to another state."""
    issues = reader.options("issues")
    steps = cycle([step for step in WALK if reader.options(step[0])])
    found = []
    for _ in range(changes):
        if issues:
            field, places = next(steps)
            options = reader.options(field)
            values = some(issues, next(numbers)) if field == "issues" else [options[place] for place in places]
            found.append(reader.choose(field, values))
        else:
            chosen = states[next(numbers) % len(states)]
            reader.link = urlencode({**dict(parse_qsl(reader.link)), "country": chosen})
            found.append(reader.rerun())
    return found


def some(issues: list[str], number: int) -> list[str]:
    """One issue while there are new ones, then pairs."""
    rounds, place = divmod(number, len(issues))
    return [issues[each] for each in sorted({place, (place + rounds) % len(issues)})]
