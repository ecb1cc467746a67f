"""Opens a snapshot read-only and locked, and runs the named queries on it.

One process holds one connection to a snapshot; every query takes its own cursor, because a connection shared by
threads returns other readers' rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import pyarrow as pa

PACKAGE = Path(__file__).parent
QUERIES = PACKAGE.parent / "queries"
LOCKED: dict[str, str | float | list[str]] = {
    "threads": 1,
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}

_statements: dict[str, duckdb.Statement] = {}


class UnknownNameError(LookupError):
    """A result or parameter that does not exist; the message says what does."""


@dataclass(frozen=True)
class Query:
    """A file of analytics/queries: what one row of it is, the parameters it takes, its text, whether it is a step.

    A step, in a folder below, is what a result is made of on its way and no result by itself.
    """

    name: str
    row: str
    parameters: tuple[str, ...]
    sql: str
    step: bool
    categories: bool
    """Whether codes stay categories, in the alphabetical order of all of them, instead of becoming text."""


@cache
def queries() -> Mapping[str, Query]:
    """Every named query, by name. Raises ValueError when a header does not say what the query is and takes."""
    found = {}
    for path in sorted(QUERIES.rglob("*.sql"), key=lambda path: path.name):
        sql = path.read_text(encoding="utf-8")
        header = re.match(r"-- One row per (?P<row>.+)\n-- Parameters: (?P<names>.+)\n", sql)
        if header is None:
            message = f"queries/{path.name} must start with '-- One row per ...' and '-- Parameters: ...'"
            raise ValueError(message)
        names = tuple(re.findall(r"\$(\w+)", header["names"]))
        used = set(re.findall(r"\$(\w+)", sql[header.end() :]))
        if set(names) != used:
            message = f"queries/{path.name} declares {sorted(names)} and uses {sorted(used)}"
            raise ValueError(message)
        found[path.stem] = Query(
            name=path.stem,
            row=header["row"].rstrip("."),
            parameters=names,
            sql=sql,
            step=path.parent != QUERIES,
            categories="\n-- Codes stay categories." in sql,
        )
    return found


def query(connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of the named query. `parameters` may hold more than the query takes.

    Raises UnknownNameError, naming what exists, for an unknown query or a missing parameter.
    """
    if name not in queries():
        message = f"There is no result '{name}'. There are: {', '.join(queries())}."
        raise UnknownNameError(message)
    wanted = queries()[name]
    missing = [parameter for parameter in wanted.parameters if parameter not in parameters]
    if missing:
        message = f"The result '{name}' needs the parameter '{missing[0]}'. It takes: {', '.join(wanted.parameters)}."
        raise UnknownNameError(message)
    values = {parameter: parameters[parameter] for parameter in wanted.parameters}
    with connection.cursor() as cursor:
        rows = cursor.execute(_parsed(name, connection), values).df()
    for column, kind in rows.dtypes.items():
        if kind == "category" and not wanted.categories:  # an enumeration; elsewhere codes are text
            rows[column] = rows[column].astype(object)
    return rows


def _parsed(name: str, connection: duckdb.DuckDBPyConnection) -> duckdb.Statement:
    """The named query as DuckDB reads it, which takes it a third of a small query's time; any connection can run it."""
    if name not in _statements:
        (_statements[name],) = connection.extract_statements(queries()[name].sql)
    return _statements[name]


@cache
def contract() -> tuple[str, ...]:
    """The tables of the schema: facts and what describes them, without what is made of them for the pages."""
    return tuple(re.findall(r"comment on table (\w+)", (PACKAGE / "schema.sql").read_text(encoding="utf-8")))


def whole_table(connection: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    """All rows of a table of the schema. Raises UnknownNameError for another name."""
    known = query(connection, "tables", {})["table_name"]
    if name not in set(known):
        message = f"There is no table '{name}'. There are: {', '.join(known)}."
        raise UnknownNameError(message)
    with connection.cursor() as cursor:
        return cursor.table(name).to_arrow_table()


def open_snapshot(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that can reach no other file and whose settings cannot be changed."""
    return duckdb.connect(path, read_only=True, config=LOCKED)


def values_in(path: Path, column: str) -> set[Any]:
    """The different values in a column of a Parquet file; none where there is no such file."""
    if not path.exists():
        return set()
    with duckdb.connect() as connection:
        return {value for (value,) in connection.read_parquet(str(path)).select(column).distinct().fetchall()}
