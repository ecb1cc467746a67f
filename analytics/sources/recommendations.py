"""The common rows that every reader of recommendations ends in, and the coding that leads there.

A reader (one file per format beside this one) yields `RawRow`s: the words of the source. `Coder` turns them into
`Recommendation`s by exact look-up in the committed alias tables, or into `Rejected` rows with a reason. Nothing
here guesses: a name that is not in the tables is rejected.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RESPONSES: Mapping[str, str] = {
    "accepted": "accepted",
    "accepted in full": "accepted",
    "supported": "accepted",
    "supports": "accepted",
    "noted": "noted",
    "rejected": "noted",
    "not supported": "noted",
    "not accepted": "noted",
    "general response": "noted",
    "no response": "noted",
    "supported/noted": "partial",
    "partially supported": "partial",
    "partially accepted": "partial",
    "accepted in part": "partial",
    "pending": "pending",
    "under consideration": "pending",
    "response not available": "pending",
    "": "pending",
}
"""Response word of a source, in lower case -> derived response (DOMAIN: a recommendation, response)."""

VOLUNTARY_PLEDGE = "Voluntary Pledge"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row in the words of its source; `file` and `line` say where it stood (the header is line 1)."""

    file: str
    line: int
    to: str
    recommending: str
    text: str
    response: str
    action: str
    issues: tuple[str, ...]
    session: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation (or voluntary pledge) in codes. `source_key` identifies it without its text."""

    source: str
    source_key: str
    session: int
    state_under_review: str
    recommending_state: str | None
    response: str
    response_raw: str
    action_category: int
    issues: tuple[str, ...]
    correction: str | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken: which field, its value, and why."""

    file: str
    line: int
    field: str
    value: str
    reason: str


@dataclass(frozen=True)
class Correction:
    """A record of data/corrections.toml; `where` compares words of the source, all must agree."""

    correction: str
    source: str
    title: str
    where: Mapping[str, str]
    rows: int
    treatment: str
    reason: str

    def meets(self, row: RawRow) -> bool:
        """Whether the record is about this row."""
        words = {"to": row.to, "from": row.recommending, "session": row.session, "response": row.response}
        return all(words[field] == value for field, value in self.where.items())


def read_corrections(data: Path) -> list[Correction]:
    """Every record of `data`/corrections.toml, in file order."""
    records = tomllib.loads((data / "corrections.toml").read_text(encoding="utf-8"))["correction"]
    return [Correction(**record) for record in records]


def read_aliases(path: Path) -> dict[str, str]:
    """Name -> code from the first two columns of a committed alias table; a name may stand there only once."""
    aliases: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for name, code, *_ in rows:
            if aliases.setdefault(name, code) != code:
                message = f"{path.name} gives '{name}' two codes: {aliases[name]} and {code}. Keep one of them."
                raise ValueError(message)
    return aliases


class Coder:
    """Turns raw rows into coded ones. One coder reads one source from its first row to its last.

    It counts occurrences of identical rows, so that exact duplicates keep distinct and stable keys, and it notes
    which rows each correction met.
    """

    def __init__(self, source: str, data: Path, corrections: list[Correction]) -> None:
        self.source = source
        self.states = read_aliases(data / "state_aliases.csv")
        self.issues = read_aliases(data / "issue_aliases.csv")
        with (data / "sessions.csv").open(encoding="utf-8", newline="") as file:
            self.sessions = {row["session"]: int(row["session"]) for row in csv.DictReader(file)}
        self.corrections = [record for record in corrections if record.source == source]
        self.met: dict[str, list[str]] = {record.correction: [] for record in self.corrections}
        self.seen: Counter[str] = Counter()

    def code(self, row: RawRow) -> Recommendation | Rejected:  # noqa: PLR0911 - one return per reason
        """The coded row, or the first field that could not be coded and why."""
        records = [record for record in self.corrections if record.meets(row)]
        for record in records:
            self.met[record.correction].append(f"{row.file}, line {row.line}: {row.recommending} to {row.to}")
        treatments = {record.treatment for record in records}

        def reject(field: str, value: str, reason: str) -> Rejected:
            return Rejected(row.file, row.line, field, value, reason)

        under_review = self.states.get(row.to)
        if under_review is None:
            return reject("state under review", row.to, "this name is not in data/state_aliases.csv")
        recommending = self.states.get(row.recommending)
        if recommending is None and "no_recommending_state" not in treatments:
            return reject("recommending state", row.recommending, "this name is not in data/state_aliases.csv")
        session = self.sessions.get(row.session)
        if session is None:
            return reject("session", row.session, "this session is not in data/sessions.csv")
        pledge = row.response == VOLUNTARY_PLEDGE
        response = "pledge" if pledge else RESPONSES.get(row.response.strip().lower())
        if response is None:
            return reject("response", row.response, "this response is not known")
        if row.action not in {"1", "2", "3", "4", "5"}:
            return reject("action category", row.action, "the action category must be 1 to 5")
        unknown = [name for name in row.issues if name not in self.issues]
        if unknown or not row.issues:
            return reject("issue", ", ".join(unknown), "this issue is not in data/issue_aliases.csv")
        return Recommendation(
            source=self.source,
            source_key=self._key(row),
            session=session,
            state_under_review=under_review,
            recommending_state=recommending,
            response=response,
            response_raw=row.response,
            action_category=int(row.action),
            issues=tuple(dict.fromkeys(self.issues[name] for name in row.issues)),
            correction=records[0].correction if records and not pledge else None,
        )

    def _key(self, row: RawRow) -> str:
        """12 hexadecimal digits from the words of the row and its occurrence: the same on every build."""
        parts = (row.session, row.to, row.recommending, row.text, row.response, row.action)
        words = "|".join(" ".join(part.split()) for part in parts)
        self.seen[words] += 1
        return hashlib.sha256(f"{words}|{self.seen[words]}".encode()).hexdigest()[:12]
