-- One row per state and year: the status of its national human rights institution. Of the filters, only places apply.
-- Parameters: $scheme, $states
select
    nhri_status.iso3,
    of_scheme($scheme, state.m49_region, state.un_group) as region,
    nhri_status.year,
    nhri_status.status,
from nhri_status
inner join state on state.iso3 = nhri_status.iso3
where is_chosen_state($states, nhri_status.iso3)
order by nhri_status.iso3, nhri_status.year
