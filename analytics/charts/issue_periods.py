"""Issues over time: thirds of a cycle as marks with intervals, cycles as bands. No line joins sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.rows import each, is_known, plain
from analytics.text import MISSING, Text

PANEL, NAME, ABOVE, BELOW = 150, 26, 40, 72
"""Heights, pixels: an issue's panels, its name above them; the regions' names above all, the periods' below."""
GAP, SPACE = 0.6, 0.9
"""Horizontal distance between cycles, and between regions, beside that between thirds, which is 1."""
BAND = 0.16
"""Depth of the band that is a cycle's interval."""
HALF = 0.4
"""How far a cycle reaches beyond the middle of its outer thirds."""
SAID = ("period", "value", "interval", "n", "states")
HEADING = 12
"""Letters on one line of a region's name."""


def over_time(rows: pd.DataFrame, value: str, scheme: str, t: Text) -> go.Figure:
    """Issues below each other, regions side by side: `value` (rate or share) per third of a cycle, and per cycle."""
    shown = list(each(rows))
    known = [row for row in shown if is_known(getattr(row, value))]
    issues, regions = (list(dict.fromkeys(getattr(row, name) for row in shown)) for name in ("issue", "region"))
    places = _places(shown, regions)
    total = max(len(issues), 1) * (PANEL + NAME)
    tops = {issue: 1 - (place * (PANEL + NAME) + NAME) / total for place, issue in enumerate(issues)}
    axes = {issue: f"y{place or ''}" for place, issue in enumerate(issues, start=1)}
    axes = {issue: "y" if axis == "y1" else axis for issue, axis in axes.items()}
    traces, bands = [], []
    for issue in issues:
        for region in regions:
            mine = [row for row in known if row.issue == issue and row.region == region]
            mine.sort(key=lambda row: row.third > 0)
            if mine:
                traces.append(_marks(mine, places, scheme, t, value=value, axis=axes[issue]))
            bands += [_band(row, places, axes[issue]) for row in mine if not row.third and is_known(row.lower)]
    reach = max((row.upper for row in known if is_known(row.upper)), default=1)
    vertical = marks.percent_axis(t) if value == "rate" else marks.share_axis(reach, t)
    layout = {
        axis.replace("y", "yaxis"): {
            **vertical,
            "domain": [round(tops[issue] - PANEL / total, 4), round(tops[issue], 4)],
        }
        for issue, axis in axes.items()
    }
    return palette.figure(
        total + ABOVE + BELOW,
        traces,
        annotations=[*_headings(regions, places, scheme, t), *_issues(tops, t), *_cycles(shown, regions, places, t)],
        shapes=bands,
        margin={"l": 4, "r": 4, "t": ABOVE, "b": BELOW},
        xaxis=_sessions(shown, regions, places, axes, t),
        **layout,
    )


def _places(rows: Sequence[Any], regions: Sequence[str]) -> Mapping[tuple[str, int, int], tuple[float, float]]:
    """From where to where each region's cycles (third 0) and thirds reach, along all regions."""
    thirds = sorted({(row.cycle, row.third) for row in rows if row.third})
    cycles = sorted({cycle for cycle, _ in thirds})
    middle = {key: place + GAP * cycles.index(key[0]) for place, key in enumerate(thirds)}
    width = max(middle.values(), default=0) + 1 + SPACE
    found: dict[tuple[str, int, int], tuple[float, float]] = {}
    for place, region in enumerate(regions):
        for key, x in middle.items():
            found[region, *key] = (round(place * width + x, 2), round(place * width + x, 2))
        for cycle in cycles:
            own = [x for (of, _), x in middle.items() if of == cycle]
            found[region, cycle, 0] = (
                round(place * width + own[0] - HALF, 2),
                round(place * width + own[-1] + HALF, 2),
            )
    return found


