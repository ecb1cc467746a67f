-- One row per review and country abroad: memberships in joint submissions of organisations from there.
-- Parameters: $scheme, $lists
select
    l.region,
    l.review,
    l.state as iso3,
    l.session,
    m.country,
    m.scope,
    count(*) as memberships,
    count(distinct m.stakeholder) as organisations_abroad,
from chosen_lists($scheme, $lists) as l
inner join listed_membership as m on m.symbol = l.symbol
where m.kind = 'joint' and m.scope in ('regional', 'international')
group by all
order by l.session, l.state, memberships desc, m.country
