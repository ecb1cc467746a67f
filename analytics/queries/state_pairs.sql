-- One row per recommending state and state under review: recommendations, answered, accepted, specific.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers, $acceptance
-- Small integers, also for the states (places in the order of their codes; -1: no recorded recommending state): handing
-- over 12,000 rows of names and large numbers takes a third of the time.
select
    coalesce(enum_code(recommending_state)::smallint, -1::smallint) as recommending_state,
    enum_code(state_under_review) as state_under_review,
    count(*)::usmallint as recommendations,
    (count(*) filter (is_answered(response)))::usmallint as answered,
    (count(*) filter (is_accepted(response, $acceptance)))::usmallint as accepted,
    (count(*) filter (action_category = 5))::usmallint as specific,
from selected($states, $sessions, $issue_bits, $actions, $askers) as r
group by r.recommending_state, r.state_under_review
order by r.recommending_state, r.state_under_review
