"""Lists of stakeholders and stated numbers -> the catalogue of submissions in data/. Facts only, no sentence.

`compile_catalogue` reads the summaries with `sources.stakeholder_summaries`, applies the records of
data/submission_corrections.csv, gives every organisation one identity, and checks the totals. Two names are one
organisation when they are equal once case, accents, articles and acronyms are taken out. Names that are merely alike
are proposed, and the build stops until data/stakeholder_decisions.csv says of each pair whether they are the same.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from analytics.sources import stakeholder_summaries
from analytics.sources.recommendations import read_aliases
from analytics.sources.stakeholder_names import key
from analytics.sources.stakeholder_places import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from analytics.sources.stakeholder_names import Member
    from analytics.sources.stakeholder_summaries import Submission, Summary

ALIKE = 86
"""Names at least so alike, 0 to 100 (rapidfuzz, words in order or sorted), are proposed as one organisation."""
LONGEST_ID = 60
WORLD = "GLOBAL"
"""In place of a state in the row about all reviews of a cycle, which is left out."""
SOURCE = "stakeholder_summaries"
FILES: Mapping[str, tuple[str, ...]] = {
    "stakeholder_documents.csv": ("symbol", "state", "session", "declared", "submissions", "note", "source"),
    "submissions.csv": ("symbol", "code", "position", "kind", "name", "stated_size", "exactness", "city", "country"),
    "submission_members.csv": (
        *("symbol", "code", "place", "stakeholder", "name", "acronym", "lead", "city", "country"),
    ),
    "stakeholders.csv": ("stakeholder", "name", "acronym", "country", "kind", "kind_basis"),
    "coalitions.csv": ("position", "state", "series", "name", "year", "cycle", "size", "exactness", "basis", "page"),
    "submission_counts.csv": (
        *("position", "state", "session", "cycle", "year", "submissions", "joint", "exactness", "basis", "outlier"),
        "page",
    ),
}
"""What is compiled: file -> its columns."""
HEADINGS = ("nhri", "regional_organisation")
"""Kinds of submissions that say what the organisation is."""
EXACTNESS = {"": "none", "more than": "more_than", "approx": "approx"}
"""As the compilers of the statements wrote it; every other word begins with "exact" or tells what was counted."""
BASES = (("attendance", "attendance"), ("not a submission", "statement"), ("(named)", "named"), ("sum", "sum"))
"""What a coalition's number counts: a word of its row -> code; else the page states the size."""
COUNT_BASES = (
    ("LOWER BOUND", "held", "more_than"),
    ("APPROXIMATE", "reported", "approx"),
    ("A total of", "reported", "exact"),
    ("README", "reported", "exact"),
    ("rows on", "listed", "exact"),
    ("", "declared", "exact"),
)
"""How a number of submissions is known: a word of its row -> code and exactness; the last fits every row."""


class CatalogueError(ValueError):
    """A check that failed; the message says what is wrong and what mends it."""


class Logged(NamedTuple):
    """One row for the build log."""

    step: str
    rows_in: int
    rows_out: int
    rows_rejected: int
    note: str


@dataclass(frozen=True)
class Correction:
    """A record about one name that a reader would read otherwise. It fails once the document or the reader is mended.

    `treatment`: rename (to `becomes`), leave_out, or address (`city` and `country` belong to this member).
    """

    symbol: str
    code: str
    name: str
    treatment: str
    becomes: str
    city: str
    country: str
    reason: str


def compile_catalogue(folder: Path, data: Path) -> tuple[dict[str, list[tuple[object, ...]]], list[Logged]]:
    """Rows of each of FILES and steps for the log, from the producers' files in `folder`; nothing is written.

    Without a folder stakeholder_summaries in it there are no rows, and the log says so. Raises CatalogueError.
    """
    if not (folder / SOURCE).is_dir():
        note = "no folder stakeholder_summaries among the sources: the catalogue stays as it is"
        return {}, [Logged("summaries of stakeholders' submissions", 0, 0, 0, note)]
    sources = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))
    numbers = _stated(folder, sources, "submission_counts")
    of_states = [row for row in numbers if row["state_iso3"] != WORLD]
    counts = [_count(number, row, sources) for number, row in enumerate(of_states, start=1)]
    coalitions = [_coalition(*each) for each in enumerate(_stated(folder, sources, "coalition_statements"), start=1)]
    declared = {f"{row['state_iso3']}-{row['session']}": row["n_submissions"] for row in numbers}
    summaries = _summaries(folder, sources[SOURCE], declared)
    corrected, corrections = _corrected(summaries, data)
    places = _Places(data)
    catalogue, log = _catalogue(corrected, data, places)
    _check_totals(corrected, sources[SOURCE]["expected"])
    left_out = f"left out: {len(numbers) - len(counts)} row about the whole world"
    log += [
        Logged("corrections of members", corrections, corrections, 0, "each met the name that it is about"),
        Logged("named coalitions with a stated size", len(coalitions), len(coalitions), 0, "no statement is kept"),
        Logged("stated numbers of submissions", len(counts), len(counts), 0, left_out),
    ]
    return catalogue | {"coalitions.csv": coalitions, "submission_counts.csv": counts}, log


