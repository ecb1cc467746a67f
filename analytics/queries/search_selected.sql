-- One row per recommendation of a selection, in no order.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers
select recommendation
from selected($states, $sessions, $issue_bits, $actions, $askers)
