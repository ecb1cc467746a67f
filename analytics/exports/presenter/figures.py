"""The cards of sessions as pictures in large letters: values as marks, counts as bars, shares of a whole as parts.

A card that has no drawing here is shown by its first rows. Rows and wording are those of the card.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics import columns
from analytics.exports import svg
from analytics.exports.html import Html, tag
from analytics.exports.offline import regions as offline
from analytics.exports.offline.atlas import Atlas
from analytics.exports.offline.tables import of_cells
from analytics.exports.slide_table import first, short, written
from analytics.filters import ACTIONS
from analytics.results.askers import MIX
from analytics.rows import each, is_known

if TYPE_CHECKING:
    import pandas as pd

    from analytics.exports.carried import Carried
    from analytics.text import Text

NARROW = 330
"""Pixels of a figure on a phone."""
WIDTHS = (560, 640, 740, 860, 1000)
"""Pixels of a figure on a screen: fewer make its letters larger."""
LOWEST = 0.5
"""Height of a figure over its width, which a screen of 1024 x 768 has room for below what is found."""
MOST_ROWS, MOST_COLUMNS, MOST_LINES = 6, 5, 6
"""Of a table; marks or bars of a figure."""
FEWER_ROWS, LONG, LONGEST = 5, {"why", "organisations"}, 220
"""Of a table with a column of sentences, such columns, letters of a cell."""
OVERALL = "all"
"""What is said of all regions together."""
HALVES = (0, 0.5, 1)
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Distances of the marks on an axis of counts."""
MARKS = 4
"""Marks on an axis of counts, about."""
TALL = re.compile(r'viewBox="0 0 (\d[\d.]*) (\d[\d.]*)"')
Draw = Callable[[int], str]


@dataclass(frozen=True)
class Found:
    """A card of a page: what it says of itself, the rows that it draws, and the same for reading."""

    card: str
    carried: Carried
    alt: str
    rows: pd.DataFrame
    beside: pd.DataFrame | None
    shown: pd.DataFrame
    rests: str
    """How many are counted, of what, from whom."""
    country: str = ""
    """The state that it is about, if it is about one."""


def drawn(found: Found, atlas: Atlas) -> Html:
    """The card as a picture, on a screen and on a phone; else its first rows."""
    make = DRAWN.get(found.card) or (_claims if found.card.startswith("claims.") else None)
    draw = make(found, atlas) if make and not found.rows.empty else None
    if draw is None:
        return _table(found, atlas)
    return Html(f'<div class="wide">{_fitting(draw)}</div><div class="narrow">{draw(NARROW)}</div>')


def _fitting(draw: Draw) -> str:
    """The picture in the largest letters with which it is no higher than a screen has room for."""
    made = ""
    for width in WIDTHS:
        made = draw(width)
        size = TALL.search(made)
        if size and float(size[2]) <= LOWEST * float(size[1]):
            break
    return made


def _table(found: Found, atlas: Atlas) -> Html:
    """The first rows of the card, its most telling columns, and of how many rows they are the first."""
    t, wanted, rows = atlas.t, COLUMNS.get(found.card, ()), found.rows
    if "sensitivity" in rows:
        rows = rows[(rows["sensitivity"] == "all").to_numpy()]
    if found.card == "coalition_networks.presence":
        rows = _of_region(rows, atlas.codes.region_of[atlas.scheme].get(found.country, ""))
    shown = found.shown.loc[rows.index]
    there = [name for name in wanted if name in shown] or list(shown.columns)
    kept = first(shown[there], FEWER_ROWS if LONG & {*there} else MOST_ROWS, MOST_COLUMNS)
    if kept.empty:
        return tag("p", t("slides.no_rows"), class_="muted")
    headings = columns.headings(kept, t)
    numbers = [kept[name].dtype.kind in "iuf" for name in kept]
    cells = [
        [(_said(name, value, t), None) for name, value in zip(kept.columns, row, strict=True)]
        for row in kept.to_numpy(dtype=object).tolist()
    ]
    of = t("slides.first", n=t.number(len(kept)), all=t.number(len(shown)))
    said = of if len(shown) > len(kept) else found.alt
    listed = of_cells([(headings[name], number) for name, number in zip(kept, numbers, strict=True)], cells, said)
    few = len(kept) <= FEWER_ROWS and not LONG & {*there}
    return tag(
        "div", listed, class_="scrolls few" if few else "scrolls", tabindex="0", role="region", aria_label=found.alt
    )


