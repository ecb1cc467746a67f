"""Rules of sentences about civil society: claims, civic space, its falls, and the pages of coalitions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from analytics.results.civic_falls import SINCE
from analytics.results.coalition_country import COUNTABLE, THIRD_CYCLE
from analytics.thresholds import FEWEST_STATES
from benchmarks.sentences.breaches import IN_VIEW, NOT_EXTREME, OTHER_SCHEME, TIE, VERDICT, WRONG_NUMBER
from benchmarks.sentences.of_answers import spec
from benchmarks.sentences.rules import At, cells, of, region_of, stated
from benchmarks.sentences.said import Node, numbers

HALF = 0.05
LISTED = 3
"""States that a sentence names from the top of a list."""
FIRST_WHOLE = 2016
"""A year from which on every state has a status."""
ANY = "any"

# Claims


@of("claims.finding.compared", "claims.finding.few")
def _claim(node: Node, at: At) -> None:
    claim = at.shown.name.removeprefix("claims.")
    rows = [row for row in at.each("claim_evidence") if row.claim == claim]
    agree = sum(row.lower > 0 for row in rows)
    against = sum(row.upper < 0 for row in rows)
    cannot = any(row.lower != row.lower or row.states < FEWEST_STATES for row in rows)
    at.number(node, "agreeing", agree, kind=VERDICT)
    at.number(node, "comparisons", len(rows), kind=VERDICT)
    at.number(node, "against", against, kind=VERDICT)
    at.number(node, "undecided", len(rows) - agree - against, kind=VERDICT)
    if cannot and "agreeing" in node.blanks:
        at.say(VERDICT, node, "cannot be tested, and yet comparisons agree")
    if against and not cannot and "against" not in node.blanks:
        at.say(VERDICT, node, f"{against} of {len(rows)} comparisons say the opposite, which is not told")
    if cannot != node.name.endswith("few"):
        at.say(VERDICT, node, "it can be tested" if not cannot else "it cannot be tested")


@of("claims.finding")
def _verdict(node: Node, at: At) -> None:
    rows = [row for row in at.each("claim_evidence") if row.claim == at.shown.name.removeprefix("claims.")]
    agree = [row.lower > 0 for row in rows]
    cannot = any(row.lower != row.lower or row.states < FEWEST_STATES for row in rows)
    verdict = "supported" if all(agree) else "mixed" if any(agree) else "not_supported"
    said = next(node.blanks["verdict"].sentences()).name.rpartition(".")[2]
    if said != ("cannot_be_tested" if cannot else verdict):
        at.say(VERDICT, node, f"{verdict}, cannot be tested: {cannot}")


@of("claims.origin")
def _origin(node: Node, at: At) -> None:
    for word in ("brief", "AI", "assistance", "IA"):
        if word in node.text.replace(".", " ").split():
            at.say(VERDICT, node, f"speaks of how the project came about: {word}")


# Civic space


@of("civic_space.time.region")
def _time(node: Node, at: At) -> None:
    mine = [row for row in at.each("civic_space_by_region") if row.region == region_of(node)]
    first, last = min(mine, key=lambda row: row.year), max(mine, key=lambda row: row.year)
    at.number(node, "before", first.mean)
    at.number(node, "after", last.mean)
    at.number(node, "states", last.states)


cells(
    "civic_space.changes.region",
    table="civic_space_change_by_region",
    match={"region": "region"},
    numbers_of={
        "change": ("mean", 1),
        "lower": ("value_lower", 1),
        "upper": ("value_upper", 1),
        "states": ("states", 1),
    },
)
cells(
    "civic_space.ranks.region",
    table="civic_space_correlations",
    match={"region": "region"},
    numbers_of={"rho": ("rho", 1), "lower": ("rho_lower", 1), "upper": ("rho_upper", 1), "states": ("states", 1)},
)
CLEAR = {
    "civic_space.changes": ("civic_space_change_by_region", "mean", "value_lower", "value_upper"),
    "civic_space.ranks": ("civic_space_correlations", "rho", "rho_lower", "rho_upper"),
}


@of("civic_space.as_many")
def _as_many(node: Node, at: At) -> None:
    barriers = {row.iso3: row.barriers for row in at.each("legal_barriers_of_states")}
    value = barriers.get(node.blanks["name"].codes[0])
    before = sum(each_ > value for each_ in barriers.values())
    at.number(node, "n", sum(each_ == value for each_ in barriers.values()) + before - LISTED)


@of("civic_space.changes.clear", "civic_space.changes.none", "civic_space.ranks.clear", "civic_space.ranks.none")
def _clear(node: Node, at: At) -> None:
    table, value, lower, upper = CLEAR[node.name.rpartition(".")[0]]
    rows = [row for row in at.each(table) if row.region in at.focus and getattr(row, value) == getattr(row, value)]
    clear = {row.region for row in rows if getattr(row, lower) > 0 or getattr(row, upper) < 0}
    said = set(node.blanks["regions"].codes) if "regions" in node.blanks else set()
    if clear != said:
        at.say(VERDICT, node, f"clear of zero: {sorted(clear)}")
    if node.name.endswith("none") and len(rows) < 2:  # noqa: PLR2004 - "each" and "none of them" are two or more
        at.say(VERDICT, node, "said of several intervals where there is one")


@of("civic_space.time.both", "civic_space.time.rose", "civic_space.time.fell", "civic_space.time.neither")
def _rose_and_fell(node: Node, at: At) -> None:
    rows = [row for row in at.each("civic_space_by_region") if row.region in at.focus]
    by_region: dict[str, list[Any]] = {}
    for row in sorted(rows, key=lambda row: row.year):
        by_region.setdefault(row.region, []).append(row.mean)
    change = {region: means[-1] - means[0] for region, means in by_region.items()}
    _ways(node, at, change)


@of(*(f"civic_space.changes.{way}" for way in ("both", "rose", "fell", "neither")))
def _clearly(node: Node, at: At) -> None:
    rows = [row for row in at.each("civic_space_change_by_region") if row.region in at.focus and row.mean == row.mean]
    _ways(node, at, {row.region: row.mean if row.value_lower > 0 or row.value_upper < 0 else 0 for row in rows})


def _ways(node: Node, at: At, change: dict[str, float]) -> None:
    """The regions in which something rose or fell are these."""
    for way, sign in (("rose", 1), ("fell", -1)):
        expected = {region for region, by in change.items() if by * sign > 0}
        said = set(node.blanks[way].codes) if way in node.blanks else set()
        if said != expected:
            at.say(VERDICT, node, f"{way}: {sorted(expected)}")


@of(*(f"civic_space.{what}.{form}" for what in ("lens", "rates") for form in ("heading", "one")))
def _most_and_least(node: Node, at: At) -> None:
    column = "share" if ".lens." in node.name else "rate"
    rows = [row for row in at.each("flag_shares") if row.flag == ANY and row.region in at.focus]
    value = {row.region: getattr(row, column) for row in rows if getattr(row, column) == getattr(row, column)}
    if node.name.endswith("heading"):
        at.extreme(node, "high", value, most=True)
        at.extreme(node, "low", value, most=False)
    elif len(set(value.values())) > 1:
        at.say(NOT_EXTREME, node, "regions differ")
    at.number(node, "most", max(value.values()), 100)
    at.number(node, "least", min(value.values()), 100)


@of("civic_space.against.heading.more", "civic_space.against.heading.less", "civic_space.against.heading.none")
def _together_heading(node: Node, at: At) -> None:
    (row,) = [row for row in at.each("civic_space_correlations") if row.region == "all"]
    way = "more" if row.rho_lower > 0 else "less" if row.rho_upper < 0 else "none"
    if not node.name.endswith(way):
        at.say(VERDICT, node, way)


@of("civic_space.ranks.heading", "civic_space.ranks.heading.none")
def _ranks_heading(node: Node, at: At) -> None:
    rows = [row for row in at.each("civic_space_correlations") if row.region in at.focus]
    clear = {row.region for row in rows if row.rho_lower > 0 or row.rho_upper < 0}
    said = set(node.blanks["regions"].codes) if "regions" in node.blanks else set()
    if said != clear:
        at.say(VERDICT, node, f"clear: {sorted(clear)}")


@of("civic_space.gaps.heading", "civic_space.gaps.first")
def _overlooked_heading(node: Node, at: At) -> None:
    at.number(node, "n", len(at.rows("overlooked_states")))


@of("civic_falls.furthest.heading")
def _fell_heading(node: Node, at: At) -> None:
    rows = at.rows("civic_space_falls_by_region").sum(numeric_only=True)
    at.number(node, "fell", rows["fell"])
    at.number(node, "states", rows["states"])


@of("civic_space.lens.region", "civic_space.lens.region_alone")
def _share(node: Node, at: At) -> None:
    (row,) = [row for row in at.each("flag_shares") if row.region == region_of(node) and row.flag == ANY]
    share, n = ("rate", "answered") if at.shown.name == "civic_space.rates" else ("share", "recommendations")
    at.number(node, "share", getattr(row, share), 100)
    at.bounds(node, getattr(row, f"{share}_lower"), getattr(row, f"{share}_upper"), 100)
    at.number(node, "n", getattr(row, n))


cells(
    "civic_space.against.region",
    table="civil_society_by_region",
    match={"region": "region"},
    numbers_of={"rate": ("rate", 100), "n": ("answered", 1)},
)


@of(*(f"civic_space.against.{way}" for way in ("more", "less", "none", "few")))
def _together(node: Node, at: At) -> None:
    (row,) = [row for row in at.each("civic_space_correlations") if row.region == "all"]
    for blank, column in (("rho", "rho"), ("lower", "rho_lower"), ("upper", "rho_upper"), ("states", "states")):
        at.number(node, blank, getattr(row, column))
    way = "few" if row.rho != row.rho else "more" if row.rho_lower > 0 else "less" if row.rho_upper < 0 else "none"
    if not node.name.endswith(way):
        at.say(VERDICT, node, way)


@of("civic_space.laws.kind")
def _laws(node: Node, at: At) -> None:
    barrier = next(node.blanks["barrier"].sentences()).name.rpartition(".")[2]
    rows = [row for row in at.each("legal_barriers") if row.barrier == barrier and row.region in at.focus]
    last = max(row.year for row in rows)
    of_region = {row.region: row for row in rows if row.year == last}
    for part in node.sentences("civic_space.laws.region"):
        row = of_region.get(region_of(part))
        at.number(part, "share", row.share if row else np.nan, 100)
        at.number(part, "states", row.states if row else np.nan)


@of("civic_space.barriers.finding", "civic_space.barriers.one")
def _barriers(node: Node, at: At) -> None:
    barriers = {row.iso3: row.barriers for row in at.each("legal_barriers_of_states")}
    if node.name.endswith("one"):
        if sum(value > 0 for value in barriers.values()) != 1:
            at.say(NOT_EXTREME, node, "several have barriers")
    else:
        _first_of(node, node.blanks["states"].codes, barriers, at, most=True)
    for part in node.sentences("civic_space.barriers.state"):
        at.number(part, "barriers", barriers.get(part.blanks["name"].codes[0], np.nan))


def _first_of(node: Node, named: list[str], values: dict[str, Any], at: At, *, most: bool) -> None:
    """The names are the first of the order, and those that are equal to the last of them are told."""
    if not named:
        return
    sign = -1 if most else 1
    last = sign * values.get(named[-1], np.nan)
    before = [code for code, value in values.items() if sign * value < last and code not in named]
    equal = [code for code, value in values.items() if sign * value == last and code not in named]
    if before:
        at.say(NOT_EXTREME, node, f"{before[:3]} come before {named[-1]}")
    told = [number.value for tree in at.shown.trees for number in numbers(tree, at.shown.page.t)]
    if equal and len(equal) not in told:
        at.say(TIE, node, f"{len(equal)} others are as {named[-1]}")


@of("civic_space.institutions.region", "civic_falls.institutions.region", "civic_falls.institutions.one")
def _institutions(node: Node, at: At) -> None:
    table = "institutions_by_region" if node.name.startswith("civic_space") else "institutions_over_time"
    rows = [row for row in at.each(table) if row.status == "A"]
    last = max(row.year for row in rows)
    mine = [row for row in rows if row.year == last and row.region == region_of(node)]
    at.number(node, "n", mine[0].with_status if mine else np.nan)
    at.number(node, "states", mine[0].states if mine else np.nan)


@of("civic_space.lens.recall")
def _recall(node: Node, at: At) -> None:
    if at.filters.scheme != "m49" and "regions" in node.blanks:
        at.say(OTHER_SCHEME, node, "recall is that of M49 regions")


@of("civic_space.gaps.finding")
def _overlooked(node: Node, at: At) -> None:
    rows = at.each("overlooked_states")
    at.number(node, "n", len(rows))
    (bound,) = at.each("overlooked_bounds")
    for blank in ("states", "value"):
        at.number(node, blank, getattr(bound, blank))
    at.number(node, "share", bound.share, 100)
    order = sorted({(row.share, row.value) for row in rows})
    place = {row.iso3: order.index((row.share, row.value)) for row in rows}
    _first_of(node, node.blanks["first"].codes, place, at, most=False)


@of("civic_space.gaps.finding", "civic_space.gaps.none")
def _in_view(node: Node, at: At) -> None:
    """Whether a state is overlooked does not depend on which others are in view."""
    page = at.shown.page
    own = {"indicator": page.own["indicator"]} if "indicator" in page.own else {}
    everywhere = replace(page.filters, regions=(), subregions=(), states=(), issues=())
    listed = set(page.data.results.table("overlooked_states", everywhere, **own)["iso3"])
    inside = set(page.filters.selected_states(page.data.codes))
    mine = set(at.rows("overlooked_states")["iso3"]) if "overlooked_states" in page.tables else set()
    if listed & inside != mine:
        at.say(IN_VIEW, node, f"with the world in view: {sorted(listed & inside)}; here {sorted(mine)}")


cells(
    "civic_space.gaps.state",
    table="overlooked_states",
    match={"name": "iso3"},
    numbers_of={"asked": ("askers_about", 1), "peers": ("askers", 1)},
)

# Falls


@of("civic_falls.furthest.finding", "civic_falls.furthest.asked")
def _fell(node: Node, at: At) -> None:
    rows = at.rows("civic_space_falls_by_region").sum(numeric_only=True)
    at.number(node, "fell", rows["fell"])
    at.number(node, "states", rows["states"])
    at.number(node, "asked", rows["fell_asked"])
    at.number(node, "unasked", rows["unasked"])
    at.number(node, "nothing", rows["fell"] - rows["fell_asked"] - rows["unasked"])


@of("civic_falls.furthest.first")
def _furthest(node: Node, at: At) -> None:
    change = {row.iso3: row.change for row in at.each("civic_space_furthest") if row.change == row.change}
    _first_of(node, node.blanks["states"].codes, change, at, most=False)
    if any(change.get(code, 0) >= 0 for code in node.blanks["states"].codes):
        at.say(VERDICT, node, "did not fall")


cells(
    "civic_falls.furthest.state",
    table="civic_space_falls",
    match={"name": "iso3"},
    numbers_of={"change": ("change", 1)},
)
cells(
    "civic_falls.regions.region",
    "civic_falls.regions.one",
    table="civic_space_falls_by_region",
    match={"region": "region"},
    numbers_of={"fell": ("fell", 1), "states": ("states", 1)},
)


@of("civic_falls.opposite.finding", "civic_falls.opposite.none")
def _opposite(node: Node, at: At) -> None:
    rows = at.rows("civic_space_disagreements")
    at.number(node, "n", len(rows))
    at.number(node, "states", at.rows("civic_space_falls_by_region")["states"].sum())
    at.number(node, "fell", (rows["change"] < 0).sum())
    at.number(node, "rose", (rows["change"] > 0).sum())


@of("civic_falls.basis")
def _basis(node: Node, at: At) -> None:
    at.number(node, "states", at.rows("civic_space_falls_by_region")["states"].sum())


@of("civic_falls.shutdowns.region")
def _shutdowns(node: Node, at: At) -> None:
    rows = at.each("shutdowns_by_region")
    last = max(row.year for row in rows)
    mine = [row for row in rows if row.year == last and row.region == region_of(node)]
    for blank, column in (
        ("events", "events"),
        ("having", "with_record"),
        ("states", "states"),
        ("per", "per_population"),
    ):
        at.number(node, blank, getattr(mine[0], column) if mine else np.nan)


# Coalitions


@of("coalitions.map.finding")
def _joint_map(node: Node, at: At) -> None:
    rows = at.each("joint_reviews")
    known = {row.iso3: row.joint for row in rows if row.joint == row.joint}
    at.extreme(node, "names", known, most=True)
    at.number(node, "n", max(known.values()))
    at.number(node, "states", len(rows) - len(known))
    if at.shown.figure is not None:
        crosses = [trace for trace in spec(at.shown.figure)["data"] if trace.get("type") == "scattergeo"]
        unknown = sum(len(trace["lat"]) for trace in crosses if trace["marker"].get("symbol") == "x-thin")
        if unknown != len(rows) - len(known):
            at.say(WRONG_NUMBER, node, f"{unknown} crosses")


@of("coalition_country.held.region")
def _held(node: Node, at: At) -> None:
    mine = [row for row in at.each("coalition_states") if row.region == region_of(node)]
    at.number(node, "known", sum(row.joint == row.joint for row in mine))
    at.number(node, "n", len(mine))


@of("coalition_country.neighbours.finding")
def _neighbours(node: Node, at: At) -> None:
    shared = {row.iso3: row.organisations_shared for row in at.each("country_neighbours") if row.organisations_shared}
    _first_of(node, node.blanks["names"].codes, shared, at, most=True)


@of("submissions.shares.finding")
def _shares(node: Node, at: At) -> None:
    rows = [row for row in at.each("listed_reviews") if row.list_kind == "full" and row.joint_share == row.joint_share]
    share = [row.joint_share for row in rows]
    if share:
        at.number(node, "low", min(share), 100)
        at.number(node, "high", max(share), 100)
    for end, most in (("lowest", False), ("highest", True)):
        place = (max if most else min)(share)
        equal = sum(value == place for value in share)
        if equal > 1 and len(node.blanks[end].codes) < equal:
            at.say(TIE, node, f"{end}: {equal} reviews")


@of("submissions.sizes.review")
def _middle(node: Node, at: At) -> None:
    sizes: dict[tuple[str, int], list[float]] = {}
    for row in at.each("joint_sizes"):
        if row.members > 0:
            sizes.setdefault((row.iso3, row.session), []).append(row.members)
    middle = at.read(node, "middle")
    iso3 = node.blanks["review"].codes[0]
    fitting = [its for (state, _), its in sizes.items() if state == iso3]
    at.covered |= {(node.name, "middle"), (node.name, "largest")}
    if middle is None or not any(abs(middle.value - float(np.median(its))) < HALF for its in fitting):
        at.say(WRONG_NUMBER, node, f"middle: {[float(np.median(its)) for its in fitting]}")


@of("submissions.sizes.heading")
def _middle_of_all(node: Node, at: At) -> None:
    sizes = [row.members for row in at.each("joint_sizes") if row.members > 0]
    at.number(node, "middle", float(np.median(sizes)))
    at.number(node, "largest", max(sizes))


@of("claims.coverage", "coalition_room.basis.left")
def _countable(node: Node, at: At) -> None:
    rows = at.each("coalition_reviews")
    third = {row.iso3: row.grade for row in rows if row.cycle == THIRD_CYCLE and row.region in at.focus}
    at.number(node, "held", len(third))
    at.number(node, "countable", sum(grade in COUNTABLE for grade in third.values()))


@of("coalitions.rests", "coalitions.rests.sized")
def _lists(node: Node, at: At) -> None:
    graded = COUNTABLE if node.name.endswith("sized") else None
    rows = [
        row for row in at.each("joint_reviews") if row.joint == row.joint and (graded is None or row.grade in graded)
    ]
    at.number(node, "n", sum(row.joint for row in rows))
    at.number(node, "reviews", len(rows))


@of("coalitions.opening")
def _every_list(node: Node, at: At) -> None:
    rows = at.each("joint_reviews")
    known = [row for row in rows if row.joint == row.joint]
    at.number(node, "joint", sum(row.joint for row in known))
    at.number(node, "reviews", len(known))
    at.number(node, "states", len(rows) - len(known))


@of("coalition_country.ranges.finding")
def _ranges(node: Node, at: At) -> None:
    rows = [row for row in at.each("coalition_ranges") if row.own_value == row.own_value]
    rows = [row for row in rows if row.region_middle == row.region_middle]
    above = sum(row.own_value > row.region_upper for row in rows)
    below = sum(row.own_value < row.region_lower for row in rows)
    at.number(node, "above", above)
    at.number(node, "below", below)
    at.number(node, "inside", len(rows) - above - below)
    at.number(node, "n", len(rows))


ABROAD = ("subregional", "regional", "international")


@of("coalition_country.basis.members")
def _members(node: Node, at: At) -> None:
    rows = at.rows("country_submissions")
    at.number(node, "national", rows["national"].sum())
    at.number(node, "abroad", sum(rows[column].sum() for column in ABROAD))
    at.number(node, "unknown", rows["unknown"].sum())


@of("coalition_country.submissions.finding")
def _signed(node: Node, at: At) -> None:
    rows = at.rows("country_submissions")
    at.number(node, "joint", len(rows))
    at.number(node, "memberships", rows["members"].sum())
    at.number(node, "known", rows["members"].sum() - rows["unknown"].sum())


@of("civic_space.basis", "civic_falls.shutdowns.basis")
def _with_data(node: Node, at: At) -> None:
    """States of the last year, region by region, or each state once."""
    number, known = at.read(node, "states"), set()
    for name in ("institutions_over_time", "shutdowns_by_region"):
        if name in at.shown.page.tables:
            rows = at.rows(name)
            last = rows[(rows["year"] == rows["year"].max()).to_numpy()].drop_duplicates("region")
            known.add(last["states"].sum())
    for name in ("civic_space_by_state", "ngo_laws", "nhri_status"):
        if name in at.shown.page.tables:
            rows = at.rows(name)
            known |= {rows["iso3"].nunique(), rows[rows["year"] >= FIRST_WHOLE]["iso3"].nunique()}
    at.covered.add((node.name, "states"))
    if number is None or number.value not in known:
        at.say(WRONG_NUMBER, node, f"states: {known}")


# What is stated by the data or by a choice


stated(lambda _: SINCE, since=[f"civic_falls.{key}" for key in (
    "furthest.finding", "furthest.asked", "regions.finding", "asked.never", "asked.answered", "asked.later",
)])  # fmt: skip
stated(lambda _: SINCE, first=["civic_falls.years.vdem", "civic_falls.years.freedom_house"])
stated(
    lambda at: at.shown.page.data.codes.years[0],
    first_year=["coalition_impact.opening", "coalitions.opening", "coalition_networks.filters"],
)
stated(
    lambda at: at.shown.page.data.codes.years[1],
    last_year=["coalition_impact.opening", "coalitions.opening", "coalition_networks.filters"],
)
stated(lambda at: len(at.shown.page.data.codes.issues), n=["issues.tags.issues", "issues.tags.themes"])
stated(lambda at: at.shown.page.data.codes.sessions[1], last="civic_falls.asked.later")
stated(lambda at: at.shown.page.data.codes.sessions[1] + 1, first="civic_falls.asked.later")
stated(lambda _: 2, fewest=["coalition_country.nearby.finding", "coalition_country.nearby.unknown"])
