"""Rows of one sheet of an Excel workbook, `.xlsx`, one by one, as text. Formulas are not taken for values."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Collection, Generator, Iterator
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from analytics.sentences import Said
from analytics.sources.packages import opened
from analytics.sources.reading import LONGEST_CELL, Findings, ReadError, guarded

MOST_COLUMNS = 200
UPPER = 20
"""Rows of a sheet in which its header is looked for."""
HEAD = 1 << 17
SHARED = "xl/sharedStrings.xml"
INLINE = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]{1,200})</")


def rows(path: Path, findings: Findings, columns: Collection[str]) -> Iterator[tuple[int, list[str]]]:
    """Row number and cells of each row that is not empty. A row with a formula in it is rejected.

    The sheet is the first one with all `columns` in one of its upper rows; what stands above them is left out. Where
    none has them, it is all of the first sheet.

    Raises ReadError when the workbook is damaged.
    """
    with opened(path):
        pass
    for number, cells in guarded(_cells(path, columns), path.name, Said("kind.xlsx")):
        if len(cells) > MOST_COLUMNS:
            raise ReadError(
                Said("refusal.row_columns", file=path.name, line=number, found=len(cells), most=MOST_COLUMNS)
            )
        values = [_as_text(cell) for cell in cells]
        long = next((value for value in values if value and len(value) > LONGEST_CELL), None)
        if None in values:
            said = str(cells[values.index(None)])
            findings.reject(number, "row", said, Said("reason.formula"))
        elif long:
            findings.reject(number, "row", long, Said("reason.long_cell", most=LONGEST_CELL))
        elif any(values):
            yield number, [value or "" for value in values]


def first_words(package: ZipFile) -> list[str]:
    """The texts at the start of a workbook, as they are packed, to tell what it is without reading it."""
    names = [SHARED, *(name for name in package.namelist() if name.startswith("xl/worksheets/"))]
    found: list[str] = []
    for name in names[:3]:
        if name in package.namelist():
            with package.open(name) as stream:
                found += [word.decode("utf-8", "replace") for word in INLINE.findall(stream.read(HEAD))]
    return found


def _cells(path: Path, columns: Collection[str]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    import openpyxl

    # Opened here: by its name, openpyxl would judge the file by its suffix.
    with path.open("rb") as file:
        with _silent():
            book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write wrong ones
        upper = ((sheet, header) for sheet in book.worksheets for header in islice(_numbered(sheet), UPPER))
        chosen = ((sheet, at) for sheet, (at, cells) in upper if {*columns} <= {*cells})
        sheet, first = next(chosen, (book.worksheets[0], 1))
        yield from (row for row in _numbered(sheet) if row[0] >= first)


def _numbered(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    cells = sheet.iter_rows(values_only=True)
    for number in count(1):
        with _silent():
            row = next(cells, None)
        if row is None:
            return
        yield number, row


@contextmanager
def _silent() -> Generator[None]:
    """Without the warnings of openpyxl about styles, dates and extensions, none of which is read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _as_text(value: object) -> str | None:
    """A cell as text; None when it is a formula."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (bool, int, float, dt.date, dt.time, dt.timedelta)):
        return str(value)
    if isinstance(value, str):
        return None if value.startswith("=") else value.replace("_x000D_", "").replace("\r", "\n").strip()
    return None
