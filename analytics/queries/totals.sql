-- One row per selection: its recommendations, states and reviews, in all and in the focus regions.
-- Parameters: $scheme, $states, $sessions, $issues, $actions, $askers
with by_state as (
    select
        of_scheme($scheme, region_m49, region_un) in ('africa', 'lac', 'asia') as focus,
        count(*) as recommendations,
        count_sessions(session) as reviews,
    from selected(
        in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
    )
    group by state_under_review, focus
)

select
    coalesce(sum(recommendations), 0)::bigint as recommendations,
    count(*) as states,
    coalesce(sum(reviews), 0)::bigint as reviews,
    coalesce(sum(recommendations) filter (focus), 0)::bigint as focus_recommendations,
    count(*) filter (focus) as focus_states,
from by_state
