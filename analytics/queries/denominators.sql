-- One row per state and year: population and income group, to divide by and to compare like with like. Of the filters, only places apply.
-- Parameters: $scheme, $states
select
    denominator.iso3,
    of_scheme($scheme, state.m49_region, state.un_group) as region,
    denominator.year,
    denominator.population,
    denominator.income_group,
from denominator
inner join state on state.iso3 = denominator.iso3
where is_chosen_state($states, denominator.iso3)
order by denominator.iso3, denominator.year
