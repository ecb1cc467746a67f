"""Were coalitions heard: what was recommended where networks signed, and who is cited together?"""

from analytics import ui
from analytics.charts import coalition_impact as charts
from analytics.findings import coalition_impact as find

parameters = ("view", "country")
t, filters = ui.open_page("coalition_impact", own=parameters, filtered=False, covered=False)
codes = ui.codes()
scheme = filters.scheme
outcomes = ui.table("impact_outcomes", filters)
ui.aside(t("page.rests"), find.opening(outcomes, codes, t))
view = ui.choose("view", ("signed", "one_review", "cited", "voice"), t)
basis = find.basis(outcomes, ui.table("subject_scores"), t)
on_states = ui.cards(filters, t, source=find.sources(codes), rests=basis)
on_footnotes = ui.cards(filters, t, source=("cited_together", "joint_submissions"))

if view == "signed":
    changes = ui.table("network_changes", filters)
    drawn = charts.networks(changes, t)
    finding = find.networks(changes, t)
    on_states.figure("coalition_impact.networks", drawn, finding, rows=changes, beside=outcomes)

    everywhere = ui.table("network_pooled")
    regions = ui.table("network_pooled_by_region", filters)
    drawn = charts.pooled(everywhere, regions, scheme, t)
    finding = find.pooled(everywhere, regions, scheme, t)
    on_states.figure("coalition_impact.pooled", drawn, finding, rows=everywhere, beside=regions)

    answers = ui.table("network_accepted")
    card = on_states.resting_on(find.accepted_basis(answers, t))
    card.listing("coalition_impact.accepted", find.accepted(answers, t), rows=answers)

elif view == "one_review":
    country = ui.choose("country", find.countries(ui.table("network_signing"), t), t)
    subjects = ui.table("review_subjects", filters, country=country)
    card = on_states.resting_on(find.subjects_basis(subjects, t))
    drawn = charts.subjects(subjects, t)
    card.figure("coalition_impact.subjects", drawn, find.subjects(subjects, t), rows=subjects)

elif view == "cited":
    gaps = ui.table("voice_gaps", filters)
    reviews = ui.table("voice_by_review", filters)
    card = on_footnotes.resting_on(find.voice_basis(gaps, t))
    drawn = charts.voice(reviews, gaps, scheme, t)
    everywhere = ui.table("voice_sensitivity")
    finding = find.voice(gaps, everywhere, scheme, t)
    card.figure("coalition_impact.voice", drawn, finding, rows=gaps, beside=reviews)

    card = on_footnotes.resting_on(find.sides_basis(gaps, t))
    drawn = charts.sides(gaps, scheme, t)
    card.figure("coalition_impact.sides", drawn, find.sides(gaps, t), rows=gaps, beside=everywhere)

else:
    country = ui.choose("country", find.countries(ui.table("cited_submissions"), t), t)
    submissions = ui.table("voice_network", filters, country=country)
    pairs = ui.table("common_voice", filters, country=country)
    card = on_footnotes.resting_on(find.common_voice_basis(submissions, pairs, t))
    drawn = charts.common_voice(submissions, pairs, codes.region_of[scheme][country], t)
    finding = find.common_voice(submissions, t)
    card.figure("coalition_impact.common_voice", drawn, finding, rows=submissions, beside=pairs)
