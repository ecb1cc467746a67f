-- One row per review and action category: recommendations, answered, accepted. A selected state without any has one row.
-- Parameters: $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by, $acceptance
select
    s.iso3,
    s.region,
    s.subregion,
    coalesce(r.session, 0) as session,
    coalesce(r.cycle, 0) as cycle,
    coalesce(r.action_category, 0) as action_category,
    count(r.recommendation) as recommendations,
    count(*) filter (is_answered(r.response)) as answered,
    count(*) filter (is_accepted(r.response, $acceptance)) as accepted,
    max(r.correction) as correction,
from selected_states($scheme, $regions, $subregions, $states) as s
left join selected(
    $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by
) as r on r.state_under_review = s.iso3
group by all
order by s.iso3, session, action_category
