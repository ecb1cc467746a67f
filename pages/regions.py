"""Is the difference between Africa, Latin America and Asia real, and what is it made of?"""

from analytics import ui
from analytics.charts import differences
from analytics.charts import regions as charts
from analytics.findings import regions as find

t, filters = ui.open_page("regions", own=("view", "pair", "strata"))
view = ui.choose("view", ("gap", "parts", "asks", "change"), t)
regions = ui.table("spread_by_region", filters)
ui.stop_if_empty(regions, t, "regions.empty")
card = ui.cards(filters, t, source="upr_info")
scheme = filters.scheme

if view == "gap":
    gaps = ui.table("regional_gaps", filters)
    drawn = differences.gaps(gaps, scheme, t)
    finding = find.clear_of_zero(gaps, regions, scheme, t)
    card.figure("regions.gaps", drawn, finding, rows=regions, beside=gaps)

    beside = ui.table("beside_subregion", filters)
    if not beside.empty:
        card.listing("regions.beside", find.beside_subregion(beside, t), rows=beside)

    states = ui.table("states_within_subregions", filters)
    drawn = charts.spread(regions, states, scheme, t)
    finding = find.spread(regions, scheme, t)
    card.figure("regions.spread", drawn, finding, rows=regions, beside=states)

elif view == "parts":
    pair = ui.choose("pair", ("africa-asia", "lac-asia", "africa-lac"), t)
    strata = ui.choose(
        "strata",
        ("action", "action_group", "action_cycle", "action_group_cycle"),
        t,
    )
    by_stratum = ui.table("gap_by_stratum", filters, pair=pair, strata=strata)
    parts = ui.table("gap_parts", filters, pair=pair, strata=strata)
    drawn = differences.parts(parts, scheme, t)
    finding = find.parts(parts, scheme, t)
    card.figure("regions.parts", drawn, finding, rows=by_stratum, beside=parts)

    same_mix = ui.table("standardised_rates", filters, pair=pair, strata=strata)
    drawn = differences.standardised(same_mix, scheme, t)
    finding = find.standardised(same_mix, scheme, t)
    card.figure("regions.standardised", drawn, finding, rows=same_mix)

elif view == "asks":
    answers = ui.table("answers_by_action", filters)
    drawn = charts.mosaic(answers, scheme, t)
    card.figure("regions.mosaic", drawn, find.softer_asks(answers, scheme, t), rows=answers)

else:
    changes = ui.table("cycle_changes", filters)
    cycles = ui.table("acceptance_by_cycle", filters)
    drawn = differences.changes(changes, scheme, t)
    finding = find.changes(changes, scheme, t)
    card.figure("regions.changes", drawn, finding, rows=cycles, beside=changes)
