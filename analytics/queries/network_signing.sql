-- One row per network with a subject and review of the third cycle whose joint submissions are listed: whether it signed one, and the recommendations on its subject among all to that state in each cycle.
-- Parameters: none
with about as (
    select
        state_under_review,
        cycle,
        flag,
        count(*) as recommendations,
    from selectable_flag
    where flag in (select network.subject from network)
    group by state_under_review, cycle, flag
    union all
    select
        requested.state_under_review,
        session.cycle,
        request_flag.flag,
        sum(request_flag.number) as recommendations,
    from later_request as requested
    inner join session on session.session = requested.session
    inner join request_flag
        on request_flag.session = requested.session
        and request_flag.state_under_review = requested.state_under_review
        and request_flag.recommending_state = requested.recommending_state
    where request_flag.flag in (select network.subject from network)
    group by requested.state_under_review, session.cycle, request_flag.flag
),

every as (
    select
        state_under_review,
        cycle,
        count(*) as recommendations,
    from selectable
    where exists (from recommendation_flag)
    group by state_under_review, cycle
    union all
    select
        requested.state_under_review,
        session.cycle,
        sum(requested.number) as recommendations,
    from later_request as requested
    inner join session on session.session = requested.session
    group by requested.state_under_review, session.cycle
),

on_subject as (
    select
        state_under_review,
        flag,
        sum(recommendations) filter (cycle = 1) as first_on,
        sum(recommendations) filter (cycle = 2) as second_on,
        sum(recommendations) filter (cycle = 3) as third_on,
    from about
    group by state_under_review, flag
),

of_state as (
    select
        state_under_review,
        sum(recommendations) filter (cycle = 1) as first_of,
        sum(recommendations) filter (cycle = 2) as second_of,
        sum(recommendations) filter (cycle = 3) as third_of,
    from every
    group by state_under_review
),

listed as (
    select
        stakeholder_document.symbol,
        stakeholder_document.state,
        stakeholder_document.session,
        stakeholder_document.grade,
        count(*) as in_review,
    from stakeholder_document
    inner join session on session.session = stakeholder_document.session
    inner join submission on submission.symbol = stakeholder_document.symbol and submission.kind = 'joint'
    where session.cycle = 3
    group by
        stakeholder_document.symbol,
        stakeholder_document.state,
        stakeholder_document.session,
        stakeholder_document.grade
),

signed as (
    select
        symbol,
        stakeholder,
        count(distinct code) as joint,
    from listed_membership
    where kind = 'joint'
    group by symbol, stakeholder
)

select
    network.network as stakeholder,
    network.name as organisation,
    network.acronym,
    network.subject,
    listed.state as iso3,
    listed.session,
    listed.grade,
    listed.in_review,
    coalesce(signed.joint, 0)::integer as joint,
    coalesce(on_subject.first_on, 0)::integer as first_on,
    coalesce(of_state.first_of, 0)::integer as first_of,
    coalesce(on_subject.second_on, 0)::integer as second_on,
    coalesce(of_state.second_of, 0)::integer as second_of,
    coalesce(on_subject.third_on, 0)::integer as third_on,
    coalesce(of_state.third_of, 0)::integer as third_of,
from network
cross join listed
left join signed on signed.symbol = listed.symbol and signed.stakeholder = network.network
left join of_state on of_state.state_under_review = listed.state
left join on_subject on on_subject.state_under_review = listed.state and on_subject.flag = network.subject
where network.subject is not null
order by network.subject, network.name, listed.session, listed.state
