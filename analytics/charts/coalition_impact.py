"""Figures of what was recommended where networks signed, and of submissions that are cited together.

Every difference stands around zero, with its interval; where a placebo is known it stands below its estimate, open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.results.coalition_impact import COMPARISONS, DRAWN, compared, numbered
from analytics.rows import each, is_known, plain
from analytics.text import Text

FINE = 2
"""Decimals of percentage points when pointed at."""
WORDS, MARK, SPACE = 20, 16, 14
"""Heights in pixels: a line of words, a mark, the space below a lane."""
SPREAD = 34
"""Height that the reviews of a lane are spread over."""
LONGEST = 44
"""Characters of a network's name that fit a phone; a longer one is said by its acronym, or cut."""
STEPS, MOST_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5), 3
"""Distances of ticks, and the most of them on one side of zero."""
HEIGHT, SMALLEST, LARGEST_MARK, NAMED = 560, 6, 22, 12
"""Of a common voice: the drawing, its smallest and largest mark, and submissions whose code is written."""
ESTIMATE = ("difference", "lower", "upper")
PLACEBO = ("placebo", "placebo_lower", "placebo_upper")


def networks(changes: pd.DataFrame, t: Text) -> go.Figure:
    """Each network with a number: the estimate, and its placebo below."""
    rows = numbered(changes)
    lanes = [
        (
            _short(row),
            "\n".join((t(f"subject.{row.subject}"), t("coalition_impact.networks.lane", **_sides(row, t)))),
            "",
            row,
        )
        for row in rows
    ]
    return _forest(lanes, t)


