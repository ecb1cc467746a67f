-- One row per recommending state and state under review: recommendations, answered, accepted, and by action category.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers, $acceptance
select
    recommending_state,
    state_under_review,
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
    count(*) filter (action_category = 1) as minimal,
    count(*) filter (action_category = 2) as continuing,
    count(*) filter (action_category = 3) as considering,
    count(*) filter (action_category = 4) as general,
    count(*) filter (action_category = 5) as specific,
from selected($states, $sessions, $issue_bits, $actions, $askers)
group by all
order by recommending_state, state_under_review
