-- One row per review and action category: recommendations, answered, accepted.
-- Parameters: $scheme, $states, $sessions, $issues, $actions, $askers, $acceptance
select
    state_under_review as iso3,
    any_value(of_scheme($scheme, region_m49, region_un)) as region,
    session,
    any_value(cycle) as cycle,
    action_category,
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
    max(correction) as correction,
from selected(
    in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
)
group by state_under_review, session, action_category
order by iso3, session, action_category
