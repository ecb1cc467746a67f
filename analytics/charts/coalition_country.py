"""One country's coalitions: its reviews beside the range of its region, and the neighbours that share organisations."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics import columns
from analytics.charts import marks, palette
from analytics.columns import Kind
from analytics.results.coalition_country import MEASURES, third_cycle, values
from analytics.rows import each, is_known, plain
from analytics.text import Text

WORDS, STRIP, SPACE = 56, 34, 14
"""Heights in pixels: the three lines of words of a measure, its marks, the space below."""
ROWS = 5
"""Places of marks above each other, so that equal ones do not hide all others."""
HEAD, BAR, GAP = 20, 12, 10
SHOWN = 12
"""Neighbours that are drawn; the table has all."""
NETWORKS, OTHERS = palette.STEPS[1], palette.STEPS[4]


def ranges(rows: pd.DataFrame, reviews: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Each measure a lane: the reviews of the region pale, their middle half as a band, the country's own solid."""
    own = list(each(rows))
    region, country = own[0].region, own[0].iso3
    mine = third_cycle(reviews[(reviews["region"] == region).to_numpy()])
    mine = mine[(mine["iso3"] != country).to_numpy()]
    traces: list[dict[str, Any]] = []
    words, shapes, y = [], [], 0.0
    for measure in MEASURES:
        lanes = [row for row in own if row.review_measure == measure]
        known = values(mine, measure)
        top = _top(measure, [*known.dropna(), *(row.own_value for row in lanes if is_known(row.own_value))])
        words.append(marks.words(_words(measure, lanes, scheme, t), 0, y, palette.INK, yanchor="top", align="left"))
        low, high = y - WORDS - STRIP, y - WORDS
        traces += [_strip(mine, known, measure, region, (low, high, top), t), _own(lanes, measure, (low, high, top), t)]
        shapes.append(_line((0, 1), (low, low), palette.GRID))
        row = lanes[0]
        if is_known(row.region_middle):
            ends = [_place(value, measure, top) for value in (row.region_lower, row.region_upper)]
            shapes.append(marks.band(ends, (low, high), palette.colour(region), palette.STEPS[0]))
            middle = _place(row.region_middle, measure, top)
            shapes.append(_line((middle, middle), (low, high), palette.colour(region)))
        y = low - SPACE
    return palette.figure(
        round(-y) + 8,
        traces,
        annotations=words,
        shapes=shapes,
        margin={"l": 8, "r": 16, "t": 4, "b": 4},
        xaxis=marks.axis(-0.01, 1.02, visible=False),
        yaxis=marks.hidden_axis(y, 2),
    )


def _line(x: tuple[float, float], y: tuple[float, float], colour: str) -> dict[str, Any]:
    ends = {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
    return {"type": "line", "layer": "below", **ends, "line": {"color": colour, "width": 2}}


def _top(measure: str, known: list[float]) -> float:
    return 1.0 if columns.kind(measure) is Kind.SHARE else max([*known, 1.0])


def _place(value: float, measure: str, top: float) -> float:
    """Where a value stands from 0 to 1; of counts by their root, so that most are not crowded by the largest."""
    return value if columns.kind(measure) is Kind.SHARE else (value / top) ** 0.5


def _words(measure: str, lanes: list[Any], scheme: str, t: Text) -> str:
    """Name, own values, and below them the range of the region."""
    own = t.join(
        t(
            "coalition_country.ranges.own",
            value=written(measure, row.own_value, t) if is_known(row.own_value) else t("coalition_country.not_counted"),
            session=row.session,
        )
        for row in lanes
    )
    row = lanes[0]
    if is_known(row.region_middle):
        blanks = {
            end: written(measure, getattr(row, f"region_{end}"), t, ends=True) for end in ("lower", "middle", "upper")
        }
        n = t.count("reviews", row.reviews)
        said = t("coalition_country.ranges.range", region=t.short_region(row.region, scheme), reviews=n, **blanks)
    else:
        said = t("few.reviews")
    return f"<b>{t(f'coalition_country.measure.{measure}')}<br>{own}</b><br>{marks.muted(said)}"


def written(measure: str, value: float, t: Text, *, ends: bool = False) -> str:
    """A value of a measure; a half as one, and whole percent."""
    if columns.kind(measure) is Kind.SHARE:
        return t.percent(value, 0)
    return t.number(value, 0 if value % 1 == 0 or (ends and value > 10) else 1)  # noqa: PLR2004 - 124 is enough


def _strip(  # noqa: PLR0917 - what a strip needs
    reviews: pd.DataFrame, known: pd.Series, measure: str, region: str, lane: tuple[float, float, float], t: Text
) -> dict[str, Any]:
    low, high, top = lane
    drawn = [(row, value) for row, value in zip(each(reviews), known, strict=True) if is_known(value)]
    step = (high - low) / (ROWS + 1)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(_place(value, measure, top)) for _, value in drawn],
        "y": [round(low + step * (1 + number * 2 % ROWS), 1) for number in range(len(drawn))],
        "marker": {
            "color": palette.colour(region),
            "opacity": marks.PALE,
            "size": 8,
            "symbol": marks.symbol(region),
        },
        "customdata": [[t.state(row.iso3), row.session, written(measure, value, t)] for row, value in drawn],
        **marks.hover(t("coalition_country.hover.review", **marks.blanks("state", "session", "value"))),
    }


