-- One row per state under review: recommendations received, and those of them that are on one issue.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers, $about
with about as (
    select recommendation from selectable_issue where issue = $about
)

select
    r.state_under_review as iso3,
    count(*) as recommendations,
    count(a.recommendation) as about_issue,
    max(r.correction) as correction,
from selected($states, $sessions, $issue_bits, $actions, $askers) as r
left join about as a on a.recommendation = r.recommendation
group by r.state_under_review
order by iso3
