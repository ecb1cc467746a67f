-- One row per snapshot: its data version and its recommendations.
-- Parameters: none
select
    data_version,
    recommendations,
from snapshot
