-- One row per state under review and family of issues: recommendations on any issue of it. The issue filter does not apply.
-- Parameters: $states, $sessions, $actions, $askers
with by_issue as (
    select
        state_under_review,
        issue,
        count(*) as recommendations,
    from selected_issues(in_states := $states, in_sessions := $sessions, in_actions := $actions, in_askers := $askers)
    where first_of_family
    group by state_under_review, issue
)

select
    by_issue.state_under_review as iso3,
    issue_family.family,
    sum(by_issue.recommendations)::bigint as recommendations,
from by_issue
inner join issue_family on issue_family.issue = by_issue.issue::varchar
group by by_issue.state_under_review, issue_family.family
order by iso3, issue_family.family
