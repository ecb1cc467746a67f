"""Stakeholder summaries by document symbol, `A/HRC/WG.6/<session>/<code>/3`, from the UN's document system.

The code is the ISO 3166 one, with exceptions: data/symbol_codes.csv lists those that a document proves. A document that
is not there is a miss and is reported; a summary is never corrected after it was issued, so one that is there is not
fetched again. Where a list cannot be read in the PDF, the document is asked for as Word, in which it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from analytics import small_tables
from analytics.fetching.answers import NotThereError, OtherDocumentError, document_of
from analytics.fetching.polite import Polite
from analytics.folders import DATA
from analytics.swapping import PART, swap

URL = "https://documents.un.org/api/symbol/access"
WORD = ".docx"
ENDINGS = (WORD, ".pdf", ".txt")
AS_WORD = ("docx", "doc")
"""What Word documents are asked for as, one after the other."""


@dataclass(frozen=True)
class Miss:
    """A review of which no summary was found, the symbols that were tried, and the last answer."""

    state: str
    session: int
    tried: tuple[str, ...]
    said: str


@dataclass
class Report:
    """What was fetched, what was there already, and what is missing."""

    fetched: list[Path] = field(default_factory=list)
    there: list[Path] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)
    """Those of `fetched` in which no list can be read."""


def unknown_states(states: Iterable[str], data: Path = DATA) -> list[str]:
    """Those of these codes that are not in data/states.csv."""
    known = {row["iso3"] for row in small_tables.read(data / "states.csv")}
    return [state for state in states if state not in known]


def symbols(state: str, session: int, data: Path = DATA) -> list[str]:
    """The symbols under which the summary of a review may stand, the likeliest first."""
    rows = [row for row in small_tables.read(data / "symbol_codes.csv") if row["iso3"] == state]
    others = [row["code"] for row in rows if row["session"] in ("", str(session))]
    return [f"A/HRC/WG.6/{session}/{code}/3" for code in dict.fromkeys((state, *others))]


def there(state: str, session: int, folder: Path, data: Path = DATA) -> Path | None:
    """The summary of a review that is in `folder` already."""
    paths = (path for symbol in symbols(state, session, data) for path in _paths(folder, symbol))
    return next((path for path in paths if path.exists()), None)


def fetch(
    guest: Polite,
    reviews: Iterable[tuple[str, int]],
    folder: Path,
    url: str = URL,
    data: Path = DATA,
    *,
    reads: Callable[[Path], bool] = lambda _: True,
    progress: Callable[[], None] = lambda: None,
) -> Report:
    """The summary of each review, a state and a session, into `folder`.

    `reads` says whether a list can be read in a file, whatever its name; `progress` is called after each review.
    Raises FetchError when the server does not answer, or lets only browsers through; what was fetched stays.
    """
    report, asking = Report(), _Asking(guest, folder, url, reads)
    for state, session in reviews:
        held = there(state, session, folder, data)
        if held:
            report.there.append(held)
        else:
            asking.fetch(Miss(state, session, tuple(symbols(state, session, data)), ""), report)
        progress()
    return report


@dataclass(frozen=True)
class _Asking:
    """Who asks where, where the files go, and what says whether a list can be read in one."""

    guest: Polite
    folder: Path
    url: str
    reads: Callable[[Path], bool]

    def fetch(self, missing: Miss, report: Report) -> None:
        """The summary of one review, under the first of its symbols that is there; else it is a miss."""
        said = ""
        for symbol in missing.tried:
            try:
                content, ending = self._document(symbol, "pdf")
            except NotThereError as error:
                said = str(error)
                continue
            path = self._keep(symbol, content, ending) or (self._as_word(symbol) if ending == ".pdf" else None)
            if path is None:
                path = self._keep(symbol, content, ending, unread=True)
                report.unread += [path] if path else []
            report.fetched += [path] if path else []
            return
        report.misses.append(replace(missing, said=said))

    def _as_word(self, symbol: str) -> Path | None:
        """The document as Word, if there is one in which a list can be read."""
        for kind in AS_WORD:
            try:
                content, ending = self._document(symbol, kind)
            except (NotThereError, OtherDocumentError):
                continue
            if ending == WORD and (path := self._keep(symbol, content, ending)):
                return path
        return None

    def _document(self, symbol: str, kind: str) -> tuple[bytes, str]:
        return self.guest.get(self.url, document_of, {"s": symbol, "l": "en", "t": kind})

    def _keep(self, symbol: str, content: bytes, ending: str, *, unread: bool = False) -> Path | None:
        """The file, if a list can be read in it or it is kept `unread`. An interruption leaves none that counts."""
        path = self.folder / f"{_name(symbol)}{ending}"
        part = path.with_name(f".{path.name}{PART}")
        part.write_bytes(content)
        if unread or self.reads(part):
            swap(part, path)
            return path
        part.unlink()
        return None


def _name(symbol: str) -> str:
    """The name of a file from which its symbol can be read back."""
    return symbol.replace("/", "_")


def _paths(folder: Path, symbol: str) -> list[Path]:
    return [folder / f"{_name(symbol)}{ending}" for ending in ENDINGS]
