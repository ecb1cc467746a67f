-- One row per flag of the civil-society lens, part of the sample and measure: precision or recall with its interval, as read by hand.
-- Parameters: none
select
    flag.flag,
    lens_score.sample,
    lens_score.measure as score,
    lens_score.value as share,
    lens_score.lower,
    lens_score.upper,
    lens_score.n,
    flag.definition,
    flag.version,
from lens_score
inner join flag on flag.flag = lens_score.flag
where flag.lens = 'civil_society'
order by flag.position, lens_score.measure, lens_score.sample = 'all' desc, lens_score.sample < 'a', lens_score.sample -- all, regions, sessions
