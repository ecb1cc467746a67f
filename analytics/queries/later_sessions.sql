-- One row per session whose requests are counted after those with answers: its cycle.
-- Parameters: none
select distinct
    requested.session,
    session.cycle,
from later_request as requested
inner join session on session.session = requested.session
order by requested.session
