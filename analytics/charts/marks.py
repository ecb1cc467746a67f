"""What figures are drawn with: intervals, marks of states and rates, reference lines, axes, muted and pointed-at words.

Each is a part of a Plotly figure as a plain dictionary. Colours, symbols and the shared layout are in `palette`; what
only one figure draws stays with that figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any

from analytics.charts import palette
from analytics.rows import plain
from analytics.text import Text

HALVES = (0, 0.5, 1)
"""Ticks of an axis of shares that is narrow."""
KEY = 40
"""Pixels of the words that explain depths of colour, two rows."""
LARGEST_STATE = 550
"""Recommendations of the largest dot of a strip; about as many as any state has received."""
PALE = 0.35
"""Opacity of a strip's dots."""
NAME_WIDTH = 24
"""Letters on one line of a name beside a figure."""
HEADROOM, MOST_TICKS = 1.08, 7
"""How far an axis of small shares reaches beyond the highest interval, and its ticks."""


def whiskers(
    rows: Sequence[Any], columns: tuple[str, str, str], colour: str, thickness: float = 2.5, width: float = 0
) -> dict[str, Any]:
    """Intervals as lines on both sides of the marks, none where there is none; `columns`: value, lower, upper."""
    return spans([[getattr(row, name) for name in columns] for row in rows], colour, thickness, width)


def spans(values: Iterable[Sequence[float]], colour: str, thickness: float = 2.5, width: float = 0) -> dict[str, Any]:
    """The same of plain numbers: value, lower and upper of each mark."""
    ends = list(values)
    return {
        "type": "data",
        "symmetric": False,
        "array": [plain(upper - value) for value, _, upper in ends],
        "arrayminus": [plain(value - lower) for value, lower, _ in ends],
        "color": colour,
        "thickness": thickness,
        "width": width,
    }


def symbol(region: str) -> str:
    """The shape of a region's marks; a circle outside the three."""
    return palette.SYMBOLS.get(region, "circle")


def estimates(
    rows: Sequence[Any],
    places: Sequence[float],
    columns: tuple[str, str, str],
    hover: Sequence[str],
    *,
    region: str,
    size: float,
    thickness: float,
    edge: float = 2,
    colour: str = "",
    upright: bool = False,
) -> dict[str, Any]:
    """Values as solid marks of a region, each with its interval as a line; `upright`: the values go upwards."""
    across, along = ("y", "x") if upright else ("x", "y")
    colour = colour or palette.colour(region)
    return {
        "type": "scatter",
        "mode": "markers",
        across: [plain(getattr(row, columns[0])) for row in rows],
        along: list(places),
        f"error_{across}": whiskers(rows, columns, colour, thickness),
        "marker": {
            "color": colour,
            "size": size,
            "symbol": symbol(region),
            "line": {"color": palette.SURFACE, "width": edge},
        },
        "text": list(hover),
        "hovertemplate": "%{text}<extra></extra>",
    }


def strip(
    states: Sequence[tuple[str, float, float]],
    places: Sequence[float],
    region: str,
    t: Text,
    decimals: int | None = None,
) -> dict[str, Any]:
    """States of a region as pale dots: code, rate and n of each; the area grows with n, `decimals` those of sizes."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(rate) for _, rate, _ in states],
        "y": list(places),
        "marker": {
            "color": palette.colour(region),
            "opacity": PALE,
            "size": [round(5 + 9 * min(n / LARGEST_STATE, 1) ** 0.5, decimals) for *_, n in states],
            "symbol": symbol(region),
        },
        "customdata": [[iso3, t.state(iso3), t.percent(rate), t.number(n)] for iso3, rate, n in states],
        "unselected": {"marker": {"opacity": PALE}},  # else a click fades all others
        **hover(t("hover.rate", **blanks("code", "name", "rate", "n"))),
    }


def ring(rate: float, y: float, said: str, above: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """The state that the reader follows: a ring around its dot, and what is said of it at the height `above`."""
    mark = {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(rate)],
        "y": [y],
        "marker": {"color": "rgba(0,0,0,0)", "size": 14, "line": {"color": palette.INK, "width": 2}},
        "hoverinfo": "skip",
    }
    return mark, words(f"<b>{said}</b>", rate, above, palette.INK, palette.SMALL + 1, xanchor="center")


def blanks(*names: str) -> dict[str, str]:
    """What fills the blanks of a sentence pointed at: the parts of a mark's custom data, in this order."""
    return {name: f"%{{customdata[{place}]}}" for place, name in enumerate(names)}


def hover(sentence: str) -> dict[str, str]:
    """A sentence with `blanks` that marks say when pointed at."""
    return {"hovertemplate": f"{sentence}<extra></extra>"}


def pointed(sentences: Sequence[str]) -> dict[str, Any]:
    """A whole sentence of each mark, as custom data."""
    return {"customdata": list(sentences), **hover("%{customdata}")}


