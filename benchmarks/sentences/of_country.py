"""Rules of the page on one country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.filters import Filters
from analytics.rows import each
from analytics.thresholds import FEW, STANDS_OUT
from benchmarks.sentences.breaches import NOT_EXTREME
from benchmarks.sentences.rules import At, cells, of

if TYPE_CHECKING:
    from benchmarks.sentences.said import Node

MIX = ("minimal", "continuing", "considering", "general", "specific")
SESSION = {"session": ("session", 1), "year": ("year", 1)}


def _answered(at: At, table: str = "country_reviews") -> list[Any]:
    return [row for row in at.each(table) if row.answered]


def _counted(at: At) -> dict[int, tuple[int, int]]:
    """Session -> answered and accepted, from the counts of all states."""
    country = at.rows("country_reviews")["national_report"].iloc[0].split("/")[-2]
    rows = at.shown.page.data.results.table("counts", Filters(scheme=at.filters.scheme))
    rows = rows[(rows["iso3"] == country).to_numpy()]
    summed = rows.groupby("session")[["answered", "accepted"]].sum()
    return {int(session): (int(row["answered"]), int(row["accepted"])) for session, row in summed.iterrows()}


@of("country.headline")
def _headline(node: Node, at: At) -> None:
    last = _answered(at)[-1]
    answered, accepted = _counted(at)[last.session]
    at.number(node, "rate", accepted / answered, 100)
    at.number(node, "n", answered)
    at.number(node, "session", last.session)
    at.number(node, "year", last.year)


cells(
    "country.after.requests",
    table="country_reviews",
    match={},
    numbers_of={"n": ("later", 1), "states": ("askers", 1), **SESSION},
    where=lambda row, _: row.later > 0,
)
cells("country.after.held", table="country_reviews", match={}, numbers_of=SESSION)
cells("country.after.past", table="country_next", match={}, numbers_of={"cycle": ("cycle", 1), **SESSION})
cells(
    "country.next.calendar",
    "country.next.order",
    table="country_next",
    match={},
    numbers_of={"cycle": ("cycle", 1), **SESSION},
)
cells("country.unclear", table="country_reviews", match={}, numbers_of={"session": ("session", 1)})
cells(
    "country.compare.part",
    table=("country_compared", "country_reviews"),
    match={},
    numbers_of={"cycle": ("cycle", 1), "rate": ("rate", 100), "n": ("answered", 1)},
)
cells(
    "country.record.one",
    table="country_reviews",
    match={},
    numbers_of={"cycle": ("cycle", 1), "rate": ("rate", 100), "n": ("answered", 1)},
)


@of("country.record.finding")
def _record(node: Node, at: At) -> None:
    at.number(node, "reviews", len(_answered(at)))


@of("country.mix.finding")
def _mix(node: Node, at: At) -> None:
    last = [row for row in at.each("country_reviews") if sum(getattr(row, name) for name in MIX)][-1]
    at.number(node, "cycle", last.cycle)
    at.number(node, "share", last.specific / sum(getattr(last, name) for name in MIX), 100)


@of(*(f"country.stands.{measure}.{end}" for measure in ("rate", "specific_share") for end in ("above", "below")))
def _beside(node: Node, at: At) -> None:
    """The share lies outside, and as many reviews of the region lie on the other side as are said."""
    measure, end = node.name.split(".")[2:]
    row = [row for row in at.each("country_ranges") if row.record_measure == measure and row.within == "region"][-1]
    at.number(node, "cycle", row.cycle)
    at.number(node, "share", row.own_share, 100)
    at.number(node, "of", row.other_reviews)
    at.number(node, "others", row.below if end == "above" else row.other_reviews - row.below - row.equal)
    outside = row.own_share > row.range_upper if end == "above" else row.own_share < row.range_lower
    if not outside:
        at.say(NOT_EXTREME, node, f"{row.own_share} in {row.range_lower} to {row.range_upper}")


@of("country.stands.rose", "country.stands.fell")
def _change(node: Node, at: At) -> None:
    enough = [(session, n, y / n) for session, (n, y) in sorted(_counted(at).items()) if n >= FEW and y]
    first, last = enough[0], enough[-1]
    at.number(node, "first", first[2], 100)
    at.number(node, "first_n", first[1])
    at.number(node, "last", last[2], 100)
    at.number(node, "last_n", last[1])
    cycle_of = {row.session: row.cycle for row in at.each("country_reviews")}
    at.number(node, "first_cycle", cycle_of[first[0]])
    at.number(node, "last_cycle", cycle_of[last[0]])
    moved = last[2] - first[2]
    if (moved if node.name.endswith("rose") else -moved) < STANDS_OUT:
        at.say(NOT_EXTREME, node, f"moved by {moved:.3f}")


@of("country.stands.issue")
def _issue(node: Node, at: At) -> None:
    code = node.blanks["issue"].codes[0]
    row = next(row for row in at.each("country_issues") if row.issue == code)
    at.number(node, "share", row.recommendations / row.coded, 100)
    at.number(node, "n", row.recommendations)
    at.number(node, "below", row.below)
    at.number(node, "of", row.other_states)


@of("country.issues.n")
def _above(node: Node, at: At) -> None:
    rows = [row for row in at.each("country_issues") if row.range_upper == row.range_upper]
    at.number(node, "n", sum(row.share > row.range_upper for row in rows))


@of("country.askers.finding", "country.askers.tied", "country.askers.many", "country.askers.n")
def _askers(node: Node, at: At) -> None:
    asked = {row.iso3: row.recommendations for row in at.each("country_askers") if row.recommendations}
    if "names" in node.blanks:
        at.extreme(node, "names", asked, most=True)
    at.number(node, "most", max(asked.values()))
    at.number(node, "n", len(asked))


@of("country.civic.heading.reviews", "country.civic.heading.years")
def _civic(node: Node, at: At) -> None:
    ends = _civic_ends(node, at)
    at.number(node, "first", ends[0].value)
    at.number(node, "last", ends[-1].value)


@of("country.civic.reviews", "country.civic.years")
def _civic_when(node: Node, at: At) -> None:
    ends = _civic_ends(node, at)
    at.number(node, "first_year", ends[0].year)
    at.number(node, "last_year", ends[-1].year)


def _civic_ends(node: Node, at: At) -> list[Any]:
    rows = at.each("country_civic_space")
    return [row for row in rows if row.reviewed or node.name.endswith("years")]


@of("country.civic.rests")
def _civic_years(node: Node, at: At) -> None:
    years = [row.year for row in each(at.rows("country_civic_space"))]
    at.number(node, "first", min(years))
    at.number(node, "last", max(years))


@of("country.coded")
def _coded(node: Node, at: At) -> None:
    rows = at.each("asker_issues" if "asker_issues" in at.shown.page.tables else "country_issues")
    at.number(node, "n", rows[0].coded if rows else 0)


@of("country.rests")
def _rests(node: Node, at: At) -> None:
    table = "country_compared" if "country_compared" in at.shown.page.tables else "country_reviews"
    at.number(node, "n", sum(row.recommendations for row in _answered(at, table)))
