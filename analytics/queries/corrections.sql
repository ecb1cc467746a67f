-- One row per known error or special case of a source, and what is done about it.
-- Parameters: none
select *
from correction
order by correction
