"""Figures as strings of SVG, for files that leave the house: an offline page, a printed brief.

Pure: what is said comes in as words, every one of them is escaped, nothing outside the string is referred to. Colours
come as a `Paint`: THEMED follows variables of the page around it, `paint("light")` writes them out, as a PDF needs.
The one value that no browser and no PDF measures is the width of words: it is estimated, on the generous side.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from html import escape

from analytics.charts import palette
from analytics.folders import ROOT
from analytics.rows import is_known

SIZE = palette.SMALL
"""Size of all letters, pixels of the figure."""
LETTER = 0.57
"""Width of a letter as a share of its size, on average."""
LINE = 18
PAD = 8
"""Free space at the sides, so that a mark on the edge is whole."""
NO_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold, however it is written."""
STAYS = "\u00a0"
"""A space at which no line breaks."""
LANES = (0, 5, -5, 9, -9)
"""How far neighbouring faint marks stand above or below the line, pixels."""
HALO = {"stroke-width": "4", "paint-order": "stroke", "stroke-linejoin": "round"}
"""What keeps words apart from the lines behind them."""
SMALLEST, LARGEST = 1.6, 4.8
"""Radius of a faint mark that counts for nothing, and of the one that counts most."""
SHORTEST = 34
"""Pixels of a part of a bar that holds a number."""


@dataclass(frozen=True)
class Paint:
    """Colours of a figure as CSS writes them, in the order of the palette. `font`: a family, else that around it."""

    africa: str
    lac: str
    asia: str
    mark: str
    context: str
    surface: str
    ink: str
    grid: str
    font: str = ""

    def of(self, region: str) -> str:
        """Colour of a region; grey outside the three."""
        return getattr(self, region) if region in palette.COLOURS else self.mark

    def on(self, region: str, step: float) -> str:
        """Colour of words on a region's hue at a depth."""
        ink = palette.ink_on(region, step)
        return {palette.INK: self.ink, palette.SURFACE: self.surface}.get(ink, ink)


NAMES = tuple(field.name for field in fields(Paint) if field.name != "font")
THEMED = Paint(*(f"var(--{name})" for name in NAMES))


@cache
def paint(theme: str, font: str = "") -> Paint:
    """The colours of the atlas's `light` or `dark` theme, written out."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return Paint(*settings["theme"][theme]["chartCategoricalColors"], font=font)


def themed(style: str) -> str:
    """A style sheet with the colours of the themes where it says `/* light */` and `/* dark */`."""
    for theme in ("light", "dark"):
        colours = paint(theme)
        said = " ".join(f"--{part}: {getattr(colours, part)};" for part in NAMES)
        style = style.replace(f"/* {theme} */", said)
    return style


@dataclass(frozen=True)
class Axis:
    """From which value to which a figure reaches, and what stands below which value."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Row:
    """A line of a figure: a value with its interval, NaN where there is none.

    `said` is the value in words, `more` what else stands beside it: interval, n, or why there is none. `faint` are
    values drawn behind, such as those of the states of a region, each with how much of the largest area it has.
    """

    name: str
    said: str
    value: float
    lower: float = float("nan")
    upper: float = float("nan")
    region: str = ""
    more: str = ""
    faint: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Stack:
    """A bar of parts that make a whole: each a share, what stands in it, and what it says when pointed at."""

    name: str
    parts: tuple[tuple[float, str, str], ...]
    region: str = ""
    more: str = ""


def dots(rows: Sequence[Row], axis: Axis, label: str, *, width: int = 640, colours: Paint = THEMED) -> str:
    """Values as marks with their intervals as lines, a row each, below its name. `label` says what a picture shows."""
    place = _scale(axis, width)
    parts, top = [], 0.0
    for row in rows:
        words, height = _heading(row, top, width, colours)
        middle = top + height + 14
        parts.append(words)
        for number, (value, weight) in enumerate(sorted(row.faint)):
            height, radius = middle + LANES[number % len(LANES)], SMALLEST + (LARGEST - SMALLEST) * weight**0.5
            parts.append(symbol(row.region, place(value), height, radius, colours, faint=True))
        if is_known(row.lower):
            line = {"stroke": colours.of(row.region), "stroke-width": "4", "stroke-linecap": "round"}
            parts.append(_line(place(row.lower), middle, place(row.upper), middle, line))
        if is_known(row.value):
            parts.append(symbol(row.region, place(row.value), middle, 6.5, colours))
        top = middle + 22 if row.faint or is_known(row.value) else top + height + 8
    return figure(width, top + LINE, label, [_grid(axis, place, top, colours), *parts], colours)


