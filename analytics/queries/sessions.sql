-- One row per session that has recommendations: its cycle, year, states, recommendations, and those whose issues are coded.
-- Parameters: none
select
    session.session,
    session.cycle,
    session.year,
    count(distinct recommendation.state_under_review) as states,
    count(*) as recommendations,
    count(*) filter (recommendation.issues_coded) as coded,
from session
inner join selectable as recommendation on recommendation.session = session.session
group by session.session, session.cycle, session.year
order by session.session
