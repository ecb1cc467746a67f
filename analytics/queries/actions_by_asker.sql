-- One row per recommending state and action category: recommendations. Without those of no recorded state or category.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers
select
    recommending_state,
    action_category,
    count(*) as recommendations,
from selected($states, $sessions, $issue_bits, $actions, $askers)
where recommending_state is not null and action_category > 0
group by all
order by all
