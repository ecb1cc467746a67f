-- One row per state under review of the sessions without answers: requests, reviews. A choice of issues or actions leaves none.
-- Parameters: $states, $later_sessions, $askers
select
    state_under_review as iso3,
    sum(number)::integer as later,
    count_sessions(session) as reviews,
from selected_requests(in_states := $states, in_sessions := $later_sessions, in_askers := $askers)
group by state_under_review
order by iso3
