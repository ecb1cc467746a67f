-- One row per recommendation of a selection, in no order.
-- Parameters: $states, $sessions, $issues, $actions, $askers
select recommendation
from selected(
    in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
)
