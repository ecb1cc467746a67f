-- One row per state under review and issue: reviews, recommendations, answered, accepted. The issue filter does not apply.
-- Parameters: $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $actions, $asked_by, $acceptance
select
    r.state_under_review as iso3,
    ri.issue,
    bit_count(bit_or(1::ubigint << r.session)) as reviews,
    count(*) as recommendations,
    count(*) filter (is_answered(r.response)) as answered,
    count(*) filter (is_accepted(r.response, $acceptance)) as accepted,
from selected(
    $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, []::varchar[], $actions, $asked_by
) as r
inner join recommendation_issue as ri on ri.recommendation = r.recommendation
group by all
order by iso3, ri.issue
