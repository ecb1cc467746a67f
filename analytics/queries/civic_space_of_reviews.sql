-- One row per review: civic space in its year; empty where there are no data. Of the filters, places and sessions apply.
-- Parameters: $scheme, $states, $sessions, $indicator
select
    r.state_under_review as iso3,
    of_scheme($scheme, s.m49_region, s.un_group) as region,
    r.session,
    c.year,
    v.value,
from review as r
inner join state as s on s.iso3 = r.state_under_review
inner join session as c on c.session = r.session
left join civic_value($indicator) as v on v.iso3 = r.state_under_review and v.year = c.year
where chosen($states::varchar[], r.state_under_review) and chosen($sessions::utinyint[], r.session)
order by iso3, r.session
