-- One row per state under review: reviews, recommendations, answered, accepted. The issue filter does not apply.
-- Parameters: $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $actions, $asked_by, $acceptance
select
    state_under_review as iso3,
    region,
    bit_count(bit_or(1::ubigint << session)) as reviews,
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from selected(
    $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, []::varchar[], $actions, $asked_by
)
group by all
order by iso3
