-- One row per review, action category and, where the strata ask for it, recommending UN group: answered, accepted.
-- Parameters: $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by, $acceptance, $strata
select
    state_under_review as iso3,
    region,
    session,
    cycle,
    action_category,
    case when $strata like '%group%' then coalesce(recommending_region_un, 'unknown') end as recommending_group,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from selected(
    $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by
)
group by all
order by iso3, session, action_category, recommending_group
