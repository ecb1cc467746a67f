"""What a filter change costs on every page: time of the script, bytes sent, and each figure's share of both.

A real server runs the pages, in a process of its own with a clock in it (`benchmarks.timed`); a client speaks to it
over the websocket as a browser does (`benchmarks.reader`). Each change moves one filter, to a selection that this
server has never seen, so no cache of rows or figures helps; then the same walk again, when they do. Now and
then comes a run of an empty page on a server of its own: the ratio to it is of the same seconds on the same machine.

Script time is what runs between the reader's click and the last line of the page: the callback that writes the link,
queries, statistics, figures and Streamlit's making of messages. Left out: the way there and back, Streamlit's
collection of garbage after the page is complete (shown apart), and whatever the browser does with what it gets.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import count, cycle
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.reader import Answer, Reader
from benchmarks.report import LOOP, Report
from benchmarks.server import ROOT, Server, serve

if TYPE_CHECKING:
    from collections.abc import Iterator


FIRST_PAGE = (0.060, 60e3)
OTHER_PAGES = (0.080, 100e3)
"""Targets of a filter change: seconds of script time, bytes sent."""
MORE_VIEWS = {
    "countries": ("measure=about_share",),
    "issues": ("view=never&country=KEN",),
    "follow_up": ("country=KEN", "view=again&country=KEN"),
}
"""Views of a page, by its own choices, that ask for other rows than its first view."""
WARM_UP, NEW, SEEN = 2, 16, 6
"""Changes of a page before anything counts, to selections never seen, and to the first of these again."""
EMPTY_EVERY = 3
"""Changes from one run of the empty page to the next."""
WALK = (
    ("issues", ()), ("cycles", (0,)), ("issues", ()), ("regions", (0, 2)),
    ("issues", ()), ("cycles", (1,)), ("issues", ()), ("regions", ()),
    ("issues", ()), ("asked_by", (0,)), ("issues", ()), ("cycles", ()),
    ("issues", ()), ("asked_by", ()), ("issues", ()), ("actions", (3, 4)),
)  # fmt: skip
"""Filters moved one after the other, and the places of the options they are set to; issues are new every time."""


class View(NamedTuple):
    """A page under a link, and its targets."""

    name: str
    page: str
    link: str
    seconds: float
    size: float


class Change(NamedTuple):
    """One filter change: what the client got, what the server's clock said, and now and then an empty page's."""

    answer: Answer
    clock: dict[str, Any]
    empty: float | None


class Servers(NamedTuple):
    """The server that is measured, and the one of the empty page with its reader."""

    measured: Server
    empty: Server
    empty_page: Reader


def views() -> list[View]:
    """The first page, the others, each of the questions that they answer one at a time, and further views."""
    found = [View("app", "", "", *FIRST_PAGE)]
    for path in sorted((ROOT / "pages").glob("*.py")):
        offered = re.search(r'choose\("view", \(([^)]*)\)', path.read_text(encoding="utf-8"))
        _, *others = re.findall(r'"(\w+)"', offered[1]) if offered else ("",)
        links = ["", *(f"view={other}" for other in others), *MORE_VIEWS.get(path.stem, ())]
        found += [View(f"{path.stem}{'?' if link else ''}{link}", path.stem, link, *OTHER_PAGES) for link in links]
    return found


def measure(report: Report) -> None:
    """Add all pages to the report."""
    numbers = count(0, WARM_UP + NEW)
    used: set[str] = set()
    figures: dict[tuple[str, str], list[tuple[float, float, int]]] = defaultdict(list)
    with serve("app.py") as server, serve("benchmarks/empty.py") as empty_server, Reader(empty_server.port) as empty:
        empty_server.clock()
        servers = Servers(server, empty_server, empty)
        for view in views():
            number = next(numbers)
            walks = []
            for first, changes in ((number, WARM_UP), (number + WARM_UP, NEW), (number + WARM_UP, SEEN)):
                with Reader(server.port, view.page, view.link) as reader:
                    server.clock()
                    walks.append(_walk(reader, servers, count(first), changes))
                    opened, filtered = reader.opened, bool(reader.options("issues"))
            _, new, seen = walks
            if filtered:
                links = {change.answer.link for change in new}
                if len(links) < NEW or links & used:
                    message = f"{view.name}: a selection came twice, so it was not new; see WALK"
                    raise RuntimeError(message)
                used |= links
            _page(report, view, new, seen if filtered else [])
            report.size(f"{view.name}: first load, without Streamlit's own files", [opened.size])
            report.size(f"{view.name}: first load on the wire", [opened.on_the_wire])
            _collect(figures, new)
            report.calibrate()
    _figures(report, figures)


def _walk(reader: Reader, servers: Servers, numbers: Iterator[int], changes: int) -> list[Change]:
    """Move the filters of a page along the walk; on a page without filters, run it again as often."""
    found = []
    issues = reader.options("issues")
    steps = cycle([step for step in WALK if reader.options(step[0])])
    for place in range(changes):
        if issues:
            field, places = next(steps)
            options = reader.options(field)
            values = some(issues, next(numbers)) if field == "issues" else [options[place] for place in places]
            answer = reader.choose(field, values)
        else:
            answer = reader.rerun()
        clock = servers.measured.clock()
        empty = None
        if place % EMPTY_EVERY == 0:
            servers.empty_page.rerun()
            empty = servers.empty.clock()["script"]
        found.append(Change(answer, clock, empty))
    return found


def some(issues: list[str], number: int) -> list[str]:
    """One issue while there are new ones, then pairs."""
    rounds, place = divmod(number, len(issues))
    return [issues[each] for each in sorted({place, (place + rounds) % len(issues)})]


def _page(report: Report, view: View, new: list[Change], seen: list[Change]) -> None:
    """The rows of one page. A page without filters has nothing to see again, and no target."""
    empty = median(change.empty for change in (*new, *seen) if change.empty is not None)
    what = "filter change" if seen else "run again, for it has no filters"
    report.heading(f"{view.name}: {what}", f"an empty page in the same seconds, {empty * 1e3:.2f} ms")
    target, limit = (view.seconds, view.size) if seen else (None, None)
    report.time(
        f"{view.name}: script, {'selection never seen before' if seen else 'run again'}",
        [change.clock["script"] for change in new],
        target,
        base=empty,
        processor=[change.clock["processor"] for change in new],
    )
    if seen:
        report.time(
            f"{view.name}: script, selection seen before",
            [change.clock["script"] for change in seen],
            target,
            base=empty,
            processor=[change.clock["processor"] for change in seen],
        )
    after = [change.clock["thread"] - change.clock["script"] for change in new]
    report.time(f"{view.name}: clearing up after the page is complete", after)
    report.time(f"{view.name}: click to complete page, nothing drawn", [change.answer.seconds for change in new])
    answers = [change.answer for change in new]
    parts: Counter[str] = sum((answer.parts for answer in answers), start=Counter())
    largest = ", ".join(f"{kind} {size / len(answers) / 1e3:.1f}" for kind, size in parts.most_common(4))
    report.size(f"{view.name}: sent", [answer.size for answer in answers], limit, note=largest)
    report.size(f"{view.name}: sent, on the wire (compressed)", [answer.on_the_wire for answer in answers])


def _collect(figures: dict[tuple[str, str], list[tuple[float, float, int]]], changes: list[Change]) -> None:
    """Times and sizes of each figure. A page draws them in the order in which it shows them."""
    for change in changes:
        built, shown = change.clock["built"], change.clock["handed_over"]
        if len(built) != len(shown):  # a figure that came out of a cache, or was drawn and not shown
            continue
        sizes = {key.removesuffix("-figure"): size for key, size in change.answer.figures}
        for (function, build), (key, hand_over) in zip(built, shown, strict=True):
            card = str(key).removesuffix("-figure")
            figures[card, function].append((build, hand_over, sizes.get(card, 0)))


def _figures(report: Report, figures: dict[tuple[str, str], list[tuple[float, float, int]]]) -> None:
    report.heading("Figures, on selections never seen before: building them and handing them to Streamlit", LOOP)
    base = median(report.loops)
    for (card, function), measured in figures.items():
        build, hand_over, sizes = (median(column) for column in zip(*measured, strict=True))
        note = f"{build * 1e3:.1f} + {hand_over * 1e3:.1f} ms, {sizes / 1e3:.1f} kB of JSON"
        report.time(f"{card} ({function})", [sum(times) for *times, _ in measured], base=base, note=note)
