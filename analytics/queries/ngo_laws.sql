-- One row per state and year: legal barriers to NGOs by kind. Of the filters, only places apply.
-- Parameters: $scheme, $states
select
    ngo_law.iso3,
    of_scheme($scheme, state.m49_region, state.un_group) as region,
    ngo_law.year,
    ngo_law.entry,
    ngo_law.funding,
    ngo_law.advocacy,
from ngo_law
inner join state on state.iso3 = ngo_law.iso3
where is_chosen_state($states, ngo_law.iso3)
order by ngo_law.iso3, ngo_law.year
