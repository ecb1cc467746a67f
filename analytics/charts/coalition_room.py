"""Coalitions against civic space: each review a mark, and the rank correlations inside regions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics import columns
from analytics.charts import marks, palette
from analytics.charts.civic_space import value_axis
from analytics.charts.ranks import ranks
from analytics.columns import Kind
from analytics.rows import each, is_known, plain
from analytics.text import Text

TICKS = (0, 1, 5, 10, 20, 40, 80, 160, 320)
"""Numbers on the axis of counts, which goes by their root."""


def against(rows: pd.DataFrame, indicator: str, scheme: str, t: Text) -> go.Figure:
    """Each review with both numbers: civic space of its year across, what is counted upwards."""
    drawn = [row for row in each(rows) if is_known(row.value) and is_known(row.against)]
    groups = {region: [row for row in drawn if row.region == region] for region in palette.COLOURS}
    rest = [row for row in drawn if row.region not in palette.COLOURS]
    traces = [_dots(mine, region, t) for region, mine in (("", rest), *groups.items()) if mine]
    measure = drawn[0].measure_against if drawn else "joint"
    title = {"text": t(f"coalition_room.axis.{measure}"), "font": {"color": palette.MARK, "size": palette.SMALL}}
    legend = "   ".join(
        marks.coloured(f"{palette.GLYPHS[region]} {t.short_region(region, scheme)}", region)
        for region, mine in groups.items()
        if mine
    )
    if rest:
        legend += f'<br><span style="color:{palette.MARK}"><b>○ {t("group.rest")}</b></span>'
    place: dict[str, Any] = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "align": "left"}
    return palette.figure(
        440,
        traces,
        annotations=[marks.words(legend or t("few.reviews"), 0, 1, palette.INK, **place)],
        margin={"l": 4, "r": 16, "t": 48, "b": 4},
        xaxis=value_axis(
            indicator,
            t,
            title={
                "text": t("civic_space.axis", name=t(f"indicator.{indicator}")),
                "font": {"color": palette.MARK, "size": palette.SMALL},
            },
        ),
        yaxis=_upwards(measure, [row.against for row in drawn], title, t),
    )


def _upwards(measure: str, known: Sequence[float], title: dict[str, Any], t: Text) -> dict[str, Any]:
    if columns.kind(measure) is Kind.SHARE:
        return marks.percent_axis(t, range=[-0.06, 1.06], title=title)
    most = max([*known, 1.0])
    ticks = [tick for tick in TICKS if tick <= most]
    words = [t.number(tick) for tick in ticks]
    top = most**0.5
    return marks.axis(-0.04 * top, 1.06 * top, tickvals=[tick**0.5 for tick in ticks], ticktext=words, title=title)


def _dots(rows: Sequence[Any], region: str, t: Text) -> dict[str, Any]:
    share = columns.kind(rows[0].measure_against) is Kind.SHARE
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(row.value) for row in rows],
        "y": [plain(row.against if share else row.against**0.5) for row in rows],
        "marker": {
            "color": palette.colour(region),
            "symbol": palette.SYMBOLS.get(region, "circle-open"),
            "size": 10,
            "opacity": 0.75,
        },
        **marks.pointed(
            [
                t(
                    "coalition_room.hover",
                    state=t.state(row.iso3),
                    session=row.session,
                    year=row.year,
                    value=t.number(row.value, 2),
                    against=columns.written(row.measure_against, row.against, t, 0),
                    joint=t.count("joint", row.joint),
                )
                for row in rows
            ]
        ),
    }


def correlations(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """All focus regions together and each, for all reviews: the rank correlation with its interval."""
    shown = [row for row in each(rows) if row.sensitivity == "all"]
    words, hovers = [], []
    for row in shown:
        region, reviews = t.region(row.region, scheme), t.count("reviews", row.reviews)
        said = t("coalition_room.pairs", region=region, reviews=reviews)
        words.append(said if is_known(row.rho) else f"{said} · {t('few.reviews')}")
        numbers = {name: t.number(getattr(row, name), 2) for name in ("rho", "rho_lower", "rho_upper")}
        hovers.append(t("coalition_room.rho", **numbers, reviews=reviews))
    return ranks(shown, words, hovers, t)
