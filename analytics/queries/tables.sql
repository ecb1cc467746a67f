-- One row per table of the database: what one row of it is, and how many there are.
-- Parameters: none
select
    t.table_name,
    t.comment as meaning,
    t.estimated_size as rows,
from duckdb_tables() as t
where not t.internal
order by t.table_name
