-- One row per recommending state that asked one state anything: how often in all, and of what is as strongly worded as asked for how much, answered, accepted; later requests. The filters of places and issues do not apply.
-- Parameters: $sessions, $actions, $askers, $acceptance, $country, $strength
with asked as (
    select
        recommending_state,
        is_chosen($actions::utinyint[], action_category) and is_as_strong($strength, action_category) as counts,
        response,
    from selected(in_sessions := $sessions, in_askers := $askers)
    where state_under_review = $country and recommending_state is not null
),

answers as (
    select
        recommending_state,
        count(*) as asked_here,
        count(*) filter (counts) as recommendations,
        count(*) filter (counts and is_answered(response)) as answered,
        count(*) filter (counts and is_accepted(response, $acceptance)) as accepted,
    from asked
    group by recommending_state
),

requests as (
    select
        recommending_state,
        sum(number)::bigint as later,
    from selected_requests(in_sessions := $sessions, in_askers := $askers)
    where state_under_review = $country
    group by recommending_state
)

select
    recommending_state::varchar as recommending_state,
    coalesce(answers.asked_here, 0) as asked_here,
    coalesce(answers.recommendations, 0) as recommendations,
    coalesce(answers.answered, 0) as answered,
    coalesce(answers.accepted, 0) as accepted,
    coalesce(requests.later, 0) as later,
from answers
full join requests using (recommending_state)
order by recommending_state
