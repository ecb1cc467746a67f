"""Which format a file has, by its content, and the way to its rows: the door to all readers.

`recognise` looks at a file, once, and never at its name. What it finds opens it with the reader of that format. Both
raise `ReadError`, a sentence that says what was seen and what is supported, and nothing else.
"""

from __future__ import annotations

import itertools
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.folders import DATA
from analytics.sentences import Said, joined
from analytics.sources import (
    ohchr,
    packages,
    records,
    sheets,
    tabular,
    text_tables,
    uhri,
    uwazi,
)
from analytics.sources.names import Names, names_of_states
from analytics.sources.own_submissions import SubmissionRow
from analytics.sources.reading import Findings, ReadError, problem, shown
from analytics.sources.recommendations import RawRow, Rejected
from analytics.sources.summaries import reader
from analytics.sources.summaries.reader import ParseWarning
from analytics.sources.summaries.word import word_text
from analytics.sources.tables import Grid, Table

HEAD = 1024
WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
DOCUMENT_STREAM = "WordDocument".encode("utf-16-le")
TABLES = {"upr_info_xls": "upr_info_csv"}
"""Format of a table -> the one of the same columns."""
RICH_TEXT = b"{\\rtf"
WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE)
ANCHOR = re.compile(rb"stakeholders\s+listed\s+below", re.IGNORECASE)
SUBMISSIONS = "submissions"
"""The source of lists of submissions, and what their rows are."""
LARGEST_TEXT = 20_000_000
"""Bytes of a stakeholder summary; the largest PDF so far has 2 million."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its code, and the source that its rows belong to.

    `rows` are recommendations or submissions. `needs_review`: which review it is about does not stand inside.
    """

    code: str
    source: str
    rows: str = "recommendations"
    needs_review: bool = False

    @property
    def label(self) -> Said:
        """What people call it."""
        return Said(f"your_data.format.{self.code}")


FORMATS = {
    each.code: each
    for each in (
        Format("upr_info_csv", "upr_info"),
        Format("upr_info_xls", "upr_info"),
        Format("uwazi_csv", "uwazi"),
        Format("uwazi_json", "uwazi"),
        Format("uhri_xlsx", "uhri"),
        Format("uhri_json", "uhri"),
        Format("ohchr_docx", "ohchr", needs_review=True),
        Format("own_recommendations", "own"),
        Format("own_submissions", SUBMISSIONS, SUBMISSIONS),
        Format("summary", SUBMISSIONS, SUBMISSIONS),
    )
}


READERS: dict[str, Callable[[Path, Findings], Iterator[RawRow]]] = {
    "uwazi_json": uwazi.read_json,
    "uhri_json": uhri.read_json,
}
"""How a file is read that says itself what it is about, and is no table."""


