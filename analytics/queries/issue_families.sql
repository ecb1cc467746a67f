-- One row per issue: the family it is shown in, and who put it there.
-- Parameters: none
select
    issue,
    family,
    source,
from issue_family
order by issue
