"""Which states receive how much, what do they accept, and how specific are the requests?"""

from analytics import maps, ui
from analytics.findings import countries, later

t, filters = ui.open_page("countries", own=("measure", "about"))
received = ui.table("received_by_state", filters)
ui.stop_if_empty(received, t)
left, middle, right = ui.columns((1, 1, 1))
with left:
    chosen = ui.selected_state(list(received["iso3"]), t)
with middle:
    measure = ui.choose("measure", countries.measures(received), t, side_by_side=False)
with right:
    issue = ui.choose("about", ui.codes().issues, t) if measure == "about_share" else ""

if chosen:
    reviews = ui.table("counts", filters)
    ui.say(countries.one_state(received, reviews, chosen, filters, ui.codes(), t))

states, focus, marked = received, ui.codes().focus, ui.chosen(filters)
if measure == "about_share":
    states = ui.table("on_issue_by_state", filters, about=issue)
points = ui.area_points()
rests = later.rests(states, filters, ui.codes(), t)
with_later = ui.cards(filters, t, source=later.sources(states), rests=rests)
if measure == "later":
    drawn = maps.hollow(states, points, focus, t, marked)
    finding = countries.most_later(states, t)
    shown = with_later.map("countries.later", drawn, finding, rows=states, click=("country",))
else:
    drawn = maps.choropleth(states, points, measure, focus, t, marked, scheme=filters.scheme)
    finding = countries.ranked(states, measure, t, issue)
    card = ui.cards(filters, t, source="upr_info")
    shown = card.map("countries.map", drawn, finding, rows=states, click=("country",))
if chosen:
    flags = ui.table("flags_by_state", filters)
    ui.say(countries.civil_society(flags, received, chosen, t))
    ui.invite("whom_to_lobby", filters, t)
ui.layer(shown, points)
finding = t("countries.table.finding")
listed = countries.by_size(states, measure)
with_later.listing("countries.table", finding, rows=listed, click={"country": "iso3"})
ui.say(later.said(received, filters, ui.codes(), t))
