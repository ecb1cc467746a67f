-- One row per snapshot: its source, and what the source gives.
-- Parameters: none
select
    source,
    continues,
    data_version,
    topics,
    actions,
    askers,
    texts,
    searchable,
    (
        select count(*) from stakeholder_document where source in ('loaded_summaries', 'own_submissions')
    ) as loaded_lists,
from snapshot
