-- One row per review in the catalogue: what its list is, declares and holds.
-- Parameters: $scheme, $lists
-- A list of joint submissions only says nothing of the other kinds.
select
    chosen.review,
    chosen.state as iso3,
    chosen.session,
    any_value(stakeholder_document.declared)::double as declared,
    case when stakeholder_document.kind <> 'joint_only' then count(submission.code)::double end as submissions,
    count(*) filter (submission.kind = 'joint') as joint,
    case
        when stakeholder_document.kind <> 'joint_only' then (count(*) filter (submission.kind = 'individual'))::double
    end as individual,
    case
        when stakeholder_document.kind <> 'joint_only'
            then (count(*) filter (submission.kind not in ('joint', 'individual')))::double
    end as institutions,
    coalesce(sum(submission.members) filter (submission.kind = 'joint'), 0)::bigint as memberships,
    chosen.region,
    session.year,
    session.cycle,
    chosen.symbol,
    stakeholder_document.kind as list_kind,
    any_value(stakeholder_document.grade) as grade,
    any_value(stakeholder_document.missing) as numbers_missing,
    any_value(stakeholder_document.alone) as leads_only,
    any_value(stakeholder_document.uncertain) as undivided,
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
    chosen.symbol,
    stakeholder_document.kind
order by chosen.session, chosen.state
