"""How states in Africa, Latin America and Asia answer what their peers recommend: the first page."""

from analytics import maps, ui
from analytics.charts import acceptance
from analytics.findings import glance

t, filters = ui.open_page("glance")
regions = ui.table("acceptance_by_region", filters)
ui.stop_if_empty(regions, t)
focus = ui.codes().focus
compared = regions[regions["region"].isin(focus)]
states = ui.table("received_by_state", filters)
mix = ui.table("action_mix", filters)
cycles = ui.table("acceptance_by_cycle", filters)
gaps = ui.table("acceptance_gaps", filters)

ui.headlines(compared, filters, t)
ui.notice(glance.widest_gap(gaps, filters.scheme, t), filters, t, page="regions")
ui.figure(
    maps.choropleth(states, ui.area_points(), "rate", focus, t),
    card="glance.map",
    finding=glance.acceptance_map(states, t),
    rows=states,
    filters=filters,
    source="upr_info",
    t=t,
    config=maps.CONFIG,
)
left, right = ui.columns((1, 1))
with left:
    ui.figure(
        acceptance.states_and_interval(states, compared, filters.scheme, t),
        card="glance.states",
        finding=glance.spread(states, focus, filters.scheme, t),
        rows=compared,
        beside=states[states["region"].isin(focus)],
        filters=filters,
        source="upr_info",
        t=t,
    )
with right:
    ui.figure(
        acceptance.by_cycle(cycles, filters.scheme, t),
        card="glance.cycles",
        finding=glance.by_cycle(cycles, filters.scheme, t),
        rows=cycles,
        filters=filters,
        source="upr_info",
        t=t,
    )
if not mix.empty:
    ui.figure(
        acceptance.action_mix(mix, filters.scheme, t),
        card="glance.mix",
        finding=glance.specific_asks(mix, filters.scheme, t),
        rows=mix,
        filters=filters,
        source="upr_info",
        t=t,
    )
