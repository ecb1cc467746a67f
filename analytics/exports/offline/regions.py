"""The first two parts of the pack: what the review is and the numbers at a glance; the three regions compared."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from analytics.charts import palette
from analytics.exports import svg
from analytics.exports.html import Html, join, paragraphs, tag
from analytics.exports.offline.cards import Cards
from analytics.filters import ACTIONS
from analytics.findings import coverage, glance
from analytics.findings import regions as find
from analytics.findings.coalitions import places
from analytics.findings.finding import Finding
from analytics.results.coalitions import listed
from analytics.rows import each, is_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analytics.exports.offline.atlas import Atlas
    from analytics.text import Text

QUARTERS = (0, 0.25, 0.5, 0.75, 1)
GAP_STEP = 0.1
"""Distance of the marks on the axis of a gap."""
UPR = ("what", "answers", "papers", "coalitions")
"""Sentences on the review."""


def overview(atlas: Atlas) -> Html:
    """What the review is, how much these data hold, the three regions with their colours, where the data end."""
    t = atlas.t
    (totals,) = each(atlas.rows("totals"))
    joint = listed(atlas.table("joint_reviews", places(atlas.filters)))
    counted = {
        "recommendations": t.count("recommendations", totals.recommendations),
        "states": t.count("states", totals.states),
        "reviews": t.count("reviews", totals.reviews),
        "joint": t.count("joint", int(joint["joint"].sum())),
    }
    tiles = [tag("li", t(f"offline.tile.{name}", n=said)) for name, said in counted.items()]
    ends = coverage.ends(atlas.rows("coverage_layers"), t)
    layers = [tag("li", t("coverage.layer", layer=t(f"layer.{layer}"), until=until)) for layer, until in ends.items()]
    return join(
        [
            tag("p", glance.lead(atlas.rows("totals"), atlas.rows("listed_reviews"), atlas.codes, t), class_="lead"),
            paragraphs("\n\n".join(t(f"offline.upr.{part}") for part in UPR)),
            tag("ul", tiles, class_="tiles"),
            tag("h3", t("offline.three")),
            tag("ul", [_region(row, atlas) for row in _focus(atlas)], class_="regions"),
            tag("p", t("offline.context")),
            tag("h3", t("offline.reach")),
            tag("ul", layers),
        ]
    )


def _region(row: Any, atlas: Atlas) -> Html:
    """A region with its mark, its rate and what stands behind it."""
    t = atlas.t
    name = tag("strong", Html(svg.mark(row.region)), " ", t.region(row.region, atlas.scheme))
    rate = tag("span", t.percent(row.rate), class_="large")
    return tag("li", name, rate, tag("span", _likely(row, t), class_="muted"), class_=f"region {row.region}")


def compared(atlas: Atlas) -> Html:
    """Rates with interval and n, the gaps, the cycles, and the mix of what was asked."""
    t, scheme, cards = atlas.t, atlas.scheme, Cards(atlas)
    regions, states = atlas.rows("acceptance_by_region"), atlas.rows("received_by_state")
    mine = glance.of_regions(regions, atlas.focus)
    spread = atlas.rows("spread_by_region")
    gaps, every_gap = atlas.rows("acceptance_gaps"), atlas.rows("regional_gaps")
    cycles, changes = atlas.rows("acceptance_by_cycle"), atlas.rows("cycle_changes")
    made = [
        cards.figure(
            "glance.states",
            rates(mine, states, atlas),
            glance.headline(mine, gaps, states, scheme, t),
            rows=mine,
        ),
        cards.figure(
            "regions.gaps",
            differences(every_gap, atlas),
            _sure(find.clear_of_zero(every_gap, spread, scheme, t), t),
            rows=spread,
            beside=every_gap,
        ),
        cards.figure("glance.cycles", by_cycle(cycles, atlas), glance.change(changes, cycles, scheme, t), rows=cycles),
    ]
    mix = atlas.rows("action_mix") if "actions" not in atlas.codes.lacks else None
    if mix is not None and not mix.empty:
        depths = zip(ACTIONS, palette.STEPS, strict=True)
        kinds = [tag("li", Html(svg.swatch(depth)), " ", t(f"action.{action}")) for action, depth in depths]
        finding = glance.specific_asks(mix, scheme, t)
        below = tag("ol", kinds, class_="kinds muted")
        made.append(cards.figure("glance.mix", asked(mix, atlas), finding, rows=mix, below=below))
    return join(made)


def _sure(finding: Finding, t: Text) -> Finding:
    """The same finding under a question, because the figure above has its heading already."""
    return Finding(t("offline.sure"), f"{finding.heading} {finding.more}".strip(), finding.full)


def rates(regions: pd.DataFrame, states: pd.DataFrame, atlas: Atlas) -> Any:
    """Draws each region's rate with its interval before its states."""
    t = atlas.t
    most = max(states["answered"].max(), 1)
    rows = [
        replace(
            _row(row, atlas),
            faint=tuple(
                (state.rate, state.answered / most)
                for state in each(states)
                if state.region == row.region and state.answered
            ),
        )
        for row in each(regions)
    ]
    return lambda width: svg.dots(rows, percents(t), t("glance.states.alt"), width=width)


