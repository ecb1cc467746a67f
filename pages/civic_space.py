"""How much room does civil society have, what do peers ask about it, and which states are overlooked?"""

from analytics import ui
from analytics.charts import civic_answers, civic_laws
from analytics.charts import civic_space as charts
from analytics.findings import civic_space as find

t, filters = ui.open_page("civic_space", own=("view", "indicator"))
view = ui.choose("view", ("time", "asked", "answers", "laws", "gaps"), t)
ui.stop_if_empty(ui.table("received_by_state", filters), t)
scheme, on, upr, vdem = filters.scheme, find.divisor(filters), "upr_info", "vdem"
both = (upr, vdem)

if view == "time":
    left, right = ui.columns((1, 1))
    with left:
        at = ui.choose("indicator", find.CHOICES, t)
    with right:
        country = ui.selected_state(ui.codes().states, t)
    rows, each, reviews, mean, moves = (ui.table(name, on, indicator=at) for name in find.OVER_TIME)
    years, n = find.review_years(reviews, country), find.with_data(each, t)
    drawn = charts.over_time(rows, each, t, reviews=years, chosen=country, indicator=at, scheme=scheme)
    say = find.over_time(rows, reviews, country, at, t, scheme=scheme)
    ui.figure(
        drawn, card="civic_space.time", finding=say, rows=rows, beside=each, rests=n, filters=on, source=vdem, t=t
    )
    drawn = charts.changes(mean, moves, t, chosen=country, indicator=at, scheme=scheme)
    say, n = find.changes(mean, scheme, t), find.reviewed_twice(moves, t)
    ui.figure(
        drawn, card="civic_space.changes", finding=say, rows=mean, beside=moves, rests=n, filters=on, source=vdem, t=t
    )
elif view == "asked":
    rows, each = ui.table("flag_shares", filters), ui.table("lens_scores")
    drawn, say, n = civic_answers.flags(rows, each, t), find.flags(rows, each, scheme, t), find.asked(rows)
    ui.figure(
        drawn, card="civic_space.lens", finding=say, rows=rows, beside=each, n=n, filters=filters, source=upr, t=t
    )
    drawn, say = civic_answers.flags(rows, each, t, of="rate"), find.accepted(rows, scheme, t)
    ui.figure(drawn, card="civic_space.rates", finding=say, rows=rows, n=n, filters=filters, source=upr, t=t)
elif view == "answers":
    at = ui.choose("indicator", find.CHOICES, t)
    each, ranks, rows = (ui.table(name, on, indicator=at) for name in find.ANSWERS)
    drawn, say, n = civic_answers.against(each, at, t), find.against(ranks, rows, scheme, t), find.answered(each)
    ui.figure(drawn, card="civic_space.against", finding=say, rows=each, beside=rows, n=n, filters=on, source=both, t=t)
    drawn, say = civic_answers.correlations(ranks, scheme, t), find.within_regions(ranks, scheme, t)
    ui.figure(drawn, card="civic_space.ranks", finding=say, rows=ranks, n=n, filters=on, source=both, t=t)
elif view == "laws":
    rows, each, held, coded, statuses = (ui.table(name, on) for name in find.LAWS)
    drawn, say, n = civic_laws.barriers(rows, t), find.laws(rows, scheme, t), find.with_data(coded, t)
    ui.figure(drawn, card="civic_space.laws", finding=say, rows=rows, rests=n, filters=on, source="ngo_laws", t=t)
    say = find.barriers(each, t)
    ui.listing(card="civic_space.barriers", finding=say, rows=each, rests=n, filters=on, source="ngo_laws", t=t)
    drawn, say = civic_laws.institutions(held, scheme, t), find.institutions(held, scheme, t)
    n, unsd = find.years_covered(statuses, held, t), "nhri_status"
    ui.figure(drawn, card="civic_space.institutions", finding=say, rows=held, rests=n, filters=on, source=unsd, t=t)
else:
    at = ui.choose("indicator", find.CHOICES, t)
    rows, bounds = (ui.table(name, on, indicator=at) for name in ("overlooked_states", "overlooked_bounds"))
    say = find.overlooked(rows, bounds, t)
    ui.listing(card="civic_space.gaps", finding=say, rows=rows, filters=on, source=both, t=t)
