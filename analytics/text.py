"""Everything the reader reads, by key and language: `t("countries.map.title")`.

A language is one folder of `locale/`: `text.toml` (what all pages share), one `<page>.toml` per page, whose keys start
with the page's name, likewise what is said of files and loads (`note`, `reason`, `refusal`, `seen`, see `said`),
`names.toml` (states, regions, issues) and `records.toml` (what the records of sources and corrections say), of which
English has none, as both are in data/, and one Markdown file per page of prose. Marks of numbers, plurals and days come
from the CLDR (`analytics.cldr`). Adding a language is adding its folder.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics import cldr, markup, thresholds

if TYPE_CHECKING:
    from datetime import date

LOCALE = Path(__file__).parent / "locale"
DATA = Path(__file__).parent.parent / "data"
DEFAULT = "en"
MISSING = "–"
SOUNDS_I = re.compile(r"h?[ií](?![aeoáéó])", re.IGNORECASE)
"""What begins with the sound of a word for "and": Spanish writes another one before it."""
OF_DATA = {"names", "records"}
"""Files of a language that say what is in data/ in English."""


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that exist, English first."""
    found = sorted(folder.name for folder in LOCALE.iterdir() if (folder / "text.toml").exists())
    return (DEFAULT, *(code for code in found if code != DEFAULT))


@cache
def text(language: str) -> Text:
    """The text of one language. Raises FileNotFoundError for a language without a folder."""
    return Text(language)


