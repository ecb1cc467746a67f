"""What is asked about civil society, and what is accepted of it: flags of the lens, acceptance against civic space."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.charts.civic_space import value_axis
from analytics.charts.ranks import ranks
from analytics.rows import each, is_known, plain
from analytics.text import Text
from analytics.thresholds import ROUGH

HEADING, WORDS, MARK, SPACE = 26, 17, 16, 12
"""Heights in pixels: a flag's name; a region's words, its mark below them; the space between flags."""
STEPS = (0.01, 0.02, 0.05, 0.1, 0.25)
"""Distances of ticks on the axis of shares."""
ROOM = 1.05
"""The axis goes this much beyond the widest interval."""
BIGGEST = 60
"""Answered recommendations of the largest dot."""


def flags(shares: pd.DataFrame, scores: pd.DataFrame, scheme: str, t: Text, of: str = "share") -> go.Figure:
    """Each flag of the lens: its share of what each region was asked, or (`of` rate) the share accepted of it.

    With intervals, and with precision and recall above.
    """
    known = {(row.flag, row.score): row.share for row in each(scores) if row.sample == "all"}
    rows = [row for row in each(shares) if row.region in palette.COLOURS]
    reach = _reach(rows, of)
    traces: list[dict[str, Any]] = []
    names = []
    y = 0.0
    for flag, group in groupby(rows, key=lambda row: row.flag):
        mine = list(group)
        heading = f"<b>{t(f'flag.{flag}')}</b>"
        if (flag, "recall") in known:
            key = "rough" if known[flag, "precision"] < ROUGH else "measured"
            measured = t(
                f"civic_space.{key}",
                precision=t.percent(known[flag, "precision"], 0),
                recall=t.percent(known[flag, "recall"], 0),
            )
            heading += f"  {marks.muted(measured, bold=True)}"
        names.append(marks.words(heading, 0, y, palette.INK, palette.SMALL + 1, yanchor="top"))
        y -= HEADING
        for row in mine:
            names.append(_words(row, of, y, scheme, t))
            if is_known(getattr(row, of)):
                traces.append(_share(row, of, y - WORDS - MARK / 2, t))
            y -= WORDS + MARK
        y -= SPACE
    step = next((step for step in STEPS if reach / step <= 6), STEPS[-1])  # noqa: PLR2004 - that many ticks fit a phone
    ticks = [round(step * number, 4) for number in range(int(min(reach, 1) / step) + 1)]
    return palette.figure(
        round(-y) + 40,
        traces,
        annotations=names,
        xaxis=marks.axis(
            -reach * 0.03, reach, tickvals=ticks, ticktext=[t.percent(tick, 0) for tick in ticks], showgrid=True
        ),
        yaxis=marks.hidden_axis(min(y, -1)),
    )


def _reach(rows: Sequence[Any], of: str) -> float:
    """The right end of the axis: beyond the widest interval; all of 0 to 100 % for acceptance."""
    if of == "rate":
        return 1.02
    known = [(getattr(row, of), getattr(row, f"{of}_upper")) for row in rows if is_known(getattr(row, of))]
    widest = max((upper if is_known(upper) else share for share, upper in known), default=0.05)
    return min(max(widest * ROOM, 0.03), 1.02)


def _words(row: Any, of: str, y: float, scheme: str, t: Text) -> dict[str, Any]:
    """The region, its share and n, above its mark."""
    n = row.recommendations if of == "share" else row.answered
    share = t.percent(getattr(row, of)) if is_known(getattr(row, of)) else t("few.reviews")
    words = t("civic_space.share", region=t.short_region(row.region, scheme), share=share, n=t.number(n))
    rough = f" · {t('civic_space.rough_here')}" if row.rough else ""
    text = f"{palette.GLYPHS[row.region]} {words}{rough}"
    return marks.words(text, 0, y, palette.colour(row.region), yanchor="top")


def _share(row: Any, of: str, y: float, t: Text) -> dict[str, Any]:
    colour = palette.colour(row.region)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(getattr(row, of))],
        "y": [y],
        "error_x": marks.whiskers([row], (of, f"{of}_lower", f"{of}_upper"), colour, 3),
        "marker": {
            "color": colour,
            "size": 11,
            "opacity": 0.4 if of == "rate" and row.few else 1,
            "symbol": palette.SYMBOLS[row.region],
            "line": {"color": palette.SURFACE, "width": 1},
        },
        **marks.pointed(
            [
                t(
                    "civic_space.hover.flag",
                    flag=t(f"flag.{row.flag}"),
                    share=t.percent(row.share, 2),
                    interval=t.interval(row.share_lower, row.share_upper),
                    n=t.number(row.recommendations),
                    whole=t.number(row.of_region),
                    rate=t.percent(row.rate),
                    recall=t.percent(row.recall, 0),
                )
            ]
        ),
    }


def against(states: pd.DataFrame, indicator: str, scheme: str, t: Text) -> go.Figure:
    """Each state a dot: civic space across, acceptance of recommendations on civil-society issues upwards."""
    rows = [row for row in each(states) if is_known(row.value) and is_known(row.rate)]
    groups = {region: [row for row in rows if row.region == region] for region in palette.COLOURS}
    rest = [row for row in rows if row.region not in palette.COLOURS]
    traces = [_dots(mine, region, t) for region, mine in (("", rest), *groups.items()) if mine]
    legend = "   ".join(_named(region, scheme, t) for region, mine in groups.items() if mine)
    if rest:
        legend += f'<br><span style="color:{palette.MARK}"><b>○ {t("group.rest")}</b></span>'
    name = {
        "text": legend or t("few.reviews"),
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": palette.SMALL},
    }
    return palette.figure(
        460,
        traces,
        annotations=[name],
        margin={"l": 4, "r": 16, "t": 48, "b": 4},
        xaxis=value_axis(
            indicator,
            t,
            title={
                "text": t("civic_space.axis", name=t(f"indicator.{indicator}")),
                "font": {"color": palette.MARK, "size": palette.SMALL},
            },
        ),
        yaxis=marks.percent_axis(
            t,
            range=[-0.06, 1.06],
            title={"text": t("civic_space.axis_accepted"), "font": {"color": palette.MARK, "size": palette.SMALL}},
        ),
    )


def _named(region: str, scheme: str, t: Text) -> str:
    return marks.coloured(f"{palette.GLYPHS[region]} {t.short_region(region, scheme)}", region)


def _dots(rows: Sequence[Any], region: str, t: Text) -> dict[str, Any]:
    symbol = palette.SYMBOLS.get(region, "circle-open")
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(row.value) for row in rows],
        "y": [plain(row.rate) for row in rows],
        "marker": {
            "color": palette.colour(region),
            "symbol": symbol,
            "size": [round(6 + 12 * min(row.answered / BIGGEST, 1) ** 0.5) for row in rows],
            "opacity": [0.25 if row.few else 0.75 for row in rows],
        },
        **marks.pointed(
            [
                t(
                    "civic_space.hover.state",
                    name=t.state(row.iso3),
                    value=t.number(row.value, 2),
                    rate=t.percent(row.rate),
                    n=t.number(row.answered),
                )
                for row in rows
            ]
        ),
    }


def correlations(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """The rank correlation of all states and of each region with its interval, around zero."""
    shown = list(each(rows))
    names, hovers = [], []
    for row in shown:
        words = t("civic_space.pairs", region=t.region(row.region, scheme), states=t.count("states", row.states))
        names.append(words if is_known(row.rho) else f"{words} · {t('civic_space.few_states')}")
        hover = t(
            "civic_space.hover.rho",
            rho=t.number(row.rho, 2),
            lower=t.number(row.rho_lower, 2),
            upper=t.number(row.rho_upper, 2),
            states=t.count("states", row.states),
            n=t.number(row.answered),
        )
        hovers.append(hover)
    return ranks(shown, names, hovers, t)