def pooled(everywhere: pd.DataFrame, regions: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """All networks together: everywhere, in each region, and everywhere in other forms."""
    forms = list(each(everywhere))
    lanes = [(t("coalition_impact.everywhere"), _states(row, t), "", row) for row in forms[:1]]
    lanes += [(t.region(row.region, scheme), _states(row, t), row.region, row) for row in each(regions)]
    lanes += [(t(f"coalition_impact.form.{row.variant}"), _states(row, t), "", row) for row in forms[1:]]
    return _forest(lanes, t)


def _words(text: str, x: float, y: float, colour: str = palette.MARK) -> dict[str, Any]:
    """Words that the line at zero does not cross."""
    return marks.words(text, x, y, colour, bgcolor=palette.SURFACE)


def _short(row: Any) -> str:
    if len(row.organisation) <= LONGEST:
        return row.organisation
    return row.acronym if isinstance(row.acronym, str) else f"{row.organisation[:LONGEST]}…"


def _sides(row: Any, t: Text) -> dict[str, str]:
    return {"signed": t.number(row.states_signed), "not_signed": t.number(row.states_not_signed)}


def _states(row: Any, t: Text) -> str:
    return t("coalition_impact.pooled.lane", states=t.count("states", row.states), networks=t.number(row.networks))


def _forest(lanes: Sequence[tuple[str, str, str, Any]], t: Text) -> go.Figure:
    """Lanes of name, lines of words below it, region and row: the estimate and its placebo around zero."""
    words = max((said.count("\n") + 2 for _, said, *_ in lanes), default=2) * WORDS
    step = words + 2 * MARK + SPACE
    traces, names = [], []
    reach = _reach([getattr(row, name) for *_, row in lanes for name in (*ESTIMATE, *PLACEBO)])
    for number, (name, said, region, row) in enumerate(lanes):
        top = -number * step
        colour = palette.colour(region) if region else palette.INK
        glyph = f"{palette.GLYPHS.get(region, '')} " if region else ""
        names.append(_words(f"<b>{glyph}{name}</b>", -reach, top - WORDS / 2, colour))
        lines = enumerate(said.split("\n"))
        names += [_words(line, -reach, top - (place + 1.5) * WORDS) for place, line in lines]
        if is_known(row.difference):
            y = top - words - MARK / 2
            hover = [_hover("estimate", name, row, ESTIMATE, t)]
            traces.append(
                marks.estimates([row], [y], ESTIMATE, hover, region=region, size=12, thickness=4, colour=colour)
            )
        if is_known(row.placebo):
            y = top - words - 1.5 * MARK
            hover = [_hover("placebo", name, row, PLACEBO, t)]
            trace = marks.estimates([row], [y], PLACEBO, hover, region="", size=9, thickness=2, colour=palette.MARK)
            trace["marker"] |= {"symbol": "circle-open", "line": {"color": palette.MARK, "width": 2}}
            traces.append(trace)
    return palette.figure(
        len(lanes) * step + 40,
        traces,
        annotations=names,
        margin={"l": 12, "r": 24, "t": 4, "b": 4},
        shapes=[marks.reference_line(below=True)],
        xaxis=_axis(reach, t),
        yaxis=marks.hidden_axis(-max(len(lanes), 1) * step, 0),
    )


def _hover(kind: str, name: str, row: Any, columns: tuple[str, str, str], t: Text) -> str:
    value = getattr(row, columns[0])
    lower, upper = (t.number(getattr(row, column) * 100, FINE) for column in columns[1:])
    points = t("language.points", n=t.plus(value * 100, FINE))
    interval = t("language.points_interval", lower=lower, upper=upper)
    return t(f"coalition_impact.hover.{kind}", name=name, points=points, interval=interval)


def _reach(values: Sequence[float]) -> float:
    """How far an axis goes on both sides of zero."""
    known = [abs(value) for value in values if is_known(value)]
    return 1.05 * max([0.01, *known])


def _axis(reach: float, t: Text) -> dict[str, Any]:
    step = next((step for step in STEPS if reach / step <= MOST_TICKS + 0.99), STEPS[-1])
    many = ceil(reach / step) - 1
    ticks = [round(place * step, 2) for place in range(-many, many + 1)]
    words = [t.plus(tick * 100, 0) if tick else t.signed(tick) for tick in ticks]
    return marks.axis(-reach, reach, tickvals=ticks, ticktext=words, tickangle=0)


# One review


def subjects(rows: pd.DataFrame, t: Text) -> go.Figure:
    """Each subject of one review: its share of the recommendations now and in the review before."""
    shown_rows = list(each(rows))
    step = 2 * WORDS + 2 * MARK + SPACE
    shares = [value for row in shown_rows for value in (row.share, row.reference_share) if is_known(value)]
    names, traces = [], []
    for number, row in enumerate(shown_rows):
        top = -number * step
        signed = t(f"coalition_impact.subjects.{'signed' if row.joint else 'unsigned'}", n=t.count("joint", row.joint))
        colour = palette.INK if row.joint else palette.MARK
        names.append(marks.words(f"<b>{t(f'subject.{row.subject}')}</b>", 0, top - WORDS / 2, colour))
        names.append(marks.words(signed, 0, top - 1.5 * WORDS))
    for place, (share, part, whole, cycle, depth) in enumerate(
        (("share", "third_on", "third_of", 3, palette.STEPS[4]), ("reference_share", "second_on", "second_of", 2, 0.36))
    ):
        known = [(at, row) for at, row in enumerate(shown_rows) if is_known(getattr(row, share))]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [plain(getattr(row, share)) for _, row in known],
                "y": [-at * step - 2 * WORDS - (place + 0.5) * MARK for at, _ in known],
                "width": MARK - 3,
                "marker": {
                    "color": [palette.INK if row.joint else palette.MARK for _, row in known],
                    "opacity": depth,
                },
                "text": [
                    t(
                        "coalition_impact.subjects.bar",
                        share=t.percent(getattr(row, share)),
                        part=t.number(getattr(row, part)),
                        whole=t.number(getattr(row, whole)),
                        cycle=cycle,
                    )
                    for _, row in known
                ],
                "textposition": "outside",
                "constraintext": "none",  # else it is as small as its bar
                "cliponaxis": False,
                "textfont": {"size": palette.SMALL, "color": palette.INK},
                "hovertext": [row.organisations if isinstance(row.organisations, str) else "" for _, row in known],
                "hoverinfo": "text",
            }
        )
    return palette.figure(
        len(shown_rows) * step + 24,
        traces,
        annotations=names,
        barmode="overlay",
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [0, 2.2 * max([0.01, *shares])], "fixedrange": True},
        yaxis=marks.hidden_axis(-max(len(shown_rows), 1) * step, 4),
    )


