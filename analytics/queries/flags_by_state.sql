-- One row per state under review and flag of the lens raised there; `any` is any of them, `tagged` any of UPR Info's tags: answered, accepted.
-- Parameters: $scheme, $states, $sessions, $issues, $actions, $askers, $acceptance
with by_flag as (
    select
        state_under_review,
        of_scheme($scheme, region_m49, region_un) as region,
        unnest(case when on_issues then list_prepend('tagged', flags) else flags end) as flag,
        response,
    from selected_about(
        in_states := $states, in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers
    )
)

select
    state_under_review as iso3,
    any_value(region) as region,
    flag,
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
from by_flag
group by state_under_review, flag
order by iso3, flag
