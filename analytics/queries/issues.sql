-- One row per issue: its name and the recommendations tagged with it.
-- Parameters: none
with tagged as (
    select
        issue,
        count(*) as recommendations,
    from selectable_issue
    group by issue
)

select
    issue.issue,
    issue.name,
    coalesce(tagged.recommendations, 0) as recommendations,
from issue
left join tagged on tagged.issue = issue.issue
order by issue.name
