"""Rules of sentences about answers: the first page, Regions, Countries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analytics import columns
from analytics.charts import palette
from analytics.thresholds import FEW, FEWEST_SPREAD
from benchmarks.sentences.breaches import (
    DRAWN,
    FIRST_PAGE,
    MODELLED,
    NOT_EXTREME,
    NOTHING_SHOWN,
    ONE_REGION,
    VERDICT,
    WRONG_NUMBER,
)
from benchmarks.sentences.rules import At, cells, children, code_of, of, region_of
from benchmarks.sentences.said import Node, numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

EASY = (1, 2, 4)
SPECIFIC = 5
PAIR = 2
MOST, HALF = 0.9, 0.5

# The first page


def _widest(node: Node, at: At) -> Any:
    """The gap that is the widest; whether the sentence is of its kind."""
    widest = max(at.each("acceptance_gaps"), key=lambda row: abs(row.gap))
    at.number(node, "rate", widest.rate, 100)
    at.number(node, "other", widest.reference, 100)
    clear = widest.lower > 0 or widest.upper < 0
    way = "alone" if widest.lower != widest.lower else "excludes" if clear else "includes"
    if not node.name.endswith(way):
        at.say(VERDICT, node, f"{widest.lower:.3f} to {widest.upper:.3f}")
    return widest


@of("glance.gap.excludes", "glance.gap.includes", "glance.gap.alone")
def _gap(node: Node, at: At) -> None:
    widest = _widest(node, at)
    if (code_of(node, "region"), code_of(node, "reference")) != (widest.region, widest.reference_region):
        at.say(NOT_EXTREME, node, f"{widest.region} and {widest.reference_region} differ most")


@of("glance.gap.full.excludes", "glance.gap.full.includes", "glance.gap.full.alone")
def _gap_in_full(node: Node, at: At) -> None:
    widest = _widest(node, at)
    at.names(node, "region", [widest.region])
    at.names(node, "reference", [widest.reference_region])
    at.number(node, "gap", widest.gap, 100)
    at.bounds(node, widest.lower, widest.upper, 100)


cells("glance.one_region", table="acceptance_by_region", match={"region": "region"}, numbers_of={"rate": ("rate", 100)})
cells("glance.rate", table="acceptance_by_region", match={"name": "region"}, numbers_of={"rate": ("rate", 100)})
cells(
    "glance.rate_of_state",
    table="received_by_state",
    match={"name": "iso3"},
    numbers_of={"rate": ("rate", 100), "n": ("answered", 1)},
)


@of("glance.likely")
def _likely(node: Node, at: At) -> None:
    rated = [row for row in at.each("acceptance_by_region") if row.rate == row.rate]
    (row,) = [row for row in rated if row.region in at.focus] or rated
    at.bounds(node, row.lower, row.upper, 100)


def _middle_halves(at: At) -> dict[str, float]:
    """Region -> how far the middle half of its states lies apart; of those of which enough is known."""
    rates: dict[str, list[float]] = {}
    for row in at.each("received_by_state"):
        if row.answered >= FEW:
            rates.setdefault(row.region, []).append(row.rate)
    ends = {region: np.quantile(its, (0.25, 0.75)) for region, its in rates.items() if len(its) >= FEWEST_SPREAD}
    return {region: high - low for region, (low, high) in ends.items()}


@of("glance.inside")
def _inside(node: Node, at: At) -> None:
    apart, gap = _middle_halves(at), max(abs(row.gap) for row in at.each("acceptance_gaps"))
    rated = [row.region for row in at.each("acceptance_by_region") if row.region in at.focus and row.rate == row.rate]
    if not all(apart.get(region, 0) > gap for region in rated):
        at.say(VERDICT, node, f"{apart} inside, {gap} between")


@of("glance.together")
def _together(node: Node, at: At) -> None:
    every = [row for row in at.each("received_by_state") if row.answered]
    mine = [row for row in every if row.region in at.focus] or every
    answered = sum(row.answered for row in mine)
    at.number(node, "states", len(mine))
    at.number(node, "rate", sum(row.accepted for row in mine) / answered, 100)
    at.number(node, "n", answered)


def coloured(figure: Any) -> set[str]:
    """The states that a map draws in the colour of a region."""
    found: set[str] = set()
    for trace in spec(figure)["data"]:
        if trace["type"] == "choropleth" and trace["colorscale"][1][1] in palette.COLOURS.values():
            found |= set(trace["locations"])
    return found


def spec(figure: Any) -> Mapping[str, Any]:
    """What a figure draws, as plain dictionaries."""
    plain = getattr(figure, "_spec", None)
    return plain if plain is not None else figure.to_dict()


@of("glance.map.finding", "glance.map.of")
def _map(node: Node, at: At) -> None:
    if at.shown.figure is None:
        at.covered |= {(node.name, blank) for blank in node.blanks}  # as drawn in the first language
        return
    drawn = coloured(at.shown.figure)
    rates = [row.rate for row in at.each("received_by_state") if row.iso3 in drawn and row.answered >= FEW]
    at.number(node, "states", len(rates), kind=DRAWN)
    at.number(node, "most", sum(rate >= MOST for rate in rates), kind=DRAWN)
    at.number(node, "half", sum(rate < HALF for rate in rates), kind=DRAWN)


@of("glance.mix.finding", "glance.mix.one", "glance.mix.alike", "glance.mix.between")
def _mix(node: Node, at: At) -> None:
    share = {row.region: 0.0 for row in at.each("action_mix")}
    share |= {row.region: row.share for row in at.each("action_mix") if row.action_category == SPECIFIC}
    ends = {"glance.mix.finding": (max(share.values()), min(share.values()))}
    most, least = ends.get(node.name, (share.get(region_of(node), max(share.values())), 0.0))
    at.number(node, "share", most, 100)
    at.number(node, "other", least, 100)
    for blank, end in (("region", most), ("reference", least)):
        for code in node.blanks[blank].codes if blank in node.blanks else ():
            if round(share[code] * 100) != round(end * 100):
                at.say(NOT_EXTREME, node, f"{code}: {share[code]}")


@of("glance.cycles.move")
def _move(node: Node, at: At) -> None:
    (mine,) = [row for row in at.each("cycle_changes") if row.basis == "both" and row.region == region_of(node)]
    at.number(node, "change", mine.gap, 100)


WAYS = ("rose", "fell", "both", "neither", "steady")


@of("regions.changes.few", *(f"regions.changes.heading.{way}" for way in WAYS))
def _change(node: Node, at: At) -> None:
    """Every page says the same of change: in which regions it is clear in the states reviewed in both cycles."""
    both = [row for row in at.each("cycle_changes") if row.basis == "both" and row.lower == row.lower]
    for way, behind in (
        ("rose", {row.region for row in both if row.lower > 0}),
        ("fell", {row.region for row in both if row.upper < 0}),
    ):
        said = set(node.blanks[way].codes) if way in node.blanks else set()
        if said != behind:
            at.say(FIRST_PAGE, node, f"{way} on the same states: {sorted(behind)}")
    if node.name.endswith("neither") and len(both) < PAIR:
        at.say(ONE_REGION, node, "one region")


@of("glance.cycles.moved", "glance.cycles.same", "glance.cycles.rest")
def _change_on_first_page(node: Node, at: At) -> None:
    both = [row for row in at.each("cycle_changes") if row.basis == "both" and row.gap == row.gap]
    clear = {row.region for row in both if row.lower > 0 or row.upper < 0}
    expected = {"moved": clear, "same": clear, "rest": {row.region for row in both} - clear}
    said = {code for blank in ("moves", "regions") if blank in node.blanks for code in node.blanks[blank].codes}
    if said != expected[node.name.rpartition(".")[2]]:
        at.say(FIRST_PAGE, node, f"changed on the same states: {sorted(clear)}")
    at.number(node, "before", both[0].reference_cycle)
    at.number(node, "after", both[0].cycle)


cells(
    "regions.counted",
    table="spread_by_region",
    match={"region": "region"},
    numbers_of={"accepted": ("accepted", 1), "n": ("recommendations", 1), "states": ("states", 1)},
)


@of(
    "regions.gaps.none",
    "issues.acceptance.few",
    "issues.shares.alone",
    "issues.families.few",
)
def _too_little(node: Node, at: At) -> None:
    """Where too little is left to compare, a number says what there is."""
    received = at.rows("received_by_state")["answered"].sum()
    said = [number for tree in at.shown.trees for number in numbers(tree, at.shown.page.t)]
    if received and not said:
        at.say(NOTHING_SHOWN, node, f"{received} recommendations with an answer")


# Regions

cells(
    "regions.gap.more",
    "regions.gap.includes",
    table="regional_gaps",
    match={"region": "region", "reference": "reference_region"},
    numbers_of={
        "gap": ("gap", 100),
        "rate": ("rate", 100),
        "n": ("recommendations", 1),
        "other": ("reference", 100),
        "other_n": ("reference_recommendations", 1),
    },
    interval=("lower", "upper", 100),
)
cells(
    "regions.gap.less",
    table="regional_gaps",
    match={"region": "region", "reference": "reference_region"},
    numbers_of={
        "gap": ("gap", -100),
        "rate": ("rate", 100),
        "n": ("recommendations", 1),
        "other": ("reference", 100),
        "other_n": ("reference_recommendations", 1),
    },
    interval=("lower", "upper", 100),
)
cells(
    "regions.gap.few",
    table="regional_gaps",
    match={"region": "region", "reference": "reference_region"},
    numbers_of={
        "states": ("states", 1),
        "reviews": ("reviews", 1),
        "other_states": ("reference_states", 1),
        "other_reviews": ("reference_reviews", 1),
    },
)
cells(
    "regions.spread.region",
    "regions.spread.short",
    table="spread_by_region",
    match={"region": "region"},
    numbers_of={
        "low": ("lower_quartile", 100),
        "high": ("upper_quartile", 100),
        "lowest": ("lowest", 100),
        "highest": ("highest", 100),
        "states": ("states_with_many", 1),
    },
)
cells(
    "regions.changes.move",
    table="cycle_changes",
    match={"region": "region"},
    numbers_of={"change": ("gap", 100), "states": ("states", 1)},
    interval=("lower", "upper", 100),
    where=lambda row, _: row.basis == "both",
)
cells(
    "regions.changes.turned",
    table="cycle_changes",
    match={"region": "region"},
    numbers_of={"change": ("gap", 100)},
    where=lambda row, _: row.basis == "all",
)
cells(
    "regions.standardised.region",
    table="standardised_rates",
    match={"region": "region"},
    numbers_of={"alike": ("standardised", 100), "asked": ("rate", 100), "n": ("recommendations", 1)},
)
cells(
    "regions.beside.heading",
    "regions.beside.state",
    "regions.beside.state_alone",
    table="beside_subregion",
    match={"name": "iso3", "subregion": "subregion"},
    numbers_of={
        "rate": ("rate", 100),
        "n": ("recommendations", 1),
        "reference": ("reference", 100),
        "other_n": ("reference_recommendations", 1),
        "states": ("reference_states", 1),
    },
)
SIGN = {"regions.gap.more": 1, "regions.gap.less": -1, "regions.gap.includes": 0}


@of(*SIGN)
def _clear(node: Node, at: At) -> None:
    codes = [region_of(node), *node.blanks["reference"].codes]
    (row,) = [row for row in at.each("regional_gaps") if [row.region, row.reference_region] == codes]
    sign = 1 if row.lower > 0 else -1 if row.upper < 0 else 0
    if sign != SIGN[node.name]:
        at.say(VERDICT, node, f"{row.lower:.3f} to {row.upper:.3f}")


@of("regions.gaps.heading")
def _widest_clear(node: Node, at: At) -> None:
    clear = [row for row in at.each("regional_gaps") if row.lower > 0 or row.upper < 0]
    widest = max(clear, key=lambda row: abs(row.gap))
    ends = [(widest.rate, widest.region), (widest.reference, widest.reference_region)]
    (rate, region), (other, reference) = sorted(ends, reverse=True)
    at.names(node, "region", [region])
    at.names(node, "reference", [reference])
    at.number(node, "rate", rate, 100)
    at.number(node, "other", other, 100)


@of("regions.gaps.apart", "regions.gaps.close")
def _pairs(node: Node, at: At) -> None:
    way = node.name.rpartition(".")[2]
    expected = {
        (row.region, row.reference_region)
        for row in at.each("regional_gaps")
        if row.lower == row.lower and way == ("apart" if row.lower > 0 or row.upper < 0 else "close")
    }
    said = {(pair.blanks["one"].codes[0], pair.blanks["other"].codes[0]) for pair in children(node, "regions.pair")}
    first = 1 if way == "apart" else 0  # the widest is in the heading
    if not said <= expected or len(said) != len(expected) - first:
        at.say(VERDICT, node, f"{said} said, {expected} in the rows")


@of("regions.gaps.only_close")
def _none_clear(node: Node, at: At) -> None:
    rows = [row for row in at.each("regional_gaps") if row.gap == row.gap]
    if any(row.lower > 0 or row.upper < 0 for row in rows):
        at.say(VERDICT, node, "a pair is clear of zero")


@of("regions.parts.heading")
def _parts_heading(node: Node, at: At) -> None:
    part = {row.part: row for row in at.each("gap_parts")}
    at.number(node, "gap", part["gap"].difference, 100)
    at.number(node, "rate", part["rate"].difference, 100)


@of("regions.parts.line.excludes", "regions.parts.line.includes")
def _parts_line(node: Node, at: At) -> None:
    (row,) = [row for row in at.each("gap_parts") if row.part == "rate"]
    if node.name.endswith("excludes") != (row.lower > 0 or row.upper < 0):
        at.say(VERDICT, node, f"{row.lower:.3f} to {row.upper:.3f}")


@of("regions.standardised.heading")
def _same_mix_ends(node: Node, at: At) -> None:
    rate = {row.region: row.standardised for row in at.each("standardised_rates")}
    at.extreme(node, "high", rate, most=True)
    at.extreme(node, "low", rate, most=False)
    at.number(node, "most", max(rate.values()), 100)
    at.number(node, "least", min(rate.values()), 100)


@of("regions.standardised.alike")
def _same_mix_alike(node: Node, at: At) -> None:
    rates = {row.region: row.standardised for row in at.each("standardised_rates")}
    at.names(node, "high", list(rates))
    for rate in rates.values():
        at.number(node, "most", rate, 100)


@of("regions.spread.one", "regions.spread.inside")
def _inside(node: Node, at: At) -> None:
    known = [row for row in at.each("spread_by_region") if row.lower_quartile == row.lower_quartile]
    width = {row.region: row.upper_quartile - row.lower_quartile for row in known}
    rates = [row.rate for row in known if row.rate == row.rate]
    if node.name.endswith("inside"):
        if len(rates) < PAIR or min(width.values()) <= max(rates) - min(rates):
            at.say(VERDICT, node, "regions differ more")
        return
    (mine,) = [row for row in known if row.region == region_of(node)]
    at.number(node, "low", mine.lower_quartile, 100)
    at.number(node, "high", mine.upper_quartile, 100)


@of("regions.parts.finding")
def _parts(node: Node, at: At) -> None:
    part = {row.part: row for row in at.each("gap_parts")}
    for blank, name in (("gap", "gap"), ("composition", "composition"), ("rate", "rate")):
        at.number(node, blank, part[name].difference, 100)


@of("regions.parts.excludes", "regions.parts.includes")
def _part_at_same_mix(node: Node, at: At) -> None:
    (row,) = [row for row in at.each("gap_parts") if row.part == "rate"]
    at.bounds(node, row.lower, row.upper, 100)
    if (node.name == "regions.parts.excludes") != (row.lower > 0 or row.upper < 0):
        at.say(VERDICT, node, f"{row.lower:.3f} to {row.upper:.3f}")


@of("regions.parts.apart")
def _not_overlapping(node: Node, at: At) -> None:
    (row,) = [row for row in at.each("gap_parts") if row.part == "not_overlapping"]
    at.number(node, "rest", row.difference, 100)
    at.number(node, "strata", row.strata)
    at.number(node, "share", row.share, 100)
    at.number(node, "other", row.reference_share, 100)


@of("regions.standardised.finding")
def _same_mix(node: Node, at: At) -> None:
    if len(list(children(node, "regions.standardised.region"))) < 2:  # noqa: PLR2004 - "all" are two or more
        at.say(ONE_REGION, node, "if all were asked the same mix: one is all")


@of("regions.standardised.dropped")
def _dropped(node: Node, at: At) -> None:
    at.number(node, "share", at.rows("standardised_rates")["dropped"].max(), 100)


@of("regions.mosaic.easy")
def _easy(node: Node, at: At) -> None:
    mine = [row for row in at.each("answers_by_action") if row.region == region_of(node)]
    at.number(node, "share", sum(row.share for row in mine if row.action_category in EASY), 100)
    at.number(node, "n", mine[0].of_region if mine else np.nan)


@of("regions.mosaic.finding", "regions.mosaic.heading")
def _softer(node: Node, at: At) -> None:
    high, low = node.blanks["high"].codes[0], node.blanks["low"].codes[0]
    cell = {(row.region, row.action_category): row for row in at.each("answers_by_action")}
    regions = {region for region, _ in cell if cell[region, SPECIFIC].rate == cell[region, SPECIFIC].rate}
    total = {
        region: sum(cell[region, action].accepted for action in range(1, 6))
        / max(1, sum(cell[region, action].answered for action in range(1, 6)))
        for region in regions
    }
    at.extreme(node, "high", total, most=True)
    at.extreme(node, "low", total, most=False)
    both = [(cell[high, action].rate, cell[low, action].rate) for action in range(1, 6)]
    both = [(one, other) for one, other in both if one == one and other == other]
    at.number(node, "more", sum(one > other for one, other in both))
    at.number(node, "kinds", len(both))
    at.number(node, "rate", cell[high, SPECIFIC].rate, 100)
    at.number(node, "n", cell[high, SPECIFIC].answered)
    at.number(node, "other", cell[low, SPECIFIC].rate, 100)
    at.number(node, "other_n", cell[low, SPECIFIC].answered)


@of("regions.caution.region")
def _caution(node: Node, at: At) -> None:
    tables = [name for name in ("cycle_changes", "spread_by_region") if name in at.shown.page.tables]
    known = {float(row.states) for name in tables for row in at.each(name) if row.region == region_of(node)}
    said = at.read(node, "states")
    at.covered.add((node.name, "states"))
    if said is None or said.value not in known:
        at.say(WRONG_NUMBER, node, f"states: {known}")


# Countries

MEASURES = ("recommendations", "rate", "specific_share", "about_share")
FORMS = ("", ".alone", ".equal")
SOME_UNASKED = "countries.finding.about_share.none"


@of(SOME_UNASKED, *(f"countries.finding.{measure}{form}" for measure in MEASURES for form in FORMS))
def _ends(node: Node, at: At) -> None:
    _, _, measure, *form = node.name.split(".")
    rows = at.each("on_issue_by_state" if measure == "about_share" else "received_by_state")
    column = columns.of(measure).whole
    fewest = 1 if measure == "recommendations" else FEW
    known = [row for row in rows if getattr(row, column) >= fewest and getattr(row, measure) == getattr(row, measure)]
    value = {row.iso3: float(getattr(row, measure)) for row in known}
    whole = {row.iso3: getattr(row, column) for row in known}
    scale = 1 if measure == "recommendations" else 100
    if form == ["none"]:
        if min(value.values()):
            at.say(WRONG_NUMBER, node, "all were asked")
        form = []
    if form and len(set(value.values())) > 1:
        at.say(WRONG_NUMBER, node, f"{len(value)} states differ")
    for end in ("high", "low"):
        if not form:
            at.extreme(node, end, value, most=end == "high")
        at.number(node, f"{end}_value", (max if end == "high" else min)(value.values()), scale, MODELLED)
        named = node.blanks[end].codes if end in node.blanks else []
        if form and end in node.blanks and not named:
            at.number(node, end, len(value))
        if len(named) == 1 and at.read(node, f"{end}_n"):
            at.number(node, f"{end}_n", whole.get(named[0], np.nan))


cells(
    "countries.one",
    table="received_by_state",
    match={"name": "iso3"},
    numbers_of={"n": ("recommendations", 1), "reviews": ("reviews", 1)},
)


@of("countries.one.review")
def _review(node: Node, at: At) -> None:
    """A session with recommendations to the state in the selection, and its year."""
    mine = {row.session for row in at.each("counts") if row.iso3 == at.shown.page.own.get("country")}
    years = {row.session: row.year for row in at.each("sessions") if row.session in mine}
    said = at.read(node, "session")
    session = said.value if said and said.value in years else next(iter(years))
    at.number(node, "session", session)
    at.number(node, "year", years[session])


@of("countries.one.accepted", "countries.one.adjusted", "countries.one.specific")
def _one(node: Node, at: At) -> None:
    (row,) = [row for row in at.each("received_by_state") if row.iso3 == at.shown.page.own.get("country")]
    at.number(node, "rate", row.rate, 100)
    at.number(node, "accepted", row.accepted)
    at.number(node, "answered", row.answered)
    at.number(node, "shrunken", row.shrunken, 100)
    at.number(node, "specific", row.specific_share, 100)
    at.bounds(node, row.lower, row.upper, 100)


@of("countries.civil_society")
def _about(node: Node, at: At) -> None:
    chosen = at.shown.page.own.get("country")
    (row,) = [row for row in at.each("flags_by_state") if row.iso3 == chosen and row.flag == "any"]
    whole = at.rows("received_by_state").set_index("iso3")["recommendations"].loc[chosen]
    at.number(node, "n", row.recommendations)
    at.number(node, "whole", whole)
    at.number(node, "share", row.recommendations / whole, 100)
    at.number(node, "accepted", row.accepted)
    at.number(node, "answered", row.answered)


@of("countries.later.most", "countries.later.tied", "countries.later.one")
def _later(node: Node, at: At) -> None:
    later = {row.iso3: row.later for row in at.each("received_by_state") if row.later}
    if not node.name.endswith("one"):
        at.extreme(node, "name" if "name" in node.blanks else "names", later, most=True)
    at.number(node, "n", max(later.values(), default=0))
    at.number(node, "total", sum(later.values()))
    at.number(node, "states", len(later))
