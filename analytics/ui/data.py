"""One connection per process, and results kept by selection. Rows are shared between readers: never change them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from analytics import database, results
from analytics.codes import read_codes
from analytics.filters import Filters

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

    from analytics.filters import Codes


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """The process's only connection, on the snapshot of the embedded facts."""
    return database.open_snapshot(database.ensure_snapshot())


@cache
def codes() -> Codes:
    """The codes that filters and links may hold."""
    return read_codes(connection())


@cache
def _results() -> results.Results:
    return results.Results(connection(), codes())


def table(name: str, filters: Filters | None = None, **more: object) -> pd.DataFrame:
    """The rows of a result under a selection (everything, without one). `more`: parameters of that result."""
    return _results().table(name, filters or Filters(), **more)


def whole_table(name: str) -> pa.Table:
    """A table of the database, all rows and columns."""
    return database.whole_table(connection(), name)


def area_points() -> pd.DataFrame:
    """Where each state is drawn: latitude, longitude and whether it is small."""
    return table("states")


@cache
def data_version() -> str:
    """Version of the data, for citations."""
    return str(table("snapshot")["data_version"].item())


@cache
def source(code: str) -> pd.Series:
    """The record of one source."""
    return table("sources").set_index("source").loc[code]
