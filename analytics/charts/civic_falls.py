"""Falls of civic space by two judgements, and beside them institutions and recorded shutdowns of the internet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.charts.civic_space import value_axis
from analytics.results.civic_falls import POINTS, SINCE, other_source
from analytics.rows import each, is_known, plain
from analytics.text import Text

WORDS, MARK = 19, 21
"""Heights in pixels: a state's name, its marks below it."""
LEFT, RIGHT = (0.0, 0.47), (0.53, 1.0)
"""Where the two judgements stand side by side, as parts of the figure's width."""
PARTS = {"fell": 1.0, "disagreeing": 0.5, "unchanged": 0.22, "rose": 0.36}
"""What became of a region's states, and how deep the colour of that part of its bar is."""
BAR, LINE = 28, 19
FITS = 0.05
"""A number is written into a part of a bar from this share on; all numbers stand above it."""
PANEL, HEADING = 100, 34
HEADROOM = 1.25
STATUSES = {"A": 1.0, "B": 0.5}


def furthest(rows: pd.DataFrame, indicator: str, t: Text) -> go.Figure:
    """Each state a line from its first judgement (open) to its last (filled): V-Dem left, Freedom House right."""
    shown = list(each(rows))
    traces, names = [], []
    for number, row in enumerate(shown):
        top = -number * (WORDS + MARK)
        names.append(_written(_state(row, t), row.region, top))
        y = top - WORDS - MARK / 2
        traces.append(_moved(row, y, t, ("first_value", "last_value", "change", "last_year")))
        if is_known(row.score_change):
            ends = ("first_score", "last_score", "score_change", "last_score_year")
            traces.append(_moved(row, y, t, ends) | {"xaxis": "x2"})
    for title, (start, _), column in (("vdem", LEFT, "last_year"), ("freedom_house", RIGHT, "last_score_year")):
        if rows[column].notna().any():
            heading = t(f"civic_falls.years.{title}", first=SINCE, last=int(rows[column].max()))
            names.append(_heading(heading, start))
    height = max(len(shown), 1) * (WORDS + MARK)
    left = value_axis(indicator, t)
    halves = {name: left[name][::2] for name in ("tickvals", "ticktext")}
    ticks = [0, POINTS // 2, POINTS]
    right = marks.axis(-0.4, POINTS + 0.4, domain=list(RIGHT), tickvals=ticks, showgrid=True)
    return palette.figure(
        height + 64,
        traces,
        annotations=names,
        margin={"l": 4, "r": 12, "t": 30, "b": 4},
        xaxis=left | halves | {"domain": list(LEFT)},
        xaxis2=right,
        yaxis=marks.hidden_axis(-height),
    )


def _heading(text: str, x: float) -> dict[str, Any]:
    return marks.words(f"<b>{text}</b>", x, 1, palette.INK, xref="paper", yref="paper", yanchor="bottom", yshift=4)


def _written(text: str, region: str, y: float) -> dict[str, Any]:
    """Words at the left edge, below a height."""
    return marks.words(text, 0, y, palette.colour(region), xref="paper", yanchor="top", align="left")


def _state(row: Any, t: Text) -> str:
    """A state's name, what peers asked, and that the two judgements disagree where they do."""
    asked = t("civic_falls.state.nothing")
    if row.recommendations:
        asked = t("civic_falls.state.asked", about=t.number(row.about), n=t.number(row.recommendations))
    words = [asked, *([t("civic_falls.state.disagree")] if row.disagree else [])]
    return f"<b>{palette.GLYPHS.get(row.region, '')} {t.state(row.iso3)}</b>  {marks.muted(' · '.join(words))}"


def _moved(row: Any, y: float, t: Text, ends: tuple[str, ...]) -> dict[str, Any]:
    """One judgement of a state, a line from the first value to the last; `ends`: columns of both, change, last year."""
    first, then, change, last = (getattr(row, name) for name in ends)
    decimals = 0 if "first_score" in ends else 3
    said = t(
        "civic_falls.hover.moved",
        name=t.state(row.iso3),
        before=t.number(first, decimals),
        first=SINCE,
        after=t.number(then, decimals),
        last=int(last),
        change=t.plus(change, decimals),
    )
    colour, symbol = palette.colour(row.region), marks.symbol(row.region)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [plain(first), plain(then)],
        "y": [y, y],
        "line": {"color": colour, "width": 2},
        "marker": {"color": colour, "size": [8, 10], "symbol": [f"{symbol}-open", symbol], "opacity": 1},
        **marks.pointed([said, said]),
    }


