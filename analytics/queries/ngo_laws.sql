-- One row per state and year: legal barriers to NGOs by kind. Of the filters, only places apply.
-- Parameters: $scheme, $states
select
    l.iso3,
    of_scheme($scheme, s.m49_region, s.un_group) as region,
    l.year,
    l.entry,
    l.funding,
    l.advocacy,
from ngo_law as l
inner join state as s on s.iso3 = l.iso3
where chosen($states, l.iso3)
order by l.iso3, l.year
