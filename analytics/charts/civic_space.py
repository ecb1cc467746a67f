"""Civic space of states and regions: year by year, and from one review to the next.

What sets it beside recommendations is in `civic_answers`; laws and institutions are in `civic_laws`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.results.civic_space import INDEX, SCALE, ends
from analytics.rows import each, is_known, plain
from analytics.text import Text

PANEL, HEADING = 190, 26
"""Heights in pixels: a region's part of the figure, its name above it."""
ROW, WORDS, LANES = 46, 38, (0, 8, -8, 14, -14)
REACH = {INDEX: 0.8, SCALE: 4.4}
"""Ends of the axis of changes, either way."""


def value_axis(indicator: str, t: Text, **more: Any) -> dict[str, Any]:
    """An axis of an indicator, always from its lowest to its highest value."""
    low, high = ends(indicator)
    pad = (high - low) * 0.02
    step = (high - low) / 4
    ticks = [low + step * number for number in range(5)]
    words = [t.number(tick, 2 if high == 1 else 0) for tick in ticks]
    return marks.axis(low - pad, high + pad, tickvals=ticks, ticktext=words, showgrid=True, **more)


def over_time(
    regions: pd.DataFrame,
    states: pd.DataFrame,
    t: Text,
    *,
    reviews: Sequence[int],
    chosen: str | None,
    indicator: str,
    scheme: str,
) -> go.Figure:
    """Each region a panel: its states thin, its mean with interval and middle half, the chosen state on top.

    `reviews` are the years of the chosen state's reviews.
    """
    panels = {region: list(rows) for region, rows in groupby(each(regions), key=lambda row: row.region)}
    focus = [region for region in palette.COLOURS if region in panels]
    lines = {iso3: list(rows) for iso3, rows in groupby(each(states), key=lambda row: row.iso3)}
    whole = len(focus) * (PANEL + HEADING)
    traces: list[dict[str, Any]] = []
    names, axes = [], {}
    for number, region in enumerate(focus):
        axis = "y" if number == 0 else f"y{number + 1}"
        top = 1 - (number * (PANEL + HEADING) + HEADING) / whole
        axes["yaxis" + axis[1:]] = value_axis(
            indicator, t, domain=[round(top - PANEL / whole, 4), round(top, 4)], hoverformat=".2f"
        )
        rows = panels[region]
        words = t("civic_space.states_with_data", states=t.count("states", max(row.states for row in rows)))
        place = {"x": 0, "y": top, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        label = palette.label(t.short_region(region, scheme), region, **place)
        names.append({**label, "text": f"{label['text']}  {marks.muted(words)}"})
        traces += [_line(line, axis, t) for line in lines.values() if line[0].region == region]
        traces += _summary(rows, region, axis, t)
        if chosen in lines:
            traces.append(_chosen(lines[chosen], reviews, axis, t))
    years = [row.year for rows in panels.values() for row in rows]
    return palette.figure(
        max(whole + 30, 80),
        traces,
        annotations=names,
        separators=t("language.decimal") + t("language.thousands"),
        hoverlabel={"align": "left", "namelength": -1},
        margin={"l": 4, "r": 12, "t": 8, "b": 4},
        xaxis=marks.axis(
            min(years, default=0) - 0.4,
            max(years, default=1) + 0.4,
            dtick=4,
            tick0=2006,
            showgrid=True,
            anchor=f"y{len(focus)}" if len(focus) > 1 else "y",
        ),
        **axes,
    )


def _line(rows: Sequence[Any], axis: str, t: Text) -> dict[str, Any]:
    """A state as a thin line; years follow each other without a gap."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": t.state(rows[0].iso3),
        "x0": rows[0].year,
        "dx": 1,
        "y": [round(row.value, 2) for row in rows],
        "yaxis": axis,
        "line": {"color": palette.MARK, "width": 1},
        "opacity": 0.3,
    }


def _summary(rows: Sequence[Any], region: str, axis: str, t: Text) -> list[dict[str, Any]]:
    """The middle half of the states, the interval of their mean, and the mean."""
    colour = palette.colour(region)
    years = [row.year for row in rows]
    shared = {"type": "scatter", "mode": "lines", "yaxis": axis, "fill": "toself", "hoverinfo": "skip"}
    bands = [
        {
            **shared,
            "x": [row.year for row in (*its, *its[::-1])],
            "y": [plain(getattr(row, high)) for row in its] + [plain(getattr(row, low)) for row in its[::-1]],
            "fillcolor": colour,
            "opacity": opacity,
            "line": {"width": 0},
        }
        for low, high, opacity in (("middle_lower", "middle_upper", 0.13), ("value_lower", "value_upper", 0.25))
        for its in ([row for row in rows if is_known(getattr(row, low))],)
    ]
    mean = {
        "type": "scatter",
        "mode": "lines",
        "yaxis": axis,
        "x": years,
        "y": [plain(row.mean) for row in rows],
        "line": {"color": colour, "width": 3},
        **marks.pointed(
            [
                t(
                    "civic_space.hover.mean",
                    year=row.year,
                    mean=t.number(row.mean, 2),
                    lower=t.number(row.value_lower, 2),
                    upper=t.number(row.value_upper, 2),
                    states=t.count("states", row.states),
                )
                for row in rows
            ]
        ),
    }
    return [*bands, mean]


def _chosen(rows: Sequence[Any], reviews: Sequence[int], axis: str, t: Text) -> dict[str, Any]:
    """The chosen state, with a mark in the years of its reviews."""
    marked = set(reviews)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": t.state(rows[0].iso3),
        "x": [row.year for row in rows],
        "y": [round(row.value, 2) for row in rows],
        "yaxis": axis,
        "line": {"color": palette.INK, "width": 2.5},
        "marker": {"color": palette.INK, "size": [11 if row.year in marked else 0 for row in rows], "opacity": 1},
    }


def changes(
    regions: pd.DataFrame, states: pd.DataFrame, t: Text, *, chosen: str | None, indicator: str, scheme: str
) -> go.Figure:
    """Each state's change between two reviews as a dot, by region; the mean with its interval."""
    shown = [row for row in each(regions) if row.region in palette.COLOURS]
    dots = list(each(states))
    step = WORDS + ROW
    traces: list[dict[str, Any]] = []
    names = []
    reach = REACH[ends(indicator)]
    for number, row in enumerate(shown):
        y = -number * step - WORDS - ROW / 2
        colour = palette.colour(row.region)
        mine = sorted((dot for dot in dots if dot.region == row.region), key=lambda dot: dot.change)
        label = palette.label(
            t.region(row.region, scheme), row.region, x=-reach, y=-number * step, xanchor="left", yanchor="top"
        )
        words = t("civic_space.rose_fell", states=t.count("states", row.states), rose=row.rose, fell=row.fell)
        names.append({**label, "text": f"{label['text']}<br>{marks.muted(words)}", "align": "left"})
        is_chosen = [dot.iso3 == chosen for dot in mine]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [plain(dot.change) for dot in mine],
                "y": [y + LANES[place % len(LANES)] for place in range(len(mine))],
                "marker": {
                    "color": [palette.INK if each_one else colour for each_one in is_chosen],
                    "opacity": [1 if each_one else 0.35 for each_one in is_chosen],
                    "size": [12 if each_one else 8 for each_one in is_chosen],
                    "symbol": palette.SYMBOLS[row.region],
                },
                **marks.pointed(
                    [
                        t(
                            "civic_space.hover.change",
                            name=t.state(dot.iso3),
                            first=t.number(dot.first_value, 2),
                            first_year=dot.first_year,
                            last=t.number(dot.last_value, 2),
                            last_year=dot.last_year,
                        )
                        for dot in mine
                    ]
                ),
            }
        )
        if is_known(row.mean):
            traces.append(_mean_change(row, y, t))
    step_of_ticks = reach / 2
    ticks = [step_of_ticks * number for number in range(-2, 3)]
    return palette.figure(
        step * max(len(shown), 1) + 44,
        traces,
        annotations=names,
        margin={"l": 24, "r": 24, "t": 8, "b": 4},
        shapes=[marks.reference_line()],
        xaxis=marks.axis(
            -reach * 1.02, reach * 1.02, tickvals=ticks, ticktext=[t.plus(tick) for tick in ticks], showgrid=True
        ),
        yaxis=marks.hidden_axis(-max(len(shown), 1) * step),
    )


def _mean_change(row: Any, y: float, t: Text) -> dict[str, Any]:
    hover = t(
        "civic_space.hover.mean_change",
        mean=t.plus(row.mean),
        lower=t.number(row.value_lower, 2),
        upper=t.number(row.value_upper, 2),
        states=t.count("states", row.states),
    )
    columns = ("mean", "value_lower", "value_upper")
    return marks.estimates([row], [y], columns, [hover], region=row.region, size=13, thickness=4)
