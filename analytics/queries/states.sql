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
    exists (from recommendation as r where r.state_under_review = s.iso3) as reviewed,
    exists (from recommendation as r where r.recommending_state = s.iso3) as recommends,
from state as s
order by s.iso3
