-- One row per review, action category and, where the strata ask for it, recommending UN group: answered, accepted.
-- Parameters: $scheme, $states, $sessions, $issues, $actions, $askers, $acceptance, $strata
select
    state_under_review as iso3,
    any_value(of_scheme($scheme, region_m49, region_un)) as region,
    session,
    any_value(cycle) as cycle,
    action_category,
    case when $strata like '%group%' then coalesce(recommending_region_un::varchar, 'unknown') end as recommending_group,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from selected(
    in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
)
group by state_under_review, session, action_category, recommending_group
order by iso3, session, action_category, recommending_group
