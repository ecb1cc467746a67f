-- One row per state under review, whether its own region asked, and whether the request is specific: answered, accepted.
-- Parameters: $scheme, $states, $sessions, $issues, $actions, $askers, $acceptance
select
    state_under_review as iso3,
    any_value(of_scheme($scheme, region_m49, region_un)) as region,
    of_scheme($scheme, region_m49 = recommending_region_m49, region_un = recommending_region_un) as own_region,
    action_category = 5 as specific,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from selected(
    in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
)
where recommending_state is not null
group by state_under_review, own_region, specific
order by iso3, own_region, specific
