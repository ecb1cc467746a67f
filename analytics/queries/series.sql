-- One row per session of data that continue the built-in ones: whether it is built in, else how and on which day it came. No row for other data.
-- Parameters: none
select distinct
    recommendation.session,
    recommendation.source <> snapshot.source as built_in,
    snapshot.continues,
    source.version as loaded_on,
from snapshot
inner join source on source.source = snapshot.source
cross join recommendation
where snapshot.continues is not null
order by recommendation.session
