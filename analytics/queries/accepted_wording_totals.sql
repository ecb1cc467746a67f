-- One row per issue and state: recommendations on it in the state's sub-region that have a text, answered, accepted, and the accepted texts of accepted_wording.
-- Parameters: $sessions, $askers, $acceptance, $about, $country
with answers as (
    select
        tagged.*,
        is_accepted(tagged.response, $acceptance) as is_accepted,
        recommendation_text.text,
    from selected_issues(in_sessions := $sessions, in_askers := $askers) as tagged
    inner join recommendation_text on recommendation_text.recommendation = tagged.recommendation
    where
        tagged.issue::varchar = $about
        and tagged.subregion = (select state.subregion from state where state.iso3 = $country)
)

select
    count(*) as recommendations,
    count(*) filter (is_answered(response)) as answered,
    count(*) filter (is_accepted) as accepted,
    count(text) filter (is_accepted and action_category >= 4) as texts,
    count(distinct (state_under_review, session, response, action_category, text)) filter (
        is_accepted and action_category >= 4 and text is not null
    ) as wordings,
    count(distinct state_under_review) filter (is_accepted) as states,
from answers