# Read


def _summaries(folder: Path, source: Mapping[str, Mapping[str, str]], declared: Mapping[str, str]) -> list[Summary]:
    found = []
    for name, sha256 in source["sha256"].items():
        path = _described(folder / SOURCE / name, sha256)
        session, code = re.findall(r"_6_(\d+)_([A-Z]{3})_|_6_(\d+)_([A-Z]{3})_", name.replace(".", "_"))[0][:2]
        stated = declared.get(f"{code}-{session}", "")
        found.append(stakeholder_summaries.read(path, declared=int(stated) if stated else None))
    return found


def _described(path: Path, sha256: str) -> Path:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        message = f"'{path.name}' is not the file that data/sources.toml describes: sha256 {found}, expected {sha256}"
        raise CatalogueError(message)
    return path


def _stated(folder: Path, sources: Mapping[str, Mapping[str, Mapping[str, str]]], source: str) -> list[dict[str, str]]:
    ((name, sha256),) = sources[source]["sha256"].items()
    return _rows(_described(folder / "coalitions" / name, sha256))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _coalition(position: int, row: Mapping[str, str]) -> tuple[object, ...]:
    name, said = row["coalition"], f"{row['exactness']} {row['statement']}"
    acronym = re.search(r"\(([^()]+)\)$", name)
    series = re.sub(r"\W", "", fold(acronym.group(1) if acronym else name))
    basis = next((code for word, code in BASES if word in said), "stated") if row["n_members"] else "none"
    exactness = EXACTNESS.get(row["exactness"], "exact")
    series = f"{row['state_iso3'].lower()}-{series[:LONGEST_ID]}"
    values = (row["state_iso3"], series, name, row["year"], row["cycle"], row["n_members"], exactness, basis)
    return (position, *values, row["source"])


def _count(
    position: int, row: Mapping[str, str], sources: Mapping[str, Mapping[str, Sequence[str]]]
) -> tuple[object, ...]:
    _, basis, exactness = next(each for each in COUNT_BASES if each[0] in row["basis"])
    outlier = int(f"{row['state_iso3']}-{row['session']}" in sources["submission_counts"]["outliers"])
    values = (row[name] for name in ("state_iso3", "session", "cycle", "year", "n_submissions", "n_joint"))
    return (position, *values, exactness, basis, outlier, row["source"])


# Mend


def _corrected(summaries: Iterable[Summary], data: Path) -> tuple[list[Summary], int]:
    """The summaries as a person reads them, and how many records said so."""
    records = [Correction(**row) for row in _rows(data / "submission_corrections.csv")]
    of = defaultdict(list)
    for record in records:
        of[record.symbol, record.code].append(record)
    mended = []
    for summary in summaries:
        submissions = [_mended(each, of.pop((str(summary.symbol), each.code), [])) for each in summary.submissions]
        mended.append(replace(summary, submissions=tuple(submissions)))
    if of:
        message = f"data/submission_corrections.csv is about submissions that are not read: {sorted(of)}"
        raise CatalogueError(message)
    return mended, len(records)


def _mended(submission: Submission, records: Iterable[Correction]) -> Submission:
    members = list(submission.members)
    for record in records:
        place = next((place for place, member in enumerate(members) if member.name == record.name), None)
        if place is None:
            message = (
                f"data/submission_corrections.csv expects '{record.name}' in {record.symbol} {record.code}, where "
                f"there is now {[member.name for member in members]}. If it is mended, take the record out."
            )
            raise CatalogueError(message)
        if record.treatment == "leave_out":
            members.pop(place)
            continue
        name = record.becomes if record.treatment == "rename" else record.name
        city, country = record.city or members[place].city, record.country or members[place].country
        members[place] = replace(members[place], name=name, city=city, country=country)
    return replace(submission, members=tuple(members))


