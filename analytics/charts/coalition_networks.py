"""Networks of coalitions: in which regions bodies sign, and networks beside chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.results.coalition_networks import AS, LESS, MORE, OFTEN, REACHES
from analytics.results.network_chance import ALL, SHOWN
from analytics.rows import each, is_known, plain
from analytics.text import Text

COLUMNS = (0.05, 0.39, 0.73)
"""Where the regions stand from left to right, as parts of the width."""
TOP, HEADING, NAME, DOTS = 44, 30, 17, 29
"""Heights in pixels: names of regions, a heading, a body's name, its dots."""
LARGEST = 26
"""Diameter in pixels of a dot of 100 %."""
DRAWN = 12
"""Bodies drawn of those whose regions are too close to tell apart: those that signed in most reviews."""
LONGEST = 52
LANE, BAND, SPACE = 34, 14, 12
"""Heights in pixels of a lane of a region: its two lines of words, its band or bar, the space below."""
SPREAD = (0, 1, -1, 2, -2, 3, -3)
"""Where marks of a lane stand above and below its middle, so that they do not hide each other."""
STEP, STRIP = 7, 66
ROOM = 0.1
"""Differences from chance that always have room beside the line of none."""
DEPTH = dict(zip(OFTEN, (0.22, 0.5, 1.0), strict=True))
"""Opacity of organisations that sign once, again, and across states."""
BAR = 22


def presence(rows: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> go.Figure:
    """Each body a line with a dot per compared region, larger with a larger share; what differs stands first."""
    words, traces = [], []
    at = dict(zip(focus, COLUMNS, strict=False))
    held = {row.region: row.reviews for row in each(rows)}
    for region, x in at.items():
        name = f"{t.short_region(region, scheme)}<br>{marks.muted(t.count('reviews', held.get(region, 0)))}"
        place = {"x": x - 0.03, "y": -TOP / 2, "xanchor": "left", "align": "left"}
        words.append(palette.label(name, region, **place))
    y = -float(TOP)
    names: list[tuple[float, str]] = []
    dots: dict[str, list[tuple[float, Any]]] = {region: [] for region in at}
    for heading, bodies in _groups(rows, t):
        words.append(marks.words(marks.muted(heading, bold=True), 0, y - HEADING / 2))
        y -= HEADING
        for its in bodies:
            names.append((y - NAME / 2, _name(its[0])))
            for row in its:
                if row.region in at:
                    dots[row.region].append((y - NAME - DOTS / 2, row))
            y -= NAME + DOTS
    traces.append(_written(0, names, palette.INK))
    for region, placed in dots.items():
        traces.append(_dots(at[region], region, placed, scheme, t))
    return palette.figure(
        round(10 - y),
        traces,
        annotations=words,
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis=marks.hidden_axis(0, 1) | {"range": [0, 1]},
        yaxis=marks.hidden_axis(min(y, -1)),
    )


def _groups(rows: pd.DataFrame, t: Text) -> list[tuple[str, list[list[Any]]]]:
    """Headings with the bodies below them: by reach, those that differ before those that do not."""
    found: dict[str, list[Any]] = {}
    for row in each(rows):
        found.setdefault(row.stakeholder, []).append(row)
    groups = []
    for reach in REACHES:
        mine = [its for its in found.values() if its[0].reach == reach and its[0].tested]
        differing = [its for its in mine if its[0].differs]
        alike = sorted(
            (its for its in mine if not its[0].differs), key=lambda its: -sum(row.reviews_signed for row in its)
        )
        if differing:
            groups.append((t(f"coalition_networks.presence.{reach}.differ", n=t.number(len(differing))), differing))
        if alike:
            key = "some" if len(alike) > DRAWN else "every"
            heading = t(f"coalition_networks.presence.{reach}.{key}", n=t.number(len(alike)), drawn=t.number(DRAWN))
            groups.append((heading, alike[:DRAWN]))
    return groups


def _signed(its: Sequence[Any]) -> int:
    """Reviews of all regions in which a body signed."""
    return sum(row.reviews_signed for row in its)


def _name(body: Any) -> str:
    name = body.organisation
    return name if len(name) <= LONGEST else f"{name[:LONGEST].rstrip()}…"


def _written(x: float, lines: Sequence[tuple[float, str]], colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x] * len(lines),
        "y": [y for y, _ in lines],
        "text": [text for _, text in lines],
        "textposition": "middle right",
        "textfont": {"color": colour, "size": palette.SMALL},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _dots(x: float, region: str, placed: Sequence[tuple[float, Any]], scheme: str, t: Text) -> dict[str, Any]:
    """The shares of one region: area as the share, nothing for none, and beside it the share with its interval."""
    name = t.region(region, scheme)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x] * len(placed),
        "y": [y for y, _ in placed],
        "marker": {
            "color": palette.colour(region),
            "symbol": marks.symbol(region),
            "size": [round(LARGEST * row.share**0.5, 1) if is_known(row.share) else 0 for _, row in placed],
            "opacity": 0.8,
            "line": {"width": 0},
        },
        "text": [_percent(row, t) for _, row in placed],
        "textposition": "middle right",
        "textfont": {"color": palette.INK, "size": palette.SMALL},
        "cliponaxis": False,
        **marks.pointed(
            [
                t(
                    "coalition_networks.presence.hover",
                    name=row.organisation,
                    region=name,
                    signed=t.number(row.reviews_signed),
                    reviews=t.count("reviews", row.reviews),
                )
                for _, row in placed
            ]
        ),
    }


