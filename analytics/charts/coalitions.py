"""Joint submissions as strips with a mark per review, and the shares of who signs them. The map is in `maps`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import ceil, log10, sqrt
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import marks, palette
from analytics.results.coalitions import COUNTED, SIGNATORIES, SIZED, listed
from analytics.rows import each, is_known, plain
from analytics.text import Text

HEADING, WORDS, SPACE = 22, 18, 10
"""Heights in pixels: a region's name, a line of words, the space below."""
STEP, DOT = 8, 9
"""Distance and diameter of marks of equal value, pixels."""
HIGHEST = 72
"""Height of the highest stack of marks; in higher ones they lie on each other."""
BUBBLES = 36
"""Height of a row of bubbles, and the diameter of the largest."""
SMALLEST, BAND = 5, 0.14
"""Diameter of the smallest bubble; depth of the band of an interval."""
NAMED = 5
"""Reviews of a lane that are named where there is room, the largest first."""
PHONE, LETTER = 330, 6.6
"""Width of a figure on a phone and of a letter, pixels: names that would meet there are left out."""
LANE = 30
"""Height of one region's share."""
ACROSS, APART = 5, 4
"""Lines that the reviews of a lane are spread over, and their distance, pixels."""
TICKS = (1, 2, 5, 10, 20, 40, 80, 160, 320, 640)
LOG_TICKS = (2, 3, 5, 10, 20, 50, 100, 200, 500)
ROUNDED = 1.03
"""How far beyond the largest number a tick may stand."""
SHARE = ("share", "share_lower", "share_upper")
MARGIN = {"l": 4, "r": 20, "t": 4, "b": 26}


class Scale(NamedTuple):
    """An axis of numbers: how one is placed, the two ends in places, the ticks in numbers."""

    place: Callable[[float], float]
    low: float
    high: float
    ticks: Sequence[float]

    @property
    def letter(self) -> float:
        """The width of a letter on a phone, in places."""
        return LETTER / PHONE * (self.high - self.low)


class Mark(NamedTuple):
    """One review in a lane: where it stands, what it says when pointed at, its name with its number."""

    x: float
    hover: str
    name: str


def counts(
    reviews: pd.DataFrame, medians: pd.DataFrame, measure: str, t: Text, *, focus: Sequence[str], scheme: str
) -> go.Figure:
    """A mark per review on an axis of square roots, the largest named; a line and a band: median and interval."""
    rows = list(each(listed(reviews, COUNTED[measure])))
    most = max((getattr(row, measure) for row in rows), default=1)
    ticks = [tick for tick in (0, *TICKS) if tick <= most * ROUNDED and not (tick == TICKS[1] and most > TICKS[3])]
    scale = Scale(sqrt, 0, sqrt(most), ticks)
    traces, names, shapes, y = [], [], [], 0.0
    for region, mine in _by_region(rows, focus):
        lane = [
            Mark(
                sqrt(getattr(row, measure)),
                t(
                    f"coalitions.{measure}.hover",
                    name=t.state(row.iso3),
                    session=int(row.session),
                    n=t.number(getattr(row, measure)),
                    grade=_grade(row.grade, t),
                ),
                f"{t.state(row.iso3)} {t.number(getattr(row, measure))}",
            )
            for row in mine
        ]
        names.append(_heading(region, t.count("reviews", len(mine)), y, scheme, t))
        height = _height(lane)
        top = y - HEADING - WORDS
        middle = top - height / 2
        traces.append(_swarm(lane, middle, region))
        summary = _summary(medians, region, measure)
        words = _median(summary, (top, top - height), scale, t)
        shapes += words.shapes
        names += words.words
        names += _named(lane, region, scale, (top + WORDS / 2, top - height - WORDS / 2), words.taken)
        y = top - height - WORDS - SPACE
    return _figure(traces, names, shapes, y, _axis(scale, t(f"coalitions.{measure}.axis"), t))


