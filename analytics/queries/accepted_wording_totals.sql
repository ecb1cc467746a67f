-- One row per issue and state: recommendations on it in the state's sub-region, answered, accepted, and the accepted texts of accepted_wording.
-- Parameters: $sessions, $askers, $acceptance, $about, $country
with answers as (
    select r.*
    from selected_issues('', $sessions, 0, $askers) as r
    where
        r.issue::varchar = $about
        and r.subregion = (select s.subregion from state as s where s.iso3 = $country)
)

select
    count(*) as recommendations,
    count(*) filter (is_answered(a.response)) as answered,
    count(*) filter (is_accepted(a.response, $acceptance)) as accepted,
    count(t.text) filter (is_accepted(a.response, $acceptance) and a.action_category >= 4) as texts,
    count(distinct (a.state_under_review, a.session, a.response, a.action_category, t.text)) filter (
        is_accepted(a.response, $acceptance) and a.action_category >= 4 and t.text is not null
    ) as wordings,
    count(distinct a.state_under_review) filter (is_accepted(a.response, $acceptance)) as states,
from answers as a
left join recommendation_text as t on t.recommendation = a.recommendation