def _percent(row: Any, t: Text) -> str:
    if not is_known(row.share):
        return t("few.reviews")
    ends = {"lower": t.number(row.share_lower * 100), "upper": t.number(row.share_upper * 100)}
    return f"{t.percent(row.share, 0)} {marks.muted(t('coalition_networks.presence.ends', **ends))}"


def against_chance(rows: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Of each measure the regions: what chance gives as a grey band, what the lists hold as a mark."""
    shown = [row for row in each(rows) if row.sensitivity == ALL]
    words: list[dict[str, Any]] = []
    shapes, traces = [], []
    y = 0.0
    for measure in SHOWN:
        its = [row for row in shown if row.network_measure == measure]
        if not its:
            continue
        words.append(
            marks.words(marks.muted(t(f"coalition_networks.measure.{measure}"), bold=True), 0, y - HEADING / 2)
        )
        y -= HEADING
        reach = 1.0 if measure == "largest_share" else max(max(_values(row)) for row in its)
        for row in its:
            words.append(_two_lines(row.region, t.short_region(row.region, scheme), "", _against(row, t), y))
            middle = y - LANE - BAND / 2
            if is_known(row.chance_lower):
                ends = [plain(end / reach) for end in (row.chance_lower, row.chance_upper)]
                high = [middle - BAND / 2, middle + BAND / 2]
                shapes.append(marks.band(ends, high, palette.MARK, 0.45))
                mean = plain(row.by_chance / reach)
                shapes.append(marks.band([mean, mean], high, palette.MARK, 1, line={"width": 2, "color": palette.MARK}))
            traces.append(_mark(row, row.observed / reach, middle, scheme, t))
            y -= LANE + BAND + SPACE
    return palette.figure(
        round(12 - y),
        traces,
        annotations=words,
        shapes=shapes,
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis=marks.hidden_axis(0) | {"range": [-0.02, 1.04]},
        yaxis=marks.hidden_axis(min(y, -1)),
    )


def _two_lines(region: str, name: str, beside: str, below: str, y: float) -> dict[str, Any]:
    """A region's name with words beside and below it, above what is drawn of it."""
    text = f"<b>{palette.GLYPHS.get(region, '')} {name}</b> {marks.muted(beside)}<br>{marks.muted(below)}"
    place = {"x": 0, "y": y - LANE / 2, "xanchor": "left", "align": "left"}
    return palette.label("", region, **place) | {"text": text}


def _values(row: Any) -> list[float]:
    return [value for value in (row.observed, row.chance_upper, 1) if is_known(value)]


def written(row: Any, value: float, t: Text) -> str:
    """A value of the row's measure; means of counts without decimals."""
    return t.percent(value, 0) if row.network_measure == "largest_share" else t.number(value)


def _against(row: Any, t: Text) -> str:
    observed = written(row, row.observed, t)
    key = f"coalition_networks.against.{row.against_chance}"
    if not is_known(row.chance_lower):
        return t("coalition_networks.chance.alone", observed=observed, verdict=t(key))
    ends = {"lower": written(row, row.chance_lower, t), "upper": written(row, row.chance_upper, t)}
    mean = written(row, row.by_chance, t)
    return t("coalition_networks.chance.beside", observed=observed, mean=mean, verdict=t(key), **ends)


def _mark(row: Any, x: float, y: float, scheme: str, t: Text) -> dict[str, Any]:
    numbers = {
        "reviews": t.count("reviews", row.reviews),
        "organisations": t.count("organisations", row.organisations_in),
    }
    said = t("coalition_networks.chance.hover", region=t.region(row.region, scheme), said=_against(row, t), **numbers)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(x)],
        "y": [y],
        "marker": {
            "color": palette.colour(row.region),
            "symbol": marks.symbol(row.region),
            "size": BAND,
            "line": {"color": palette.SURFACE, "width": 2},
        },
        **marks.pointed([said]),
    }


