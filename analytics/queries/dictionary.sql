-- One row per column of each table: its type and what it means (the data dictionary).
-- Parameters: none
select
    known.table_name,
    known.column_name,
    case when known.data_type like 'ENUM%' then 'enum' else lower(known.data_type) end as column_type,
    known.comment as meaning,
from duckdb_columns() as known
where not known.internal
order by known.table_name, known.column_index
