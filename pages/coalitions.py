"""Who submits to the review together, how large are coalitions, what can be said of regions?"""

from analytics import maps, ui
from analytics.charts import co_submission, coalitions
from analytics.findings import coalitions as find

parameters = ("view", "lists", "search", "size", "organisation")
t, filters = ui.open_page("coalitions", own=parameters, filtered=False, covered=False)
codes = ui.codes()
every_list = ui.table("listed_reviews", filters)
known = ui.table("stakeholders")
ui.say(find.opening(every_list, filters, codes, t))
view = ui.choose("view", ("coverage", "catalogue", "reviews", "network", "named"), t)
lists = "all"
organisation = ""
left, right = ui.columns((1, 1))
with left:
    if view in {"catalogue", "reviews", "network"}:
        lists = ui.choose("lists", find.lists(every_list, codes.focus, filters.scheme, t), t)
with right:
    if view in {"catalogue", "network"}:
        organisation = ui.choose("organisation", find.organisations(known, t), t)
listed = ui.table("listed_reviews", filters, lists=lists)
on_reviews = ui.cards(filters, t, **find.counted(listed, "submissions", t))
on_joint = ui.cards(filters, t, **find.counted(listed, "joint", t))
on_memberships = ui.cards(filters, t, **find.counted(listed, "memberships", t))

if view == "coverage":
    regions = ui.table("list_coverage", filters)
    states = ui.table("list_coverage_by_state", filters)
    drawn = maps.coverage(states, ui.area_points(), codes.focus, t)
    finding = find.coverage(regions, codes.focus, filters.scheme, t)
    on_reviews.map("coalitions.map", drawn, finding, rows=regions, beside=states)
    measures = ui.table("coalition_measures", filters)
    drawn = coalitions.progress(regions, codes.focus, filters.scheme, t)
    finding = find.progress(measures, filters.scheme, t)
    on_reviews.figure("coalitions.progress", drawn, finding, rows=regions, beside=measures)
    on_reviews.listing("coalitions.lists", find.mismatches(every_list, t), rows=every_list)
    answers = ui.table("asks_and_answers", filters)
    ui.notice(find.from_ask(every_list, answers, codes, t), filters, t)
    if not answers.empty:
        on_reviews.listing("coalitions.asks", find.asks(answers, t), rows=answers)

elif view == "catalogue":
    search = ui.search_text("search", t)
    size = ui.choose("size", find.sizes(t), t)
    matching = ui.table("catalogue", filters, lists=lists, search=search, size=size)
    card = ui.cards(filters, t, **find.matched(matching, listed, t))
    card.listing("coalitions.catalogue", find.found(matching, search, t), find.listed(matching))

elif view == "reviews":
    sizes = ui.table("joint_sizes", filters, lists=lists)
    drawn = coalitions.sizes(sizes, t)
    on_joint.figure("coalitions.sizes", drawn, find.sizes_found(sizes, t), rows=sizes)
    drawn = coalitions.shares(listed, t)
    on_reviews.figure("coalitions.shares", drawn, find.shares(listed, t), rows=listed)
    scopes = ui.table("scopes_by_review", filters, lists=lists)
    drawn = coalitions.scopes(scopes, t)
    on_memberships.figure("coalitions.scopes", drawn, find.scopes(scopes, t), rows=scopes)
    abroad = ui.table("partners_abroad", filters, lists=lists)
    drawn = coalitions.partners(abroad, t)
    on_memberships.figure("coalitions.partners", drawn, find.partners(abroad, t), rows=abroad)

elif view == "network":
    nodes = ui.table("co_submission", filters, lists=lists)
    links = ui.table("co_submission_links", filters, lists=lists)
    summary = ui.table("co_submission_summary", filters, lists=lists)
    drawn = co_submission.network(nodes, links, organisation, t)
    finding = find.network(summary, t)
    click = ("organisation",)
    on_joint.figure("coalitions.network", drawn, finding, rows=nodes, beside=links, click=click)

else:
    named = ui.table("named_coalitions", filters)
    card = ui.cards(filters, t, **find.stated(named, "coalition_statements", t))
    card.figure("coalitions.named", coalitions.named(named, t), find.named(named, t), rows=named)
    counts = ui.table("submission_counts", filters)
    card = ui.cards(filters, t, **find.stated(counts, "submission_counts", t))
    card.listing("coalitions.counts", find.counts(counts, t), rows=counts)
    ui.say(find.case_notes(ui.table("case_notes", filters), named, counts, t))

if organisation:
    made = ui.table("organisation_submissions", filters, organisation=organisation)
    card = ui.cards(filters, t, **find.of_rows(made, every_list, "submissions", t))
    finding = find.organisation(organisation, known, made, t)
    card.listing("coalitions.organisation", finding, rows=made)
    partners = ui.table("organisation_partners", filters, organisation=organisation)
    card = ui.cards(filters, t, **find.of_rows(partners, every_list, "organisations", t))
    click = {"organisation": "stakeholder"}
    card.listing("coalitions.partners_of", find.with_whom(partners, t), rows=partners, click=click)