def sizes(
    numbers: pd.DataFrame, reviews: pd.DataFrame, medians: pd.DataFrame, t: Text, *, focus: Sequence[str], scheme: str
) -> go.Figure:
    """On a logarithmic axis the joint submissions of a size as a bubble, below them each review at its median."""
    sized = [row for row in each(listed(reviews, SIZED)) if row.sized]
    where = {row.review: row for row in sized}
    bubbles = list(each(numbers))
    most = max((row.joint for row in bubbles), default=1)
    largest = max((row.size for row in bubbles), default=LOG_TICKS[-1])
    scale = Scale(log10, log10(LOG_TICKS[0]), log10(largest), [tick for tick in LOG_TICKS if tick <= largest])
    traces, names, shapes, y = [], [], [], 0.0
    of_region = dict(_by_region(bubbles, focus))
    for region, mine in _by_region(sized, focus):
        here = of_region.get(region, [])
        said = t("coalitions.size.lane", reviews=t.count("reviews", len(mine)), joint=t.number(_sum(here)))
        names.append(_heading(region, said, y, scheme, t))
        top = y - HEADING - WORDS
        points = [_bubble(row, where, t) for row in here]
        traces.append(_bubbles(here, points, top - BUBBLES / 2, region, most))
        single = [point for point in points if point.name]
        lane = [
            Mark(
                log10(row.median_size),
                t(
                    "coalitions.size.review",
                    name=t.state(row.iso3),
                    session=int(row.session),
                    median=t.number(row.median_size, 0 if row.median_size % 1 == 0 else 1),
                    joint=t.count("joint", int(row.sized)),
                    grade=_grade(row.grade, t),
                ),
                "",
            )
            for row in mine
        ]
        height = _height(lane)
        bottom = top - BUBBLES - height
        traces.append(_swarm(lane, bottom + height / 2, region))
        summary = _summary(medians, region, "size")
        words = _median(summary, (top, bottom), scale, t)
        shapes += words.shapes
        names += words.words
        names += _named(single, region, scale, (top + WORDS / 2,), None)
        y = bottom - WORDS - SPACE
    return _figure(traces, names, shapes, y, _axis(scale, t("coalitions.size.axis"), t))


def scopes(shares: pd.DataFrame, reviews: pd.DataFrame, t: Text, *, focus: Sequence[str], scheme: str) -> go.Figure:
    """Shares of joint submissions by who signs, a block each: marks with intervals, pale dots are reviews.

    A dotted line runs to what the share could be if all that cannot be told had it.
    """
    rows = [row for row in each(shares) if row.sensitivity == "all" and row.region in focus and row.reviews]
    with_any = [row for row in each(listed(reviews)) if row.joint]
    traces: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    shapes, placed, y = [], {}, -HEADING - SPACE
    regions = dict.fromkeys(row.region for row in rows)
    said = "   ".join(
        marks.coloured(f"{palette.GLYPHS[region]} {t.region(region, scheme)}", region) for region in regions
    )
    names.append(marks.words(said, 0, 0, xref="paper", yanchor="top"))
    for signatories in SIGNATORIES:
        heading = f"<b>{t(f'signatories.{signatories}')}</b>"
        names.append(marks.words(heading, 0, y, palette.INK, xref="paper", yanchor="top"))
        y -= HEADING
        for row in rows:
            if row.signatories != signatories:
                continue
            middle = y - LANE / 2
            placed.setdefault(row.region, []).append((row, middle))
            if is_known(row.possible_share):
                shapes.append(_possible(row, middle))
            names.append(_share_words(row, middle, t))
            y -= LANE
        y -= SPACE
    for region, lanes in placed.items():
        mine = [row for row in with_any if row.region == region]
        traces.append(_dots(mine, lanes, region, t))
        hover = [_share_hover(row, scheme, t) for row, _ in lanes]
        more: dict[str, Any] = {"region": region, "size": 12, "thickness": 2.5}
        traces.append(marks.estimates([row for row, _ in lanes], [at for _, at in lanes], SHARE, hover, **more))
    return _figure(traces, names, shapes, y, marks.percent_axis(t), right=52)


class _Drawn(NamedTuple):
    """Shapes, words, and where the words stand on the line below a lane: from, to."""

    shapes: list[dict[str, Any]]
    words: list[dict[str, Any]]
    taken: tuple[float, float] | None


def _by_region(rows: Iterable[Any], focus: Sequence[str]) -> list[tuple[str, list[Any]]]:
    """The rows of each compared region that has any, then those of all others under no name."""
    lanes: dict[str, list[Any]] = {region: [] for region in (*focus, "")}
    for row in rows:
        lanes[row.region if row.region in focus else ""].append(row)
    return [(region, mine) for region, mine in lanes.items() if mine]


