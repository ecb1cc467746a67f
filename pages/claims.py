"""Which of the sentences people repeat about regions and the review do the data support?"""

from analytics import ui
from analytics.charts.claims import comparisons
from analytics.findings import claims

t, filters = ui.open_page("claims")
verdicts = ui.table("claims", filters)
shown = {"scheme": filters.scheme, "codes": ui.codes()}
evidence = ui.table("claim_evidence", filters)
lists = ui.table("listed_reviews", filters)
reviews = ui.table("coalition_reviews", filters)
ui.stop_if_empty(ui.table("totals", filters), t)
ui.say(t("claims.origin"))
ui.aside(t("claims.rule.label"), t("claims.rule"))

for claim in claims.tested(verdicts):
    compared = claims.evidence_of(evidence, claim)
    card = ui.cards(
        claims.applied(filters, claim),
        t,
        source=claims.sources(claim, lists),
        n=claims.recommendations(verdicts, claim),
        unit="widest",
        rests=claims.counted(evidence, claim, reviews, t, **shown),
    )
    drawn = comparisons(compared, filters.scheme, t)
    card.figure(f"claims.{claim}", drawn, claims.verdict(verdicts, claim, t), rows=compared)

for claim in claims.waiting(verdicts):
    ui.notice(claims.not_tested(verdicts, claim, t), filters, t)
