"""Who recommends what to whom, and do regions and organisations go easier on their own?"""

from analytics import ui
from analytics.charts import askers, asking, own_group
from analytics.findings import who_asks_whom as find

t, filters = ui.open_page("who_asks_whom", own=("view", "group", "cell", "asking", "asked"), totals="totals")
view = ui.choose("view", ("matrix", "own", "flows", "askers"), t)
group = ui.choose("group", ("region", "organisation"), t)
totals = ui.table("asked_totals", filters, group=group)
ui.stop_if_empty(totals, t)
focus, scheme, source, n = ui.codes().focus, filters.scheme, "upr_info", find.recommendations(totals)

if view == "matrix":
    cell = ui.choose("cell", ("volume", "ratio", "specific", "acceptance"), t)
    (above,) = ui.columns((1,))
    left, right = ui.columns((1, 1))
    with left:
        first = ui.choose("asking", find.groups(ui.codes(), scheme, t), t)
    with right:
        second = ui.choose("asked", find.groups(ui.codes(), scheme, t, reviewed=True), t)
    rows = ui.table("asking_matrix", filters, group=group)
    with above:
        drawn, found = asking.matrix(rows, cell, (first, second), scheme, t), find.matrix(rows, cell, focus, scheme, t)
        ui.figure(
            drawn,
            card="who_asks_whom.matrix",
            finding=found,
            rows=rows,
            beside=totals,
            n=n,
            filters=filters,
            source=source,
            t=t,
            choose=("asking", "asked"),
        )
    rows, of = (ui.table(name, filters, asking=first, asked=second) for name in ("listed_pairs", "listed_pairs_of"))
    found = find.pairs(of, first, second, scheme, t)
    ui.listing(card="who_asks_whom.pairs", finding=found, rows=rows, filters=filters, source=source, t=t)
elif view == "own":
    rows = ui.table("own_group", filters, group=group)
    drawn, found = own_group.compared(rows, group, scheme, t), find.own_group(rows, focus, group, scheme, t)
    ui.figure(drawn, card="who_asks_whom.own", finding=found, rows=rows, n=n, filters=filters, source=source, t=t)
elif view == "flows":
    rows = ui.table("asking_by_region", filters, group=group)
    drawn, found = asking.flows(rows, scheme, t), find.flows(rows, focus, scheme, t)
    ui.figure(drawn, card="who_asks_whom.flows", finding=found, rows=rows, filters=filters, source=source, t=t)
else:
    left, right = ui.columns((3, 2))
    with left:
        rows = ui.table("recommending_states", filters, group=group)
        drawn, found = askers.askers(rows, t), find.askers(rows, t)
        ui.figure(drawn, card="who_asks_whom.askers", finding=found, rows=rows, filters=filters, source=source, t=t)
    with right:
        rows = ui.table("asking_spread", filters, group=group)
        drawn, found = askers.spread(rows, scheme, t), find.spread(rows, scheme, t)
        ui.figure(drawn, card="who_asks_whom.spread", finding=found, rows=rows, filters=filters, source=source, t=t)
ui.say(find.apart(totals, group, scheme, t))
