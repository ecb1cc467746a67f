"""Rules of sentences about whom to lobby: counted anew from the rows of the list, and of its test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.sentences.breaches import NOT_EXTREME, VERDICT, WRONG_NUMBER
from benchmarks.sentences.rules import At, of, region_of, written_as

if TYPE_CHECKING:
    from benchmarks.sentences.said import Node

NAMED = 3
ALL, PARTS, USUAL = "all", "parts", {"w_interest": "70", "w_history": "20", "w_acceptance": "5", "w_ties": "5"}
MEASURES = ("precision", "recall")


def _listed(at: At) -> list[Any]:
    """The rows of the list in the order of their points, equal ones as they stand, where it is ranked by the parts."""
    rows = at.each("whom_to_lobby")
    if rows[0].ranked_by != PARTS:
        return rows
    total = sum(float(at.shown.page.own[name]) for name in USUAL) or 1

    def points(row: Any) -> float:
        parts = (row.interest_points, row.history_points, row.acceptance_points, row.ties_points)
        weights = (float(at.shown.page.own[name]) for name in USUAL)
        return round(sum(part * weight for part, weight in zip(parts, weights, strict=True)) / total, 2)

    return sorted(rows, key=points, reverse=True)


@of("whom_to_lobby.first", "whom_to_lobby.first.all")
def _first(node: Node, at: At) -> None:
    rows = at.each("whom_to_lobby")
    named = node.blanks["names"].codes
    if sorted(named) != sorted(row.iso3 for row in _listed(at)[:NAMED]):
        at.say(NOT_EXTREME, node, f"{named}")
    if node.name.endswith("all") != (len(rows) <= NAMED):
        at.say(VERDICT, node, f"{len(rows)} states are listed")
    at.number(node, "n", len(rows))


@of("whom_to_lobby.more")
def _more(node: Node, at: At) -> None:
    rows = at.each("whom_to_lobby")
    at.number(node, "n", len(rows))
    at.number(node, "here", sum(row.on_issue_here > 0 for row in rows))
    at.number(node, "asked", sum(row.asked_here > 0 for row in rows))


@of("whom_to_lobby.unasked.finding", "whom_to_lobby.unasked.named", "whom_to_lobby.unasked.none")
def _unasked(node: Node, at: At) -> None:
    mine = [row.iso3 for row in at.each("whom_to_lobby") if not (row.asked_here or row.later_here)]
    at.number(node, "n", len(mine))
    if "names" in node.blanks:
        at.names(node, "names", mine)
    if node.name.endswith("none") != (not mine):
        at.say(VERDICT, node, f"{len(mine)} in the rows")


@of("whom_to_lobby.listing.finding")
def _listing(node: Node, at: At) -> None:
    at.number(node, "n", len(at.each("whom_to_lobby")))


@of(*(f"whom_to_lobby.ranked.{way}" for way in ("own", "parts", "plain", "untested")))
def _ranked(node: Node, at: At) -> None:
    """What is said of the order is that of the rows, and what the test of the region says."""
    by = at.each("whom_to_lobby")[0].ranked_by
    usual = all(at.shown.page.own[name] == weight for name, weight in USUAL.items())
    way = node.name.rpartition(".")[2]
    if (way == "own") == usual or (way in {"own", "parts"}) != (by == PARTS):
        at.say(VERDICT, node, f"ranked by {by}, usual weights: {usual}")
    mine = [row for row in at.each("lobby_validation") if row.region == region_of(node)]
    if way == "parts":
        at.number(node, "precision", next(row.precision for row in mine if row.ranked_by == PARTS), 100)
        at.number(node, "plain", max(row.precision for row in mine if row.ranked_by != PARTS), 100)
    if way in {"parts", "plain"} and _ahead(mine) != (way == "parts"):
        at.say(VERDICT, node, "the test says otherwise")


def _ahead(rows: list[Any]) -> bool:
    """Whether the four parts are ahead of every plain list in both measures."""
    plain = [row for row in rows if row.ranked_by != PARTS]
    return all(getattr(row, f"{name}_gap_lower") > 0 for row in plain for name in MEASURES)


@of("whom_to_lobby.tested.finding", "whom_to_lobby.tested.no")
def _tested(node: Node, at: At) -> None:
    mine = [row for row in at.each("lobby_validation") if row.region == ALL]
    if _ahead(mine) != node.name.endswith("finding"):
        at.say(VERDICT, node, "the rows say otherwise")


@of("whom_to_lobby.tested.ahead")
def _least(node: Node, at: At) -> None:
    mine = [row for row in at.each("lobby_validation") if row.region == ALL and row.ranked_by != PARTS]
    for name in MEASURES:
        at.number(node, name, min(getattr(row, f"{name}_gap") for row in mine), 100)


@of("whom_to_lobby.tested.where", "whom_to_lobby.tested.everywhere", "whom_to_lobby.tested.nowhere")
def _where(node: Node, at: At) -> None:
    regions: dict[str, list[Any]] = {}
    for row in at.each("lobby_validation"):
        regions.setdefault(row.region, []).append(row)
    ahead = [region for region, rows in regions.items() if region != ALL and _ahead(rows)]
    if "regions" in node.blanks:
        at.names(node, "regions", ahead)
    elif node.name.endswith("nowhere") == bool(ahead):
        at.say(VERDICT, node, f"{ahead}")


@of("whom_to_lobby.tested.full.precision", "whom_to_lobby.tested.full.recall")
def _measured(node: Node, at: At) -> None:
    name = node.name.rpartition(".")[2]
    mine = next(row for row in at.each("lobby_validation") if (row.region, row.ranked_by) == (ALL, PARTS))
    at.number(node, "value", getattr(mine, name), 100)
    at.bounds(node, getattr(mine, f"{name}_lower"), getattr(mine, f"{name}_upper"), 100)


@of("whom_to_lobby.tested.gap.of")
def _gap(node: Node, at: At) -> None:
    """The gap is that to one of the plain lists, and so is its interval."""
    said = at.read(node, "gap")
    rows = [row for row in at.each("lobby_validation") if row.region == ALL and row.ranked_by != PARTS]
    for row in rows:
        for name in MEASURES:
            if said and written_as(said, getattr(row, f"{name}_gap") * 100):
                at.number(node, "gap", getattr(row, f"{name}_gap"), 100)
                at.bounds(node, getattr(row, f"{name}_gap_lower"), getattr(row, f"{name}_gap_upper"), 100)
                return
    at.say(WRONG_NUMBER, node, "no such gap in the rows")
