"""A subject read from texts over time: its share by region and cycle, hatched where no answer is known."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from analytics.charts import marks, palette
from analytics.charts.coverage import hatching
from analytics.rows import each, is_known, plain

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analytics.text import Text

TOP, HEADING, WORDS, BAR, GAP = 26, 24, 20, 14, 7
"""Heights in pixels: how the subject is found; a region's name; a cycle's words, its bar, the space below."""


def over_time(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Regions below each other, and in each a bar per cycle with its interval."""
    shown = [row for row in each(rows) if row.region in palette.COLOURS]
    words: list[dict[str, Any]] = []
    traces: list[dict[str, Any]] = []
    y = 0.0
    if shown:
        words.append(_line(marks.muted(measured(shown[0], t), bold=True), y))
        y -= TOP
    for region, its in groupby(shown, key=lambda row: row.region):
        words.append(palette.label(t.region(region, scheme), region, x=0, y=y, xanchor="left", yanchor="top"))
        y -= HEADING
        for row in its:
            said = _said(row, t)
            words.append(_line(said, y))
            if is_known(row.share):
                traces.append(_bar(row, y - WORDS - BAR / 2, said, t))
            y -= WORDS + BAR + GAP
    ends = [row.upper if is_known(row.upper) else row.share for row in shown if is_known(row.share)]
    return palette.figure(
        round(-y) + 34,
        traces,
        annotations=words,
        barmode="overlay",
        xaxis={**marks.share_axis(max(ends, default=0.05), t), "showgrid": True},
        yaxis=marks.hidden_axis(min(y, -1)),
    )


def measured(row: Any, t: Text) -> str:
    """By which version of the rules the subject is found, how precise they are, and whether that is rough."""
    if not is_known(row.precision):
        return t("issues.subjects.version", version=row.version)
    key = "rough" if row.rough else "measured"
    return t(f"issues.subjects.{key}", version=row.version, precision=t.percent(row.precision, 0))


def _said(row: Any, t: Text) -> str:
    sessions = t("cycle.short", first=row.first_session, last=row.last_session)
    share = t.percent(row.share) if is_known(row.share) else t("few.reviews")
    numbers = {"share": share, "n": t.number(row.recommendations), "of": t.number(row.of_region)}
    key = "unanswered" if row.unanswered else "answered"
    return t(f"issues.subjects.{key}", cycle=t("cycle.name", cycle=row.cycle), sessions=sessions, **numbers)


def _bar(row: Any, y: float, said: str, t: Text) -> dict[str, Any]:
    colour = palette.colour(row.region)
    marker = hatching(colour) if row.unanswered else {"color": colour, "opacity": 0.6, "line": {"width": 0}}
    return {
        "type": "bar",
        "orientation": "h",
        "x": [plain(row.share)],
        "y": [y],
        "width": BAR,
        "marker": marker,
        "error_x": marks.whiskers([row], ("share", "lower", "upper"), palette.INK, thickness=1.5),
        **marks.pointed([f"{said}<br>{t.interval_sentence(row.lower, row.upper)}"]),
    }


def _line(text: str, y: float) -> dict[str, Any]:
    return {
        "text": text,
        "x": 0,
        "y": y,
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": palette.SMALL, "color": palette.INK},
    }