def _said(name: str, value: Any, t: Text) -> str:
    """A cell in words; longer ones than on a slide are whole."""
    if isinstance(value, str):
        return short(value, LONGEST)
    return written(name, value, t)


def _states(found: Found, atlas: Atlas) -> Draw | None:
    return None if found.beside is None else offline.rates(found.rows, found.beside, atlas)


def _gaps(found: Found, atlas: Atlas) -> Draw | None:
    return None if found.beside is None else offline.differences(found.beside, atlas)


def _asked(found: Found, atlas: Atlas) -> Draw:
    return offline.asked(found.rows, atlas)


def _spread(found: Found, atlas: Atlas) -> Draw | None:
    """The mean of the states of each region, before its states."""
    t, states = atlas.t, found.beside
    if states is None:
        return None
    heads = states[states["iso3"].notna().to_numpy()]
    rows = [
        svg.Row(
            t.region(row.region, atlas.scheme),
            t.percent(row.mean_of_states),
            row.mean_of_states,
            row.mean_lower,
            row.mean_upper,
            row.region,
            t.interval_sentence(row.mean_lower, row.mean_upper),
            tuple((state.rate, 0.3) for state in each(heads) if state.region == row.region and is_known(state.rate)),
        )
        for row in each(found.rows)
    ]
    return lambda width: svg.dots(rows, offline.percents(t), found.alt, width=width)


def _record(found: Found, atlas: Atlas) -> Draw:
    """The share accepted in each review of a state, with the middle half of its region as a line."""
    t, region = atlas.t, atlas.codes.region_of[atlas.scheme].get(found.country, "")
    ranges = {} if found.beside is None else {_place(row): row for row in each(found.beside)}
    rows = []
    for row in each(found.rows):
        near = ranges.get((row.session, "rate", "region"))
        more = t("country.lane.few")
        if near is not None and is_known(near.range_middle):
            ends = {end: t.percent(getattr(near, f"range_{end}"), 0) for end in ("lower", "upper")}
            name = t.region(region, atlas.scheme)
            more = t("country.lane.range", name=name, n=t.number(near.other_reviews), **ends)
        if is_known(row.rate):
            said = t.percent(row.rate, 0)
            name = t("country.mix.name", cycle=row.cycle, year=row.year, n=t.number(row.answered))
            lower, upper = (getattr(near, f"range_{end}", float("nan")) for end in ("lower", "upper"))
            rows.append(svg.Row(name, said, row.rate, lower, upper, region, more))
    return lambda width: svg.dots(rows, offline.percents(t), found.alt, width=width)


def _place(row: Any) -> tuple[Any, str, str]:
    return row.session, row.record_measure, row.within


def _mix(found: Found, atlas: Atlas) -> Draw:
    """What was asked in each review of a state, by action category."""
    t, region, stacks = atlas.t, atlas.codes.region_of[atlas.scheme].get(found.country, ""), []
    for row in each(found.rows):
        counts = [getattr(row, name) for name in MIX]
        whole = sum(count for count in counts if is_known(count))
        if not whole:
            continue
        name = t("country.mix.name", cycle=row.cycle, year=row.year, n=t.number(whole))
        shares = [count / whole for count in counts]
        said = [t.percent(share, 0) for share in shares]
        told = [t(f"action.{action}") for action in ACTIONS]
        stacks.append(svg.Stack(name, tuple(zip(shares, said, told, strict=True)), region))
    return lambda width: svg.stacked(stacks, found.alt, width=width)


def _alike(found: Found, atlas: Atlas) -> Draw:
    """The rate of each region as it is, and at the same mix of requests."""
    t, rows = atlas.t, []
    for row in each(found.rows):
        for basis, rate, lower, upper in (
            ("asked", row.rate, row.lower, row.upper),
            ("alike", row.standardised, row.standardised_lower, row.standardised_upper),
        ):
            name = t.chain((t.region(row.region, atlas.scheme), t(f"regions.mix.{basis}")))
            more = t.interval_sentence(lower, upper)
            rows.append(svg.Row(name, t.percent(rate), rate, lower, upper, row.region, more))
    return lambda width: svg.dots(rows, offline.percents(t), found.alt, width=width)


