"""Rules of the page on one recommending state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.sentences.breaches import NOT_EXTREME
from benchmarks.sentences.rules import At, cells, of, region_of

if TYPE_CHECKING:
    from benchmarks.sentences.said import Node


@of("recommending_state.headline", "recommending_state.headline.all")
def _headline(node: Node, at: At) -> None:
    """From the pairs of states, which the page reads for another card."""
    rows = at.rows("asker_addressed")
    at.number(node, "n", rows["recommendations"].sum())
    at.number(node, "answered", rows["answered"].sum())
    at.number(node, "rate", rows["accepted"].sum() / rows["answered"].sum(), 100)


@of("recommending_state.rests")
def _rests(node: Node, at: At) -> None:
    at.number(node, "n", at.rows("asker_record")["recommendations"].sum())


@of("recommending_state.later")
def _later(node: Node, at: At) -> None:
    later = at.rows("asker_addressed")["later"]
    at.number(node, "n", later.sum())
    at.number(node, "states", (later > 0).sum())


cells(
    "recommending_state.part",
    table="asker_record",
    match={},
    numbers_of={"cycle": ("cycle", 1), "n": ("recommendations", 1), "states": ("states", 1)},
)


@of(*(f"recommending_state.record.{end}" for end in ("above", "below", "inside", "alone")))
def _record(node: Node, at: At) -> None:
    own = max(at.each("asker_record"), key=lambda row: row.categorised)
    at.number(node, "cycle", own.cycle)
    at.number(node, "share", own.specific / own.categorised, 100)
    row = next(
        row
        for row in at.each("asker_ranges")
        if (row.cycle, row.record_measure, row.within) == (own.cycle, "specific_share", "region")
    )
    place = "above" if row.own_share > row.range_upper else "below" if row.own_share < row.range_lower else "inside"
    said = node.name.rpartition(".")[2]
    if said not in ("alone", place):
        at.say(NOT_EXTREME, node, f"{row.own_share} in {row.range_lower} to {row.range_upper}")


@of("recommending_state.spread.more", "recommending_state.spread.less")
def _spread(node: Node, at: At) -> None:
    rows = at.each("asker_spread")
    more = node.name.endswith("more")
    at.names(node, "regions", [row.asked for row in rows if (row.ratio_lower > 1 if more else row.ratio_upper < 1)])


@of("recommending_state.spread.ratio")
def _ratio(node: Node, at: At) -> None:
    row = next(row for row in at.each("asker_spread") if row.asked == region_of(node))
    at.number(node, "ratio", row.ratio)
    at.number(node, "lower", row.ratio_lower)
    at.number(node, "upper", row.ratio_upper)
    at.number(node, "n", row.recommendations)


@of("recommending_state.issues.finding")
def _issue(node: Node, at: At) -> None:
    code = node.blanks["issue"].codes[0]
    row = next(row for row in at.each("asker_issues") if row.issue == code)
    at.number(node, "share", row.recommendations / row.coded, 100)


@of(
    "recommending_state.addressed.finding",
    "recommending_state.addressed.tied",
    "recommending_state.addressed.equal",
    "recommending_state.addressed.n",
)
def _addressed(node: Node, at: At) -> None:
    asked = {row.iso3: row.recommendations for row in at.each("asker_addressed") if row.recommendations}
    if "names" in node.blanks:
        at.extreme(node, "names", asked, most=True)
    at.number(node, "most", max(asked.values()))
    at.number(node, "n", len(asked))
