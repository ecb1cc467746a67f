"""Figures of acceptance: states and interval of each region, by cycle, and the mix of what was asked."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.filters import ACTIONS
from analytics.rows import each, is_known, plain, read
from analytics.text import Text

ROW = 76
"""Height of one region's row, pixels."""
LANES = (0.0, 0.11, -0.11, 0.21, -0.21)
"""Vertical places of neighbouring dots, so that they do not cover each other."""
ASIDE = 0.4
"""How far above or below the middle of a row the name of the state stands that the reader follows."""
NAMES_END = 0.5
"""A rate below this lies under the name of its region."""
FITS = 0.1
"""Smallest share of a bar that holds its number."""


def states_and_interval(
    states: pd.DataFrame, regions: pd.DataFrame, scheme: str, t: Text, chosen: str = ""
) -> go.Figure:
    """Each state a dot (size: recommendations), each region its rate with the 95 % interval; one row a region.

    The `chosen` state has a ring and its name.
    """
    shown = list(regions["region"])
    every = [state for state in read(states, "rate", "region", "iso3", "answered") if state[3] > 0]
    every.sort(key=lambda state: state[0])
    traces, names, rings = [], [], []
    for row, region in enumerate(each(regions)):
        mine = [state for state in every if state[1] == region.region]
        places = [round(-row + LANES[place % len(LANES)], 2) for place in range(len(mine))]
        dots = [(iso3, rate, n) for rate, _, iso3, n in mine]
        traces.append(marks.strip(dots, places, region.region, t, decimals=1))
        traces.append(_interval(region, -row, _region_hover(region, scheme, t)))
        names.append(_row_name(region, -row, scheme, t))
        at = {iso3: (rate, place) for (iso3, rate, _), place in zip(dots, places, strict=True)}
        if chosen in at:
            said = f"{t.state(chosen)} {t.percent(at[chosen][0], 0)}"
            beside_name = at[chosen][0] < NAMES_END
            rings.append(marks.ring(*at[chosen], said, -row + (-ASIDE if beside_name else ASIDE)))
    return palette.figure(
        ROW * len(shown) + 34,
        [*traces, *(mark for mark, _ in rings)],
        annotations=[*names, *(said for _, said in rings)],
        xaxis=marks.percent_axis(t),
        yaxis=marks.hidden_axis(-len(shown) + 0.6, 0.62),
    )


def _row_name(region: Any, place: float, scheme: str, t: Text) -> dict[str, Any]:
    """A region's name with its rate and interval, where there is one."""
    name = t.short_region(region.region, scheme)
    label = palette.label(name, region.region, x=0, y=place + 0.42, xanchor="left")
    if is_known(region.rate):
        likely = t("glance.states.likely", interval=t.interval(region.lower, region.upper))
        number = f"<b>{t.percent(region.rate)}</b>"
        said = f" {marks.muted(likely)}" if is_known(region.lower) else ""
        label["text"] += f" {number}{said}"
    return label


def by_cycle(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Rate with its interval per region and cycle; cycles of a region are joined, sessions never are.

    A last cycle of which a region has too few reviews for a rate takes no place, unless it is the only one.
    """
    traces, names = [], []
    places: list[float] = []
    labels: list[str] = []
    start = 0.0
    for region, group in groupby(each(rows), key=lambda row: row.region):
        mine = list(group)
        while len(mine) > 1 and not is_known(mine[-1].rate):
            mine.pop()
        at = [start + place for place in range(len(mine))]
        line = {"color": palette.colour(region), "dash": "dot"}
        joined = {"type": "scatter", "mode": "lines", "line": line, "hoverinfo": "skip"}
        traces.append({**joined, "x": at, "y": [plain(row.rate) for row in mine]})
        for x, row in zip(at, mine, strict=True):
            sessions = {"cycle": row.cycle, "first": row.first_session, "last": row.last_session}
            hover = f"{t('cycle.period', **sessions)}<br>{_region_hover(row, scheme, t)}"
            traces.append(_interval(row, x, hover, upright=True))
            places.append(x)
            labels.append(f"{row.cycle}<br>({t.number(row.states)})")
        middle = sum(at) / len(at)
        names.append(
            palette.label(
                t.short_region(region, scheme).replace(" ", "<br>"),
                region,
                x=middle,
                y=1,
                yref="paper",
                yanchor="bottom",
            )
        )
        start = at[-1] + 1.6
    return palette.figure(
        340,
        traces,
        annotations=names,
        margin={"l": 4, "r": 8, "t": 44, "b": 4},
        yaxis=marks.percent_axis(t, marks.HALVES),
        xaxis={
            "tickvals": places,
            "ticktext": labels,
            "range": [-0.6, start - 1.0],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickangle": 0,
            "title": {"text": t("glance.cycles.axis"), "standoff": 6},
        },
    )


def action_mix(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """What was asked of each region: its recommendations by action category, in depths from faint (1) to strong (5)."""
    shown = list(dict.fromkeys(rows["region"].to_list()))
    asks = list(each(rows))
    traces = []
    for category in ACTIONS:
        mine = [row for row in asks if row.action_category == category]
        action = t(f"action.{category}")
        hover = [
            t(
                "hover.action",
                region=t.region(row.region, scheme),
                action=action,
                share=t.percent(row.share),
                n=t.number(row.recommendations),
                rate=t.percent(row.rate),
            )
            for row in mine
        ]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [plain(row.share) for row in mine],
                "y": [shown.index(row.region) for row in mine],
                "marker": {
                    "color": [palette.colour(row.region) for row in mine],
                    "opacity": palette.STEPS[category - 1],
                    "line": {"color": palette.SURFACE, "width": 1},
                },
                "text": [t.percent(row.share, 0) if row.share >= FITS else "" for row in mine],
                "textposition": "inside",
                "insidetextfont": {"color": [palette.ink_on(row.region, palette.STEPS[category - 1]) for row in mine]},
                "insidetextanchor": "middle",
                "textangle": 0,
                **marks.pointed(hover),
            }
        )
    names = [
        palette.label(t.region(region, scheme), region, x=0, y=row - 0.42, xanchor="left")
        for row, region in enumerate(shown)
    ]
    swatches, key = marks.depths(t)
    return palette.figure(
        74 * len(shown) + 34 + marks.KEY,
        traces,
        annotations=[*names, *key],
        shapes=swatches,
        margin={"l": 4, "r": 20, "t": 8 + marks.KEY, "b": 4},
        barmode="stack",
        bargap=0.5,
        xaxis=marks.percent_axis(t, marks.HALVES, showgrid=False),
        yaxis={"visible": False, "autorange": "reversed", "fixedrange": True},
    )


def _interval(row: Any, place: float, hover: str, *, upright: bool = False) -> dict[str, Any]:
    """A region's rate as a solid mark with its interval as a thick line; only the mark where there is none."""
    columns = ("rate", "lower", "upper")
    return marks.estimates([row], [place], columns, [hover], region=row.region, size=13, thickness=5, upright=upright)


def _region_hover(row: Any, scheme: str, t: Text) -> str:
    if not is_known(row.rate):
        return t("few.reviews")
    return t(
        "hover.region",
        name=t.region(row.region, scheme),
        rate=t.percent(row.rate),
        interval=t.interval_sentence(row.lower, row.upper),
        n=t.number(row.recommendations),
        states=t.count("states", row.states),
    )
