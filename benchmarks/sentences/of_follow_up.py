"""Rules of the sentences of the working list: what a state accepted, was asked again, and is asked to ratify."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.results.issues import ALL, REST
from benchmarks.sentences.breaches import NOT_EXTREME, TIE, VERDICT, WRONG_NUMBER
from benchmarks.sentences.rules import At, cells, of, region_of

if TYPE_CHECKING:
    from benchmarks.sentences.said import Node

NAMED = 3
"""Issues, or treaties, that a sentence names where several are first."""


@of("follow_up.accepted.heading", "follow_up.accepted.more")
def _accepted(node: Node, at: At) -> None:
    first, last = at.shown.filters.sessions or (0, 99)
    mine = [row for row in at.each("follow_up_reviews") if first <= row.session <= last]
    total = {
        name: sum(getattr(row, name) for row in mine)
        for name in ("accepted", "answered", "recommendations", "recommendations_again")
    }
    for blank, number in total.items():
        at.number(node, blank, number)
    if total["answered"]:
        at.number(node, "share", total["accepted"] / total["answered"], 100)


@of("follow_up.accepted.none", "follow_up.again.none", "follow_up.both.none")
def _nothing(node: Node, at: At) -> None:
    held = {"accepted": "follow_up", "again": "asked_again", "both": "issues_in_both_cycles"}
    name = held[node.name.split(".")[1]]
    if len(at.rows(name)):
        at.say(VERDICT, node, f"{name} has rows")
    if "fewest" in node.blanks:
        at.number(node, "fewest", float(at.shown.page.own["fewest_askers"]))


@of("follow_up.issues.more")
def _most_on(node: Node, at: At) -> None:
    rows = sorted((row.accepted for row in at.each("follow_up_issues")), reverse=True)
    named = [at.read(inner, "n") for inner in node.sentences("follow_up.issues.one")]
    if [number.value for number in named if number] != rows[:NAMED]:
        at.say(NOT_EXTREME, node, f"{rows[:NAMED]} in the rows")


cells(
    "follow_up.issues.one",
    table="follow_up_issues",
    match={"issue": "issue"},
    numbers_of={"n": ("accepted", 1)},
)


@of("follow_up.again.heading", "follow_up.again.more")
def _again(node: Node, at: At) -> None:
    rows = at.each("asked_again")
    later = [row for row in at.each("follow_up_reviews") if row.earlier_reviews]
    at.number(node, "again", len(rows))
    at.number(node, "n", sum(row.answered for row in later))
    before = [(row.accepted_before, row.asked_before, row.movement.endswith("_accepted")) for row in rows]
    at.number(node, "moved", sum(not accepted and now for accepted, _, now in before))
    at.number(node, "accepted", sum(accepted == asked for accepted, asked, _ in before))


@of("follow_up.both.heading")
def _both(node: Node, at: At) -> None:
    rows, fewest = at.each("issues_in_both_cycles"), int(at.shown.page.own["fewest_askers"])
    at.number(node, "issues", len(rows))
    at.number(node, "fewest", fewest)
    if any(min(row.askers_then, row.askers_now) < fewest for row in rows):
        at.say(WRONG_NUMBER, node, "an issue that fewer states raised")


cells(
    "follow_up.both.one",
    table="issues_in_both_cycles",
    match={"issue": "issue"},
    numbers_of={"then": ("askers_then", 1), "now": ("askers_now", 1)},
)


def _first_treaties(at: At, region: str) -> list[Any]:
    """The treaties that a region is asked for most often, as rows."""
    mine = [row for row in at.each("instruments_by_region") if row.region == region]
    most = max((row.asked_to_ratify for row in mine), default=0)
    return [row for row in mine if row.asked_to_ratify == most]


@of("follow_up.instruments.one")
def _treaties(node: Node, at: At) -> None:
    said = {inner.name.removeprefix("treaty.") for inner in node.blanks["treaty"].sentences()}
    said -= {"follow_up.instruments.tied", "language.and", "language.and_before_i"}
    for region in node.blanks["regions"].codes:
        first = {row.instrument for row in _first_treaties(at, region)}
        if len(first) <= NAMED and not first <= said:
            at.say(NOT_EXTREME, node, f"{region}: {sorted(first)} in the rows")
        for tied in node.sentences("follow_up.instruments.tied"):
            at.number(tied, "n", len(first))


@of("follow_up.instruments.none")
def _no_treaty(node: Node, at: At) -> None:
    if any(row.region not in {ALL, REST} for row in at.each("instruments_by_region")):
        at.say(VERDICT, node, "there are requests")


@of("follow_up.instruments.few", "follow_up.instruments.rate", "follow_up.instruments.likely")
def _rate(node: Node, at: At) -> None:
    first = _first_treaties(at, region_of(node))
    if len(first) != 1:
        at.say(TIE, node, f"{len(first)} are first")
        return
    (row,) = first
    at.number(node, "asked", row.asked_to_ratify)
    at.number(node, "n", row.recommendations)
    at.number(node, "accepted", row.rate, 100)
    at.bounds(node, row.lower, row.upper, 100)


@of("follow_up.measured.pairs", "follow_up.measured.treaties")
def _measured(node: Node, at: At) -> None:
    by = {row.instrument: row for row in at.each("instrument_scores")}
    row = by["again_words" if node.name.endswith("pairs") else "any_treaty"]
    at.number(node, "n", row.found)
    at.number(node, "known", row.known)
    at.number(node, "precision", row.precision, 100)
    at.number(node, "recall", row.recall, 100)
    at.bounds(node, row.precision_lower, row.precision_upper, 100)
    at.bounds(node, row.recall_lower, row.recall_upper, 100, "recall_interval")
    treaty = by["again_treaty"]
    at.number(node, "treaty_n", treaty.found)
    at.number(node, "treaty", treaty.precision, 100)
    at.bounds(node, treaty.precision_lower, treaty.precision_upper, 100, "treaty_interval")


@of("follow_up.own_instruments.finding")
def _own(node: Node, at: At) -> None:
    at.number(node, "n", len({row.instrument for row in at.each("instruments_by_state")}))