def bars(rows: Sequence[Row], axis: Axis, label: str, *, width: int = 640, colours: Paint = THEMED) -> str:
    """Values as bars from the start of the axis, a row each, below its name."""
    place = _scale(axis, width)
    parts, top = [], 0.0
    for row in rows:
        words, height = _heading(row, top, width, colours)
        parts.append(words)
        if is_known(row.value):
            across = place(row.value) - place(axis.low)
            look = {"fill": colours.of(row.region), "fill-opacity": "0.82", "rx": "2"}
            parts.append(box(place(axis.low), top + height + 4, across, 12, look))
        top += height + (26 if is_known(row.value) else 8)
    return figure(width, top + LINE, label, [_grid(axis, place, top, colours), *parts], colours)


def stacked(rows: Sequence[Stack], label: str, *, width: int = 640, colours: Paint = THEMED) -> str:
    """Shares of a whole as parts of a bar, from faint to strong in the order given, a bar each, below its name."""
    parts, top = [], 0.0
    room = width - 2 * PAD
    for row in rows:
        named = Row(row.name, "", float("nan"), region=row.region, more=row.more)
        words, height = _heading(named, top, width, colours)
        parts.append(words)
        left = float(PAD)
        for step, (share, said, told) in zip(palette.STEPS, row.parts, strict=True):
            across = share * room
            look = {"fill": colours.of(row.region), "fill-opacity": str(step), "stroke": colours.surface}
            parts.append(box(left, top + height + 4, across, 26, look, told))
            if across >= SHORTEST:
                ink = {"fill": colours.on(row.region, step), "text-anchor": "middle"}
                parts.append(text(said, left + across / 2, top + height + 21.5, ink))
            left += across
        top += height + 42
    return figure(width, top, label, parts, colours)


def mark(region: str, label: str = "", *, colours: Paint = THEMED) -> str:
    """The shape of a region in its colour alone, for legends; decoration without a `label`."""
    return figure(14, 14, label, [symbol(region, 7, 7, 5.5, colours)], colours)


def swatch(depth: float, *, colours: Paint = THEMED) -> str:
    """A depth of colour alone, for legends; decoration."""
    look = {"fill": colours.mark, "fill-opacity": f"{depth:g}", "rx": "2"}
    return figure(14, 14, "", [box(0, 0, 14, 14, look)], colours)


def _heading(row: Row, top: float, width: int, colours: Paint) -> tuple[str, float]:
    """The name of a row with its value, and what else is said, in as many lines as it needs; and their height."""
    room = width - 2 * PAD
    value = f"{row.said}  " if row.said else ""
    beside = _fits(f"{row.name} {value}", room)
    lines = _wrapped(row.more, room, long(f"{row.name}  {value}" if beside else value))
    name = _span(f"{row.name} ", {"font-weight": "650", "fill": colours.of(row.region)})
    said = _span(value, {"font-weight": "650"}) if row.said else ""
    muted = {"fill": colours.mark}
    rest = [_span(line, muted) for line in lines]
    rest[0] = f"{said}{rest[0]}"
    if beside:
        rest[0] = f"{name}{rest[0]}"
    else:
        rest = [name, *rest]
    look = {"fill": colours.ink, "xml:space": "preserve", "stroke": colours.surface, **HALO}
    written_lines = (text("", PAD, top + 14 + number * LINE, look, line) for number, line in enumerate(rest))
    return "".join(written_lines), len(rest) * LINE


def _fits(words: str, width: float) -> bool:
    """Whether words take no more than a line."""
    return long(words) <= width


def _wrapped(words: str, width: float, used: float = 0) -> list[str]:
    """Words in lines of about this width; in the first, so much is used already, and it may stay empty.

    What stands between two dots stays together where a line holds it.
    """
    parts = words.split(" · ")
    together = (part.replace(" ", STAYS) if long(part) < width else part for part in parts)
    lines, room = [""], width - used
    for word in f"{STAYS}· ".join(together).split(" "):
        if word and long(f"{lines[-1]} {word}") > room:
            lines.append(word)
            room = width
        elif word:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def long(words: str) -> float:
    """Estimated width of words, pixels."""
    return len(words) * SIZE * LETTER


