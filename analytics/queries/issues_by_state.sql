-- One row per state under review and issue: reviews, recommendations, answered, accepted. The issue filter does not apply.
-- Parameters: $states, $sessions, $actions, $askers, $acceptance
select
    state_under_review as iso3,
    issue,
    bit_count(bit_or(1::ubigint << session)) as reviews,
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from selected_issues($states, $sessions, $actions, $askers)
group by all
order by iso3, issue
