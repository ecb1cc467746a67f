-- Whether the contents of a snapshot are as they were written; asked once, when it is opened.
select snapshot.fingerprint = contents.fingerprint
from snapshot
cross join contents;