def _check_totals(summaries: Iterable[Summary], expected: Mapping[str, Mapping[str, int]]) -> None:
    found = {
        str(summary.symbol): {
            "submissions": len(summary.submissions),
            "joint": len(summary.of_kind("joint")),
            "declared": summary.declared,
        }
        for summary in summaries
    }
    differ = [
        f"{symbol}: {found.get(symbol)}, not {totals}"
        for symbol, totals in expected.items()
        if found.get(symbol) != totals
    ]
    if differ or set(found) != set(expected):
        message = f"totals of the lists differ from those of data/sources.toml: {'; '.join(differ) or set(found)}"
        raise CatalogueError(message)


# Identify


class _Places:
    """Codes of countries as lists print them; a country that is in no table stops the build."""

    def __init__(self, data: Path) -> None:
        self.codes = {self._plain(name): code for name, code in read_aliases(data / "state_aliases.csv").items()}

    @staticmethod
    def _plain(country: str) -> str:
        return fold(country).removeprefix("the ")

    def code(self, country: str | None) -> str:
        """ISO3, empty where no country is printed."""
        if not country:
            return ""
        code = self.codes.get(self._plain(country))
        if code is None:
            message = f"the country '{country}' of a list of stakeholders is not in data/state_aliases.csv: add it"
            raise CatalogueError(message)
        return code


def _catalogue(
    summaries: Sequence[Summary], data: Path, places: _Places
) -> tuple[dict[str, list[tuple[object, ...]]], list[Logged]]:
    states = {row["iso3"] for row in _rows(data / "states.csv")}
    printed = [member for summary in summaries for each in summary.submissions for member in each.members]
    preferred, pairs = _decided(printed, data)
    forms: dict[str, list[tuple[Member, str]]] = defaultdict(list)
    documents: list[tuple[object, ...]] = []
    submissions: list[tuple[object, ...]] = []
    members: list[tuple[object, ...]] = []
    for summary in sorted(summaries, key=lambda each: (each.session or 0, each.code or "")):
        symbol, state, declared = summary.symbol, summary.code, summary.declared
        if state not in states:
            message = f"'{state}' in the symbol {symbol} is no ISO 3166 code: data/states.csv has those that are"
            raise CatalogueError(message)
        listed = len(summary.submissions)
        note = "" if declared == listed else "declared_differs" if declared else "none_declared"
        documents.append((symbol, state, summary.session, declared, listed, note, SOURCE))
        for position, each in enumerate(summary.submissions, start=1):
            size = (
                (each.stated_size.number, each.stated_size.exactness.replace(" ", "_"))
                if each.stated_size
                else ("", "")
            )
            name = each.name if each.kind != "joint" or (each.name and len(each.name) <= LONGEST_ID) else ""
            address = (each.city, places.code(each.country))
            submissions.append((symbol, each.code, position, each.kind, name, *size, *address))
            for place, member in enumerate(each.members, start=1):
                whose = preferred[key(member.name)]
                forms[whose].append((member, each.kind))
                own = (member.name, member.acronym, int(member.lead), member.city, places.code(member.country))
                members.append((symbol, each.code, place, whose, *own))
    ids = _ids(forms)
    members = [(*row[:3], ids[str(row[3])], *row[4:]) for row in members]
    kinds = _Kinds(data)
    stakeholders = sorted(_stakeholder(ids[name], name, seen, kinds, places) for name, seen in forms.items())
    log = [
        Logged("summaries of stakeholders' submissions", len(documents), len(documents), 0, _mismatches(documents)),
        Logged("submissions of stakeholders", len(submissions), len(submissions), 0, _by_kind(submissions)),
        Logged("memberships in submissions", len(members), len(members), 0, f"{len(stakeholders)} organisations"),
        Logged("names that are alike", len(pairs), len(pairs), 0, _by_decision(pairs)),
    ]
    rows = (documents, submissions, members, stakeholders)
    return dict(zip(FILES, rows, strict=False)), log


def _mismatches(documents: Iterable[tuple[object, ...]]) -> str:
    differ = [f"{row[0]} declares {row[3]} and lists {row[4]}" for row in documents if row[5]]
    return "; ".join(differ) or "each lists as many submissions as it declares"


