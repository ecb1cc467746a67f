"""Reader of UPR Info's exports of 2015 and 2018: `.csv` (Mac Roman and CR, or UTF-8), `.xls` (BIFF8), or saved again.

All give the same raw rows. The `.xls` repeats column names, so the columns of an export as it was made are taken by
position: To, To-Rgrp, To-Org, Text, From, From-Rgrp, From-Org, Response, Action, Issue, Session. Where somebody added
or removed some, they are taken by name. Regional groups are not read: regions come from our own state table.
Organisations are, as the export of 2015 prints them for all sessions alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.sentences import Said
from analytics.sources import sheets, tables, text_tables
from analytics.sources.reading import Findings, ReadError, shown, unescaped
from analytics.sources.recommendations import RawRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from analytics.sources.tables import Table

COLUMNS: tables.Names = {
    "to": ("to", "sur"),
    "text": ("text", "recommendation"),
    "recommending": ("from", "rs"),
    "response": ("response",),
    "action": ("action",),
    "issues": ("issue",),
    "session": ("session",),
}
"""What is read -> what the exports call it."""
REQUIRED = ("to", "text", "recommending", "response", "session")
PLACES = dict(zip(COLUMNS, (0, 3, 4, 7, 8, 9, 10), strict=True))
"""Where it stands in an export as it was made."""
WIDTH = 11
FIRST_COLUMNS = frozenset(map(tables.key, COLUMNS["to"]))


def read(path: Path, findings: Findings | None = None) -> Iterator[RawRow]:
    """The rows of one export file, in file order; the header is line 1.

    Raises ReadError, naming the file, when it is not such an export; without `findings`, also at the first row that
    has not eleven columns.
    """
    return read_table(_table(path), findings or Findings(path.name, strict=True))


def read_table(table: Table, findings: Findings) -> Iterator[RawRow]:
    """The same of a table that is known to be one."""
    places = _places(table.header)
    empty = ("",)
    order = [places.get(field, len(table.header)) for field in COLUMNS]
    for line, cells in tables.rows(table, findings):
        row = (*cells, *empty)
        yield _raw_row(table.path.name, line, [row[place] for place in order])


def memberships(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The states that each row names, with the organisations it prints for them; a state that is both, once.

    Raises ReadError as `read` does.
    """
    for _, cells in tables.rows(_table(path), Findings(path.name, strict=True)):
        for state, printed in {cells[0]: cells[2], cells[4]: cells[6]}.items():
            yield unescaped(state), tuple(name.strip() for name in printed.split(",") if name.strip())


def is_header(header: Sequence[str]) -> bool:
    """Whether these are the column names of an export."""
    return all(field in _places(header) for field in REQUIRED)


def _places(header: Sequence[str]) -> dict[str, int]:
    """Field -> position."""
    if len(header) == WIDTH and tables.key(header[0]) in FIRST_COLUMNS:
        return PLACES
    return tables.columns(header, COLUMNS)


def _table(path: Path) -> Table:
    """The first table of a file. Raises ReadError when it is no export."""
    with path.open("rb") as file:
        old = file.read(len(sheets.OLE)) == sheets.OLE
    grids = (sheets if old else text_tables).grids(path)
    found = [next(tables.headers(grid)) for grid in grids]
    table = next((table for table in found if is_header(table.header)), found[0] if found else None)
    if table is None:
        raise ReadError(Said("refusal.no_export_row", file=path.name))
    if not is_header(table.header):
        first, found = shown(table.header[0] if table.header else ""), len(table.header)
        raise ReadError(Said("refusal.export_header", file=path.name, first=first, found=found, wanted=WIDTH))
    return table


def _raw_row(file: str, line: int, cells: Sequence[str]) -> RawRow:
    to, text, recommending, response, action, issues, session = map(unescaped, cells)
    return RawRow(
        file=file,
        line=line,
        to=to,
        recommending=(recommending,) if recommending else (),
        text=text,
        response=response,
        action=action,
        issues=tuple([issue.strip() for issue in issues.split(",") if issue.strip()]),
        session=session,
    )
