"""Rules of sentences about what is asked: Issues, Who asks whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analytics.thresholds import FEW, FEWEST_ON_ISSUE
from benchmarks.sentences.breaches import (
    ALPHABET,
    MODELLED,
    NOT_EXTREME,
    ONE_REGION,
    SUPERLATIVE,
    VERDICT,
    WHOLE,
    WRONG_NUMBER,
)
from benchmarks.sentences.of_answers import spec
from benchmarks.sentences.rules import At, cells, of, region_of, written_as
from benchmarks.sentences.said import Node, numbers, parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

REST, ALL, UNKNOWN = "rest", "all", "unknown"
TOP = 15
REGIONS = 3
PAIR = 2

# Issues


@of("issues.shares.most")
def _most_typical(node: Node, at: At) -> None:
    mine = [row for row in at.each("issue_shares") if row.region == region_of(node)]
    z = {row.issue: row.z for row in mine if row.distinctive and row.odds_ratio > 1}
    named = node.blanks["share"].codes
    if not z or named[0] not in z or z[named[0]] != max(z.values()):
        at.say(NOT_EXTREME, node, f"{named}")
    _issue_in(node, mine, at)


@of("issues.words.over", "issues.words.under")
def _over_and_under(node: Node, at: At) -> None:
    for issue in node.sentences("issues.words.issue"):
        _issue_of(issue, at.each("issue_shares"), at)


def _issue_in(node: Node, rows: Sequence[Any], at: At) -> None:
    for issue in node.sentences("issues.words.issue"):
        _issue_of(issue, rows, at)


def _issue_of(node: Node, rows: Sequence[Any], at: At) -> None:
    mine = [row for row in rows if row.issue == node.blanks["issue"].codes[0]]
    said = at.read(node, "n")
    fitting = [row for row in mine if said and row.recommendations == said.value] or mine[:1]
    tried = []
    for row in fitting:
        trial = At(at.shown)
        trial.number(node, "share", row.share, 100)
        trial.number(node, "other", row.share_elsewhere, 100)
        trial.number(node, "n", row.recommendations)
        tried.append(trial)
    best = min(tried, key=lambda trial: len(trial.found))
    at.found += best.found
    at.covered |= best.covered


@of("issues.shares.heading")
def _first(node: Node, at: At) -> None:
    for part in node.sentences("issues.shares.first"):
        mine = [row for row in at.each("issue_shares") if row.region == region_of(part)]
        z = {row.issue: row.z for row in mine if row.distinctive and row.odds_ratio > 1}
        named = part.blanks["issue"].codes
        if not z or z.get(named[0]) != max(z.values()):
            at.say(NOT_EXTREME, part, f"{named}")


@of("issues.shares.by_size")
def _first_by_size(node: Node, at: At) -> None:
    for part in node.sentences("issues.shares.first"):
        size = {row.issue: row.recommendations for row in at.each("issue_shares") if row.region == region_of(part)}
        if size[part.blanks["issue"].codes[0]] != max(size.values()):
            at.say(NOT_EXTREME, part, f"{part.blanks['issue'].codes}")


@of("issues.odds.finding")
def _standing_out(node: Node, at: At) -> None:
    rows = at.rows("issue_shares")
    at.number(node, "marked", rows["distinctive"].sum())
    at.number(node, "tested", rows["tested"].sum())


@of("issues.shares.alone")
def _by_size(node: Node, at: At) -> None:
    """With one region its issues stand in the order of their size, the largest first; families have their own order."""
    regions = {row.region for row in at.each("issue_shares")} - {REST}
    if at.shown.name != "issues.shares" or at.shown.figure is None or len(regions) != 1:
        return
    (heatmap,) = spec(at.shown.figure)["data"]
    column = [parsed(name).codes for name in heatmap["x"]].index(list(regions))
    t = at.shown.page.t
    written = [next(numbers(parsed(line[column]), t), None) for line in heatmap["text"]]
    cells_said = [number for number in written if number]
    if len(cells_said) < len(written):  # in families, whose names have lines of their own
        return
    order = [number.value for number in cells_said]
    largest = max(row.share for row in at.each("issue_shares") if row.region in regions)
    if order != sorted(order, reverse=True) or not written_as(cells_said[0], largest * 100):
        at.say(ALPHABET, node, f"{order[:5]}")


cells(
    "issues.shares.size",
    table="issue_shares",
    match={"issue": "issue"},
    numbers_of={"share": ("share", 100), "n": ("recommendations", 1)},
)
cells(
    "issues.acceptance.counted",
    table="issue_acceptance",
    match={"issue": "issue"},
    numbers_of={"accepted": ("accepted", 1), "n": ("recommendations", 1)},
    where=lambda row, _: row.region == ALL,
)


@of("issues.shares.largest")
def _largest(node: Node, at: At) -> None:
    size = {row.issue: row.recommendations for row in at.each("issue_shares") if row.region == region_of(node)}
    named = node.blanks["issues"].codes
    if [size[code] for code in named] != sorted(size.values(), reverse=True)[: len(named)]:
        at.say(NOT_EXTREME, node, f"{named}")


@of("issues.families.largest")
def _largest_family(node: Node, at: At) -> None:
    rows = [row for row in at.each("family_shares") if row.region != REST]
    known = [row for row in rows if row.share == row.share] or rows
    most = max(known, key=lambda row: row.recommendations)
    at.number(node, "n", most.recommendations)
    at.number(node, "of", most.of_region)


@of("issues.acceptance.finding", "issues.acceptance.heading", "issues.acceptance.one", "issues.acceptance.equal")
def _acceptance(node: Node, at: At) -> None:
    every = [row for row in at.each("issue_acceptance") if row.region == ALL and row.rate == row.rate]
    many = [row for row in every if row.recommendations >= FEWEST_ON_ISSUE] or every
    rate = {row.issue: row.rate for row in many}
    n = {row.issue: row.recommendations for row in many}
    for end in ("low", "high"):
        if end in node.blanks:
            if node.name.endswith(("finding", "heading")):
                at.extreme(node, end, rate, most=end == "high")
            named = node.blanks[end].codes
            at.number(node, f"{end}_rate", (max if end == "high" else min)(rate.values()), 100)
            if len(named) == 1 and at.read(node, f"{end}_n"):
                at.number(node, f"{end}_n", n.get(named[0], np.nan))


@of("issues.acceptance.lowest", "issues.acceptance.lowest_tied")
def _lowest(node: Node, at: At) -> None:
    rates: dict[str, dict[str, float]] = {}
    for row in at.each("issue_acceptance"):
        if row.region not in {ALL, REST} and row.rate == row.rate:
            rates.setdefault(row.issue, {})[row.region] = row.rate
    compared = [its for its in rates.values() if len(its) == REGIONS]
    alone = [min(its, key=lambda region: its[region]) for its in compared if _alone(list(its.values()))]
    times = {region: alone.count(region) for region in at.focus}
    at.extreme(node, "region", {region: float(number) for region, number in times.items()}, most=True)
    at.number(node, "n", times.get(region_of(node), np.nan))
    at.number(node, "issues", len(compared))


def _alone(rates: list[float]) -> bool:
    return rates.count(min(rates)) == 1


@of(*(f"issues.families.{form}{way}" for form in ("", "heading.") for way in ("apart", "overlap")))
def _families(node: Node, at: At) -> None:
    rows = [row for row in at.each("family_shares") if row.region != REST and row.share == row.share]
    pairs = [
        (one.upper < other.lower, other.share - one.share, one, other)
        for one in rows
        for other in rows
        if one.family == other.family and one.share < other.share
    ]
    apart, _, low, high = max(pairs, key=lambda pair: (bool(pair[0]), pair[1]))
    at.names(node, "high", [high.region])
    at.names(node, "low", [low.region])
    for end, row in (("high", high), ("low", low)):
        at.number(node, f"{end}_share", row.share, 100)
        at.number(node, f"{end}_n", row.of_region)
    if bool(apart) != node.name.endswith("apart"):
        at.say(VERDICT, node, f"apart: {apart}")


@of("issues.moves.step")
def _step(node: Node, at: At) -> None:
    moves = at.shown.page.own.get("moves", "rate")
    rows = [
        row
        for row in at.each("issue_periods")
        if row.region == region_of(node) and not row.third and getattr(row, moves) == getattr(row, moves)
    ]
    rows.sort(key=lambda row: row.cycle)
    for end, row in (("first", rows[0]), ("last", rows[-1])):
        at.number(node, end, getattr(row, moves), 100)
        at.number(node, f"{end}_n", row.of_region if moves == "share" else row.recommendations)


@of("issues.moves.heading.changed", "issues.moves.heading.unchanged", "issues.moves.heading.unchanged_alone")
def _moved_heading(node: Node, at: At) -> None:
    apart, compared = _apart_cycles(at)
    said = set(node.blanks["regions"].codes) if "regions" in node.blanks else set()
    if said != {region for _, region in apart}:
        at.say(VERDICT, node, f"{apart} in the rows")
    if node.name.endswith("unchanged") and compared < PAIR:
        at.say(ONE_REGION, node, "one region")


@of("issues.moves.heading.many")
def _moved_many(node: Node, at: At) -> None:
    apart, compared = _apart_cycles(at)
    at.number(node, "n", len(apart))
    at.number(node, "of", compared)


def _apart_cycles(at: At) -> tuple[set[tuple[str, str]], int]:
    """Issue and region whose first and last cycle have intervals that do not overlap, and how many are compared."""
    moves = at.shown.page.own.get("moves", "rate")
    cycles: dict[tuple[str, str], list[Any]] = {}
    for row in at.each("issue_periods"):
        if not row.third and getattr(row, moves) == getattr(row, moves):
            cycles.setdefault((row.issue, row.region), []).append(row)
    both = {key: rows for key, rows in cycles.items() if len(rows) > 1}
    apart = set()
    for key, rows in both.items():
        first, last = min(rows, key=lambda row: row.cycle), max(rows, key=lambda row: row.cycle)
        if first.upper < last.lower or last.upper < first.lower:
            apart.add(key)
    return apart, len(both)


@of("issues.moves.overlap", "issues.moves.overlap_alone", "issues.moves.apart")
def _moved(node: Node, at: At) -> None:
    apart, _ = _apart_cycles(at)
    said = {(where.blanks["issue"].codes[0], region_of(where)) for where in node.sentences("issues.moves.where")}
    if said != apart:
        at.say(VERDICT, node, f"{apart} in the rows")


@of("issues.never.finding", "issues.never.heading", "issues.never.none", "issues.never.few")
def _never(node: Node, at: At) -> None:
    peers = [row for row in at.each("peers") if row.recommendations and not row.is_country]
    at.number(node, "peers", len(peers))
    at.number(node, "n", len(at.rows("never_asked")))
    at.number(node, "fewest", float(at.shown.page.own.get("peers", "5")))


cells(
    "issues.never.issue",
    table="never_asked",
    match={"issue": "issue"},
    numbers_of={"asked": ("peers_asked", 1), "peers": ("peers", 1)},
)


@of("issues.never.finding", "issues.never.first")
def _never_other(node: Node, at: At) -> None:
    """What is left over is no issue that a state was never asked about."""
    for issue in node.sentences("issues.never.issue"):
        if issue.blanks["issue"].codes == ["other"]:
            at.say(WRONG_NUMBER, node, "“Other” is no issue")


@of("issues.subjects.finding", "issues.subjects.one", "issues.subjects.equal")
def _subject(node: Node, at: At) -> None:
    known = [row for row in at.each("subject_shares") if row.region in at.focus and row.share == row.share]
    first = max((row.share for row in known), default=np.nan)
    equal = [row for row in known if row.share == first]
    if node.name.endswith("equal"):
        at.number(node, "n", len(equal))
    elif len(equal) > 1 or region_of(node) != equal[0].region:
        at.say(NOT_EXTREME, node, f"{[(row.region, row.cycle) for row in equal]}")
    if node.name.endswith("finding") and len({row.region for row in known}) < 2:  # noqa: PLR2004 - it needs two
        at.say(SUPERLATIVE, node, "one region")
    at.number(node, "share", max((row.share for row in known), default=np.nan), 100)


# Who asks whom


@of("who_asks_whom.matrix.volume", "who_asks_whom.matrix.alone")
def _volume(node: Node, at: At) -> None:
    rows = [row for row in at.each("asking_matrix") if row.asking != UNKNOWN]
    largest = max((row.recommendations for row in rows), default=0)
    ends = [node.blanks[name].codes for name in ("asking", "asked")]
    mine = [row for row in rows if [[row.asking], [row.asked]] == ends]
    if not mine or mine[0].recommendations != largest:
        at.say(NOT_EXTREME, node, f"largest is {largest}")
    if (sum(row.recommendations > 0 for row in rows) > 1) == node.name.endswith("alone"):
        at.say(SUPERLATIVE, node, f"{len(rows)} cells")
    at.number(node, "n", largest)


@of("who_asks_whom.matrix.share_of.all", "who_asks_whom.matrix.share_of.chosen")
def _of_what(node: Node, at: At) -> None:
    """The share is of all that the group recommends only where nobody is chosen."""
    rows = [row for row in at.each("asking_matrix") if row.asking != UNKNOWN]
    largest = max(rows, key=lambda row: row.recommendations)
    of_row = sum(row.recommendations for row in rows if row.asking == largest.asking)
    at.names(node, "asking", [largest.asking])
    by_region = at.shown.page.own.get("group", "region") == "region"
    at.number(node, "share", largest.recommendations / of_row if by_region else largest.share, 100, WHOLE)
    filters = at.filters
    chosen = bool(filters.asked_by or filters.regions or filters.subregions or filters.states)
    if chosen == node.name.endswith("all"):
        at.say(WHOLE, node, "who asks, or who is under review, is chosen: it is not all that it recommends")


@of("who_asks_whom.matrix.share", "who_asks_whom.matrix.times", "who_asks_whom.matrix.times_unclear")
@of("who_asks_whom.matrix.times_alone")
def _cell(node: Node, at: At) -> None:
    cell = at.shown.page.own.get("cell", "")
    names = [node.blanks[name].codes for name in ("asking", "asked")]
    found = [row for row in at.each("asking_matrix") if [[row.asking], [row.asked]] == names]
    if not found:
        at.say(WRONG_NUMBER, node, "no such cell")
        return
    (row,) = found
    of_share = {"specific": row.specific_share, "acceptance": row.rate} if node.name.endswith("share") else {}
    at.number(node, "share", of_share.get(cell, np.nan), 100)
    at.number(node, "ratio", row.ratio)
    at.bounds(node, row.ratio_lower, row.ratio_upper)
    at.number(node, "n", row.answered if cell == "acceptance" else row.recommendations)
    if node.name.endswith("times") and row.ratio_lower <= 1 <= row.ratio_upper:
        at.say(VERDICT, node, "its interval holds 1")


@of("who_asks_whom.matrix.ratio", "who_asks_whom.matrix.specific", "who_asks_whom.matrix.acceptance")
def _both_cells(node: Node, at: At) -> None:
    if node.blanks["high"].text == node.blanks["low"].text:
        at.say(SUPERLATIVE, node, "one cell is both")
    known = _cells_of(node.name.rpartition(".")[2], at)
    for end, most in (("high", True), ("low", False)):
        codes = tuple(node.blanks[end].codes[:2])
        if known and known.get(codes) != (max if most else min)(known.values()):
            at.say(NOT_EXTREME, node, f"{end}: {codes}")


@of(
    *(f"who_asks_whom.matrix.most.{cell}" for cell in ("ratio", "specific", "acceptance")), "who_asks_whom.matrix.least"
)
def _one_end(node: Node, at: At) -> None:
    known = _cells_of(at.shown.page.own["cell"], at)
    codes = (node.blanks["asking"].codes[0], node.blanks["asked"].codes[0])
    end = (min if node.name.endswith("least") else max)(known.values())
    if known.get(codes) != end:
        at.say(NOT_EXTREME, node, f"{codes}")
    if len(set(known.values())) < PAIR:
        at.say(SUPERLATIVE, node, "all are equal")


@of(
    *(
        f"who_asks_whom.matrix.{cell}.{form}"
        for form in ("one", "equal")
        for cell in ("ratio", "specific", "acceptance")
    )
)
def _no_ends(node: Node, at: At) -> None:
    known = _cells_of(at.shown.page.own["cell"], at)
    if len(set(known.values())) != 1 or node.name.endswith("one") != (len(known) == 1):
        at.say(WRONG_NUMBER, node, f"{len(known)} cells")
    at.number(node, "n", len(known))


def _cells_of(cell: str, at: At) -> dict[tuple[str, str], float]:
    """What the cells of the matrix show, of those with enough behind them under review in the compared regions."""
    column = {"ratio": "ratio", "specific": "specific_share", "acceptance": "rate"}[cell]
    rows = [row for row in at.each("asking_matrix") if row.asking != UNKNOWN]
    rows = [row for row in rows if row.asked in at.focus] or rows
    if column == "ratio":
        rows = [row for row in rows if row.expected >= FEW]
    else:
        rows = [row for row in rows if row.recommendations >= FEW]
    values = {(row.asking, row.asked): getattr(row, column) for row in rows}
    return {cell: value for cell, value in values.items() if value == value}


@of("who_asks_whom.matrix.later")
def _most_later(node: Node, at: At) -> None:
    later = max((row.later for row in at.each("asking_matrix") if row.asking != UNKNOWN), default=0)
    at.number(node, "n", later)


@of("who_asks_whom.own.gap", "who_asks_whom.own.no_gap")
def _own(node: Node, at: At) -> None:
    group = node.blanks["name"].codes[0]
    said = at.read(node, "own")
    tried = []
    for row in at.each("own_group"):
        if row.group == group and row.measure in {"specific_share", "rate"} and said:
            trial = At(at.shown)
            trial.number(node, "own", row.share, 100)
            trial.number(node, "others", row.reference, 100)
            trial.bounds(node, row.gap_lower, row.gap_upper, 100)
            if (node.name == "who_asks_whom.own.gap") != (row.gap_lower > 0 or row.gap_upper < 0):
                trial.say(VERDICT, node, f"{row.gap_lower:.3f} to {row.gap_upper:.3f}")
            tried.append(trial)
    best = min(tried, key=lambda trial: len(trial.found))
    at.found += best.found
    at.covered |= best.covered


@of(*(f"who_asks_whom.own.heading.{way}" for way in ("same", "each", "softer", "more", "neither")))
def _own_heading(node: Node, at: At) -> None:
    rows = [row for row in at.each("own_group") if row.group in at.focus]
    softer = {row.group for row in rows if row.measure == "specific_share" and row.gap_upper < 0}
    more = {row.group for row in rows if row.measure == "rate" and row.gap_lower > 0}
    said = {name: set(blank.codes) for name, blank in node.blanks.items()}
    expected = {"regions": softer if softer == more else set(), "softer": softer, "more": more}
    if node.name.endswith("same") and softer != more:
        at.say(VERDICT, node, f"{softer} and {more}")
    if node.name.endswith("neither") and softer | more:
        at.say(VERDICT, node, f"{softer | more}")
    for name, codes in said.items():
        if codes != expected[name]:
            at.say(VERDICT, node, f"{name}: {expected[name]} in the rows")


@of("who_asks_whom.own.organisations", "who_asks_whom.own.heading.organisations")
def _own_organisations(node: Node, at: At) -> None:
    rows = [row for row in at.each("own_group") if row.gap_lower == row.gap_lower]
    specific = [row for row in rows if row.measure == "specific_share"]
    rates = [row for row in rows if row.measure == "rate"]
    at.number(node, "softer", sum(row.gap_upper < 0 for row in specific))
    at.number(node, "of", len(specific))
    at.number(node, "more", sum(row.gap_lower > 0 for row in rates))
    at.number(node, "of_rates", len(rates))


@of("who_asks_whom.flows.most")
def _flow_heading(node: Node, at: At) -> None:
    rows = at.each("asking_by_region")
    if len({row.asking for row in rows if row.recommendations}) < PAIR:
        at.say(SUPERLATIVE, node, "one region asks")
    for asked in node.blanks["asked"].codes:
        mine = {row.asking: row.recommendations for row in rows if row.asked == asked}
        named = node.blanks["asking"].codes
        if named and mine.get(named[0]) != max(mine.values()):
            at.say(NOT_EXTREME, node, f"{asked}: {named}")


@of("who_asks_whom.sums.most")
def _most_asked(node: Node, at: At) -> None:
    rows = at.each("asking_by_region")
    received = {code: float(sum(row.recommendations for row in rows if row.asked == code)) for code in at.focus}
    at.extreme(node, "regions", {code: n for code, n in received.items() if n}, most=True)
    at.number(node, "n", max(received.values()))


@of("who_asks_whom.flows.part")
def _flow(node: Node, at: At) -> None:
    asked = node.blanks["asked"].codes[0]
    mine = {row.asking: row.recommendations for row in at.each("asking_by_region") if row.asked == asked}
    received = sum(mine.values())
    named = node.blanks["asking"].codes
    if named and mine.get(named[0]) != max(mine.values()):
        at.say(NOT_EXTREME, node, f"{named}")
    at.number(node, "share", max(mine.values()) / received, 100)
    at.number(node, "n", received)


@of("who_asks_whom.flows.alone")
def _one_flow(node: Node, at: At) -> None:
    rows = at.each("asking_by_region")
    mine = [row for row in rows if row.asked in at.focus] or rows
    at.number(node, "n", sum(row.recommendations for row in mine))
    if len({row.asking for row in rows if row.recommendations}) != 1:
        at.say(WRONG_NUMBER, node, "several ask")


@of("who_asks_whom.flows.finding")
def _from_where(node: Node, at: At) -> None:
    """Where one state or region asks, it is no finding that most comes from there."""
    if len({row.asking for row in at.each("asking_by_region") if row.recommendations}) < 2:  # noqa: PLR2004
        at.say(SUPERLATIVE, node, "one region asks")


@of("who_asks_whom.sums.bar", "who_asks_whom.sums.bar_later")
def _sum(node: Node, at: At) -> None:
    mine = [row for row in at.each("asking_by_region") if [row.asked] == node.blanks["name"].codes]
    at.number(node, "n", sum(row.recommendations for row in mine))
    at.number(node, "later", sum(row.later for row in mine))


@of("who_asks_whom.askers.most", "who_asks_whom.askers.tied", "who_asks_whom.askers.alone")
def _askers(node: Node, at: At) -> None:
    rows = at.each("recommending_states")
    made = {row.iso3: float(row.recommendations) for row in rows if row.recommendations}
    if node.name.endswith("alone") != (len(made) == 1):
        at.say(SUPERLATIVE, node, f"{len(made)} states ask")
    elif len(made) > 1:
        at.extreme(node, "names", made, most=True)
    at.number(node, "n", max(made.values()))
    at.number(node, "states", rows[0].states)


@of("who_asks_whom.askers.among")
def _among(node: Node, at: At) -> None:
    at.number(node, "top", sum(row.recommendations >= FEW for row in at.each("recommending_states")[:TOP]))


@of(*(f"who_asks_whom.askers.{column}{form}" for column in ("specific_share", "rate") for form in ("", ".equal")))
def _ends_of_askers(node: Node, at: At) -> None:
    column = node.name.split(".")[2]
    top = [row for row in at.each("recommending_states")[:TOP] if row.recommendations >= FEW]
    value = {row.iso3: getattr(row, column) for row in top if getattr(row, column) == getattr(row, column)}
    for end, most in (("high", True), ("low", False)):
        at.extreme(node, end, value, most=most)
        at.number(node, f"{end}_value", (max if most else min)(value.values()), 100, MODELLED)
    at.number(node, "value", max(value.values()), 100)
    at.number(node, "value", min(value.values()), 100)


@of("who_asks_whom.spread.finding", "who_asks_whom.spread.heading")
def _leans(node: Node, at: At) -> None:
    rows = [row for row in at.each("asking_spread") if not row.few and row.ratio_lower > 1]
    most = max(rows, key=lambda row: row.ratio)
    at.names(node, "name", [most.iso3])
    at.names(node, "region", [most.asked])
    at.number(node, "ratio", most.ratio)
    at.bounds(node, most.ratio_lower, most.ratio_upper)
    at.number(node, "n", most.recommendations)


@of("who_asks_whom.pairs.some", "who_asks_whom.pairs.all", "who_asks_whom.pairs.later", "who_asks_whom.pairs.listed")
def _pairs(node: Node, at: At) -> None:
    (row,) = at.each("listed_pairs_of")
    at.number(node, "n", row.later if node.name.endswith("later") else row.recommendations)
    at.number(node, "pairs", row.pairs)
    at.number(node, "listed", row.listed)


@of("who_asks_whom.apart.all")
def _apart(node: Node, at: At) -> None:
    (row,) = at.each("asked_totals")
    at.number(node, "recommendations", row.recommendations)
    at.number(node, "recommending", row.recommending_states)
    at.number(node, "states", row.states)
    at.number(node, "pairs", row.pairs)
