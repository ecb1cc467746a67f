-- One row per issue that a state accepted recommendations on, most first: how many, how many of them ask for something specific, from how many states. Its recommendations can be on several issues. The filter of places does not apply.
-- Parameters: $sessions, $issues, $actions, $askers, $acceptance, $country
select
    issue::varchar as issue,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance) and action_category = 5) as specific,
    coalesce(count_states(case when is_accepted(response, $acceptance) then recommending_state end), 0) as askers,
from selected_issues(in_sessions := $sessions, in_actions := $actions, in_askers := $askers)
where
    state_under_review::varchar = $country
    and ($issues is null or issue::varchar in $issues::varchar[])
group by issue
having accepted > 0
order by accepted desc, issue