def _joint(found: Found, atlas: Atlas) -> Draw | None:
    """The middle number of joint submissions of each region, before its reviews."""
    mine = found.rows[(found.rows["coalition_measure"] == "joint").to_numpy()]
    mine = mine[(mine["sensitivity"] == "all").to_numpy()]
    if found.beside is None or mine.empty:
        return None
    return _medians(mine, found.beside, "joint", found, atlas)


def _medians(medians: pd.DataFrame, reviews: pd.DataFrame, value: str, found: Found, atlas: Atlas) -> Draw:
    t, rows = atlas.t, []
    for row in each(medians):
        if row.region not in atlas.focus:
            continue
        bounds = t("interval.none")
        if is_known(row.median_lower):
            bounds = t("offline.between", lower=t.number(row.median_lower), upper=t.number(row.median_upper))
        more = t("offline.median", interval=bounds, reviews=t.count("reviews", row.reviews), n=t.number(row.total))
        region = (reviews["region"] == row.region).to_numpy() & reviews[value].notna().to_numpy()
        faint = tuple((float(number), 0.3) for number in reviews.loc[region, value])
        said = t.number(row.median, 0 if row.median % 1 == 0 else 1)
        name = t.region(row.region, atlas.scheme)
        rows.append(svg.Row(name, said, row.median, row.median_lower, row.median_upper, row.region, more, faint))
    return lambda width: svg.dots(rows, _counts(rows, atlas), found.alt, width=width)


def _counts(rows: Sequence[svg.Row], atlas: Atlas) -> svg.Axis:
    """An axis of counts from zero."""
    most = max([1.0, *(value for row in rows for value, _ in (*row.faint, (row.value, 0)) if is_known(value))])
    step = next((step for step in STEPS if most / step <= MARKS), STEPS[-1])
    top = step * (int(most / step) + 1)
    return svg.Axis(0, top, tuple((tick, atlas.t.number(tick)) for tick in range(0, top + 1, step)))


def _bars(name: Callable[[Any, Atlas], str], value: str) -> Callable[[Found, Atlas], Draw]:
    """The largest counts as bars, each with its name."""

    def make(found: Found, atlas: Atlas) -> Draw:
        some = (row for row in each(found.rows) if getattr(row, value))
        top = sorted(some, key=lambda row: -getattr(row, value))[:MOST_LINES]
        number = atlas.t.number
        rows = [svg.Row(name(row, atlas), number(getattr(row, value)), float(getattr(row, value))) for row in top]
        return lambda width: svg.bars(rows, _counts(rows, atlas), found.alt, width=width)

    return make


def _claims(found: Found, atlas: Atlas) -> Draw:
    """The differences behind a claim with their intervals, around zero."""
    t, rows = atlas.t, []
    for row in [row for row in each(found.rows) if is_known(row.lower)][:MOST_LINES]:
        bounds = {end: t.number(getattr(row, end) * 100, 1) for end in ("lower", "upper")}
        named = {
            name: t.short_region(code, atlas.scheme) if isinstance(code, str) else ""
            for name, code in (("region", row.region), ("reference", row.reference_region))
        }
        name = t(f"claims.comparison.{row.comparison}", **named)
        more = t("language.points_interval", **bounds)
        region = row.region if isinstance(row.region, str) else ""
        rows.append(svg.Row(name, t.signed(row.difference), row.difference, row.lower, row.upper, region, more))
    reach = max([0.1, *(abs(end) for row in rows for end in (row.lower, row.upper))])
    axis = svg.Axis(-reach, reach, tuple((at * reach, t.signed(at * reach)) for at in (-1, 0, 1)))
    return lambda width: svg.dots(rows, axis, found.alt, width=width)


