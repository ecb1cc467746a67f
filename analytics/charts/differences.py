"""Figures of differences in percentage points around a line of zero: between regions, its parts, between cycles.

And of the same rates at another mix. What shows single regions is in `regions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import ceil
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.rows import each, is_known, plain
from analytics.text import Text

WORDS, LINE, SPACE = 20, 30, 8
NOTE, MARK, VALUE = 16, 22, 8
"""Heights of a note, of the mark below it, and what more it takes to write the value of the mark between them."""
MIXES = (
    ("asked", "rate", "lower", "upper"),
    ("alike", "standardised", "standardised_lower", "standardised_upper"),
)
"""A rate as it is and at the same mix: its words and columns."""
"""Heights in pixels: the words above a mark, the mark, the space between groups."""
TICK = 0.1
STRIDES, MOST_TICKS = (TICK, 2 * TICK, 5 * TICK), 4.5
"""Distances of ticks, and the most of them on one side of zero."""
LEAST = 0.2
"""An axis of differences reaches at least this far on both sides of zero."""


def gaps(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """The gap of each pair of regions with its interval, in fixed order."""
    shown = list(each(rows))
    step = WORDS + LINE + SPACE
    known = [(row, -number * step - WORDS - MARK) for number, row in enumerate(shown) if is_known(row.gap)]
    names = [
        _above(_pair(row, scheme, t) + ("" if is_known(row.gap) else f" · {t('few.reviews')}"), -number * step)
        for number, row in enumerate(shown)
    ]
    drawn = _marks(
        [row for row, _ in known],
        [y for _, y in known],
        [
            t(
                "regions.hover.gap",
                region=t.region(row.region, scheme),
                reference=t.region(row.reference_region, scheme),
                gap=t.signed(row.gap),
                interval=_interval(row, t),
                rate=t.percent(row.rate),
                n=t.number(row.recommendations),
                other=t.percent(row.reference),
                other_n=t.number(row.reference_recommendations),
            )
            for row, _ in known
        ],
        t,
    )
    return _around_zero([row for row, _ in known], step * len(shown), [drawn], names, t)


def parts(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """What a gap is made of, as a waterfall: each part starts where the one before ended; the gap itself is last."""
    shown = [row for row in each(rows) if is_known(row.difference) and row.strata]
    step = WORDS + LINE + 4
    starts, end = [], 0.0
    for row in shown:
        starts.append(0.0 if row.part == "gap" else end)
        end = starts[-1] + row.difference
    y = [-number * step - WORDS - LINE / 2 for number in range(len(shown))]
    hover = [
        t(
            "regions.hover.part",
            part=t(f"part.{row.part}"),
            difference=t.signed(row.difference),
            interval=_interval(row, t),
            strata=row.strata,
            region=t.region(row.region, scheme),
            share=t.percent(row.share),
            reference=t.region(row.reference_region, scheme),
            other=t.percent(row.reference_share),
        )
        for row in shown
    ]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [plain(row.difference) for row in shown],
        "y": y,
        "base": [plain(start) for start in starts],
        "width": LINE - 12,
        "marker": {
            "color": [palette.INK if row.part == "gap" else palette.MARK for row in shown],
            "opacity": [0.6 if row.part == "gap" else 0.4 for row in shown],
        },
        "error_x": marks.whiskers(shown, ("difference", "lower", "upper"), palette.INK, 1.5, 4),
        **marks.pointed(hover),
    }
    joints = [
        {
            "type": "line",
            "x0": plain(start + row.difference),
            "x1": plain(start + row.difference),
            "y0": place,
            "y1": place - step,
            "line": {"color": palette.MARK, "width": 1, "dash": "dot"},
        }
        for row, start, place in list(zip(shown, starts, y, strict=True))[:-1]
    ]
    names = [
        _above(
            f"{t(f'part.{row.part}')}  <b>{t.signed(row.difference)}</b>",
            -number * step,
        )
        for number, row in enumerate(shown)
    ]
    reach = [max(abs(start + row.lower), abs(start + row.upper)) for row, start in zip(shown, starts, strict=True)]
    return _around_zero(shown, step * len(shown), [bars], names, t, shapes=joints, reach=reach)


def standardised(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Each region's rate as it is (solid) and at the same mix of asks (open), with intervals."""
    traces, names = [], []
    step = WORDS + len(MIXES) * (NOTE + MARK) + SPACE
    shown = list(each(rows))
    for number, row in enumerate(shown):
        top = -number * step
        names.append(palette.label(t.region(row.region, scheme), row.region, x=0, y=top, xanchor="left", yanchor="top"))
        for place, (basis, *columns) in enumerate(MIXES):
            rate, lower, upper = (getattr(row, name) for name in columns)
            y = top - WORDS - place * (NOTE + MARK)
            if not is_known(rate):
                continue
            words = {
                "rate": t.percent(rate),
                "n": t.number(row.recommendations),
                "states": t.count("states", row.states),
            }
            note = t(f"regions.mix.{basis}")
            name = t.entries([t.region(row.region, scheme), note])
            hover = t("hover.region", name=name, interval=t.interval_sentence(lower, upper), **words)
            names.append({**_above(f"{note} {t.percent(rate)}", y), "xref": "x", "x": 0})
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [plain(rate)],
                    "y": [y - NOTE - MARK / 2],
                    "error_x": marks.spans([(rate, lower, upper)], palette.colour(row.region), 1.5 if place else 5),
                    "marker": _mark(row.region, solid=not place),
                    "text": [hover],
                    "hovertemplate": "%{text}<extra></extra>",
                }
            )
    height = step * max(len(shown), 1)
    return palette.figure(
        height + 32,
        traces,
        annotations=names,
        margin={"l": 4, "r": 20, "t": 8, "b": 4},
        xaxis=marks.percent_axis(t),
        yaxis=marks.hidden_axis(-height),
    )


