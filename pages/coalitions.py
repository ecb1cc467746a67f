"""Who submits to the review together, how large are these coalitions, and what can be said about regions today?"""

from analytics import maps, ui
from analytics.charts import co_submission
from analytics.charts import coalitions as charts
from analytics.findings import coalitions as find

own = ("view", "lists", "search", "size", "organisation")
t, filters = ui.open_page("coalitions", own, filtered=False, covered=False)
codes, scheme, lists, organisation = ui.codes(), filters.scheme, "all", ""
every, stakeholders = ui.table("listed_reviews", filters), ui.table("stakeholders")
ui.say(find.opening(every, filters, codes, t))
view = ui.choose("view", ("coverage", "catalogue", "reviews", "network", "named"), t)
left, right = ui.columns((1, 1))
if view in {"catalogue", "reviews", "network"}:
    with left:
        lists = ui.choose("lists", find.lists(every, codes.focus, scheme, t), t)
if view in {"catalogue", "network"}:
    with right:
        organisation = ui.choose("organisation", find.organisations(stakeholders, t), t)
listed = ui.table("listed_reviews", filters, lists=lists)
of = {"source": "stakeholder_summaries", "filters": filters, "t": t, "covered": find.covered(listed, t)}
on = {**of, "unit": "submissions"}

if view == "coverage":
    regions, states, measures = (ui.table(name, filters) for name in find.COVERAGE)
    drawn, found = (
        maps.coverage(states, ui.area_points(), codes.focus, t),
        find.coverage(regions, codes.focus, scheme, t),
    )
    ui.figure(drawn, card="coalitions.map", finding=found, rows=regions, beside=states, config=maps.CONFIG, **on)
    drawn, found = charts.progress(regions, codes.focus, scheme, t), find.progress(measures, scheme, t)
    ui.figure(drawn, card="coalitions.progress", finding=found, rows=regions, beside=measures, **on)
    ui.listing(card="coalitions.lists", finding=find.mismatches(every, t), rows=every, **on)
    ui.notice(find.from_ask(every, codes, t), filters, t)
elif view == "catalogue":
    search, size = ui.search_text("search", t), ui.choose("size", find.sizes(t), t)
    rows = ui.table("catalogue", filters, lists=lists, search=search, size=size)
    ui.listing(card="coalitions.catalogue", finding=find.found(rows, search, t), rows=rows, n=find.matched(rows), **on)
elif view == "reviews":
    sizes, scopes, abroad = (ui.table(name, filters, lists=lists) for name in find.REVIEWS)
    drawn, found, n = charts.sizes(sizes, t), find.sizes_found(sizes, t), len(sizes)
    ui.figure(drawn, card="coalitions.sizes", finding=found, rows=sizes, n=n, unit="joint", **of)
    ui.figure(charts.shares(listed, t), card="coalitions.shares", finding=find.shares(listed, t), rows=listed, **on)
    drawn, found, each = charts.scopes(scopes, t), find.scopes(scopes, t), {**of, "unit": "memberships"}
    ui.figure(drawn, card="coalitions.scopes", finding=found, rows=scopes, **each)
    ui.figure(
        charts.partners(abroad, t), card="coalitions.partners", finding=find.partners(abroad, t), rows=abroad, **each
    )
elif view == "network":
    nodes, links, summary = (ui.table(name, filters, lists=lists) for name in find.NETWORK)
    drawn, found, n = co_submission.network(nodes, links, organisation, t), find.network(summary, t), len(nodes)
    ui.figure(
        drawn,
        card="coalitions.network",
        finding=found,
        rows=nodes,
        beside=links,
        n=n,
        unit="organisations",
        choose=("organisation",),
        **of,
    )
else:
    said, counts, cases = (ui.table(name, filters) for name in find.STATED)
    of, on = find.stated(said, "coalition_statements", filters, t), find.stated(counts, "submission_counts", filters, t)
    ui.figure(charts.named(said, scheme, t), card="coalitions.named", finding=find.named(said, t), rows=said, **of)
    ui.listing(card="coalitions.counts", finding=find.counts(counts, t), rows=counts, **on)
    ui.say(find.case_notes(cases, said, counts, t))

if organisation:
    made, others = (ui.table(name, filters, organisation=organisation) for name in find.ORGANISATION)
    found, whole = find.organisation(organisation, stakeholders, made, t), {**of, "covered": find.covered(every, t)}
    ui.listing(card="coalitions.organisation", finding=found, rows=made, n=len(made), unit="submissions", **whole)
    found, chosen = find.with_whom(others, t), {"organisation": "stakeholder"}
    ui.listing(
        card="coalitions.partners_of",
        finding=found,
        rows=others,
        n=len(others),
        unit="organisations",
        choose=chosen,
        **whole,
    )
