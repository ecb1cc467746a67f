"""Figures of single regions: the spread of their states, and what they accept of each kind of ask.

What compares two regions or two cycles is in `differences`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.filters import ACTIONS
from analytics.rows import each, is_known, plain
from analytics.text import Text

HEADING, REGION, MEAN, NAME, SUBREGION, SPACE = 24, 52, 22, 17, 22, 12
"""Heights in pixels: a region's name, its states, the mean of them; a sub-region's name, its states; space between."""
LANES = (0, 9, -9, 18, -18)
"""Vertical places of neighbouring dots, so that they do not cover each other, pixels; sub-regions use three."""
RATE = ("rate", "lower", "upper")
INDENT = 0.012
"""Where the names of sub-regions begin."""
OVER = 16
"""Pixels from a dot to the name above it."""
ROOM = 0.3
"""Words stand beside an interval where at least this much of the axis is free."""
FACET, WORDS = 1.8, 0.42
"""Heights of a region's part of the mosaic and of the words below its bars; a bar of 100 % is 1."""
MARGIN = {"l": 4, "r": 20, "t": 8, "b": 4}
"""Room for the last tick, also where it is written `100 %`."""


def spread(regions: pd.DataFrame, within: pd.DataFrame, scheme: str, t: Text, chosen: str = "") -> go.Figure:
    """Each state a dot, by region and sub-region; rates with intervals, the mean of states, the middle half of them.

    The `chosen` state has a ring and its name in both places.
    """
    traces: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    bands: list[dict[str, Any]] = []
    inside = [list(rows) for _, rows in groupby(each(within), key=lambda row: row.region)]
    y = 0
    for region, rows in zip(each(regions), inside, strict=True):
        name = t.region(region.region, scheme)
        names.append(_heading(name, region.region, _counts(region, t), y))
        middle = y - HEADING - REGION / 2
        states = [row for row in rows if isinstance(row.iso3, str)]
        places = _lanes(states, middle, len(LANES))
        traces.append(_dots(states, places, region.region, t))
        rings = [*_followed(states, places, chosen, t, middle + REGION / 2)]
        if is_known(region.lower_quartile):
            bands.append(_band(region, middle))
        traces.append(_marks([region], [middle], t, wide=True))
        if is_known(region.mean_of_states):
            traces.append(_mean(region, middle - REGION / 2 - MEAN / 2, t))
            names += _mean_words(region, middle - REGION / 2 - MEAN / 2, t)
        y -= HEADING + REGION + MEAN
        heads = [row for row in rows if not isinstance(row.iso3, str)]
        at = [y - number * (NAME + SUBREGION) - NAME - SUBREGION / 2 for number in range(len(heads))]
        members: list[Any] = []
        places = []
        for head, place in zip(heads, at, strict=True):
            mine = [row for row in states if row.subregion == head.subregion]
            members += mine
            places += _lanes(mine, place, 3, 0.6)
        traces.append(_dots(members, places, region.region, t))
        rings += _followed(members, places, chosen, t)
        traces.append(_subregions(heads, [place + SUBREGION / 2 + NAME / 2 for place in at], t))
        for few in (True, False):
            shown = [(head, place) for head, place in zip(heads, at, strict=True) if head.few_states == few]
            if shown:
                traces.append(_marks([head for head, _ in shown], [place for _, place in shown], t, pale=few))
        traces += [mark for mark, _ in rings]
        names += [said for _, said in rings]
        y -= len(heads) * (NAME + SUBREGION) + SPACE
    return palette.figure(
        -y + 32,
        traces,
        annotations=names,
        shapes=bands,
        margin=MARGIN,
        xaxis=marks.percent_axis(t),
        yaxis=marks.hidden_axis(min(y, -1)),
    )


