-- One row per session of the cycles that the data hold, with or without recommendations: its cycle, the third of it.
-- Parameters: none
select
    session,
    cycle,
    ceil(3.0 * row_number() over (partition by cycle order by session) / count(*) over (partition by cycle))::utinyint
        as third,
from session
where cycle in (select distinct cycle from selectable)
order by session
