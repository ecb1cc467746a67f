"""Sheets of Excel workbooks, `.xlsx` and `.xls`, as `tables.Grid`, their cells as text. Formulas are no values."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from analytics.sentences import Said
from analytics.sources.packages import opened
from analytics.sources.reading import LONGEST_CELL, Findings, ReadError, guarded, problem
from analytics.sources.tables import UPPER, Grid

if TYPE_CHECKING:
    from pathlib import Path
    from zipfile import ZipFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a `.xls`."""
LARGEST_XLS = 64_000_000
"""Bytes; the format ends at 65,536 rows."""
LARGEST_XLSX = 300_000_000
"""Bytes; a workbook of all UHRI records has less than 100 million."""
MOST_COLUMNS = 200
MOST_CELLS = 30_000_000
"""Cells of a sheet, empty ones between and before others included; a workbook of all UHRI records has 5 million."""
MOST_SHEETS = 50
MOST_TEXTS = 1_500_000
"""Texts that the sheets share; a workbook of all UHRI records has less than 1 million."""
LAST_ROW = 1_048_576
"""The last row of a sheet of Excel."""
AT_ONCE = 1_000
BLOCK = 1 << 20
SMALL = 1_000_000
"""Bytes; a smaller part of a workbook holds few texts."""


def grids(path: Path) -> list[Grid]:
    """The sheets of a workbook that hold anything. Raises ReadError when it is damaged or too large."""
    with path.open("rb") as file:
        old = file.read(len(OLE)) == OLE
    found, most = path.stat().st_size, LARGEST_XLS if old else LARGEST_XLSX
    if found > most:
        raise ReadError(
            Said("refusal.large_xls" if old else "refusal.large_xlsx", file=path.name, found=found, most=most)
        )
    kind = Said("kind.xls" if old else "kind.xlsx")
    if not old:
        with opened(path) as package:
            _count_texts(path.name, package)
    made = []
    for sheet in guarded((_old_sheets if old else _sheets)(path), path.name, kind):
        numbered = partial(_old_numbered if old else _numbered, path.name, sheet)
        read = partial(_rows, path.name, kind, numbered)
        upper = list(islice(read(Findings(path.name)), UPPER))
        if upper:
            made.append(Grid(path, upper, read, ragged=True))
    if not made:
        raise ReadError(Said("refusal.no_row", file=path.name))
    return made


def _count_texts(file: str, package: ZipFile) -> None:
    """Before they are all held: what the workbook itself says of their number, or where they stand, is not asked."""
    for member in package.infolist():
        if member.file_size > SMALL and not member.filename.startswith("xl/worksheets/"):
            number, end = 0.0, b""
            try:
                with package.open(member) as stream:
                    while block := stream.read(BLOCK):
                        both = end + block
                        number += both.count(b"<si") + both.count(b":si") / 2  # with a prefix, the end has it too
                        end = block[-2:]
            # A damaged stream fails in as many ways as the library has steps.
            except Exception as error:
                raise ReadError(Said("refusal.package", file=file, problem=problem(error))) from error
            if number > MOST_TEXTS:
                raise ReadError(Said("refusal.shared_texts", file=file, most=MOST_TEXTS))


def _rows(
    file: str, kind: Said, numbered: Callable[[], Iterator[tuple[int, list[str | None]]]], findings: Findings
) -> Iterator[tuple[int, list[str]]]:
    """Row number and cells of each row that is not empty. A row with a formula in it is rejected."""
    for line, texts in guarded(numbered(), file, kind):
        long = next((text for text in texts if text and len(text) > LONGEST_CELL), None)
        if None in texts:
            findings.reject(
                line, "row", " | ".join("=" if text is None else text for text in texts), Said("reason.formula")
            )
        elif long:
            findings.reject(line, "row", long, Said("reason.long_cell", most=LONGEST_CELL))
        elif any(texts):
            yield line, [text or "" for text in texts]


def _sheets(path: Path) -> Iterator[Any]:
    """The sheets of a book that is read once: the texts they share are the most of it."""
    import openpyxl

    # As bytes: by its name, openpyxl would judge the file by its suffix.
    with _silent():
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, keep_links=False)
    for sheet in book.worksheets[:MOST_SHEETS]:
        sheet.reset_dimensions()  # some programs write wrong ones
        yield sheet


def _numbered(file: str, sheet: Any) -> Iterator[tuple[int, list[str | None]]]:
    """Number and texts of each row. Raises ReadError for a sheet that is larger than sheets are."""
    cells = sheet.iter_rows(values_only=True)
    total = 0
    for start in count(1, AT_ONCE):
        with _silent():
            some = list(islice(cells, AT_ONCE))
        for line, row in enumerate(some, start=start):
            if line > LAST_ROW:
                raise ReadError(Said("refusal.rows", file=file, most=LAST_ROW))
            total += len(row)
            if total > MOST_CELLS:
                raise ReadError(Said("refusal.cells", file=file, most=MOST_CELLS))
            yield line, _filled(file, line, list(row))
        if not some:
            return


def _filled(file: str, line: int, row: list[Any]) -> list[str | None]:
    """The texts of a row up to its last cell that is not empty."""
    while row and row[-1] in (None, ""):
        row.pop()
    if len(row) > MOST_COLUMNS:
        raise ReadError(Said("refusal.row_columns", file=file, line=line, found=len(row), most=MOST_COLUMNS))
    return [as_text(cell) for cell in row]


@contextmanager
def _silent() -> Generator[None]:
    """Without the warnings of openpyxl about styles, dates and extensions, none of which is read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def as_text(value: object) -> str | None:
    """A cell as text, a whole number without a decimal point; None when it is a formula."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (bool, int, float, dt.date, dt.time, dt.timedelta)):
        return str(value)
    if isinstance(value, str):
        return None if value.startswith("=") else value.replace("_x000D_", "").replace("\r", "\n").strip()
    return None


def _old_sheets(path: Path) -> Iterator[Any]:
    import xlrd

    book = xlrd.open_workbook(path, ignore_workbook_corruption=True, logfile=io.StringIO(), ragged_rows=True)
    for number in range(min(book.nsheets, MOST_SHEETS)):
        yield book.sheet_by_index(number)


def _old_numbered(file: str, sheet: Any) -> Iterator[tuple[int, list[str | None]]]:
    for line in range(1, sheet.nrows + 1):
        values = sheet.row_values(line - 1)
        while values and values[-1] in (None, ""):
            values.pop()
        yield line, [as_text(value) if isinstance(value, float) else str(value) for value in values]
    del file
