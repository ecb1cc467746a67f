-- One row per review and set of issues: recommendations on exactly these issues of the filter (else of `about`), or on none.
-- Parameters: $states, $sessions, $issue_bits, $actions, $askers, $acceptance, $about
-- The set is handed over as bits: the bits of one issue in their alphabetical order, in two numbers.
with counted as (
    select
        any_value(cycle) as cycle,
        any_value(third) as third,
        session,
        state_under_review as iso3,
        issues & shown_issues($issue_bits, $about, 0) as issues,
        more_issues & shown_issues($issue_bits, $about, 1) as more_issues,
        count(*) as recommendations,
        count(*) filter (is_answered(response)) as answered,
        count(*) filter (is_accepted(response, $acceptance)) as accepted,
    from selected($states, $sessions, [0, 0], $actions, $askers)
    group by session, state_under_review, 5, 6
)

select * replace (issues::varchar as issues, more_issues::varchar as more_issues)
from counted
order by session, iso3, counted.issues, counted.more_issues
