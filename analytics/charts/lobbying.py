"""Figures of whom to lobby: the four parts of each state side by side, and how right four ways to rank were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.filters import Codes
from analytics.results.lobby_parts import TIES, WEIGHTS
from analytics.results.lobby_trial import ALL, MEASURES, PARTS, best
from analytics.results.lobbying import POINTS
from analytics.rows import each, is_known, plain
from analytics.text import Text

TOP = 12
"""States of the list that are drawn; the table has all."""
NAME, BAR, GAP = 19, 13, 8
"""Heights in pixels: a state's name, its bars, the space below."""
ROW = NAME + BAR + GAP
HEAD = 40
"""Pixels of the words above the panels, two lines."""
SPACE = 0.03
"""Between panels, as a share of the width."""
FULL, LABELS = 100, 160
"""A whole bar, and the end of its panel behind the label."""
LANE, REGION = 19, 26
"""Heights in pixels of the figure of tests: a way to rank, the name of a region."""
EVERY = 2
"""One tick of so many is drawn, so that they have room on a phone."""
NAMES = 0.42
"""Where its first panel starts, behind the names of the ways to rank."""


def parts(rows: pd.DataFrame, weights: Mapping[str, str], codes: Codes, scheme: str, t: Text) -> go.Figure:
    """The first states, a bar of 0 to 100 per part, each with the number that it stands for."""
    top = list(each(rows.head(TOP)))
    regions = [codes.region_of[scheme].get(row.iso3, "") for row in top]
    colours = [palette.colour(region) for region in regions]
    bars = [-place * ROW - NAME - BAR / 2 for place in range(len(top))]
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    heads = []
    width = (1 - SPACE * (len(POINTS) - 1)) / len(POINTS)
    for place, (column, name) in enumerate(zip(POINTS, WEIGHTS, strict=True)):
        axis, start = f"x{place + 1 if place else ''}", place * (width + SPACE)
        values = [getattr(row, column) for row in top]
        known = [column != "acceptance_points" or row.answered for row in top]
        sure = [not (column == "acceptance_points" and row.few) for row in top]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "xaxis": axis,
                "x": [plain(value) if its else None for value, its in zip(values, known, strict=True)],
                "y": bars,
                "width": BAR,
                "marker": {"color": colours, "opacity": [1 if its else palette.STEPS[1] for its in sure]},
                "error_x": marks.spans([_span(row, column) for row in top], palette.INK, thickness=1.5),
                **marks.pointed([_hover(row, column, t) for row in top]),
            }
        )
        traces.append(_labels([_label(row, column, t) for row in top], bars, axis))
        axes[f"xaxis{place + 1 if place else ''}"] = marks.axis(
            0, LABELS, domain=[start, start + width], showticklabels=False, showgrid=False
        )
        said = t("whom_to_lobby.parts.weight", part=f"<b>{t(f'whom_to_lobby.parts.{column}')}</b>", n=weights[name])
        heads.append(_head(said, start))
    names = [
        f"<b>{palette.GLYPHS.get(region, '')} "
        f"{t('whom_to_lobby.parts.name', place=row.rank, state=t.state(row.iso3))}</b>".replace("<b> ", "<b>")
        for row, region in zip(top, regions, strict=True)
    ]
    traces.append(_texts(names, [bar + (BAR + NAME) / 2 for bar in bars], colours))
    return palette.figure(
        len(top) * ROW + HEAD + 8,
        traces,
        annotations=heads,
        margin={"l": 4, "r": 4, "t": HEAD, "b": 4},
        yaxis=marks.hidden_axis(-len(top) * ROW),
        **axes,
    )


