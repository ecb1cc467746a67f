-- One row per flag of the lens, region and measure: precision or recall with its interval, from a sample read by hand.
-- Parameters: none
select
    flag.flag,
    lens_score.region as sample,
    lens_score.measure as score,
    lens_score.value as share,
    lens_score.lower,
    lens_score.upper,
    lens_score.n,
    flag.definition,
    flag.version,
from lens_score
inner join flag on flag.flag = lens_score.flag
order by flag.position, lens_score.measure, lens_score.region = 'all' desc, lens_score.region
