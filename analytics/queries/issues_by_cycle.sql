-- One row per cycle and issue that a state was asked about: recommendations, answered, accepted, from how many states. The filter of places does not apply.
-- Parameters: $sessions, $issues, $actions, $askers, $acceptance, $country
select
    cycle,
    issue::varchar as issue,
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
    coalesce(count_states(recommending_state), 0) as askers,
from selected_issues(in_sessions := $sessions, in_actions := $actions, in_askers := $askers)
where
    state_under_review::varchar = $country
    and ($issues is null or issue::varchar in $issues::varchar[])
group by cycle, issue
order by cycle, issue
