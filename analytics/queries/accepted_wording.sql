-- One row per accepted text on one issue in the sub-region of one state, the most specific first, one page of them. The filters of places, issues and actions do not apply.
-- Parameters: $sessions, $askers, $acceptance, $about, $country, $limit, $offset
select
    r.state_under_review,
    r.session,
    coalesce(
        string_agg(r.recommending_state::varchar, ' ' order by r.recommending_state::varchar), min(t.asked_by)
    ) as asked_by,
    r.response,
    r.action_category,
    t.text,
    count(*) as recommendations,
from selected_issues('', $sessions, (1 << 4) | (1 << 5), $askers) as r
inner join recommendation_text as t on t.recommendation = r.recommendation
where
    r.issue::varchar = $about
    and is_accepted(r.response, $acceptance)
    and r.subregion = (select s.subregion from state as s where s.iso3 = $country)
group by r.state_under_review, r.session, r.response, r.action_category, t.text
order by r.action_category desc, r.session desc, min(r.recommendation)
limit $limit offset $offset
