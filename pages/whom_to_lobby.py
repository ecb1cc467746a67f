"""Which states may raise an issue when a state is reviewed, why them, and is the ranking right?"""

from analytics import ui
from analytics.charts import lobbying as charts
from analytics.findings import lobbying as find
from analytics.results.lobby_parts import WEIGHTS

own = ("view", "strength", *WEIGHTS)
t, chosen = ui.open_page("whom_to_lobby", own=own, totals="totals")
filters = find.everywhere(chosen)
scheme = filters.scheme
view = ui.choose("view", ("lobby", "unasked", "tested"), t)
tried = ui.table("lobby_validation", filters)

if view == "tested":
    card = ui.cards(find.unfiltered(filters), t, source="upr_info", rests=find.trial(tried, t))
    drawn = charts.tested(tried, scheme, t)
    finding = find.tested(tried, scheme, t)
    card.figure("whom_to_lobby.tested", drawn, finding, rows=tried)

else:
    left, middle, right = ui.columns((1, 1, 2))
    with left:
        country = ui.selected_state(ui.codes().states, t)
    with middle:
        ui.choose_issues(chosen, t)
    with right:
        strength = ui.choose("strength", ("any", "general", "specific"), t)
    weights = ui.weigh(WEIGHTS, t)
    ui.say(find.places(chosen, t))
    if country and filters.issues:
        wanted = find.Wanted(country, filters, strength, t)
        asked = {"country": country, "strength": strength, **weights}
        states = ui.table("whom_to_lobby", filters, **asked)
        ui.stop_if_empty(states, t)
        n = find.raised(states)
        card = ui.cards(filters, t, source=find.sources(states), n=n)

        if view == "lobby":
            ui.say(find.ranked_by(states, weights, tried, ui.codes(), wanted))
            drawn = charts.parts(states, weights, ui.codes(), scheme, t)
            card.figure("whom_to_lobby.parts", drawn, find.first(states, wanted), rows=states)
            reasons = find.with_reasons(states, wanted)
            card.listing("whom_to_lobby.listing", find.listing(states, t), rows=reasons)

        else:
            never = ui.table("never_asked_here", filters, **asked)
            reasons = find.with_reasons(never, wanted)
            card.listing("whom_to_lobby.unasked", find.never(never, wanted), rows=reasons)
    else:
        ui.say(t("whom_to_lobby.choose"))
