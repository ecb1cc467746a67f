-- One row per recommending state and state under review: recommendations, answered, accepted, those with an action category, specific.
-- Parameters: $states, $sessions, $issues, $actions, $askers, $acceptance
-- Codes stay categories. Numbers are small: handing over 12,000 rows of text and large numbers takes three times as long.
select
    recommending_state,
    state_under_review,
    count(*)::usmallint as recommendations,
    (count(*) filter (is_answered(response)))::usmallint as answered,
    (count(*) filter (is_accepted(response, $acceptance)))::usmallint as accepted,
    (count(*) filter (action_category > 0))::usmallint as categorised,
    (count(*) filter (action_category = 5))::usmallint as specific,
from selected(
    in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
)
group by recommending_state, state_under_review
order by recommending_state, state_under_review
