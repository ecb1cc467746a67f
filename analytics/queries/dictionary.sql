-- One row per column of each table: its type and what it means (the data dictionary).
-- Parameters: none
select
    c.table_name as table_name,
    c.column_name as column_name,
    case when c.data_type like 'ENUM%' then 'enum' else lower(c.data_type) end as column_type,
    c.comment as meaning,
from duckdb_columns() as c
where not c.internal
order by c.table_name, c.column_index