def _marks(
    rows: Sequence[Any], places: Mapping[Any, tuple[float, float]], scheme: str, t: Text, *, value: str, axis: str
) -> dict[str, Any]:
    """One region's cycles as level strokes and its thirds as marks with intervals."""
    region = rows[0].region
    colour = palette.colour(region)
    ends = [places[region, row.cycle, row.third] for row in rows]
    hover = t(f"issues.hover.period_{value}", region=t.region(region, scheme), **marks.blanks(*SAID))
    whisker = marks.whiskers([row for row in rows if row.third], (value, "lower", "upper"), colour)
    none = [None] * sum(not row.third for row in rows)  # a cycle's interval is its band
    halves = [round((end - start) / 2, 2) or None for start, end in ends]
    return {
        "type": "scatter",
        "yaxis": axis,
        "mode": "markers",
        "cliponaxis": False,
        "x": [round((start + end) / 2, 2) for start, end in ends],
        "y": [plain(getattr(row, value)) for row in rows],
        "error_x": {"type": "data", "array": halves, "color": colour, "thickness": 2, "width": 0},
        "error_y": {
            **whisker,
            "array": [*none, *whisker["array"]],
            "arrayminus": [*none, *whisker["arrayminus"]],
            "thickness": 1.5,
        },
        "marker": {
            "color": colour,
            "size": [8 if row.third else 1 for row in rows],
            "opacity": 1,  # and no outline: sizes that differ would bring both
            "line": {"width": 0},
            "symbol": palette.SYMBOLS[region],
        },
        "customdata": [_said(row, value, t) for row in rows],
        **marks.hover(hover),
    }


def _band(row: Any, places: Mapping[Any, tuple[float, float]], axis: str) -> dict[str, Any]:
    """The interval of a cycle."""
    ends = plain(row.lower), plain(row.upper)
    return marks.band(places[row.region, row.cycle, 0], ends, palette.colour(row.region), BAND, yref=axis)


def _said(row: Any, value: str, t: Text) -> list[str]:
    """What the hover of a mark says, in the order of SAID."""
    first, last = row.first_session, row.last_session
    period = t("cycle.short", first=first, last=last) if row.third else t("cycle.name", cycle=row.cycle)
    interval = t.interval(row.lower, row.upper) if is_known(row.lower) else MISSING
    n = row.of_region if value == "share" else row.recommendations
    return [period, t.percent(getattr(row, value)), interval, t.number(n), t.count("states", row.states)]


def _sessions(
    rows: Sequence[Any], regions: Sequence[str], places: Mapping[Any, Any], axes: Mapping[str, str], t: Text
) -> dict[str, Any]:
    """The axis below the last panel, with the sessions that the data hold of each third."""
    held = {(row.cycle, row.third): (row.first_session, row.last_session) for row in rows if row.third}
    ticks = [(places[region, *key][0], *held[key]) for region in regions for key in sorted(held)]
    return {
        "tickvals": [x for x, *_ in ticks],
        "ticktext": [t("cycle.short", first=first, last=last) for _, first, last in ticks],
        "tickangle": -90,
        "tickfont": {"size": palette.SMALL},
        "anchor": list(axes.values())[-1] if axes else "y",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _headings(
    regions: Sequence[str], places: Mapping[Any, tuple[float, float]], scheme: str, t: Text
) -> list[dict[str, Any]]:
    at = {region: [x for (of, *_), ends in places.items() if of == region for x in ends] for region in regions}
    return [
        palette.label(
            "<br>".join(wrap(t.short_region(region, scheme), HEADING)),
            region,
            x=round((min(at[region]) + max(at[region])) / 2, 2),
            y=1,
            yref="paper",
            yanchor="bottom",
        )
        for region in regions
        if at[region]
    ]


def _issues(tops: Mapping[str, float], t: Text) -> list[dict[str, Any]]:
    """Each issue's name above its panels."""
    place = {"x": 0, "xref": "paper", "xanchor": "left", "yref": "paper", "yanchor": "bottom", "showarrow": False}
    return [
        {**place, "text": f"<b>{t.issue(issue)}</b>", "font": {"color": palette.INK}, "y": round(top, 4)}
        for issue, top in tops.items()
    ]


def _cycles(
    rows: Sequence[Any], regions: Sequence[str], places: Mapping[Any, tuple[float, float]], t: Text
) -> list[dict[str, Any]]:
    """Names of the cycles below their thirds."""
    place = {"y": 0, "yref": "paper", "yanchor": "bottom", "yshift": -BELOW, "showarrow": False}
    font = {"color": palette.MARK, "size": palette.SMALL}
    cycles = sorted({row.cycle for row in rows})
    return [
        {**place, "text": t("cycle.name", cycle=cycle), "font": font, "x": round(sum(places[region, cycle, 0]) / 2, 2)}
        for region in regions
        for cycle in cycles
    ]
