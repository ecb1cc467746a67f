"""Who recommends what to whom, and do regions and organisations go easier on their own?"""

from analytics import ui
from analytics.charts import askers, asking, own_group
from analytics.findings import later
from analytics.findings import who_asks_whom as find
from analytics.findings.selection import recommendations

parameters = ("view", "group", "cell", "asking", "asked")
t, filters = ui.open_page("who_asks_whom", own=parameters, totals="asked_totals")
view = ui.choose("view", ("matrix", "own", "flows", "askers"), t)
group = "region" if view == "flows" else ui.choose("group", ("region", "organisation"), t)
totals = ui.table("asked_totals", filters)
ui.stop_if_empty(totals, t)
n, counted = recommendations(totals), later.rests(totals, filters, ui.codes(), t)
answers = ui.cards(filters, t, source="upr_info", n=n)
each_once = ui.cards(filters, t, source=later.sources(totals), n=n, rests=counted)
card = ui.cards(filters, t, source="upr_info")
scheme = filters.scheme
focus = ui.codes().focus

if view == "matrix":
    cell = ui.choose("cell", find.cells(totals), t)
    (above,) = ui.columns((1,))
    left, right = ui.columns((1, 1))
    with left:
        recommending = ui.choose("asking", find.groups(ui.codes(), scheme, t), t)
    with right:
        reviewed = ui.choose("asked", find.groups(ui.codes(), scheme, t, reviewed=True), t)
    with above:
        cells = ui.table("asking_matrix", filters, group=group)
        drawn = asking.matrix(cells, cell, (recommending, reviewed), scheme, t)
        finding = find.matrix(cells, cell, focus, filters, t)
        each_once.figure(
            "who_asks_whom.matrix",
            drawn,
            finding,
            rows=cells,
            beside=totals,
            click=("asking", "asked"),
        )
    pairs = ui.table("listed_pairs", filters, asking=recommending, asked=reviewed)
    all_pairs = ui.table("listed_pairs_of", filters, asking=recommending, asked=reviewed)
    finding = find.pairs(all_pairs, recommending, reviewed, scheme, t)
    card.listing("who_asks_whom.pairs", finding, rows=pairs)

elif view == "own":
    ui.stop_if_empty(find.with_answers(totals), t)
    groups = ui.table("own_group", filters, group=group)
    drawn = own_group.compared(groups, group, scheme, t)
    finding = find.own_group(groups, focus, group, scheme, t)
    answers.figure("who_asks_whom.own", drawn, finding, rows=groups)

elif view == "flows":
    flows = ui.table("asking_by_region", filters, group=group)
    if find.answered(flows):
        drawn = asking.flows(flows, scheme, t)
        card.figure("who_asks_whom.flows", drawn, find.flows(flows, focus, scheme, t), rows=flows)
    drawn = asking.sums(flows, scheme, t)
    each_once.figure("who_asks_whom.sums", drawn, find.sums(flows, focus, scheme, t), rows=flows)

else:
    left, right = ui.columns((3, 2))
    with left:
        states = ui.table("recommending_states", filters, group=group)
        drawn = askers.askers(states, t)
        finding = find.askers(states, t)
        with_later = ui.cards(filters, t, source=later.sources(totals), rests=counted)
        with_later.figure("who_asks_whom.askers", drawn, finding, rows=states)
    with right:
        ui.stop_if_empty(find.with_answers(totals), t)
        spread = ui.table("asking_spread", filters, group=group)
        drawn = askers.spread(spread, scheme, t)
        card.figure("who_asks_whom.spread", drawn, find.spread(spread, scheme, t), rows=spread)

ui.say(find.apart(totals, group, scheme, t))
ui.say(later.said(totals, filters, ui.codes(), t))
