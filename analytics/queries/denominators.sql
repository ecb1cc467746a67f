-- One row per state and year: population and income group, to divide by and to compare like with like. Of the filters, only places apply.
-- Parameters: $scheme, $states
select
    d.iso3,
    of_scheme($scheme, s.m49_region, s.un_group) as region,
    d.year,
    d.population,
    d.income_group,
from denominator as d
inner join state as s on s.iso3 = d.iso3
where chosen($states, d.iso3)
order by d.iso3, d.year
