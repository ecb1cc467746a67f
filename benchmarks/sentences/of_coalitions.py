"""Rules of sentences about coalitions: networks, whether they were heard, single countries, lists of submissions."""

from __future__ import annotations

from benchmarks.sentences.breaches import NOT_EXTREME, WRONG_NUMBER
from benchmarks.sentences.rules import At, cells, of, region_of, written_as
from benchmarks.sentences.said import Node

POINTS = {"points": ("difference", 100), "placebo": ("placebo", 100)}
IN_POINTS = ("lower", "upper", 100)
POOLED = ("network_pooled", "voice_sensitivity")

# Were they heard?

cells(
    "coalition_impact.networks.numbers",
    table="network_changes",
    match={"name": "organisation"},
    numbers_of=POINTS,
    interval=IN_POINTS,
    placebo=True,
)
cells(
    "coalition_impact.pooled.numbers",
    table="network_pooled",
    match={},
    numbers_of=POINTS,
    interval=IN_POINTS,
    placebo=True,
)
cells(
    "coalition_impact.form.said",
    table=POOLED,
    match={},
    numbers_of={"points": ("difference", 100)},
    interval=IN_POINTS,
)
cells(
    "coalition_impact.accepted.alike",
    table="network_accepted",
    match={},
    numbers_of={"signed": ("share_signed", 100), "not_signed": ("share_not_signed", 100)},
    interval=IN_POINTS,
)
cells(
    "coalition_impact.sides.counted",
    table="voice_gaps",
    match={},
    numbers_of={"n": ("submissions", 1), "reviews": ("reviews", 1)},
)


@of("coalition_impact.opening")
def _compared(node: Node, at: At) -> None:
    rows = at.rows("impact_outcomes")
    for blank in ("reviews", "waiting", "unlisted"):
        at.number(node, blank, rows[blank].sum())


# Networks

cells(
    "coalition_networks.repeats.region",
    table="region_repeats",
    match={"region": "region"},
    numbers_of={"n": ("signing", 1), "of": ("organisations_in", 1)},
    where=lambda row, _: row.how_often == "across",
)


@of("coalition_networks.across.finding", "coalition_networks.across.more")
def _across(node: Node, at: At) -> None:
    rows = at.rows("region_bridges")
    most = rows["regions_signed"].max()
    at.number(node, "n", len(rows))
    at.number(node, "organisations", rows["organisations_in"].iloc[0])
    at.number(node, "known", rows["in_networks"].sum())
    at.number(node, "widest", (rows["regions_signed"] == most).sum())
    at.number(node, "regions", most)


@of("coalition_networks.countries.region")
def _most_countries(node: Node, at: At) -> None:
    rows = at.rows("country_bridges")
    mine = rows[(rows["region"] == region_of(node)).to_numpy()]
    at.number(node, "n", mine["states_signed"].max())


@of(*(f"coalition_networks.reviews.finding.{way}" for way in ("both", "less", "more", "as")))
def _against_chance(node: Node, at: At) -> None:
    rows = at.rows("review_chance")
    verdicts = rows.loc[(rows["network_measure"] == "largest_share").to_numpy(), "against_chance"].to_list()
    at.number(node, "less", verdicts.count("less"))
    at.number(node, "more", verdicts.count("more"))
    at.number(node, "reviews", sum(verdicts.count(verdict) for verdict in ("less", "more", "as")))


# How many, how large

MEASURED = {"coalition_counts": ("median", 1), "coalition_sizes": ("median", 1), "coalition_scopes": ("share", 100)}


@of("coalitions.region")
def _of_region(node: Node, at: At) -> None:
    known = [
        float(getattr(row, column)) * scale
        for table, (column, scale) in MEASURED.items()
        if table in at.shown.page.tables
        for row in at.each(table)
        if row.region == region_of(node)
    ]
    said = at.read(node, "value")
    at.covered.add((node.name, "value"))
    if said is None or not any(written_as(said, value) for value in known):
        at.say(WRONG_NUMBER, node, f"value: {known[:6]}")


# Civic space

cells(
    "coalition_room.rho",
    table="coalition_room_ranks",
    match={},
    numbers_of={
        "rho": ("rho", 1),
        "rho_lower": ("rho_lower", 1),
        "rho_upper": ("rho_upper", 1),
        "reviews": ("reviews", 1),
    },
)

# One country

cells(
    "coalition_country.case.third",
    table=("case_notes", "country_notes"),
    match={},
    numbers_of={"joint": ("joint_third", 1), "session": ("session", 1)},
)
cells(
    "coalition_country.case.counted",
    "coalition_country.case.unsized",
    table=("case_notes", "country_notes"),
    match={},
    numbers_of={
        "organisations": ("organisations_in", 1),
        "size": ("median_size", 1),
        "network": ("with_network", 1),
    },
)
cells(
    "coalition_country.headline.beside",
    "coalition_country.headline.tied",
    "coalition_country.headline.alone",
    table="coalition_ranges",
    match={"state": "iso3"},
    numbers_of={
        "joint": ("own_value", 1),
        "session": ("session", 1),
        "below": ("below", 1),
        "equal": ("equal", 1),
        "others": ("other_reviews", 1),
    },
    where=lambda row, _: row.review_measure == "joint",
)


@of("coalition_country.organisations.finding")
def _elsewhere(node: Node, at: At) -> None:
    rows = at.rows("country_organisations")
    at.number(node, "n", len(rows))
    at.number(node, "elsewhere", (rows["other_reviews"] > 0).sum())


@of("coalition_country.cases.finding")
def _cases(node: Node, at: At) -> None:
    rows = at.rows("case_notes")
    at.number(node, "known", rows["joint_third"].notna().sum())
    at.number(node, "n", len(rows))


# Lists

cells(
    "submissions.coverage.region",
    table="list_coverage",
    match={"region": "region"},
    numbers_of={"reviews": ("reviews", 1)},
)


@of("submissions.partners.country")
def _partner(node: Node, at: At) -> None:
    by_country = at.rows("partners_abroad").groupby("country")["memberships"].sum()
    at.number(node, "n", by_country[node.blanks["country"].codes[0]])


@of("submissions.partners.finding")
def _partners(node: Node, at: At) -> None:
    by_country = at.rows("partners_abroad").groupby("country")["memberships"].sum()
    at.number(node, "countries", len(by_country))
    named = node.blanks["most"].codes
    last = by_country[named[-1]]
    if any(by_country[code] > last for code in by_country.index if code not in named):
        at.say(NOT_EXTREME, node, f"{named}")


@of("submissions.scopes.heading", "submissions.scopes.finding")
def _scopes(node: Node, at: At) -> None:
    rows = at.rows("scopes_by_review")
    by_scope = rows.groupby("scope")["memberships"].sum()
    at.number(node, "n", rows["memberships"].sum())
    at.number(node, "known", rows["memberships"].sum() - by_scope.get("unknown", 0))
    at.number(node, "national", by_scope.get("national", 0))
