-- One row per treaty read from texts, one for all of them, and one for what was asked again by words and by treaties: precision and recall with intervals, as read by hand.
-- Parameters: none
select
    lens_score.flag as instrument,
    max(lens_score.value) filter (lens_score.measure = 'precision') as precision,
    max(lens_score.lower) filter (lens_score.measure = 'precision') as precision_lower,
    max(lens_score.upper) filter (lens_score.measure = 'precision') as precision_upper,
    max(lens_score.n) filter (lens_score.measure = 'precision') as found,
    max(lens_score.value) filter (lens_score.measure = 'recall') as recall,
    max(lens_score.lower) filter (lens_score.measure = 'recall') as recall_lower,
    max(lens_score.upper) filter (lens_score.measure = 'recall') as recall_upper,
    max(lens_score.n) filter (lens_score.measure = 'recall') as known,
from lens_score
left join flag on flag.flag = lens_score.flag
where lens_score.sample = 'all' and (flag.lens = 'instruments' or flag.flag is null)
group by lens_score.flag, flag.position
order by flag.position nulls first, instrument
