"""Who comes before the review together: how many joint submissions, how large, and who signs?"""

from analytics import maps, ui
from analytics.charts import coalitions as charts
from analytics.findings import coalitions as find

t, filters = ui.open_page("coalitions", own=("view",), filtered=False, covered=False)
places = find.places(filters)
focus = ui.codes().focus
scheme = places.scheme
shown = {"focus": focus, "scheme": scheme}
reviews = ui.table("joint_reviews", places)
ui.aside(t("page.rests"), find.opening(reviews, ui.codes(), t))
view = ui.choose("view", ("many", "large", "signing"), t)
on_joint = ui.cards(places, t, **find.held(reviews, t))
on_sized = ui.cards(places, t, **find.held(reviews, t, find.SIZED))

if view == "many":
    medians = ui.table("coalition_counts", places)
    gaps = ui.table("coalition_count_gaps", places)

    drawn = charts.counts(reviews, medians, "joint", t, **shown)
    finding = find.counts(medians, gaps, "joint", focus, t, scheme=scheme)
    on_joint.figure("coalitions.joint", drawn, finding, rows=medians, beside=reviews)

    drawn = maps.joint(reviews, ui.area_points(), focus, t, scheme=filters.scheme)
    on_joint.map("coalitions.map", drawn, find.furthest(reviews, t), rows=reviews)

    drawn = charts.counts(reviews, medians, "organisations_named", t, **shown)
    finding = find.counts(medians, gaps, "organisations_named", focus, t, scheme=scheme)
    on_sized.figure("coalitions.organisations_named", drawn, finding, rows=medians, beside=gaps)

elif view == "large":
    medians = ui.table("coalition_sizes", places)
    gaps = ui.table("coalition_size_gaps", places)
    numbers = ui.table("coalition_size_numbers", places)
    drawn = charts.sizes(numbers, reviews, medians, t, **shown)
    finding = find.sizes(medians, gaps, focus, t, scheme=scheme)
    on_sized.figure("coalitions.size", drawn, finding, rows=medians, beside=numbers)

else:
    shares = ui.table("coalition_scopes", places)
    gaps = ui.table("coalition_scope_gaps", places)
    drawn = charts.scopes(shares, reviews, t, **shown)
    finding = find.scopes(shares, gaps, focus, t, scheme=scheme)
    on_joint.figure("coalitions.scopes", drawn, finding, rows=shares, beside=gaps)
