-- One row per source, state and year: the status of its national human rights institution; the later source writes D for C or none. Of the filters, only places apply.
-- Parameters: $scheme, $states
with statuses as (
    select 'nhri_status' as source, iso3, year, status,
    from nhri_status
    union all
    select 'nhri_accreditation' as source, iso3, year, status,
    from nhri_accreditation
)

select
    statuses.iso3,
    of_scheme($scheme, state.m49_region, state.un_group) as region,
    statuses.source,
    statuses.year,
    statuses.status,
from statuses
inner join state on state.iso3 = statuses.iso3
where is_chosen_state($states, statuses.iso3)
order by statuses.iso3, statuses.year, statuses.source desc
