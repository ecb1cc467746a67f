"""The choropleth: one value per state, one hue per region, opacity for the value. The only home of geometry.

Shapes travel by URL (static/world.geojson), not inside the figure; the base map that Plotly asks for is an empty
one of our own. Both paths are relative, so that they hold on deep links and under a base path.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics import columns
from analytics.charts import marks, palette
from analytics.rows import is_known, read
from analytics.text import Text

STATIC = Path(__file__).parent.parent / "static"
SHAPES_URL = "app/static/world.geojson"
CONFIG = {"topojsonURL": "app/static/topojson/", "scrollZoom": False}
"""Configuration a page passes with every map: no outside request for the base map."""
CLASSES = len(palette.STEPS)
GREY = 0.45
"""Depth of colour of states outside the focus regions: context, not a value."""
HEIGHT = 480
NARROW = 44
"""Letters that fit beside each other on a phone."""
LARGEST_HOLLOW = 18
"""Width in pixels of the hollow mark of the state with most requests without answers."""
LEGEND = 88
"""Height of a legend, pixels: its title, the regions of its colours, swatches and the limits of classes."""
LINE = 17
"""Height of a further line of regions."""
SWATCH = 0.28
"""Width of one region's swatch, of that of a class."""
SWATCHES = (22, 34)
"""Lower and upper end of the swatches, pixels above the lower edge."""
GEO: dict[str, Any] = {
    "projection": {"type": "equal earth", "rotation": {"lon": 11}, "scale": 1.06},
    "center": {"lon": 11, "lat": 7},
    "visible": False,
    "bgcolor": "rgba(0,0,0,0)",
}


HALO = f"0 0 2px {palette.SURFACE}"
"""What lets a name be read on any colour."""
SMALL_ENOUGH = 0.75
"""A selection of at most this share of the states is zoomed to."""
AROUND, LEAST = 9, 24
"""Degrees shown around the states that the map is zoomed to, as it knows only their middles, and at least in all."""
WIDEST = 170
"""Degrees of longitude above which a map is not zoomed: its states lie on both sides of the date line."""


class Drawn(NamedTuple):
    """A state on the map: what it shows and where."""

    iso3: str
    value: float
    n: int
    note: str
    """What to know before using it."""
    region: str
    latitude: float
    longitude: float
    small: bool


@cache
def shape_ids() -> tuple[str, ...]:
    """ISO3 codes (and codes of areas that are no member state) that have a shape."""
    shapes = json.loads((STATIC / "world.geojson").read_text(encoding="utf-8"))
    return tuple(feature["id"] for feature in shapes["features"])


def class_limits(values: np.ndarray, *, share: bool) -> tuple[float, ...]:
    """Upper limits of the lower four of five classes with about as many states each, in round numbers.

    Shares are rounded to full percent, counts to 5, 10, 50 ... Fewer limits where values repeat.
    """
    known = values[~np.isnan(values)]
    if known.size == 0:
        return ()
    limits = np.quantile(known, [0.2, 0.4, 0.6, 0.8])
    step = 0.01 if share else max(5.0, 10.0 ** np.floor(np.log10(max(limits[-1], 10))) / 2)
    rounded = np.unique(np.round(np.round(limits / step) * step, 4))
    return tuple(float(limit) for limit in rounded if known.min() < limit <= known.max())


def choropleth(  # noqa: PLR0917 - what a map of states needs
    states: pd.DataFrame,
    points: pd.DataFrame,
    value: str,
    focus: Sequence[str],
    t: Text,
    chosen: str = "",
    *,
    scheme: str = "m49",
) -> go.Figure:
    """World map of `value`, a column of `states` (one row per state under review in the selection).

    `points` gives latitude, longitude and whether a state is small, for dots. Focus regions are in colour, other
    states are grey, states without a value get a cross, the rest of the world is a lighter grey. Where fewer are
    selected the map shows these and what lies around them. The `chosen` state is outlined and named.
    """
    column = columns.of(value)
    share = column.kind is columns.Kind.SHARE
    limits = column.class_limits or class_limits(states[value].to_numpy(dtype=float), share=share)
    every = _read(states, points, value, t)
    wholes = dict(read(states, "iso3", column.whole))
    known = [state._replace(n=wholes[state.iso3]) for state in every if state.n and is_known(state.value)]
    traces = [*_background({state.iso3 for state in every}, t), *_coloured(known, limits, value, focus, t)]
    unknown = [state for state in every if not (state.n and is_known(state.value))]
    for sentence, silent in (("hover.none", False), ("hover.unanswered", True)):
        without = [state for state in unknown if bool(state.n) == silent]
        traces += _without(without, sentence, t) if without else []
    traces += _followed(chosen, points, t)
    hues = [region for region in focus if any(state.region == region for state in known)]
    legend = _legend(limits, hues, value, scheme, t)
    return palette.figure(HEIGHT, traces, geo=_view(states, points), meta={"value": value}, **legend)


