-- One row per snapshot: its source, and what the source gives.
-- Parameters: none
select
    source,
    data_version,
    topics,
    actions,
    askers,
    texts,
    searchable,
from snapshot