def _own(lanes: list[Any], measure: str, lane: tuple[float, float, float], t: Text) -> dict[str, Any]:
    low, high, top = lane
    known = [row for row in lanes if is_known(row.own_value)]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [plain(_place(row.own_value, measure, top)) for row in known],
        "y": [(low + high) / 2] * len(known),
        "marker": {
            "color": [palette.colour(row.region) for row in known],
            "size": 15,
            "symbol": [marks.symbol(row.region) for row in known],
            "line": {"color": palette.INK, "width": 2},
        },
        "text": [t("coalition_country.session", session=row.session) for row in known],
        "textposition": ["bottom center" if number % 2 else "top center" for number in range(len(known))],
        "textfont": {"size": palette.SMALL, "color": palette.INK},
        "cliponaxis": False,
        "customdata": [[t.state(row.iso3), row.session, written(measure, row.own_value, t)] for row in known],
        **marks.hover(t("coalition_country.hover.review", **marks.blanks("state", "session", "value"))),
    }


def neighbours(rows: pd.DataFrame, t: Text) -> go.Figure:
    """States of the region that share organisations, those of the sub-region first: networks pale, others full."""
    shown = [row for row in each(rows) if row.organisations_shared][:SHOWN]
    at = [-place * (HEAD + BAR + GAP) for place in range(len(shown))]
    traces, names = [], []
    for part, depth in (("others", OTHERS), ("networks", NETWORKS)):
        counts = [
            row.networks_shared if part == "networks" else row.organisations_shared - row.networks_shared
            for row in shown
        ]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": counts,
                "y": [y - HEAD - BAR / 2 for y in at],
                "width": BAR,
                "marker": {"color": palette.INK, "opacity": depth, "line": {"color": palette.SURFACE, "width": 1}},
                "customdata": [row.iso3 for row in shown],
                "text": [f"{t(f'coalition_country.part.{part}')}: {t.number(count)}" for count in counts],
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    for row, y in zip(shown, at, strict=True):
        said = t(
            f"coalition_country.neighbours.{'near' if row.same_subregion else 'lane'}",
            state=t.state(row.iso3),
            shared=t.number(row.organisations_shared),
            n=t.number(row.organisations_in),
        )
        names.append(marks.words(said, 0, y - HEAD, palette.INK, yanchor="bottom"))
    most = max((row.organisations_shared for row in shown), default=1)
    return palette.figure(
        len(shown) * (HEAD + BAR + GAP) + 30,
        traces,
        annotations=names,
        barmode="stack",
        margin={"l": 4, "r": 22, "t": 4, "b": 22},
        xaxis=marks.axis(0, most * 1.1, dtick=max(1, round(most / 5))),
        yaxis=marks.hidden_axis(at[-1] - HEAD - BAR - GAP if at else -1),
    )
