-- One row per state and observer: its regions, the point where it is drawn, whether it is reviewed and recommends.
-- Parameters: none
with recommending as (
    select distinct recommending_state as iso3
    from selectable
    where recommending_state is not null
    union
    select recommending_state
    from later_request
)

select
    iso3,
    name,
    m49_region,
    un_group,
    subregion,
    latitude,
    longitude,
    small,
    iso3 in (select review.state_under_review from review) as reviewed,
    iso3 in (select recommending.iso3 from recommending) as recommends,
from state
order by iso3
