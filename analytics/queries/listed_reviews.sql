-- One row per review whose full list of stakeholders is in the catalogue: what it declares, lists and holds.
-- Parameters: $scheme, $lists
select
    chosen.review,
    chosen.state as iso3,
    chosen.session,
    any_value(stakeholder_document.declared)::double as declared,
    count(submission.code) as submissions,
    count(*) filter (submission.kind = 'joint') as joint,
    count(*) filter (submission.kind = 'individual') as individual,
    count(*) filter (submission.kind not in ('joint', 'individual')) as institutions,
    coalesce(sum(submission.members) filter (submission.kind = 'joint'), 0)::bigint as memberships,
    chosen.region,
    session.year,
    session.cycle,
    chosen.symbol,
    any_value(stakeholder_document.note) as note,
    any_value(stakeholder_document.source) as list_source,
from chosen_lists($scheme, $lists) as chosen
inner join session on session.session = chosen.session
inner join stakeholder_document on stakeholder_document.symbol = chosen.symbol
left join listed_submission as submission on submission.symbol = chosen.symbol
group by
    chosen.review,
    chosen.state,
    chosen.session,
    chosen.region,
    session.year,
    session.cycle,
    chosen.symbol
order by chosen.session, chosen.state
