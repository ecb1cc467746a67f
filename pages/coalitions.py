"""Who submits to the review together, how large are these coalitions, and what can be said about regions today?"""

from analytics import maps, ui
from analytics.charts import co_submission
from analytics.charts import coalitions as charts
from analytics.findings import coalitions as find

t, filters = ui.open_page("coalitions", find.OWN, filtered=False, covered=False)
codes, focus, scheme = ui.codes(), ui.codes().focus, filters.scheme
every, known = ui.table("listed_reviews", filters), ui.table("stakeholders")
ui.say(find.opening(every, filters, codes, t))
view = ui.choose("view", ("coverage", "catalogue", "reviews", "network", "named"), t)
left, right = ui.columns((1, 1))
with left:
    lists = ui.choose("lists", find.lists(every, focus, scheme, t), t) if view in find.WITH_LISTS else "all"
with right:
    organisation = ui.choose("organisation", find.organisations(known, t), t) if view in find.WITH_ORGANISATION else ""
listed = ui.table("listed_reviews", filters, lists=lists)
reviews, joint, signed = (find.card(listed, unit, filters, t) for unit in find.UNITS)
if view == "coverage":
    regions, states, measures = (ui.table(name, filters) for name in find.COVERAGE)
    drawn, found = maps.coverage(states, ui.area_points(), focus, t), find.coverage(regions, focus, scheme, t)
    ui.figure(drawn, card="coalitions.map", finding=found, rows=regions, beside=states, config=maps.CONFIG, **reviews)
    drawn, found = charts.progress(regions, focus, scheme, t), find.progress(measures, scheme, t)
    ui.figure(drawn, card="coalitions.progress", finding=found, rows=regions, beside=measures, **reviews)
    ui.listing(card="coalitions.lists", finding=find.mismatches(every, t), rows=every, **reviews)
    both = ui.table("asks_and_answers", filters)
    ui.notice(find.from_ask(every, both, codes, t), filters, t)
    if not both.empty:
        ui.listing(card="coalitions.asks", finding=find.asks(both, t), rows=both, **reviews)
elif view == "catalogue":
    search, size = ui.search_text("search", t), ui.choose("size", find.sizes(t), t)
    rows = ui.table("catalogue", filters, lists=lists, search=search, size=size)
    found, on = find.found(rows, search, t), find.matched(rows, reviews)
    ui.listing(card="coalitions.catalogue", finding=found, rows=find.listed(rows), **on)
elif view == "reviews":
    sizes, scopes, abroad = (ui.table(name, filters, lists=lists) for name in find.REVIEWS)
    ui.figure(charts.sizes(sizes, t), card="coalitions.sizes", finding=find.sizes_found(sizes, t), rows=sizes, **joint)
    drawn, found = charts.shares(listed, t), find.shares(listed, t)
    ui.figure(drawn, card="coalitions.shares", finding=found, rows=listed, **reviews)
    ui.figure(charts.scopes(scopes, t), card="coalitions.scopes", finding=find.scopes(scopes, t), rows=scopes, **signed)
    found = find.partners(abroad, t)
    ui.figure(charts.partners(abroad, t), card="coalitions.partners", finding=found, rows=abroad, **signed)
elif view == "network":
    nodes, links, summary = (ui.table(name, filters, lists=lists) for name in find.NETWORK)
    drawn, found, click = co_submission.network(nodes, links, organisation, t), find.network(summary, t), find.CLICK
    ui.figure(drawn, card="coalitions.network", finding=found, rows=nodes, beside=links, choose=click, **joint)
else:
    said, counts, cases = (ui.table(name, filters) for name in find.STATED)
    drawn, found, on = charts.named(said, t), find.named(said, t), find.stated(said, "coalition_statements", filters, t)
    ui.figure(drawn, card="coalitions.named", finding=found, rows=said, **on)
    found, on = find.counts(counts, t), find.stated(counts, "submission_counts", filters, t)
    ui.listing(card="coalitions.counts", finding=found, rows=counts, **on)
    ui.say(find.case_notes(cases, said, counts, t))
if organisation:
    made, others = (ui.table(name, filters, organisation=organisation) for name in find.ORGANISATION)
    found, on = find.organisation(organisation, known, made, t), find.of_rows(made, every, "submissions", filters, t)
    ui.listing(card="coalitions.organisation", finding=found, rows=made, **on)
    found, on = find.with_whom(others, t), find.of_rows(others, every, "organisations", filters, t)
    ui.listing(card="coalitions.partners_of", finding=found, rows=others, choose=find.GO_ON, **on)
