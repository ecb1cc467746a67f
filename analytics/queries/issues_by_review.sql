-- One row per review and set of issues: recommendations on exactly these issues of the filter (else of `about`), or on none.
-- Parameters: $states, $sessions, $issues, $actions, $askers, $acceptance, $about
with on_issues as (
    select recommendation, string_agg(issue, ',' order by issue) as issues,
    from selectable_issue
    where list_contains(case when len($issues::varchar[]) = 0 then [$about] else $issues end, issue)
    group by recommendation
)

select
    any_value(r.cycle) as cycle,
    any_value(r.third) as third,
    r.session,
    r.state_under_review as iso3,
    o.issues,
    count(*) as recommendations,
    count(*) filter (is_answered(r.response)) as answered,
    count(*) filter (is_accepted(r.response, $acceptance)) as accepted,
from selected($states, $sessions, [0, 0], $actions, $askers) as r
left join on_issues as o on o.recommendation = r.recommendation
group by r.session, r.state_under_review, o.issues
order by r.session, iso3, o.issues nulls first