class Text:
    """Sentences, names and numbers of one language. Call it with a key and the blanks of that sentence.

    The blanks of `thresholds.SAID` are filled already, in every sentence and in prose.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        own = dict(flat(_toml(LOCALE / language / "text.toml")))  # its settings go before those of the CLDR
        usual = cldr.conventions(language)
        self.sentences: dict[str, Any] = {f"language.{name}": setting for name, setting in usual.items()} | own
        for page in sorted((LOCALE / language).glob("*.toml")):
            if page.stem not in OF_DATA | {"text"}:
                self.sentences.update(flat(_toml(page), f"{page.stem}."))
        self.names, self.records = _english_names(), {}
        if language != DEFAULT:
            self.records = _toml(LOCALE / language / "records.toml")["texts"]
            translated = _toml(LOCALE / language / "names.toml")
            self.names = {kind: {**names, **translated.get(kind, {})} for kind, names in self.names.items()}
        thousands, decimal = self.sentences["language.thousands"], self.sentences["language.decimal"]
        self._marks = str.maketrans({",": thousands, ".": decimal, "-": f"{self.sentences['language.sign']}−"})
        self._plus = f"{self.sentences['language.sign']}+"
        self.sentences = {key: _marked(self._with_thresholds(said)) for key, said in self.sentences.items()}

    def __call__(self, key: str, **blanks: object) -> str:
        """The sentence of `key` with its {blanks} filled. Raises KeyError for a key that no language has."""
        return str(self.sentences[key]).format(**blanks)

    def entries(self, parts: Iterable[object]) -> str:
        """Entries with commas between them: `41, 42, 43`."""
        return self("language.comma").join(map(str, parts))

    @property
    def right_to_left(self) -> bool:
        """Whether the language is read from the right."""
        return self("language.direction") == "rtl"

    def has(self, key: str) -> bool:
        """Whether there is a sentence of this key."""
        return key in self.sentences

    def count(self, what: str, number: int) -> str:
        """A number with its noun: `1 state`, `1,204 recommendations`; in the form `other` where its own is no other."""
        known = number is not None and number == number
        form = cldr.form(self.language, f"{number:.0f}") if known else cldr.OTHER
        key = f"count.{what}.{form}"
        return self(key if self.has(key) else f"count.{what}.{cldr.OTHER}", n=self.number(number))

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as this language writes it; an absent one is a dash."""
        if value is None or value != value:
            return MISSING
        return f"{round(value, decimals) + 0.0:,.{decimals}f}".translate(self._marks)

    def percent(self, share: float, decimals: int = 1) -> str:
        """A share (0 to 1) as a percentage."""
        if share is None or share != share:
            return MISSING
        return self("language.percent", n=self.number(share * 100, decimals))

    def points(self, share: float) -> str:
        """A difference of shares in percentage points, without sign."""
        return self._points(abs(share) * 100, 1)

    def signed(self, share: float) -> str:
        """A difference of shares in percentage points, with its sign."""
        return self._points(share * 100, 0 if share == round(share, 2) else 1, self._plus if share > 0 else "")

    def _points(self, value: float, decimals: int, sign: str = "") -> str:
        known = value is not None and value == value
        one = known and cldr.form(self.language, f"{abs(value):.{decimals}f}") == "one"
        return self(f"language.point{'' if one else 's'}", n=f"{sign}{self.number(value, decimals)}")

    def plus(self, value: float, decimals: int = 2) -> str:
        """A difference of plain numbers, with its sign."""
        return f"{self._plus if round(value, decimals) > 0 else ''}{self.number(value, decimals)}"

    def interval(self, lower: float, upper: float) -> str:
        """A 95 % interval of shares: `73.7 to 81.5%`."""
        return self("language.interval", lower=self.number(lower * 100, 1), upper=self.number(upper * 100, 1))

    def interval_sentence(self, lower: float, upper: float) -> str:
        """The same with its name, or why there is none."""
        if lower != lower:
            return self("interval.none")
        return self("interval.sentence", interval=self.interval(lower, upper))

    def day(self, day: date) -> str:
        """A day as this language writes it: `30 November 2026`."""
        number = self("language.first_of_month", n=1) if day.day == 1 else str(day.day)
        return self("language.day", day=number, month=self("language.months").split(" ")[day.month - 1], year=day.year)

    def join(self, parts: Iterable[str]) -> str:
        """A list in words: `Africa, Asia and Oceania`."""
        *most, last = list(parts) or [""]
        word = "language.and_before_i" if SOUNDS_I.match(last) else "language.and"
        return self(word, first=self.entries(most), last=last) if most else last

    def chain(self, parts: Iterable[str]) -> str:
        """Clauses joined by semicolons."""
        first, *others = list(parts) or [""]
        return reduce(lambda before, last: self("language.semicolon", first=before, last=last), others, first)

    def state(self, iso3: str) -> str:
        """Name of a state."""
        return self.names["states"].get(iso3, iso3)

    def area(self, code: str) -> str:
        """Name of a shape on the map: a state or a disputed area; empty for areas not reviewed on their own."""
        return self.names["states"].get(code) or str(self.sentences.get(f"area.{code}", ""))

    def region(self, code: str, scheme: str) -> str:
        """Name of a region under a scheme."""
        return self.names[f"regions_{scheme}"].get(code) or str(self.sentences.get(f"group.{code}", code))

    def short_region(self, code: str, scheme: str) -> str:
        """Name of a region where there is little room; the groups of the UN have no shorter ones."""
        short = scheme == "m49" and self.has(f"region.{code}")
        return self(f"region.{code}") if short else self.region(code, scheme)

    def subregion(self, code: str) -> str:
        """Name of a sub-region."""
        return self.names["subregions"].get(code, code)

    def group(self, code: str, scheme: str, *, short: bool = False) -> str:
        """Name of a group of states: a region, an organisation (its acronym, if short) or who is left over."""
        if code in self.names["organisations"]:
            return self.names["acronyms" if short else "organisations"][code]
        return self(f"group.{code}") if self.has(f"group.{code}") else self.region(code, scheme)

    def record(self, said: str) -> str:
        """What a record of a source or a correction says; as it stands in the data where nobody translated that."""
        return self.records.get(said, said)

    def issue(self, code: str) -> str:
        """Name of an issue; of a theme that only a loaded source has, its words."""
        return self.names["issues"].get(code) or code.replace("-", " ").capitalize()

    def prose(self, name: str) -> str:
        """A page of prose, Markdown."""
        return self._with_thresholds((LOCALE / self.language / f"{name}.md").read_text(encoding="utf-8"))

    def _with_thresholds(self, said: Any) -> Any:
        """A sentence with its thresholds filled in; settings, which are lists, stay as they are."""
        if isinstance(said, str):
            for name, value in thresholds.SAID.items():
                if f"{{{name}}}" in said:
                    said = said.replace(f"{{{name}}}", self.percent(value, 0) if value < 1 else self.number(value))
        return said


@cache
def alphabetical(name: str) -> str:
    """Sorts names as a reader expects: accents and capitals make no difference."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


@cache
def _english_names() -> Mapping[str, Mapping[str, str]]:
    names: dict[str, dict[str, str]] = {"regions_m49": {}, "regions_un": {}}
    for row in _table("regions"):
        names[f"regions_{row['scheme']}"][row["region"]] = row["name"]
    names["states"] = {row["iso3"]: row["name"] for row in _table("states")}
    names["subregions"] = {row["subregion"]: row["name"] for row in _table("subregions")}
    names["organisations"] = {row["organisation"]: row["name"] for row in _table("organisations")}
    names["acronyms"] = {row["organisation"]: row["acronym"] for row in _table("organisations")}
    names["issues"] = {row["issue"]: row["name"] for row in _table("issues")}
    return names


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _marked(said: Any) -> Any:
    """A sentence with the marks of `markup`; settings, which are lists, stay as they are."""
    return markup.read(said) if isinstance(said, str) else said


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested tables of a text file as dotted keys, behind a prefix."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
