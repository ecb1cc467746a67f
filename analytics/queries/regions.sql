-- One row per region of each scheme, in the order of lists.
-- Parameters: none
select
    scheme,
    region,
    name,
    focus,
from region
order by scheme, position
