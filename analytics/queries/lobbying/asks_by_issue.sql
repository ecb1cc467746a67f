-- One row per issue, recommending state, state under review and session: recommendations on the issue. No filter applies.
-- Parameters: none
-- Codes stay categories.
select
    issue,
    recommending_state,
    state_under_review,
    session,
    count(*)::usmallint as recommendations,
from selectable_issue
where recommending_state is not null
group by issue, recommending_state, state_under_review, session
order by issue, recommending_state, state_under_review, session
