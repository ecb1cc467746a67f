"""What is known of one country's coalitions, and whom could an organisation there join?"""

from analytics import maps, ui
from analytics.charts import coalition_country as charts
from analytics.findings import coalition_country as find
from analytics.findings.submissions import opening

own = ("view", "country")
t, filters = ui.open_page("coalition_country", own=own, filtered=False, covered=False)
codes = ui.codes()
scheme = filters.scheme
lists = ui.table("listed_reviews", filters)
ui.aside(t("page.rests"), opening(lists, codes, t))
view = ui.choose("view", ("profile", "who_signed", "neighbours", "cases"), t)
states = ui.table("coalition_states", filters)
on_states = find.held(states, codes, scheme, t)
coalitions = ui.table("named_coalitions", filters)
counts = ui.table("submission_counts", filters)
country = None
if view != "cases":
    country = ui.selected_state(codes.members, t)
    if country is None:
        ui.say(t("coalition_country.choose"))
of_country = {"country": country}

if country and view == "profile":
    reviews = ui.table("coalition_reviews", filters)
    ranges = ui.table("coalition_ranges", filters, **of_country)
    notes = ui.table("country_notes", filters, **of_country)
    ui.notice(find.headline(country, ranges, scheme, t), filters, t)
    ui.say(find.country_note(ranges, notes, coalitions, counts, scheme, t))
    if not ranges.empty:
        sources, basis = find.sources(lists, country), find.basis(lists, country, t)
        card = ui.cards(filters, t, source=sources, rests=basis)
        drawn = charts.ranges(ranges, reviews, scheme, t)
        card.figure("coalition_country.ranges", drawn, find.ranges(ranges, t), rows=ranges)
    ui.say(t("coalition_country.project"))

elif country and view == "who_signed":
    signed = ui.table("country_submissions", filters, **of_country)
    basis = find.members(lists, signed, country, t)
    card = ui.cards(filters, t, source=find.sources(lists, country), rests=basis)
    finding = find.submissions(signed, country, t)
    card.listing("coalition_country.submissions", finding, rows=signed)
    organisations = ui.table("country_organisations", filters, **of_country)
    finding = find.organisations(organisations, country, t)
    card.listing("coalition_country.organisations", finding, rows=organisations)

elif country and view == "neighbours":
    shared = ui.table("country_neighbours", filters, **of_country)
    basis = find.shared(shared, on_states, t)
    card = ui.cards(filters, t, source=find.sources(lists), rests=basis)
    if country in set(lists["iso3"]):
        drawn = charts.neighbours(shared, t)
        finding = find.neighbours(shared, country, t)
        click = ("country",)
        card.figure("coalition_country.neighbours", drawn, finding, rows=shared, click=click)
    card = card.resting_on(on_states)
    nearby = ui.table("organisations_nearby", filters, **of_country)
    known = find.names_members(lists, country)
    finding = find.nearby(nearby, country, known=known, t=t)
    card.listing("coalition_country.nearby", finding, rows=find.first_ones(nearby))

elif view == "cases":
    cases = ui.table("case_notes", filters)
    ui.say(find.case_notes(cases, coalitions, counts, t))
    sources = (*find.sources(lists), "coalition_statements", "submission_counts")
    card = ui.cards(filters, t, source=sources, rests=on_states)
    card.listing("coalition_country.cases", find.cases_found(cases, t), rows=cases)

if view == "profile" or not (country or view == "cases"):
    card = ui.cards(filters, t, source=find.sources(lists), rests=on_states)
    drawn = maps.joint(states, ui.area_points(), codes.focus, t, scheme=scheme)
    finding = t("coalition_country.map.finding")
    card.map("coalition_country.map", drawn, finding, rows=states, click=("country",))