def coloured(text: str, region: str) -> str:
    """Words in bold in a region's colour, inside a longer text."""
    return f'<span style="color:{palette.colour(region)}"><b>{text}</b></span>'


def words(
    text: str, x: float, y: float, colour: str = palette.MARK, size: int = palette.SMALL, **more: Any
) -> dict[str, Any]:
    """Words written into a figure, to the right of their place unless `more` says otherwise."""
    font = {"color": colour, "size": size}
    return {"text": text, "x": x, "y": y, "xanchor": "left", "showarrow": False, "font": font} | more


def muted(text: str, *, bold: bool = False) -> str:
    """Words smaller and paler than the text they are in; light, or as bold as that text."""
    weight = "" if bold else ";font-weight:400"
    return f'<span style="color:{palette.MARK};font-size:{palette.SMALL}px{weight}">{text}</span>'


def reference_line(x: float = 0, colour: str = palette.INK, *, dash: str = "", below: bool = False) -> dict[str, Any]:
    """A vertical line through the figure, such as where there is no difference; `below` the marks."""
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": colour, "width": 1, **({"dash": dash} if dash else {})},
        **({"layer": "below"} if below else {}),
    }


def band(
    x: Sequence[float | None], y: Sequence[float | None], colour: str, depth: float, **more: Any
) -> dict[str, Any]:
    """A pale rectangle below the marks, from end to end."""
    ends = {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
    return {
        "type": "rect",
        "layer": "below",
        **ends,
        "fillcolor": colour,
        "opacity": depth,
        "line": {"width": 0},
        **more,
    }


def axis(low: float, high: float, **more: Any) -> dict[str, Any]:
    """An axis from end to end that readers cannot move."""
    return {"range": [low, high], "gridcolor": palette.GRID, "zeroline": False, "fixedrange": True, **more}


def hidden_axis(low: float, high: float = 0) -> dict[str, Any]:
    """The places of marks, without an axis drawn."""
    return {"visible": False, "range": [low, high], "fixedrange": True}


def percent_axis(t: Text, ticks: Sequence[float] = (0, 0.25, 0.5, 0.75, 1), **more: Any) -> dict[str, Any]:
    """An axis of shares that always runs from 0 to 100 %, so that figures can be compared."""
    return axis(-0.02, 1.02, **{"tickvals": ticks, "ticktext": [t.percent(tick, 0) for tick in ticks], **more})


def share_axis(reach: float, t: Text) -> dict[str, Any]:
    """An axis of shares that never come near 100 %, the same for all regions, with round ticks."""
    reach *= HEADROOM
    step = next((step for step in (0.01, 0.02, 0.05, 0.1) if reach / step <= MOST_TICKS), 0.2)
    ticks = [round(place * step, 2) for place in range(int(min(reach, 1) / step) + 1)]
    return percent_axis(t, ticks, range=[round(-0.02 * reach, 4), round(reach, 4)])


def links(ends: Iterable[tuple[tuple[float, float], tuple[float, float]]], colour: str, width: float) -> dict[str, Any]:
    """Lines of a network, each from the place of one end to that of the other, in one trace."""
    drawn = list(ends)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [value for one, other in drawn for value in (one[0], other[0], None)],
        "y": [value for one, other in drawn for value in (one[1], other[1], None)],
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


def names_axis(names: Sequence[str]) -> dict[str, Any]:
    """A vertical axis of lines with names, from top to bottom."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [_wrapped(name) for name in names],
        "tickfont": {"color": palette.INK, "size": palette.SMALL},
        "range": [len(names) - 0.5, -0.5],
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _wrapped(name: str) -> str:
    """A name on at most two lines; the rest of a longer one is in the table."""
    text = name.removeprefix("<b>").removesuffix("</b>")
    lines = "<br>".join(wrap(text, NAME_WIDTH, max_lines=2, placeholder=" …"))
    return lines if text == name else f"<b>{lines}</b>"


def depths(t: Text, above: int = 0) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the depths of colour of the action categories mean: swatches, and their words, in two rows above a figure.

    `above`: pixels between it and the figure. It takes KEY pixels of its margin.
    """
    swatches, names = [], []
    for place, step in enumerate(palette.STEPS):
        column, row = place % 3 / 3, place // 3
        bottom = above + KEY - (row + 1) * KEY / 2 + 5
        paper: dict[str, Any] = {"xref": "paper", "yref": "paper"}
        pixels = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": column, "yanchor": 1}
        corners = {"x0": 0, "x1": 12, "y0": bottom, "y1": bottom + 10}
        colour = {"fillcolor": palette.MARK, "opacity": step, "line": {"width": 0}}
        swatches.append({"type": "rect", **paper, **pixels, **corners, **colour})
        said = t(f"regions.short.{place + 1}")
        at: dict[str, Any] = {"xshift": 16, "yshift": bottom - 4, "yanchor": "bottom", **paper}
        names.append(words(said, column, 1, palette.INK, **at))
    return swatches, names
