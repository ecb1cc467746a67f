"""The public API of UPR Info's database, an Uwazi instance: what it offers, and all recommendations of one session.

Rows are found by the ids of a session and never by words: a search term that is not quoted matches everything, so none
is sent. Ids come from the API's own lists, because an id that it does not know is answered with 200 and no row. A
search ends at its window of 10,000 rows; a session that reaches it is read by state under review.

Reading a session takes several pages, and the database is edited meanwhile. A reading counts when its total stayed the
same and no record came twice; otherwise it is read again, the last times state by state, where few pages can shift.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analytics.fetching.answers import FetchError, json_of
from analytics.fetching.polite import Polite
from analytics.sources.reading import shown

BASE = "https://upr-info-database.uwazi.io"
RECOMMENDATION = "5d8ce04361cde0408222e9a8"
"""Id of the template of recommendations."""
WINDOW = 10_000
PAGE = 500
ATTEMPTS = 4
"""How often a session is read; from the third time on state by state."""
BY_STATE_FROM = 3
KEPT = ("_id", "sharedId", "title", "template", "language", "creationDate", "editDate", "metadata")
"""Keys of a record that are kept; the others say how it was found."""
NUMBER = re.compile(r"\D{0,20}(\d{1,3})\b")
YEAR = re.compile(r"\b(20\d\d)\b")
MISSING = "missing"
"""The value by which the API filters records that have none."""

Row = dict[str, Any]


class SessionError(FetchError):
    """A session that could not be read whole; others may be."""


@dataclass(frozen=True)
class Session:
    """A session as the database lists it. More than one id when it is listed twice."""

    number: int
    label: str
    ids: tuple[str, ...]

    @property
    def year(self) -> int | None:
        """The year in its label, `44 - November 2023`."""
        found = YEAR.search(self.label)
        return int(found.group()) if found else None


@dataclass(frozen=True)
class Page:
    """One page of an answer. `exact` is False where there are at least `total` rows."""

    rows: list[Row]
    total: int
    exact: bool


@dataclass
class Reading:
    """What came in while a session was read: records by id, and what was odd."""

    rows: dict[str, Row] = field(default_factory=dict)
    duplicates: int = 0
    """Records that stood twice on one page."""
    repeated: int = 0
    """Records that came again on another page: a real duplicate, or the pages shifted and others were missed."""
    steady: bool = True

    def add(self, rows: Iterable[Row]) -> None:
        """Take a page."""
        here: set[str] = set()
        for row in rows:
            identity = _identity(row)
            if identity in here:
                self.duplicates += 1
            elif identity in self.rows:
                self.repeated += 1
            here.add(identity)
            self.rows.setdefault(identity, {key: row[key] for key in KEPT if key in row})


class _WindowError(Exception):
    """There are more rows than one search can show."""


class Api:
    """The API at `base`, asked by one polite guest, `page` rows at a time."""

    def __init__(self, guest: Polite, base: str = BASE, page: int = PAGE) -> None:
        self.guest, self.base, self.size = guest, base.rstrip("/"), page
        self._lists: dict[str, dict[str, str]] = {}
        self._answers: dict[str, list[Row]] = {}

    def sessions(self) -> dict[int, Session]:
        """The sessions that the database lists, by number. Raises FetchError when it lists none."""
        found: dict[int, Session] = {}
        for identity, label in self.options("session").items():
            number = NUMBER.match(label)
            if number:
                before = found.get(int(number.group(1)))
                ids = (*(before.ids if before else ()), identity)
                found[int(number.group(1))] = Session(int(number.group(1)), label, ids)
        if not found:
            labels = shown(", ".join(self.options("session").values()))
            message = f"The database lists no session with a number. It lists: {labels or 'nothing'}."
            raise FetchError(message)
        return dict(sorted(found.items()))

    def options(self, name: str) -> dict[str, str]:
        """Id -> label of the values of a property of recommendations. Raises FetchError when the API has no list."""
        if name not in self._lists:
            content = self._content(name)
            entry = next((row for row in self._rows("/api/thesauris") if row.get("_id") == content), None)
            values = _flat(entry.get("values")) if entry else {}
            if len(values) < int((entry or {}).get("optionsCount") or 1):
                values |= self._entities(content)
            if not values:
                message = (
                    f"The list '{content}', from which the values of '{name}' come, is not in /api/thesauris. A search "
                    "with an id that the database does not know finds nothing, so none was made. The source may have "
                    "changed: try again later, or load its CSV export."
                )
                raise FetchError(message)
            self._lists[name] = values
        return self._lists[name]

    def count(self, session: Session) -> Page:
        """How many rows a session has, on a page with one of them."""
        return self._page(_filters(session.ids), 0, 1)

    def read(self, session: Session, progress: Callable[[int, int], None]) -> Reading:
        """All records of a session; none if the database knows none. `progress` is told rows so far and in all.

        Raises SessionError when they do not hold still, FetchError when the API does not answer.
        """
        ever: set[str] = set()
        for attempt in range(1, ATTEMPTS + 1):
            by_state = attempt >= BY_STATE_FROM
            reading = self._read_once(session, progress, by_state=by_state)
            doubtful = reading.repeated and not (by_state and ever <= reading.rows.keys())
            if reading.steady and not doubtful:
                return reading
            ever |= reading.rows.keys()
        message = (
            f"Session {session.number} changed each of the {ATTEMPTS} times it was read: somebody is editing it. "
            "Run the same command again later."
        )
        raise SessionError(message)

    def _read_once(self, session: Session, progress: Callable[[int, int], None], *, by_state: bool) -> Reading:
        reading = Reading()
        if not by_state:
            try:
                self._pages(_filters(session.ids), reading, lambda total: progress(len(reading.rows), total))
            except _WindowError:
                reading = Reading()
            else:
                return reading
        self._states(session, reading, progress)
        return reading

    def _states(self, session: Session, reading: Reading, progress: Callable[[int, int], None]) -> None:
        """Read a session state by state, and those records that name none."""
        whole = self.count(session)
        for state in (*self.options("state_under_review"), MISSING):
            if whole.exact and len(reading.rows) >= whole.total:
                break
            try:
                filters = _filters(session.ids) | {"state_under_review": {"values": [state]}}
                self._pages(filters, reading, lambda _: progress(len(reading.rows), whole.total))
            except _WindowError:
                message = f"Session {session.number} has {WINDOW:,} rows or more on one state: not a list of reviews."
                raise SessionError(message) from None
        came = len(reading.rows) + reading.duplicates + reading.repeated
        too_many = whole.exact and len(reading.rows) > whole.total
        reading.steady = reading.steady and came >= whole.total and not too_many

    def _pages(self, filters: Row, reading: Reading, progress: Callable[[int], None]) -> None:
        """Read a search to its end, or until its total changes. Raises _WindowError when it shows only a part."""
        start, total = 0, None
        while total is None or start < total:
            page = self._page(filters, start, self.size)
            if not page.exact or page.total >= WINDOW:
                raise _WindowError
            if (total is not None and page.total != total) or (not page.rows and start < page.total):
                reading.steady = False
                return
            total = page.total
            _check_rows(page.rows, filters)
            reading.add(page.rows)
            start += len(page.rows)
            progress(total)

    def _page(self, filters: Row, start: int, limit: int, template: str = RECOMMENDATION) -> Page:
        params = {
            "types": json.dumps([template]),
            "filters": json.dumps(filters),
            "limit": limit,
            "from": start,
            "sort": "creationDate",
            "order": "asc",
        }
        answer = self.guest.get(f"{self.base}/api/search", json_of, params)
        rows, total = (answer.get("rows"), answer.get("totalRows")) if isinstance(answer, dict) else (None, None)
        if not isinstance(rows, list) or not isinstance(total, int) or not all(isinstance(row, dict) for row in rows):
            seen = ", ".join(answer) if isinstance(answer, dict) else type(answer).__name__
            message = f"The search of {self.base} does not answer with rows and totalRows any more, but: {shown(seen)}."
            raise FetchError(message)
        return Page(rows, total, answer.get("relation", "eq") == "eq")

    def _content(self, name: str) -> str:
        """Id of the list from which the values of a property come."""
        templates = {row.get("_id"): row for row in self._rows("/api/templates")}
        if RECOMMENDATION not in templates:
            names = shown(", ".join(str(row.get("name")) for row in templates.values()))
            message = f"The database has no template '{RECOMMENDATION}' for recommendations any more, but: {names}."
            raise FetchError(message)
        properties = {each.get("name"): each for each in templates[RECOMMENDATION].get("properties", [])}
        if name not in properties:
            has = shown(", ".join(map(str, properties)))
            message = f"Recommendations have no property '{name}' in the database any more. They have: {has}."
            raise FetchError(message)
        return str(properties[name].get("content") or "")

    def _entities(self, template: str) -> dict[str, str]:
        """Id -> title of the records of a template, where a property refers to records and the list is cut short."""
        found: dict[str, str] = {}
        start, total = 0, 1
        while template and start < min(total, WINDOW):
            page = self._page({}, start, self.size, template)
            found |= {str(row.get("sharedId")): str(row.get("title")) for row in page.rows}
            start, total = start + len(page.rows), page.total if page.rows else 0
        return found

    def _rows(self, path: str) -> list[Row]:
        if path not in self._answers:
            answer = self.guest.get(f"{self.base}{path}", json_of)
            rows = answer.get("rows") if isinstance(answer, dict) else answer
            if not isinstance(rows, list):
                message = f"{self.base}{path} does not answer with a list any more. The source may have changed."
                raise FetchError(message)
            self._answers[path] = [row for row in rows if isinstance(row, dict)]
        return self._answers[path]


def _filters(ids: Iterable[str]) -> Row:
    return {"session": {"values": list(ids)}}


def _flat(values: Any) -> dict[str, str]:
    """Id -> label of the values of a list, which may stand in groups."""
    found: dict[str, str] = {}
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict) and isinstance(value.get("values"), list):
            found |= _flat(value["values"])
        elif isinstance(value, dict) and value.get("id"):
            found[str(value["id"])] = str(value.get("label", ""))
    return found


def _identity(row: Row) -> str:
    identity = row.get("sharedId") or row.get("_id")
    if not identity:
        message = f"The database sends a record without an id, with the keys {shown(', '.join(row))}."
        raise FetchError(message)
    return str(identity)


def _check_rows(rows: Iterable[Row], filters: Mapping[str, Any]) -> None:
    """Raises FetchError for rows that the filter must have kept out, or that are not in English."""
    wanted = set(filters["session"]["values"])
    for row in rows:
        metadata = row.get("metadata")
        values = metadata.get("session") if isinstance(metadata, dict) else None
        has = [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
        if has and wanted.isdisjoint(str(value.get("value")) for value in has):
            message = (
                f"The search answers with rows of '{shown(has[0].get('label'))}' that were not asked for: the database "
                "does not filter by session any more. Load its CSV export instead."
            )
            raise FetchError(message)
        if row.get("language", "en") != "en":
            message = f"The database answers in '{shown(row['language'])}', though English was asked for."
            raise FetchError(message)
