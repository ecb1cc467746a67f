-- One row per state of the sub-region of one state: its recommendations. The filters of regions, states and issues do not apply.
-- Parameters: $scheme, $sessions, $actions, $askers, $country
with received as (
    select
        state_under_review,
        count(*) as recommendations,
    from selected('', $sessions, [0, 0], $actions, $askers)
    group by all
)

select
    s.iso3,
    of_scheme($scheme, s.m49_region, s.un_group) as region,
    s.subregion,
    s.iso3 = $country as is_country,
    coalesce(r.recommendations, 0) as recommendations,
from state as s
left join received as r on r.state_under_review = s.iso3
where s.un_member and s.subregion = (select subregion from state where iso3 = $country)
order by s.iso3
