-- One row per review whose full list of stakeholders is in the catalogue: what it declares, lists and holds.
-- Parameters: $scheme, $lists
select
    l.review,
    l.state as iso3,
    l.session,
    any_value(d.declared)::double as declared,
    count(s.code) as submissions,
    count(*) filter (s.kind = 'joint') as joint,
    count(*) filter (s.kind = 'individual') as individual,
    count(*) filter (s.kind not in ('joint', 'individual')) as institutions,
    coalesce(sum(s.members) filter (s.kind = 'joint'), 0)::bigint as memberships,
    l.region,
    c.year,
    c.cycle,
    l.symbol,
    any_value(d.note) as note,
    any_value(d.source) as list_source,
from chosen_lists($scheme, $lists) as l
inner join session as c on c.session = l.session
inner join stakeholder_document as d on d.symbol = l.symbol
left join listed_submission as s on s.symbol = l.symbol
group by all
order by l.session, l.state
