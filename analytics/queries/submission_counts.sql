-- One row per review whose number of submissions is stated somewhere, most first; outliers are marked.
-- Parameters: $scheme
select
    c.state as iso3,
    r.region,
    c.session::double as session,
    c.cycle,
    c.year,
    c.submissions,
    c.joint::double as joint,
    c.exactness,
    c.basis as count_basis,
    c.outlier,
    c.page as stated_in,
from submission_count as c
inner join state_region as r on r.scheme = $scheme and r.iso3 = c.state
order by c.submissions desc, c.position
