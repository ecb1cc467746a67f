-- One row per flag of the lens, region and measure: precision or recall with its interval, from a sample read by hand.
-- Parameters: none
select
    f.flag,
    s.region as sample,
    s.measure as score,
    s.value as share,
    s.lower,
    s.upper,
    s.n,
    f.definition,
    f.version,
from lens_score as s
inner join flag as f on f.flag = s.flag
order by f.position, s.measure, s.region = 'all' desc, s.region
