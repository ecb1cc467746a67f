"""One host that reads and writes a DuckLake: run by a Python that has DuckDB 1.5 and its extensions, and nothing else.

Takes a request per line on its input and gives an answer per line, both JSON, so that whoever asks can have another
DuckDB. All that differs from a snapshot is in this file; the queries are those of the atlas, but for `as_read_before`.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import duckdb

DATABASE = Path(__file__).resolve().parents[2] / "analytics" / "database"
LAKE, SESSION, CONTRACT = "lake", "memory", "contract"
"""Databases of a session: the shared tables; types, views and macros of its own; what schema.sql declares."""
SYNTHETIC = """
insert into recommendation by name
select
    ((select max(recommendation) from recommendation) + made.number)::uinteger as recommendation,
    (select source from snapshot) as source,
    $mark || '-' || made.number as source_key,
    reviewed.session,
    reviewed.state_under_review,
    'pending' as response,
    'synthetic' as response_raw,
from (select unnest(range(1, $rows + 1)) as number) as made
cross join (from review order by state_under_review, session limit 1) as reviewed
"""
"""Recommendations that nobody made, to the first review by name."""


def statements(sql: str) -> list[str]:
    """The statements of a text without the comments between them."""
    found = [re.sub(r"\A(\s+|--[^\n]*\n)+", "", statement.query) for statement in duckdb.extract_statements(sql)]
    return [re.sub(r";(\s+|--[^\n]*\n?)*\Z", ";", statement) for statement in found]


def in_file(name: str) -> list[str]:
    """The statements of a file of analytics/database."""
    return statements((DATABASE / f"{name}.sql").read_text(encoding="utf-8"))


def only(words: str, sql: list[str]) -> list[str]:
    """Those of the statements that begin with one of some words (`create macro|create type`)."""
    return [statement for statement in sql if re.match(rf"(?:{words})\b", statement)]


def into_lake(statement: str) -> str:
    """A statement of derived.sql that makes a table, as one that fills the one that is there."""
    return re.sub(r"\Acreate table (\w+) as\n", rf"insert into {LAKE}.\1\n", statement)


def attaching(catalogue: str, files: str) -> str:
    """The statement that attaches a lake. Of MotherDuck (`md:lake`, untested) it takes neither a name nor a folder."""
    if catalogue.startswith("md:"):
        return f"attach '{catalogue}'"
    return f"attach '{catalogue}' as {LAKE} (data_path '{files}')"


def sent(value: bytes) -> dict[str, str]:
    """Bits among the parameters of a query, as JSON can hold them: the argument `default` of json.dumps."""
    return {"hexadecimal": value.hex()}


def received(value: dict[str, Any]) -> Any:
    """The same, read again: the argument `object_hook` of json.loads."""
    return bytes.fromhex(value["hexadecimal"]) if value.keys() == {"hexadecimal"} else value


def as_read_before(sql: str) -> str:
    """A query for DuckDB 1.5, which reads `code in $codes::type[]` as a cast of all of it, where 2.0 casts the list."""
    return re.sub(r"([\w.:]+) in (\$\w+::\w+\[\])", r"list_contains(\2, \1)", sql)


def made(derived: list[str]) -> set[str]:
    """The tables that derived.sql makes of the others."""
    return {statement.split()[2] for statement in only("create table", derived)}


class Host:
    """A session on a lake.

    `tables` says of each table its columns: name, type (`state_code` for an enumeration), whether it can be empty, what
    it means.
    """

    def __init__(self, catalogue: str, files: str, tables: dict[str, Any]) -> None:
        self.tables = tables
        self.connection = duckdb.connect(
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1}
        )
        for path in sorted(Path(duckdb.__file__).parents[1].glob("duckdb_extension_*/extensions/*/*.duckdb_extension")):
            self.connection.load_extension(str(path))
        self.connection.execute(attaching(catalogue, files))
        self.connection.execute(f"attach ':memory:' as {CONTRACT}")
        self.connection.execute(f"use {CONTRACT}")
        schema, search, self.derived = map(in_file, ("schema", "search", "derived"))
        self._run(schema + search)
        self.connection.execute(f"set search_path = '{SESSION}.main,{LAKE}.main'")
        self.macros = only("create macro", search + self.derived)

    def write(self, folder: str, variables: dict[str, Any]) -> None:
        """Fill an empty lake with the facts in the Parquet files of a folder, and what is made of them."""
        self.begin()  # one step instead of hundreds that each wait for the catalogue
        for table, described in self.tables.items():
            columns = [
                f"{column['name']} {self._stored(column['type'])}{'' if column['empty'] else ' not null'}"
                for column in described["columns"]
            ]
            self.connection.execute(f"create table {LAKE}.{table} ({', '.join(columns)})")
            self._comment(f"table {LAKE}.{table}", described["meaning"])
            for column in described["columns"]:
                self._comment(f"column {LAKE}.{table}.{column['name']}", column["meaning"])
        for path in sorted(Path(folder).glob("*.parquet")):
            insert = f"insert into {LAKE}.{path.stem} by name from read_parquet($file)"
            self.connection.execute(insert, {"file": str(path)})
        self.commit()
        self.open(variables)
        self.begin()
        self.derive()
        self.commit()

    def open(self, variables: dict[str, Any]) -> None:
        """Make what a lake cannot hold, in this session: enumerations, views that give codes their type, macros."""
        for name, value in variables.items():
            self.connection.execute(f"set variable {name} = $value", {"value": value})
        self._run(only("create type", self.derived))
        for table, described in self.tables.items():
            columns = [column for column in described["columns"] if column["type"].endswith("_code")]
            typed = ", ".join(f"{column['name']}::{column['type']} as {column['name']}" for column in columns)
            if typed:
                self.connection.execute(f"create view {table} as select * replace ({typed}) from {LAKE}.{table}")
        self._run(self.macros)
        # What the catalogue of a snapshot says of itself: meanings from the lake, types from the views, keys from
        # schema.sql, whose tables are declared in this session and stay empty.
        self.connection.execute(f"""
            create macro duckdb_tables() as table
            select * from system.main.duckdb_tables() where database_name = '{LAKE}';
            create macro duckdb_columns() as table
            select stored.* replace (coalesce(viewed.data_type, stored.data_type) as data_type)
            from system.main.duckdb_columns() as stored
            left join system.main.duckdb_columns() as viewed
                on viewed.database_name = '{SESSION}'
                and viewed.table_name = stored.table_name
                and viewed.column_name = stored.column_name
            where stored.database_name = '{LAKE}';
            create macro duckdb_constraints() as table
            select * from system.main.duckdb_constraints() where database_name = '{CONTRACT}';
        """)

    def derive(self) -> None:
        """Make anew what is made of the facts, by the statements of derived.sql."""
        for table in (*made(self.derived), "snapshot"):
            self.connection.execute(f"delete from {LAKE}.{table}")
        filling = only("create table|create temp table|insert into|drop table", self.derived)
        self._run([into_lake(each) for each in filling])

    def query(self, sql: str, values: dict[str, Any], times: int) -> dict[str, Any]:
        """The rows of a query and the median time it takes, in milliseconds."""
        return measured(self.connection, as_read_before(sql), values, times)

    def begin(self) -> None:
        """Begin a transaction."""
        self.connection.begin()

    def add(self, mark: str, rows: int) -> None:
        """Add synthetic recommendations, with all that is made of them."""
        self.connection.execute(SYNTHETIC, {"mark": mark, "rows": rows})
        self.derive()

    def commit(self) -> None:
        """End the transaction: all of it, or an error and nothing of it."""
        self.connection.commit()

    def break_off(self) -> None:
        """Do what fails within the transaction, and roll it back."""
        try:
            self.connection.execute(f"insert into {LAKE}.recommendation by name select 1::uinteger as recommendation")
        except duckdb.Error as error:
            self.connection.rollback()
            raise type(error)(str(error)) from error

    def _stored(self, kind: str) -> str:
        return "varchar" if kind.endswith("_code") else kind

    def _comment(self, what: str, meaning: str | None) -> None:
        if meaning:
            said = meaning.replace("'", "''")
            self.connection.execute(f"comment on {what} is '{said}'")

    def _run(self, sql: list[str]) -> None:
        for statement in sql:
            self.connection.execute(statement)


def measured(connection: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any], times: int) -> dict[str, Any]:
    """Rows and milliseconds (median of `times`) of a query, in both DuckDBs the same way."""
    took, rows = [], []
    for _ in range(times):
        start = perf_counter()
        rows = connection.execute(sql, values).fetchall()
        took.append((perf_counter() - start) * 1e3)
    return {"rows": rows, "ms": median(took)}


def main() -> None:
    """Answer until the input ends. The first line says how the host is made."""
    host = Host(**json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        asked = json.loads(line, object_hook=received)
        try:
            answer = {"given": getattr(host, asked.pop("do"))(**asked)}
        except duckdb.Error as error:
            answer = {"failed": str(error)}
        print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    main()
