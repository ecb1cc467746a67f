"""Which of the sentences people repeat about regions and the review do the data support?"""

from analytics import ui
from analytics.charts.claims import comparisons
from analytics.findings import claims

t, filters = ui.open_page("claims")
verdicts = ui.table("claims", filters)
evidence, lists = ui.table("claim_evidence", filters), ui.table("listed_reviews", filters)
ui.stop_if_empty(ui.table("totals", filters), t)
ui.say(t("claims.origin"))
for claim in claims.tested(verdicts):
    rows = claims.evidence_of(evidence, claim)
    ui.figure(
        comparisons(rows, filters.scheme, t),
        card=f"claims.{claim}",
        finding=claims.verdict(verdicts, claim, t),
        rows=rows,
        n=claims.recommendations(verdicts, claim),
        unit="widest",
        rests=claims.counted(evidence, claim, t),
        filters=filters,
        source=claims.sources(claim, lists),
        t=t,
    )
for claim in claims.waiting(verdicts):
    ui.notice(claims.not_tested(verdicts, claim, t), filters, t)
