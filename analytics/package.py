"""The tables of the database as a Frictionless data package: `python -m analytics.package --to upr-data.zip`.

To a folder or, where the name ends in .zip, to one file. The tables are those of the schema, without what is made of
them for the pages and without texts, which stay with whom loaded them. The data are the embedded facts, or with
`--data` a source that was loaded, and the lists of submissions that were loaded.
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from analytics import database, project
from analytics.exports import package
from analytics.query import WRONG, snapshot
from analytics.rows import each
from analytics.starting.ending import command
from analytics.terminal import plain

TEXTS = "recommendation_text"
TITLE = "UPR Regional Atlas: facts on the Universal Periodic Review"
DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file in the zip, so that the same facts are the same file."""


def name_of(data_version: str) -> str:
    """What the file of a version of the data is called."""
    return f"upr-data-{data_version}.zip"


def zipped(connection: database.Connection) -> bytes:
    """The package in one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as file:
        for name, content in files(connection):
            part = zipfile.ZipInfo(name, DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(part, content)
    return buffer.getvalue()


def files(connection: database.Connection) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the package; the descriptor is the last."""
    described, keys, columns = (database.query(connection, name, {}) for name in ("tables", "table_keys", "dictionary"))
    (about,) = each(database.query(connection, "dataset", {}))
    resources = []
    for table in each(described[described["table_name"].isin(database.contract())]):
        if table.table_name == TEXTS:
            continue
        rows = database.whole_table(connection, table.table_name)
        content = package.csv_file(rows)
        said = {
            "meaning": table.meaning,
            "columns": columns[columns["table_name"] == table.table_name],
            "keys": keys[keys["table_name"] == table.table_name],
        }
        resources.append(package.resource(table.table_name, rows, content, said))
        yield package.path(table.table_name), content
    whole = {
        "name": project.NAME,
        "title": TITLE,
        "description": project.DESCRIPTION,
        "version": about.data_version,
        "atlas": project.VERSION,
        "contributors": [{"title": author, "role": "author"} for author in project.AUTHORS],
    }
    yield (
        package.DESCRIPTOR,
        package.as_json(package.descriptor(whole, database.query(connection, "sources", {}), resources)),
    )


@command
@plain
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when the package was written, 2 for a source that is not loaded."""
    parser = argparse.ArgumentParser(prog="python -m analytics.package", description="Write the data package.")
    parser.add_argument("--to", required=True, type=Path, metavar="FOLDER|FILE.zip", help="where it is written")
    parser.add_argument("--data", metavar="SOURCE", help="a loaded source; without it, the embedded facts")
    options = parser.parse_args(arguments)
    try:
        path = snapshot(options.data)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return WRONG
    with database.open_snapshot(path) as connection:
        if options.to.suffix == ".zip":
            options.to.parent.mkdir(parents=True, exist_ok=True)
            options.to.write_bytes(zipped(connection))
        else:
            for name, content in files(connection):
                part = options.to / name
                part.parent.mkdir(parents=True, exist_ok=True)
                part.write_bytes(content)
    print(f"{options.to}: {package.DESCRIPTOR} and its tables.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