def _by_kind(submissions: Iterable[tuple[object, ...]]) -> str:
    return ", ".join(
        f"{kind} {number}" for kind, number in sorted(Counter(row[3] for row in submissions).items(), key=str)
    )


def _by_decision(pairs: Iterable[Mapping[str, str]]) -> str:
    counts = Counter(row["decision"] for row in pairs)
    return ", ".join(f"{decision} {counts[decision]}" for decision in sorted(counts))


def proposals(members: Iterable[Member]) -> set[tuple[str, str]]:
    """Pairs of different names, in order, that may be one organisation: they are alike, or share an acronym."""
    from rapidfuzz import fuzz, process

    acronyms = defaultdict(set)
    for member in members:
        acronyms[fold(member.acronym or "")].add(key(member.name))
    acronyms.pop("", None) if acronyms[""] else None
    names = sorted({key(member.name) for member in members})
    found = {pair for same in acronyms.values() for pair in combinations(sorted(same), 2)}
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        alike = process.cdist(names, names, scorer=scorer, score_cutoff=ALIKE)
        found |= {(names[one], names[other]) for one, other in zip(*alike.nonzero(), strict=True) if one < other}
    return found


def _decided(members: Sequence[Member], data: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Name -> the name of its organisation, by the committed decisions; those decisions."""
    decisions = _rows(data / "stakeholder_decisions.csv")
    open_pairs = proposals([member for member in members if key(member.name)])
    made = {tuple(sorted((row["first"], row["second"]))) for row in decisions}
    if without := sorted(open_pairs - made):
        message = f"data/stakeholder_decisions.csv does not say whether these are the same: {without[:20]}"
        raise CatalogueError(message)
    names = {key(member.name) for member in members}
    if gone := [row for row in decisions if not {row["first"], row["second"]} <= names]:
        message = f"data/stakeholder_decisions.csv decides on names that no list prints: {gone[:20]}"
        raise CatalogueError(message)
    becomes = {row["second"]: row["first"] for row in decisions if row["decision"] == "same"}
    preferred = {}
    for name in names:
        last, seen = name, {name}
        while last in becomes and becomes[last] not in seen:
            last = becomes[last]
            seen.add(last)
        preferred[name] = last
    return preferred, decisions


def _ids(names: Iterable[str]) -> dict[str, str]:
    """A short code of each name, its own."""
    taken: dict[str, str] = {}
    for name in sorted(names):
        words = name.split()
        while len("-".join(words)) > LONGEST_ID and len(words) > 1:
            words.pop()
        code, number = "-".join(words)[:LONGEST_ID], 2
        while code in taken.values():
            code = f"{'-'.join(words)}-{number}"
            number += 1
        taken[name] = code
    return taken


class _Kinds:
    """The rules of data/stakeholder_kinds.csv, the first that fits decides."""

    def __init__(self, data: Path) -> None:
        self.rules = [
            (
                row["kind"],
                row["word"],
                re.compile(rf"\b{re.escape(row['word']).replace(chr(92) + '*', chr(92) + 'w*')}\b"),
            )
            for row in _rows(data / "stakeholder_kinds.csv")
        ]

    def kind(self, name: str, headings: Iterable[str]) -> tuple[str, str]:
        """Kind and its basis: the heading of a list, else a word of the name, else unknown."""
        for heading in HEADINGS:
            if heading in headings:
                return heading, "heading"
        plain = fold(name)
        return next(((kind, word) for kind, word, rule in self.rules if rule.search(plain)), ("unknown", ""))


def _stakeholder(
    code: str, name: str, seen: Sequence[tuple[Member, str]], kinds: _Kinds, places: _Places
) -> tuple[object, ...]:
    """Its name in the wording most often printed, its acronym and country where they do not contradict each other."""
    printed = Counter(member.name for member, _ in seen if key(member.name) == name)
    shown = re.sub(r"^(?:The|the)\s+(?=[A-Z])", "", printed.most_common(1)[0][0])
    acronyms = Counter(member.acronym for member, _ in seen if member.acronym)
    acronym = acronyms.most_common(1)[0][0] if acronyms else ""
    countries = {places.code(member.country) for member, _ in seen} - {""}
    country = countries.pop() if len(countries) == 1 else ""
    return (code, shown, acronym, country, *kinds.kind(shown, {kind for _, kind in seen}))
