"""Which issues are raised more with one region than elsewhere, which are missing, which are accepted, what moves?"""

from analytics import ui
from analytics.charts import issue_periods, issue_rates
from analytics.charts import issues as charts
from analytics.findings import issues

t, filters = ui.open_page("issues", own=("view", "show", "order", "about", "moves", "peers"), totals="totals")
view = ui.choose("view", ("distinctive", "accepted", "moves", "families", "never"), t)
regions = ui.table("issue_regions", filters)
ui.stop_if_empty(regions, t)
scheme, source = filters.scheme, "upr_info"
whole, n = issues.divisor(filters), int(regions["recommendations"].sum())
left, right = ui.columns((1, 1))

if view == "distinctive":
    with left:
        show = ui.choose("show", issues.shown(ui.codes(), t), t)
    with right:
        order = ui.choose("order", ("distinctive", "family"), t)
    shares = ui.table("issue_shares", filters)
    drawn, found = charts.heatmap(shares, show, order, scheme, t), issues.distinctive(shares, scheme, t)
    ui.figure(drawn, card="issues.shares", finding=found, rows=shares, filters=whole, n=n, source=source, t=t)
    lists = issues.over_and_under(shares, ui.codes().focus, scheme, t)
    for place, words in zip(ui.columns((1, 1, 1)), lists, strict=True):
        with place:
            ui.notice(words, filters, t)
    drawn, found = charts.standing_out(shares, scheme, t), issues.standing_out(shares, t)
    ui.figure(drawn, card="issues.odds", finding=found, rows=shares, filters=whole, n=n, source=source, t=t)
elif view == "accepted":
    show = ui.choose("show", issues.shown(ui.codes(), t), t)
    accepted = ui.table("issue_acceptance", filters)
    drawn, found = issue_rates.acceptance(accepted, show, scheme, t), issues.acceptance(accepted, scheme, t)
    ui.figure(drawn, card="issues.acceptance", finding=found, rows=accepted, filters=whole, n=n, source=source, t=t)
elif view == "moves":
    with left:
        about = ui.choose("about", ui.codes().issues, t)
    with right:
        moves = ui.choose("moves", ("rate", "share"), t)
    periods = ui.table("issue_periods", filters, about=about, moves=moves)
    totals = ui.table("issue_period_totals", filters, about=about, moves=moves)
    drawn, found = issue_periods.over_time(periods, moves, scheme, t), issues.over_time(periods, moves, scheme, t)
    on = issues.on_issues(filters, about, moves)
    ui.figure(drawn, card="issues.moves", finding=found, rows=totals, beside=periods, filters=on, source=source, t=t)
elif view == "families":
    families = ui.table("family_shares", filters)
    drawn, found = issue_rates.families(families, scheme, t), issues.families(families, scheme, t)
    ui.figure(drawn, card="issues.families", finding=found, rows=families, filters=whole, n=n, source=source, t=t)
else:
    with left:
        country = ui.selected_state(ui.codes().states, t)
    with right:
        fewest = ui.choose("peers", ("3", "5", "8"), t)
    if country:
        never = ui.table("never_asked", filters, country=country, peers=fewest)
        peers = ui.table("peers", filters, country=country, peers=fewest)
        drawn, found = charts.never_asked(never, peers, t), issues.never_asked(never, peers, country, fewest, t)
        near = issues.neighbours(filters, peers)
        ui.figure(drawn, card="issues.never", finding=found, rows=peers, beside=never, filters=near, source=source, t=t)
ui.say(issues.caveats(ui.codes(), t))