def _issues(found: Found, atlas: Atlas) -> Draw:
    """The issues furthest above the middle of the sub-region of a state and furthest below it, with its middle half."""
    t, region, rows = atlas.t, atlas.codes.region_of[atlas.scheme].get(found.country, ""), []
    known = [row for row in each(found.rows) if is_known(row.difference)]
    half = MOST_LINES // 2
    for row in known if len(known) <= MOST_LINES else [*known[:half], *known[-half:]]:
        ends = {end: t.percent(getattr(row, f"range_{end}")) for end in ("lower", "upper")}
        more = t("workshop.half", **ends)
        said = t.percent(row.share)
        rows.append(svg.Row(t.issue(row.issue), said, row.share, row.range_lower, row.range_upper, region, more))
    ends_of = max([0.1, *(end for row in rows for end in (row.value, row.upper) if is_known(end))])
    axis = svg.Axis(0, ends_of, tuple((at * ends_of, t.percent(at * ends_of, 0)) for at in HALVES))
    return lambda width: svg.dots(rows, axis, found.alt, width=width)


def _tested(found: Found, atlas: Atlas) -> Draw:
    """How many of the states that a way to rank names asked later, over all regions."""
    t, rows = atlas.t, []
    for row in each(found.rows):
        if row.region == OVERALL:
            name, said = t(f"whom_to_lobby.order.{row.ranked_by}"), t.percent(row.precision)
            more = t.interval_sentence(row.precision_lower, row.precision_upper)
            rows.append(svg.Row(name, said, row.precision, row.precision_lower, row.precision_upper, "", more))
    top = max([0.1, *(row.upper for row in rows if is_known(row.upper))]) * 1.1
    axis = svg.Axis(0, top, tuple((at * top, t.percent(at * top, 0)) for at in HALVES))
    return lambda width: svg.dots(rows[:MOST_LINES], axis, found.alt, width=width)


def _state(row: Any, atlas: Atlas) -> str:
    return atlas.t.state(row.iso3)


def _ranked(row: Any, atlas: Atlas) -> str:
    return atlas.t("whom_to_lobby.parts.name", place=row.rank, state=atlas.t.state(row.iso3))


def _movement(row: Any, atlas: Atlas) -> str:
    return atlas.t(f"movement.{row.movement}")


DRAWN: Mapping[str, Callable[[Found, Atlas], Draw | None]] = {
    "glance.states": _states,
    "glance.mix": _asked,
    "regions.gaps": _gaps,
    "regions.spread": _spread,
    "regions.standardised": _alike,
    "country.record": _record,
    "country.mix": _mix,
    "country.issues": _issues,
    "country.askers": _bars(_state, "recommendations"),
    "whom_to_lobby.parts": _bars(_ranked, "points"),
    "whom_to_lobby.tested": _tested,
    "follow_up.again": _bars(_movement, "recommendations"),
    "coalitions.joint": _joint,
    "coalition_country.neighbours": _bars(_state, "organisations_shared"),
}
"""Card -> what draws it."""
COLUMNS: Mapping[str, Sequence[str]] = {
    "whom_to_lobby.listing": ("state", "why"),
    "whom_to_lobby.unasked": ("state", "why"),
    "coalitions.size": ("region", "reviews", "joint", "median", "largest"),
    "coalition_country.submissions": ("code", "members", "organisations"),
    "coalition_country.nearby": ("organisation", "in_region", "signs_in"),
    "coalition_networks.presence": ("organisation", "subject", "reviews_signed", "reviews", "share"),
}
"""Card -> the columns of its table that a screen has room for."""


READ = {
    "country.record",
    "country.issues",
    "country.askers",
    "regions.spread",
    "regions.standardised",
    "follow_up.again",
    "whom_to_lobby.parts",
    "whom_to_lobby.tested",
    "coalitions.size",
    "coalition_country.neighbours",
    "coalition_networks.presence",
}
"""Cards that are drawn otherwise here than on their page, so that they are read otherwise."""


def reads(found: Found, t: Text) -> str:
    """How to read the card as it is drawn here."""
    if found.card == "coalitions.joint":
        return t("offline.joint.reads")
    if found.card not in READ:
        return found.carried.reads
    return t(f"workshop.read.{found.card.partition('.')[2]}", n=t.number(MOST_LINES))


def _of_region(rows: pd.DataFrame, region: str) -> pd.DataFrame:
    """The networks that sign most in a region, if it is one that is compared."""
    mine = rows[(rows["region"] == region).to_numpy()]
    return (rows if mine.empty else mine).sort_values("share", ascending=False, kind="stable")
