-- One row per accepted text on one issue in the sub-region of one state, the most specific first, one page of them. The filters of places, issues and actions do not apply.
-- Parameters: $sessions, $askers, $acceptance, $about, $country, $limit, $offset
select
    tagged.state_under_review,
    tagged.session,
    coalesce(
        string_agg(tagged.recommending_state::varchar, ' ' order by tagged.recommending_state::varchar),
        min(recommendation_text.asked_by)
    ) as asked_by,
    tagged.response,
    tagged.action_category,
    recommendation_text.text,
    count(*) as recommendations,
from selected_issues(in_sessions := $sessions, in_askers := $askers) as tagged
inner join recommendation_text on recommendation_text.recommendation = tagged.recommendation
where
    tagged.issue::varchar = $about
    and tagged.action_category >= 4
    and is_accepted(tagged.response, $acceptance)
    and tagged.subregion = (select state.subregion from state where state.iso3 = $country)
group by
    tagged.state_under_review,
    tagged.session,
    tagged.response,
    tagged.action_category,
    recommendation_text.text
order by tagged.action_category desc, tagged.session desc, min(tagged.recommendation)
limit $limit offset $offset
