"""Rank correlations with their intervals, around zero: one lane each, with its words above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.rows import is_known
from analytics.text import Text

ROW = 52
LOW = 34
"""Heights in pixels: a lane, and how far its mark stands below its top."""
COLUMNS = ("rho", "rho_lower", "rho_upper")


def ranks(rows: Sequence[Any], words: Sequence[str], hovers: Sequence[str], t: Text) -> go.Figure:
    """Each row with `region`, `rho` and its interval; one without a correlation has its words only."""
    names, traces = [], []
    for number, (row, said, hover) in enumerate(zip(rows, words, hovers, strict=True)):
        colour = palette.colour(row.region) if row.region in palette.COLOURS else palette.INK
        place = -number * ROW
        glyph = palette.GLYPHS.get(row.region, "")
        names.append(marks.words(f"<b>{glyph} {said}</b>", -1, place, colour, yanchor="top"))
        if is_known(row.rho):
            at = [place - LOW]
            shown = marks.estimates([row], at, COLUMNS, [hover], region=row.region, size=12, thickness=4, colour=colour)
            traces.append(shown)
    ticks = (-1, -0.5, 0, 0.5, 1)
    return palette.figure(
        ROW * len(rows) + 40,
        traces,
        annotations=names,
        margin={"l": 24, "r": 24, "t": 8, "b": 4},
        shapes=[marks.reference_line()],
        xaxis=marks.axis(-1.02, 1.02, tickvals=ticks, ticktext=[t.number(tick, 1) for tick in ticks], showgrid=True),
        yaxis=marks.hidden_axis(-ROW * len(rows)),
    )
