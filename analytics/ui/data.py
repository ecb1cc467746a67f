"""One connection per process, and results kept by selection. Rows are shared between readers: never change them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from analytics import database, results
from analytics.codes import read_codes
from analytics.filters import Filters

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

    from analytics.filters import Codes
    from analytics.text import Text

KEPT = 1_000
"""Results, and counts they are made of, that are kept in memory."""


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """The process's only connection, on the snapshot of the embedded facts."""
    return database.open_snapshot(database.ensure_snapshot())


@cache
def codes() -> Codes:
    """The codes that filters and links may hold."""
    return read_codes(connection())


def table(name: str, filters: Filters | None = None, **more: object) -> pd.DataFrame:
    """The rows of a result under a selection (everything, without one). `more`: parameters of that result."""
    return _finished(name, filters or Filters(), tuple(sorted(more.items())))


@lru_cache(maxsize=KEPT)
def _finished(name: str, filters: Filters, more: tuple[tuple[str, object], ...]) -> pd.DataFrame:
    result = results.find(name)
    return results.finish(result, _counted(result.query, filters, more), filters, codes())


@lru_cache(maxsize=KEPT)
def _counted(query: str, filters: Filters, more: tuple[tuple[str, object], ...]) -> pd.DataFrame:
    return database.query(connection(), query, results.parameters(filters, dict(more)))


def whole_table(name: str) -> pa.Table:
    """A table of the database, all rows and columns."""
    return database.whole_table(connection(), name)


def area_points() -> pd.DataFrame:
    """Where each state is drawn: latitude, longitude and whether it is small."""
    return table("states")


def data_version() -> str:
    """Version of the data, for citations."""
    return str(table("snapshot")["data_version"].item())


def source(code: str) -> pd.Series:
    """The record of one source."""
    return table("sources").set_index("source").loc[code]


def asker(code: str, scheme: str, t: Text) -> str:
    """Name of a recommending region or state."""
    return t.region(code, scheme) if code in codes().regions[scheme] else t.state(code)
