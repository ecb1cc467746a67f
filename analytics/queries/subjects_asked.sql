-- One row per review and subject read from texts: recommendations on it among all of the review (`total`), and whether their answers are known. A choice of issues or actions leaves out the reviews without answers.
-- Parameters: $scheme, $states, $sessions, $later_sessions, $issues, $actions, $askers
with chosen as (
    select
        session,
        state_under_review,
        count(*) as recommendations,
    from selected(
        in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
    )
    where exists (from recommendation_flag)
    group by session, state_under_review
),

requested as (
    from selected_requests(in_states := $states, in_sessions := $later_sessions, in_askers := $askers)
),

flagged as (
    select
        session,
        state_under_review,
        flag,
        count(*) as recommendations,
        count(*) filter (first_of_lens) as first_of_lens,
    from selected_flags(
        in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
    )
    group by session, state_under_review, flag
),

on_subject as (
    select
        flagged.session,
        flagged.state_under_review,
        flag.flag as subject,
        flagged.recommendations,
    from flagged
    inner join flag on flag.flag = flagged.flag
    where flag.lens = 'subjects'
    union all
    select
        flagged.session,
        flagged.state_under_review,
        'civil_society' as subject,
        sum(flagged.first_of_lens) as recommendations,
    from flagged
    inner join flag on flag.flag = flagged.flag
    where flag.lens = 'civil_society'
    group by flagged.session, flagged.state_under_review
    union all
    select
        requested.session,
        requested.state_under_review,
        flag.flag as subject,
        sum(request_flag.number) as recommendations,
    from requested
    inner join request_flag
        on request_flag.session = requested.session
        and request_flag.state_under_review = requested.state_under_review
        and request_flag.recommending_state = requested.recommending_state
    inner join flag on flag.flag = request_flag.flag
    where flag.lens = 'subjects'
    group by requested.session, requested.state_under_review, flag.flag
    union all
    select
        session,
        state_under_review,
        'civil_society' as subject,
        sum(about) as recommendations,
    from requested
    group by session, state_under_review
),

reviewed as (
    select
        session,
        state_under_review,
        recommendations as total,
        false as unanswered,
    from chosen
    union all
    select
        session,
        state_under_review,
        sum(number) as total,
        true as unanswered,
    from requested
    group by session, state_under_review
),

subjects as (
    select
        flag as subject,
        position,
    from flag
    where lens = 'subjects'
    union all
    select
        'civil_society' as subject,
        99 as position,
)

select
    reviewed.state_under_review as iso3,
    of_scheme($scheme, state.m49_region, state.un_group) as region,
    reviewed.session,
    session.cycle,
    reviewed.unanswered,
    subjects.subject,
    coalesce(on_subject.recommendations, 0)::integer as recommendations,
    reviewed.total::integer as total,
from reviewed
inner join state on state.iso3 = reviewed.state_under_review
inner join session on session.session = reviewed.session
cross join subjects
left join on_subject
    on on_subject.session = reviewed.session
    and on_subject.state_under_review = reviewed.state_under_review
    and on_subject.subject = subjects.subject
order by iso3, reviewed.session, subjects.position
