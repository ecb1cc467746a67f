"""Tables of text, `.csv`: their encoding, line ends and separator, found from the content; their rows, one by one.

Line ends may be CR, LF, CRLF or mixed. A file is UTF-8 when it decodes as such, or nearly (a damaged row is rejected,
not the file). Else it is Mac Roman when no line ends in LF, as files saved by Excel on a Mac do, and otherwise Mac
Roman or Windows-1252, whichever makes letters of the bytes that stand between letters.
"""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from analytics.sentences import Said, joined
from analytics.sources.reading import LONGEST_CELL, ReadError, guarded, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from analytics.sources.reading import Findings

    Cells = tuple[int, Sequence[str]]

BLOCK = 1 << 20
LONGEST_LINE = 1_000_000
SEPARATORS = ",;\t"
DAMAGED = re.compile("[\0\udc80-\udcff]")
"""What is no text: NUL, and bytes that are not of the encoding (Python keeps them as lone surrogates)."""
INSIDE_WORD = re.compile(rb"[A-Za-z]([\x80-\xff])(?=[A-Za-z])")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
VALID_FOR_EACH_BROKEN = 4


@dataclass(frozen=True, slots=True)
class Table:
    """A text table and how it is written: its encoding, what stands between its columns, its header and where it is."""

    path: Path
    encoding: str
    separator: str
    header: list[str]
    line: int


def table(path: Path) -> Table:
    """How a table is written: the separator is the one that makes most columns of the first line that is not blank.

    Raises ReadError when there is no text in it.
    """
    encoding = encoding_of(path)
    best = Table(path, encoding, SEPARATORS[0], [], 0)
    with path.open(encoding=encoding, errors="surrogateescape") as file:
        for separator in SEPARATORS:
            file.seek(0)
            lines = guarded(csv.reader(_Lines(file, path.name), delimiter=separator), path.name, Said("kind.table"))
            line, header = next(((line, cells) for line, cells in enumerate(lines, start=1) if any(cells)), (0, []))
            if len(header) > len(best.header):
                best = Table(path, encoding, separator, [cell.strip() for cell in header], line)
    if not best.header:
        raise ReadError(Said("refusal.no_text", file=path.name))
    return best


def rows(table: Table, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row from the first one on. Blank rows are left out, damaged ones rejected.

    Raises ReadError when the rows cannot be told apart any more.
    """
    with table.path.open(encoding=table.encoding, errors="surrogateescape") as file:
        lines = _Lines(file, table.path.name)
        found = guarded(csv.reader(lines, delimiter=table.separator), table.path.name, Said("kind.table"))
        try:
            for number, cells in enumerate(found, start=1):
                if lines.damaged:
                    lines.damaged = False
                    findings.reject(number, "row", table.separator.join(cells), Said("reason.damaged"))
                elif any(cells):
                    yield number, cells
        except ReadError as error:
            if isinstance(error.__cause__, csv.Error):
                said = Said("refusal.open_quotation", file=table.path.name, most=LONGEST_CELL, line=lines.number)
                raise ReadError(said) from error
            raise


def of_width(rows: Iterable[tuple[int, Sequence[str]]], wanted: int, findings: Findings) -> Iterator[Cells]:
    """Those of the rows that have so many cells; others are rejected."""
    for line, cells in rows:
        if len(cells) == wanted:
            yield line, cells
        else:
            wrong = Said("reason.columns", found=len(cells), wanted=wanted)
            findings.reject(line, "row", " | ".join(cells), wrong)


def records(
    table: Table, wanted: dict[str, tuple[str, ...]], required: set[str], findings: Findings
) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and fields of each row below the header, the `wanted` ones that it has. Raises as `columns` does."""
    places = columns(table.path.name, table.header, wanted, required)
    below = (row for row in rows(table, findings) if row[0] > table.line)
    for line, cells in of_width(below, len(table.header), findings):
        yield line, {field: cells[place] for field, place in places.items()}


class _Lines:
    """The lines of a file, none of them without end; `damaged` once a line held what is no text."""

    def __init__(self, file: TextIO, name: str) -> None:
        self.file, self.name = file, name
        self.number, self.damaged = 0, False

    def __iter__(self) -> Iterator[str]:
        while line := self.file.readline(LONGEST_LINE):
            self.number += 1
            if len(line) >= LONGEST_LINE:
                raise ReadError(Said("refusal.line", file=self.name, line=self.number, most=LONGEST_LINE))
            if ("\0" in line or not line.isascii()) and DAMAGED.search(line):
                self.damaged = True
            yield line


def encoding_of(path: Path) -> str:
    """`utf-8-sig`, `mac_roman` or `cp1252`. Raises ReadError for UTF-16, which no source writes."""
    if _is_utf_8(path):
        return "utf-8-sig"
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    valid = broken = 0
    line_feed, high = False, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if block.startswith(UTF_16):
                raise ReadError(Said("refusal.utf_16", file=path.name))
            line_feed = line_feed or b"\n" in block
            text = decoder.decode(block)
            if not text.isascii():
                broken += text.count("\ufffd")
                valid += len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
                high = high or block
    if broken * VALID_FOR_EACH_BROKEN <= valid:
        return "utf-8-sig"
    return _single_byte(high) if line_feed else "mac_roman"


def _is_utf_8(path: Path) -> bool:
    """Whether all of a file decodes: most do, and need no closer look."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
        except UnicodeDecodeError:
            return False
    return True


def _single_byte(sample: bytes) -> str:
    """The encoding under which most bytes between two letters are letters or apostrophes too."""
    found = b"".join(INSIDE_WORD.findall(sample))
    letters = {
        encoding: sum(letter.isalpha() or letter == "’" for letter in found.decode(encoding, errors="replace"))
        for encoding in ("cp1252", "mac_roman")
    }
    return max(letters, key=letters.__getitem__)


def columns(file: str, header: list[str], wanted: dict[str, tuple[str, ...]], required: set[str]) -> dict[str, int]:
    """Field -> position of the column that is called one of its names, without regard to case.

    Raises ReadError, naming what is missing and what there is.
    """
    places = {re.sub(r"[\s_]+", " ", name).strip().lower(): place for place, name in reversed([*enumerate(header)])}
    found = {field: next((places[name] for name in names if name in places), None) for field, names in wanted.items()}
    missing = sorted(wanted[field][0] for field in required if found[field] is None)
    if missing:
        raise ReadError(lacking(file, missing, header))
    return {field: place for field, place in found.items() if place is not None}


def lacking(file: str, missing: list[str], header: list[str]) -> Said:
    """What is said of a file without columns that it must have."""
    return Said("refusal.columns", file=file, missing=joined("language.and", missing), there=shown(", ".join(header)))
