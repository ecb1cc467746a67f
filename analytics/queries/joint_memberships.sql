-- One row per organisation in a joint submission, in the order of the lists: the edges of the network.
-- Parameters: $scheme, $lists
select
    l.region,
    m.review,
    m.state as iso3,
    m.session,
    m.code,
    m.stakeholder,
    o.name as organisation,
    m.country,
    m.scope,
    o.kind as organisation_kind,
from listed_membership as m
inner join chosen_lists($scheme, $lists) as l on l.symbol = m.symbol
inner join stakeholder as o on o.stakeholder = m.stakeholder
where m.kind = 'joint'
order by m.session, m.state, m.position, m.place
