-- One row per flag of the civil-society lens, part of the sample and measure: precision or recall with its interval, as read by hand.
-- Parameters: none
select
    f.flag,
    s.sample,
    s.measure as score,
    s.value as share,
    s.lower,
    s.upper,
    s.n,
    f.definition,
    f.version,
from lens_score as s
inner join flag as f on f.flag = s.flag
where f.lens = 'civil_society'
order by f.position, s.measure, s.sample = 'all' desc, s.sample < 'a', s.sample -- all, regions, sessions
