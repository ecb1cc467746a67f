-- One row per state under review, whether its own region asked, and whether the request is specific: answered, accepted.
-- Parameters: $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by, $acceptance
select
    state_under_review as iso3,
    region,
    region = of_scheme($scheme, recommending_region_m49, recommending_region_un) as own_region,
    action_category = 5 as specific,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from selected(
    $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by
)
where recommending_state is not null
group by all
order by iso3, own_region, specific
