-- One row per recommending state: its recommendations to all states, as strongly worded as asked for. The filters of places and issues do not apply.
-- Parameters: $sessions, $actions, $askers, $strength
select
    recommending_state::varchar as recommending_state,
    count(*) as recommendations,
from selected(in_sessions := $sessions, in_actions := $actions, in_askers := $askers)
where recommending_state is not null and is_as_strong($strength, action_category)
group by recommending_state
order by recommending_state
