-- One row per session that has recommendations: its cycle, year, states, recommendations, and those whose issues are coded.
-- Parameters: none
with received as (
    select
        session,
        state_under_review,
        count(*) as recommendations,
        count(*) filter (issues_coded) as coded,
    from selectable
    group by session, state_under_review
)

select
    session.session,
    session.cycle,
    session.year,
    count(*) as states,
    sum(received.recommendations)::bigint as recommendations,
    sum(received.coded)::bigint as coded,
from session
inner join received on received.session = session.session
group by session.session, session.cycle, session.year
order by session.session
