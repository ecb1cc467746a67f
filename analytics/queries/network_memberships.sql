-- One row per organisation in a joint submission of the third cycle, each once, in the order of its key.
-- Parameters: none
-- The key is review, submission and organisation. It is what a network is made of, under every scheme of regions.
select
    concat_ws('|', member.review, member.code, member.stakeholder) as membership,
    member.review,
    member.state as iso3,
    member.code,
    member.stakeholder,
    stakeholder.name as organisation,
    arg_min(member.country, member.place) as country,
    stakeholder.kind as organisation_kind,
from listed_membership as member
inner join session on session.session = member.session
inner join stakeholder on stakeholder.stakeholder = member.stakeholder
where member.kind = 'joint' and session.cycle = 3
group by member.review, member.state, member.code, member.stakeholder, stakeholder.name, stakeholder.kind
order by membership
