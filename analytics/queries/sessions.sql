-- One row per session that has recommendations: its cycle, year, states and recommendations.
-- Parameters: none
select
    s.session,
    s.cycle,
    s.year,
    count(distinct r.state_under_review) as states,
    count(*) as recommendations,
from session as s
inner join recommendation as r on r.session = s.session
group by all
order by s.session
