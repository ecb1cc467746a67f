-- One row per review whose number of submissions is stated somewhere, most first; outliers are marked.
-- Parameters: $scheme
select
    c.state as iso3,
    r.region,
    c.session,
    c.cycle,
    c.year,
    c.submissions,
    c.joint,
    c.exactness,
    c.basis as count_basis,
    c.outlier,
    c.page,
from submission_count as c
inner join state_region as r on r.scheme = $scheme and r.iso3 = c.state
order by c.submissions desc, c.position
