-- One row per state under review: recommendations received, and those of them that are on one issue.
-- Parameters: $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by, $about
with counted as (
    select
        state_under_review,
        count(*) as recommendations,
        count(*) filter (
            recommendation in (select ri.recommendation from recommendation_issue as ri where ri.issue = $about)
        ) as about_issue,
        max(correction) as correction,
    from selected($scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by)
    group by state_under_review
)

select
    s.iso3,
    s.region,
    s.subregion,
    coalesce(c.recommendations, 0) as recommendations,
    coalesce(c.about_issue, 0) as about_issue,
    c.correction,
from selected_states($scheme, $regions, $subregions, $states) as s
left join counted as c on c.state_under_review = s.iso3
order by s.iso3
