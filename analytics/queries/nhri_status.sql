-- One row per state and year: the status of its national human rights institution. Of the filters, only places apply.
-- Parameters: $scheme, $states
select
    n.iso3,
    of_scheme($scheme, s.m49_region, s.un_group) as region,
    n.year,
    n.status,
from nhri_status as n
inner join state as s on s.iso3 = n.iso3
where chosen($states, n.iso3)
order by n.iso3, n.year
