"""Reader of the UPR Info export of 2015: `.csv` (Mac Roman and CR, or UTF-8) and `.xls` (BIFF8, damaged OLE chain).

All give the same raw rows. The `.xls` repeats column names, so columns are taken by position:
To, To-Rgrp, To-Org, Text, From, From-Rgrp, From-Org, Response, Action, Issue, Session. Regional groups are not read:
regions come from our own state table. Organisations are, as the export of 2015 prints them for all sessions alike.
"""

from __future__ import annotations

import html
import io
from typing import TYPE_CHECKING

from analytics.sentences import Said
from analytics.sources import tables
from analytics.sources.reading import Findings, ReadError, guarded, shown
from analytics.sources.recommendations import RawRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from analytics.sources.tables import Cells, Table

COLUMNS = 11
FIRST_COLUMNS = {"To", "SuR"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a `.xls`."""
LARGEST_XLS = 64_000_000
"""Bytes; the format ends at 65,536 rows."""


def read(path: Path, findings: Findings | None = None) -> Iterator[RawRow]:
    """The rows of one export file, in file order; the header is line 1.

    Raises ReadError, naming the file, when it is not such an export; without `findings`, also at the first row that
    has not eleven columns.
    """
    findings = findings or Findings(path.name, strict=True)
    return _raw_rows(path.name, _cells(path, findings), findings)


def read_table(table: Table, findings: Findings) -> Iterator[RawRow]:
    """The same of a `.csv`, which is known to be written so."""
    return _raw_rows(table.path.name, tables.rows(table, findings), findings)


def memberships(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The states that each row names, with the organisations it prints for them; a state that is both, once.

    Raises ReadError as `read` does.
    """
    findings = Findings(path.name, strict=True)
    for _, cells in _below(path.name, _cells(path, findings), findings):
        for state, printed in {cells[0]: cells[2], cells[4]: cells[6]}.items():
            yield html.unescape(state).strip(), tuple(name.strip() for name in printed.split(",") if name.strip())


def is_header(cells: Sequence[str]) -> bool:
    """Whether these are the column names of an export."""
    return len(cells) == COLUMNS and cells[0].strip() in FIRST_COLUMNS


def _cells(path: Path, findings: Findings) -> Iterator[Cells]:
    with path.open("rb") as file:
        start = file.read(len(OLE))
    return _xls_rows(path) if start == OLE else tables.rows(tables.table(path), findings)


def _below(file: str, rows: Iterator[Cells], findings: Findings) -> Iterator[Cells]:
    """The rows below the header, checked."""
    _, header = next(rows, (0, None))
    if header is None:
        raise ReadError(Said("refusal.no_export_row", file=file))
    if not is_header(header):
        first = shown(header[0])
        raise ReadError(Said("refusal.export_header", file=file, first=first, found=len(header), wanted=COLUMNS))
    return tables.of_width(rows, COLUMNS, findings)


def _raw_rows(file: str, rows: Iterator[Cells], findings: Findings) -> Iterator[RawRow]:
    for line, cells in _below(file, rows, findings):
        yield _raw_row(file, line, cells)


def _raw_row(file: str, line: int, cells: Sequence[str]) -> RawRow:
    to, _, _, text, recommending, _, _, *coded = cells
    plain = [(html.unescape(cell) if "&" in cell else cell).strip() for cell in (to, text, recommending, *coded)]
    to, text, recommending, response, action, issues, session = plain
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


def _xls_rows(path: Path) -> Iterator[Cells]:
    if path.stat().st_size > LARGEST_XLS:
        raise ReadError(Said("refusal.large_xls", file=path.name, found=path.stat().st_size, most=LARGEST_XLS))
    return guarded(_sheet(path), path.name, Said("kind.xls"))


def _sheet(path: Path) -> Iterator[Cells]:
    import xlrd

    book = xlrd.open_workbook(path, ignore_workbook_corruption=True, logfile=io.StringIO(), ragged_rows=True)
    sheet = book.sheet_by_index(0)
    for row in range(sheet.nrows):
        cells = [_as_text(value) for value in sheet.row_values(row)]
        if any(cells):
            yield row + 1, cells + [""] * (COLUMNS - len(cells))


def _as_text(value: object) -> str:
    """A cell as the `.csv` has it: whole numbers without a decimal point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
