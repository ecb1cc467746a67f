-- One row per statement about the size of a named coalition, by state, coalition and year.
-- Parameters: $scheme
select
    coalition.state as iso3,
    state_region.region,
    coalition.series,
    first_value(coalition.name) over (
        partition by coalition.series order by length(coalition.name) desc, coalition.position
    ) as coalition,
    coalition.name as said_of,
    coalition.year::double as year,
    coalition.cycle,
    coalition.size::double as organisations_stated,
    coalition.exactness,
    coalition.basis as size_basis,
    coalition.page,
from coalition
inner join state_region on state_region.scheme = $scheme and state_region.iso3 = coalition.state
order by state_region.region, coalition.state, coalition.series, coalition.year nulls last, coalition.position
