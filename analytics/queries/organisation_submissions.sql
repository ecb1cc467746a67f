-- One row per submission of an organisation, latest session first: alone or with how many others.
-- Parameters: $organisation
select
    m.state as iso3,
    m.session,
    m.code,
    m.kind as submission_kind,
    m.scope,
    m.lead,
    s.members - 1 as others,
    m.name as printed,
    case when starts_with(m.symbol, 'A/HRC/') then concat('https://undocs.org/', m.symbol) end as document,
from listed_membership as m
inner join listed_submission as s on s.symbol = m.symbol and s.code = m.code
where m.stakeholder = $organisation
order by m.session desc, m.state, m.position, m.place
