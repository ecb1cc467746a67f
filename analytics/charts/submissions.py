"""Figures of submissions and coalitions: coverage, sizes, shares, partners from abroad, named coalitions over time.

The network of organisations is in `co_submission`; the map of coverage in `maps`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.results.submissions import SCOPES, full_lists
from analytics.rows import each, is_known, plain
from analytics.text import Text

HEAD, BAR, SPACE = 22, 18, 12
"""Heights in pixels: a heading, a bar, the space below."""
DOT = 9
"""Diameter of a submission and the step of a stack of them, pixels."""
COUNTRY = 20
"""Height of a country abroad."""
LANE = 40
"""Height of a coalition's years."""
NEAR = 3
"""Years at less than this distance are neighbours."""
LOW = 0.65
"""Where in it the marks stand, below their numbers."""
MARGIN = {"l": 4, "r": 22, "t": 8, "b": 24}
DEPTH = {"joint": palette.STEPS[4], "individual": palette.STEPS[1], "institutions": palette.STEPS[0]}
SCOPE_DEPTH = dict(zip(SCOPES, [palette.STEPS[step] for step in (4, 3, 2, 1)], strict=False))
SYMBOLS = {"exact": "circle", "more_than": "triangle-right-open", "approx": "diamond-open", "none": "x-thin-open"}
ANOTHER_COUNT = "square-open"
"""Of a number that counts something else than members."""
COUNTS_MEMBERS = {"stated", "named", "sum"}
FIRST_YEAR = 2010
LONGEST_NAME = 32
"""Characters of a coalition's name that fit on a phone; the whole stands in the hover text and the table."""


def progress(coverage: pd.DataFrame, focus: Sequence[str], scheme: str, t: Text) -> go.Figure:
    """Reviews with a full list in each compared region, against the number that unlocks a comparison."""
    rows = [row for row in each(coverage) if row.region in focus]
    at = [-place * (HEAD + BAR + SPACE) for place in range(len(rows))]
    needed = max((row.needed for row in rows), default=1)
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [row.reviews for row in rows],
        "y": [y - HEAD - BAR / 2 for y in at],
        "width": BAR,
        "marker": {"color": [palette.colour(row.region) for row in rows]},
        "hoverinfo": "skip",
    }
    missing = {
        **bars,
        "base": bars["x"],
        "x": [row.missing for row in rows],
        "marker": {"color": palette.CONTEXT},
    }
    names = []
    for row, y in zip(rows, at, strict=True):
        name = t("submissions.progress.lane", region=t.region(row.region, scheme), n=row.reviews, needed=row.needed)
        names.append(palette.label(name, row.region, x=0, y=y - HEAD, xanchor="left", yanchor="bottom"))
    return palette.figure(
        len(rows) * (HEAD + BAR + SPACE) + 34,
        [bars, missing],
        annotations=names,
        barmode="overlay",
        margin=MARGIN,
        xaxis={"range": [-0.02 * needed, needed * 1.02], "dtick": 2, "gridcolor": palette.GRID, "fixedrange": True},
        yaxis=marks.hidden_axis(at[-1] - HEAD - BAR - SPACE if at else -1),
    )


def sizes(submissions: pd.DataFrame, t: Text) -> go.Figure:
    """Each joint submission that names any a dot, by the number of organisations it names; one lane per review."""
    traces, names, y = [], [], 0.0
    naming = submissions[submissions["members"] > 0]
    largest = max((row.members for row in each(naming)), default=1)
    for review, rows in _by_review(naming):
        stacked: Counter[int] = Counter()
        places = []
        tallest = max(Counter(row.members for row in rows).values())
        base = y - HEAD - tallest * DOT
        for row in rows:
            places.append(base + (stacked[row.members] + 0.5) * DOT)
            stacked[row.members] += 1
        names.append(_heading(review, t("submissions.sizes.lane", n=t.number(len(rows))), y, t))
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [row.members for row in rows],
                "y": places,
                "marker": {
                    "color": palette.colour(review.region),
                    "symbol": marks.symbol(review.region),
                    "size": DOT - 2,
                    "opacity": 1,
                },
                "customdata": [row.code for row in rows],
                "hovertemplate": t("submissions.sizes.hover", code="%{customdata}", n="%{x}") + "<extra></extra>",
            }
        )
        y = base - SPACE
    return palette.figure(
        round(50 - y),
        traces,
        annotations=names,
        margin={**MARGIN, "b": 40},
        xaxis=marks.axis(
            0,
            largest * 1.04 + 1,
            title={"text": t("submissions.sizes.axis"), "font": {"size": palette.SMALL, "color": palette.MARK}},
        ),
        yaxis=marks.hidden_axis(min(y, -1)),
    )


