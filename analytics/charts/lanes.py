"""One mark a lane beside the middle half of others: who it is in words above, bands of others behind the mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.rows import is_known, plain
from analytics.text import Text

LINE, STRIP, SPACE = 20, 24, 14
"""Heights in pixels: a line of words, the marks of a lane, the space below."""
HEADING = 26
"""Height of the name of a measure above its lanes."""
INSET = 6
"""Pixels by which each band is flatter than the one it lies on."""


@dataclass(frozen=True)
class Lane:
    """One value: its region, what stands above it, and the bands behind it, the widest group first."""

    value: float
    region: str
    head: str
    said: Sequence[str]
    bands: Sequence[tuple[float, float]] = field(default_factory=tuple)


def figure(groups: Sequence[tuple[str, Sequence[Lane]]], t: Text) -> go.Figure:
    """Lanes of shares from 0 to 100 %, under the name of what they measure."""
    traces: list[dict[str, Any]] = []
    words, shapes, y = [], [], 0.0
    for heading, its in groups:
        if heading:
            words.append(marks.words(f"<b>{heading}</b>", 0, y, palette.INK, yanchor="top"))
            y -= HEADING
        for lane in its:
            said = f"<b>{lane.head}</b><br>{marks.muted('<br>'.join(lane.said))}"
            words.append(marks.words(said, 0, y, palette.INK, yanchor="top", align="left"))
            high = y - LINE * (1 + len(lane.said))
            low = high - STRIP
            middle = (low + high) / 2
            shapes.append(track(1, middle))
            for place, ends in enumerate(lane.bands):
                inset = INSET * place
                depth = palette.STEPS[2 * place]
                shapes.append(marks.band(ends, (low + inset, high - inset), palette.colour(lane.region), depth))
            if is_known(lane.value):
                traces.append(mark(lane.value, middle, lane.region))
            y = low - SPACE
    return framed(traces, words, shapes, y, t)


def framed(traces: Sequence[Any], words: Sequence[Any], shapes: Sequence[Any], bottom: float, t: Text) -> go.Figure:
    """What is drawn from 0 down to `bottom`, in pixels, over an axis of shares."""
    return palette.figure(
        round(-bottom) + 26,
        traces,
        annotations=words,
        shapes=shapes,
        margin={"l": 8, "r": 22, "t": 4, "b": 22},
        xaxis=marks.percent_axis(t, showgrid=False),
        yaxis=marks.hidden_axis(bottom, 2),
    )


def track(reach: float, y: float) -> dict[str, Any]:
    """The line on which a mark stands."""
    return marks.band((0, reach), (y - 0.5, y + 0.5), palette.GRID, 1)


def mark(value: float, y: float, region: str) -> dict[str, Any]:
    """A solid mark in the colour and shape of its region."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(value)],
        "y": [y],
        "marker": {
            "color": palette.colour(region),
            "size": 15,
            "symbol": marks.symbol(region),
            "line": {"color": palette.SURFACE, "width": 2},
        },
        "hoverinfo": "skip",
    }
