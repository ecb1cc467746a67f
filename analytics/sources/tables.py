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
    from collections.abc import Iterator
    from pathlib import Path

    from analytics.sources.reading import Findings

BLOCK = 1 << 20
LONGEST_LINE = 1_000_000
SEPARATORS = ",;\t"
DAMAGED = re.compile("[\0\udc80-\udcff]")
"""What is no text: NUL, and bytes that are not of the encoding (Python keeps them as lone surrogates)."""
INSIDE_WORD = re.compile(rb"[A-Za-z]([\x80-\xff])(?=[A-Za-z])")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
VALID_FOR_EACH_BROKEN = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text table is written: its encoding, and what stands between its columns."""

    encoding: str
    separator: str = ","


def layout(path: Path) -> tuple[Layout, list[str]]:
    """How a table is written, and its header: the separator is the one that makes most columns of the first line.

    Raises ReadError when there is no text in it.
    """
    encoding = encoding_of(path)
    best: list[str] = []
    separator = SEPARATORS[0]
    for candidate in SEPARATORS:
        with path.open(encoding=encoding, errors="surrogateescape") as file:
            lines = guarded(csv.reader(_Lines(file, path.name), delimiter=candidate), path.name, Said("kind.table"))
            header = next((cells for cells in lines if any(cells)), [])
        if len(header) > len(best):
            best, separator = header, candidate
    if not best:
        raise ReadError(Said("refusal.no_text", file=path.name))
    return Layout(encoding, separator), [cell.strip() for cell in best]


def rows(path: Path, written: Layout, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row; the header is row 1. Blank rows are left out, damaged ones rejected.

    Raises ReadError when the rows cannot be told apart any more.
    """
    with path.open(encoding=written.encoding, errors="surrogateescape") as file:
        lines = _Lines(file, path.name)
        table = guarded(csv.reader(lines, delimiter=written.separator), path.name, Said("kind.table"))
        try:
            for number, cells in enumerate(table, start=1):
                if lines.damaged:
                    lines.damaged = False
                    findings.reject(number, "row", written.separator.join(cells), Said("reason.damaged"))
                elif any(cells):
                    yield number, cells
        except ReadError as error:
            if isinstance(error.__cause__, csv.Error):
                said = Said("refusal.open_quotation", file=path.name, most=LONGEST_CELL, line=lines.number)
                raise ReadError(said) from error
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
