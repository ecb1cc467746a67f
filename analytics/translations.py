"""The texts of a language for a native speaker: `python -m analytics.translations fr` writes them all as a CSV file.

A row is a text: its file, its key, the English, the translation, what is known of it (`term of the UN` with the address
where it stands, or `own`, reviewed or not), who reviewed it and on which day. The reviewer fills the last two columns,
with initials or the name of an organisation, of the rows that are right, and

    python -m analytics.translations fr --take FILE

puts them into `analytics/locale/fr/reviewed.csv`. A sign is of one translation of one English text: once either is
changed, it is gone. A row whose translation the reviewer changed is not signed but listed, to be put into the file that
it names.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from analytics import text
from analytics.exports.cells import as_text
from analytics.letters import visible
from analytics.starting.ending import command
from analytics.terminal import plain
from analytics.text import DEFAULT, languages

WRONG = 2
HEADER = ("file", "key", "English", "translation", "status", "reviewer", "date")
REVIEWED, UN_TERMS = "reviewed.csv", "un_terms.csv"
"""Files of a language: what is signed, and which names are those of the UN, with where they stand."""
SIGN = ("key", "digest", "reviewer", "date")
TERM = "term of the UN: {source}"
OWN, SIGNED = "own, to be reviewed", "own, reviewed"
ENTRIES = " | "
"""Between the entries of a setting that is a list."""
LONGEST = 80
"""Characters of a reviewer."""
SECTION = re.compile(r"\n+(?=#+ )")
"""Before the headings of prose."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Passage(NamedTuple):
    """A text of a language: where it stands, the English and the translation, as they are written there."""

    file: str
    key: str
    english: str
    translation: str

    @property
    def digest(self) -> str:
        """12 hexadecimal digits from both texts."""
        return hashlib.sha256(f"{self.english}\0{self.translation}".encode()).hexdigest()[:12]


class Sign(NamedTuple):
    """That somebody found a translation right: its key, the digest of both texts, who, on which day (ISO)."""

    key: str
    digest: str
    reviewer: str
    date: str


class Taken(NamedTuple):
    """What a file that came back holds: signs, texts that the reviewer changed, rows that cannot be taken and why."""

    signs: list[Sign]
    changed: list[Passage]
    wrong: list[str]


