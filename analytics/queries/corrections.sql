-- One row per known error or special case of a source, and what is done about it.
-- Parameters: none
select
    title,
    source,
    rows_met,
    treatment,
    reason,
    correction,
from correction
order by correction
