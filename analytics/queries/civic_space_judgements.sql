-- One row per state and year: two judgements of civic space, V-Dem's (the chosen indicator) and Freedom House's (e); higher is freer. Of the filters, only places apply.
-- Parameters: $scheme, $states, $indicator
select
    s.iso3,
    of_scheme($scheme, s.m49_region, s.un_group) as region,
    coalesce(v.year, f.year) as year,
    v.value,
    f.e,
    f.e1,
    f.e2,
    f.e3,
    f.d1,
    f.freedom,
from civic_value($indicator) as v
full join freedom_house as f on f.iso3 = v.iso3 and f.year = v.year
inner join state as s on s.iso3 = coalesce(v.iso3, f.iso3)
where s.un_member and chosen($states, s.iso3)
order by s.iso3, coalesce(v.year, f.year)
