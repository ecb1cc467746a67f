"""What points and bars of a slide's chart have in common: parts of a figure in the words of Office."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import ceil, floor, log10
from pathlib import Path
from typing import Any, NamedTuple

from analytics import letters
from analytics.exports.chart_xml import Axis, Chart, Lines, Look, Run

Part = Mapping[str, Any]
CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
TAG = re.compile(r"<(/?)(b|span|br)\b([^>]*)>")
STYLED = re.compile(r"(color):\s*(#[0-9A-Fa-f]{6})")
SYMBOLS = {"diamond": "diamond", "square": "square", "x": "x", "cross": "plus", "triangle": "triangle", "star": "star"}
"""Begin of Plotly's name of a symbol -> that of Office; any other is a circle."""
DASHES = {"dot": "sysDot", "dash": "dash", "dashdot": "dashDot"}
NUMBER_FORMATS = ("#,##0", "0.0", "0.00")
"""By decimals."""
INK, MARK, SURFACE = "111827", "6B7280", "FFFFFF"
INTERVAL = "interval"
"""What the names of series have for intervals."""
POINTS = 0.75
"""Points of a pixel."""
SIZE = 13
"""Pixels of a figure's words."""
SMALLEST = 7
"""Points of words on a slide, at least."""
LINE = 1.35
"""Height of a line of words over its size."""
WIDTH = 1180
"""Pixels of a figure's width that fill the width of a slide."""
TINY = 1e-6
WHITE = 255


class Frame(NamedTuple):
    """A chart and where it stands, in shares of the place for figures."""

    chart: Chart
    left: float
    top: float
    width: float
    height: float


class Note(NamedTuple):
    """Words beside the charts, with their left upper corner in shares of that place."""

    lines: Lines
    left: float
    top: float


class Swatch(NamedTuple):
    """A patch of colour of a legend."""

    colour: str
    left: float
    top: float
    width: float
    height: float


@dataclass
class Drawing:
    """What a figure becomes on a slide; `left_out`: bars that are shown, and how many there are."""

    frames: list[Frame]
    notes: list[Note]
    swatches: list[Swatch]
    left_out: tuple[int, int] | None = None


@dataclass(frozen=True)
class Canvas:
    """The place for a figure: its height in pixels, how far the figure is enlarged, in how many columns it is set."""

    layout: Part
    height: float
    scale: float
    columns: int = 1

    @property
    def margin(self) -> dict[str, float]:
        """Pixels at each side."""
        return {side: self.layout.get("margin", {}).get(side, 0) * self.scale for side in "lrtb"}

    @property
    def size(self) -> float:
        """Points of usual words."""
        return max(SIZE * self.scale * POINTS, SMALLEST)

    @property
    def line(self) -> float:
        """Pixels of a line of them."""
        return self.size / POINTS * LINE


class Panel(NamedTuple):
    """What shares one pair of axes."""

    x: str
    y: str
    traces: list[Part]


@cache
def _light() -> dict[str, str]:
    """Streamlit's place-holders of colours -> those of the light theme (see `charts.palette`)."""
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]["light"]["chartCategoricalColors"]
    return {f"#{place:06}": colour for place, colour in enumerate(theme, start=1)}


def hue(colour: Any) -> str:
    """Six digits of a colour; none for what is clear."""
    said = str(colour or "")
    return _light().get(said, said)[1:].upper() if said.startswith("#") else ""


def mixed(colour: str, share: float) -> str:
    """A colour seen so much of on white: a clear one is shown full by some programs."""
    parts = [int(colour[place : place + 2], 16) for place in (0, 2, 4)] if colour else []
    return "".join(f"{round(part * share + WHITE * (1 - share)):02X}" for part in parts)


def lines_of(text: str, size: float, colour: str = INK) -> list[list[Run]]:
    """A text of a figure, line by line, in points: bold and colours stay, all else is words."""
    lines: list[list[Run]] = [[]]
    looks = [Run("", colour=colour, size=size)]
    place = 0
    for tag in [*TAG.finditer(text), None]:
        words = letters.typeset(html.unescape(text[place : tag.start() if tag else None]))
        if words:
            lines[-1].append(replace(looks[-1], text=words))
        if tag is None:
            break
        place = tag.end()
        if tag[2] == "br":
            lines.append([])
        elif tag[1]:
            looks = looks[:-1] or looks
        else:
            style = dict(STYLED.findall(tag[3]))
            shown = hue(style["color"]) if "color" in style else ""
            bold = tag[2] == "b" or looks[-1].bold
            looks.append(replace(looks[-1], bold=bold, colour=shown or looks[-1].colour))
    return lines


def plain(text: str) -> str:
    """The same as words on one line."""
    return " ".join("".join(run.text for run in line).strip() for line in lines_of(text, 1)).strip()


def panels(traces: Sequence[Part]) -> list[Panel]:
    """The traces by their axes."""
    found: dict[tuple[str, str], list[Part]] = {}
    for trace in traces:
        found.setdefault((trace.get("xaxis", "x"), trace.get("yaxis", "y")), []).append(trace)
    return [Panel(x, y, mine) for (x, y), mine in found.items()]


def layout_of(axis: str, layout: Part) -> Part:
    """What a layout says of an axis."""
    return layout.get(f"{axis[0]}axis{axis[1:]}", {})


def in_data(note: Part, axis: str) -> bool:
    """Whether something is placed by the values of an axis."""
    return str(note.get(f"{axis}ref") or axis).startswith(axis) and isinstance(note.get(axis), (int, float))