# Cited together


def voice(by_review: pd.DataFrame, gaps: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """Joint minus individual in each review as dots, and their mean: everywhere and in each focus region.

    The lane of all regions has the dots of those reviews that no other lane has.
    """
    step = 2 * WORDS + SPREAD + SPACE
    lanes = compared(gaps, "joint")
    reach = _reach([row.difference for row in each(by_review)])
    traces, names = [], []
    for number, row in enumerate(lanes):
        top = -number * step
        region = row.region if isinstance(row.region, str) else ""
        colour = palette.colour(region) if region else palette.INK
        name = _place(row, scheme, t)
        said = t("coalition_impact.voice.lane", reviews=t.count("reviews", row.reviews), **_agree(row, t))
        glyph = f"{palette.GLYPHS.get(region, '')} " if region else ""
        names.append(_words(f"<b>{glyph}{name}</b>", -reach, top - WORDS / 2, colour))
        names.append(_words(said, -reach, top - 1.5 * WORDS))
        drawn = {each_row.region for each_row in lanes if isinstance(each_row.region, str)}
        mine = [one for one in each(by_review) if (one.region == region if region else one.region not in drawn)]
        middle = top - 2 * WORDS - SPREAD / 2
        traces.append(_reviews(mine, middle, region, t))
        if is_known(row.difference):
            hover = [_hover("voice", name, row, ESTIMATE, t)]
            traces.append(
                marks.estimates([row], [middle], ESTIMATE, hover, region=region, size=13, thickness=4, colour=colour)
            )
    return palette.figure(
        len(lanes) * step + 40,
        traces,
        annotations=names,
        margin={"l": 12, "r": 24, "t": 4, "b": 4},
        shapes=[marks.reference_line(below=True)],
        xaxis=_axis(reach, t),
        yaxis=marks.hidden_axis(-len(lanes) * step, 0),
    )


def _reviews(rows: Sequence[Any], middle: float, region: str, t: Text) -> dict[str, Any]:
    """Reviews as pale dots, spread so that equal ones do not hide each other."""
    order = np.argsort([row.difference for row in rows], kind="stable")
    spread = np.empty(len(rows))
    spread[order] = (np.arange(len(rows)) * 0.618) % 1 - 0.5
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(float(row.difference), 4) for row in rows],
        "y": [round(float(middle + SPREAD * shift), 1) for shift in spread],
        "marker": {
            "color": palette.colour(region),
            "symbol": marks.symbol(region),
            "size": 7,
            "opacity": marks.PALE,
        },
        "customdata": [
            [t.state(row.iso3), row.session, t.number(row.joint), t.number(row.individual), t.signed(row.difference)]
            for row in rows
        ],
        **marks.hover(
            t("coalition_impact.hover.review", **marks.blanks("name", "session", "joint", "individual", "points"))
        ),
    }


