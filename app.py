"""How do states in Africa, Latin America and Asia answer what their peers recommend?"""

from analytics import maps, ui
from analytics.charts import acceptance
from analytics.findings import glance, later

t, filters = ui.open_page("glance")
regions = ui.table("acceptance_by_region", filters)
ui.stop_if_empty(regions, t)
card = ui.cards(filters, t, source="upr_info")
scheme = filters.scheme
focus = ui.codes().focus
compared = glance.of_regions(regions, focus)

gaps = ui.table("acceptance_gaps", filters)
apart = later.by_region(ui.table("later_by_region", filters), filters, ui.codes(), t)
ui.headlines(compared, apart, filters, t)
ui.say(later.said(ui.table("selection", filters), filters, ui.codes(), t))
ui.notice(glance.widest_gap(gaps, compared, scheme, t), filters, t, page="regions")

states = ui.table("received_by_state", filters)
drawn = maps.choropleth(states, ui.area_points(), "rate", focus, t, scheme=scheme)
card.map("glance.map", drawn, glance.acceptance_map(states, focus, t), rows=states)

left, right = ui.columns((1, 1))
with left:
    drawn = acceptance.states_and_interval(states, compared, scheme, t)
    finding = glance.spread(states, focus, scheme, t)
    beside = glance.of_regions(states, focus)
    card.figure("glance.states", drawn, finding, rows=compared, beside=beside)
with right:
    cycles = ui.table("acceptance_by_cycle", filters)
    changes = ui.table("cycle_changes", filters)
    drawn = acceptance.by_cycle(cycles, scheme, t)
    finding = glance.by_cycle(cycles, changes, scheme, t)
    card.figure("glance.cycles", drawn, finding, rows=cycles, beside=changes)

mix = ui.table("action_mix", filters)
if not mix.empty:
    drawn = acceptance.action_mix(mix, scheme, t)
    card.figure("glance.mix", drawn, glance.specific_asks(mix, scheme, t), rows=mix)
