"""How a change on every page and view grows with the recommendations: a server of its own on each synthetic snapshot.

The snapshot is delivered as hosts get it (UPR_DATABASE); the walk and the processor time are those of `pages`, with
fewer changes. Pages ask one connection, and DuckDB works on one thread for each of their queries.
"""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING
from unittest.mock import patch

from analytics.database.delivery import DATABASE, deliver
from analytics.database.sealing import seal
from benchmarks.pages import spend, views, walk
from benchmarks.reader import Reader
from benchmarks.server import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.report import Report

SIZES = (61_014, 600_000, 6_000_000)
"""Recommendations with which all pages are opened."""
WARM_UP, NEW = 1, 2
FILTERED = ("", "regions")
"""Pages that have filters whenever they show anything."""


def changes(snapshot: Path, folder: Path, states: Sequence[str]) -> dict[str, float]:
    """View -> processor seconds of the server per change to a selection it has not seen. Seals the snapshot.

    Raises RuntimeError where the server refuses the snapshot: a page that says so would be fast.
    """
    found = {}
    seal(snapshot)
    with patch.dict(os.environ, {DATABASE: str(deliver(snapshot, folder))}), serve() as server:
        for number, view in enumerate(views()):
            with Reader(server.port, view.page, view.link) as reader:
                if view.page in FILTERED and not reader.options("issues"):
                    message = f"{view.name} shows nothing of {snapshot}"
                    raise RuntimeError(message)
                walk(reader, states, count(number), WARM_UP)
                found[view.name], _ = spend(server, reader, states, number + WARM_UP, NEW)
    return found


def add(
    report: Report, found: Mapping[int, Mapping[str, float]], exponent: Callable[[Mapping[int, float]], float]
) -> None:
    """Add every view with the most recommendations to the report, the dearest first; beside it those with fewer."""
    most = max(found)
    report.heading(f"Growth: a change on every page and view with {most:,} recommendations, processor time")
    for name in sorted(found[most], key=lambda name: -found[most][name]):
        seconds = {number: its[name] for number, its in found.items()}
        fewer = " / ".join(f"{seconds[number] * 1e3:.1f}" for number in sorted(found) if number != most)
        note = f"{fewer} ms with fewer, exponent {exponent(seconds):.2f}"
        report.time(f"{name}: never seen, {most:,}", [seconds[most]], note=note)
