-- One row per state and observer: its regions, the point where it is drawn, whether it is reviewed and recommends.
-- Parameters: none
select
    iso3,
    name,
    m49_region,
    un_group,
    subregion,
    latitude,
    longitude,
    small,
    exists (from recommendation where state_under_review = state.iso3) as reviewed,
    exists (from recommendation where recommending_state = state.iso3)
    or exists (from later_request where recommending_state = state.iso3) as recommends,
from state
order by iso3
