"""The download of UPR Info's sessions: one file per session, and what changed in each since the download before.

A finished session is a file, `session-44.json`, in the envelope of the API. What an unfinished run has done stands in
its journal, so that the same command goes on from there; a journal older than a day is forgotten. A session that
answers nothing never replaces one with rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tqdm import tqdm

from analytics.fetching.answers import FetchError
from analytics.fetching.files import read_json, write_json
from analytics.fetching.uwazi import Api, Reading, Session, SessionError
from analytics.swapping import write

PATTERN = "session-*.json"
JOURNAL = ".journal.json"
FORGOTTEN_AFTER = timedelta(days=1)
COMPARED = ("title", "metadata")
"""Keys of a record that make it another one when they differ."""


@dataclass(frozen=True)
class Change:
    """What a session holds now, against the download before. `duplicates` are ids that came twice, kept once."""

    session: int
    rows: int
    new: int
    changed: int
    gone: int
    unchanged: int
    duplicates: int


@dataclass
class Report:
    """How a run ended: changes by session, sessions without rows yet, and sentences about what went wrong."""

    changes: list[Change] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    resumed: int = 0
    """Sessions that an interrupted run had finished."""


@dataclass(frozen=True)
class Here:
    """A session at the source and what is already there: `rows` of the file, None without one."""

    session: Session
    at_source: int
    exact: bool
    rows: int | None
    fetched: datetime | None


def chosen(listed: Mapping[int, Session], asked: Iterable[int] | None) -> list[Session]:
    """The sessions asked for, all that are listed by default. Raises FetchError when one of them is not listed."""
    if asked is None:
        return list(listed.values())
    wanted = sorted(set(asked))
    unknown = [str(number) for number in wanted if number not in listed]
    if unknown:
        message = f"The database lists no session {', '.join(unknown)}. It lists: {', '.join(map(str, listed))}."
        raise FetchError(message)
    return [listed[number] for number in wanted]


def look(api: Api, sessions: Iterable[Session], folder: Path) -> list[Here]:
    """What would be fetched. Raises FetchError when the API does not answer."""
    found = []
    for session in sessions:
        page, path = api.count(session), path_of(session.number, folder)
        before = _rows(path)
        fetched = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None
        found.append(Here(session, page.total, page.exact, None if before is None else len(before), fetched))
    return found


def path_of(number: int, folder: Path) -> Path:
    """The file of a session."""
    return folder / f"session-{number:02d}.json"


def finished(folder: Path) -> set[int]:
    """The sessions that an unfinished run has finished."""
    journal = _Journal(folder)
    return {int(number) for number in journal.content["sessions"] if journal.done(int(number))}


def forget(folder: Path) -> None:
    """The run is over, with all that was to be made of its files: the next one starts anew."""
    _Journal(folder).close()


def fetch(api: Api, sessions: Iterable[Session], folder: Path, *, unfinished: bool = False) -> Report:
    """Fetch each session into `folder`. A session that cannot be read whole is named in the report.

    The run stays `unfinished` until `forget`, where more is to be made of its files.

    Raises FetchError when the API does not answer; what was finished is then in its file and in the journal.
    """
    report, journal = Report(), _Journal(folder)
    empty = []
    for session in sessions:
        done = journal.done(session.number)
        if done:
            report.changes.append(done)
            report.resumed += 1
            continue
        try:
            reading = _read(api, session)
        except SessionError as error:
            report.problems.append(str(error))
            continue
        if reading.rows:
            report.changes.append(_keep(reading, session.number, folder, journal))
        else:
            empty.append(session)
    for session in empty:
        problem = _why_empty(session, folder, report)
        if problem:
            report.problems.append(problem)
        else:
            report.empty.append(session.number)
    if not (report.problems or unfinished):
        journal.close()
    return report


def _read(api: Api, session: Session) -> Reading:
    with tqdm(desc=f"session {session.number}", unit=" rows", disable=None, leave=False) as bar:

        def progress(rows: int, total: int) -> None:
            bar.total, bar.n = total, rows
            bar.refresh()

        return api.read(session, progress)


def _keep(reading: Reading, number: int, folder: Path, journal: _Journal) -> Change:
    """Write the file of a session, unless it would be the same, and say what changed."""
    path = path_of(number, folder)
    before = _rows(path)
    old = {identity: _mark(row) for identity, row in (before or {}).items()}
    now = {identity: _mark(row) for identity, row in reading.rows.items()}
    both = old.keys() & now.keys()
    changed = sum(old[identity] != now[identity] for identity in both)
    change = Change(
        session=number,
        rows=len(now),
        new=len(now.keys() - both),
        changed=changed,
        gone=len(old.keys() - both),
        unchanged=len(both) - changed,
        duplicates=reading.duplicates + reading.repeated,
    )
    rows = list(reading.rows.values())
    content = json.dumps({"rows": rows, "totalRows": len(rows), "relation": "eq"}, separators=(",", ":")).encode()
    if old == now:
        content = path.read_bytes()
    journal.add(change, content)
    if old != now:
        write(path, content)
    return change


def _why_empty(session: Session, folder: Path, report: Report) -> str | None:
    """What is wrong with a session that has no row, None where the review may simply not be entered yet."""
    later = [change.session for change in report.changes if change.session > session.number]
    held = session.year is None or session.year < datetime.now(UTC).year
    kept = _rows(path_of(session.number, folder))
    if not (kept or later or held or not report.changes):
        return None
    ids = ", ".join(f"'{each}'" for each in session.ids)
    message = (
        f"Session {session.number} answered with no row at all, as the database does for an id that it does not know "
        f"({ids}, '{session.label}')."
    )
    if kept:
        message += f" The {len(kept):,} rows fetched before are kept."
    return f"{message} Run the same command again; if it stays so, load the CSV export of that session instead."


class _Journal:
    """What an unfinished run has finished. An entry counts while the file is the one that it describes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / JOURNAL
        found = read_json(self.path)
        try:
            recent = datetime.now(UTC) - datetime.fromisoformat(found["begun"]) < FORGOTTEN_AFTER
            self.content: dict[str, Any] = found if recent and isinstance(found["sessions"], dict) else self._new()
        except (TypeError, KeyError, ValueError):
            self.content = self._new()

    def done(self, number: int) -> Change | None:
        """What had changed in a session, if this run has finished it before it was interrupted."""
        entry, path = self.content["sessions"].get(str(number)), path_of(number, self.folder)
        if not entry or not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            return None
        return Change(**entry["change"])

    def add(self, change: Change, content: bytes) -> None:
        """Written before the file: killed in between, the entry describes no file and the session is read again."""
        entry = {"sha256": hashlib.sha256(content).hexdigest(), "change": asdict(change)}
        self.content["sessions"][str(change.session)] = entry
        write_json(self.path, self.content)

    def close(self) -> None:
        """The run is over; the next one starts anew."""
        self.path.unlink(missing_ok=True)

    def _new(self) -> dict[str, Any]:
        return {"begun": datetime.now(UTC).isoformat(), "sessions": {}}


def _rows(path: Path) -> dict[str, dict[str, Any]] | None:
    """The records of a file by id, None when it is absent or damaged."""
    content = read_json(path)
    rows = content.get("rows") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        return None
    return {str(row.get("sharedId") or row.get("_id")): row for row in rows if isinstance(row, dict)}


def _mark(row: Mapping[str, Any]) -> bytes:
    words = json.dumps([row.get(key) for key in COMPARED], sort_keys=True)
    return hashlib.sha256(words.encode()).digest()
