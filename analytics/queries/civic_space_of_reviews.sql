-- One row per review: civic space in its year; empty where there are no data. Of the filters, places and sessions apply.
-- Parameters: $scheme, $states, $sessions, $indicator
select
    r.state_under_review as iso3,
    of_scheme($scheme, r.region_m49, r.region_un) as region,
    r.session,
    r.year,
    v.value,
from selected_reviews($states, $sessions) as r
left join civic_value($indicator) as v on v.iso3 = r.state_under_review and v.year = r.year
order by iso3, r.session
