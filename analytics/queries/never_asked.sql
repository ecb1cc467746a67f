-- One row per issue never raised with one state, but with `peers` or more others of its sub-region: how many, how often.
-- Parameters: $sessions, $issues, $actions, $askers, $country, $peers
with asked as (
    select
        issue::varchar as issue,
        state_under_review as iso3,
        count(*) as recommendations,
    from selected_issues(in_sessions := $sessions, in_actions := $actions, in_askers := $askers)
    where subregion = (select state.subregion from state where state.iso3 = $country)
    group by issue, state_under_review
)

select
    asked.issue,
    issue_family.family,
    count(*) as peers_asked,
    sum(asked.recommendations)::bigint as recommendations,
from asked
inner join issue_family on issue_family.issue = asked.issue
where is_chosen($issues::varchar[], asked.issue)
group by asked.issue, issue_family.family
having not bool_or(asked.iso3 = $country) and count(*) >= $peers::utinyint
order by peers_asked desc, recommendations desc, asked.issue