def joint(
    reviews: pd.DataFrame, points: pd.DataFrame, focus: Sequence[str], t: Text, *, scheme: str = "m49"
) -> go.Figure:
    """World map of the joint submissions to the review of each state; what is unknown is no zero and gets a cross."""
    value = "joint"
    limits = columns.of(value).class_limits
    place = {iso3: point for iso3, *point in read(points, "iso3", "latitude", "longitude", "small")}
    known, unknown = [], []
    for iso3, number, session, region in read(reviews, "iso3", value, "session", "region"):
        if is_known(number):
            note = t("hover.session", session=int(session))
            known.append(Drawn(iso3, number, int(number), note, region, *place[iso3]))
        else:
            unknown.append(Drawn(iso3, number, 0, "", region, *place[iso3]))
    every = (*known, *unknown)
    traces = [*_background({state.iso3 for state in every}, t), *_coloured(known, limits, value, focus, t)]
    traces += _without(unknown, "hover.unknown", t) if unknown else []
    legend = _legend(limits, focus, value, scheme, t)
    return palette.figure(HEIGHT, traces, geo=GEO, meta={"value": value}, **legend)


def hollow(states: pd.DataFrame, points: pd.DataFrame, focus: Sequence[str], t: Text, chosen: str = "") -> go.Figure:
    """World map of the requests without answers: a hollow mark per state, its area as large as they are many.

    `states` and `points` are those of `choropleth`. Nothing is filled, so that nobody takes it for what was answered;
    states without such requests get a cross.
    """
    every = _read(states, points, "later", t)
    asked = [state for state in every if state.value]
    most = max((state.value for state in asked), default=1)
    traces = _background({state.iso3 for state in every}, t)
    for region in (*focus, ""):
        mine = [state for state in asked if (state.region if state.region in focus else "") == region]
        colour = palette.colour(region)
        outline = {"line": {"color": colour, "width": 0.6}}
        told = _hover(mine, "later", t) | {"hovertemplate": _template("later", t)}
        traces.append(_choropleth([state.iso3 for state in mine], palette.SURFACE, marker=outline, **told))
        mark = {
            "type": "scattergeo",
            "mode": "markers",
            "lat": [round(state.latitude, 1) for state in mine],
            "lon": [round(state.longitude, 1) for state in mine],
            "marker": {
                "size": [round(LARGEST_HOLLOW * (state.value / most) ** 0.5, 1) for state in mine],
                "color": colour,
                "symbol": f"{marks.symbol(region)}-open",
                "line": {"color": colour, "width": 2},
            },
            "unselected": {"marker": {"opacity": 1}},
        }
        traces.append(mark | told)
    without = [state for state in every if not state.value]
    traces += _without(without, "hover.no_later", t) if without else []
    traces += _followed(chosen, points, t)
    return palette.figure(HEIGHT, traces, geo=_view(states, points), meta={"value": "later"})


