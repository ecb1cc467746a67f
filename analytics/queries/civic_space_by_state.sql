-- One row per state and year: the chosen indicator of civic space, higher is freer. Of the filters, only places apply.
-- Parameters: $scheme, $states, $indicator
select
    v.iso3,
    of_scheme($scheme, s.m49_region, s.un_group) as region,
    v.year,
    v.value,
from civic_value($indicator) as v
inner join state as s on s.iso3 = v.iso3
where s.un_member and chosen($states, v.iso3)
order by v.iso3, v.year
