"""The coverage strip: which years each layer of the data covers, and which layers a page uses."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from analytics.charts import marks, palette
from analytics.rows import each

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd
    import plotly.graph_objects as go

    from analytics.text import Text

HATCHED = "requests"
"""The layer without answers. Wherever it is drawn, it is hatched."""
ROW, BELOW = 28, 18
"""Heights in pixels: a layer with its name above its bar, the years below all."""
NAMED, DRAWN = 0.3, 0.75
"""Where in its row the name of a layer and its bar stand, from above."""
FONT = palette.SMALL
LINES = {"shape": "/", "bgcolor": palette.SURFACE, "size": 5, "solidity": 0.35}
"""What hatches a bar, but for its colour."""
EVERY = 10
"""Years between ticks."""


def strip(rows: pd.DataFrame, used: Collection[str], ends: Mapping[str, str], t: Text) -> go.Figure:
    """One line per layer, a mark per year that it covers; those `used` are dark. `ends` says where each layer ends."""
    lines = [(layer, [row.year for row in its]) for layer, its in groupby(each(rows), key=lambda row: row.layer)]
    years = [year for _, its in lines for year in its]
    first, last = min(years, default=0), max(years, default=0) + 1
    traces, words = [], []
    for place, (layer, its) in enumerate(lines):
        colour = palette.MARK if layer in used else palette.CONTEXT
        traces.append(_bar(its, -place - DRAWN, colour, hatched=layer == HATCHED))
        name = t(f"layer.{layer}")
        words += [
            _word(f"<b>{name}</b>" if layer in used else name, -place - NAMED, used=layer in used, x=0),
            _word(ends[layer], -place - NAMED, used=layer in used, x=1),
        ]
    ticks = [year for year in range(first, last) if year % EVERY == 0]
    return palette.figure(
        ROW * len(lines) + BELOW,
        traces,
        annotations=words,
        barmode="overlay",
        margin={"l": 0, "r": 0, "t": 0, "b": BELOW},
        xaxis=marks.axis(
            first,
            last,
            tickvals=[year + 0.5 for year in ticks],
            ticktext=[str(year) for year in ticks],
            tickfont={"color": palette.MARK, "size": FONT},
            tickangle=0,
            showgrid=False,
        ),
        yaxis=marks.hidden_axis(-len(lines)),
    )


def hatching(colour: str) -> dict[str, Any]:
    """A bar of requests without answers: lines of its colour, so that nobody takes it for one of answers."""
    return {
        "color": palette.SURFACE,
        "line": {"color": colour, "width": 1},
        "pattern": {**LINES, "fgcolor": colour},
    }


def _bar(years: list[int], y: float, colour: str, *, hatched: bool) -> dict[str, Any]:
    marker = hatching(colour) if hatched else {"color": colour, "line": {"width": 0}}
    return {
        "type": "bar",
        "orientation": "h",
        "base": years,
        "x": [0.92] * len(years),
        "y": [y] * len(years),
        "width": 0.3,
        "marker": marker,
        "hoverinfo": "skip",
    }


def _word(text: str, y: float, *, used: bool, x: int) -> dict[str, Any]:
    return {
        "text": text,
        "x": x,
        "xref": "paper",
        "xanchor": "right" if x else "left",
        "y": y,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": FONT, "color": palette.INK if used else palette.MARK},
    }
