"""Which issues are raised more with one region, which never, which are accepted, what moves?"""

from analytics import ui
from analytics.charts import issue_periods, issue_rates, subjects
from analytics.charts import issues as charts
from analytics.findings import issues as find
from analytics.findings import subjects as find_subjects
from analytics.findings.selection import recommendations

parameters = ("view", "show", "order", "about", "moves", "peers", "subject")
t, filters = ui.open_page("issues", own=parameters, totals="totals")
view = ui.choose("view", ("distinctive", "accepted", "moves", "families", "never", "subjects"), t)
regions = ui.table("issue_regions", filters)
if view != "subjects":
    ui.stop_if_empty(regions, t)
on_all_issues = ui.cards(find.divisor(filters), t, source="upr_info", n=recommendations(regions))
scheme, codes = filters.scheme, ui.codes()
left, right = ui.columns((1, 1))

if view == "distinctive":
    with left:
        show = ui.choose("show", find.shown(codes, t), t)
    with right:
        order = ui.choose("order", ("distinctive", "family"), t)
    shares = ui.table("issue_shares", filters)
    drawn = charts.shares(shares, show, order, scheme, t)
    finding = find.distinctive(shares, scheme, t)
    on_all_issues.figure(f"issues.{find.kind_of_shares(shares)}", drawn, finding, rows=shares)

    lists = find.over_and_under(shares, codes.focus, scheme, t)
    for place, (region, over_and_under) in zip(ui.columns((1, 1, 1)), lists, strict=False):
        with place:
            ui.aside(region, over_and_under)
    if lists:
        drawn = charts.standing_out(shares, scheme, t)
        finding = find.standing_out(shares, scheme, t)
        on_all_issues.figure("issues.odds", drawn, finding, rows=shares)

elif view == "accepted":
    show = ui.choose("show", find.shown(codes, t), t)
    accepted = ui.table("issue_acceptance", filters)
    drawn = issue_rates.acceptance(accepted, show, scheme, t)
    finding = find.acceptance(accepted, scheme, t)
    on_all_issues.figure("issues.acceptance", drawn, finding, rows=accepted)

elif view == "moves":
    with left:
        issue = ui.choose("about", codes.issues, t)
    with right:
        moves = ui.choose("moves", ("rate", "share"), t)
    periods = ui.table("issue_periods", filters, about=issue, moves=moves)
    totals = ui.table("issue_period_totals", filters, about=issue, moves=moves)
    drawn = issue_periods.over_time(periods, moves, scheme, t)
    finding = find.over_time(periods, moves, scheme, t)
    card = ui.cards(find.on_issues(filters, issue, moves), t, source="upr_info")
    card.figure("issues.moves", drawn, finding, rows=totals, beside=periods)

elif view == "families":
    families = ui.table("family_shares", filters)
    drawn, finding = issue_rates.families(families, scheme, t), find.families(families, scheme, t)
    on_all_issues.figure("issues.families", drawn, finding, rows=families)

elif view == "never":
    with left:
        country = ui.selected_state(codes.states, t)
    with right:
        fewest = ui.choose("peers", ("3", "5", "8"), t)
    if country:
        never = ui.table("never_asked", filters, country=country, peers=fewest)
        peers = ui.table("peers", filters, country=country, peers=fewest)
        drawn = charts.never_asked(never, peers, t)
        finding = find.never_asked(never, peers, country, fewest, t)
        card = ui.cards(find.neighbours(filters, peers), t, source="upr_info")
        card.figure("issues.never", drawn, finding, rows=peers, beside=never)
    else:
        ui.say(t("issues.never.choose"))

else:
    subject = ui.choose("subject", codes.subjects, t)
    shares = ui.table("subject_shares", filters, subject=subject)
    ui.stop_if_empty(shares, t, "issues.subjects.empty")
    covered = find_subjects.covered(shares, filters, codes, t)
    sources, n = find_subjects.sources(shares), find_subjects.asked(shares)
    card = ui.cards(filters, t, source=sources, n=n, covered=covered)
    drawn = subjects.over_time(shares, scheme, t)
    finding = find_subjects.over_time(shares, subject, codes.focus, scheme, t)
    card.figure("issues.subjects", drawn, finding, rows=shares)

if view != "subjects":
    ui.say(find.caveats(codes, t))
