"""Names that a person mapped to codes: $UPR_DATA/mappings.csv, one record per name with its date."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from analytics import letters, small_tables
from analytics.checksums import DamagedError
from analytics.folders import DATA
from analytics.loading import sealed_records, store
from analytics.loading.store import StoreError, Version
from analytics.sentences import Said
from analytics.sources.names import read_aliases

FILE = "mappings.csv"
COLUMNS = ("kind", "name", "code", "mapped")
ALIASES = {"state": "state_aliases.csv", "issue": "issue_aliases.csv"}
"""Tables of the names that need no mapping, and cannot be given another meaning."""
KINDS = ("state", "issue", "response", "country")
"""Kinds of names that a person can map; countries are those behind the names of organisations."""
PATIENCE = 10.0
"""Seconds that another change of the data folder is waited for."""
RESPONSES = ("accepted", "noted", "partial", "pending")


def mapped(root: Path, data: Path = DATA) -> dict[str, dict[str, str]]:
    """What a person mapped: kind of name -> name -> code ('' for one that is left out). The last word counts."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    known = codes(data)
    for kind, name, code, _ in _records(root):
        if code.lower() in known.get(kind, ()):
            found[kind][name] = known[kind][code.lower()]
    return found


def unknown(root: Path, data: Path = DATA) -> list[tuple[str, ...]]:
    """Kind, name and code of what is mapped to a code that does not exist; it is not used."""
    known = codes(data)
    return [each[:3] for each in _records(root) if each[2].lower() not in known.get(each[0], ())]


def codes(data: Path = DATA) -> dict[str, dict[str, str]]:
    """The codes that a name of each kind can be mapped to, and '', by how they are written in lower case."""
    states = [row["iso3"] for row in small_tables.read(data / "states.csv")]
    issues = [row["issue"] for row in small_tables.read(data / "issues.csv")]
    every = {"state": states, "issue": issues, "response": RESPONSES, "country": states}
    return {kind: {code.lower(): code for code in ("", *every[kind])} for kind in KINDS}


def map_name(kind: str, name: str, code: str, root: Path, data: Path = DATA) -> str:
    """Remember that a name stands for a code, as a record with its date; the code as it is kept.

    Raises StoreError for a kind or a code that does not exist, and for a name that the tables of names have.
    """
    name = letters.name(name)
    if kind not in KINDS:
        raise StoreError(Said("refusal.kind_of_name", kind=kind, there=", ".join(KINDS)))
    known = codes(data)[kind]
    kept = known.get(code.lower())
    if kept is None:
        near = difflib.get_close_matches(code.lower(), known.keys() - {""}, n=5, cutoff=0)
        there = ", ".join(known[each] for each in near)
        raise StoreError(Said("refusal.code", code=code, kind=kind, there=there))
    named = read_aliases(data / ALIASES[kind]).get(name) if kind in ALIASES else None
    if named:
        raise StoreError(Said("refusal.name_known", name=name, code=named))
    today = datetime.now(tz=UTC).date().isoformat()
    with store.changing(root, store.NO_ROOM, PATIENCE):
        _write([*_records(root), (kind, name, kept, today)], root)
    return kept


def forget_name(kind: str, name: str, root: Path) -> bool:
    """Forget what a name stands for; whether it was mapped. What is loaded stays as it is: see `loaded_with`."""
    name = letters.name(name)
    with store.changing(root, store.NO_ROOM, PATIENCE):
        records = _records(root)
        kept = [each for each in records if each[:2] != (kind, name)]
        if kept != records:
            _write(kept, root)
    return kept != records


def loaded_with(kind: str, name: str, root: Path) -> list[Version]:
    """The versions in which what a name stood for coded some row, of those that what is served was made from."""
    found = []
    name = name.lower() if kind == "response" else name
    for source in store.sources(root):
        served = store.if_known(source, root)
        found += [each for each in store.made_from(served, root) if [kind, name] in each.logged.get("mapped", ())]
    return found


def _write(records: Iterable[tuple[str, ...]], root: Path) -> None:
    """Raises StoreError, and leaves the file as it was, where it cannot be written."""
    sealed_records.write(root / FILE, COLUMNS, records)


def _records(root: Path) -> list[tuple[str, ...]]:
    """What the file says. Raises DamagedError where that is not what was written."""
    rows = sealed_records.read(root / FILE, COLUMNS, "damage.mappings")
    if any(row[0] not in KINDS for row in rows):
        raise DamagedError(Said("damage.mappings", file=FILE, what=Said("damage.digest")))
    return rows
