-- One row per review and subject read from the texts: recommendations on it, answered, accepted, and all of the review (`total`).
-- Parameters: $scheme, $states, $sessions, $issue_bits, $actions, $askers, $acceptance
with chosen as (
    select
        recommendation,
        session,
        cycle,
        state_under_review,
        of_scheme($scheme, region_m49, region_un) as region,
        response,
    from selected($states, $sessions, $issue_bits, $actions, $askers)
),

reviewed as (
    select
        state_under_review,
        session,
        any_value(cycle) as cycle,
        any_value(region) as region,
        count(*) as total,
    from chosen
    group by state_under_review, session
),

by_subject as (
    select
        c.state_under_review,
        c.session,
        f.flag,
        count(*) as recommendations,
        count(*) filter (is_answered(c.response)) as answered,
        count(*) filter (is_accepted(c.response, $acceptance)) as accepted,
    from chosen as c
    inner join recommendation_flag as f on f.recommendation = c.recommendation
    group by c.state_under_review, c.session, f.flag
)

select
    r.state_under_review as iso3,
    r.region,
    r.session,
    r.cycle,
    l.flag as subject,
    coalesce(s.recommendations, 0) as recommendations,
    coalesce(s.answered, 0) as answered,
    coalesce(s.accepted, 0) as accepted,
    r.total,
from reviewed as r
cross join flag as l
left join by_subject as s
    on s.state_under_review = r.state_under_review and s.session = r.session and s.flag = l.flag
where l.lens = 'subjects'
order by iso3, r.session, l.position
