"""How much room has civil society, what do peers ask about it, and which states are overlooked?"""

from analytics import ui
from analytics.charts import civic_answers, civic_laws
from analytics.charts import civic_space as charts
from analytics.findings import civic_space as find
from analytics.findings.selection import recommendations
from analytics.results.civic_space import INDICATORS

t, filters = ui.open_page("civic_space", own=("view", "indicator"))
view = ui.choose("view", ("time", "asked", "answers", "laws", "gaps"), t)
ui.stop_if_empty(ui.table("received_by_state", filters), t)
scheme = filters.scheme
focus = ui.codes().focus
places = find.divisor(filters)

if view == "time":
    left, right = ui.columns((1, 1))
    with left:
        indicator = ui.choose("indicator", INDICATORS, t)
    with right:
        country = ui.selected_state(ui.codes().states, t)
    card = ui.cards(places, t, source="vdem")
    regions = ui.table("civic_space_by_region", places, indicator=indicator)
    states = ui.table("civic_space_by_state", places, indicator=indicator)
    reviews = ui.table("civil_society_by_review", places, indicator=indicator)
    shown = {"chosen": country, "indicator": indicator, "scheme": scheme}
    years = find.review_years(reviews, country)
    drawn = charts.over_time(regions, states, t, reviews=years, **shown)
    finding = find.over_time(regions, reviews, country, indicator, t, focus=focus, scheme=scheme)
    with_data = card.resting_on(find.with_data(states, t))
    with_data.figure("civic_space.time", drawn, finding, rows=regions, beside=states)

    means = ui.table("civic_space_change_by_region", places, indicator=indicator)
    changes = ui.table("civic_space_changes", places, indicator=indicator)
    drawn = charts.changes(means, changes, t, **shown)
    finding = find.changes(means, focus, scheme, t)
    reviewed_twice = card.resting_on(find.reviewed_twice(changes, t))
    reviewed_twice.figure("civic_space.changes", drawn, finding, rows=means, beside=changes)

elif view == "asked":
    shares = ui.table("flag_shares", filters)
    scores = ui.table("lens_scores")
    card = ui.cards(filters, t, source="upr_info", n=find.asked(shares))
    drawn = civic_answers.flags(shares, scores, scheme, t)
    finding = find.flags(shares, scores, focus, scheme, t)
    card.figure("civic_space.lens", drawn, finding, rows=shares, beside=scores)

    drawn = civic_answers.flags(shares, scores, scheme, t, of="rate")
    card.figure("civic_space.rates", drawn, find.accepted(shares, focus, scheme, t), rows=shares)

elif view == "answers":
    indicator = ui.choose("indicator", INDICATORS, t)
    states = ui.table("acceptance_and_civic_space", places, indicator=indicator)
    ranks = ui.table("civic_space_correlations", places, indicator=indicator)
    regions = ui.table("civil_society_by_region", places, indicator=indicator)
    card = ui.cards(places, t, source=("upr_info", "vdem"), n=recommendations(states))
    drawn = civic_answers.against(states, indicator, scheme, t)
    finding = find.against(ranks, regions, scheme, t)
    card.figure("civic_space.against", drawn, finding, rows=states, beside=regions)

    drawn = civic_answers.correlations(ranks, scheme, t)
    card.figure("civic_space.ranks", drawn, find.within_regions(ranks, scheme, t), rows=ranks)

elif view == "laws":
    laws = find.with_data(ui.table("ngo_laws", places), t)
    on_laws = find.only_places(filters)
    card = ui.cards(on_laws, t, source="ngo_laws", rests=laws)
    barriers = ui.table("legal_barriers", places)
    drawn = civic_laws.barriers(barriers, scheme, t)
    card.figure("civic_space.laws", drawn, find.laws(barriers, focus, scheme, t), rows=barriers)

    states = ui.table("legal_barriers_of_states", places)
    card.listing("civic_space.barriers", find.barriers(states, t), rows=states)

    shares = ui.table("institutions_by_region", places)
    years = find.years_covered(ui.table("nhri_status", places), shares, t)
    card = ui.cards(on_laws, t, source="nhri_status", rests=years)
    drawn = civic_laws.institutions(shares, scheme, t)
    finding = find.institutions(shares, focus, scheme, t)
    card.figure("civic_space.institutions", drawn, finding, rows=shares)

else:
    indicator = ui.choose("indicator", INDICATORS, t)
    overlooked = ui.table("overlooked_states", places, indicator=indicator)
    bounds = ui.table("overlooked_bounds", places, indicator=indicator)
    card = ui.cards(places, t, source=("upr_info", "vdem"))
    card.listing("civic_space.gaps", find.overlooked(overlooked, bounds, t), rows=overlooked)
