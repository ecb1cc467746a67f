-- One row per snapshot: its data version, its recommendations, and whether its contents are as they were written.
-- Parameters: none
select
    s.data_version,
    s.recommendations,
    s.fingerprint = c.fingerprint as intact,
from snapshot as s
cross join contents as c
