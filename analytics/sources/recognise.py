"""Which format a file has, by its content, and the way to its rows: the door to all readers.

`recognise` looks at a file and never at its name. `read_any` opens it with the reader of that format. Both raise
`ReadError`, a sentence that says what was seen and what is supported, and nothing else.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.sources import (
    ohchr,
    own_lists,
    own_submissions,
    packages,
    records,
    sheets,
    stakeholder_summaries,
    tables,
    uhri,
    upr_info,
    uwazi,
)
from analytics.sources.names import Names, read_aliases
from analytics.sources.own_submissions import SubmissionRow
from analytics.sources.reading import Findings, ReadError, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from analytics.sources.recommendations import RawRow, Rejected
    from analytics.sources.stakeholder_summaries import ParseWarning

DATA = Path(__file__).resolve().parents[2] / "data"
HEAD = 1024
WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
ANCHOR = re.compile(rb"stakeholders\s+listed\s+below", re.IGNORECASE)
SUBMISSIONS = "submissions"
"""The source of lists of submissions, and what their rows are."""
LARGEST_TEXT = 20_000_000
"""Bytes of a stakeholder summary; the largest PDF so far has 2 million."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its code, what people call it, and the source that its rows belong to.

    `rows` are recommendations or submissions. `needs_review`: which review it is about does not stand inside.
    """

    code: str
    label: str
    source: str
    rows: str = "recommendations"
    needs_review: bool = False


FORMATS = {
    each.code: each
    for each in (
        Format("upr_info_csv", "UPR Info export (.csv)", "upr_info"),
        Format("upr_info_xls", "UPR Info export (.xls)", "upr_info"),
        Format("uwazi_csv", "CSV export of today's UPR Info database", "uwazi"),
        Format("uwazi_json", "JSON pages of today's UPR Info database", "uwazi"),
        Format("uhri_xlsx", "UHRI export (.xlsx)", "uhri"),
        Format("uhri_json", "UHRI export (.json)", "uhri"),
        Format("ohchr_docx", "OHCHR matrix or thematic list (.docx)", "ohchr", needs_review=True),
        Format("own_recommendations", "our own list of recommendations (.csv)", "own"),
        Format("own_submissions", "our own list of submissions (.csv)", SUBMISSIONS, SUBMISSIONS),
        Format("summary", "UN summary of stakeholders' submissions (.txt or .pdf)", SUBMISSIONS, SUBMISSIONS),
    )
}


READERS: dict[str, Callable[[Path, Findings], Iterator[RawRow | SubmissionRow]]] = {
    "upr_info_csv": upr_info.read,
    "upr_info_xls": upr_info.read,
    "uwazi_csv": uwazi.read_csv,
    "uwazi_json": uwazi.read_json,
    "uhri_xlsx": uhri.read_xlsx,
    "uhri_json": uhri.read_json,
    "own_recommendations": own_lists.read,
    "own_submissions": own_submissions.read,
}
"""How a file is read that says itself what it is about."""


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


def recognise(path: Path) -> Format:
    """The format of a file, decided by its content.

    Raises ReadError for an unknown one, and when it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
        code, seen = _code(path, head)
    except OSError as error:
        message = f"{path.name} cannot be opened: {error.strerror or error}."
        raise ReadError(message) from error
    if code is None:
        supported = "; ".join(each.label for each in FORMATS.values())
        message = f"{path.name} is not a file that can be read here: {seen}. Supported are: {supported}."
        raise ReadError(message)
    return FORMATS[code]


def read_any(path: Path, *, state: str | None = None, session: int | None = None, data: Path = DATA) -> Reading:
    """The rows of a file of any format, read lazily.

    `state` (a name of the alias table) and `session` say which review an OHCHR matrix or a stakeholder summary is
    about; without them its name or its symbol must say so. Raises ReadError at once when the file is unknown or its
    header is wrong, and from `rows` when it turns out to be damaged further on.
    """
    form = recognise(path)
    findings = Findings(path.name)
    if form.code == "summary":
        return _summary(path, form, findings, state, session)
    by_name = form.needs_review
    rows = _matrix(path, findings, state, session, data) if by_name else READERS[form.code](path, findings)
    try:
        first = next(rows, None)
    except OSError as error:
        message = f"{path.name} cannot be read: {error.strerror or error}."
        raise ReadError(message) from error
    return Reading(form, rows if first is None else itertools.chain([first], rows), findings)