class _scale:  # noqa: N801 - it is called as a function
    """Where a value stands, pixels from the left."""

    def __init__(self, axis: Axis, width: int) -> None:
        self.axis, self.room = axis, width - 2 * PAD

    def __call__(self, value: float) -> float:
        """Pixels from the left; what lies outside the axis stands at its end."""
        share = (value - self.axis.low) / (self.axis.high - self.axis.low)
        return PAD + min(max(share, 0.0), 1.0) * self.room


def _grid(axis: Axis, place: _scale, height: float, colours: Paint) -> str:
    """A line at each tick, a stronger one at zero where values have signs, and the words below."""
    parts, free = [], float("-inf")
    for value, said in axis.ticks:
        strong = value == 0 and axis.low < 0
        at, wide = place(value), long(said)
        parts.append(
            _line(at, 0, at, height, {"stroke": colours.mark if strong else colours.grid, "stroke-width": "1"})
        )
        anchor = "start" if value == axis.low else "end" if value == axis.high else "middle"
        left = at - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        if left > free:  # else it would stand on the one before
            parts.append(text(said, at, height + 14, {"fill": colours.mark, "text-anchor": anchor}))
            free = left + wide + SIZE / 2
    return "".join(parts)


def symbol(region: str, x: float, y: float, radius: float, colours: Paint, *, faint: bool = False) -> str:
    """The shape of a region: circle, diamond or square of about the same area."""
    look = {"fill": colours.of(region)}
    look |= {"fill-opacity": "0.3"} if faint else {"stroke": colours.surface, "stroke-width": "1.5"}
    shape = palette.SYMBOLS.get(region, "circle")
    if shape == "square":
        side = 1.77 * radius
        return box(x - side / 2, y - side / 2, side, side, look)
    if shape == "diamond":
        half = 1.25 * radius
        points = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
        ends = "L".join(f"{_number(at)} {_number(height)}" for at, height in points)
        return f"<path{attributes({'d': f'M{ends}Z', **look})}/>"
    return f"<circle{attributes({'cx': _number(x), 'cy': _number(y), 'r': _number(radius), **look})}/>"


def box(  # noqa: PLR0917 - where it stands, how large it is, how it looks
    x: float, y: float, width: float, height: float, look: dict[str, str], told: str = ""
) -> str:
    """A rectangle."""
    place = {"x": _number(x), "y": _number(y), "width": _number(width), "height": _number(height)}
    return f"<rect{attributes(place | look)}>{title(told)}</rect>"


def _line(x: float, y: float, to_x: float, to_y: float, look: dict[str, str]) -> str:
    ends = {"x1": _number(x), "y1": _number(y), "x2": _number(to_x), "y2": _number(to_y)}
    return f"<line{attributes(ends | look)}/>"


def text(words: str, x: float, y: float, look: dict[str, str], made: str = "") -> str:
    """Words at a place; `made` are spans that are written already."""
    return f"<text{attributes({'x': _number(x), 'y': _number(y), **look})}>{made or written(words)}</text>"


def _span(words: str, look: dict[str, str]) -> str:
    return f"<tspan{attributes(look)}>{written(words)}</tspan>"


def title(words: str) -> str:
    """What a part of a picture says when pointed at."""
    return f"<title>{written(words)}</title>" if words else ""


def figure(  # noqa: PLR0917 - what every picture has
    width: float, height: float, label: str, parts: Sequence[str], colours: Paint, shown: float = 0
) -> str:
    """The whole picture, in its own units, `shown` so many pixels wide, if not as many as it has units.

    Its label is read in place of what is in it; without one it is decoration.
    """
    said = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    size = {"width": _number(shown or width), "height": _number(height * (shown or width) / width)}
    look = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {_number(width)} {_number(height)}",
        **size,
        **said,
        "font-size": str(SIZE),
        **({"font-family": colours.font} if colours.font else {}),
    }
    return f"<svg{attributes(look)}>{''.join(parts)}</svg>"


def attributes(values: Mapping[str, str]) -> str:
    """Attributes of a tag, escaped."""
    return "".join(f' {name}="{written(value)}"' for name, value in values.items())


def written(words: str) -> str:
    """Words as text of SVG or HTML, or as a value of an attribute: nothing in them is a tag."""
    return escape(NO_CONTROLS.sub("", words), quote=True)


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
