-- One row per statement about the size of a named coalition, by state, coalition and year.
-- Parameters: $scheme
select
    c.state as iso3,
    r.region,
    c.series,
    first_value(c.name) over (partition by c.series order by length(c.name) desc, c.position) as coalition,
    c.name as said_of,
    c.year::double as year,
    c.cycle,
    c.size::double as organisations_stated,
    c.exactness,
    c.basis as size_basis,
    c.page,
from coalition as c
inner join state_region as r on r.scheme = $scheme and r.iso3 = c.state
order by r.region, c.state, c.series, c.year nulls last, c.position
