-- One row per state under review and cycle: recommendations answered and accepted, and the sessions they come from.
-- Parameters: $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by, $acceptance
select
    state_under_review as iso3,
    region,
    cycle,
    min(session) as first_session,
    max(session) as last_session,
    count(distinct session) as reviews,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from selected($scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by)
group by all
order by iso3, cycle
