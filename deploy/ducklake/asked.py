"""What a snapshot is asked and answers: every named query under three selections, and its tables as files."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd

from analytics import database, results
from analytics.codes import read_codes
from analytics.filters import Codes, Filters
from deploy.ducklake.host import in_file, made, measured, sent

CLOSE = 1e-9
"""What floating-point numbers may differ by, relative to the larger one or to 1."""


OTHER_ORDER = {"table_keys": "DuckDB 1.5 counts NOT NULL before the other keys of a column, 2.0 after them"}
"""Queries whose order is the engine's own, and why: their rows are compared without it."""


@dataclass(frozen=True)
class Asked:
    """A query with its parameters, and what the snapshot answers."""

    selection: str
    name: str
    values: dict[str, Any]
    rows: list[list[Any]]
    ms: float


def selections(codes: Codes) -> dict[str, tuple[Filters, dict[str, object]]]:
    """No filter, and two selections of every kind; with what single queries take beyond them."""
    first, half = codes.states[0], codes.states[len(codes.states) // 2]
    issues = codes.issues[:1], codes.issues[len(codes.issues) // 2 :][:1]
    third = Filters(scheme="un", states=codes.states[::3], issues=issues[1], actions=(4, 5), acceptance="broad")
    return {
        "all": (Filters(), {"country": first, "q": "painted", "organisation": next(iter(codes.stakeholders), "")}),
        "region": (Filters(regions=codes.focus[:1], issues=issues[0], cycles=codes.cycles[:1]), {"country": first}),
        "states": (third, {"country": half, "q": '"painted doors" or house -roof', "search": "women"}),
    }


def ask(connection: database.Connection, names: Iterable[str], times: int) -> list[Asked]:
    """Named queries as the results of the atlas ask them, under each selection, once for the same parameters.

    What such a result asks on its way is in it too.
    """
    found: list[Asked] = []
    plain = database.query
    codes = read_codes(connection)
    seen: set[str] = set()

    def query(selection: str, asked: database.Connection, name: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
        wanted = database.queries()[name]
        values = {each: parameters[each] for each in wanted.parameters}
        key = json.dumps([name, values], default=sent)
        if key not in seen:
            seen.add(key)
            with asked.cursor() as cursor:
                answer = as_sent(measured(cursor, wanted.sql, values, times))
            found.append(Asked(selection, name, values, answer["rows"], answer["ms"]))
        return plain(asked, name, parameters)

    for selection, (filters, own) in selections(codes).items():
        atlas = results.Results(connection, codes)
        with patch.object(database, "query", partial(query, selection)):
            for name in names:
                atlas.table(name, filters, **own)
    return found


def as_sent(answer: Any) -> Any:
    """What is left of an answer once it has been sent: a host sends JSON."""
    return json.loads(json.dumps(answer, default=str))


def describe(connection: database.Connection) -> dict[str, Any]:
    """Every table: what it means, and its columns by name, type (of an enumeration its name), emptiness, meaning."""
    enumerations = {
        tuple(labels): name
        for name, labels in connection.execute(
            "select type_name, labels from duckdb_types() where labels is not null"
        ).fetchall()
    }
    tables: dict[str, Any] = {
        name: {"meaning": meaning, "columns": []}
        for name, meaning in connection.execute(
            "select table_name, comment from duckdb_tables() where not internal order by table_oid"
        ).fetchall()
    }
    columns = connection.execute(
        "select table_name, column_name, data_type, is_nullable, comment from duckdb_columns() "
        "where not internal order by table_oid, column_index"
    ).fetchall()
    for table, name, kind, empty, meaning in columns:
        if kind.startswith("ENUM"):
            labels = connection.execute(f"select enum_range(null::{kind})").fetchall()[0][0]
            kind = enumerations[tuple(labels)]  # noqa: PLW2901
        tables[table]["columns"].append({"name": name, "type": kind, "empty": empty, "meaning": meaning})
    return tables


def variables(connection: database.Connection) -> dict[str, Any]:
    """What the statements of derived.sql ask their session for."""
    names = ("data_version", "source", "continues", "topics")
    (row,) = connection.execute(f"select {', '.join(names)} from snapshot").fetchall()
    return dict(zip(names, row, strict=True))


def write_files(connection: database.Connection, tables: Iterable[str], folder: Path) -> None:
    """The tables that are made of no others as Parquet files, through Arrow: a snapshot is open without a way to files.

    The one row of `snapshot` is made by derived.sql.
    """
    from pyarrow import parquet

    for table in {*tables} - made(in_file("derived")) - {"snapshot"}:
        parquet.write_table(database.whole_table(connection, table), folder / f"{table}.parquet")


def is_ordered(sql: str) -> bool:
    """Whether the rows of a named query come in an order."""
    return "\norder by" in sql


def difference(name: str, expected: list[list[Any]], found: list[list[Any]]) -> str:
    """In what two answers differ; empty where they do not."""
    if len(expected) != len(found):
        return f"{len(expected)} rows, {len(found)} in the lake"
    if name in OTHER_ORDER or not is_ordered(database.queries()[name].sql):
        expected, found = (sorted(rows, key=json.dumps) for rows in (expected, found))
    for place, (one, other) in enumerate(zip(expected, found, strict=True), start=1):
        if not is_alike(one, other):
            return f"row {place}: {one} is {other} in the lake"
    return ""


def is_alike(one: Any, other: Any) -> bool:
    """Whether two values are equal, floating-point numbers nearly."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE) or (math.isnan(one) and math.isnan(other))
    return type(one) is type(other) and one == other
