-- One row per state of the sub-region of one state: its recommendations. The filters of regions, states and issues do not apply.
-- Parameters: $scheme, $sessions, $actions, $askers, $country
with received as (
    select
        state_under_review,
        count(*) as recommendations,
    from selected(in_sessions := $sessions, in_actions := $actions, in_askers := $askers)
    group by state_under_review
)

select
    state.iso3,
    of_scheme($scheme, state.m49_region, state.un_group) as region,
    state.subregion,
    state.iso3 = $country as is_country,
    coalesce(received.recommendations, 0) as recommendations,
from state
left join received on received.state_under_review = state.iso3
where state.un_member and state.subregion = (select home.subregion from state as home where home.iso3 = $country)
order by state.iso3
