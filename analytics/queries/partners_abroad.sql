-- One row per review and country abroad: memberships in joint submissions of organisations from there.
-- Parameters: $scheme, $lists
select
    chosen.region,
    chosen.review,
    chosen.state as iso3,
    chosen.session,
    member.country,
    member.scope,
    count(*) as memberships,
    count(distinct member.stakeholder) as organisations_abroad,
from chosen_lists($scheme, $lists) as chosen
inner join listed_membership as member on member.symbol = chosen.symbol
where member.kind = 'joint' and member.scope in ('subregional', 'regional', 'international')
group by chosen.region, chosen.review, chosen.state, chosen.session, member.country, member.scope
order by chosen.session, chosen.state, memberships desc, member.country
