"""Networks: who signs with whom across reviews?"""

from analytics import ui
from analytics.charts import coalition_networks as charts
from analytics.findings import coalition_networks as find

parameters = ("view", "mandate")
t, filters = ui.open_page("coalition_networks", own=parameters, filtered=False, covered=False)
codes, scheme = ui.codes(), filters.scheme
focus = codes.focus
lists = ui.table("listed_reviews", filters)
ui.aside(t("page.rests"), find.opening(lists, codes, t))
view = ui.choose("view", ("international", "chance", "bridges", "across"), t)
on_reviews = ui.cards(filters, t, **find.of_reviews(lists, t))
on_members = ui.cards(filters, t, **find.counted(lists, "memberships", t))

if view == "international":
    mandate = ui.choose("mandate", find.mandates(ui.table("networks"), t), t)
    bodies = ui.table("network_presence", filters, mandate=mandate)
    checks = ui.table("network_presence_checks", filters)
    drawn = charts.presence(bodies, focus, scheme, t)
    finding = find.presence(bodies, checks, focus, scheme, t)
    on_reviews.figure("coalition_networks.presence", drawn, finding, rows=bodies, beside=checks)

elif view == "chance":
    regions = ui.table("region_networks", filters)
    compared = ui.table("region_chance", filters)
    drawn = charts.against_chance(compared, scheme, t)
    finding = find.against_chance(compared, scheme, t)
    on_members.figure("coalition_networks.chance", drawn, finding, rows=compared, beside=regions)

    single = ui.table("review_chance", filters)
    drawn = charts.reviews(single, focus, scheme, t)
    finding = find.reviews(single, t)
    on_reviews.figure("coalition_networks.reviews", drawn, finding, rows=single)

    between = ui.table("region_brokers", filters)
    finding = find.brokers(between, scheme, t)
    on_members.listing("coalition_networks.brokers", finding, rows=between)

elif view == "bridges":
    regions = ui.table("region_networks", filters)
    repeats = ui.table("region_repeats", filters)
    drawn = charts.repeats(repeats, focus, scheme, t)
    finding = find.repeats(repeats, focus, scheme, t)
    on_members.figure("coalition_networks.repeats", drawn, finding, rows=repeats, beside=regions)

    bridges = ui.table("country_bridges", filters)
    card = ui.cards(filters, t, **find.of_organisations(bridges, lists, t))
    finding = find.countries(bridges, focus, scheme, t)
    card.listing("coalition_networks.countries", finding, rows=bridges)

else:
    across = ui.table("region_bridges", filters)
    card = ui.cards(filters, t, **find.of_organisations(across, lists, t))
    finding = find.across_regions(across, t)
    card.listing("coalition_networks.across", finding, rows=across)
