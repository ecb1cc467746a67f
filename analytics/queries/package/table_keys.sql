-- One row per primary key, unique or foreign key and check of a table, as the schema declares them.
-- Parameters: none
select
    table_name,
    lower(constraint_type) as kind,
    constraint_column_names as own_columns,
    referenced_table,
    referenced_column_names as referenced_columns,
    expression,
from duckdb_constraints()
order by table_name, constraint_index
