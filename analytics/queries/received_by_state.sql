-- One row per state under review: recommendations received, answered, accepted and specific.
-- Parameters: $scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by, $acceptance
with counted as (
    select
        state_under_review,
        count(distinct session) as reviews,
        count(*) as recommendations,
        count(*) filter (is_answered(response)) as answered,
        count(*) filter (is_accepted(response, $acceptance)) as accepted,
        count(*) filter (action_category = 5) as specific,
        max(correction) as correction,
    from selected($scheme, $regions, $subregions, $states, $cycles, $first_session, $last_session, $issues, $actions, $asked_by)
    group by state_under_review
)

select
    s.iso3,
    s.region,
    s.subregion,
    coalesce(c.reviews, 0) as reviews,
    coalesce(c.recommendations, 0) as recommendations,
    coalesce(c.answered, 0) as answered,
    coalesce(c.accepted, 0) as accepted,
    coalesce(c.specific, 0) as specific,
    c.correction,
from selected_states($scheme, $regions, $subregions, $states) as s
left join counted as c on c.state_under_review = s.iso3
order by s.iso3
