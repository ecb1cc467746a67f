-- One row per table of the database: what one row of it is, and how many there are.
-- Parameters: none
select
    known.table_name,
    known.comment as meaning,
    known.estimated_size as rows,
from duckdb_tables() as known
where not known.internal
order by known.table_name
