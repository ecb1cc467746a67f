-- One row per subject that a network has, for one review of the third cycle: joint submissions that a network on it signed, and which networks.
-- Parameters: $country
with signed as (
    select
        network.subject,
        count(distinct member.code) as joint,
        string_agg(distinct network.name, '; ' order by network.name) as organisations,
    from listed_membership as member
    inner join session on session.session = member.session
    inner join network on network.network = member.stakeholder
    where member.state = $country and session.cycle = 3 and member.kind = 'joint'
    group by network.subject
)

select
    flag.flag as subject,
    coalesce(signed.joint, 0)::integer as joint,
    signed.organisations,
from flag
left join signed on signed.subject = flag.flag
where flag.flag in (select network.subject from network)
order by flag.lens, flag.position
