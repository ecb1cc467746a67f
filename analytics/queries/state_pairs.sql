-- One row per recommending state and state under review: recommendations, answered, accepted, and by action category.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers, $acceptance
-- Small integers: handing over 12,000 rows of large ones takes a third of the time.
select
    recommending_state,
    state_under_review,
    count(*)::usmallint as recommendations,
    (count(*) filter (is_answered(response)))::usmallint as answered,
    (count(*) filter (is_accepted(response, $acceptance)))::usmallint as accepted,
    (count(*) filter (action_category = 1))::usmallint as minimal,
    (count(*) filter (action_category = 2))::usmallint as continuing,
    (count(*) filter (action_category = 3))::usmallint as considering,
    (count(*) filter (action_category = 4))::usmallint as general,
    (count(*) filter (action_category = 5))::usmallint as specific,
from selected($states, $sessions, $issue_bits, $actions, $askers)
group by all
order by recommending_state, state_under_review
