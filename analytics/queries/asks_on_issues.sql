-- One row per recommending state, state under review and session: recommendations on the issues of the filter (else on any), as strongly worded as asked for. The filters of places do not apply.
-- Parameters: $sessions, $issues, $actions, $askers, $strength
-- Codes stay categories.
select
    recommending_state,
    state_under_review,
    session,
    count(*)::usmallint as recommendations,
from selected(in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers)
where issues_coded and recommending_state is not null and is_as_strong($strength, action_category)
group by recommending_state, state_under_review, session
order by recommending_state, state_under_review, session
