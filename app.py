"""How do Africa, Latin America and Asia answer what their peers recommend?"""

from analytics import maps, ui
from analytics.charts import acceptance
from analytics.findings import glance

t, filters = ui.open_page("glance")
regions = ui.table("acceptance_by_region", filters)
ui.stop_if_empty(regions, t)
card = ui.cards(filters, t, source="upr_info")
scheme = filters.scheme
focus = ui.codes().focus
chosen = ui.chosen(filters)

states = ui.table("received_by_state", filters)
compared = glance.of_regions(regions, focus)
gaps = ui.table("acceptance_gaps", filters)
drawn = acceptance.states_and_interval(states, compared, scheme, t, chosen)
finding = glance.headline(compared, gaps, states, scheme, t, chosen)
beside = glance.of_regions(states, focus)
click = ("country",)
card.figure("glance.states", drawn, finding, rows=compared, beside=beside, click=click)

drawn = maps.choropleth(states, ui.area_points(), "rate", focus, t, chosen, scheme=scheme)
card.map("glance.map", drawn, glance.acceptance_map(states, focus, t), rows=states, click=click)

left, right = ui.columns((1, 1))
with left:
    cycles = ui.table("acceptance_by_cycle", filters)
    changes = ui.table("cycle_changes", filters)
    drawn = acceptance.by_cycle(cycles, scheme, t)
    finding = glance.change(changes, cycles, scheme, t)
    card.figure("glance.cycles", drawn, finding, rows=cycles, beside=changes)
with right:
    mix = ui.table("action_mix", filters)
    if not mix.empty:
        drawn = acceptance.action_mix(mix, scheme, t)
        card.figure("glance.mix", drawn, glance.specific_asks(mix, scheme, t), rows=mix)