def shares(reviews: pd.DataFrame, t: Text) -> go.Figure:
    """Of each review: joint, individual and institutions' submissions as parts of all, dark to light."""
    rows = _ordered(full_lists(reviews))
    at = [-place * (HEAD + BAR + SPACE) for place in range(len(rows))]
    traces = []
    for part, depth in DEPTH.items():
        counts = [getattr(row, part) for row in rows]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [plain(count / row.submissions) for count, row in zip(counts, rows, strict=True)],
                "y": [y - HEAD - BAR / 2 for y in at],
                "width": BAR,
                "marker": {
                    "color": [palette.colour(row.region) for row in rows],
                    "opacity": depth,
                    "line": {"color": palette.SURFACE, "width": 1},
                },
                "customdata": [[t(f"submissions.part.{part}"), t.number(count)] for count in counts],
                "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
            }
        )
    names = [
        _heading(
            row,
            t(
                "submissions.shares.lane",
                joint=t.number(row.joint),
                submissions=t.number(row.submissions),
                share=t.percent(row.joint_share, 0),
            ),
            y,
            t,
        )
        for row, y in zip(rows, at, strict=True)
    ]
    return _bars(traces, names, at, t)


def scopes(rows: pd.DataFrame, t: Text) -> go.Figure:
    """Of each review: organisations in joint submissions from the state, its region, elsewhere; grey: not known."""
    lanes = [(review, {row.scope: row for row in mine}) for review, mine in _by_review(rows)]
    at = [-place * (HEAD + BAR + SPACE) for place in range(len(lanes))]
    traces = []
    for scope in SCOPES:
        known = scope in SCOPE_DEPTH
        colours = [palette.colour(review.region) if known else palette.CONTEXT for review, _ in lanes]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [plain(parts[scope].share) for _, parts in lanes],
                "y": [y - HEAD - BAR / 2 for y in at],
                "width": BAR,
                "marker": {
                    "color": colours,
                    "opacity": SCOPE_DEPTH.get(scope, 1),
                    "line": {"color": palette.SURFACE, "width": 1},
                },
                "customdata": [
                    [t(f"submissions.scope.{scope}"), t.number(parts[scope].memberships), t.percent(parts[scope].share)]
                    for _, parts in lanes
                ],
                "hovertemplate": "%{customdata[0]}: %{customdata[1]} (%{customdata[2]})<extra></extra>",
            }
        )
    names = []
    for (review, parts), y in zip(lanes, at, strict=True):
        total = sum(part.memberships for part in parts.values())
        said = t(
            "submissions.scopes.lane",
            national=t.number(parts["national"].memberships),
            known=t.number(review.known),
            n=t.number(total),
        )
        names.append(_heading(review, said, y, t))
    return _bars(traces, names, at, t)


