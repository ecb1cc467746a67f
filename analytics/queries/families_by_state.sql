-- One row per state under review and family of issues: recommendations on any issue of it. The issue filter does not apply.
-- Parameters: $states, $sessions, $actions, $askers
with by_issue as (
    select
        state_under_review,
        issue,
        count(*) as recommendations,
    from selected_issues($states, $sessions, $actions, $askers)
    where first_of_family
    group by all
)

select
    i.state_under_review as iso3,
    f.family,
    sum(i.recommendations)::bigint as recommendations,
from by_issue as i
inner join issue_family as f on f.issue = i.issue::varchar
group by all
order by iso3, f.family
