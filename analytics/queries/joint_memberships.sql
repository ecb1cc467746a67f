-- One row per organisation in a joint submission, in the order of the lists: the edges of the network.
-- Parameters: $scheme, $lists
select
    chosen.region,
    member.review,
    member.state as iso3,
    member.session,
    member.code,
    member.stakeholder,
    stakeholder.name as organisation,
    member.country,
    member.scope,
    stakeholder.kind as organisation_kind,
    session.cycle,
from listed_membership as member
inner join chosen_lists($scheme, $lists) as chosen on chosen.symbol = member.symbol
inner join session on session.session = member.session
inner join stakeholder on stakeholder.stakeholder = member.stakeholder
where member.kind = 'joint'
order by member.session, member.state, member.position, member.place
