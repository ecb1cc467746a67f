"""The choropleth: one value per state, one hue per region, opacity for the value. The only home of geometry.

Shapes travel by URL (static/world.geojson), not inside the figure; the base map that Plotly asks for is an empty
one of our own. Both paths are relative, so that they hold on deep links and under a base path.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from analytics.charts import palette

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from analytics.text import Text

STATIC = Path(__file__).parent.parent / "static"
SHAPES_URL = "app/static/world.geojson"
CONFIG = {"topojsonURL": "app/static/topojson/", "scrollZoom": False}
"""Configuration a page passes with every map: no outside request for the base map."""
CLASSES = len(palette.STEPS)
RATE_LIMITS = (0.5, 0.65, 0.8, 0.9)
"""Upper limits of the lower four classes of acceptance, the same under every filter."""
HEIGHT = 480


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


def choropleth(states: pd.DataFrame, points: pd.DataFrame, value: str, focus: Sequence[str], t: Text) -> go.Figure:
    """World map of `value`, a column of `states` (one row per state under review in the selection).

    `points` gives latitude, longitude and whether a state is small, for dots. Focus regions are in colour, other
    states are grey, states without a value get a cross, the rest of the world is a lighter grey.
    """
    share = value != "recommendations"
    limits = RATE_LIMITS if value == "rate" else class_limits(states[value].to_numpy(dtype=float), share=share)
    place = points.set_index("iso3").loc[states["iso3"], ["latitude", "longitude", "small"]].reset_index(drop=True)
    placed = pd.concat([states.reset_index(drop=True), place], axis=1)
    has_value = placed[value].notna() & (placed["recommendations"] > 0)
    known, unknown = placed[has_value], placed[~has_value]
    traces = [_background(states, t)]
    for region in focus:
        mine = known[known["region"] == region]
        steps = _steps(mine[value].to_numpy(dtype=float), limits)
        hover = _hover(mine, value, t)
        traces += [_areas(mine, palette.colour(region), steps, hover), _dots(mine, palette.colour(region), steps, hover)]
    others = known[~known["region"].isin(focus)]
    traces += [_areas(others, palette.MARK, [0.45] * len(others), _hover(others, value, t)), *_crosses(unknown, t)]
    shapes, labels = _legend(limits, focus, share=share, t=t)
    return palette.figure(
        HEIGHT,
        traces,
        shapes=shapes,
        annotations=labels,
        geo={
            "projection": {"type": "equal earth", "rotation": {"lon": 11}, "scale": 1.17},
            "center": {"lon": 11, "lat": 14},
            "visible": False,
            "bgcolor": "rgba(0,0,0,0)",
            "domain": {"x": [0, 1], "y": [0.1, 1]},
        },
    )


def _steps(values: np.ndarray, limits: Sequence[float]) -> list[float]:
    """Depth of colour of each value: its class, spread over the palette's steps."""
    place = np.searchsorted(np.asarray(limits), values, side="right")
    step = np.round(place * (CLASSES - 1) / max(len(limits), 1)).astype(int)
    return [palette.STEPS[each] for each in step]


def _choropleth(codes: Sequence[str], colour: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - plotly's
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


def _background(states: pd.DataFrame, t: Text) -> dict[str, Any]:
    """Every area that holds no value, light grey."""
    covered = set(states["iso3"])
    rest = [code for code in shape_ids() if code not in covered]
    return _choropleth(rest, palette.CONTEXT, text=[t("hover.outside", name=t.area(code)) for code in rest])


def _areas(states: pd.DataFrame, colour: str, steps: Sequence[float], hover: Sequence[str]) -> dict[str, Any]:
    codes = states["iso3"].to_list()
    return _choropleth(codes, colour, z=list(steps), customdata=codes, text=list(hover))


def _dots(states: pd.DataFrame, colour: str, steps: Sequence[float], hover: Sequence[str]) -> dict[str, Any]:
    """Small states again, as dots that can be seen and clicked."""
    small = np.flatnonzero(states["small"].to_numpy(dtype=bool))
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lat": states["latitude"].iloc[small].round(2).to_list(),
        "lon": states["longitude"].iloc[small].round(2).to_list(),
        "marker": {
            "size": 8,
            "color": [steps[place] for place in small],
            "cmin": 0,
            "cmax": 1,
            "colorscale": [[0, palette.SURFACE], [1, colour]],
            "line": {"color": colour, "width": 1},
        },
        "unselected": {"marker": {"opacity": 1}},
        "customdata": states["iso3"].iloc[small].to_list(),
        "text": [hover[place] for place in small],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _crosses(states: pd.DataFrame, t: Text) -> list[dict[str, Any]]:
    """States of the selection without a value: an outlined empty shape and a cross, never the colour of zero."""
    outline = {"line": {"color": palette.MARK, "width": 0.6}}
    hover = [t("hover.none", name=t.state(code)) for code in states["iso3"]]
    return [
        _choropleth(states["iso3"], palette.SURFACE, marker=outline, text=hover),
        {
            "type": "scattergeo",
            "mode": "markers",
            "lat": states["latitude"].to_list(),
            "lon": states["longitude"].to_list(),
            "marker": {"size": 6, "symbol": "x-thin", "line": {"color": palette.MARK, "width": 1.5}},
            "text": hover,
            "hovertemplate": "%{text}<extra></extra>",
        },
    ]


def _hover(states: pd.DataFrame, value: str, t: Text) -> list[str]:
    """Name, value and n of each state, and what to know before using it."""
    lines = []
    columns = (states[name] for name in ("iso3", value, "recommendations", "few", "correction"))
    for iso3, shown, n, few, correction in zip(*columns, strict=True):
        number = t.number(shown) if value == "recommendations" else t.percent(shown)
        line = t(f"hover.map.{value}", name=t.state(iso3), value=number, n=t.number(n))
        marks = [t("hover.few")] if few else []
        if isinstance(correction, str):
            marks.append(t(f"correction.{correction}"))
        lines.append("<br>".join([line, *marks]))
    return lines


def _legend(
    limits: Sequence[float], focus: Sequence[str], *, share: bool, t: Text
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The classes as swatches in each region's hue, with their limits, along the lower edge."""
    if not limits:
        return [], []
    number = (lambda value: t.percent(value, 0)) if share else t.number
    texts = [
        t("legend.under", limit=number(limits[0])),
        *(t("legend.between", lower=number(low), upper=number(high)) for low, high in pairwise(limits)),
        t("legend.from", limit=number(limits[-1])),
    ]
    width = 1 / len(texts)
    swatches, labels = [], []
    paper = {"xref": "paper", "yref": "paper"}
    for place, text in enumerate(texts):
        step = palette.STEPS[round(place * (CLASSES - 1) / len(limits))]
        for index, region in enumerate(focus):
            left = place * width + index * width * 0.26
            swatch = {"type": "rect", "x0": left, "x1": left + width * 0.24, "y0": 0.045, "y1": 0.07, **paper}
            swatches.append({**swatch, "fillcolor": palette.colour(region), "opacity": step, "line": {"width": 0}})
        under = {"x": place * width, "y": 0.035, "xanchor": "left", "yanchor": "top", "showarrow": False}
        labels.append({**under, **paper, "text": text, "font": {"size": palette.SMALL - 1}})
    return swatches, labels
