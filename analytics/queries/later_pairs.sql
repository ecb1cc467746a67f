-- One row per recommending state and state under review of the sessions without answers: requests. A choice of issues or actions leaves none.
-- Parameters: $states, $later_sessions, $askers
-- Codes stay categories.
select
    recommending_state,
    state_under_review,
    sum(number)::usmallint as later,
from selected_requests(in_states := $states, in_sessions := $later_sessions, in_askers := $askers)
group by recommending_state, state_under_review
order by recommending_state, state_under_review
