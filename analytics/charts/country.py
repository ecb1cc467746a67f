"""Figures of one country: its reviews beside those of others, what it was asked, civic space, countries beside it.

The country is drawn solid in the colour and shape of its region; what others have is a pale band: the middle half of
the region, and within it the middle half of the sub-region.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import lanes, marks, palette
from analytics.charts.civic_space import value_axis
from analytics.filters import ACTIONS
from analytics.results.askers import MIX
from analytics.results.country import MEASURES
from analytics.rows import each, is_known, plain
from analytics.text import Text

LINE_OF_WORDS = 19
"""Height of a line of words, pixels."""
ON_A_LINE = 2
"""Cycles that fit on a line of words on a phone."""
BESIDE = 0.03
"""Shares that are no further apart have their cycles written once, side by side."""
BAR = 64
"""Height of a bar with its words."""
FITS = 0.1
"""Smallest share of a bar that holds its number."""
ENDS_SHOWN = 6
"""Issues that are drawn from each end of the list."""
LINE = 48
"""Height of an issue, pixels."""


def record(reviews: pd.DataFrame, ranges: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Each answered review a lane, by measure: its share solid, the ranges of region and sub-region as bands."""
    counted = {row.session: row for row in each(reviews)}
    groups = []
    for measure in MEASURES:
        its = [row for row in each(ranges) if row.record_measure == measure]
        drawn = [
            _lane(counted[session], {row.within: row for row in pair}, measure, scheme, t)
            for session, pair in groupby(its, key=lambda row: row.session)
        ]
        groups.append((t(f"country.measure.{measure}"), drawn))
    return lanes.figure(groups, t)


def _lane(review: Any, others: Mapping[str, Any], measure: str, scheme: str, t: Text) -> lanes.Lane:
    """A review with its value and n, and the middle halves of others."""
    whole = review.answered if measure == "rate" else sum(getattr(review, name) for name in MIX)
    value = getattr(review, measure)
    known = t.percent(value, 0) if is_known(value) else t("country.none")
    head = t("country.lane", cycle=review.cycle, year=review.year, value=known, n=t.number(whole))
    region = others["region"].region
    names = {"region": t.short_region(region, scheme), "subregion": t.subregion(others["subregion"].subregion)}
    ranged = [row for within in ("region", "subregion") if is_known((row := others[within]).range_middle)]
    said = [ranged_said(names[row.within], row, row.other_reviews, t) for row in ranged]
    bands = [(row.range_lower, row.range_upper) for row in ranged]
    return lanes.Lane(value, region, head, said or [t("country.lane.few")], bands)


def ranged_said(name: str, row: Any, n: int, t: Text) -> str:
    """Between what the middle half of others lies, in words."""
    blanks = {end: t.percent(getattr(row, f"range_{end}"), 0) for end in ("lower", "upper")}
    return t("country.lane.range", name=name, n=t.number(n), **blanks)


def action_mix(reviews: pd.DataFrame, region: str, t: Text) -> go.Figure:
    """What was asked in each review, by action category, in depths from faint (1) to strong (5)."""
    shown = [row for row in each(reviews) if sum(getattr(row, name) for name in MIX)]
    traces = []
    for category, name in zip(ACTIONS, MIX, strict=True):
        shares = [getattr(row, name) / sum(getattr(row, each_one) for each_one in MIX) for row in shown]
        action = t(f"action.{category}")
        hover = [
            t("country.mix.hover", action=action, share=t.percent(share), n=t.number(getattr(row, name)))
            for row, share in zip(shown, shares, strict=True)
        ]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [plain(share) for share in shares],
                "y": list(range(len(shown))),
                "marker": {
                    "color": palette.colour(region),
                    "opacity": palette.STEPS[category - 1],
                    "line": {"color": palette.SURFACE, "width": 1},
                },
                "text": [t.percent(share, 0) if share >= FITS else "" for share in shares],
                "textposition": "inside",
                "insidetextfont": {"color": palette.ink_on(region, palette.STEPS[category - 1])},
                "insidetextanchor": "middle",
                "textangle": 0,
                **marks.pointed(hover),
            }
        )
    names = [
        marks.words(_mix_name(row, t), 0, place - 0.44, palette.INK, yanchor="middle")
        for place, row in enumerate(shown)
    ]
    swatches, key = marks.depths(t)
    return palette.figure(
        BAR * len(shown) + 34 + marks.KEY,
        traces,
        annotations=[*names, *key],
        shapes=swatches,
        margin={"l": 4, "r": 20, "t": 16 + marks.KEY, "b": 4},
        barmode="stack",
        bargap=0.5,
        xaxis=marks.percent_axis(t, marks.HALVES, showgrid=False),
        yaxis={"visible": False, "range": [len(shown) - 0.6, -0.6], "fixedrange": True},
    )


def _mix_name(row: Any, t: Text) -> str:
    n = t.number(sum(getattr(row, name) for name in MIX))
    return f"<b>{t('country.mix.name', cycle=row.cycle, year=row.year, n=n)}</b>"


