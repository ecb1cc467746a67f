-- One row per layer of the data and year that it holds: its first and last session in that year (0 where it has years only), and states.
-- Parameters: none
with answers as (
    select distinct
        session,
        state_under_review as iso3,
    from selectable
    where is_answered(response)
),

issues as (
    select distinct
        session,
        state_under_review as iso3,
    from selectable_issue
    where (select topics from snapshot) = 'issues'
),

by_session as (
    select
        1 as place,
        'answers' as layer,
        session,
        iso3,
    from answers
    union all
    select
        2 as place,
        'issues' as layer,
        session,
        iso3,
    from issues
    union all
    select
        3 as place,
        'requests' as layer,
        session,
        state_under_review as iso3,
    from later_request
    union all
    select
        4 as place,
        'submissions' as layer,
        session,
        state as iso3,
    from stakeholder_document
),

placed as (
    select
        by_session.place,
        by_session.layer,
        session.year,
        by_session.session,
        by_session.iso3,
    from by_session
    inner join session on session.session = by_session.session
    union all
    select
        5 as place,
        'vdem' as layer,
        year,
        null as session,
        iso3,
    from civic_space
    union all
    select
        6 as place,
        'freedom_house' as layer,
        year,
        null as session,
        iso3,
    from freedom_house
    where e is not null
)

select
    layer,
    year,
    coalesce(min(session), 0) as first_session,
    coalesce(max(session), 0) as last_session,
    count(distinct iso3) as states,
from placed
group by place, layer, year
order by place, year
