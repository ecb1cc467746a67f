-- One row per session of the Working Group, held or to come: its cycle, year, first and last day where a document states them.
-- Parameters: none
select
    session,
    cycle,
    year,
    start_date::varchar as first_day,
    end_date::varchar as last_day,
    case when start_date is null then 'not_known' else 'stated' end as dates,
from session
order by session
