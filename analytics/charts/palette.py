"""Colours, symbols and the base layout that all figures share.

Colours are Streamlit's place-holders (#000001 ...): its page replaces them by `chartCategoricalColors` of the theme
that the reader sees, light or dark, so one cached figure serves both. `.streamlit/config.toml` lists them in this
order. Lightness for a value is opacity, which works on both backgrounds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

AFRICA, LAC, ASIA = "#000001", "#000002", "#000003"
MARK = "#000004"
"""Marks of other regions; also muted text."""
CONTEXT = "#000005"
"""Fill of what is drawn only as context."""
SURFACE = "#000006"
"""The card's own background."""
INK = "#000007"
DARK = "#111827"
"""Dark in both themes, on hues that are neither pale nor deep."""
GRID = "#000008"

COLOURS = {"africa": AFRICA, "lac": LAC, "asia": ASIA}
SYMBOLS = {"africa": "circle", "lac": "diamond", "asia": "square"}
GLYPHS = {"africa": "●", "lac": "◆", "asia": "■"}
STEPS = (0.22, 0.36, 0.5, 0.82, 1.0)
"""Opacity of five classes, low to high."""
SMALL = 13
"""Font size of all text inside figures, pixels: what can still be read from the back row at 1024 x 768."""


AXIS_FONT = {"color": MARK, "size": SMALL}
AXIS = {"gridcolor": GRID, "linecolor": GRID, "tickfont": AXIS_FONT, "title": {"font": AXIS_FONT}}
TEMPLATE = {
    "layout": {
        "font": {"color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {"bgcolor": SURFACE, "bordercolor": GRID, "font": {"color": INK}},
        "xaxis": AXIS,
        "yaxis": AXIS,
        "modebar": {"color": MARK, "activecolor": INK, "bgcolor": "rgba(0,0,0,0)"},
    }
}
"""In place of Streamlit's template, which adds 7 kB to every figure."""
OWN_TAG = r"</?b>|<br>|</span>|<extra></extra>|<(?:b|span) style=\"(?:color:#[0-9A-Fa-f]{6}|font-[a-z]+:\w+|;)+\">"
FOREIGN = re.compile(rf"({OWN_TAG})|<|&(?=#?\w+;)")
"""In a text: a tag of our own, or what Plotly would read as another one, such as a link, or as a letter."""
AS_TEXT = {"<": "&lt;", "&": "&amp;"}
WORDLESS = {int, float, bool, type(None), np.float64}
"""Types of what holds no word: most of a figure."""
NO_TEXT = {"template", "geojson", "locationmode", "featureidkey"}
"""Parts of a figure in which nothing is written."""


class Plain(go.Figure):
    """A figure of plain dictionaries, which Streamlit takes as they are.

    Plotly's own figure copies every trace when it is made and again when it is handed over: 3 to 10 ms each. Here its
    objects are only made for whoever asks for `data` or `layout`; the tests do, and validate.
    """

    _spec: dict[str, Any]

    def __init__(self, spec: dict[str, Any]) -> None:
        # Not Plotly's own __init__, which is what takes the time.
        self.__dict__["_spec"] = spec

    def to_dict(self) -> dict[str, Any]:
        """The traces and the layout. Shared, never change them."""
        return self._spec

    def __getattribute__(self, name: str) -> Any:
        """Plotly's objects in place of what was never made."""
        if name in {"data", "layout"}:
            return getattr(go.Figure(self._spec, _validate=False), name)
        return super().__getattribute__(name)


def colour(region: str) -> str:
    """Colour of a region; grey outside the three."""
    return COLOURS.get(region, MARK)


def ink_on(region: str, step: float) -> str:
    """Colour of text on a region's hue at a depth: at least 4.5 to 1 in light and dark."""
    if step <= STEPS[2]:
        return INK
    return SURFACE if step == STEPS[-1] or region == "asia" else DARK


def figure(height: int, traces: Sequence[Mapping[str, Any]], **layout: Any) -> go.Figure:
    """A figure in the layout all share: no title (the card has it), no legend, small margins."""
    shared = {
        "template": TEMPLATE,
        "height": height,
        "margin": {"l": 4, "r": 20, "t": 8, "b": 4},
        "showlegend": False,
        "font": {"size": SMALL},
        "hoverlabel": {"align": "left"},
        "dragmode": False,
    }
    axes = {
        name: _as_read(axis)
        for name, axis in layout.items()
        if name.startswith(("xaxis", "yaxis")) and axis.get("visible", True)
    }
    return Plain(_as_text({"data": list(traces), "layout": {**shared, **layout, **axes}}))


def _as_read(axis: Mapping[str, Any]) -> dict[str, Any]:
    """An axis whose words are as large and as clear as ours; Streamlit's theme has 12 pixels, and a paler title."""
    read = {**axis, "tickfont": {**AXIS_FONT, **axis.get("tickfont", {})}}
    if isinstance(title := axis.get("title"), dict):
        read["title"] = {**title, "font": {**AXIS_FONT, **title.get("font", {})}}
    return read


def draws(drawn: go.Figure) -> bool:
    """Whether a figure has a mark; without one it is an empty frame, names at its edge and ticks at most."""
    return any(_has_marks(trace) for trace in drawn.to_dict()["data"])


def _has_marks(trace: Mapping[str, Any]) -> bool:
    if trace.get("mode") == "text":
        return False
    if trace["type"] == "sankey":
        return bool(trace["link"]["value"])
    if trace["type"] in {"choropleth", "scattergeo"}:
        return bool(len(trace.get("locations", trace.get("lat", ()))))
    pairs = zip(trace.get("x", ()), trace.get("y", trace.get("z", ())), strict=False)
    return any(x is not None and y is not None for x, y in pairs)


def _as_text(part: Any) -> Any:
    """A part of a figure in which every tag that is not our own is text: names and words of files are in it."""
    if isinstance(part, str):
        return FOREIGN.sub(_shown, part) if "<" in part or "&" in part else part
    if isinstance(part, dict):
        return {
            key: value if type(value) in WORDLESS or key in NO_TEXT else _as_text(value) for key, value in part.items()
        }
    if isinstance(part, (list, tuple)):
        return [each if type(each) in WORDLESS else _as_text(each) for each in part]
    return part


def _shown(found: re.Match[str]) -> str:
    return found.group(1) or AS_TEXT[found.group()]


def label(text: str, region: str, **place: Any) -> dict[str, Any]:
    """A region's name with its mark, in its colour, written into a figure."""
    return {
        "text": f"<b>{GLYPHS.get(region, '')} {text}</b>",
        "font": {"color": colour(region), "size": SMALL + 1},
        "showarrow": False,
        **place,
    }
