-- One row per recommending state and state under review of the sessions without answers: requests. A choice of issues or actions leaves none.
-- Parameters: $states, $sessions, $issues, $actions, $askers
select
    recommending_state::state_code as recommending_state,
    state_under_review::state_code as state_under_review,
    sum(number)::usmallint as later,
from selected_requests(
    in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
)
group by recommending_state, state_under_review
order by recommending_state, state_under_review
