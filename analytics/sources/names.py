"""Names of states, issues and responses: exact look-up, and the nearest name as a suggestion to a person."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from pathlib import Path

NEAR = 75
"""Least similarity of a suggestion, of 100 (rapidfuzz: letters of the words in alphabetical order)."""
MOST_SUGGESTED = 5_000
"""Different unknown names that are compared; a file with more is not about states and issues."""
LONGEST_COMPARED = 120
"""Characters; the longest name of a state has 52."""
TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "\u00a0": " "})  # noqa: RUF001 - the apostrophes that word processors set


class Names:
    """The names of one table, and those that the user mapped: name -> code, or -> '' for one that is left out."""

    def __init__(self, aliases: Mapping[str, str], mapped: Mapping[str, str] | None = None) -> None:
        self.aliases = aliases
        self.mapped = mapped or {}
        self.used: set[str] = set()
        self.codes = {**aliases, **self.mapped}
        self.suggested: dict[str, str] = {}

    def code(self, name: str) -> str | None:
        """The code of a name; None when it stands nowhere. Typographic apostrophes count as plain ones."""
        if name in self.mapped:
            self.used.add(name)
        code = self.codes.get(name)
        return self.codes.get(plain(name)) if code is None and not name.isascii() else code

    def suggest(self, name: str) -> str:
        """The nearest name of the table, or nothing. For a person to confirm: no row is ever coded by it."""
        if name not in self.suggested:
            if len(self.suggested) >= MOST_SUGGESTED:
                return ""
            self.suggested[name] = self._nearest(name)
        return self.suggested[name]

    def _nearest(self, name: str) -> str:
        from rapidfuzz import fuzz, process, utils

        if len(name) > LONGEST_COMPARED:
            return ""
        found = process.extractOne(
            plain(name),
            self.aliases.keys(),
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            score_cutoff=NEAR,
        )
        return found[0] if found else ""


def plain(name: str) -> str:
    """A name with composed letters, plain apostrophes and plain spaces."""
    return unicodedata.normalize("NFC", name).translate(TYPOGRAPHY)


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


def read_alone(path: Path) -> dict[str, str]:
    """Name that is no issue any more -> the code it stands for in a row that has no other issue.

    From the column `alone` of the table of names of issues; empty where there is no such column.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["alone"] for row in csv.DictReader(file) if row.get("alone")}
