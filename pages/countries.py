"""Which states receive how many recommendations, what they accept and how specific the requests are."""

from analytics import maps, ui
from analytics.exports import layers
from analytics.findings import countries

t, filters = ui.open_page("countries", own=("measure", "about"))
measure = ui.choose("measure", ("recommendations", "rate", "specific_share", "about_share"), t)
left, right = ui.columns((1, 1))
with left:
    about = ui.choose("about", ui.codes().issues, t)
received = ui.table("received_by_state", filters)
with right:
    chosen = ui.selected_state(list(received["iso3"]), t)
ui.stop_if_empty(received, t)
if chosen:
    ui.notice(countries.one_state(received, chosen, filters.scheme, t), filters, t)
    ui.say(countries.civil_society(ui.table("flags_by_state", filters), received, chosen, t))
states = ui.table("on_issue_by_state", filters, about=about) if measure == "about_share" else received
ui.figure(
    maps.choropleth(states, ui.area_points(), measure, ui.codes().focus, t),
    card="countries.map",
    finding=countries.ranked(states, measure, t, about),
    rows=states,
    filters=filters,
    source="upr_info",
    t=t,
    config=maps.CONFIG,
    select=True,
)
ui.downloads(t("countries.layer"), layers.files(states, ui.area_points(), "upr-states"))
ui.listing(
    card="countries.table",
    finding=t("countries.table.finding"),
    rows=states,
    filters=filters,
    source="upr_info",
    t=t,
    select=True,
)
