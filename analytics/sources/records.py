"""Records of a JSON file, one by one, however large the file: only one record is ever held.

The records are found by a key that they have, wherever the list of them stands: `[{...}]`, `{"rows": [{...}]}`, a list
of such pages, or pages and records one to a line.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from analytics.sentences import Said
from analytics.sources.reading import ReadError, guarded, shown
from analytics.sources.tables import key

LARGEST_RECORD = 8_000_000
"""Bytes between the ends of two records; the largest record known has 30,000."""
MOST_EVENTS = 200_000
"""Parts of a file that are looked at to find its records."""
MOST_DEPTH = 40
MOST_OPEN = 500
"""Brackets that are open at once. The JSON library slows down with the square of them."""
SLICE = 4_096
"""Bytes of which the brackets are counted together."""
MOST_KEYS = 200


@dataclass
class Sniffed:
    """Where the records of a file stand, None if none was found, and the keys that were seen on the way."""

    prefix: str | None = None
    keys: list[str] = field(default_factory=list)

    def see(self, key: str) -> None:
        """Remember a key, once."""
        if len(self.keys) < MOST_KEYS and key not in self.keys:
            self.keys.append(key)


class _Bounded:
    """A file that is read in blocks, and refuses to go on for long without `mark` being called."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.file, self.name = file, name
        self.since, self.depth = 0, 0
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            file.seek(0)

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(min(size, 1 << 16) if size >= 0 else 1 << 16)
        self.since += len(block)
        if self.since > LARGEST_RECORD:
            raise ReadError(Said("refusal.record", file=self.name, most=LARGEST_RECORD))
        for start in range(0, len(block), SLICE):
            self._count(block[start : start + SLICE])
        return block

    def _count(self, part: bytes) -> None:
        """Brackets inside texts count too, but few of them stay open."""
        opened, closed = part.count(b"[") + part.count(b"{"), part.count(b"]") + part.count(b"}")
        self.depth += opened - closed
        if self.depth > MOST_OPEN:
            raise ReadError(Said("refusal.nested", file=self.name, most=MOST_OPEN))

    def mark(self) -> None:
        self.since, self.depth = 0, 0


def sniff(path: Path, wanted: Iterable[str]) -> Sniffed:
    """Where the records with one of the `wanted` keys stand, however written. A file that is no JSON has no keys."""
    import ijson

    names, seen = frozenset(wanted), Sniffed()
    with path.open("rb") as file:
        try:
            events = ijson.parse(_Bounded(file, path.name), multiple_values=True, use_float=True)
            for _, (prefix, event, value) in zip(range(MOST_EVENTS), events, strict=False):
                if event == "map_key":
                    seen.see(str(value))
                    if (value in names or key(str(value)) in names) and prefix.rpartition(".")[2] in ("", "item"):
                        seen.prefix = prefix
                        return seen
                if prefix.count(".") > MOST_DEPTH:
                    return seen
        except ReadError:
            raise
        # A truncated file may still have said what it is; how it fails is the reader's business.
        except Exception:  # noqa: BLE001
            return seen
    return seen


def records(path: Path, prefix: str) -> Iterator[tuple[int, Any]]:
    """Number and content of each record below `prefix`. Raises ReadError where the file is damaged or ends early."""
    import ijson

    with path.open("rb") as file:
        bounded = _Bounded(file, path.name)
        items = ijson.items(bounded, prefix, multiple_values=True, use_float=True)
        for number, record in enumerate(guarded(items, path.name, Said("kind.json")), start=1):
            bounded.mark()
            yield number, record


def words(value: Any) -> list[str]:
    """The values of a property as text: it may be missing, one value, or a list of values or of labels."""
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        return words(value.get("label") or value.get("value"))
    if isinstance(value, list):
        return [word for each in value[:1000] if not isinstance(each, list) for word in words(each)]
    return [str(value).strip()]


def not_a_record(value: Any) -> Said:
    """Why something that stands among records is none."""
    return Said("reason.no_record", seen=shown(type(value).__name__))
