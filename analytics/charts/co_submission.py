"""The network of organisations that share joint submissions, drawn from the places that `results` gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.rows import each, is_known
from analytics.text import Text

HEIGHT = 620
LABELLED = 5
"""Brokers whose names are written."""
SMALLEST, LARGEST = 6, 20
LONGEST = 26
NARROW = 340
"""Width of the drawing on a phone, pixels: names that keep apart there do so everywhere."""
AWAY = (-26, 26, -46, 46, -66, 66, -86, 86)
BESIDE, LINE = 190, 18
"""Pixels that a name takes."""
PALE = 0.35


def network(organisations: pd.DataFrame, links: pd.DataFrame, chosen: str, t: Text) -> go.Figure:
    """Each organisation a point, larger with more submissions; a line joins two that signed together.

    The organisation `chosen` and its partners stand out; without one, all look alike but for the named brokers.
    """
    shown = [row for row in each(organisations) if is_known(row.x)]
    place = {row.stakeholder: (row.x, row.y) for row in shown}
    pairs = [row for row in each(links) if row.stakeholder in place and row.partner in place]
    near = {chosen} if chosen in place else set()
    if near:
        near |= {row.partner for row in pairs if row.stakeholder == chosen}
        near |= {row.stakeholder for row in pairs if row.partner == chosen}
    own = [row for row in pairs if chosen in {row.stakeholder, row.partner}]
    often = [row for row in pairs if row.shared > 1]
    traces = [
        _lines(pairs, place, palette.CONTEXT, 0.8),
        _lines(often, place, palette.MARK, 1.6),
        _lines(own, place, palette.INK, 1.4),
    ]
    most = max((row.submissions for row in shown), default=1)
    for region in sorted({row.region for row in shown}):
        mine = [row for row in shown if row.region == region]
        traces.append(_points(mine, most, near, region, t))
    named = [row for row in shown if row.stakeholder == chosen] if near else _brokers(shown)
    return palette.figure(
        HEIGHT,
        traces,
        annotations=_names(named, shown),
        margin={"l": 4, "r": 4, "t": 8, "b": 4},
        hovermode="closest",
        xaxis={"visible": False, "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True},
    )


def _brokers(shown: Sequence[Any]) -> list[Any]:
    """Those on most shortest paths, in the order of the table."""
    return [row for row in shown if row.betweenness > 0][:LABELLED]


def _lines(pairs: Sequence[Any], place: dict[str, tuple[float, float]], colour: str, width: float) -> dict[str, Any]:
    ends = [(place[row.stakeholder], place[row.partner]) for row in pairs]
    return marks.links(ends, colour, width)


def _points(rows: Sequence[Any], most: int, near: set[str], region: str, t: Text) -> dict[str, Any]:
    size = [SMALLEST + (LARGEST - SMALLEST) * np.sqrt((row.submissions - 1) / max(most - 1, 1)) for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.x for row in rows],
        "y": [row.y for row in rows],
        "marker": {
            "color": palette.colour(region),
            "symbol": marks.symbol(region),
            "size": [round(float(each_size), 1) for each_size in size],
            "opacity": [1 if not near or row.stakeholder in near else PALE for row in rows],
            "line": {"color": palette.SURFACE, "width": 1},
        },
        "unselected": {"marker": {"opacity": 0.9}},
        "customdata": [[row.stakeholder] for row in rows],
        "text": [
            t(
                "submissions.network.hover",
                name=row.organisation,
                joint=t.count("joint", row.submissions),
                partners=t.number(row.partners),
                betweenness=t.number(row.betweenness, 3),
            )
            for row in rows
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _names(named: Sequence[Any], shown: Sequence[Any]) -> list[dict[str, Any]]:
    """Names beside their marks, each as far up or down as keeps it clear of those before it."""
    if not named:
        return []
    high = max(row.y for row in shown) - min(row.y for row in shown)
    wide = max(row.x for row in shown) - min(row.x for row in shown)
    across, down = NARROW / (wide or 1), HEIGHT / (high or 1)
    taken: list[tuple[float, float]] = []
    made = []
    for row in named:
        x, y = row.x * across, -row.y * down
        away = next(
            (step for step in AWAY if all(abs(x - p) > BESIDE or abs(y + step - q) > LINE for p, q in taken)), -24
        )
        taken.append((x, y + away))
        made.append(_name(row, away))
    return made


def _name(row: Any, away: int) -> dict[str, Any]:
    name = row.organisation if len(row.organisation) <= LONGEST else f"{row.organisation[:LONGEST]}…"
    return {
        "x": row.x,
        "y": row.y,
        "text": name,
        "showarrow": True,
        "arrowcolor": palette.MARK,
        "arrowwidth": 1,
        "arrowhead": 0,
        "ax": 0,
        "ay": away,
        "bgcolor": palette.SURFACE,
        "opacity": 0.9,
        "borderpad": 1,
        "font": {"size": palette.SMALL, "color": palette.INK},
    }
