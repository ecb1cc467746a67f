-- One row per recommendation to one state that asks for what an earlier cycle asked as well: the answer now, and those to the earlier ones. The filters choose the later recommendation; that of places does not apply.
-- Parameters: $sessions, $issues, $actions, $askers, $acceptance, $country
with chosen as (
    from selected(in_sessions := $sessions, in_issues := $issues, in_actions := $actions, in_askers := $askers)
    where state_under_review::varchar = $country and is_answered(response)
),

earlier as (
    select
        asked_again.later as recommendation,
        max(asked_again.basis) as basis,
        max(before.session) as asked_in,
        count(*) as times,
        count(*) filter (is_accepted(before.response, $acceptance)) as accepted,
    from asked_again
    inner join selectable as before on before.recommendation = asked_again.earlier
    where asked_again.later in (select chosen.recommendation from chosen) and is_answered(before.response)
    group by asked_again.later
),

tagged as (
    select
        recommendation,
        string_agg(issue, ' ' order by issue) as issues,
    from recommendation_issue
    where recommendation in (select earlier.recommendation from earlier)
    group by recommendation
),

asked as (
    select
        recommendation,
        string_agg(recommending_state, ' ' order by recommending_state) as states,
    from recommendation_asker
    where recommendation in (select earlier.recommendation from earlier)
    group by recommendation
)

select
    chosen.session,
    coalesce(chosen.recommending_state::varchar, asked.states) as asked_by,
    is_accepted(chosen.response, $acceptance) as accepted_now,
    tagged.issues as its_issues,
    chosen.action_category,
    earlier.times as asked_before,
    earlier.accepted as accepted_before,
    earlier.asked_in,
    earlier.basis as again_basis,
    recommendation_text.text,
    recommendation.source_key as recommendation_key,
from earlier
inner join chosen on chosen.recommendation = earlier.recommendation
inner join recommendation on recommendation.recommendation = earlier.recommendation
left join tagged on tagged.recommendation = earlier.recommendation
left join asked on asked.recommendation = earlier.recommendation
left join recommendation_text on recommendation_text.recommendation = earlier.recommendation
order by chosen.session desc, its_issues, asked_by, recommendation_key
