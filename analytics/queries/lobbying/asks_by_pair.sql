-- One row per recommending state, state under review and session: recommendations, answered, accepted in full. No filter applies.
-- Parameters: none
-- Codes stay categories.
select
    recommending_state,
    state_under_review,
    session,
    count(*)::usmallint as recommendations,
    (count(*) filter (is_answered(response)))::usmallint as answered,
    (count(*) filter (is_accepted(response, 'strict')))::usmallint as accepted,
from selectable
where recommending_state is not null
group by recommending_state, state_under_review, session
order by recommending_state, state_under_review, session
