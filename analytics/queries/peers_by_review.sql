-- One row per review: its recommendations and how many states made them. The issue filter does not apply.
-- Parameters: $states, $sessions, $actions, $askers
select
    state_under_review as iso3,
    session,
    count(*) as recommendations,
    bit_count(bitstring_agg(enum_code(recommending_state), 0, 255)) as askers,
from selected($states, $sessions, [0, 0], $actions, $askers)
group by state_under_review, session
order by iso3, session
