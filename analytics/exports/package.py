"""Whole tables as a Frictionless data package: CSV files and the `datapackage.json` that describes them.

https://datapackage.org/standard/data-package/ (version 1 of the standard, which the tools of today read). The same
tables make the same files, byte by byte: nothing in them says when they were made.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from typing import TYPE_CHECKING, Any

from analytics.exports import cells
from analytics.rows import each

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    import pyarrow as pa

DESCRIPTOR = "datapackage.json"
FOLDER = "data"
TYPES = {
    "boolean": "boolean",
    "date": "date",
    "double": "number",
    "float": "number",
    "uinteger": "integer",
    "usmallint": "integer",
    "utinyint": "integer",
    "varchar[]": "array",
}
"""Types of the database that are no string in a Table Schema."""
BETWEEN = re.compile(r'\("?(\w+)"? BETWEEN (-?\d+) AND (-?\d+)\)')
AT_LEAST = re.compile(r'\("?(\w+)"? (>=?) (\d+)\)')
AT_MOST = re.compile(r'\("?(\w+)"? <= (\d+)\)')
ONE_OF = re.compile(r"\(\"?(\w+)\"? IN \(('[^()]*')\)\)")


def csv_file(table: pa.Table) -> bytes:
    """The table as CSV in UTF-8; lists are JSON. Words that a spreadsheet would run get an apostrophe."""
    import pyarrow as pa
    from pyarrow import csv

    columns = [_written(table.column(name)) for name in table.column_names]
    buffer = io.BytesIO()
    csv.write_csv(pa.table(columns, names=table.column_names), buffer)
    return buffer.getvalue()


def _written(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    import pyarrow as pa

    if pa.types.is_list(column.type):
        return pa.array([None if cell is None else json.dumps(cell) for cell in column.to_pylist()], pa.string())
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    if not pa.types.is_string(column.type):
        return column
    found = column.combine_chunks().dictionary_encode()
    words = pa.array([cells.as_text(word) for word in found.dictionary.to_pylist()], pa.string())
    return words.take(found.indices)


def resource(name: str, table: pa.Table, content: bytes, described: Mapping[str, Any]) -> dict[str, Any]:
    """What the descriptor says of a table. `described`: its `meaning`, `columns` and `keys`, as the schema has them."""
    return {
        "name": name.replace("_", "-"),
        "path": path(name),
        "profile": "tabular-data-resource",
        "description": described["meaning"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": table.num_rows,
        "schema": _schema(described["columns"], described["keys"]),
    }


def path(name: str) -> str:
    """Where the file of a table stands in the package."""
    return f"{FOLDER}/{name}.csv"


def _schema(columns: pd.DataFrame, keys: pd.DataFrame) -> dict[str, Any]:
    """Fields with types, meanings and constraints; keys."""
    constraints: dict[str, dict[str, Any]] = {name: {} for name in columns["column_name"]}
    schema: dict[str, Any] = {}
    foreign = []
    for key in each(keys):
        own, others = list(key.own_columns), list(key.referenced_columns)
        if key.kind == "primary key":
            schema["primaryKey"] = own
        elif key.kind == "foreign key":
            reference = {"resource": str(key.referenced_table).replace("_", "-"), "fields": others}
            foreign.append({"fields": own, "reference": reference})
        elif key.kind == "not null":
            constraints[own[0]]["required"] = True
        elif key.kind == "unique" and len(own) == 1:
            constraints[own[0]]["unique"] = True
        elif key.kind == "check":
            for column, constraint in _checks(key.expression):
                constraints[column] |= constraint
    schema["fields"] = [_field(column, constraints[column.column_name]) for column in each(columns)]
    schema["missingValues"] = [""]
    return schema | ({"foreignKeys": foreign} if foreign else {})


def _field(column: Any, constraints: Mapping[str, Any]) -> dict[str, Any]:
    kind = TYPES.get(column.column_type, "string")
    said = {"name": column.column_name, "type": kind, "description": column.meaning}
    return said | ({"constraints": dict(constraints)} if constraints else {})


def _checks(expression: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a Table Schema can say of a check: values that are listed, least and most."""
    if found := BETWEEN.fullmatch(expression):
        yield found[1], {"minimum": int(found[2]), "maximum": int(found[3])}
    elif found := ONE_OF.fullmatch(expression):
        yield found[1], {"enum": re.findall(r"'([^']*)'", found[2])}
    elif found := AT_MOST.fullmatch(expression):
        yield found[1], {"maximum": int(found[2])}
    elif (found := AT_LEAST.fullmatch(expression)) and found[2] == ">=":
        yield found[1], {"minimum": int(found[3])}


def descriptor(
    about: Mapping[str, Any], sources: pd.DataFrame, resources: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The package: `about` it, what it was compiled from and under which terms, its tables."""
    terms = {record.licence_url: record.licence for record in each(sources)}
    return {
        "profile": "data-package",
        **about,
        "licenses": [{"path": address, "title": licence} for address, licence in terms.items()],
        "sources": [
            {
                "title": record.title,
                "path": record.url,
                "name": record.source,
                "producer": record.producer,
                "version": record.version,
                "citation": record.citation,
                "licence": record.licence,
                "unit": record.unit,
                "coverage": record.coverage,
            }
            for record in each(sources)
        ],
        "resources": list(resources),
    }


def as_json(described: Mapping[str, Any]) -> bytes:
    """The descriptor as its file."""
    return (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode()