def reviews(rows: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> go.Figure:
    """Each review a mark: its largest group against what chance gives; full where chance hardly gives as much."""
    shown = [
        row for row in each(rows) if row.network_measure == "largest_share" and row.against_chance in {MORE, LESS, AS}
    ]
    lanes = {region: [row for row in shown if row.region == region] for region in focus}
    lanes[""] = [row for row in shown if row.region not in focus]
    words, traces = [], []
    y = 0.0
    for region, its in lanes.items():
        if not its and not region:
            continue
        name = t.region(region, scheme) if region else t("group.other")
        title = t("coalition_networks.reviews.lane", region=name, reviews=t.count("reviews", len(its)))
        words.append(palette.label(title, region, x=0, xref="paper", y=y - HEADING / 2, xanchor="left"))
        traces.append(_strip(its, y - HEADING - STRIP / 2, region, t))
        y -= HEADING + STRIP
    gaps = [row.observed - row.by_chance for row in shown]
    ends = min([*gaps, -ROOM]) - ROOM / 2, max([*gaps, ROOM]) + ROOM / 2
    ticks = [tick / 10 for tick in range(-8, 9, 2) if ends[0] <= tick / 10 <= ends[1]]
    title = {"text": t("coalition_networks.reviews.axis"), "font": {"size": palette.SMALL, "color": palette.MARK}}
    return palette.figure(
        round(62 - y),
        traces,
        annotations=words,
        shapes=[marks.reference_line(0, palette.MARK, dash="dot", below=True)],
        margin={"l": 4, "r": 4, "t": 4, "b": 48},
        xaxis=marks.axis(
            *(round(end, 3) for end in ends),
            tickvals=ticks,
            ticktext=[t.plus(tick * 100, 0) for tick in ticks],
            title=title,
        ),
        yaxis=marks.hidden_axis(min(y, -1)),
    )


def _strip(rows: Sequence[Any], y: float, region: str, t: Text) -> dict[str, Any]:
    ordered = sorted(rows, key=lambda row: row.observed - row.by_chance)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(row.observed - row.by_chance) for row in ordered],
        "y": [y + STEP * SPREAD[place % len(SPREAD)] for place in range(len(ordered))],
        "marker": {
            "color": palette.colour(region),
            "symbol": marks.symbol(region),
            "size": 10,
            "opacity": [marks.PALE if row.against_chance == AS else 1 for row in ordered],
            "line": {"color": palette.SURFACE, "width": 1},
        },
        **marks.pointed(
            [
                t(
                    "coalition_networks.reviews.hover",
                    state=t.state(row.iso3),
                    session=row.session,
                    joint=t.count("joint", row.joint),
                    organisations=t.count("organisations", row.organisations_in),
                    said=_against(row, t),
                )
                for row in ordered
            ]
        ),
    }


def repeats(rows: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> go.Figure:
    """Of each compared region's organisations: those that sign once, again in one state, and in several states."""
    shown = [row for row in each(rows) if row.region in focus]
    regions = [region for region in focus if any(row.region == region for row in shown)]
    height = LANE + BAR + SPACE
    at = {region: -place * height for place, region in enumerate(regions)}
    words = []
    for region, y in at.items():
        of = {row.how_often: row for row in shown if row.region == region}
        numbers = {often: t.number(of[often].signing) for often in OFTEN}
        first = of[OFTEN[0]]
        unknown = t.number(first.states_unknown)
        held = t("coalition_networks.repeats.held", reviews=t.count("reviews", first.reviews), unknown=unknown)
        said = t("coalition_networks.repeats.lane", **numbers)
        words.append(_two_lines(region, t.short_region(region, scheme), held, said, y))
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [plain(row.share) for row in shown if row.how_often == often],
            "y": [at[row.region] - LANE - BAR / 2 for row in shown if row.how_often == often],
            "width": BAR,
            "marker": {
                "color": [palette.colour(row.region) for row in shown if row.how_often == often],
                "opacity": DEPTH[often],
                "line": {"color": palette.SURFACE, "width": 1},
            },
            **marks.pointed(
                [
                    t(
                        "coalition_networks.repeats.hover",
                        often=t(f"coalition_networks.often.{often}"),
                        n=t.number(row.signing),
                        organisations=t.count("organisations", row.organisations_in),
                        share=t.percent(row.share),
                    )
                    for row in shown
                    if row.how_often == often
                ]
            ),
        }
        for often in reversed(OFTEN)
    ]
    return palette.figure(
        len(regions) * height + 34,
        traces,
        annotations=words,
        barmode="stack",
        margin={"l": 4, "r": 16, "t": 4, "b": 4},
        xaxis=marks.percent_axis(t, marks.HALVES, range=[0, 1.005]),
        yaxis=marks.hidden_axis(-len(regions) * height if regions else -1),
    )
