-- One row per state of the sub-region of one state: its recommendations. The filters of regions, states and issues do not apply.
-- Parameters: $scheme, $cycles, $first_session, $last_session, $actions, $asked_by, $country
with neighbours as (
    select iso3, region, subregion,
    from selected_states($scheme, []::varchar[], []::varchar[], []::varchar[])
    where subregion = (select subregion from state where iso3 = $country)
)

select
    n.iso3,
    n.region,
    n.subregion,
    n.iso3 = $country as is_country,
    count(r.recommendation) as recommendations,
from neighbours as n
left join selected(
    $scheme, []::varchar[], []::varchar[], []::varchar[], $cycles, $first_session, $last_session, []::varchar[],
    $actions, $asked_by
) as r on r.state_under_review = n.iso3
group by all
order by n.iso3