@command
@plain
def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 when the file was written or taken, 2 for a language or a file that does not fit."""
    parser = argparse.ArgumentParser(
        prog="python -m analytics.translations", description="Texts for a native speaker.", allow_abbrev=False
    )
    parser.add_argument("language", choices=[code for code in languages() if code != DEFAULT])
    parser.add_argument("--to", type=Path, metavar="FILE", help="without it, translations-LANGUAGE.csv in this folder")
    parser.add_argument("--take", type=Path, metavar="FILE", help="a file that came back signed")
    options = parser.parse_args(arguments)
    if options.take is None:
        return _give(options.language, options.to or Path(f"translations-{options.language}.csv"))
    return _take(options.language, options.take)


def _give(language: str, place: Path) -> int:
    texts, signs = written(language), signed(language)
    place.write_bytes(as_file(texts, signs, un_terms(language)))
    held = sum(each.key in signs and signs[each.key].digest == each.digest for each in texts)
    print(f"{place}: {len(texts):,} texts, {held:,} of them reviewed")
    return 0


def _take(language: str, place: Path) -> int:
    texts = written(language)
    taken = take(place.read_bytes(), texts)
    if taken.wrong:
        print("\n".join(taken.wrong), file=sys.stderr)
        print("Nothing was taken.", file=sys.stderr)
        return WRONG
    keep = still_held({**signed(language), **{sign.key: sign for sign in taken.signs}}.values(), texts)
    if taken.signs:
        _write(text.LOCALE / language / REVIEWED, keep)
    print(f"{len(taken.signs):,} reviewed, {len(keep):,} in all.")
    for each in taken.changed:
        print(f"Changed by the reviewer, not signed: {each.file}, {each.key}: {each.translation}")
    return 0


def written(language: str) -> list[Passage]:
    """Every text of a language as its files write it, beside the English; names, records and prose among them."""
    english, other = text.text(DEFAULT), text.text(language)
    here, there = (_files(code) for code in (DEFAULT, language))
    found = [
        Passage(file, key, said, there[file][key])
        for file, texts in here.items()
        for key, said in texts.items()
        if key in there.get(file, {})
    ]
    for kind, names in other.names.items():
        every = ((code, english.names[kind].get(code, ""), name) for code, name in names.items())
        found += [Passage("names.toml", f"names.{kind}.{code}", one, name) for code, one, name in every if name != code]
    for one, said in other.records.items():
        found.append(Passage("records.toml", f"records.{hashlib.sha256(one.encode()).hexdigest()[:12]}", one, said))
    for path in sorted((text.LOCALE / DEFAULT).glob("*.md")):
        found += _sections(path.name, language)
    return found


def un_terms(language: str) -> dict[str, tuple[str, str]]:
    """Key -> the term of the UN and the address where it stands; of none, where nobody looked them up."""
    path = text.LOCALE / language / UN_TERMS
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: (row["term"], row["source"]) for row in csv.DictReader(file)}


def signed(language: str) -> dict[str, Sign]:
    """Key -> its sign, also where the texts have changed since; of none, where nobody reviewed anything."""
    path = text.LOCALE / language / REVIEWED
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: Sign(*(row[name] for name in SIGN)) for row in csv.DictReader(file)}


def still_held(signs: Iterable[Sign], texts: Iterable[Passage]) -> list[Sign]:
    """The signs of texts as they are now, in the order of keys."""
    digests = {each.key: each.digest for each in texts}
    return sorted(sign for sign in signs if digests.get(sign.key) == sign.digest)


def as_file(texts: Iterable[Passage], signs: Mapping[str, Sign], terms: Mapping[str, tuple[str, str]]) -> bytes:
    """The CSV file for a reviewer, which spreadsheets read; no cell of it is a formula."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(HEADER)
    for each in texts:
        sign, (term, source) = signs.get(each.key), terms.get(each.key, ("", ""))
        held = sign if sign and sign.digest == each.digest else None
        status = SIGNED if held else OWN
        if term == each.translation:
            status = TERM.format(source=source)
        cells = (*each, status, held.reviewer if held else "", held.date if held else "")
        rows.writerow([as_text(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def take(content: bytes, texts: Iterable[Passage]) -> Taken:
    """What a file that came back holds; rows without a reviewer say nothing."""
    taken, known = Taken([], [], []), {each.key: each for each in texts}
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        taken.wrong.append("The file is not UTF-8: save it as “CSV UTF-8”.")
        return taken
    separator = ";" if said.partition("\n")[0].count(";") >= len(HEADER) - 1 else ","
    rows = csv.DictReader(io.StringIO(said, newline=""), delimiter=separator)
    missing = [name for name in HEADER if name not in (rows.fieldnames or ())]
    if missing:
        taken.wrong.append(f"The file lacks the columns {', '.join(missing)}.")
        return taken
    for row in rows:
        reviewer, day = (visible(row[name] or "").strip() for name in ("reviewer", "date"))
        if not reviewer and not day:
            continue
        text_of_it = known.get(row["key"] or "")
        if text_of_it is None or not _same(row["English"], text_of_it.english):
            why = "there is no such text" if text_of_it is None else "the English has changed since"
            taken.wrong.append(f"Line {rows.line_num}, {row['key']}: {why}.")
        elif why := _unsigned(reviewer, day):
            taken.wrong.append(f"Line {rows.line_num}, {row['key']}: {why}.")
        elif _same(row["translation"], text_of_it.translation):
            taken.signs.append(Sign(text_of_it.key, text_of_it.digest, reviewer, day))
        else:
            taken.changed.append(text_of_it._replace(translation=visible(row["translation"] or "")))
    return taken


def _unsigned(reviewer: str, day: str) -> str:
    """Why a row is not signed; empty where it is."""
    if not reviewer:
        return "a day without a reviewer"
    if len(reviewer) > LONGEST or "@" in reviewer:
        return f"a reviewer is initials or an organisation, at most {LONGEST} characters, no address"
    try:
        known = DAY.fullmatch(day) and date.fromisoformat(day)
    except ValueError:
        known = None
    return "" if known else "the date is none such as 2026-11-30"


def _same(cell: str | None, said: str) -> bool:
    """Whether a cell of a spreadsheet still holds this text, whatever the spreadsheet did to spaces at its ends."""
    return _plain(cell or "") in {_plain(said), _plain(as_text(said))}


def _plain(said: str) -> str:
    return unicodedata.normalize("NFC", said).replace("\r\n", "\n").strip()


def _files(language: str) -> dict[str, dict[str, str]]:
    """File of sentences -> key -> text as it is written, of those that hold what English has too."""
    found = {}
    for path in sorted((text.LOCALE / language).glob("*.toml")):
        if path.stem not in text.OF_DATA:
            prefix = "" if path.stem == "text" else f"{path.stem}."
            sentences = text.flat(tomllib.loads(path.read_text(encoding="utf-8")), prefix)
            found[path.name] = {
                key: ENTRIES.join(map(str, said)) if isinstance(said, list) else str(said) for key, said in sentences
            }
    return found


def _sections(name: str, language: str) -> Iterator[Passage]:
    """The sections of a page of prose, one beside the other; the whole where they are not as many."""
    both = [(text.LOCALE / code / name).read_text(encoding="utf-8").strip() for code in (DEFAULT, language)]
    parts = [SECTION.split(said) for said in both]
    if len(parts[0]) != len(parts[1]):
        yield Passage(name, name, *both)
        return
    for number, (one, said) in enumerate(zip(*parts, strict=True), start=1):
        yield Passage(name, f"{name}.{number}", one.strip(), said.strip())


def _write(path: Path, signs: Sequence[Sign]) -> None:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(SIGN)
    rows.writerows(signs)
    half = path.with_suffix(".half")
    half.write_text(out.getvalue(), encoding="utf-8", newline="")
    half.replace(path)


if __name__ == "__main__":
    sys.exit(main())
