"""What does one state ask of others, how specific, of whom, and what becomes of it?"""

from analytics import ui
from analytics.charts import country as shared
from analytics.charts import recommending_state as charts
from analytics.findings import country as one
from analytics.findings import recommending_state as find
from analytics.findings.selection import later_sessions, of_country

own = ("view", "country")
t, filters = ui.open_page("recommending_state", own=own, filtered=False)
codes, scheme = ui.codes(), filters.scheme
view = ui.choose("view", ("record", "on_what", "to_whom"), t)
country = ui.selected_state(codes.recommending_states, t, asking=True)
one_state = {"country": country}
cycles = ui.table("asker_record", filters, **one_state)
its = of_country(filters, country, asking=True)
card = ui.cards(its, t, source="upr_info", rests=find.rests(cycles, t))

if country is None:
    ui.say(t("recommending_state.choose"))
    everyone = ui.table("recommending_states", filters)
    card = ui.cards(filters, t, source="upr_info")
    finding = t("recommending_state.everyone.finding")
    click = {"country": "iso3"}
    card.listing("recommending_state.everyone", finding, rows=everyone, click=click)

elif view == "record":
    ranges = ui.table("asker_ranges", filters, **one_state)
    spread = ui.table("asker_spread", filters, **one_state)
    addressed = ui.table("asker_addressed", filters, **one_state)
    ui.notice(find.headline(country, cycles, t), filters, t)
    if codes.later:
        ui.say(find.later(addressed, later_sessions(filters, codes, t), t))
    if not ranges.empty:
        drawn, finding = charts.record(cycles, ranges, scheme, t), find.record(cycles, ranges, t)
        card.figure("recommending_state.record", drawn, finding, rows=cycles, beside=ranges)
        drawn, finding = charts.spread(spread, scheme, t), find.spread(spread, scheme, t)
        card.figure("recommending_state.spread", drawn, finding, rows=spread)

elif view == "on_what":
    issues = ui.table("asker_issues", filters, **one_state)
    finding = find.issues(issues, country, t)
    if issues.empty:
        ui.say(finding.heading)
    else:
        region = codes.region_of[scheme][country]
        drawn = shared.issues(issues, region, t)
        card = card.resting_on(one.coded(issues, t))
        card.figure("recommending_state.issues", drawn, finding, rows=issues)

else:
    addressed = ui.table("asker_addressed", filters, **one_state)
    finding = find.addressed(addressed, country, t)
    card.listing("recommending_state.addressed", finding, rows=addressed)
