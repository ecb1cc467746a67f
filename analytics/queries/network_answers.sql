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
),

flagged as (
    select
        state_under_review,
        session,
        flag::varchar as flag,
        count(*) filter (is_answered(response)) as answered,
        count(*) filter (is_accepted(response, 'strict')) as accepted,
    from selectable_flag
    where flag in (select network.subject from network)
    group by state_under_review, session, flag
)

select
    flagged.flag as subject,
    listed.state as iso3,
    listed.session,
    any_value(signed.subject) is not null as network_signed,
    sum(flagged.answered)::bigint as answered,
    sum(flagged.accepted)::bigint as accepted,
from listed
inner join flagged on flagged.state_under_review = listed.state and flagged.session = listed.session
left join signed
    on signed.state = listed.state
    and signed.session = listed.session
    and signed.subject = flagged.flag
group by flagged.flag, listed.state, listed.session
having sum(flagged.answered) > 0
order by flagged.flag, listed.session, listed.state
