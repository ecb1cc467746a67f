-- One row per review and set of issues: recommendations on exactly these issues of the filter (else of `about`), or on none; where issues are coded.
-- Parameters: $states, $sessions, $issues, $actions, $askers, $acceptance, $about
with shown as (
    select
        recommendation,
        list(issue order by issue) as issues,
    from selectable_issue
    where issue in try_cast(coalesce($issues::varchar[], [$about]) as issue_code[])
    group by recommendation
),

counted as (
    select
        received.cycle,
        received.third,
        received.session,
        received.state_under_review as iso3,
        shown.issues,
        count(*) as recommendations,
        count(*) filter (is_answered(received.response)) as answered,
        count(*) filter (is_accepted(received.response, $acceptance)) as accepted,
    from selected(in_states := $states, in_sessions := $sessions, in_actions := $actions, in_askers := $askers) as received
    left join shown on shown.recommendation = received.recommendation
    where received.issues_coded
    group by received.cycle, received.third, received.session, received.state_under_review, shown.issues
)

select * replace (array_to_string(issues, ',') as issues)
from counted
order by session, iso3, list_reverse(counted.issues) nulls first
