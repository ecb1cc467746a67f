-- One row per state under review and family of issues: recommendations on any issue of it. The issue filter does not apply.
-- Parameters: $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $actions, $asked_by
select
    r.state_under_review as iso3,
    f.family,
    count(distinct r.recommendation) as recommendations,
from selected(
    $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, []::varchar[], $actions, $asked_by
) as r
inner join recommendation_issue as ri on ri.recommendation = r.recommendation
inner join issue_family as f on f.issue = ri.issue
group by all
order by iso3, f.family
