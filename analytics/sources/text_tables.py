"""Tables of text, `.csv`, as `tables.Grid`: encoding, line ends and separator, found from the content.

Line ends may be CR, LF, CRLF or mixed. A file is UTF-8 when it decodes as such, or nearly (a damaged row is rejected,
not the file). Else it is Mac Roman when no line ends in LF, as files saved by Excel on a Mac do, and otherwise Mac
Roman or Windows-1252, whichever makes letters of the bytes that stand between letters.
"""

from __future__ import annotations

import codecs
import csv
import re
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TextIO

from analytics.sentences import Said
from analytics.sources.reading import LONGEST_CELL, ReadError, guarded
from analytics.sources.tables import UPPER, Grid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from analytics.sources.reading import Findings

BLOCK = 1 << 20
LONGEST_LINE = 1_000_000
SEPARATORS = ",;\t"
EXCEL = re.compile(r'\ufeff?"?sep=([,;|\t])?"?[,;]*', re.IGNORECASE)
LONGEST_SAYING = 100
MOST_BLANK = 10_000
"""Lines above a header."""
DAMAGED = re.compile("[\0\udc80-\udcff]")
"""What is no text: NUL, and bytes that are not of the encoding (Python keeps them as lone surrogates)."""
INSIDE_WORD = re.compile(rb"[A-Za-z]([\x80-\xff])(?=[A-Za-z])")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
VALID_FOR_EACH_BROKEN = 4


def grids(path: Path) -> list[Grid]:
    """The ways to cut the lines into columns: first the separator that makes most columns of the first row.

    A first line `sep=;` is Excel's, and says it. Raises ReadError when there is no text in it.
    """
    encoding = encoding_of(path)
    said = _said(path, encoding)
    found = []
    for separator in said or SEPARATORS:
        upper = _upper(path, encoding, separator, said=bool(said))
        if upper:
            found.append(Grid(path, upper, partial(_rows, path, encoding, separator, said=bool(said))))
    if not found:
        raise ReadError(Said("refusal.no_text", file=path.name))
    return sorted(found, key=lambda grid: len(grid.upper[0][1]), reverse=True)


def _said(path: Path, encoding: str) -> str:
    """The separator that the first line says."""
    with path.open(encoding=encoding, errors="surrogateescape") as file:
        first = EXCEL.fullmatch(file.readline(LONGEST_SAYING).strip())
    return (first.group(1) or "\t") if first else ""


def _upper(path: Path, encoding: str, separator: str, *, said: bool) -> list[tuple[int, list[str]]]:
    """The first rows that are not blank; where the second or a later one cannot be read, those before it."""
    found: list[tuple[int, list[str]]] = []
    with path.open(encoding=encoding, errors="surrogateescape") as file:
        lines = guarded(csv.reader(_Lines(file, path.name), delimiter=separator), path.name, Said("kind.table"))
        try:
            for line, cells in enumerate(islice(lines, MOST_BLANK), start=1):
                if any(cells) and not (said and line == 1):
                    found.append((line, cells))
                    if len(found) >= UPPER:
                        break
        except ReadError:
            if not found:
                raise
    return found


def _rows(
    path: Path, encoding: str, separator: str, findings: Findings, *, said: bool
) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row from the first one on. Blank rows are left out, damaged ones rejected.

    Raises ReadError when the rows cannot be told apart any more.
    """
    with path.open(encoding=encoding, errors="surrogateescape") as file:
        lines = _Lines(file, path.name)
        found = guarded(csv.reader(lines, delimiter=separator), path.name, Said("kind.table"))
        try:
            for number, cells in enumerate(found, start=1):
                if lines.damaged:
                    lines.damaged = False
                    findings.reject(number, "row", separator.join(cells), Said("reason.damaged"))
                elif any(cells) and not (said and number == 1):
                    yield number, cells
        except ReadError as error:
            if isinstance(error.__cause__, csv.Error):
                said_of = Said("refusal.open_quotation", file=path.name, most=LONGEST_CELL, line=lines.number)
                raise ReadError(said_of) from error
            raise


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
