"""Figures of issues and their families: one mark a region on each line, with its interval, on one axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.results.issues import ALL, FAMILIES, REST
from analytics.rows import each, is_known, plain
from analytics.text import MISSING, Text
from analytics.thresholds import FEW, FEWEST_ON_ISSUE

EXTREMES = 8
"""Issues accepted least, and most, of those with enough recommendations."""
LINE = 42
"""Height of a line, pixels."""
DODGE = 0.25
"""Vertical distance of the regions' marks on one line."""
SAID = ("name", "value", "interval", "n")
"""What the hover of a mark says, in this order."""


def acceptance(rows: pd.DataFrame, show: str, scheme: str, t: Text) -> go.Figure:
    """Acceptance on each issue by region, with intervals; a grey stroke is all states together. Least accepted first.

    Unless all are asked for: those accepted least and most, of issues with FEWEST_ON_ISSUE recommendations.
    """
    by_issue = _by("issue", each(rows))
    overall = {issue: cells[ALL] for issue, cells in by_issue.items() if ALL in cells and is_known(cells[ALL].rate)}
    order = sorted(overall, key=lambda issue: overall[issue].rate)
    enough = [issue for issue in order if overall[issue].recommendations >= FEWEST_ON_ISSUE]
    if show != "all" and len(enough) > 2 * EXTREMES:
        order = [*enough[:EXTREMES], *enough[-EXTREMES:]]
    named = [(t.issue(issue), by_issue[issue]) for issue in order]
    if len(named) < len(overall):
        named.insert(len(named) // 2, ("⋮", {}))
    return lines(named, marks.percent_axis(t), scheme, t, value="rate", context=ALL)


def families(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Share of each family in the recommendations to each region, with intervals; grey: the rest of the world."""
    every = list(each(rows))
    by_family = _by("family", every)
    named = [(t(f"family.{family}"), by_family[family]) for family in FAMILIES if family in by_family]
    ends = [row.upper if is_known(row.upper) else row.share for row in every if is_known(row.share)]
    return lines(named, marks.share_axis(max(ends, default=1), t), scheme, t, value="share", context=REST)


def lines(
    named: Sequence[tuple[str, dict[str, Any]]], axis: dict[str, Any], scheme: str, t: Text, *, value: str, context: str
) -> go.Figure:
    """Lines with one mark a region, one above the other, each with its interval; the context is a grey stroke."""
    regions = [region for region in palette.COLOURS if any(region in cells for _, cells in named)]
    traces = []
    for place, region in enumerate((context, *regions)):
        known = [(y, name, cells[region]) for y, (name, cells) in enumerate(named) if region in cells]
        known = [(y, name, row) for y, name, row in known if is_known(getattr(row, value))]
        shift = 0.0 if region == context else DODGE * (place - 1 - (len(regions) - 1) / 2)
        rows = [row for *_, row in known]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [plain(getattr(row, value)) for row in rows],
                "y": [round(y + shift, 2) for y, *_ in known],
                **_look(region, value, rows, context=region == context),
                "customdata": [
                    [name, t.percent(getattr(row, value)), _interval(row, t), t.number(row.recommendations)]
                    for _, name, row in known
                ],
                **marks.hover(t(f"issues.hover.{value}", region=t.region(region, scheme), **marks.blanks(*SAID))),
            }
        )
    return palette.figure(
        LINE * len(named) + 82,
        traces,
        annotations=[_key((*regions, context), scheme, t)],
        margin={"l": 4, "r": 20, "t": 42, "b": 4},
        xaxis=axis,
        yaxis=marks.names_axis([name for name, _ in named]),
    )


def _look(region: str, value: str, rows: Sequence[Any], *, context: bool) -> dict[str, Any]:
    """A region's marks with their intervals, open where they rest on few; the context is a stroke without."""
    colour = palette.colour(region)
    if context:
        return {"marker": {"symbol": "line-ns", "size": 20, "line": {"color": colour, "width": 2}}}
    symbol = palette.SYMBOLS[region]
    symbols = [f"{symbol}-open" if row.recommendations < FEW else symbol for row in rows]
    return {
        "marker": {"color": colour, "size": 9, "symbol": symbols},
        "error_x": marks.whiskers(rows, (value, "lower", "upper"), colour),
    }


def _interval(row: Any, t: Text) -> str:
    return t.interval(row.lower, row.upper) if is_known(row.lower) else MISSING


def _by(column: str, rows: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Value of the column -> region -> row."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), {})[row.region] = row
    return found


def _key(regions: Sequence[str], scheme: str, t: Text) -> dict[str, Any]:
    """What the marks are, above the figure, on two lines: beside long names a phone has no room for one."""
    names = [
        marks.coloured(f"{palette.GLYPHS.get(region, '|')} {t.short_region(region, scheme)}", region)
        for region in regions
    ]
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom", "align": "left"}
    text = f"{'  '.join(names[:2])}<br>{'  '.join(names[2:])}"
    return {"text": text, "font": {"size": palette.SMALL}, "showarrow": False, **place}
