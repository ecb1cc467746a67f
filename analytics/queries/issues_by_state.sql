-- One row per state under review and issue: reviews, recommendations, answered, accepted. The issue filter does not apply.
-- Parameters: $states, $sessions, $actions, $askers, $acceptance
select
    state_under_review as iso3,
    issue,
    count_sessions(session) as reviews,
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from selected_issues(in_states := $states, in_sessions := $sessions, in_actions := $actions, in_askers := $askers)
group by state_under_review, issue
order by iso3, issue
