-- Whether the contents of a snapshot are as they were written; asked once, when it is opened.
select s.fingerprint = c.fingerprint
from snapshot as s
cross join contents as c;
