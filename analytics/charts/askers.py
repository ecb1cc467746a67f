"""Figures of the states that recommend most: what they ask for, what becomes of it, and to which regions it goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import nan
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.charts.coverage import LINES
from analytics.results.askers import MIX, TOP
from analytics.rows import each, is_known, plain
from analytics.text import Text

NAME, BAR, GAP = 18, 18, 6
"""Heights in pixels: a state's name, its bar or marks, the space below."""
ROW = NAME + BAR + GAP
LATER = 7
"""Height that a bar leaves to that of later requests, which have no answers."""
ACCEPTANCE = 0.68
"""Where the panel of acceptance starts."""
LANES = {"africa": -7, "lac": 0, "asia": 7}
"""Vertical places of the three regions within a state's row, pixels, so that intervals do not cover each other."""
RATIOS = (0, 0.5, 1, 1.5, 2)
FARTHEST = 2.5
"""Right end of the axis of observed / expected; what lies beyond is drawn there."""

HEADS = 44
"""Pixels of the words above the panels, two lines."""


def askers(rows: pd.DataFrame, t: Text) -> go.Figure:
    """The states that recommend most: recommendations by action category (faint to strong), and acceptance."""
    top = list(each(rows.head(TOP)))
    colours = [palette.colour(row.region) for row in top]
    bars = [-place * ROW - NAME - BAR // 2 for place in range(len(top))]
    thin = LATER if any(row.later for row in top) else 0
    solid = [bar + thin / 2 for bar in bars]
    most = max((max(row.recommendations, row.later) for row in top), default=1)
    ticks = _ticks(most)
    traces: list[dict[str, Any]] = []
    for category, name in enumerate(MIX, start=1):
        hover = t("who_asks_whom.askers.hover", action=t(f"action.{category}"), n="%{x}", share="%{customdata}")
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [getattr(row, name) for row in top],
                "y": solid,
                "width": BAR - thin,
                "marker": {"color": colours, "opacity": palette.STEPS[category - 1], "line": {"width": 0}},
                "customdata": [[t.state(row.iso3), _share(getattr(row, name), row, t)] for row in top],
                **marks.hover(hover),
            }
        )
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": [row.recommendations for row in top],
            "y": solid,
            "text": [f" {t.percent(row.specific_share, 0)}" if row.recommendations else "" for row in top],
            "textposition": "middle right",
            "textfont": {"size": palette.SMALL, "color": palette.INK},
            "hoverinfo": "skip",
        }
    )
    traces += [_shrunken(top, bars), _accepted(top, bars, colours, t)]
    said = [
        t(
            f"who_asks_whom.askers.{_name(row)}",
            n=t.number(row.recommendations),
            states=t.count("states", row.states),
            later=t.number(row.later),
        )
        for row in top
    ]
    traces.append(_names([(row.iso3, row.region) for row in top], bars, 0, t, said))
    if thin:
        traces.append(_later(top, [bar - (BAR - thin) / 2 for bar in bars], colours, t))
    swatches, key = marks.depths(t, above=HEADS)
    heads = ((0, "who_asks_whom.askers.bars"), (ACCEPTANCE, "who_asks_whom.askers.acceptance"))
    return palette.figure(
        len(top) * ROW + 74 + marks.KEY,
        traces,
        annotations=[*(_head(t(said), place) for place, said in heads), *key],
        shapes=swatches,
        barmode="stack",
        margin={"l": 4, "r": 22, "t": HEADS + marks.KEY, "b": 24},
        xaxis=marks.axis(
            0,
            most * 1.2,
            domain=[0, ACCEPTANCE - 0.06],
            tickvals=ticks,
            ticktext=[t.number(tick) for tick in ticks],
            tickangle=0,
            showgrid=True,
        ),
        xaxis2=marks.percent_axis(
            t,
            domain=[ACCEPTANCE, 1],
            showgrid=True,
            ticks=marks.HALVES,
            tickangle=0,
        ),
        yaxis=marks.hidden_axis(-len(top) * ROW),
    )


def spread(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """How often each of these states addresses each region, 1 being as often as the totals alone would give."""
    asked = list(each(rows)) if len(set(rows["asked"])) > 1 else []  # of one region alone, each is 1
    states = list(dict.fromkeys(row.iso3 for row in asked))
    at = {iso3: -place * ROW - NAME - BAR // 2 for place, iso3 in enumerate(states)}
    told = marks.blanks("name", "ratio", "interval", "n", "expected", "share")
    traces = []
    for region, group in groupby(
        sorted(asked, key=lambda row: list(LANES).index(row.asked)), key=lambda row: row.asked
    ):
        mine = [row for row in group if is_known(row.ratio)]
        ends = [min(row.ratio, FARTHEST) for row in mine]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [plain(end) for end in ends],
                "y": [at[row.iso3] - LANES[region] for row in mine],
                "error_x": marks.spans(
                    [
                        (end, min(row.ratio_lower, end), min(row.ratio_upper, FARTHEST))
                        for row, end in zip(mine, ends, strict=True)
                    ],
                    palette.colour(region),
                    thickness=2,
                ),
                "marker": {
                    "color": palette.colour(region),
                    "size": 9,
                    "symbol": palette.SYMBOLS[region],
                    "opacity": [0.4 if row.few else 1 for row in mine],
                },
                "customdata": [_spread_numbers(row, t) for row in mine],
                **marks.hover(t("who_asks_whom.spread.hover", region=t.region(region, scheme), **told)),
            }
        )
    region_of = {row.iso3: row.region for row in asked}
    traces.append(_names(list(region_of.items()), list(at.values()), -0.05, t))
    shown = list(dict.fromkeys(row.asked for row in asked))
    key = [marks.coloured(f"{palette.GLYPHS[region]} {t.region(region, scheme)}", region) for region in shown]
    return palette.figure(
        len(states) * ROW + 74,
        traces,
        annotations=[_head("<br>".join(filter(None, ("   ".join(key[:2]), "   ".join(key[2:])))), 0)],
        margin={"l": 4, "r": 8, "t": 44, "b": 24},
        shapes=[marks.reference_line(1, palette.MARK, dash="dot")],
        xaxis=marks.axis(
            -0.05, FARTHEST, tickvals=RATIOS, ticktext=[t.number(tick, 1) for tick in RATIOS], showgrid=True
        ),
        yaxis=marks.hidden_axis(-len(states) * ROW),
    )


