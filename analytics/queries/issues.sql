-- One row per issue: its name and the recommendations tagged with it.
-- Parameters: none
select
    issue.issue,
    issue.name,
    count(tagged.recommendation) as recommendations,
from issue
left join recommendation_issue as tagged on tagged.issue = issue.issue
group by issue.issue, issue.name
order by issue.name
