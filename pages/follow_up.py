"""What did a state accept, what was it asked again, and which treaties is it asked to ratify?"""

from analytics import ui
from analytics.charts import follow_up as charts
from analytics.findings import country as of_one
from analytics.findings import follow_up as find
from analytics.findings.selection import of_country, recommendations

own = ("view", "country", "review", "fewest_askers", "row")
t, filters = ui.open_page("follow_up", own=own, totals="totals")
view = ui.choose("view", ("working_list", "again", "both", "instruments"), t)
ui.stop_if_empty(ui.table("totals", filters), t)
codes = ui.codes()
scores = ui.table("instrument_scores")
measured = t("follow_up.measured.label")
left, right = ui.columns((1, 1))
with left:
    country = ui.selected_state(codes.members, t)
one = {"country": country}

if view == "instruments":
    treaties = ui.table("instruments_by_region", filters)
    n = find.asked_to_ratify(treaties)
    card = ui.cards(filters, t, source="upr_info", n=n, unit="requests")
    drawn = charts.instruments(treaties, filters.scheme, t)
    finding = find.instruments(treaties, filters.scheme, t)
    card.figure("follow_up.instruments", drawn, finding, rows=treaties)
    ui.aside(measured, find.measured_treaties(scores, t))
    if country:
        its_filters = of_country(filters, country)
        its = ui.table("instruments_by_state", its_filters)
        card = ui.cards(its_filters, t, source="upr_info")
        finding = find.own_instruments(its, t)
        card.listing("follow_up.own_instruments", finding, rows=its)

elif country is None:
    ui.say(t("follow_up.choose"))

else:
    region = codes.region_of[filters.scheme][country]
    its_filters = of_country(filters, country)
    reviews = ui.table("follow_up_reviews", its_filters, **one)

    if view == "working_list":
        with right:
            review = ui.choose("review", ("last", "all"), t)
        chosen = find.of_review(its_filters, reviews, review)
        accepted = ui.table("follow_up", chosen, **one)
        card = ui.cards(chosen, t, source="upr_info", n=len(accepted))
        by_issue = ui.table("follow_up_issues", chosen, **one)
        if find.have_issues(by_issue):
            drawn = charts.issues(by_issue, region, t)
            finding = find.overview(reviews, by_issue, chosen, t)
            card.figure("follow_up.issues", drawn, finding, rows=by_issue)
        finding = find.listed(reviews, by_issue, chosen, t)
        click = {"row": "recommendation_key"}
        card.listing("follow_up.accepted", finding, rows=accepted, click=click)
        ui.leave_with(accepted, chosen, t)
        ui.statuses(accepted, t)

    elif view == "again":
        ui.say(of_one.notes(country, ui.table("country_reviews", its_filters, **one), t))
        again = ui.table("asked_again", its_filters, **one)
        moved = ui.table("asked_again_movements", its_filters, **one)
        card = ui.cards(its_filters, t, source="upr_info", n=recommendations(moved))
        drawn = charts.movements(moved, region, t)
        finding = find.again(moved, reviews, t)
        card.figure("follow_up.again", drawn, finding, rows=moved)
        ui.aside(measured, find.measured_pairs(scores, t))
        card.listing("follow_up.repeats", t("follow_up.repeats.finding"), rows=again)

    else:
        with right:
            fewest = ui.choose("fewest_askers", ("2", "3", "5", "10"), t)
        both = ui.table("issues_in_both_cycles", its_filters, fewest_askers=fewest, **one)
        n = recommendations(reviews)
        card = ui.cards(its_filters, t, source="upr_info", n=n)
        drawn = charts.both(both, region, t)
        finding = find.both(both, fewest, t)
        card.figure("follow_up.both", drawn, finding, rows=both)
