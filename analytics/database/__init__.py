"""The only importer of duckdb: `writing` makes snapshots, `opening` opens them and runs the named queries."""

from __future__ import annotations

import duckdb

from analytics.database.delivery import DeliveredError, deliver, delivered
from analytics.database.opening import (
    Query,
    UnknownNameError,
    contract,
    open_snapshot,
    queries,
    query,
    whole_table,
)
from analytics.database.writing import (
    DATA,
    cache_folder,
    content_hash,
    ensure_snapshot,
    facts_hash,
    write_facts,
    write_snapshot,
)

Connection = duckdb.DuckDBPyConnection
Error = duckdb.Error
