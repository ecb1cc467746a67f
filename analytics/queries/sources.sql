-- One row per source, with its producer's description and what this project did.
-- Parameters: none
select *
from source
order by source <> 'upr_info', source
