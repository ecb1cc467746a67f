"""Stakeholder summaries by document symbol, `A/HRC/WG.6/<session>/<code>/3`, from the UN's document system.

The code is the ISO 3166 one, with exceptions: data/symbol_codes.csv lists those that a document proves. A document that
is not there is a miss and is reported; a summary is never corrected after it was issued, so one that is there is not
fetched again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from analytics import small_tables
from analytics.fetching.answers import NotThereError, document_of
from analytics.fetching.polite import Polite
from analytics.folders import DATA
from analytics.swapping import write

URL = "https://documents.un.org/api/symbol/access"
ENDINGS = (".pdf", ".txt")


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


def unknown_states(states: Iterable[str], data: Path = DATA) -> list[str]:
    """Those of these codes that are not in data/states.csv."""
    known = {row["iso3"] for row in small_tables.read(data / "states.csv")}
    return [state for state in states if state not in known]


def symbols(state: str, session: int, data: Path = DATA) -> list[str]:
    """The symbols under which the summary of a review may stand, the likeliest first."""
    rows = [row for row in small_tables.read(data / "symbol_codes.csv") if row["iso3"] == state]
    others = [row["code"] for row in rows if row["session"] in ("", str(session))]
    return [f"A/HRC/WG.6/{session}/{code}/3" for code in dict.fromkeys((state, *others))]


def fetch(guest: Polite, reviews: Iterable[tuple[str, int]], folder: Path, url: str = URL, data: Path = DATA) -> Report:
    """The summary of each review, a state and a session, into `folder`.

    Raises FetchError when the server does not answer, or lets only browsers through; what was fetched stays.
    """
    report = Report()
    for state, session in reviews:
        tried = symbols(state, session, data)
        paths = (folder / f"{_name(symbol)}{ending}" for symbol in tried for ending in ENDINGS)
        there = next((path for path in paths if path.exists()), None)
        if there:
            report.there.append(there)
            continue
        said = ""
        for symbol in tried:
            try:
                content, ending = guest.get(url, document_of, {"s": symbol, "l": "en", "t": "pdf"})
            except NotThereError as error:
                said = str(error)
                continue
            path = folder / f"{_name(symbol)}{ending}"
            write(path, content)
            report.fetched.append(path)
            break
        else:
            report.misses.append(Miss(state, session, tuple(tried), said))
    return report


def _name(symbol: str) -> str:
    """The name of a file from which its symbol can be read back."""
    return symbol.replace("/", "_")
