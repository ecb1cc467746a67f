"""Figures of who asks whom: the matrix of groups, and the flow between regions.

Each group and its own members is in `own_group`, single recommending states are in `askers`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.charts.coverage import hatching
from analytics.results.asking import CELLS, NONE, UNKNOWN
from analytics.rows import each, is_known
from analytics.text import Text

DEPTHS = (0.08, 0.2, 0.36, 0.55, 1.0)
"""Depth of colour of five classes, low to high. Dark text reads on all but the last, light text on that one."""
LIMITS = {
    "ratio": (0.75, 0.95, 1.05, 1.25),
    "specific": (0.2, 0.3, 0.4, 0.5),
    "acceptance": (0.5, 0.65, 0.8, 0.9),
}
"""Upper limits of the lower four classes, the same under every filter."""
OF_LARGEST = (0.05, 0.15, 0.35, 0.65)
"""The same for counts, as parts of the largest."""
LINE, CELL, GAP = 20, 42, 4
"""Heights in pixels: a row's name, its cells, the space around them."""
HEADING = 14
"""Height of a line of a column's heading, and the characters after which it is broken."""
BROKEN = 9
LONGEST = 11
"""Letters of a word that fit above a column."""
MANY, UPRIGHT = 7, 104
"""With more columns than this their headings stand upright, in this height."""
LABEL = 22
"""Characters after which the name beside a node is broken."""
NODE = {"pad": 24, "thickness": 20}
OVER_COLOUR = {"shape": "/", "fillmode": "overlay", "fgcolor": palette.SURFACE, "size": 7, "solidity": 0.15}
"""Hatching of a cell that has no answers, over its depth of colour."""
PALE = "66"
"""Opacity of a flow, as the last two digits of its colour."""


