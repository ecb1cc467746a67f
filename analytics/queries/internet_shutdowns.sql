-- One row per state and year with a recorded shutdown of the internet; no row is "none recorded", not none. Of the filters, only places apply.
-- Parameters: $scheme, $states
select
    internet_shutdown.iso3,
    of_scheme($scheme, state.m49_region, state.un_group) as region,
    internet_shutdown.year,
    internet_shutdown.events,
    internet_shutdown.full_network,
from internet_shutdown
inner join state on state.iso3 = internet_shutdown.iso3
where is_chosen_state($states, internet_shutdown.iso3)
order by internet_shutdown.iso3, internet_shutdown.year