def sides(gaps: pd.DataFrame, scheme: str, t: Text) -> go.Figure:
    """The comparisons among joint submissions: each everywhere and in each focus region."""
    rows = [(comparison, compared(gaps, comparison)) for comparison in COMPARISONS[1:]]
    line = WORDS + MARK
    reach = _reach([getattr(row, name) for _, lanes in rows for row in lanes for name in ESTIMATE])
    traces, names, y = [], [], 0.0
    for comparison, lanes in rows:
        names.append(_words(f"<b>{t(f'coalition_impact.sides.{comparison}')}</b>", -reach, y - WORDS / 2, palette.INK))
        y -= WORDS
        for row in lanes:
            region = row.region if isinstance(row.region, str) else ""
            colour = palette.colour(region) if region else palette.INK
            name = _place(row, scheme, t)
            glyph = f"{palette.GLYPHS.get(region, '')} " if region else ""
            said = f"{glyph}{t.short_region(region, scheme) if region else name} ({t.number(row.reviews)})"
            names.append(_words(said, -reach, y - WORDS / 2, colour))
            if is_known(row.difference):
                hover = [_hover("voice", name, row, ESTIMATE, t)]
                at = [y - WORDS - MARK / 2]
                traces.append(
                    marks.estimates([row], at, ESTIMATE, hover, region=region, size=11, thickness=3, colour=colour)
                )
            y -= line
        y -= SPACE
    return palette.figure(
        round(40 - y),
        traces,
        annotations=names,
        margin={"l": 12, "r": 24, "t": 4, "b": 4},
        shapes=[marks.reference_line(below=True)],
        xaxis=_axis(reach, t),
        yaxis=marks.hidden_axis(y, 0),
    )


def _place(row: Any, scheme: str, t: Text) -> str:
    return t.region(row.region, scheme) if isinstance(row.region, str) else t("coalition_impact.everywhere")


def _agree(row: Any, t: Text) -> Mapping[str, str]:
    return {"more": t.number(row.agreeing), "fewer": t.number(row.disagreeing)}


def common_voice(submissions: pd.DataFrame, pairs: pd.DataFrame, region: str, t: Text) -> go.Figure:
    """The submissions to one review as marks, joint ones filled, and a line for each pair that a footnote cites."""
    rows = list(each(submissions))
    place = {row.position: (row.x, row.y) for row in rows}
    drawn = list(each(pairs.head(DRAWN)))
    most = max((row.cited_with for row in rows), default=1) or 1
    traces = [
        _lines([row for row in drawn if row.times == 1], place, palette.CONTEXT, 1),
        _lines([row for row in drawn if row.times > 1], place, palette.MARK, 2),
    ]
    for joint in (False, True):
        mine = [row for row in rows if bool(row.is_joint) == joint]
        kind = t(f"coalition_impact.kind.{'joint' if joint else 'individual'}")
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [row.x for row in mine],
                "y": [row.y for row in mine],
                "marker": {
                    "color": palette.colour(region) if joint else palette.SURFACE,
                    "symbol": marks.symbol(region),
                    "size": [
                        round(SMALLEST + (LARGEST_MARK - SMALLEST) * (row.cited_with / most) ** 0.5, 1) for row in mine
                    ],
                    "line": {"color": palette.colour(region), "width": 2},
                },
                "text": [row.code if place_of < NAMED else "" for place_of, row in _placed(rows, mine)],
                "textposition": "top center",
                "textfont": {"size": palette.SMALL, "color": palette.INK},
                "customdata": [
                    [row.code, kind, t.number(row.cited_with), t.number(row.submissions - 1)] for row in mine
                ],
                **marks.hover(t("coalition_impact.hover.cited", **marks.blanks("code", "kind", "n", "others"))),
            }
        )
    return palette.figure(
        HEIGHT,
        traces,
        margin={"l": 8, "r": 8, "t": 20, "b": 8},
        hovermode="closest",
        xaxis={"visible": False, "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True},
    )


def _placed(rows: Sequence[Any], mine: Sequence[Any]) -> list[tuple[int, Any]]:
    """Each of these rows with its place among all, those cited with most others first."""
    place = {row.position: number for number, row in enumerate(rows)}
    return [(place[row.position] if row.cited_with else NAMED, row) for row in mine]


def _lines(pairs: Sequence[Any], place: Mapping[int, tuple[float, float]], colour: str, width: float) -> dict[str, Any]:
    ends = [(place[row.one], place[row.other]) for row in pairs]
    return marks.links(ends, colour, width)
