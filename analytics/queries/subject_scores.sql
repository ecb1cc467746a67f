-- One row per subject read from texts: its precision and recall, as read by hand, and the version of its rules. Civil society is any flag of its own lens, which is measured flag by flag.
-- Parameters: none
select
    flag.flag as subject,
    max(lens_score.value) filter (lens_score.measure = 'precision') as precision,
    max(lens_score.value) filter (lens_score.measure = 'recall') as recall,
    flag.version,
from flag
left join lens_score on lens_score.flag = flag.flag and lens_score.sample = 'all'
where flag.lens = 'subjects'
group by flag.flag, flag.position, flag.version
union all
select
    'civil_society' as subject,
    null as precision,
    null as recall,
    any_value(version) as version,
from flag
where lens = 'civil_society'
having count(*) > 0
