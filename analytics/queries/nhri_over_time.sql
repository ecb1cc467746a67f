-- One row per source, state and year: the status of its national human rights institution; the later source writes D for C or none. Of the filters, only places apply.
-- Parameters: $scheme, $states
with statuses as (
    select 'nhri_status' as source, iso3, year, status from nhri_status
    union all
    select 'nhri_accreditation', iso3, year, status from nhri_accreditation
)

select
    n.iso3,
    of_scheme($scheme, s.m49_region, s.un_group) as region,
    n.source,
    n.year,
    n.status,
from statuses as n
inner join state as s on s.iso3 = n.iso3
where chosen($states, n.iso3)
order by n.iso3, n.year, n.source desc
