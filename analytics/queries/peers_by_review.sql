-- One row per review: its recommendations and how many states made them. The issue filter does not apply.
-- Parameters: $states, $sessions, $actions, $askers
select
    state_under_review as iso3,
    session,
    count(*) as recommendations,
    count_states(recommending_state) as askers,
from selected(in_states := $states, in_sessions := $sessions, in_actions := $actions, in_askers := $askers)
group by state_under_review, session
order by iso3, session
