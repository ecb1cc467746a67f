"""The comparisons behind a claim: each a difference with its interval, around zero."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.rows import each, is_known
from analytics.text import Text

ROW = 70
LONG = 30
"""Names longer than this break after their colon, so that they fit a phone."""
COLON = re.compile(r"(:)\s")
LIMIT = 0.6
"""Ends of the axis: differences of 60 points either way; the same for every claim."""


def comparisons(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """One row per comparison; right of zero is what the claim says."""
    traces, labels = [], []
    for place, row in enumerate(each(rows)):
        colour = palette.colour(row.region)
        name = comparison_name(row, scheme, t)
        shown = comparison_name(row, scheme, t, short=True)
        if len(shown) > LONG:
            shown = COLON.sub(r"\1<br>", shown, count=1)
        labels.append(
            {
                "text": f"<b>{palette.GLYPHS.get(row.region, '')}</b> {shown}",
                "align": "left",
                "x": -LIMIT,
                "y": -place + 0.36,
                "xanchor": "left",
                "showarrow": False,
                "font": {"color": colour},
                "bgcolor": palette.SURFACE,  # on a phone, names reach across the line at zero
            }
        )
        if not is_known(row.lower):
            continue
        interval = t("language.points_interval", lower=t.number(row.lower * 100, 1), upper=t.number(row.upper * 100, 1))
        hover = t(
            "claims.hover",
            name=name,
            points=t.signed(row.difference),
            interval=interval,
            states=t.count("states", row.states),
        )
        columns = ("difference", "lower", "upper")
        traces.append(marks.estimates([row], [-place], columns, [hover], region=row.region, size=12, thickness=4))
    ticks = (-0.6, -0.3, 0, 0.3, 0.6)
    return palette.figure(
        ROW * len(rows) + 46,
        traces,
        annotations=labels,
        margin={"l": 30, "r": 30, "t": 8, "b": 4},
        shapes=[marks.reference_line()],
        xaxis=marks.axis(-LIMIT - 0.01, LIMIT + 0.01, tickvals=ticks, ticktext=[t.signed(tick) for tick in ticks]),
        yaxis=marks.hidden_axis(-len(rows) + 0.4, 0.75),
    )


def comparison_name(row: Any, scheme: str, t: Text, *, short: bool = False) -> str:
    """What is compared, in words; some comparisons are of two regions, some of one, some inside all of them."""
    named = t.short_region if short else t.region
    region, reference = (
        named(code, scheme) if isinstance(code, str) else "" for code in (row.region, row.reference_region)
    )
    return t(f"claims.comparison.{row.comparison}", region=region, reference=reference)