def by_cycle(cycles: pd.DataFrame, atlas: Atlas) -> Any:
    """Draws the rate of each region and cycle with its interval."""
    t = atlas.t
    rows = [
        replace(_row(row, atlas), name=t("offline.cycle", region=_name(row, atlas), cycle=row.cycle))
        for row in each(cycles)
    ]
    return lambda width: svg.dots(rows, percents(t), t("glance.cycles.alt"), width=width)


def differences(gaps: pd.DataFrame, atlas: Atlas) -> Any:
    """Draws the gap of each pair of regions with its interval around zero."""
    t = atlas.t
    rows = []
    for row in each(gaps):
        bounds = {end: t.number(getattr(row, end) * 100, 1) for end in ("lower", "upper")}
        interval = t("language.points_interval", **bounds) if is_known(row.lower) else t("interval.none")
        n, other = t.number(row.recommendations), t.number(row.reference_recommendations)
        name = t("regions.pair", one=_name(row, atlas), other=t.region(row.reference_region, atlas.scheme))
        more = t("offline.gap", interval=interval, n=n, other=other)
        rows.append(svg.Row(name, t.signed(row.gap), row.gap, row.lower, row.upper, more=more))
    ends = [end for row in rows for end in (row.lower, row.upper, row.value) if is_known(end)]
    first, last = floor(min([0, *ends]) / GAP_STEP), ceil(max([0, *ends]) / GAP_STEP)
    ticks = [round(GAP_STEP * step, 2) for step in range(first, max(last, first + 1) + 1)]
    axis = svg.Axis(ticks[0], ticks[-1], tuple((tick, t.plus(tick * 100, 0)) for tick in ticks))
    return lambda width: svg.dots(rows, axis, t("regions.gaps.alt"), width=width)


def asked(mix: pd.DataFrame, atlas: Atlas) -> Any:
    """Draws the share of each action category in what was asked of a region."""
    t = atlas.t
    by_region: dict[str, dict[int, Any]] = {}
    for row in each(mix):
        by_region.setdefault(row.region, {})[row.action_category] = row
    stacks = []
    for region, cells in by_region.items():
        of = next(iter(cells.values())).of_region
        parts = tuple(_part(cells.get(action), t) for action in ACTIONS)
        more = t("offline.n", n=t.number(of))
        stacks.append(svg.Stack(t.region(region, atlas.scheme), parts, region, more))
    return lambda width: svg.stacked(stacks, t("glance.mix.alt"), width=width)


def _part(cell: Any, t: Text) -> tuple[float, str, str]:
    """A part of a bar: its share, in words, and with what it is when pointed at."""
    if cell is None:
        return 0.0, "", ""
    share = t.percent(cell.share, 0)
    action = t(f"action.{cell.action_category}")
    return cell.share, share, t("offline.part", action=action, share=share, n=t.number(cell.recommendations))


def percents(t: Text) -> svg.Axis:
    """An axis of shares, in quarters."""
    return svg.Axis(0, 1, tuple((value, t.percent(value, 0)) for value in QUARTERS))


def _row(row: Any, atlas: Atlas) -> svg.Row:
    """A region in a figure: its name, rate, interval and what stands behind it."""
    said = atlas.t.percent(row.rate) if is_known(row.rate) else ""
    more = _likely(row, atlas.t)
    return svg.Row(_name(row, atlas), said, row.rate, row.lower, row.upper, row.region, more)


def _likely(row: Any, t: Text) -> str:
    """The interval of a rate or why there is none, its states and n."""
    if not is_known(row.rate):
        likely = t("few.reviews")
    elif not is_known(row.lower):
        likely = t("interval.none")
    else:
        likely = t("glance.states.likely", interval=t.interval(row.lower, row.upper))
    counted = {"states": t.count("states", row.states), "n": t.number(row.recommendations)}
    return t("offline.likely", likely=likely, **counted)


def _name(row: Any, atlas: Atlas) -> str:
    return atlas.t.region(row.region, atlas.scheme)


def _focus(atlas: Atlas) -> Sequence[Any]:
    regions = atlas.rows("acceptance_by_region")
    return [row for row in each(regions) if row.region in atlas.focus]
