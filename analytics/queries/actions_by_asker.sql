-- One row per recommending state and action category: recommendations. Without those of no recorded state or category.
-- Parameters: $states, $sessions, $issues, $actions, $askers
select
    recommending_state,
    action_category,
    count(*) as recommendations,
from selected(
    in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
)
where recommending_state is not null and action_category > 0
group by recommending_state, action_category
order by recommending_state, action_category