def _code(path: Path, head: bytes) -> tuple[str | None, str]:
    """The code of the format, or None and what was seen instead."""
    if not head.strip(b"\xef\xbb\xbf \r\n\t\0"):
        return None, "it is empty" if not head else "it holds nothing but blanks"
    if head.startswith(packages.ZIP):
        return _office(path)
    if head.startswith(upr_info.OLE):
        return _old_office(path)
    if b"%PDF-" in head:
        return "summary", ""
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return _json(path)
    return _text(path)


def _office(path: Path) -> tuple[str | None, str]:
    with packages.opened(path) as package:
        names = set(package.namelist())
        if packages.WORKBOOK in names:
            words = sheets.first_words(package)
            known = {name for name in uhri.COLUMNS if name in words}
            if len(known) > len(uhri.COLUMNS) // 2:
                return "uhri_xlsx", ""
            return None, f"it is an Excel workbook that starts with '{shown(', '.join(words[:12]))}'"
    if packages.DOCUMENT not in names:
        return None, f"it is a zip file that holds '{shown(', '.join(sorted(names)[:5]))}'"
    if ohchr.has_header(path):
        return "ohchr_docx", ""
    return None, "it is a Word document without a table of recommendations and positions"


def _old_office(path: Path) -> tuple[str | None, str]:
    """The directory of such a file names its streams; which columns a workbook has is seen by its reader."""
    if path.stat().st_size > upr_info.LARGEST_XLS:
        return None, f"it is an old Office file of {path.stat().st_size:,} bytes"
    content = path.read_bytes()
    if any(stream in content for stream in WORKBOOK_STREAMS):
        return "upr_info_xls", ""
    return None, "it is an old Office file, but no Excel workbook"


def _json(path: Path) -> tuple[str | None, str]:
    sniffed = records.sniff(path, {uwazi.KEY, *uhri.KEYS})
    if uwazi.KEY in sniffed.keys or (sniffed.prefix is None and uwazi.ENVELOPE.issubset(sniffed.keys)):
        return "uwazi_json", ""
    if sniffed.prefix is not None:
        return "uhri_json", ""
    keys = f"with the keys '{shown(', '.join(sniffed.keys[:12]))}'" if sniffed.keys else "without keys, or damaged"
    return None, f"it is JSON {keys}"


def _text(path: Path) -> tuple[str | None, str]:
    _, header = tables.layout(path)
    names = {name.lower() for name in header}
    if upr_info.is_header(header):
        return "upr_info_csv", ""
    if own_lists.REQUIRED.issubset(names):
        return "own_recommendations", ""
    if own_submissions.REQUIRED.issubset(names):
        return "own_submissions", ""
    if uwazi.is_header(header):
        return "uwazi_csv", ""
    if path.stat().st_size <= LARGEST_TEXT and ANCHOR.search(path.read_bytes()):
        return "summary", ""
    return None, f"it is text whose first line is '{shown(' | '.join(header))}'"


def _matrix(path: Path, findings: Findings, state: str | None, session: int | None, data: Path) -> Iterator[RawRow]:
    known = Names(read_aliases(data / "state_aliases.csv"))
    named_state, named_session = ohchr.review_of(path.name, known)
    state, session = state or named_state, session or named_session
    if state is None or session is None:
        missing = [what for what, value in (("state", state), ("session", session)) if value is None]
        message = f"{path.name} does not say which {' and '.join(missing)} it is about: say so when you load it."
        raise ReadError(message)
    return ohchr.read(path, findings, state=state, session=session, known=known)


def _summary(path: Path, form: Format, findings: Findings, state: str | None, session: int | None) -> Reading:
    if path.stat().st_size > LARGEST_TEXT:
        message = f"{path.name} has {path.stat().st_size:,} bytes; a summary has at most {LARGEST_TEXT:,}."
        raise ReadError(message)
    try:
        summary = stakeholder_summaries.read(path)
    # A ValueError says what is wrong in a sentence; anything else is damage that the reader did not foresee.
    except Exception as error:
        said = str(error) if isinstance(error, ValueError) else f"{path.name} cannot be read: {shown(error)}"
        message = f"{said.rstrip('.')}."
        raise ReadError(message) from error
    of_state, of_session = state or summary.code, session or summary.session
    if of_state is None or of_session is None:
        message = f"{path.name} does not say which review it is about: say the state and the session when you load it."
        raise ReadError(message)
    rows = (
        SubmissionRow(path.name, number, of_state, str(of_session), each)
        for number, each in enumerate(summary.submissions, start=1)
    )
    return Reading(form, rows, findings, summary.warnings, summary.declared, summary.symbol)
