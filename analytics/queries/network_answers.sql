-- One row per subject of networks and review of the third cycle with joint submissions and answers: whether a network on it signed, and what was accepted of the recommendations on it.
-- Parameters: none
with signed as (
    select distinct
        member.state,
        member.session,
        network.subject,
    from listed_membership as member
    inner join network on network.network = member.stakeholder
    where member.kind = 'joint' and network.subject is not null
),

listed as (
    select distinct
        stakeholder_document.state,
        stakeholder_document.session,
    from stakeholder_document
    inner join session on session.session = stakeholder_document.session
    inner join submission on submission.symbol = stakeholder_document.symbol and submission.kind = 'joint'
    where session.cycle = 3
)

select
    recommendation_flag.flag as subject,
    listed.state as iso3,
    listed.session,
    any_value(signed.subject) is not null as network_signed,
    count(*) filter (is_answered(recommendation.response)) as answered,
    count(*) filter (is_accepted(recommendation.response, 'strict')) as accepted,
from listed
inner join recommendation
    on recommendation.state_under_review = listed.state and recommendation.session = listed.session
inner join recommendation_flag on recommendation_flag.recommendation = recommendation.recommendation
left join signed
    on signed.state = listed.state
    and signed.session = listed.session
    and signed.subject = recommendation_flag.flag
where recommendation_flag.flag in (select network.subject from network)
group by recommendation_flag.flag, listed.state, listed.session
having count(*) filter (is_answered(recommendation.response)) > 0
order by recommendation_flag.flag, listed.session, listed.state
