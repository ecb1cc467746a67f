-- One row per state and year with a recorded shutdown of the internet; no row is "none recorded", not none. Of the filters, only places apply.
-- Parameters: $scheme, $states
select
    i.iso3,
    of_scheme($scheme, s.m49_region, s.un_group) as region,
    i.year,
    i.events,
    i.full_network,
from internet_shutdown as i
inner join state as s on s.iso3 = i.iso3
where chosen($states, i.iso3)
order by i.iso3, i.year
