-- One row per review of one state: recommendations, answered, accepted, and how many the same state was asked in an earlier cycle or was asked again in a later one. The filter of places does not apply.
-- Parameters: $sessions, $issues, $actions, $askers, $acceptance, $country
with chosen as (
    from selected(in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers)
    where state_under_review::varchar = $country
)

select
    session,
    cycle,
    (
        select count(*)
        from selectable_review as earlier
        where earlier.state_under_review = $country and earlier.cycle < chosen.cycle
    ) as earlier_reviews,
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted(response, $acceptance)) as accepted,
    count(*) filter (recommendation in (select asked_again.later from asked_again)) as recommendations_again,
    count(*) filter (
        is_accepted(response, $acceptance) and recommendation in (select asked_again.earlier from asked_again)
    ) as accepted_then_again,
from chosen
group by session, cycle
order by session
