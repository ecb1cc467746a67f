-- One row per snapshot: its data version, its recommendations, and whether they are as they were written.
-- Parameters: none
select
    s.data_version,
    s.recommendations,
    s.recommendations = (select count(*) from recommendation)
    and s.fingerprint = (select bit_xor(hash(r)) from recommendation as r)
    and (select count(*) from recommendation_issue) >= s.recommendations as intact,
from snapshot as s
