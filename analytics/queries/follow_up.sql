-- One row per accepted recommendation to one state, the latest review first: who asked, what for, and how often the same was asked in earlier and later cycles. The filter of places does not apply.
-- Parameters: $sessions, $issues, $actions, $askers, $acceptance, $country
with chosen as (
    from selected(in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers)
    where state_under_review::varchar = $country and is_accepted(response, $acceptance)
),

tagged as (
    select
        recommendation,
        string_agg(issue, ' ' order by issue) as issues,
    from recommendation_issue
    where recommendation in (select chosen.recommendation from chosen)
    group by recommendation
),

asked as (
    select
        recommendation,
        string_agg(recommending_state, ' ' order by recommending_state) as states,
    from recommendation_asker
    where recommendation in (select chosen.recommendation from chosen)
    group by recommendation
),

before as (
    select
        later as recommendation,
        count(*) as times,
    from asked_again
    where later in (select chosen.recommendation from chosen)
    group by later
),

after as (
    select
        earlier as recommendation,
        count(*) as times,
    from asked_again
    where earlier in (select chosen.recommendation from chosen)
    group by earlier
)

select
    chosen.session,
    coalesce(chosen.recommending_state::varchar, asked.states) as asked_by,
    tagged.issues as its_issues,
    chosen.action_category,
    recommendation.response,
    coalesce(before.times, 0)::integer as asked_before,
    coalesce(after.times, 0)::integer as asked_after,
    recommendation_text.text,
    recommendation.source_key as recommendation_key,
from chosen
inner join recommendation on recommendation.recommendation = chosen.recommendation
left join tagged on tagged.recommendation = chosen.recommendation
left join asked on asked.recommendation = chosen.recommendation
left join before on before.recommendation = chosen.recommendation
left join after on after.recommendation = chosen.recommendation
left join recommendation_text on recommendation_text.recommendation = chosen.recommendation
order by chosen.session desc, its_issues, asked_by, recommendation_key