def matrix(rows: pd.DataFrame, cell: str, chosen: tuple[str, str], scheme: str, t: Text) -> go.Figure:
    """Recommending groups (rows) x groups under review (columns), with the number in each cell; `chosen` is outlined.

    Bars of equal length, because cells of a Plotly heatmap cannot be chosen by a click. A click tells both codes.
    """
    cells = [row for row in each(rows) if cell != "later" or row.later]
    columns = list(dict.fromkeys(row.asked for row in cells))
    depth = _depth(cells, cell)
    names: list[dict[str, Any]] = []
    at: dict[str, int] = {}
    for row, asking in enumerate(dict.fromkeys(row.asking for row in cells)):
        y = -row * (LINE + CELL + GAP)
        at[asking] = y - LINE - CELL // 2
        name = t.group(asking, scheme)
        title = name if asking == UNKNOWN else t("who_asks_whom.matrix.from", name=name)
        names.append(palette.label(title, asking, x=0, y=y - LINE / 2, xanchor="left", xshift=-4))
    traces = [
        _cells([row for row in cells if palette.colour(row.asking) == colour], columns, at, depth, cell)
        | _words([row for row in cells if palette.colour(row.asking) == colour], cell, scheme, t)
        for colour in dict.fromkeys(palette.colour(asking) for asking in at)
    ]
    shapes = []
    if chosen[0] in at and chosen[1] in columns:
        place, middle = columns.index(chosen[1]), at[chosen[0]]
        outline = {"type": "rect", "x0": place, "x1": place + 1, "y0": middle - CELL / 2, "y1": middle + CELL / 2}
        shapes.append({**outline, "line": {"color": palette.INK, "width": 3}})
    bottom = -len(at) * (LINE + CELL + GAP)
    upright = len(columns) > MANY
    heads = [_heading(column, scheme, t, upright=upright) for column in columns]
    top = UPRIGHT if upright else HEADING * max((head.count("<br>") + 1 for head in heads), default=1) + 8
    return palette.figure(
        top - bottom + 4,
        traces,
        annotations=names,
        shapes=shapes,
        margin={"l": 4, "r": 4, "t": top, "b": 0},
        barmode="overlay",
        uniformtext={"minsize": 10, "mode": "hide"},
        xaxis={
            "side": "top",
            "tickvals": [place + 0.5 for place in range(len(columns))],
            "ticktext": heads,
            "tickangle": -90 if upright else 0,
            "tickfont": {"color": palette.INK, "size": palette.SMALL},
            "range": [0, len(columns)],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis=marks.hidden_axis(bottom),
    )


def flows(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Recommendations from regions (left) to regions (right), as wide as they are many."""
    known = [row for row in each(rows) if is_known(row.expected) and row.recommendations]
    left = list(dict.fromkeys(row.asking for row in known))
    right = list(dict.fromkeys(row.asked for row in known))
    made = {code: sum(row.recommendations for row in known if row.asking == code) for code in left}
    received = {code: sum(row.recommendations for row in known if row.asked == code) for code in right}
    total = sum(made.values())
    labels = [
        "<br>".join(wrap(f"{t.group(code, scheme)} {t.percent(n / total, 0)}", LABEL))
        for side in (made, received)
        for code, n in side.items()
    ]
    node = {
        **NODE,
        "label": labels,
        "color": [palette.colour(code) for code in (*left, *right)],
        "line": {"width": 0},
        "customdata": [
            [t.group(code, scheme), t.count("recommendations", n)]
            for side in (made, received)
            for code, n in side.items()
        ],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }
    link = {
        "source": [left.index(row.asking) for row in known],
        "target": [len(left) + right.index(row.asked) for row in known],
        "value": [row.recommendations for row in known],
        "color": [f"{palette.colour(row.asking)}{PALE}" for row in known],
        "customdata": [
            [
                t.number(row.recommendations),
                t.percent(row.recommendations / made[row.asking]),
                t.percent(row.recommendations / received[row.asked]),
            ]
            for row in known
        ],
        "hovertemplate": t(
            "who_asks_whom.flows.hover",
            asking="%{source.customdata[0]}",
            asked="%{target.customdata[0]}",
            n="%{customdata[0]}",
            made="%{customdata[1]}",
            received="%{customdata[2]}",
        )
        + "<extra></extra>",
    }
    drawn = {
        "type": "sankey",
        "arrangement": "fixed",
        "node": node | _places(made, received, total),
        "link": link,
        "textfont": {"size": palette.SMALL + 4, "color": palette.INK},
    }
    return palette.figure(460, [drawn], margin={"l": 4, "r": 4, "t": 12, "b": 20})


def sums(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """What each region makes and receives: recommendations with answers solid, later requests hatched beside them."""
    every = list(each(rows))
    words: list[dict[str, Any]] = []
    traces: list[dict[str, Any]] = []
    y, most = 0, 1
    for side, heading in (("asking", "who_asks_whom.sums.made"), ("asked", "who_asks_whom.sums.received")):
        words.append(_left(f"<b>{t(heading)}</b>", y))
        y -= LINE + GAP
        for code in dict.fromkeys(getattr(row, side) for row in every if getattr(row, side) != UNKNOWN):
            mine = [row for row in every if getattr(row, side) == code]
            n, later = (sum(getattr(row, name) for row in mine) for name in ("recommendations", "later"))
            most = max(most, n + later)
            told = {"name": t.short_region(code, scheme), "n": t.number(n), "later": t.number(later)}
            said = t(f"who_asks_whom.sums.{'bar_later' if later else 'bar'}", **told)
            words.append(_left(said, y, palette.colour(code)))
            hatched = {"base": [n], "marker": hatching(palette.colour(code))}
            solid = {"base": [0], "marker": {"color": palette.colour(code), "line": {"width": 0}}}
            for value, marker in ((n, solid), (later, hatched)):
                bar = {"type": "bar", "orientation": "h", "x": [value], "y": [y - LINE - 6], "width": 12}
                traces.append({**bar, **marker, **marks.pointed([said])})
            y -= LINE + 12 + 2 * GAP
    return palette.figure(
        8 - y,
        traces,
        annotations=words,
        barmode="overlay",
        xaxis={**marks.axis(0, most * 1.04), "visible": False},
        yaxis=marks.hidden_axis(y),
    )


def _left(text: str, y: float, colour: str = palette.INK) -> dict[str, Any]:
    place = {"x": 0, "y": y, "xanchor": "left", "yanchor": "top", "xshift": -4, "showarrow": False}
    return {"text": text, "font": {"size": palette.SMALL, "color": colour}, **place}


def _depth(cells: Sequence[Any], cell: str) -> Callable[[float], float]:
    """Depth of colour of a value."""
    limits: Sequence[float] = LIMITS.get(cell, ())
    if cell in {"volume", "later"}:
        largest = max((getattr(row, CELLS[cell]) for row in cells), default=0)
        limits = [part * largest for part in OF_LARGEST]
    return lambda value: DEPTHS[bisect_right(limits, value)] if is_known(value) else 0.0


def _cells(
    mine: Sequence[Any], columns: Sequence[str], at: dict[str, int], depth: Callable[[float], float], cell: str
) -> dict[str, Any]:
    """The cells of the recommending groups of one colour, as bars of one length."""
    depths = [depth(getattr(row, CELLS[cell])) for row in mine]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [columns.index(row.asked) + 0.01 for row in mine],
        "x": [0.98] * len(mine),
        "y": [at[row.asking] for row in mine],
        "width": CELL - 2,
        "marker": {
            "color": depths,
            "cmin": 0,
            "cmax": 1,
            "colorscale": [[0, palette.SURFACE], [1, palette.colour(mine[0].asking)]],
            "line": {"width": 0},
            **({"pattern": OVER_COLOUR} if cell == "later" else {}),
        },
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {
            "size": palette.SMALL,
            "color": [palette.SURFACE if step == DEPTHS[-1] else palette.INK for step in depths],
        },
        "unselected": {"marker": {"opacity": 1}},  # else a click fades all others
        "selected": {"textfont": {"color": palette.INK}},
    }


def _words(mine: Sequence[Any], cell: str, scheme: str, t: Text) -> dict[str, Any]:
    """What a click on each cell tells (both codes), what stands in it, and what it says when pointed at."""
    told = {
        "asking": "%{customdata[2]}",
        "asked": "%{customdata[3]}",
        "value": "%{customdata[4]}",
        "n": "%{customdata[5]}",
    }
    if cell == "volume":
        more = {"pairs": "%{customdata[6]}", "later": "%{customdata[7]}"}
        second, hover = told["n"], t("who_asks_whom.matrix.hover_volume", **more, **told)
    elif cell == "later":
        second, hover = "", t("who_asks_whom.matrix.hover_later", **told)
    else:
        interval = "%{customdata[6]}"
        if cell == "ratio":
            some = any(is_known(row.ratio_lower) for row in mine)
            interval = t("interval.sentence", interval=interval) if some else t("who_asks_whom.matrix.no_interval")
        second = f"n = {told['n']}"
        hover = t("who_asks_whom.matrix.hover", cell=t(f"cell.{cell}"), interval=interval, **told)
    return {
        "customdata": [
            [
                row.asking,
                row.asked,
                t.group(row.asking, scheme, short=True),
                t.group(row.asked, scheme, short=True),
                *_numbers(row, cell, t),
            ]
            for row in mine
        ],
        "texttemplate": f"<b>{told['value']}</b><br>{second}".removesuffix("<br>"),
        **marks.hover(hover),
    }


def _numbers(row: Any, cell: str, t: Text) -> list[str]:
    """The number of a cell, in brackets where it rests on few; n, or the share of the row; what is sure, or pairs."""
    if cell == "volume":
        return [t.number(row.recommendations), t.percent(row.share, 0), t.number(row.pairs), _later(row, t)]
    if cell == "later":
        return [t.number(row.later), t.number(row.recommendations)]
    value = getattr(row, CELLS[cell])
    said = t.number(value, 2) if cell == "ratio" else t.percent(value, 0)
    said = f"({said})" if row.few and is_known(value) else said
    if cell == "ratio":
        return [said, t.number(row.recommendations), *([_bounds(row, t)] if is_known(row.ratio_lower) else [])]
    specific = cell == "specific"
    lower, upper = (row.specific_lower, row.specific_upper) if specific else (row.lower, row.upper)
    sure = t.interval_sentence(lower, upper) if is_known(value) else t("who_asks_whom.few_states")
    return [said, t.number(row.categorised if specific else row.answered), sure]


def _later(row: Any, t: Text) -> str:
    return t("who_asks_whom.matrix.and_later", n=t.number(row.later)) if row.later else ""


def _bounds(row: Any, t: Text) -> str:
    lower, upper = t.number(row.ratio_lower, 2), t.number(row.ratio_upper, 2)
    return t("who_asks_whom.matrix.bounds", lower=lower, upper=upper)


def _heading(code: str, scheme: str, t: Text, *, upright: bool) -> str:
    """A column's name, broken into lines unless it stands upright."""
    if code == NONE:
        return t("who_asks_whom.matrix.none")
    short = t.short_region(code, scheme) if t.has(f"region.{code}") else t.group(code, scheme, short=True)
    name = t("who_asks_whom.matrix.to", name=short)
    if upright:
        return name
    halves = (part for word in name.split() for part in _halves(word))
    return "<br>".join(wrap(" ".join(halves), BROKEN, break_long_words=False, break_on_hyphens=False))


def _halves(word: str) -> tuple[str, ...]:
    """A word, in two parts where it is wider than a column on a phone."""
    middle = len(word) // 2
    return (word,) if len(word) <= LONGEST else (f"{word[:middle]}-", word[middle:])


def _places(made: dict[str, int], received: dict[str, int], total: int) -> dict[str, list[float]]:
    """Places of the nodes, so that regions keep their order: x from left to right, y of their middle from the top."""
    across, down = [], []
    for x, side in ((0.001, made), (0.999, received)):
        space = NODE["pad"] / 428  # of the height that is drawn
        scale = 1 - space * (len(side) - 1)
        y = 0.0
        for n in side.values():
            height = n / total * scale
            across.append(x)
            down.append(round(y + height / 2, 4))
            y += height + space
    return {"x": across, "y": down}
