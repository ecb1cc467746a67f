-- One row per state under review: recommendations received whose issues are coded, and those of them that are on one issue.
-- Parameters: $states, $sessions, $issues, $actions, $askers, $about
with about as (
    select recommendation
    from selectable_issue
    where issue = $about
)

select
    received.state_under_review as iso3,
    count(*) as recommendations,
    count(about.recommendation) as about_issue,
    max(received.correction) as correction,
from selected(
    in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
) as received
left join about on about.recommendation = received.recommendation
where received.issues_coded
group by received.state_under_review
order by iso3
