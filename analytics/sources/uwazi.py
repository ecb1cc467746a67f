"""Reader of UPR Info's database of today, an Uwazi instance: its CSV export, and pages of its API as JSON.

The CSV is UTF-8; its header are the labels of the properties, `|` stands between several values. In JSON each property
of `metadata` is a list, possibly empty or missing, of `{"value", "label"}`. Issues are UPR Info's. What the database
has not coded yet (action, issues) is left empty. `creationDate` is when a record was entered, not the review: not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from analytics.sentences import Said
from analytics.sources import tables
from analytics.sources.reading import Findings, ReadError, shown, unescaped
from analytics.sources.recommendations import RawRow
from analytics.sources.records import not_a_record, records, sniff, words
from analytics.sources.tables import Table

SOURCE = "uwazi"
KEY = "metadata"
"""Every record has it."""
ENVELOPE = frozenset({"rows", "totalRows"})
"""Keys of a page, which may hold no record."""
BETWEEN_VALUES = "|"
COLUMNS: tables.Names = {
    "recommendation": ("recommendation", "text"),
    "state_under_review": ("state under review", "sur"),
    "recommending_state": ("recommending state", "recommending states"),
    "response": ("response",),
    "action_category": ("action category", "action"),
    "issues": ("issues", "issue"),
    "session": ("session",),
    "identity": ("sharedId", "id"),
}
"""Property -> labels of its column."""
REQUIRED = ("recommendation", "state_under_review", "recommending_state", "response", "session")


def read_csv(table: Table, findings: Findings) -> Iterator[RawRow]:
    """The rows of a CSV export. Raises ReadError when its columns are not there."""
    for line, cells in tables.records(table, COLUMNS, REQUIRED, findings):
        text = cells.pop("recommendation")
        found = {name: _split(cell) for name, cell in cells.items()}
        yield _row({**found, "recommendation": [text]}, table.path.name, line)


def read_json(path: Path, findings: Findings) -> Iterator[RawRow]:
    """The records of one page or of several; `line` is the number of the record.

    Raises ReadError when it holds no page of this API, or ends early.
    """
    sniffed = sniff(path, {KEY})
    if sniffed.prefix is None:
        if ENVELOPE.isdisjoint(sniffed.keys):
            keys = shown(", ".join(sniffed.keys))
            raise ReadError(Said("refusal.no_record_of", file=path.name, key=KEY, there=keys))
        for _ in records(path, "rows.item"):  # no record, but perhaps damage
            pass
        return
    for number, record in records(path, sniffed.prefix):
        metadata = record.get(KEY) if isinstance(record, dict) else None
        if not isinstance(metadata, dict):
            findings.reject(number, "record", shown(record), not_a_record(metadata))
            continue
        found = {name: words(metadata.get(name)) for name in COLUMNS}
        found["identity"] = words(record.get("sharedId") or record.get("_id"))
        yield _row(found, path.name, number)


def _split(cell: str) -> list[str]:
    return [value.strip() for value in cell.split(BETWEEN_VALUES) if value.strip()]


def _row(found: Mapping[str, list[str]], file: str, line: int) -> RawRow:
    def one(name: str) -> str:
        return ", ".join(unescaped(value) for value in found.get(name, ()))

    def several(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unescaped(value) for value in found.get(name, ())))

    return RawRow(
        file=file,
        line=line,
        to=one("state_under_review"),
        recommending=several("recommending_state"),
        text="\n".join(unescaped(value) for value in found.get("recommendation", ())),
        response="/".join(several("response")),
        action=one("action_category"),
        issues=several("issues"),
        session=one("session"),
        source=SOURCE,
        identity=one("identity"),
    )