def coverage(states: pd.DataFrame, points: pd.DataFrame, focus: Sequence[str], t: Text) -> go.Figure:
    """World map of the member states with a full list of stakeholders, with a mark in each; others are empty.

    `states` has one row per member state: its reviews with a list, and the submissions in them.
    """
    place = {iso3: point for iso3, *point in read(points, "iso3", "latitude", "longitude", "small")}
    rows = read(states, "iso3", "region", "reviews", "review", "submissions", "joint")
    said = {
        iso3: t("hover.map.listed", name=t.state(iso3), reviews=reviews, n=t.number(n), joint=t.number(joint))
        if number
        else t("hover.map.unlisted", name=t.state(iso3))
        for iso3, _, number, reviews, n, joint in rows
    }
    empty = [iso3 for iso3, _, number, *_ in rows if not number]
    outline = {"line": {"color": palette.MARK, "width": 0.6}}
    traces = _background({iso3 for iso3, *_ in rows}, t)
    traces.append(_choropleth(empty, palette.SURFACE, marker=outline, text=[said[iso3] for iso3 in empty]))
    for region in (*focus, ""):
        mine = [iso3 for iso3, of, number, *_ in rows if number and (of if of in focus else "") == region]
        texts, colour = [said[iso3] for iso3 in mine], palette.colour(region)
        traces.append(_choropleth(mine, colour, text=texts, customdata=mine))
        dots = {
            "type": "scattergeo",
            "mode": "markers",
            "lat": [round(place[iso3][0], 1) for iso3 in mine],
            "lon": [round(place[iso3][1], 1) for iso3 in mine],
            "marker": {
                "size": 10,
                "color": colour,
                "symbol": palette.SYMBOLS.get(region, "circle"),
                "line": {"color": palette.SURFACE, "width": 1.5},
            },
            "text": texts,
            "customdata": mine,
            "hovertemplate": "%{text}<extra></extra>",
        }
        traces.append(dots)
    return palette.figure(HEIGHT, traces, geo=GEO)


def _view(states: pd.DataFrame, points: pd.DataFrame) -> dict[str, Any]:
    """The part of the world that a map shows: all of it, or what lies around the selected states where they are few."""
    place = {iso3: point for iso3, *point in read(points, "iso3", "latitude", "longitude")}
    here = [place[iso3] for (iso3,) in read(states, "iso3")]
    if not here or len(here) > SMALL_ENOUGH * len(place):
        return GEO
    ends = [_around(degrees) for degrees in zip(*here, strict=True)]
    if ends[1][1] - ends[1][0] > WIDEST:
        return GEO
    axes = {axis: {"range": end} for axis, end in zip(("lataxis", "lonaxis"), ends, strict=True)}
    middle = sum(ends[1]) / 2
    projection = {**GEO["projection"], "rotation": {"lon": middle}, "scale": 1}
    return {**GEO, **axes, "projection": projection, "center": {"lon": middle, "lat": sum(ends[0]) / 2}}


def _around(degrees: Sequence[float]) -> list[float]:
    low, high = min(degrees) - AROUND, max(degrees) + AROUND
    more = max(LEAST - (high - low), 0) / 2
    return [round(low - more, 1), round(high + more, 1)]


def _followed(state: str, points: pd.DataFrame, t: Text) -> list[dict[str, Any]]:
    """The state that the reader follows: its outline, or a ring where it is small, and its name."""
    place = {iso3: point for iso3, *point in read(points, "iso3", "latitude", "longitude", "small")}
    if state not in place:
        return []
    latitude, longitude, small = place[state]
    clear = "rgba(0,0,0,0)"
    edge = {"color": palette.INK, "width": 2}
    outline = _choropleth([state], clear, marker={"line": edge}, hoverinfo="skip", hovertemplate=None)
    name = {
        "type": "scattergeo",
        "mode": "markers+text",
        "lat": [round(latitude, 1)],
        "lon": [round(longitude, 1)],
        "marker": {"size": 14, "color": clear, "line": edge if small else {"width": 0}},
        "text": [f"<b>{t.state(state)}</b>"],
        "textposition": "top center",
        "textfont": {"color": palette.INK, "size": palette.SMALL + 1, "shadow": ", ".join([HALO] * 4)},
        "hoverinfo": "skip",
    }
    return [{**outline, "colorscale": [[0, clear], [1, clear]]}, name]


def _coloured(
    known: Sequence[Drawn], limits: Sequence[float], value: str, focus: Sequence[str], t: Text
) -> list[dict[str, Any]]:
    """The states with a value, focus regions in their colour and others in grey."""
    template, traces = _template(value, t), []
    for region in focus:
        mine = [state for state in known if state.region == region]
        steps = [depth(state.value, limits) for state in mine]
        colour = palette.colour(region)
        traces += [_areas(mine, colour, steps, value, t, template), _dots(mine, colour, steps, value, t, template)]
    others = [state for state in known if state.region not in focus]
    grey = [GREY] * len(others)
    return [
        *traces,
        _areas(others, palette.MARK, grey, value, t, template),
        _dots(others, palette.MARK, grey, value, t, template),
    ]


