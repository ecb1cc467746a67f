-- One row per selection: the requests of its sessions without answers, and the states under review.
-- Parameters: $states, $sessions, $issues, $actions, $askers
select
    coalesce(sum(number), 0)::integer as later,
    count(distinct state_under_review)::integer as states,
from selected_requests(
    in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
)
