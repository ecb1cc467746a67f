"""Names of states, issues and responses: exact look-up, and the nearest name as a suggestion to a person."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from analytics.sources.suggesting import Suggestions
from analytics.text import languages, text

MOST_SUGGESTED = 5_000
"""Different unknown names that are compared; a file with more is not about states and issues."""
FEWEST_LETTERS = 4
"""Of a name in capitals that is another spelling; shorter ones are codes and acronyms."""
LONGEST_NAME = 120
"""Characters; the longest name of a state has 54."""
ARTICLE = re.compile(r"^the (?=\S)|(?:,? \(?the\)?|\*)$", re.IGNORECASE)
TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "\u00a0": " "})  # noqa: RUF001 - the apostrophes that word processors set


class Names:
    """The names of one table, and those that the user mapped: name -> code, or -> '' for one that is left out.

    `others` are further names of the codes: nothing is coded by them, but they tell which name was meant.
    """

    def __init__(
        self,
        aliases: Mapping[str, str],
        mapped: Mapping[str, str] | None = None,
        others: Mapping[str, str] | None = None,
    ) -> None:
        self.aliases = aliases
        self.mapped = mapped or {}
        self.used: set[str] = set()
        """Mapped names that were looked up."""
        self.codes = {**aliases, **self.mapped}
        self.capitals = {name.upper(): code for name, code in aliases.items() if len(name) >= FEWEST_LETTERS}
        named = {name: code for name, code in aliases.items() if name and not (name == code and name.isupper())}
        self.suggestions = Suggestions(named, others or {})
        self.suggested: dict[str, str] = {}

    def code(self, name: str) -> str | None:
        """The code of a name; None when it stands nowhere.

        Typographic apostrophes count as plain ones, a name all in capitals as itself, and an article around it for
        nothing: `BELGIUM`, `The Gambia`, `Gambia (the)`.
        """
        if name in self.mapped:
            self.used.add(name)
        code = self.codes.get(name)
        if code is None and len(name) <= LONGEST_NAME:
            bare = ARTICLE.sub("", plain(name))
            code = self.codes.get(bare)
            if code is None and bare.isupper():
                code = self.capitals.get(bare)
        return code

    def suggest(self, name: str) -> str:
        """The name that was most likely meant, or nothing. For a person to confirm: no row is ever coded by it."""
        if name not in self.suggested:
            if len(self.suggested) >= MOST_SUGGESTED:
                return ""
            self.suggested[name] = self.suggestions.nearest(name)
        return self.suggested[name]


def names_of_states(data: Path, mapped: Mapping[str, str] | None = None, *, codes: bool = False) -> Names:
    """The names of states, with those of every language of the atlas to suggest from; with `codes`, ISO3 codes too."""
    aliases = read_aliases(data / "state_aliases.csv")
    others = {}
    for language in languages():
        t = text(language)
        others |= {t.state(code): code for code in dict.fromkeys(aliases.values()) if code}
    spellings = data / "state_spellings.csv"
    others |= read_aliases(spellings) if spellings.exists() else {}
    return Names(({code: code for code in aliases.values()} if codes else {}) | aliases, mapped, others)


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
