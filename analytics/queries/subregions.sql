-- One row per sub-region, in the order of lists.
-- Parameters: none
select
    subregion,
    region,
    name,
from subregion
order by position