@dataclass
class Reading:
    """A file that is being read. `rows` can be gone through once; the rest is complete when it has been.

    They are `RawRow`s or `SubmissionRow`s, as `format.rows` says.

    `rejected` are rows that could not be taken, `skipped` counts rows of another kind by reason, `warnings` are what a
    person should look at in a stakeholder summary, `declared` the number of submissions it says it has, `symbol` its
    own.
    """

    format: Format
    rows: Iterator[Any]
    findings: Findings
    warnings: tuple[ParseWarning, ...] = ()
    declared: int | None = None
    symbol: str | None = None

    @property
    def rejected(self) -> list[Rejected]:
        """Rows that could not be taken so far."""
        return self.findings.rejected

    @property
    def skipped(self) -> dict[str, int]:
        """Rows of another kind so far: reason -> how many."""
        return dict(self.findings.skipped)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file whose format is known, and the table in it where it is one."""

    path: Path
    format: Format
    table: Table | None = None

    def read(self, *, state: str | None = None, session: int | None = None, data: Path = DATA) -> Reading:
        """Its rows, read lazily.

        `state` (a name of the alias table) and `session` say which review an OHCHR matrix or a stakeholder summary is
        about; without them its name or its symbol must say so. Raises ReadError at once when its header is wrong, and
        from `rows` when it turns out to be damaged further on.
        """
        path, findings = self.path, Findings(self.path.name)
        if self.format.code == "summary":
            return _summary(path, self.format, findings, state, session)
        try:
            if self.table:
                rows = tabular.READERS[TABLES.get(self.format.code, self.format.code)].read(self.table, findings)
            elif self.format.needs_review:
                rows = _matrix(path, findings, state, session, data)
            else:
                rows = READERS[self.format.code](path, findings)
            first = next(rows, None)
        except OSError as error:
            raise ReadError(Said("refusal.not_read", file=path.name, problem=problem(error))) from error
        return Reading(self.format, rows if first is None else itertools.chain([first], rows), findings)


def recognise(path: Path, said: str | None = None) -> Recognised:
    """The format of a file, decided by its content; `said` is the one that a person named where it can have several.

    Raises ReadError for an unknown one, and when it cannot be opened; AmbiguousError when a person must say which.
    """
    check_name(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadError(Said("refusal.no_file", file=path.name))
        with path.open("rb") as file:
            head = file.read(HEAD)
        code, table = _recognised(path, head, said)
    except OSError as error:
        raise ReadError(Said("refusal.not_opened", file=path.name, problem=problem(error))) from error
    return Recognised(path, FORMATS[code], table)


def read_any(path: Path, *, state: str | None = None, session: int | None = None, said: str | None = None) -> Reading:
    """The rows of a file of any format, which is looked at only now."""
    return recognise(path, said).read(state=state, session=session)


def check_name(path: Path) -> None:
    """Raises ReadError for a name that is no text, or that no system has: it could be neither shown nor kept."""
    if "\0" in path.name or path.name != path.name.encode("utf-8", "replace").decode():
        raise ReadError(Said("refusal.file_name", file=shown(path.name.encode("utf-8", "replace").decode())))


def _recognised(path: Path, head: bytes, said: str | None) -> tuple[str, Table | None]:
    """The code of the format, and the table where it is one. Raises ReadError with what was seen instead."""
    if not head.strip(b"\xef\xbb\xbf \r\n\t\0"):
        raise _unknown(path, Said("seen.blanks" if head else "seen.nothing"))
    if head.startswith(packages.ZIP):
        return _office(path, said)
    if head.startswith(sheets.OLE):
        return _old_office(path, said)
    if b"%PDF-" in head:
        return "summary", None
    if head.startswith(RICH_TEXT):
        raise ReadError(Said("refusal.rich_text", file=path.name))
    if WEB_PAGE.match(head):
        raise ReadError(Said("refusal.web_page", file=path.name))
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return _json(path), None
    return _text(path, said)


def _unknown(path: Path, seen: Said) -> ReadError:
    supported = joined("language.semicolon", [each.label for each in FORMATS.values()])
    return ReadError(Said("refusal.unknown", file=path.name, seen=seen, supported=supported))


def _office(path: Path, said: str | None) -> tuple[str, Table | None]:
    with packages.opened(path) as package:
        names = set(package.namelist())
    if packages.WORKBOOK in names:
        return _table(path, sheets.grids(path), said)
    if "xl/workbook.bin" in names:
        raise ReadError(Said("refusal.binary_workbook", file=path.name))
    if {"mimetype", "content.xml"} <= names:
        raise ReadError(Said("refusal.open_document", file=path.name))
    if packages.DOCUMENT not in names:
        raise _unknown(path, Said("seen.zip", names=shown(", ".join(sorted(names)[:5]))))
    if ohchr.has_header(path):
        return "ohchr_docx", None
    text = word_text(path)
    if ANCHOR.search(text.encode()):
        return "summary", None
    if reader.REPORT.search(text):
        raise ReadError(Said("refusal.report", file=path.name))
    raise _unknown(path, Said("seen.document"))


def _old_office(path: Path, said: str | None) -> tuple[str, Table | None]:
    """The directory of such a file names its streams."""
    if path.stat().st_size > sheets.LARGEST_XLS:
        raise _unknown(path, Said("seen.large_old_office", n=path.stat().st_size))
    content = path.read_bytes()
    if any(stream in content for stream in WORKBOOK_STREAMS):
        code, table = _table(path, sheets.grids(path), said)
        return ("upr_info_xls" if code == "upr_info_csv" else code), table
    if DOCUMENT_STREAM in content:
        raise ReadError(Said("refusal.old_word", file=path.name))
    raise _unknown(path, Said("seen.old_office"))


def _table(path: Path, grids: list[Grid], said: str | None) -> tuple[str, Table]:
    """The format of a workbook's table, and the table."""
    found = tabular.found(grids)
    if found:
        return tabular.decided(*found, said), found[0]
    raise _near(path, grids) or _unknown(path, Said("seen.workbook", start=tabular.seen(grids)))


