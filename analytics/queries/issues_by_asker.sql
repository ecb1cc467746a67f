-- One row per recommending state and issue: its recommendations on it, among all it made where issues are coded (`coded`). The issue filter does not apply.
-- Parameters: $states, $sessions, $actions, $askers
with made as (
    select recommending_state, count(*) as coded,
    from selected(in_states := $states, in_sessions := $sessions, in_actions := $actions, in_askers := $askers)
    where issues_coded and recommending_state is not null
    group by recommending_state
)

select
    made.recommending_state as iso3,
    issue,
    count(*) as recommendations,
    any_value(made.coded) as coded,
from selected_issues(in_states := $states, in_sessions := $sessions, in_actions := $actions, in_askers := $askers) as on_issue
inner join made on made.recommending_state = on_issue.recommending_state
group by made.recommending_state, issue
order by iso3, issue
