-- One row per state and year: the chosen indicator of civic space, higher is freer. Of the filters, only places apply.
-- Parameters: $scheme, $states, $indicator
select
    civic.iso3,
    of_scheme($scheme, state.m49_region, state.un_group) as region,
    civic.year,
    civic.value,
from civic_value($indicator) as civic
inner join state on state.iso3 = civic.iso3
where state.un_member and is_chosen_state($states, civic.iso3)
order by civic.iso3, civic.year