def _summary(medians: pd.DataFrame, region: str, measure: str) -> Any:
    """The median of a region on all lists; None for the other regions together."""
    wanted = (region, measure, "all")
    rows = (row for row in each(medians) if (row.region, row.coalition_measure, row.sensitivity) == wanted)
    return next(rows, None)


def _height(lane: Sequence[Mark]) -> float:
    tallest = max(Counter(mark.x for mark in lane).values(), default=1)
    return min((tallest + 1) * STEP, HIGHEST)


def _swarm(lane: Sequence[Mark], middle: float, region: str) -> dict[str, Any]:
    """The reviews of a lane, equal ones above and below each other."""
    seen: Counter[float] = Counter()
    total = Counter(mark.x for mark in lane)
    step = min(STEP, _height(lane) / (max(total.values(), default=1) + 1))
    places = []
    for mark in lane:
        places.append(middle + (seen[mark.x] - (total[mark.x] - 1) / 2) * step)
        seen[mark.x] += 1
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(mark.x) for mark in lane],
        "y": places,
        "marker": {
            "color": palette.colour(region),
            "opacity": palette.STEPS[2],
            "size": DOT,
            "symbol": marks.symbol(region),
        },
        **marks.pointed([mark.hover for mark in lane]),
    }


def _median(row: Any, ends: tuple[float, float], scale: Scale, t: Text) -> _Drawn:
    """The median as a line through a lane, its interval as a band, and in words below; nothing for no region."""
    if row is None or not is_known(row.median):
        return _Drawn([], [], None)
    colour, x = palette.colour(row.region), scale.place(row.median)
    line = {"type": "line", "x0": x, "x1": x, "y0": ends[0], "y1": ends[1], "line": {"color": colour, "width": 3}}
    shapes = [line]
    said = t("coalitions.half", n=t.number(ceil(row.median)))
    if is_known(row.median_lower):
        across = [scale.place(end) for end in (row.median_lower, row.median_upper)]
        shapes.append(marks.band(across, ends, colour, BAND))
        interval = {"lower": t.number(row.median_lower), "upper": t.number(row.median_upper)}
        said = f"{said} {t('coalitions.half.interval', **interval)}"
    words = marks.words(f"<b>{said}</b>", scale.low, ends[1] - WORDS / 2, colour, yanchor="middle")
    return _Drawn(shapes, [words], (scale.low, scale.low + len(said) * scale.letter))


def _named(
    lane: Sequence[Mark], region: str, scale: Scale, lines: Sequence[float], taken: tuple[float, float] | None
) -> list[dict[str, Any]]:
    """The names of the largest, above and below the lane, up to the first that has no room on a phone.

    `taken` is what the words of the median take of the last line.
    """
    used: list[list[tuple[float, float]]] = [[] for _ in lines]
    used[-1] += [taken] if taken else []
    found = []
    for mark in sorted(lane, key=lambda each_one: -each_one.x)[:NAMED]:
        width = len(mark.name) * scale.letter
        anchor = "right" if mark.x + width / 2 > scale.high else "left" if mark.x - width / 2 < scale.low else "center"
        start = mark.x - {"right": width, "left": 0, "center": width / 2}[anchor]
        ends = (start, start + width)
        room = [
            place for place, free in enumerate(used) if all(ends[1] < left or start > right for left, right in free)
        ]
        if not room:
            break
        used[room[0]].append(ends)
        anchored: dict[str, Any] = {"xanchor": anchor, "yanchor": "middle", "xshift": 4 if anchor == "right" else 0}
        found.append(marks.words(mark.name, mark.x, lines[room[0]], palette.colour(region), **anchored))
    return found


def _heading(region: str, said: str, y: float, scheme: str, t: Text) -> dict[str, Any]:
    name = t.region(region, scheme) if region else t("group.other")
    place = {"x": 0, "xref": "paper", "y": y, "xanchor": "left", "yanchor": "top"}
    label = palette.label(name, region, **place)
    return {**label, "text": f"{label['text']}  {marks.muted(said)}"}


def _grade(grade: Any, t: Text) -> str:
    return t(f"submissions.grade.{grade}") if isinstance(grade, str) else t("coalitions.ungraded")


def _sum(rows: Sequence[Any]) -> int:
    return sum(row.joint for row in rows)


