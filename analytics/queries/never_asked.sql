-- One row per issue never raised with one state, but with `peers` or more others of its sub-region: how many, how often.
-- Parameters: $sessions, $issues, $actions, $askers, $country, $peers
with asked as (
    select
        r.issue::varchar as issue,
        r.state_under_review as iso3,
        count(*) as recommendations,
    from selected_issues('', $sessions, $actions, $askers) as r
    where r.subregion = (select subregion from state where iso3 = $country)
    group by all
)

select
    a.issue,
    f.family,
    count(*) as peers_asked,
    sum(a.recommendations)::bigint as recommendations,
from asked as a
inner join issue_family as f on f.issue = a.issue
where len($issues::varchar[]) = 0 or list_contains($issues::varchar[], a.issue)
group by all
having not bool_or(a.iso3 = $country) and count(*) >= $peers::utinyint
order by peers_asked desc, recommendations desc, a.issue