def partners(rows: pd.DataFrame, t: Text) -> go.Figure:
    """Of each review: the countries abroad whose organisations signed joint submissions, most memberships first."""
    traces, names, y = [], [], 0
    most = max((row.memberships for row in each(rows)), default=1)
    for review, mine in _by_review(rows):
        said = t("submissions.partners.lane", n=t.count("countries", len(mine)))
        names.append(_heading(review, said, y, t))
        places = [y - HEAD - (place + 0.5) * COUNTRY for place in range(len(mine))]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [row.memberships for row in mine],
                "y": places,
                "width": COUNTRY - 5,
                "marker": {
                    "color": palette.colour(review.region),
                    "opacity": [SCOPE_DEPTH[row.scope] for row in mine],
                },
                "text": [f" {t.state(row.country)} {t.number(row.memberships)}" for row in mine],
                "constraintext": "none",
                "textposition": "outside",
                "cliponaxis": False,
                "textfont": {"size": palette.SMALL, "color": palette.INK},
                "customdata": [[t.state(row.country), t(f"submissions.scope.{row.scope}")] for row in mine],
                "hovertemplate": "%{customdata[0]}, %{customdata[1]}: %{x}<extra></extra>",
            }
        )
        y -= HEAD + len(mine) * COUNTRY + SPACE
    return palette.figure(
        34 - y,
        traces,
        annotations=names,
        margin=MARGIN,
        xaxis=marks.axis(0, most * 1.7, dtick=max(1, most // 4)),
        yaxis=marks.hidden_axis(min(y, -1)),
    )


def named(rows: pd.DataFrame, t: Text) -> go.Figure:
    """Named coalitions with a number, year by year: a full mark is exact, an arrow "more than", a diamond "about"."""
    known = [row for row in each(rows) if is_known(row.organisations_stated)]
    years = [int(row.year) for row in known if is_known(row.year)]
    last = max(years, default=FIRST_YEAR) + 2
    traces, names, y = [], [], 0
    for _, group in groupby(known, key=lambda row: row.series):
        mine = list(group)
        x = [int(row.year) if is_known(row.year) else last for row in mine]
        middle = y - HEAD - LANE * LOW
        first = mine[0]
        name = first.coalition if len(first.coalition) <= LONGEST_NAME else f"{first.coalition[:LONGEST_NAME]}…"
        names.append(
            palette.label(
                f"{t.state(first.iso3)}</b> · {name}<b>",
                first.region,
                x=FIRST_YEAR,
                y=y - HEAD,
                xanchor="left",
                yanchor="bottom",
            )
        )
        colour = palette.colour(first.region)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers+text",
                "x": x,
                "y": [middle] * len(mine),
                "line": {"color": colour, "width": 1, "dash": "dot"},
                "marker": {"color": colour, "size": 11, "symbol": [_symbol(row) for row in mine], "line": {"width": 2}},
                "text": [t(f"submissions.sign.{row.exactness}", n=t.number(row.organisations_stated)) for row in mine],
                "textposition": _apart(x),
                "textfont": {"size": palette.SMALL, "color": palette.INK},
                "customdata": [
                    [
                        row.said_of,
                        t(f"submissions.exactness.{row.exactness}"),
                        t(f"submissions.size_basis.{row.size_basis}"),
                        t.number(row.organisations_stated),
                    ]
                    for row in mine
                ],
                **marks.hover(t("submissions.named.hover", **marks.blanks("name", "exactness", "basis", "n"))),
                "cliponaxis": False,
            }
        )
        y -= HEAD + LANE
    ticks = list(range(FIRST_YEAR, last - 1, 4))
    return palette.figure(
        40 - y,
        traces,
        annotations=names,
        margin={**MARGIN, "r": 44},
        xaxis=marks.axis(
            FIRST_YEAR - 0.3,
            last + 0.6,
            tickvals=[*ticks, last],
            ticktext=[*map(str, ticks), t("submissions.undated")],
        ),
        yaxis=marks.hidden_axis(min(y, -1)),
    )


def _apart(years: Sequence[int]) -> list[str]:
    """Where the numbers of a lane stand, so that those of neighbouring years keep apart."""
    near = [later - earlier < NEAR for earlier, later in pairwise(years)]
    return [
        f"top {'left' if before else 'right' if behind else 'center'}"
        for before, behind in zip([*near, False], [False, *near], strict=True)
    ]


def _symbol(row: Any) -> str:
    return SYMBOLS[row.exactness] if row.size_basis in COUNTS_MEMBERS else ANOTHER_COUNT


def _ordered(rows: pd.DataFrame) -> list[Any]:
    """Rows by region in the order of the colours, latest session first."""
    order = list(palette.COLOURS)
    place = {region: order.index(region) if region in order else len(order) for region in set(rows["region"])}
    return sorted(each(rows), key=lambda row: (place[row.region], -row.session, row.iso3))


def _by_review(rows: pd.DataFrame) -> list[tuple[Any, list[Any]]]:
    """The rows of each review with its first one, in that order."""
    groups = [list(mine) for _, mine in groupby(_ordered(rows), key=lambda row: (row.session, row.iso3))]
    return [(mine[0], mine) for mine in groups]


def _heading(review: Any, said: str, y: float, t: Text) -> dict[str, Any]:
    name = t("submissions.lane", state=t.state(review.iso3), session=review.session)
    place = {"x": 0, "xref": "paper", "y": y - HEAD, "xanchor": "left", "yanchor": "bottom"}
    return palette.label(f"{name}</b> · {said}<b>", review.region, **place)


def _bars(traces: Sequence[dict[str, Any]], names: Sequence[dict[str, Any]], at: Sequence[int], t: Text) -> go.Figure:
    """Lanes of stacked parts that make up 100 %."""
    return palette.figure(
        len(at) * (HEAD + BAR + SPACE) + 34,
        traces,
        annotations=names,
        barmode="stack",
        margin=MARGIN,
        xaxis=marks.percent_axis(t),
        yaxis=marks.hidden_axis(at[-1] - HEAD - BAR - SPACE if at else -1),
    )