def colour_of(note: Part) -> str:
    """The colour of what a figure writes."""
    return hue(note.get("font", {}).get("color")) or INK


def ends_of(axis: Part, values: Sequence[float]) -> tuple[float, float]:
    """Ends of an axis as they are drawn, from left or below."""
    if axis.get("range"):
        low, high = axis["range"]
    else:
        low, high = min(values, default=0), max(values, default=1)
        low, high = (low - 0.5, high + 0.5) if low == high else (low, high)
        if axis.get("autorange") == "reversed":
            low, high = high, low
    return (10**low, 10**high) if axis.get("type") == "log" and axis.get("range") else (low, high)


def each_of(value: Any, place: int) -> Any:
    """What a list says of one point, or what holds of all."""
    return value[place] if isinstance(value, (list, tuple)) else value


def look_of(trace: Part, place: int, scale: float) -> Look:
    """How one mark of a trace looks."""
    marker = trace.get("marker", {})
    symbol = str(each_of(marker.get("symbol"), place) or "circle")
    hollow = symbol.endswith("-open")
    edge = marker.get("line", {})
    edged = hue(each_of(edge.get("color"), place)) if each_of(edge.get("width"), place) else ""
    edged = "" if edged == SURFACE else edged  # some programs would paint the whole mark in it
    filled = hue(each_of(marker.get("color"), place))
    opacity = each_of(marker.get("opacity"), place)
    opacity = trace.get("opacity", 1) if opacity is None else opacity
    size = round(float(each_of(marker.get("size"), place) or 6) * POINTS * scale)
    shape = next((office for begin, office in SYMBOLS.items() if symbol.startswith(begin)), "circle")
    hatched = marker.get("pattern", {})
    if hatched.get("shape"):
        return Look(hue(hatched.get("fgcolor")) or filled or MARK, hatched=True)
    filled = mixed(filled, float(opacity))
    return Look("" if hollow else filled, shape, size, filled if hollow else edged)


def axis(drawn: Part, ends: tuple[float, float], least: float, flip: int = 1) -> tuple[Axis, list[tuple[float, str]]]:
    """An axis, and the ticks that it cannot write as numbers. `least`: the smallest value on it."""
    low, high = min(ends), max(ends)
    if not drawn.get("visible", True):
        return Axis(low, high), []
    log = drawn.get("type") == "log"
    at = [10 ** log10(tick) if log else flip * tick for tick in drawn.get("tickvals") or []]
    said = [str(each) for each in drawn.get("ticktext") or []]
    steps = {round(after - before, 6) for before, after in pairwise(at)}
    step = abs(next(iter(steps))) if len(steps) == 1 else drawn.get("dtick")
    ticks = list(zip(at, said, strict=False))
    if log or flip < 0 or drawn.get("showgrid") is False or not step:
        return Axis(low, high, step, log=log), ticks
    looks = _format(at, said)
    if looks is None:
        return Axis(low, high, step, grid=True), ticks
    return Axis(_begin(low, step, least), high, step, drawn=True, grid=True, written=looks), []


def _begin(low: float, step: float, least: float) -> float:
    """A whole step at the lower end of an axis: the next one where it is near and no value lies before it."""
    after = ceil(low / step - TINY) * step
    near = after - low < step / 4 and least >= after - TINY
    return round(after if near else floor(low / step + TINY) * step, 9)


def _format(at: Sequence[float], said: Sequence[str]) -> str | None:
    """The number format that writes these ticks, in whatever language; None where there is none."""
    if not said:
        return "General"
    if all(each.rstrip().endswith("%") for each in said):
        return "0%"
    digits = [re.sub(r"\D", "", each) for each in said]
    for places, look in enumerate(NUMBER_FORMATS):
        if digits == [f"{abs(value):.{places}f}".replace(".", "") for value in at]:
            signed = any(each.startswith("+") for each in said)
            return None if signed else look
    return None


def beside(layout: Part, canvas: Canvas, drawing: Drawing) -> None:
    """Legends: what a figure writes on its paper, and patches of colour there."""
    above, tall = canvas.margin["t"], canvas.height - canvas.margin["t"] - canvas.margin["b"]
    for note in layout.get("annotations", []):
        if (note.get("xref"), note.get("yref")) == ("paper", "paper"):
            lines = lines_of(note["text"], canvas.size, colour_of(note))
            high = len(lines) * canvas.line
            y = above + tall * (1 - note["y"]) - note.get("yshift", 0) * canvas.scale
            y -= {"top": 0, "middle": high / 2}.get(note.get("yanchor", "bottom"), high)
            x = WIDTH * note["x"] + note.get("xshift", 0) * canvas.scale
            drawing.notes.append(Note(lines, x / WIDTH, max(y, 0) / canvas.height))
    for shape in layout.get("shapes", []):
        if shape.get("xref") == shape.get("yref") == "paper" and "xanchor" in shape:
            x = WIDTH * shape["xanchor"] + shape["x0"] * canvas.scale
            y = above + tall * (1 - shape["yanchor"]) - max(shape["y0"], shape["y1"]) * canvas.scale
            wide, high = (abs(shape[f"{side}1"] - shape[f"{side}0"]) * canvas.scale for side in "xy")
            colour = mixed(hue(shape.get("fillcolor")) or MARK, float(shape.get("opacity", 1)))
            place = (x / WIDTH, max(y, 0) / canvas.height, wide / WIDTH, high / canvas.height)
            drawing.swatches.append(Swatch(colour, *place))
