-- One row per state under review: reviews, recommendations, answered, accepted, where issues are coded. The issue filter does not apply.
-- Parameters: $scheme, $states, $sessions, $actions, $askers, $acceptance
select
    state_under_review as iso3,
    any_value(of_scheme($scheme, region_m49, region_un)) as region,
    count_sessions(session) as reviews,
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from selected(in_states := $states, in_sessions := $sessions, in_actions := $actions, in_askers := $askers)
where issues_coded
group by state_under_review
order by iso3