def mosaic(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Each kind of ask a block: as wide as its share of what a region was asked, as high as the share accepted."""
    regions = [list(mine) for _, mine in groupby(each(rows), key=lambda row: row.region)]
    traces, names, ticks = [], [], []
    for number, mine in enumerate(regions):
        base = round((len(regions) - 1 - number) * FACET, 2)
        ticks += [base, base + 0.5, base + 1]
        region = mine[0].region
        names.append(palette.label(t.region(region, scheme), region, x=0, y=base + 1, xanchor="left", yanchor="bottom"))
        shown = [row for row in mine if row.share > 0 and is_known(row.rate)]
        traces += _blocks(shown, mine, base, scheme, t)
        if not shown:
            names.append(marks.words(t("few.reviews"), 0, base + 0.5, size=palette.SMALL))
    return palette.figure(
        172 * len(regions) + 40,
        traces,
        annotations=names,
        margin=MARGIN,
        barmode="overlay",
        uniformtext={"minsize": palette.SMALL, "mode": "hide"},
        xaxis=marks.percent_axis(t, showgrid=False, range=[-0.01, 1.02]),
        yaxis=marks.percent_axis(
            t,
            range=[-WORDS - 0.03, max(len(regions) - 1, 0) * FACET + 1.27],
            showgrid=False,
            tickvals=[round(tick, 2) for tick in ticks],
            ticktext=[t.percent(share, 0) for share in (0, 0.5, 1)] * len(regions),
        ),
    )


def _blocks(shown: Sequence[Any], mine: Sequence[Any], base: float, scheme: str, t: Text) -> list[dict[str, Any]]:
    """Of one region: the blocks, the pale part above them that was noted, and the words below them."""
    left = {
        row.action_category: sum(other.share for other in mine if other.action_category < row.action_category)
        for row in mine
    }
    bars = {
        "type": "bar",
        "x": [plain(left[row.action_category] + row.share / 2) for row in shown],
        "width": [plain(row.share) for row in shown],
        "base": base,
    }
    edge = {"color": palette.SURFACE, "width": 1}
    noted = {
        **bars,
        "base": [plain(base + row.rate) for row in shown],
        "y": [plain(1 - row.rate) for row in shown],
        "marker": {"color": palette.CONTEXT, "line": edge},
        "hoverinfo": "skip",
    }
    accepted = {
        **bars,
        "y": [plain(row.rate) for row in shown],
        "error_y": marks.whiskers(shown, RATE, palette.INK, 1.5, 3),
        "marker": {
            "color": palette.colour(mine[0].region),
            "opacity": [palette.STEPS[ACTIONS.index(row.action_category)] for row in shown],
            "line": edge,
        },
        **marks.pointed(
            [
                t(
                    f"regions.hover.{'block' if is_known(row.lower) else 'block_alone'}",
                    region=t.region(row.region, scheme),
                    action=t(f"action.{row.action_category}"),
                    share=t.percent(row.share),
                    n=t.number(row.recommendations),
                    rate=t.percent(row.rate),
                    interval=t.interval_sentence(row.lower, row.upper),
                )
                for row in shown
            ]
        ),
    }
    words = {
        **bars,
        "y": [-WORDS] * len(shown),
        "marker": {"color": palette.SURFACE, "opacity": 0},
        "text": [f"{t(f'regions.short.{row.action_category}')}<br>{t.percent(row.rate, 0)}" for row in shown],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "insidetextfont": {"color": palette.INK, "size": palette.SMALL},
        "textangle": 0,
        "hoverinfo": "skip",
    }
    return [noted, accepted, words]


def _lanes(states: Sequence[Any], middle: float, lanes: int, scale: float = 1.0) -> list[float]:
    """Vertical places of the states of a row: neighbours by rate in different lanes."""
    order = sorted(range(len(states)), key=lambda place: states[place].rate)
    lane = dict(zip(order, (LANES[place % lanes] * scale for place in range(len(order))), strict=True))
    return [round(middle + lane[place]) for place in range(len(states))]


def _followed(
    states: Sequence[Any], places: Sequence[float], chosen: str, t: Text, above: float | None = None
) -> Iterator[tuple[Any, Any]]:
    """The ring around the state that the reader follows, and its name over it or at the height `above`."""
    for state, place in zip(states, places, strict=True):
        if state.iso3 == chosen:
            said = f"{t.state(chosen)} {t.percent(state.rate, 0)}"
            yield marks.ring(state.rate, place, said, place + OVER if above is None else above)


def _dots(states: Sequence[Any], places: Sequence[float], region: str, t: Text) -> dict[str, Any]:
    return marks.strip([(state.iso3, state.rate, state.recommendations) for state in states], places, region, t)


def _marks(
    rows: Sequence[Any], y: Sequence[float], t: Text, *, wide: bool = False, pale: bool = False
) -> dict[str, Any]:
    """Rates as solid marks with their intervals as lines; where there is no rate, nothing."""
    hover = [
        t(
            "hover.region",
            name=t("regions.pooled") if wide else t.subregion(row.subregion),
            rate=t.percent(row.rate),
            interval=t.interval_sentence(row.lower, row.upper),
            n=t.number(row.recommendations),
            states=t.count("states", row.states),
        )
        for row in rows
    ]
    size, thickness, edge = (13, 5, 2) if wide else (9, 2.5, 1)
    drawn = marks.estimates(rows, y, RATE, hover, region=rows[0].region, size=size, thickness=thickness, edge=edge)
    return {**drawn, "opacity": 0.6 if pale else 1}


def _mean(region: Any, y: float, t: Text) -> dict[str, Any]:
    """The mean of a region's states as an open mark with a thin interval."""
    colour = palette.colour(region.region)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(region.mean_of_states)],
        "y": [y],
        "error_x": marks.whiskers([region], ("mean_of_states", "mean_lower", "mean_upper"), colour, 1.5),
        "marker": {
            "color": colour,
            "size": 11,
            "symbol": f"{palette.SYMBOLS.get(region.region, 'circle')}-open",
            "line": {"width": 2},
        },
        "text": [
            t(
                "hover.region",
                name=t("regions.mean"),
                rate=t.percent(region.mean_of_states),
                interval=t.interval_sentence(region.mean_lower, region.mean_upper),
                n=t.number(region.recommendations),
                states=t.count("states", region.states),
            )
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _band(region: Any, middle: float) -> dict[str, Any]:
    """The middle half of the states."""
    ends = plain(region.lower_quartile), plain(region.upper_quartile)
    return marks.band(ends, (middle - REGION / 2, middle + REGION / 2), palette.colour(region.region), 0.13)


def _heading(name: str, region: str, counts: str, y: float) -> dict[str, Any]:
    label = palette.label(name, region, x=0, y=y, xanchor="left", yanchor="top")
    return {**label, "text": f"{label['text']}  {marks.muted(counts)}"}


def _mean_words(region: Any, y: float, t: Text) -> list[dict[str, Any]]:
    """What the open mark is, on the side of its interval that has more room."""
    words = t("regions.mean.short", rate=t.percent(region.mean_of_states))
    left, right = plain(region.mean_lower) or 0, plain(region.mean_upper) or 1
    if max(left, 1 - right) < ROOM:
        return []
    if left > 1 - right:
        return [marks.words(words, left, y, size=palette.SMALL, xanchor="right", xshift=-6)]
    return [marks.words(words, right, y, size=palette.SMALL, xshift=6)]


def _subregions(heads: Sequence[Any], y: Sequence[float], t: Text) -> dict[str, Any]:
    """Names of sub-regions, indented, with what stands behind their rates."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [INDENT] * len(heads),
        "y": list(y),
        "text": [f"{t.subregion(head.subregion)} · {_counts(head, t)}" for head in heads],
        "textposition": "middle right",
        "textfont": {"size": palette.SMALL, "color": palette.INK},
        "hoverinfo": "skip",
    }


def _counts(row: Any, t: Text) -> str:
    """What stands behind a rate, and whether that is too little."""
    counts = t("regions.counts", states=t.count("states", row.states), n=t.number(row.recommendations))
    return counts if is_known(row.rate) else f"{counts} · {t('few.reviews')}"
