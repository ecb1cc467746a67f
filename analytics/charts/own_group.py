"""Each group and its own members: what they keep among themselves, ask and accept, against expected or others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.rows import each, is_known, plain
from analytics.text import Text

PANELS = (("kept", 0.0), ("specific_share", 0.365), ("rate", 0.73))
"""What is compared within a group, and where its axis starts; each is as wide as `PANEL`."""
PANEL = 0.27
GROUP, NAME, BELOW = 52, 20, 14
"""Heights in pixels: a group's row, its name, and how far the hollow mark stands below the solid one."""


def compared(rows: pd.DataFrame, grouping: str, scheme: str, t: Text) -> go.Figure:
    """Each group: its own members (filled, with interval) against expected or against all others (hollow)."""
    all_rows = list(each(rows))
    codes = list(dict.fromkeys(row.group for row in all_rows))
    at = {code: -place * GROUP - NAME - 6 for place, code in enumerate(codes)}
    names = [
        palette.label(t.group(code, scheme), code, x=0, xref="paper", y=y + NAME / 2 + 6, xanchor="left", xshift=-4)
        for code, y in at.items()
    ]
    traces, axes = [], {}
    for number, (measure, start) in enumerate(PANELS, start=1):
        axis = "x" if number == 1 else f"x{number}"
        mine = [row for row in all_rows if row.measure == measure and is_known(row.share)]
        traces += _marks(mine, at, axis, measure=measure, grouping=grouping, scheme=scheme, t=t)
        axes[axis.replace("x", "xaxis")] = marks.percent_axis(
            t,
            domain=[start, start + PANEL],
            showgrid=True,
            ticks=marks.HALVES,
            tickangle=0,
        )
        place = {"x": start, "xref": "paper", "y": 1, "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        title = t(f"who_asks_whom.own.{measure}")
        names.append({"text": title, "showarrow": False, "align": "left", **place, "yshift": 4})
    bottom = -len(codes) * GROUP
    return palette.figure(
        70 - bottom,
        traces,
        annotations=names,
        margin={"l": 4, "r": 22, "t": 48, "b": 22},
        yaxis=marks.hidden_axis(bottom),
        **axes,
    )


def _marks(
    rows: Sequence[Any], at: Mapping[str, float], axis: str, *, measure: str, grouping: str, scheme: str, t: Text
) -> list[dict[str, Any]]:
    """The marks of one panel, a trace for each colour: own ones solid, the others hollow and a little lower."""
    group, others = t(f"who_asks_whom.own.of_{grouping}"), t("who_asks_whom.own.others")
    beside = t("who_asks_whom.own.expected") if measure == "kept" else others
    traces = []
    for colour in dict.fromkeys(palette.colour(row.group) for row in rows):
        drawn = []
        for row in rows:
            if palette.colour(row.group) == colour:
                symbol, y = marks.symbol(row.group), at[row.group]
                name = t.group(row.group, scheme, short=True)
                own = (row.share, row.lower, row.upper)
                other = (row.reference, row.reference_lower, row.reference_upper)
                drawn += [
                    (*own, y, 12, symbol, _told(name, group, own, row.recommendations, t)),
                    (
                        *other,
                        y - BELOW,
                        9,
                        f"{symbol}-open",
                        _told(name, beside, other, row.reference_recommendations, t),
                    ),
                ]
        share, lower, upper, y, size, symbol, told = (list(column) for column in zip(*drawn, strict=True))
        told_of = marks.blanks("name", "side", "share", "interval", "n")
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "xaxis": axis,
                "x": [plain(value) for value in share],
                "y": y,
                "error_x": marks.spans(zip(share, lower, upper, strict=True), colour),
                "marker": {"color": colour, "size": size, "symbol": symbol, "line": {"width": 2}, "opacity": 1},
                "customdata": told,
                **marks.hover(t("who_asks_whom.own.hover", what=t(f"measure.{measure}"), **told_of)),
            }
        )
    return traces


def _told(name: str, side: str, share: tuple[float, float, float], n: float, t: Text) -> list[str]:
    """What a mark says when pointed at: of whom, share, interval and n; a dash for what it has not.

    A share with an n is one of answers or asks: without an interval, all states are alike. What is expected has no n.
    """
    value, lower, upper = share
    sure = t.interval_sentence(lower, upper) if is_known(n) else t("interval.sentence", interval=t.number(lower))
    return [name, side, t.percent(value), sure, t.number(n)]
