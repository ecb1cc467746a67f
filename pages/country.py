"""What was one state asked, what did it accept, what stands out, and when is its next review?"""

from analytics import maps, ui
from analytics.charts import country as charts
from analytics.findings import coalition_country as coalitions
from analytics.findings import countries
from analytics.findings import country as find
from analytics.findings.selection import of_country
from analytics.results.civic_space import INDICATORS

own = ("view", "country", "beside", "indicator")
t, filters = ui.open_page("country", own=own, filtered=False)
codes, scheme = ui.codes(), filters.scheme
view = ui.choose("view", ("glance", "asked", "society", "beside"), t)
left, right = ui.columns((1, 1))
with left:
    country = ui.selected_state(codes.members, t)
one, its = {"country": country}, of_country(filters, country)
region = codes.region_of[scheme].get(country, "")
reviews = ui.table("country_reviews", filters, **one)
card = ui.cards(its, t, source="upr_info", rests=find.rests(reviews, t))

if country is None:
    ui.say(t("country.choose"))
    states, points = ui.table("received_by_state", filters), ui.area_points()
    drawn = maps.choropleth(states, points, "rate", codes.focus, t, scheme=scheme)
    card = ui.cards(filters, t, source="upr_info")
    card.map("countries.map", drawn, t("country.map.finding"), rows=states, click=("country",))

elif view == "glance":
    ranges = ui.table("country_ranges", filters, **one)
    issues = ui.table("country_issues", filters, **one)
    to_come = ui.table("country_next", filters, **one)
    lists = ui.table("coalition_ranges", filters, **one)
    ui.notice(find.headline(country, reviews, t), filters, t)
    ui.say(find.after(reviews, to_come, ui.this_year(), t))
    ui.say(coalitions.headline(country, lists, scheme, t))
    ui.say(find.notes(country, reviews, t))
    ui.say(find.stands_out(country, reviews, ranges, issues, t))
    if not ranges.empty:
        drawn, finding = charts.record(reviews, ranges, scheme, t), find.record(reviews, t)
        card.figure("country.record", drawn, finding, rows=find.listed(reviews), beside=ranges)
        drawn = charts.action_mix(reviews, region, t)
        card.figure("country.mix", drawn, find.mix(reviews, t), rows=find.listed(reviews))
    card.listing("country.reviews", t("country.reviews.finding"), rows=find.listed(reviews))

elif view == "asked":
    issues = ui.table("country_issues", filters, **one)
    drawn, finding = charts.issues(issues, region, t), find.issues(issues, country, codes, t)
    if issues.empty:
        ui.say(finding.heading)
    else:
        card.resting_on(find.coded(issues, t)).figure("country.issues", drawn, finding, rows=issues)
    askers = ui.table("country_askers", filters, **one)
    card.listing("country.askers", find.askers(askers, country, t), rows=askers)

elif view == "society":
    flags, received = ui.table("flags_by_state", filters), ui.table("received_by_state", filters)
    ui.say(countries.civil_society(flags, received, country, t))
    lists, held = ui.table("listed_reviews", filters), ui.table("coalition_ranges", filters, **one)
    signed = ui.table("country_submissions", filters, **one)
    finding = coalitions.submissions(signed, country, t)
    if signed.empty:
        ui.say(finding)
    else:
        members = coalitions.members(lists, signed, country, t)
        listed = ui.cards(its, t, source=coalitions.sources(lists, country), rests=members)
        listed.listing("coalition_country.submissions", finding, rows=signed)
    named, counts = ui.table("named_coalitions", filters), ui.table("submission_counts", filters)
    notes = ui.table("country_notes", filters, **one)
    ui.say(coalitions.country_note(held, notes, named, counts, scheme, t))
    with right:
        indicator = ui.choose("indicator", INDICATORS, t)
    civic = ui.table("country_civic_space", filters, **one, indicator=indicator)
    card = ui.cards(its, t, source="vdem", rests=find.years(civic, t))
    finding = find.civic_space(civic, t)
    if civic.empty:
        ui.say(finding.heading)
    else:
        drawn = charts.civic_space(civic, region, indicator, t)
        card.figure("country.civic", drawn, finding, rows=civic)

else:
    with right:
        beside = ui.states_beside(codes.states, country, t)
    ui.say(find.notes(country, reviews, t))
    compared = ui.table("country_compared", filters, **one, beside=beside)
    drawn, finding = charts.compared(compared, t), find.compared(compared, t)
    card = ui.cards(filters, t, source="upr_info", rests=find.rests(compared, t))
    card.figure("country.compare", drawn, finding, rows=compared)
