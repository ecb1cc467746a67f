"""Is the difference between Africa, Latin America and Asia real, and what is it made of?"""

from analytics import ui
from analytics.charts import differences
from analytics.charts import regions as charts
from analytics.findings import regions

t, filters = ui.open_page("regions", own=("view", "pair", "strata"))
scheme, source = filters.scheme, "upr_info"
view = ui.choose("view", ("gap", "parts", "asks", "change"), t)
spread = ui.table("spread_by_region", filters)
ui.stop_if_empty(spread, t, "regions.empty")

if view == "gap":
    gaps = ui.table("regional_gaps", filters)
    for place, sentence in zip(ui.columns((1, 1, 1)), regions.gap_sentences(gaps, scheme, t), strict=True):
        with place:
            ui.notice(sentence, filters, t)
    found = regions.clear_of_zero(gaps, spread, scheme, t)
    drawn = differences.gaps(gaps, scheme, t)
    ui.figure(drawn, card="regions.gaps", finding=found, rows=spread, beside=gaps, filters=filters, source=source, t=t)
    within = ui.table("states_within_subregions", filters)
    found = regions.spread(spread, scheme, t)
    drawn = charts.spread(spread, within, scheme, t)
    ui.figure(
        drawn, card="regions.spread", finding=found, rows=spread, beside=within, filters=filters, source=source, t=t
    )
elif view == "parts":
    pair = ui.choose("pair", ("africa-asia", "lac-asia", "africa-lac"), t)
    strata = ui.choose("strata", ("action", "action_group", "action_cycle", "action_group_cycle"), t)
    kinds, parts, alike = (
        ui.table(name, filters, pair=pair, strata=strata)
        for name in ("gap_by_stratum", "gap_parts", "standardised_rates")
    )
    found = regions.parts(parts, scheme, t)
    drawn = differences.parts(parts, scheme, t)
    ui.figure(drawn, card="regions.parts", finding=found, rows=kinds, beside=parts, filters=filters, source=source, t=t)
    found = regions.standardised(alike, scheme, t)
    drawn = differences.standardised(alike, scheme, t)
    ui.figure(drawn, card="regions.standardised", finding=found, rows=alike, filters=filters, source=source, t=t)
elif view == "asks":
    asks = ui.table("answers_by_action", filters)
    found = regions.softer_asks(asks, scheme, t)
    drawn = charts.mosaic(asks, scheme, t)
    ui.figure(drawn, card="regions.mosaic", finding=found, rows=asks, filters=filters, source=source, t=t)
else:
    changes, cycles = (ui.table(name, filters) for name in ("cycle_changes", "acceptance_by_cycle"))
    found = regions.changes(changes, scheme, t)
    drawn = differences.changes(changes, scheme, t)
    ui.figure(
        drawn, card="regions.changes", finding=found, rows=cycles, beside=changes, filters=filters, source=source, t=t
    )
