-- One row per state under review and treaty that it was asked to ratify: recommendations, answered, accepted, in how many reviews.
-- Parameters: $scheme, $states, $sessions, $issues, $actions, $askers, $acceptance
select
    received.state_under_review as iso3,
    any_value(of_scheme($scheme, received.region_m49, received.region_un)) as region,
    flag.flag as instrument,
    count_sessions(received.session) as reviews,
    count(*) as recommendations,
    count(*) filter (is_answered(received.response)) as answered,
    count(*) filter (is_accepted(received.response, $acceptance)) as accepted,
from selected_flags(
    in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
) as received
inner join flag on flag.flag = received.flag
where flag.lens = 'instruments' and flag.within is not null
group by received.state_under_review, flag.flag, flag.position
order by iso3, flag.position