def by_region(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Each region a bar of its states: fell by both, opposite directions, one unchanged, rose by both."""
    traces, names = [], []
    y = 0.0
    for row in each(rows):
        parts = {part: t(f"civic_falls.part.{part}", n=getattr(row, part)) for part in (*PARTS, "unasked")}
        unasked = parts.pop("unasked")
        said = [" · ".join(parts.values()), *([unasked] if row.unasked else [])]
        states = t("civic_space.pairs", region=t.region(row.region, scheme), states=t.count("states", row.states))
        heading = [f"<b>{palette.GLYPHS.get(row.region, '')} {states}</b>", *map(marks.muted, said)]
        names.append(_written("<br>".join(heading), row.region, y))
        y -= LINE * len(heading) + BAR / 2
        traces += [_part(row, part, y, t) for part in PARTS if getattr(row, part)]
        y -= BAR / 2 + 12
    return palette.figure(
        round(-y) + 34,
        traces,
        annotations=names,
        barmode="stack",
        margin={"l": 4, "r": 20, "t": 4, "b": 4},
        xaxis=marks.percent_axis(t, range=[-0.005, 1.02], showgrid=False),
        yaxis=marks.hidden_axis(min(y, -1)),
    )


def _part(row: Any, part: str, y: float, t: Text) -> dict[str, Any]:
    depth, grey = PARTS[part], part == "unchanged"
    said = t(f"civic_falls.part.{part}", n=getattr(row, part))
    if part == "fell":
        nothing = row.fell - row.fell_asked - row.unasked
        asked = t("civic_falls.hover.asked", asked=row.fell_asked, unasked=row.unasked, nothing=nothing)
        said = f"{said}<br>{asked}"
    return {
        "type": "bar",
        "orientation": "h",
        "x": [plain(getattr(row, part) / row.states)],
        "y": [y],
        "width": BAR - 4,
        "marker": {
            "color": palette.CONTEXT if grey else palette.colour(row.region),
            "opacity": 1 if grey else depth,
            "line": {"color": palette.SURFACE, "width": 1},
        },
        "text": [t.number(getattr(row, part)) if getattr(row, part) >= FITS * row.states else ""],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {
            "color": palette.INK if grey else palette.ink_on(row.region, depth),
            "size": palette.SMALL,
        },
        **marks.pointed([said]),
    }


def _panels(rows: pd.DataFrame) -> Iterator[tuple[str, list[Any], str, tuple[float, float]]]:
    """Each region's rows with its axis, and the part of the height that it takes."""
    groups = [(region, list(mine)) for region, mine in groupby(each(rows), key=lambda row: row.region)]
    whole = max(len(groups), 1) * (PANEL + HEADING)
    for number, (region, mine) in enumerate(groups):
        top = 1 - (number * (PANEL + HEADING) + HEADING) / whole
        domain = (round(top - PANEL / whole, 4), round(top, 4))
        yield region, mine, "y" if number == 0 else f"y{number + 1}", domain


def _paneled(rows: pd.DataFrame, traces: Sequence[Any], names: Sequence[Any], axes: dict[str, Any], **more: Any) -> Any:
    """The panels below each other over one axis of years."""
    groups, years = rows["region"].nunique(), rows["year"]
    first, last = (int(years.min()), int(years.max())) if len(rows) else (0, 1)
    x = marks.axis(first - 0.7, last + 0.7, dtick=max((last - first) // 4, 1), tick0=last)
    x |= {"anchor": f"y{groups}" if groups > 1 else "y"}
    height = max(groups, 1) * (PANEL + HEADING) + 30
    return palette.figure(height, traces, annotations=list(names), xaxis=x, **axes, **more)


def institutions(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Each region a panel: the share of states with status A and B; dashed by the earlier source, with its end."""
    traces: list[dict[str, Any]] = []
    names, axes = [], {}
    seam = other_source(rows)
    earliest = rows.loc[rows["year"].idxmin(), "status_source"] if len(rows) else ""
    for region, mine, axis, domain in _panels(rows):
        axes["yaxis" + axis[1:]] = marks.percent_axis(t, domain=list(domain), ticks=marks.HALVES)
        names.append(palette.label(t.region(region, scheme), region, **_above(domain)))
        for (status, source), line in groupby(
            sorted(mine, key=lambda row: (row.status, row.status_source != earliest, row.year)),
            key=lambda row: (row.status, row.status_source),
        ):
            points = list(line)
            traces.append(_status(points, status, axis, t, dashed=source == earliest and bool(seam)))
        names += [_ended(mine, status, axis, t) for status in STATUSES]
    shapes = [marks.reference_line(seam - 0.5, palette.MARK, dash="dot", below=True)] if seam else []
    return _paneled(rows, traces, names, axes, margin={"l": 4, "r": 64, "t": 4, "b": 4}, shapes=shapes)


def _above(domain: tuple[float, float]) -> dict[str, Any]:
    place = {"x": 0, "y": domain[1], "xref": "paper", "yref": "paper"}
    return {**place, "xanchor": "left", "yanchor": "bottom", "yshift": 2}


def _ended(rows: Sequence[Any], status: str, axis: str, t: Text) -> dict[str, Any]:
    """The last value of a line, beside its end; of two lines the higher one's is written above, the other's below."""
    ends = {each_one: [row for row in rows if row.status == each_one][-1] for each_one in STATUSES}
    highest = max(ends, key=lambda each_one: ends[each_one].share)
    higher, end = status == highest, ends[status]
    return marks.words(
        f"{t(f'civic_space.short.{status}')} {t.percent(end.share, 0)}",
        end.year,
        plain(end.share) or 0,
        palette.colour(rows[0].region),
        yref=axis,
        yanchor="bottom" if higher else "top",
        yshift=-7 if higher else 7,
        xshift=8,
    )


def _status(rows: Sequence[Any], status: str, axis: str, t: Text, *, dashed: bool) -> dict[str, Any]:
    colour = palette.colour(rows[0].region)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [row.year for row in rows],
        "y": [plain(row.share) for row in rows],
        "yaxis": axis,
        "opacity": STATUSES[status],
        "line": {"color": colour, "width": 2, "dash": "dot" if dashed else "solid"},
        "marker": {
            "color": colour,
            "size": 6,
            "symbol": f"{marks.symbol(rows[0].region)}{'-open' if dashed else ''}",
            "opacity": 1,
        },
        "customdata": [
            [t.percent(row.share, 0), t.number(row.with_status), t.count("states", row.states)] for row in rows
        ],
        **marks.hover(
            t(
                "civic_falls.hover.status",
                status=t(f"status.{status}"),
                year="%{x}",
                source=t(f"civic_falls.source.{rows[0].status_source}"),
                **marks.blanks("share", "n", "states"),
            )
        ),
    }


def shutdowns(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Each region a panel with one scale for all: recorded shutdowns, year by year."""
    traces: list[dict[str, Any]] = []
    names, axes = [], {}
    reach = (int(rows["events"].max()) if len(rows) else 1) * HEADROOM
    for region, mine, axis, domain in _panels(rows):
        axes["yaxis" + axis[1:]] = marks.axis(0, reach, domain=list(domain), showticklabels=False, showgrid=False)
        last = mine[-1]
        said = t("civic_falls.shutdowns.per", year=last.year, per=t.number(last.per_population))
        label = palette.label(t.short_region(region, scheme), region, **_above(domain))
        names.append({**label, "text": f"{label['text']}  {marks.muted(said)}"})
        traces.append(_records(mine, region, axis, t))
    return _paneled(rows, traces, names, axes)


def _records(rows: Sequence[Any], region: str, axis: str, t: Text) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": [row.year for row in rows],
        "y": [row.events for row in rows],
        "yaxis": axis,
        "marker": {"color": palette.colour(region)},
        "text": [t.number(row.events) if row.events else "" for row in rows],
        "textposition": "outside",
        "textangle": 0,
        "textfont": {"color": palette.INK, "size": palette.SMALL},
        "cliponaxis": False,
        **marks.pointed(
            [
                t(
                    "civic_falls.hover.records" if row.events else "civic_falls.hover.unrecorded",
                    year=row.year,
                    events=t.number(row.events),
                    full=t.number(row.full_network),
                    having=row.with_record,
                    states=t.count("states", row.states),
                    per=t.number(row.per_population),
                )
                for row in rows
            ]
        ),
    }
