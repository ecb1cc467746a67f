-- One row per session that has recommendations: its cycle, year, states and recommendations.
-- Parameters: none
select
    session.session,
    session.cycle,
    session.year,
    count(distinct recommendation.state_under_review) as states,
    count(*) as recommendations,
from session
inner join recommendation on recommendation.session = session.session
group by session.session, session.cycle, session.year
order by session.session