def _read(states: pd.DataFrame, points: pd.DataFrame, value: str, t: Text) -> list[Drawn]:
    """The states with one of their columns, and what to know before using it."""
    place = {iso3: point for iso3, *point in read(points, "iso3", "latitude", "longitude", "small")}
    made = []
    for iso3, number, n, few, correction, region in read(
        states, "iso3", value, "recommendations", "few", "correction", "region"
    ):
        note = f" {t('hover.few')}" if few else ""
        if isinstance(correction, str):
            note += f"<br>{t(f'correction.{correction}')}"
        made.append(Drawn(iso3, number, n, note, region, *place[iso3]))
    return made


def depth(value: float, limits: Sequence[float]) -> float:
    """Depth of colour of a value: its class, spread over the palette's steps."""
    return palette.STEPS[round(bisect_right(limits, value) * (CLASSES - 1) / max(len(limits), 1))]


def _choropleth(codes: Sequence[str], colour: str, **more: Any) -> dict[str, Any]:
    """Areas in one hue; a depth of 0 is the card's surface, of 1 the full colour."""
    return {
        "type": "choropleth",
        "geojson": SHAPES_URL,
        "locations": list(codes),
        "z": [1] * len(codes),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, palette.SURFACE], [1, colour]],
        "showscale": False,
        "marker": {"line": {"color": palette.SURFACE, "width": 0.6}},
        "unselected": {"marker": {"opacity": 1}},  # else a click fades all others
        "hovertemplate": "%{text}<extra></extra>",
        **more,
    }


def _background(covered: set[str], t: Text) -> list[dict[str, Any]]:
    """Every area that holds no value, light grey; states and disputed areas are named."""
    rest = [code for code in shape_ids() if code not in covered]
    named = [code for code in rest if t.area(code)]
    template = t("hover.outside", name="%{text}") + "<extra></extra>"
    return [
        _choropleth(named, palette.CONTEXT, text=[t.area(code) for code in named], hovertemplate=template),
        _choropleth([code for code in rest if not t.area(code)], palette.CONTEXT, hoverinfo="skip", hovertemplate=None),
    ]


def _template(value: str, t: Text) -> str:
    """Hover text of a state, filled by the reader's browser from its name and `_hover`."""
    blanks = {"name": "%{text}", "value": "%{customdata[1]}", "n": "%{customdata[2]}"}
    return t(f"hover.map.{value}", **blanks) + "%{customdata[3]}<extra></extra>"


def _hover(states: Sequence[Drawn], value: str, t: Text) -> dict[str, Any]:
    """Name of each state; its code (for a click), value, n, and what to know before using it."""
    rows = [[state.iso3, columns.written(value, state.value, t), t.number(state.n), state.note] for state in states]
    return {"text": [t.state(state.iso3) for state in states], "customdata": rows}


def _areas(  # noqa: PLR0917 - what an area needs
    states: Sequence[Drawn], colour: str, steps: Sequence[float], value: str, t: Text, template: str
) -> dict[str, Any]:
    codes = [state.iso3 for state in states]
    return _choropleth(codes, colour, z=list(steps), **_hover(states, value, t), hovertemplate=template)


def _dots(  # noqa: PLR0917 - what a dot needs
    states: Sequence[Drawn], colour: str, steps: Sequence[float], value: str, t: Text, template: str
) -> dict[str, Any]:
    """Small states again, as dots that can be seen and clicked."""
    small = [(state, step) for state, step in zip(states, steps, strict=True) if state.small]
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lat": [round(state.latitude, 1) for state, _ in small],
        "lon": [round(state.longitude, 1) for state, _ in small],
        "marker": {
            "size": 8,
            "color": [step for _, step in small],
            "cmin": 0,
            "cmax": 1,
            "colorscale": [[0, palette.SURFACE], [1, colour]],
            "line": {"color": colour, "width": 1},
        },
        "unselected": {"marker": {"opacity": 1}},
        **_hover([state for state, _ in small], value, t),
        "hovertemplate": template,
    }


