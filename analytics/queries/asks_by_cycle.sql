-- One row per recommending state and cycle: to how many states, how much, answered, accepted, those with an action category, specific.
-- Parameters: $scheme, $states, $sessions, $issues, $actions, $askers, $acceptance
select
    recommending_state as iso3,
    any_value(of_scheme($scheme, recommending_region_m49, recommending_region_un)) as region,
    cycle,
    count(*) as recommendations,
    count_states(state_under_review) as states,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
    count(*) filter (action_category > 0) as categorised,
    count(*) filter (action_category = 5) as specific,
from selected(
    in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
)
where recommending_state is not null
group by recommending_state, cycle
order by iso3, cycle
