-- One row per review and subject read from the texts: recommendations on it, answered, accepted, and all of the review (`total`).
-- Parameters: $scheme, $states, $sessions, $issues, $actions, $askers, $acceptance
with reviewed as (
    select
        state_under_review,
        session,
        any_value(cycle) as cycle,
        any_value(of_scheme($scheme, region_m49, region_un)) as region,
        count(*) as total,
    from selected(
        in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
    )
    group by state_under_review, session
),

by_subject as (
    select
        state_under_review,
        session,
        flag,
        count(*) as recommendations,
        count(*) filter (is_answered(response)) as answered,
        count(*) filter (is_accepted(response, $acceptance)) as accepted,
    from selected_flags(
        in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
    )
    group by state_under_review, session, flag
)

select
    reviewed.state_under_review as iso3,
    reviewed.region,
    reviewed.session,
    reviewed.cycle,
    flag.flag as subject,
    coalesce(by_subject.recommendations, 0) as recommendations,
    coalesce(by_subject.answered, 0) as answered,
    coalesce(by_subject.accepted, 0) as accepted,
    reviewed.total,
from reviewed
cross join flag
left join by_subject
    on by_subject.state_under_review = reviewed.state_under_review
    and by_subject.session = reviewed.session
    and by_subject.flag = flag.flag
where flag.lens = 'subjects'
order by iso3, reviewed.session, flag.position
