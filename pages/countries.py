"""Which states receive how much, what do they accept, and how specific are the requests?"""

from analytics import maps, ui
from analytics.exports import layers
from analytics.findings import countries

t, filters = ui.open_page("countries", own=("measure", "about"))
measure = ui.choose("measure", ("recommendations", "rate", "specific_share", "about_share"), t)
left, right = ui.columns((1, 1))
with left:
    issue = ui.choose("about", ui.codes().issues, t)
received = ui.table("received_by_state", filters)
with right:
    chosen = ui.selected_state(list(received["iso3"]), t)
ui.stop_if_empty(received, t)

if chosen:
    ui.notice(countries.one_state(received, chosen, filters.scheme, t), filters, t)
    flags = ui.table("flags_by_state", filters)
    ui.say(countries.civil_society(flags, received, chosen, t))

states = received
if measure == "about_share":
    states = ui.table("on_issue_by_state", filters, about=issue)
points = ui.area_points()
card = ui.cards(filters, t, source="upr_info")
drawn = maps.choropleth(states, points, measure, ui.codes().focus, t)
finding = countries.ranked(states, measure, t, issue)
card.map("countries.map", drawn, finding, rows=states, click=("country",))
ui.downloads(t("countries.layer"), layers.files(states, points, "upr-states"))
finding = t("countries.table.finding")
card.listing("countries.table", finding, rows=states, click={"country": "iso3"})
