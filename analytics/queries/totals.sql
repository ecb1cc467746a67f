-- One row per selection: its recommendations, states and reviews, in all and in the focus regions.
-- Parameters: $scheme, $states, $sessions, $issue_bits, $actions, $askers
with by_state as (
    select
        of_scheme($scheme, region_m49, region_un) in ('africa', 'lac', 'asia') as focus,
        count(*) as recommendations,
        bit_count(bit_or(1::ubigint << session)) as reviews,
    from selected($states, $sessions, $issue_bits, $actions, $askers)
    group by state_under_review, focus
)

select
    coalesce(sum(recommendations), 0)::bigint as recommendations,
    count(*) as states,
    coalesce(sum(reviews), 0)::bigint as reviews,
    coalesce(sum(recommendations) filter (focus), 0)::bigint as focus_recommendations,
    count(*) filter (focus) as focus_states,
from by_state
