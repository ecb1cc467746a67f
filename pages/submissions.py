"""Which lists of submissions the atlas holds, list by list, and who stands in them."""

from analytics import maps, ui
from analytics.charts import co_submission, submissions
from analytics.findings import submissions as find

parameters = ("view", "lists", "search", "size", "organisation")
t, filters = ui.open_page("submissions", own=parameters, filtered=False, covered=False)
codes = ui.codes()
every_list = ui.table("listed_reviews", filters)
known = ui.table("stakeholders")
ui.aside(t("page.rests"), find.opening(every_list, codes, t))
view = ui.choose("view", ("coverage", "catalogue", "reviews", "network", "named"), t)
lists, organisation = "full", ""
left, right = ui.columns((1, 1))
with left:
    if view in {"catalogue", "reviews", "network"}:
        regions = codes.focus if view == "catalogue" else ()
        lists = ui.choose("lists", find.lists(every_list, regions, filters.scheme, t), t)
with right:
    if view in {"catalogue", "network"}:
        linked = ui.linked("organisation")
        organisation = ui.choose("organisation", find.organisations(known, linked, t), t)
listed = ui.table("listed_reviews", filters, lists=lists)
on_reviews = ui.cards(filters, t, **find.counted(listed, "submissions", t))
on_joint = ui.cards(filters, t, **find.counted(listed, "joint", t))
on_memberships = ui.cards(filters, t, **find.counted(listed, "memberships", t))

if view == "coverage":
    regions = ui.table("list_coverage", filters)
    states = ui.table("list_coverage_by_state", filters)
    drawn = maps.coverage(states, ui.area_points(), codes.focus, t)
    finding = find.coverage(regions, codes.focus, filters.scheme, t)
    on_reviews.map("submissions.map", drawn, finding, rows=regions, beside=states)
    measures = ui.table("coalition_measures", filters)
    drawn = submissions.progress(regions, codes.focus, filters.scheme, t)
    finding = find.progress(measures, filters.scheme, t)
    on_reviews.figure("submissions.progress", drawn, finding, rows=regions, beside=measures)
    on_reviews.listing("submissions.lists", find.mismatches(listed, t), rows=listed)
    answers = ui.table("asks_and_answers", filters)
    ui.notice(find.from_ask(listed, answers, codes, t), filters, t)
    if not answers.empty:
        on_reviews.listing("submissions.asks", find.asks(answers, t), rows=answers)

elif view == "catalogue":
    search = ui.search_text("search", t)
    size = ui.choose("size", find.sizes(t), t)
    matching = ui.table("catalogue", filters, lists=lists, search=search, size=size)
    card = ui.cards(filters, t, **find.matched(matching, listed, t))
    card.listing("submissions.catalogue", find.found(matching, search, t), find.listed(matching))

elif view == "reviews":
    sizes = ui.table("joint_sizes", filters, lists=lists)
    finding = find.sizes_found(sizes, t)
    on_joint.figure("submissions.sizes", submissions.sizes(sizes, t), finding, rows=sizes)
    finding = find.shares(listed, t)
    on_reviews.figure("submissions.shares", submissions.shares(listed, t), finding, rows=listed)
    scopes = ui.table("scopes_by_review", filters, lists=lists)
    finding = find.scopes(scopes, t)
    on_memberships.figure("submissions.scopes", submissions.scopes(scopes, t), finding, rows=scopes)
    abroad = ui.table("partners_abroad", filters, lists=lists)
    drawn = submissions.partners(abroad, t)
    on_memberships.figure("submissions.partners", drawn, find.partners(abroad, t), rows=abroad)

elif view == "network":
    nodes = ui.table("co_submission", filters, lists=lists)
    links = ui.table("co_submission_links", filters, lists=lists)
    summary = ui.table("co_submission_summary", filters, lists=lists)
    drawn = co_submission.network(nodes, links, organisation, t)
    finding = find.network(summary, t)
    click = ("organisation",)
    on_joint.figure("submissions.network", drawn, finding, rows=nodes, beside=links, click=click)

else:
    named = ui.table("named_coalitions", filters)
    card = ui.cards(filters, t, **find.stated(named, "coalition_statements", t))
    card.figure("submissions.named", submissions.named(named, t), find.named(named, t), rows=named)
    counts = ui.table("submission_counts", filters)
    card = ui.cards(filters, t, **find.stated(counts, "submission_counts", t))
    card.listing("submissions.counts", find.counts(counts, t), rows=counts)

if organisation:
    made = ui.table("organisation_submissions", filters, organisation=organisation)
    card = ui.cards(filters, t, **find.of_rows(made, every_list, "submissions", t))
    finding = find.organisation(organisation, known, made, t)
    card.listing("submissions.organisation", finding, rows=made)
    partners = ui.table("organisation_partners", filters, organisation=organisation)
    card = ui.cards(filters, t, **find.of_rows(partners, every_list, "organisations", t))
    click = {"organisation": "stakeholder"}
    card.listing("submissions.partners_of", find.with_whom(partners, t), rows=partners, click=click)
