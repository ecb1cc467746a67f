"""Figures of issues: shares as a heatmap, what stands out in a region, and what only the peers were asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log10
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.results.issues import FAMILIES, REST
from analytics.rows import each, is_known, plain
from analytics.text import Text

HEADING = 10
"""Letters on one line of a name above a figure."""
MOST = 20
"""Issues of the heatmap, and of what was never asked, unless all are asked for."""
ENDS = 5
"""Issues at each end of what stands out in a region."""
DEPTH = 0.6
"""Deepest colour of a cell: its number stays readable in ink."""
LINE = 31
"""Height of a line, pixels: two lines of a name fit."""
SMALLEST = palette.SMALL
BESIDE = 1.35
"""How far the axis of bars reaches beyond the longest one, so that its number fits beside it on a phone."""
UP, DOWN = "▲", "▼"
SAID = ("ratio", "interval", "share", "other", "n")
"""What the hover of a ratio says, in this order."""


def shares(rows: pd.DataFrame, show: str, order: str, scheme: str, t: Text) -> go.Figure:
    """Issues of several regions as a heatmap, of one as bars. `show` is top or all, `order` distinctive or family."""
    if len(set(rows["region"])) == 1:
        return sizes(rows, show, order, t)
    return heatmap(rows, show, order, scheme, t)


def heatmap(rows: pd.DataFrame, show: str, order: str, scheme: str, t: Text) -> go.Figure:
    """Issues in lines, regions in columns: the share as a number, its depth relative to the largest of the line.

    An arrow marks what stands out. `show` and `order` are those of `shares`.
    """
    every = list(each(rows))
    regions = _in_order(row.region for row in every)
    lines = _heatmap_lines(every, show, order, t)
    depth: list[list[float | None]] = []
    for _, cells in lines:
        most = max((cell.share for cell in cells), default=0) or 1
        depth.append([round(place + DEPTH * cell.share / most, 3) for place, cell in enumerate(cells)])
    names = [name if cells else f"<b>{name}</b>" for name, cells in lines]
    blank = [""] * len(regions)  # in the line of a family's name
    trace = {
        "type": "heatmap",
        "x": [t.region(region, scheme) for region in regions],
        "z": [line or [None] * len(regions) for line in depth],
        "text": [[f"{t.number(cell.share * 100, 1)}{_arrow(cell)}" for cell in cells] or blank for _, cells in lines],
        "customdata": [[t.number(cell.recommendations) for cell in cells] or blank for _, cells in lines],
        "zmin": 0,
        "zmax": len(regions),
        "colorscale": _hues(regions),
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hoverongaps": False,
        "texttemplate": "%{text}",
        "textfont": {"color": palette.INK, "size": palette.SMALL},
        **marks.hover(t("issues.hover.cell", issue="%{y}", region="%{x}", share="%{text}", n="%{customdata}")),
    }
    of = {cell.region: t.number(cell.of_region) for _, cells in lines for cell in cells}
    below = {"y": 0, "yref": "paper", "yanchor": "top", "showarrow": False}
    sizes = [
        {"text": f"n =<br>{n}", "font": {"color": palette.MARK, "size": SMALLEST}, "x": place, **below}
        for place, n in enumerate(of.values())
    ]
    return palette.figure(
        LINE * len(lines) + 98,
        [trace] if regions else [],
        annotations=[*_headings(regions, range(len(regions)), scheme, t), *sizes],
        margin={"l": 4, "r": 4, "t": 60, "b": 38},
        xaxis={"showticklabels": False, "showgrid": False, "zeroline": False, "fixedrange": True},
        yaxis=marks.names_axis(names),
    )


def sizes(rows: pd.DataFrame, show: str, order: str, t: Text) -> go.Figure:
    """Issues of one region as bars, the largest share first, or inside families; the share is written beside each.

    `show` and `order` are those of `shares`.
    """
    every = list(each(rows))
    lines = _heatmap_lines(every, show, order, t)
    mine = [(place, cell) for place, (_, cells) in enumerate(lines) for cell in cells]
    widest = max((cell.share for _, cell in mine), default=0) or 1
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [plain(cell.share) for _, cell in mine],
        "y": [place for place, _ in mine],
        "marker": {"color": palette.colour(every[0].region if every else ""), "opacity": palette.STEPS[2]},
        "text": [t.percent(cell.share) for _, cell in mine],
        "textposition": "outside",
        "textangle": 0,
        "textfont": {"color": palette.INK, "size": palette.SMALL},
        "cliponaxis": False,
        **marks.pointed(
            [
                t(
                    "issues.hover.size",
                    issue=t.issue(cell.issue),
                    share=t.percent(cell.share),
                    n=t.number(cell.recommendations),
                    whole=t.number(cell.of_region),
                )
                for _, cell in mine
            ]
        ),
    }
    return palette.figure(
        LINE * max(len(lines), 1) + 12,
        [trace],
        bargap=0.3,
        xaxis=marks.axis(0, BESIDE * widest, visible=False),
        yaxis=marks.names_axis([name if cells else f"<b>{name}</b>" for name, cells in lines]),
    )


def standing_out(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Of each region, the issues at both ends: how many times as often as elsewhere, with the interval by state."""
    traces, names, headings = [], [], []
    every = list(each(rows))
    for region in _in_order(row.region for row in every):
        shown = ends([row for row in every if row.region == region])
        if shown:
            place = {"x": 0, "xref": "paper", "y": len(names), "xanchor": "left"}
            headings.append(palette.label(t.short_region(region, scheme), region, **place))
            traces.append(_ratios(shown, len(names) + 1, region, t))
            names += ["", *(t.issue(row.issue) for row in shown)]
    points = [x for trace in traces for x in trace["x"]]
    reach = 1.3 * max([4.0, *(max(x, 1 / x) for x in points)])
    ticks = [value for value in (0.125, 0.25, 0.5, 1, 2, 4, 8) if 1 / reach < value < reach]
    return palette.figure(
        LINE * max(len(names), 1) + 40,
        traces,
        annotations=headings,
        shapes=[marks.reference_line(1, palette.MARK, below=True)],
        xaxis={
            "type": "log",
            "range": [round(-log10(reach), 3), round(log10(reach), 3)],
            "tickvals": ticks,
            "ticktext": [f"×{value:g}" if value >= 1 else f"÷{1 / value:g}" for value in ticks],
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis=marks.names_axis(names),
    )


def never_asked(rows: pd.DataFrame, peers: pd.DataFrame, t: Text) -> go.Figure:
    """Issues that a state was never asked about: how many states of its sub-region were, as bars."""
    shown = list(each(rows))[:MOST]
    others = max((row.peers for row in shown), default=1)
    region = next(iter(peers["region"].to_list()), "")
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [row.peers_asked for row in shown],
        "y": list(range(len(shown))),
        "marker": {"color": palette.colour(region), "opacity": palette.STEPS[2]},
        "text": [t("issues.peers_of", asked=t.number(row.peers_asked), peers=t.number(row.peers)) for row in shown],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "textfont": {"color": palette.INK},
        "cliponaxis": False,
        "customdata": [t.count("recommendations", row.recommendations) for row in shown],
        "hovertemplate": "<b>%{y}</b><br>%{text}<br>%{customdata}<extra></extra>",
    }
    return palette.figure(
        LINE * max(len(shown), 1) + 30,
        [trace],
        bargap=0.15,
        xaxis={"range": [0, others], "dtick": max(1, others // 5), "zeroline": False, "fixedrange": True},
        yaxis=marks.names_axis([t.issue(row.issue) for row in shown]),
    )


def ends(rows: Sequence[Any]) -> list[Any]:
    """Of the rows of one region, those at both ends of what stands out, most above the others first."""
    known = sorted((row for row in rows if row.tested and is_known(row.z)), key=lambda row: -row.z)
    return known if len(known) <= 2 * ENDS else [*known[:ENDS], *known[-ENDS:]]


def _heatmap_lines(rows: Sequence[Any], show: str, order: str, t: Text) -> list[tuple[str, list[Any]]]:
    """Name and cells of each line: what stands out above the others in the first region, in the second, ...

    Where nothing can be compared, by size; that in the rest of the world counts where there is nothing else.
    """
    by_issue: dict[str, list[Any]] = {}
    for row in rows:
        by_issue.setdefault(row.issue, []).append(row)
    known = {issue: [cell.z if is_known(cell.z) else 0 for cell in cells] for issue, cells in by_issue.items()}
    compared = any(row.tested for row in rows)
    alone = all(row.region == REST for row in rows)
    size = {
        issue: max(cell.share for cell in cells if alone or cell.region != REST) for issue, cells in by_issue.items()
    }
    shown = sorted(by_issue, key=lambda issue: -max(abs(z) for z in known[issue]) if compared else -size[issue])
    if show != "all":
        shown = shown[:MOST]
    if compared:
        shown.sort(key=lambda issue: (known[issue].index(max(known[issue])), -max(known[issue])))
    if order != "family":
        return [(t.issue(issue), by_issue[issue]) for issue in shown]
    lines = []
    for family in FAMILIES:
        mine = [(t.issue(issue), by_issue[issue]) for issue in shown if by_issue[issue][0].family == family]
        lines += [(t(f"family.{family}"), []), *mine] if mine else []
    return lines


def _hues(regions: Sequence[str]) -> list[list[Any]]:
    """One scale for all columns: the first from the surface to the first region's colour, and so on."""
    steps = [
        [round((place + end) / len(regions), 4), palette.colour(region) if end else palette.SURFACE]
        for place, region in enumerate(regions)
        for end in (0, 0.999)
    ]
    return [*steps[:-1], *([1, colour] for _, colour in steps[-1:])]


def _arrow(cell: Any) -> str:
    return "" if not cell.distinctive else f" {UP if cell.odds_ratio > 1 else DOWN}"


def _ratios(rows: Sequence[Any], first: int, region: str, t: Text) -> dict[str, Any]:
    """The odds ratios of one region as marks with intervals; open where they do not stand out."""
    symbol = palette.SYMBOLS[region]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(row.odds_ratio) for row in rows],
        "y": [first + place for place in range(len(rows))],
        "error_x": marks.whiskers(rows, ("odds_ratio", "odds_lower", "odds_upper"), palette.colour(region)),
        "marker": {
            "color": palette.colour(region),
            "size": 10,
            "symbol": [symbol if row.distinctive else f"{symbol}-open" for row in rows],
        },
        "customdata": [
            [
                t.number(row.odds_ratio, 1),
                t("issues.times", lower=t.number(row.odds_lower, 1), upper=t.number(row.odds_upper, 1)),
                t.percent(row.share),
                t.percent(row.share_elsewhere),
                t.number(row.recommendations),
            ]
            for row in rows
        ],
        **marks.hover(t("issues.hover.ratio", issue="%{y}", **marks.blanks(*SAID))),
    }


def _in_order(values: Iterable[str]) -> list[str]:
    """Each value once, in the order of its first time."""
    return list(dict.fromkeys(values))


def _headings(regions: Sequence[str], places: Sequence[float], scheme: str, t: Text) -> list[dict[str, Any]]:
    """Names of regions above the columns of a figure, on as many lines as they need on a phone."""
    return [
        {
            **palette.label("", region, x=x, y=1, yref="paper", yanchor="bottom"),
            "text": "<br>".join(
                ["<b>" + palette.GLYPHS.get(region, ""), *wrap(t.short_region(region, scheme), HEADING)]
            )
            + "</b>",
            "font": {"color": palette.colour(region), "size": palette.SMALL},
        }
        for region, x in zip(regions, places, strict=True)
    ]