def changes(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Each region's change between two cycles, on the states reviewed in both (solid) and on all (open)."""
    traces, names = [], []
    y = 0.0
    for region, group in groupby(each(rows), key=lambda row: row.region):
        names.append({**_above("", y), **palette.label(t.region(region, scheme), region, y=y, yanchor="top")})
        names[-1] |= {"xref": "paper", "x": 0, "xanchor": "left"}
        y -= WORDS
        for row in group:
            few = "" if is_known(row.gap) else f" · {t('few.reviews')}"
            basis = t(
                f"regions.behind.{row.basis}",
                basis=t(f"basis.{row.basis}"),
                first=t.number(row.reference_states),
                last=t.count("states", row.states),
            )
            names.append(_above(basis + few, y))
            y -= WORDS - 2
            if is_known(row.gap):
                hover = t(
                    "regions.hover.change",
                    region=t.region(region, scheme),
                    basis=basis,
                    gap=t.signed(row.gap),
                    interval=_interval(row, t),
                    first=t.percent(row.reference),
                    last=t.percent(row.rate),
                )
                mark = _marks([row], [y - MARK - VALUE], [hover], t, region=region, solid=row.basis == "both")
                traces.append(mark)
            y -= LINE + VALUE
        y -= SPACE
    known = [row for row in each(rows) if is_known(row.gap)]
    return _around_zero(known, -y, traces, names, t)


def _interval(row: Any, t: Text) -> str:
    """The interval of a difference, in percentage points, or why there is none."""
    if not is_known(row.lower):
        return t("interval.none")
    return t("language.points_interval", lower=t.number(row.lower * 100, 1), upper=t.number(row.upper * 100, 1))


def _around_zero(
    rows: Sequence[Any],
    height: float,
    traces: Sequence[dict[str, Any]],
    names: Sequence[dict[str, Any]],
    t: Text,
    *,
    shapes: Sequence[dict[str, Any]] = (),
    reach: Sequence[float] | None = None,
) -> go.Figure:
    """A figure with zero in the middle, as far to both sides as its intervals reach."""
    ends = reach or [abs(end) for row in rows for end in (row.gap, row.lower, row.upper)]
    known = [end for end in ends if is_known(end)]
    limit = ceil(max([LEAST, *known]) / TICK - 1e-9) * TICK
    stride = next(stride for stride in STRIDES if limit < MOST_TICKS * stride)
    most = int(limit / stride + 1e-9)
    ticks = [round(number * stride, 2) for number in range(-most, most + 1)]
    return palette.figure(
        int(max(height, WORDS)) + 32,
        traces,
        annotations=list(names),
        shapes=[marks.reference_line(0, palette.MARK, below=True), *shapes],
        xaxis={
            "range": [round(-limit * 1.02, 3), round(limit * 1.02, 3)],
            "tickvals": ticks,
            "ticktext": [_tick(tick, t) for tick in ticks],
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis=marks.hidden_axis(-max(height, WORDS)),
    )


def _tick(difference: float, t: Text) -> str:
    """Words of a tick: whole percentage points with their sign."""
    return f"{'+' if difference > 0 else ''}{t.number(round(difference * 100))}"


def _marks(
    rows: Sequence[Any], y: Sequence[float], hover: Sequence[str], t: Text, *, region: str = "", solid: bool = True
) -> dict[str, Any]:
    """Gaps as marks with their intervals as lines, and their value above; of one region, in its colour and shape."""
    colour = palette.colour(region) if region else palette.INK
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [plain(row.gap) for row in rows],
        "y": list(y),
        "error_x": marks.whiskers(rows, ("gap", "lower", "upper"), colour, 5 if solid else 1.5),
        "marker": _mark(region, solid=solid),
        "text": [t.signed(row.gap) for row in rows],
        "textposition": "top center",
        "textfont": {"size": palette.SMALL, "color": palette.INK},
        **marks.pointed(hover),
    }


def _mark(region: str, *, solid: bool) -> dict[str, Any]:
    """A mark in the colour and shape of its region, full or empty; a dot in ink where there is none."""
    symbol = marks.symbol(region)
    return {
        "color": palette.colour(region) if region else palette.INK,
        "size": 12,
        "symbol": symbol if solid else f"{symbol}-open",
        "line": {"width": 2, **({"color": palette.SURFACE} if solid else {})},
    }


def _above(text: str, y: float) -> dict[str, Any]:
    """Words above a mark, at the left edge."""
    return marks.words(text, 0, y, xref="paper", yanchor="top", bgcolor=palette.SURFACE)


def _pair(row: Any, scheme: str, t: Text) -> str:
    """Two regions in their colours."""
    one, other = (
        f'<b style="color:{palette.colour(code)}">{palette.GLYPHS[code]} {t.short_region(code, scheme)}</b>'
        for code in (row.region, row.reference_region)
    )
    return t("regions.pair", one=one, other=other)
