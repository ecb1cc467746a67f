"""Laws about NGOs year by year, and the status of national human rights institutions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.rows import each, plain
from analytics.text import Text

PANEL, HEADING = 150, 28
"""Heights in pixels: the lines of one kind of barrier, its name."""
APART = 0.13
"""Labels at the ends of lines are at least this far from each other, as a share."""
LEAD = 22
"""Pixels between the end of a line and its label."""
DEPTH = {"A": 1.0, "B": 0.55, "C": 0.3}
BAR, NAME = 30, 24
FITS = 0.08
"""A number is written into a part of a bar from this share on."""


def barriers(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Each kind of barrier a panel: the share of each region's states that have one, year by year."""
    kinds = {kind: list(mine) for kind, mine in groupby(each(rows), key=lambda row: row.barrier)}
    whole = len(kinds) * (PANEL + HEADING)
    traces: list[dict[str, Any]] = []
    names, axes = [], {}
    for number, (kind, mine) in enumerate(kinds.items()):
        axis = "y" if number == 0 else f"y{number + 1}"
        top = 1 - (number * (PANEL + HEADING) + HEADING) / whole
        axes["yaxis" + axis[1:]] = marks.percent_axis(
            t,
            domain=[round(top - PANEL / whole, 4), round(top, 4)],
            ticks=marks.HALVES,
        )
        above = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": 3}
        names.append(marks.words(f"<b>{t(f'barrier.{kind}')}</b>", 0, top, palette.INK, palette.SMALL + 1, **above))
        lines = {region: [row for row in mine if row.region == region] for region in palette.COLOURS}
        lines = {region: line for region, line in lines.items() if line}
        traces += [_line(line, region, axis, t) for region, line in lines.items()]
        for region, place in _apart({region: line[-1].share for region, line in lines.items()}).items():
            share = t.percent(lines[region][-1].share, 0)
            words = f"{palette.GLYPHS[region]} {t.short_region(region, scheme)} {share}"
            names.append(_end(words, region, lines[region][-1], place, axis))
    years = [row.year for mine in kinds.values() for row in mine]
    return palette.figure(
        whole + 30,
        traces,
        annotations=names,
        margin={"l": 4, "r": LEAD + (136 if scheme == "m49" else 176), "t": 4, "b": 4},
        xaxis=marks.axis(
            min(years, default=0) - 0.3,
            max(years, default=1) + 0.3,
            dtick=4,
            tick0=2001,
            anchor=f"y{len(kinds)}" if len(kinds) > 1 else "y",
        ),
        **axes,
    )


def _end(words: str, region: str, last: Any, place: float, axis: str) -> dict[str, Any]:
    """What a line ends with, joined to its end by a stroke where it stands higher or lower."""
    colour = palette.colour(region)
    joined: dict[str, Any] = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": colour, "standoff": 4}
    joined |= {"ax": LEAD, "ay": round((last.share - place) * PANEL)}
    return marks.words(words, last.year, round(last.share, 4), colour, yref=axis, **joined)


def _apart(places: Mapping[str, float]) -> dict[str, float]:
    """Places of labels: where their lines end, or as near as they can be without covering each other."""
    order = sorted(places, key=lambda name: places[name])
    groups = [([name], places[name]) for name in order]
    number = 1
    while number < len(groups):
        (lower, below), (upper, above) = groups[number - 1], groups[number]
        if above - below >= APART * (len(lower) + len(upper)) / 2:
            number += 1
            continue
        both = [*lower, *upper]
        groups[number - 1 : number + 1] = [(both, sum(places[name] for name in both) / len(both))]
        number = max(number - 1, 1)
    moved: dict[str, float] = {}
    for names, middle in groups:
        half = APART * (len(names) - 1) / 2
        lowest = min(max(middle, half), 1 - half) - half
        moved |= {name: round(lowest + APART * place, 4) for place, name in enumerate(names)}
    return moved


def _line(rows: Sequence[Any], region: str, axis: str, t: Text) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [row.year for row in rows],
        "y": [plain(row.share) for row in rows],
        "yaxis": axis,
        "line": {"color": palette.colour(region), "width": 2},
        "marker": {"color": palette.colour(region), "size": 5, "symbol": palette.SYMBOLS[region]},
        **marks.pointed(
            [
                t(
                    "civic_space.hover.barrier",
                    year=row.year,
                    share=t.percent(row.share, 0),
                    having=row.with_barrier,
                    states=t.count("states", row.states),
                )
                for row in rows
            ]
        ),
    }


def institutions(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Each region in the first, a middle and the last year: the share of states with status A, B, C or none."""
    every = sorted(set(rows["year"]))
    years = {every[0], every[len(every) // 2], every[-1]} if every else set()
    kept = [row for row in each(rows) if row.region in palette.COLOURS and row.year in years]
    traces: list[dict[str, Any]] = []
    names, ticks = [], []
    y = 0.0
    for region, group in groupby(kept, key=lambda row: row.region):
        names.append(palette.label(t.region(region, scheme), region, x=0, y=y, xanchor="left", yanchor="top"))
        y -= NAME
        for year, parts in groupby(group, key=lambda row: row.year):
            y -= BAR / 2
            ticks.append((y, str(year)))
            traces += _bar(list(parts), y, t)
            y -= BAR / 2
        y -= 8
    return palette.figure(
        round(-y) + 34,
        traces,
        annotations=names,
        barmode="stack",
        margin={"l": 4, "r": 20, "t": 4, "b": 4},
        xaxis=marks.percent_axis(t, range=[-0.005, 1.02], showgrid=False),
        yaxis={
            "range": [min(y, -1), 0],
            "tickvals": [place for place, _ in ticks],
            "ticktext": [year for _, year in ticks],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    )


def _bar(parts: Sequence[Any], y: float, t: Text) -> list[dict[str, Any]]:
    return [
        {
            "type": "bar",
            "orientation": "h",
            "x": [plain(row.share)],
            "y": [y],
            "width": BAR - 5,
            "marker": {
                "color": palette.colour(row.region) if row.status in DEPTH else palette.CONTEXT,
                "opacity": DEPTH.get(row.status, 1),
                "line": {"color": palette.SURFACE, "width": 1},
            },
            "text": [
                t("civic_space.status_part", status=t(f"civic_space.short.{row.status}"), n=row.with_status)
                if row.share >= FITS
                else ""
            ],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "insidetextfont": {
                "color": palette.ink_on(row.region, DEPTH[row.status]) if row.status in DEPTH else palette.INK,
                "size": palette.SMALL,
            },
            **marks.pointed(
                [
                    t(
                        "civic_space.hover.status",
                        status=t(f"status.{row.status}"),
                        year=row.year,
                        share=t.percent(row.share, 0),
                        n=row.with_status,
                        states=t.count("states", row.states),
                    )
                ]
            ),
        }
        for row in parts
        if row.with_status
    ]