def _without(states: Sequence[Drawn], sentence: str, t: Text) -> list[dict[str, Any]]:
    """States without a value: an outlined empty shape and a cross, never the colour of zero.

    `sentence` is the key of what they say when pointed at. The cross of a small state says it too, its shape is hard
    to hit.
    """
    template = t(sentence, name="%{text}") + "<extra></extra>"

    def hover(shown: Sequence[Drawn]) -> dict[str, Any]:
        names = [t.state(state.iso3) for state in shown]
        return {"text": names, "customdata": [state.iso3 for state in shown], "hovertemplate": template}

    outline = {"line": {"color": palette.MARK, "width": 0.6}}
    drawn = [_choropleth([state.iso3 for state in states], palette.SURFACE, marker=outline, **hover(states))]
    for small in (True, False):
        shown = [state for state in states if state.small == small]
        cross = {
            "type": "scattergeo",
            "mode": "markers",
            "lat": [round(state.latitude, 1) for state in shown],
            "lon": [round(state.longitude, 1) for state in shown],
            "marker": {"size": 6, "symbol": "x-thin", "line": {"color": palette.MARK, "width": 1.5}},
            "unselected": {"marker": {"opacity": 1}},
        }
        drawn.append(cross | (hover(shown) if small else {"hoverinfo": "skip"}))
    return drawn


def classes(limits: Sequence[float], value: str, t: Text) -> list[str]:
    """The classes in words, lowest first."""
    said = [columns.written(value, limit, t, 0) for limit in limits]
    return [
        t("legend.under", limit=said[0]),
        *(t("legend.between", lower=low, upper=high) for low, high in pairwise(said)),
        t("legend.from", limit=said[-1]),
    ]


def _legend(limits: Sequence[float], focus: Sequence[str], value: str, scheme: str, t: Text) -> dict[str, Any]:
    """What is drawn and in which unit, and the classes as swatches in each region's hue, below the map.

    Between two classes stands the limit that parts them: it begins the upper one. All is placed in pixels, so that it
    keeps its room on a low map.
    """
    if not limits:
        return {}
    names = {
        region: t.short_region(region, scheme) if scheme == "m49" else t.region(region, scheme) for region in focus
    }
    beside = "  " if len(" ".join(names.values())) < NARROW else "<br>"
    hues = beside.join(marks.coloured(f"{palette.GLYPHS[region]} {name}", region) for region, name in names.items())
    width = 1 / (len(limits) + 1)
    paper: dict[str, Any] = {"xref": "paper", "yref": "paper"}
    title = f"<b>{t(f'legend.title.{value}')}</b><br>{hues}"
    room = LEGEND + LINE * hues.count("<br>")
    low, high = (edge - room for edge in SWATCHES)
    above: dict[str, Any] = {"yshift": high + 6, "yanchor": "bottom", "align": "left"}
    swatches, labels = [], [marks.words(title, 0, 0, palette.INK, **above, **paper)]
    for place in range(len(limits) + 1):
        step = palette.STEPS[round(place * (CLASSES - 1) / len(limits))]
        for index, region in enumerate(focus):
            left = round(place * width + index * width * SWATCH, 3)
            right = round(left + width * (SWATCH - 0.02), 3)
            swatch = {"type": "rect", "x0": left, "x1": right, "y0": low, "y1": high, **paper}
            pixels = {"ysizemode": "pixel", "yanchor": 0, "line": {"width": 0}}
            swatches.append({**swatch, **pixels, "fillcolor": palette.colour(region), "opacity": step})
    for place, limit in enumerate(limits, start=1):
        said = columns.written(value, limit, t, 0)
        between = round(place * width - (1 - SWATCH * len(focus)) * width / 2, 3)
        under: dict[str, Any] = {"xanchor": "center", "yshift": low - 2, "yanchor": "top"}
        labels.append(marks.words(said, between, 0, palette.INK, **under, **paper))
    return {"shapes": swatches, "annotations": labels, "margin": {"l": 4, "r": 20, "t": 8, "b": room}}