def _later(top: Sequence[Any], bars: Sequence[float], colours: Sequence[str], t: Text) -> dict[str, Any]:
    """Requests of sessions without answers: hatched, below the bars of what is known in full."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": [row.later for row in top],
        "y": list(bars),
        "width": LATER - 1,
        "marker": {
            "color": palette.SURFACE,
            "line": {"color": list(colours), "width": 1},
            "pattern": {**LINES, "fgcolor": list(colours)},
        },
        "customdata": [[t.state(row.iso3), t.number(row.later)] for row in top],
        **marks.hover(t("who_asks_whom.askers.later", **marks.blanks("name", "n"))),
    }


def _name(row: Any) -> str:
    """Which numbers stand beside a state's name: those of sessions with answers, of later ones, or both."""
    if not row.recommendations:
        return "name_only_later"
    return "name_later" if row.later else "name"


def _share(part: int, row: Any, t: Text) -> str:
    return t.percent(part / row.recommendations if row.recommendations else nan)


def _accepted(top: Sequence[Any], bars: Sequence[float], colours: Sequence[str], t: Text) -> dict[str, Any]:
    """Raw acceptance with its interval, a solid mark."""
    told = ("name", "rate", "interval", "shrunken", "n", "states")
    return {
        "type": "scatter",
        "mode": "markers",
        "xaxis": "x2",
        "x": [plain(row.rate) for row in top],
        "y": list(bars),
        "error_x": marks.whiskers(top, ("rate", "lower", "upper"), palette.MARK, thickness=2),
        "marker": {
            "color": list(colours),
            "size": 9,
            "symbol": [marks.symbol(row.region) for row in top],
        },
        "customdata": [
            [
                t.state(row.iso3),
                t.percent(row.rate),
                t.interval_sentence(row.lower, row.upper)
                if is_known(row.lower)
                else t("who_asks_whom.askers.no_interval"),
                t.percent(row.shrunken),
                t.number(row.answered),
                t.number(row.states),
            ]
            for row in top
        ],
        **marks.hover(t("who_asks_whom.askers.accepted", **marks.blanks(*told))),
    }


def _shrunken(top: Sequence[Any], bars: Sequence[float]) -> dict[str, Any]:
    """Shrunken acceptance, a vertical stroke."""
    return {
        "type": "scatter",
        "mode": "markers",
        "xaxis": "x2",
        "x": [plain(row.shrunken) for row in top],
        "y": list(bars),
        "marker": {"size": 16, "symbol": "line-ns", "line": {"color": palette.INK, "width": 1.5}},
        "hoverinfo": "skip",
    }


def _spread_numbers(row: Any, t: Text) -> list[str]:
    bounds = {"lower": t.number(row.ratio_lower, 2), "upper": t.number(row.ratio_upper, 2)}
    return [
        t.state(row.iso3),
        t.number(row.ratio, 2),
        t("who_asks_whom.matrix.bounds", **bounds) if is_known(row.ratio_lower) else t.number(row.ratio_lower),
        t.number(row.recommendations),
        t.number(row.expected),
        t.percent(row.share),
    ]


def _names(
    states: Sequence[tuple[str, str]], bars: Sequence[float], x: float, t: Text, said: Sequence[str] = ()
) -> dict[str, Any]:
    """Names of states (code and region) above their bars, in the colour of their region, and what is said beside."""
    more = said or [""] * len(states)
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x] * len(states),
        "y": [bar + (BAR + NAME) // 2 for bar in bars],
        "text": [
            f"<b>{palette.GLYPHS.get(region, '')} {t.state(iso3)}</b>  {words}".rstrip()
            for (iso3, region), words in zip(states, more, strict=True)
        ],
        "textposition": "middle right",
        "textfont": {"size": palette.SMALL, "color": [palette.colour(region) for _, region in states]},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _ticks(most: float) -> list[int]:
    """Round numbers from 0 to `most`, two to four of them after 0."""
    step = 1
    while most / step >= 5:  # noqa: PLR2004
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return list(range(0, int(most) + 1, step))


def _head(text: str, x: float) -> dict[str, Any]:
    """What a panel shows, above it."""
    place = {"x": x, "xref": "paper", "y": 1, "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 4}
    return {"text": text, "showarrow": False, "align": "left", "font": {"size": palette.SMALL}, **place}
