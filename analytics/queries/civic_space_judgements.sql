-- One row per state and year: two judgements of civic space, V-Dem's (the chosen indicator) and Freedom House's (e); higher is freer. Of the filters, only places apply.
-- Parameters: $scheme, $states, $indicator
select
    state.iso3,
    of_scheme($scheme, state.m49_region, state.un_group) as region,
    coalesce(vdem.year, house.year) as year,
    vdem.value,
    house.e,
    house.e1,
    house.e2,
    house.e3,
    house.d1,
    house.freedom,
from civic_value($indicator) as vdem
full join freedom_house as house on house.iso3 = vdem.iso3 and house.year = vdem.year
inner join state on state.iso3 = coalesce(vdem.iso3, house.iso3)
where state.un_member and is_chosen_state($states, state.iso3)
order by state.iso3, coalesce(vdem.year, house.year)