def tested(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Precision and recall of each way to rank, a block per region: solid the four parts, hollow the plain lists."""
    found = list(each(rows))
    places, words, y = [], [], 0.0
    for row in found:
        if row.ranked_by == PARTS:
            words.append(_region(row, y, scheme, t))
            y -= REGION
        places.append(y - LANE / 2)
        y -= LANE
    traces = [_texts([_way(row, rows, t) for row in found], places, palette.INK)]
    axes: dict[str, Any] = {"xaxis": marks.axis(0, 1, domain=[0, NAMES], visible=False)}
    heads = []
    width = (1 - NAMES - SPACE) / len(MEASURES)
    for place, measure in enumerate(MEASURES):
        axis, start = f"x{place + 2}", NAMES + place * (width + SPACE)
        columns = (measure, f"{measure}_lower", f"{measure}_upper")
        for solid in (True, False):
            mine = [place for place, row in enumerate(found) if (row.ranked_by == PARTS) is solid]
            traces.append(
                {
                    **_marks([found[place] for place in mine], [places[place] for place in mine], columns, solid=solid),
                    "xaxis": axis,
                    **marks.pointed([_said(found[place], measure, scheme, t) for place in mine]),
                }
            )
        highest = max(max(filter(is_known, (getattr(row, name) for name in columns)), default=0.1) for row in found)
        scale = marks.share_axis(highest, t)
        few = {name: scale[name][::EVERY] for name in ("tickvals", "ticktext")} | {"tickangle": 0}
        axes[f"xaxis{place + 2}"] = scale | few | {"domain": [start, start + width], "showgrid": True}
        heads.append(_head(t(f"whom_to_lobby.tested.{measure}"), start))
    return palette.figure(
        round(-y) + HEAD + 28,
        traces,
        annotations=[*heads, *words],
        margin={"l": 4, "r": 12, "t": HEAD, "b": 24},
        yaxis=marks.hidden_axis(y),
        **axes,
    )


def _span(row: Any, column: str) -> tuple[float, float, float]:
    """Value and ends of the interval of a part: of the rate, where there is one."""
    value = getattr(row, column)
    if column != "acceptance_points" or not is_known(row.lower):
        return value, value, value
    return value, FULL * row.lower, FULL * row.upper


def _label(row: Any, column: str, t: Text) -> str:
    """The number behind a bar: times, times, shrunken rate, ties."""
    if column == "acceptance_points":
        return t.percent(row.shrunken, 0) if row.answered else ""
    if column == "ties_points":
        n = round(row.ties_points * len(TIES) / FULL)
        return t("whom_to_lobby.parts.of_four", n=n, all=len(TIES)) if n else ""
    return t.number(row.about_issue if column == "interest_points" else row.on_issue_here)


def _hover(row: Any, column: str, t: Text) -> str:
    return f"<b>{t.state(row.iso3)}</b><br>{t(f'whom_to_lobby.parts.{column}')}: {_label(row, column, t)}"


def _labels(said: Sequence[str], y: Sequence[float], axis: str) -> dict[str, Any]:
    """Numbers in one column behind the bars of a panel."""
    return {**_texts(said, y, palette.INK, x=FULL + 4), "xaxis": axis}


def _texts(said: Sequence[str], y: Sequence[float], colour: str | Sequence[str], x: float = 0) -> dict[str, Any]:
    """Words from the left, on the axis of the first panel."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x] * len(said),
        "y": list(y),
        "text": list(said),
        "textposition": "middle right",
        "textfont": {"size": palette.SMALL, "color": colour},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _head(said: str, x: float) -> dict[str, Any]:
    """What a panel shows, above it."""
    return marks.words(
        said, x, 1, palette.INK, xref="paper", yref="paper", xanchor="left", yanchor="bottom", align="left"
    )


def _way(row: Any, rows: pd.DataFrame, t: Text) -> str:
    """The name of a way to rank, bold where lists are ranked by it."""
    name = t(f"whom_to_lobby.order.{row.ranked_by}")
    return f"<b>{name}</b>" if row.region != ALL and row.ranked_by == best(rows, row.region) else name


def _region(row: Any, y: float, scheme: str, t: Text) -> dict[str, Any]:
    """The name of a region above its lanes, and how many states it rests on."""
    name, states = t.group(row.region, scheme), t.count("states", row.states)
    said = name if row.region == ALL else t("whom_to_lobby.tested.region", region=name, states=states)
    return palette.label(said, row.region, x=0, xref="paper", xanchor="left", y=y, yanchor="top")


def _marks(rows: Sequence[Any], y: Sequence[float], columns: tuple[str, str, str], *, solid: bool) -> dict[str, Any]:
    colours = [palette.INK if row.region == ALL else palette.colour(row.region) for row in rows]
    edge = {"color": colours, "width": 2}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(getattr(row, columns[0])) for row in rows],
        "y": list(y),
        "error_x": marks.whiskers(rows, columns, palette.MARK, thickness=1.5),
        "marker": {
            "color": colours if solid else palette.SURFACE,
            "size": 10 if solid else 8,
            "symbol": [marks.symbol(row.region) for row in rows],
            "line": edge,
        },
    }


def _said(row: Any, measure: str, scheme: str, t: Text) -> str:
    lower, upper = (getattr(row, f"{measure}_{end}") for end in ("lower", "upper"))
    return t(
        "whom_to_lobby.tested.hover",
        region=t.group(row.region, scheme),
        order=t(f"whom_to_lobby.order.{row.ranked_by}"),
        value=t.percent(getattr(row, measure)),
        interval=t.interval_sentence(lower, upper),
        cases=t.count("cases", row.cases),
        states=t.count("states", row.states),
    )
