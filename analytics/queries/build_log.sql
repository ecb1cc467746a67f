-- One row per step of the build: rows in, out, rejected and why.
-- Parameters: none
select *
from build_log
order by position
