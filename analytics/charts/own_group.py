"""Each group and its own members: what they keep among themselves, ask and accept, against expected or others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.charts import palette
from analytics.rows import each, is_known, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    import plotly.graph_objects as go

    from analytics.text import Text

PANELS = (("kept", 0.0), ("specific_share", 0.365), ("rate", 0.73))
"""What is compared within a group, and where its axis starts; each is as wide as `PANEL`."""
PANEL = 0.27
GROUP, NAME, BELOW = 52, 20, 14
"""Heights in pixels: a group's row, its name, and how far the hollow mark stands below the solid one."""
HALVES = (0, 0.5, 1)
"""Ticks of an axis of shares that is narrow."""


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
        axes[axis.replace("x", "xaxis")] = palette.percent_axis(
            t,
            domain=[start, start + PANEL],
            showgrid=True,
            tickvals=HALVES,
            ticktext=[t.percent(tick, 0) for tick in HALVES],
            tickangle=0,
        )
        place = {"x": start, "xref": "paper", "y": 1, "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        title = t(f"who_asks_whom.own.{measure}")
        names.append({"text": title, "showarrow": False, "align": "left", **place, "yshift": 4})
    bottom = -len(codes) * GROUP
    return palette.figure(
        62 - bottom,
        traces,
        annotations=names,
        margin={"l": 4, "r": 22, "t": 40, "b": 22},
        yaxis={"visible": False, "range": [bottom, 0], "fixedrange": True},
        **axes,
    )


def _marks(
    rows: Sequence[Any], at: Mapping[str, float], axis: str, *, measure: str, grouping: str, scheme: str, t: Text
) -> list[dict[str, Any]]:
    """The marks of one panel: a trace for each colour, own and other."""
    traces = []
    for colour in dict.fromkeys(palette.colour(row.group) for row in rows):
        mine = [row for row in rows if palette.colour(row.group) == colour]
        symbols = [palette.SYMBOLS.get(row.group, "circle") for row in mine]
        for side in ("reference", "share"):
            low, high = ("lower", "upper") if side == "share" else ("reference_lower", "reference_upper")
            own = side == "share"
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "xaxis": axis,
                    "x": [plain(getattr(row, side)) for row in mine],
                    "y": [at[row.group] - (0 if own else BELOW) for row in mine],
                    "error_x": {
                        "type": "data",
                        "symmetric": False,
                        "array": [plain(getattr(row, high) - getattr(row, side)) for row in mine],
                        "arrayminus": [plain(getattr(row, side) - getattr(row, low)) for row in mine],
                        "color": colour,
                        "thickness": 4 if own else 1.5,
                        "width": 0,
                    },
                    "marker": {
                        "color": colour if own else palette.SURFACE,
                        "size": 12 if own else 9,
                        "symbol": symbols,
                        "line": {"color": palette.SURFACE if own else colour, "width": 1 if own else 2},
                    },
                    "customdata": [_own_numbers(row, own=own, scheme=scheme, t=t) for row in mine],
                    "hovertemplate": _own_hover(measure, grouping, own=own, t=t),
                }
            )
    return traces


def _own_numbers(row: Any, *, own: bool, scheme: str, t: Text) -> list[str]:
    """Name, share, interval and n of a mark."""
    share, lower, upper = (
        (row.share, row.lower, row.upper) if own else (row.reference, row.reference_lower, row.reference_upper)
    )
    n = row.recommendations if own else row.reference_recommendations
    return [t.group(row.group, scheme), t.percent(share), t.interval(lower, upper), t.number(n)]


def _own_hover(measure: str, grouping: str, *, own: bool, t: Text) -> str:
    name, share, interval, n = (f"%{{customdata[{place}]}}" for place in range(4))
    if not own and measure == "kept":
        return t("who_asks_whom.own.expected", name=name, share=share) + "<extra></extra>"
    group, what = t(f"who_asks_whom.own.of_{grouping}"), t(f"measure.{measure}")
    side = "inside" if own else "others"
    said = t(f"who_asks_whom.own.{side}", name=name, group=group, what=what, share=share, interval=interval, n=n)
    return f"{said}<extra></extra>"