def _bubbles(rows: Sequence[Any], points: Sequence[Mark], middle: float, region: str, most: int) -> dict[str, Any]:
    """The joint submissions of each size: the area is how many there are."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(point.x) for point in points],
        "y": [middle] * len(points),
        "marker": {
            "color": palette.colour(region),
            "opacity": palette.STEPS[1],
            "size": [round(max(BUBBLES * sqrt(row.joint / most), SMALLEST), 1) for row in rows],
            "symbol": marks.symbol(region),
        },
        **marks.pointed([point.hover for point in points]),
    }


def _bubble(row: Any, where: dict[str, Any], t: Text) -> Mark:
    n = t.number(row.size)
    review = where.get(row.review) if row.joint == 1 else None
    if review is None:
        said = {"joint": t.count("joint", row.joint), "reviews": t.count("reviews", row.reviews), "n": n}
        return Mark(log10(row.size), t("coalitions.size.hover", **said), "")
    name = t.state(review.iso3)
    said = t("coalitions.size.one", name=name, session=int(review.session), n=n, grade=_grade(review.grade, t))
    return Mark(log10(row.size), said, f"{name} {n}")


def _possible(row: Any, y: float) -> dict[str, Any]:
    """From a share to what it could be."""
    line = {"color": palette.MARK, "width": 1.5, "dash": "dot"}
    ends = {"x0": plain(row.share), "x1": plain(row.possible_share), "y0": y, "y1": y}
    return {"type": "line", "layer": "below", **ends, "line": line}


def _share_words(row: Any, y: float, t: Text) -> dict[str, Any]:
    """A share, in the right margin."""
    said = f"<b>{t.percent(row.share, 0)}</b>"
    return marks.words(said, 1, y, palette.colour(row.region), xref="paper", xshift=4, yanchor="middle")


def _share_hover(row: Any, scheme: str, t: Text) -> str:
    known = is_known(row.share_lower)
    interval = t.interval_sentence(row.share_lower, row.share_upper) if known else t("coalitions.no_interval")
    said = t(
        "coalitions.scopes.hover",
        region=t.region(row.region, scheme),
        signatories=t(f"signatories.{row.signatories}"),
        share=t.percent(row.share),
        interval=interval,
        signed=t.number(row.signed),
        joint=t.count("joint", row.joint),
        reviews=t.count("reviews", row.reviews),
    )
    if not is_known(row.possible_share):
        return said
    return f"{said}<br>{t('coalitions.scopes.possible', share=t.percent(row.possible_share, 0))}"


def _dots(reviews: Sequence[Any], lanes: Sequence[tuple[Any, float]], region: str, t: Text) -> dict[str, Any]:
    """Each review's own shares as pale dots; the area grows with its joint submissions."""
    x, y, size, said = [], [], [], []
    for lane, middle in lanes:
        for place, row in enumerate(reviews):
            share = getattr(row, lane.signatories) / row.joint
            x.append(plain(share))
            y.append(middle + (place % ACROSS - ACROSS // 2) * APART)
            size.append(round(3 + sqrt(row.joint)))
            said.append([t.state(row.iso3), int(row.session), t.percent(share, 0), t.number(row.joint)])
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": {
            "color": palette.colour(region),
            "opacity": palette.STEPS[0],
            "size": size,
            "symbol": marks.symbol(region),
        },
        "customdata": said,
        **marks.hover(t("coalitions.scopes.review", **marks.blanks("name", "session", "share", "joint"))),
    }


def _axis(scale: Scale, title: str, t: Text) -> dict[str, Any]:
    """An axis of numbers that stand where the scale puts them."""
    width = scale.high - scale.low
    return marks.axis(
        round(scale.low - 0.02 * width, 3),
        round(scale.high + 0.03 * width, 3),
        tickvals=[plain(scale.place(tick)) for tick in scale.ticks],
        ticktext=[t.number(tick) for tick in scale.ticks],
        title={"text": title, "font": {"size": palette.SMALL, "color": palette.MARK}},
    )


def _figure(  # noqa: PLR0917 - what a figure is made of
    traces: Sequence[dict[str, Any]],
    names: Sequence[dict[str, Any]],
    shapes: Sequence[dict[str, Any]],
    y: float,
    axis: dict[str, Any],
    right: int = 20,
) -> go.Figure:
    return palette.figure(
        round(50 - y),
        traces,
        annotations=list(names),
        shapes=list(shapes),
        margin={**MARGIN, "r": right, "b": 42 if "title" in axis else 26},
        xaxis=axis,
        yaxis=marks.hidden_axis(min(y, -1)),
    )
