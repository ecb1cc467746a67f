-- One row per session of the cycles that the data hold, with or without recommendations: its cycle, the third of it.
-- Parameters: none
with numbered as (
    select
        session,
        cycle,
        row_number() over (partition by cycle order by session) as number,
        count(*) over (partition by cycle) as sessions,
    from session
)

select
    session,
    cycle,
    ceil(3.0 * number / sessions)::utinyint as third,
from numbered
where cycle in (select distinct selectable.cycle from selectable)
order by session
