-- One row per state and observer: its regions, the point where it is drawn, whether it is reviewed and recommends.
-- Parameters: none
select
    s.iso3,
    s.name,
    s.m49_region,
    s.un_group,
    s.subregion,
    s.latitude,
    s.longitude,
    s.small,
    s.iso3 in (select state_under_review from recommendation) as reviewed,
    s.iso3 in (select recommending_state from recommendation) as recommends,
from state as s
order by s.iso3