def issues(rows: pd.DataFrame, region: str, t: Text) -> go.Figure:
    """The issues furthest above the middle of the sub-region and furthest below it, its middle half as a band."""
    known = [row for row in each(rows) if is_known(row.difference)]
    split = len(known) > 2 * ENDS_SHOWN
    shown = [*known[:ENDS_SHOWN], *known[-ENDS_SHOWN:]] if split else known
    reach = max([row.share for row in shown] + [row.range_upper for row in shown], default=1)
    traces: list[dict[str, Any]] = []
    words, shapes = [], []
    for place, row in enumerate(shown):
        top = -LINE * place - (LINE / 2 if split and place >= ENDS_SHOWN else 0)
        middle = top - LINE + 14
        said = t(
            "country.issues.line", issue=t.issue(row.issue), share=t.percent(row.share), n=t.number(row.recommendations)
        )
        words.append(marks.words(said, 0, top, palette.INK, yanchor="top"))
        shapes.append(lanes.track(reach, middle))
        ends = (row.range_lower, row.range_upper)
        shapes.append(marks.band(ends, (middle - 7, middle + 7), palette.colour(region), palette.STEPS[1]))
        traces.append(lanes.mark(row.share, middle, region))
    bottom = -LINE * len(shown) - (LINE / 2 if split else 0)
    return palette.figure(
        round(-bottom) + 30,
        traces,
        annotations=words,
        shapes=shapes,
        margin={"l": 8, "r": 22, "t": 4, "b": 22},
        xaxis={**marks.share_axis(reach, t), "showgrid": False},
        yaxis=marks.hidden_axis(bottom, 2),
    )


def compared(rows: pd.DataFrame, t: Text) -> go.Figure:
    """Each country a lane, its reviews as marks from the first cycle (pale) to the last, on one axis of shares."""
    traces: list[dict[str, Any]] = []
    words, shapes, y = [], [], 0.0
    for iso3, group in groupby(each(rows), key=lambda row: row.iso3):
        reviews = list(group)
        region = reviews[0].region
        parts = [_compared(row, t) for row in reviews]
        lines = [t.chain(parts[first : first + ON_A_LINE]) for first in range(0, len(parts), ON_A_LINE)]
        said = "<br>".join([f"<b>{t.state(iso3)}</b>", *map(marks.muted, lines)])
        words.append(marks.words(said, 0, y, palette.INK, yanchor="top", align="left"))
        high = y - LINE_OF_WORDS * (1 + len(lines)) - 4
        low = high - lanes.STRIP
        middle = (low + high) / 2
        shapes.append(lanes.track(1, middle))
        known = [row for row in reviews if is_known(row.rate)]
        for place, row in enumerate(known):
            mark = lanes.mark(row.rate, middle, region)
            mark["marker"] = {**mark["marker"], "opacity": 1 if place == len(known) - 1 else palette.STEPS[2]}
            cycles = [str(other.cycle) for other in known if abs(other.rate - row.rate) < BESIDE]
            number = ", ".join(cycles) if str(row.cycle) == cycles[-1] else ""
            traces.append({**mark, "mode": "markers+text", "text": [number], "textposition": "bottom center"})
        y = low - lanes.SPACE - LINE_OF_WORDS
    return lanes.framed(traces, words, shapes, y, t)


def _compared(row: Any, t: Text) -> str:
    if not is_known(row.rate):
        return t("country.compare.few", cycle=row.cycle, n=t.number(row.answered))
    return t("country.compare.part", cycle=row.cycle, rate=t.percent(row.rate, 0), n=t.number(row.answered))


def civic_space(rows: pd.DataFrame, region: str, indicator: str, t: Text) -> go.Figure:
    """The country's line with a mark in each year of a review; the middle half of its sub-region as a band."""
    line = list(each(rows))
    years = [row.year for row in line]
    ranged = [row for row in line if is_known(row.middle_lower)]
    colour = palette.colour(region)
    hover = [t("country.civic.hover", year=row.year, value=t.number(row.value, 2)) for row in line]
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [row.year for row in (*ranged, *ranged[::-1])],
            "y": [plain(row.middle_upper) for row in ranged] + [plain(row.middle_lower) for row in ranged[::-1]],
            "fill": "toself",
            "fillcolor": colour,
            "opacity": palette.STEPS[0],
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": years,
            "y": [plain(row.value) for row in line],
            "line": {"color": colour, "width": 3},
            "marker": {
                "color": colour,
                "symbol": marks.symbol(region),
                "size": [12 if row.reviewed else 0 for row in line],
            },
            **marks.pointed(hover),
        },
    ]
    return palette.figure(
        260,
        traces,
        margin={"l": 4, "r": 12, "t": 8, "b": 4},
        xaxis=marks.axis(min(years) - 0.6, max(years) + 0.6, dtick=4, tick0=2006, showgrid=True),
        yaxis=value_axis(indicator, t),
    )
