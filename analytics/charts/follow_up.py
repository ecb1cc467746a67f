"""Figures of the working list: accepted by issue, answers then and now, issues that stay, treaties asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analytics.charts import issue_rates, marks, palette
from analytics.results.issues import ALL
from analytics.rows import each

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analytics.text import Text

MOST = 15
"""Lines of a figure; the rest is in its table."""
LINE = 30
"""Height of a line, pixels."""
ABOVE = (6, 26, 44)
"""Pixels above the lines, by how many lines of words explain the marks."""
ROOM = 1.18
"""How far an axis of counts reaches beyond the highest, for the number behind it."""
MOVED = ("noted_accepted", "mixed_accepted", "accepted_accepted")
"""Answers that end accepted, drawn strong; the others are pale."""


def issues(rows: pd.DataFrame, region: str, t: Text) -> go.Figure:
    """Accepted recommendations by issue, most first; the strong part asks for something specific."""
    shown = list(each(rows))[:MOST]
    colour = palette.colour(region)
    traces = [
        _bars([row.accepted for row in shown], colour, marks.PALE, [_issue(row, t) for row in shown]),
        {**_bars([row.specific for row in shown], colour, 1, [_issue(row, t) for row in shown])},
    ]
    key = t("follow_up.issues.key", strong=marks.coloured("■", region))
    return _lines([t.issue(row.issue) for row in shown], [row.accepted for row in shown], traces, key, t)


def movements(rows: pd.DataFrame, region: str, t: Text) -> go.Figure:
    """How many recommendations asked again moved from which answer to which."""
    shown = list(each(rows))
    depth = [1 if row.movement in MOVED else marks.PALE for row in shown]
    said = [t("follow_up.again.hover", movement=t(f"movement.{row.movement}"), n=row.recommendations) for row in shown]
    values = [row.recommendations for row in shown]
    traces = [_bars(values, palette.colour(region), depth, said)]
    return _lines([t(f"movement.{row.movement}") for row in shown], values, traces, "", t)


def both(rows: pd.DataFrame, region: str, t: Text) -> go.Figure:
    """States that raised an issue in the earlier cycle, an open mark, and in the later one, a full one."""
    shown = list(each(rows))[:MOST]
    colour, symbol = palette.colour(region), marks.symbol(region)
    said = [
        t("follow_up.both.hover", issue=t.issue(row.issue), then=row.askers_then, now=row.askers_now) for row in shown
    ]
    ends = [((row.askers_then, place), (row.askers_now, place)) for place, row in enumerate(shown)]
    traces = [
        marks.links(ends, colour, 2),
        *(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [getattr(row, f"askers_{when}") for row in shown],
                "y": list(range(len(shown))),
                "marker": {"color": colour, "size": 10, "symbol": form, "line": {"color": colour, "width": 2}},
                **marks.pointed(said),
            }
            for when, form in (("then", f"{symbol}-open"), ("now", symbol))
        ),
    ]
    most = max((max(row.askers_then, row.askers_now) for row in shown), default=1)
    return _drawn([t.issue(row.issue) for row in shown], traces, t("follow_up.both.key"), marks.axis(0, most * ROOM))


def instruments(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Acceptance of the treaties asked for most, by region with intervals; a grey stroke is all states together."""
    by_treaty: dict[str, dict[str, Any]] = {}
    for row in each(rows):
        by_treaty.setdefault(row.instrument, {})[row.region] = row
    most = sorted(by_treaty, key=lambda code: -by_treaty[code][ALL].asked_to_ratify)[:MOST]
    named = [(_treaty(code, t), by_treaty[code]) for code in most]
    return issue_rates.lines(named, marks.percent_axis(t), scheme, t, value="rate", context=ALL)


def _treaty(code: str, t: Text) -> str:
    """A treaty by its short name first: long names begin alike, and a label has room for their beginning only."""
    short, name = t(f"treaty.{code}"), t(f"instrument.{code}")
    about = name.removesuffix(f" ({short})")
    return name if about == name else t("card.quoted", lead=short, heading=about)


def _issue(row: Any, t: Text) -> str:
    blanks = {"accepted": t.number(row.accepted), "specific": t.number(row.specific), "states": row.askers}
    return t("follow_up.issues.hover", issue=t.issue(row.issue), **blanks)


def _bars(values: Sequence[int], colour: str, depth: float | Sequence[float], said: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(values),
        "y": list(range(len(values))),
        "width": 0.62,
        "marker": {"color": colour, "opacity": depth, "line": {"width": 0}},
        **marks.pointed(said),
    }


def _lines(
    names: Sequence[str], values: Sequence[int], traces: Sequence[Mapping[str, Any]], key: str, t: Text
) -> go.Figure:
    """Bars with their numbers behind them."""
    most = max(values, default=1) or 1
    numbers = [
        marks.words(t.number(value), value, place, xshift=4, yanchor="middle") for place, value in enumerate(values)
    ]
    axis = marks.axis(0, most * ROOM, visible=False)
    return _drawn(names, traces, key, axis, numbers)


def _drawn(
    names: Sequence[str],
    traces: Sequence[Mapping[str, Any]],
    key: str,
    axis: dict[str, Any],
    words: Sequence[dict[str, Any]] = (),
) -> go.Figure:
    room = ABOVE[len(key.split("<br>")) if key else 0]
    above = [marks.words(key, 0, 1, xref="paper", yref="paper", yanchor="bottom", align="left")] if key else []
    return palette.figure(
        LINE * len(names) + room + 30,
        traces,
        annotations=[*above, *words],
        barmode="overlay",
        margin={"l": 4, "r": 20, "t": room, "b": 4},
        xaxis=axis,
        yaxis=marks.names_axis(names),
    )
