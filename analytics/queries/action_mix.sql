-- One row per region and action category: recommendations, and how many of the answered were accepted.
-- Parameters: $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by, $acceptance
select
    region,
    action_category,
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from selected($scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by)
group by all
order by region, action_category