def _near(path: Path, grids: list[Grid]) -> ReadError | None:
    refused = tabular.refused(path, grids)
    return ReadError(refused) if refused else None


def _json(path: Path) -> str:
    sniffed = records.sniff(path, {uwazi.KEY, *uhri.KEYS})
    if uwazi.KEY in sniffed.keys or (sniffed.prefix is None and uwazi.ENVELOPE.issubset(sniffed.keys)):
        return "uwazi_json"
    if sniffed.prefix is not None:
        return "uhri_json"
    keys = shown(", ".join(sniffed.keys[:12]))
    raise _unknown(path, Said("seen.json", keys=keys) if sniffed.keys else Said("seen.json_without_keys"))


def _text(path: Path, said: str | None) -> tuple[str, Table | None]:
    grids = text_tables.grids(path)
    found = tabular.found(grids)
    if found:
        return tabular.decided(*found, said), found[0]
    if path.stat().st_size <= LARGEST_TEXT:
        content = path.read_bytes()
        if ANCHOR.search(content):
            return "summary", None
        if reader.REPORT.search(content.decode("utf-8", "replace")):
            raise ReadError(Said("refusal.report", file=path.name))
    raise _near(path, grids) or _unknown(path, Said("seen.text", line=tabular.seen(grids)))


def _matrix(path: Path, findings: Findings, state: str | None, session: int | None, data: Path) -> Iterator[RawRow]:
    known = names_of_states(data)
    named_state, named_session = ohchr.review_of(path.name, known)
    given = [Said("refusal.given_state", state=state)] if _differ(state, named_state, known) else []
    given += (
        [Said("refusal.given_session", session=session)] if session and (named_session or session) != session else []
    )
    if given:
        raise ReadError(Said("refusal.review_differs", file=path.name, given=joined("language.and", given)))
    state, session = state or named_state, session or named_session
    if state is None or session is None:
        asked = (("your_data.field.state", state), ("your_data.field.session", session))
        missing = joined("language.and", [Said(what) for what, value in asked if value is None])
        raise ReadError(Said("refusal.review_missing", file=path.name, missing=missing))
    return ohchr.read(path, findings, state=state, session=session, known=known)


def _differ(given: str | None, named: str | None, known: Names) -> bool:
    """Whether a state that was given is another one than a file name says."""
    return bool(given and named) and (known.code(str(given)) or given) != known.code(str(named))


def _summary(path: Path, form: Format, findings: Findings, state: str | None, session: int | None) -> Reading:
    if path.stat().st_size > LARGEST_TEXT:
        raise ReadError(Said("refusal.large_summary", file=path.name, found=path.stat().st_size, most=LARGEST_TEXT))
    try:
        summary = reader.read(path)
    except ReadError:
        raise
    # Damage that the reader did not foresee.
    except Exception as error:
        raise ReadError(Said("refusal.not_read", file=path.name, problem=problem(error))) from error
    of_state, of_session = state or summary.code, session or summary.session
    if of_state is None or of_session is None:
        raise ReadError(Said("refusal.no_review", file=path.name))
    rows = (
        SubmissionRow(path.name, number, of_state, str(of_session), each)
        for number, each in enumerate(summary.submissions, start=1)
    )
    return Reading(form, rows, findings, summary.warnings, summary.declared, summary.symbol)
