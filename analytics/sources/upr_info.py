"""Reader of the UPR Info export of 2015: `.csv` (Mac Roman, CR line ends) and `.xls` (BIFF8, damaged OLE chain).

Both give the same raw rows. The `.xls` repeats column names, so columns are taken by position:
To, To-Rgrp, To-Org, Text, From, From-Rgrp, From-Org, Response, Action, Issue, Session. Regional groups are not read:
regions come from our own state table. Organisations are, as the export of 2015 prints them for all sessions alike.
"""

from __future__ import annotations

import csv
import html
import io
from typing import TYPE_CHECKING

from analytics.sources.recommendations import RawRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

COLUMNS = 11
FIRST_COLUMNS = {"To", "SuR"}


def read(path: Path) -> Iterator[RawRow]:
    """The rows of one export file, in file order; the header is line 1.

    Raises ValueError, naming the file, when it is not such an export.
    """
    for line, cells in _rows(path):
        yield _raw_row(path.name, line, cells)


def memberships(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The states that each row names, with the organisations it prints for them; a state that is both, once.

    Raises ValueError as `read` does.
    """
    for _, cells in _rows(path):
        for state, printed in {cells[0]: cells[2], cells[4]: cells[6]}.items():
            yield html.unescape(state).strip(), tuple(name.strip() for name in printed.split(",") if name.strip())


def _rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Line and cells of each row below the header, checked."""
    rows = _xls_rows(path) if path.suffix == ".xls" else _csv_rows(path)
    for line, cells in enumerate(rows, start=1):
        if len(cells) != COLUMNS:
            message = f"{path.name}, line {line}: {len(cells)} columns instead of {COLUMNS}"
            raise ValueError(message)
        if line == 1:
            if cells[0].strip() not in FIRST_COLUMNS:
                message = f"{path.name} starts with the column '{cells[0]}', an export starts with 'To' or 'SuR'"
                raise ValueError(message)
            continue
        yield line, cells


def _raw_row(file: str, line: int, cells: Sequence[str]) -> RawRow:
    to, _, _, text, recommending, _, _, response, action, issues, session = (html.unescape(c).strip() for c in cells)
    return RawRow(
        file=file,
        line=line,
        to=to,
        recommending=recommending,
        text=text,
        response=response,
        action=action,
        issues=tuple(issue.strip() for issue in issues.split(",") if issue.strip()),
        session=session,
    )


def _csv_rows(path: Path) -> Iterable[Sequence[str]]:
    text = path.read_bytes().decode("mac_roman").replace("\r\n", "\n").replace("\r", "\n")
    return csv.reader(io.StringIO(text))


def _xls_rows(path: Path) -> Iterator[Sequence[str]]:
    import xlrd

    book = xlrd.open_workbook(path, ignore_workbook_corruption=True, logfile=io.StringIO())
    sheet = book.sheet_by_index(0)
    for row in range(sheet.nrows):
        yield [_as_text(value) for value in sheet.row_values(row)]


def _as_text(value: object) -> str:
    """A cell as the `.csv` has it: whole numbers without a decimal point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
