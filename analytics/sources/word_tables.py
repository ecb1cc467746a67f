"""Rows of the tables in a Word document, one by one, as text; merged cells repeat what stands in them.

Read with Python's own expat, event by event: a document is never held as a tree. What tracked changes deleted or moved
elsewhere is no text, a row that they deleted is none, and fallbacks of drawings are no text. A line break inside a cell
is a line end, a paragraph is a line.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile

from analytics.sentences import Said
from analytics.sources.packages import DOCUMENT, opened
from analytics.sources.reading import LONGEST_CELL, ReadError, problem

BLOCK = 1 << 16
MOST_COLUMNS = 60
MOST_REPEATED = 20_000_000
"""Characters that merged cells repeat; a document of 300 recommendations has 1 million in all."""
GONE = frozenset(("del", "moveFrom"))
"""Elements of tracked changes whose text is no text any more."""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
LINE_ENDS = {"p": "\n", "br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}


@dataclass
class _Cell:
    text: list[str] = field(default_factory=list)
    length: int = 0
    span: int = 1
    continued: bool = False


@dataclass
class _Reader:
    """What expat tells, as finished rows in `rows`. Nested tables are text of the cell they stand in."""

    file: str
    rows: list[tuple[list[str], bool]] = field(default_factory=list)
    row: list[_Cell] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    tables: int = 0
    fallbacks: int = 0
    gone: int = 0
    repeated: int = 0
    in_row_properties: bool = False
    row_is_gone: bool = False
    is_text: bool = False
    cell: _Cell | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if name.endswith(" Fallback"):
            self.fallbacks += 1
        elif tag == "tbl":
            self.tables += 1
            self.above = [] if self.tables == 1 else self.above
        elif tag == "tr" and self.tables == 1:
            self.row, self.row_is_gone = [], False
        elif tag == "trPr":
            self.in_row_properties = self.tables == 1
        elif tag in GONE:
            self.gone += 1
            self.row_is_gone = self.row_is_gone or (self.in_row_properties and tag == "del")
        elif tag == "tc" and self.tables == 1:
            self.cell = _Cell()
        elif tag == "t":
            self.is_text = not self.fallbacks and not self.gone
        elif self.cell is not None and self.tables == 1:
            self._property(tag, attributes)

    def _property(self, tag: str, attributes: dict[str, str]) -> None:
        value = next((value for name, value in attributes.items() if _local(name) == "val"), "")
        if self.cell is None:
            return
        if tag == "gridSpan" and value.isdecimal():
            self.cell.span = max(1, min(int(value[:4]), MOST_COLUMNS))
        elif tag == "vMerge":
            self.cell.continued = value != "restart"

    def characters(self, text: str) -> None:
        if self.is_text and self.cell is not None:
            self._add(text)

    def end(self, name: str) -> None:
        tag = _local(name)
        if name.endswith(" Fallback"):
            self.fallbacks -= 1
        elif tag == "t":
            self.is_text = False
        elif tag in GONE:
            self.gone -= 1
        elif tag == "trPr":
            self.in_row_properties = False
        elif tag == "tbl":
            self.tables -= 1
        elif tag == "tc" and self.tables == 1 and self.cell is not None:
            self.row.append(self.cell)
            self.cell = None
            if len(self.row) > MOST_COLUMNS:
                raise ReadError(Said("refusal.table_columns", file=self.file, most=MOST_COLUMNS))
        elif tag == "tr" and self.tables == 1 and not self.row_is_gone:
            self._finish_row()
        elif tag in LINE_ENDS and self.cell is not None and not self.fallbacks:
            self._add(LINE_ENDS[tag])

    def _add(self, text: str) -> None:
        if self.cell is None:
            return
        self.cell.text.append(text)
        self.cell.length += len(text)
        if self.cell.length > LONGEST_CELL:
            raise ReadError(Said("refusal.long_cell", file=self.file, most=LONGEST_CELL))

    def _finish_row(self) -> None:
        """Repeats what is merged: a cell over several columns in each, one over several rows from the row above."""
        cells: list[str] = []
        for cell in self.row:
            text = "".join(cell.text).strip()
            above = self.above[len(cells)] if len(self.above) > len(cells) else ""
            repeats = above if cell.continued and not text else ""
            self.repeated += len(repeats) + len(text) * (cell.span - 1)
            cells += [repeats or text] * cell.span
        if self.repeated > MOST_REPEATED:
            raise ReadError(Said("refusal.repeated", file=self.file, most=MOST_REPEATED))
        self.above = cells[:MOST_COLUMNS]
        continues = bool(self.row) and self.row[0].continued and not "".join(self.row[0].text).strip()
        self.rows.append((self.above, continues))


def rows(path: Path) -> Iterator[tuple[int, list[str], bool]]:
    """Number and cells of each row of each table, and whether its first cell continues the one above it.

    Raises ReadError when the document is damaged or is not what it says.
    """
    reader = _Reader(path.name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = _refuse(path.name)
    number = 0
    try:
        with opened(path) as package, package.open(DOCUMENT) as stream:
            while True:
                block = stream.read(BLOCK)
                parser.Parse(block, not block)
                for cells, continues in reader.rows:
                    number += 1
                    yield number, cells, continues
                reader.rows.clear()
                if not block:
                    return
    except (expat.ExpatError, zlib.error, BadZipFile, KeyError, ValueError, EOFError) as error:
        if isinstance(error, ReadError):
            raise
        said = Said("refusal.damaged", file=path.name, kind=Said("kind.word"), problem=problem(error))
        raise ReadError(said) from error


def _refuse(file: str) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise ReadError(Said("refusal.declaration", file=file))

    return refuse


def _local(name: str) -> str:
    """The name of an element or attribute of Word's own; of others, nothing."""
    space, _, local = name.rpartition(" ")
    return local if space in (WORD, STRICT_WORD) else ""
