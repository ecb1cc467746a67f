-- One row per issue: its name and the recommendations tagged with it.
-- Parameters: none
select
    i.issue,
    i.name,
    count(r.recommendation) as recommendations,
from issue as i
left join recommendation_issue as r on r.issue = i.issue
group by all
order by i.name
