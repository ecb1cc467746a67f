"""Lists of stakeholders and stated numbers -> the catalogue of submissions in data/. Facts only, no sentence.

`compile_catalogue` reads the summaries with `sources.summaries`, applies the records of
data/submission_corrections.csv, gives every organisation one identity, and checks the totals. It stops at a country
that is in no table, and at names that are alike until data/stakeholder_decisions.csv says of each pair whether they are
the same. What becomes of documents and names is in `documents` and `organisations`; `loaded` does with the lists that
users load what this module does with those of data/.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from analytics import small_tables
from analytics.catalogue import documents, joint_only, organisations
from analytics.catalogue.documents import Document, Signatory
from analytics.sources.summaries import reader
from analytics.sources.summaries.names import key
from analytics.sources.summaries.places import fold
from analytics.sources.summaries.reader import Submission, Summary

WORLD = "GLOBAL"
"""In place of a state in the row about all reviews of a cycle, which is left out."""
SOURCE = "stakeholder_summaries"
FILES: Mapping[str, tuple[str, ...]] = {
    **documents.FILES,
    "coalitions.csv": ("position", "state", "series", "name", "year", "cycle", "size", "exactness", "basis", "page"),
    "submission_counts.csv": (
        *("position", "state", "session", "cycle", "year", "submissions", "joint", "exactness", "basis", "outlier"),
        "page",
    ),
}
"""What is compiled: file -> its columns."""
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


def compile_catalogue(folder: Path, data: Path) -> tuple[dict[str, Sequence[tuple[object, ...]]], list[Logged]]:
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
    corrected, records = _corrected(summaries, data)
    catalogue, log = _catalogue(corrected, _joint_texts(folder, sources), data)
    _check_totals(corrected, sources[SOURCE]["expected"])
    left_out = f"left out: {len(numbers) - len(counts)} row about the whole world"
    log += [
        Logged("corrections of members", records, records, 0, "each met the name that it is about"),
        Logged("named coalitions with a stated size", len(coalitions), len(coalitions), 0, "no statement is kept"),
        Logged("stated numbers of submissions", len(counts), len(counts), 0, left_out),
    ]
    return {**catalogue, "coalitions.csv": coalitions, "submission_counts.csv": counts}, log


# Read


def _summaries(folder: Path, source: Mapping[str, Mapping[str, str]], declared: Mapping[str, str]) -> list[Summary]:
    found = []
    for name, sha256 in source["sha256"].items():
        path = _described(folder / SOURCE / name, sha256)
        session, code = re.findall(r"_6_(\d+)_([A-Z]{3})_|_6_(\d+)_([A-Z]{3})_", name.replace(".", "_"))[0][:2]
        stated = declared.get(f"{code}-{session}", "")
        found.append(reader.read(path, declared=int(stated) if stated else None))
    return found


def _described(path: Path, sha256: str) -> Path:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        message = f"'{path.name}' is not the file that data/sources.toml describes: sha256 {found}, expected {sha256}"
        raise CatalogueError(message)
    return path


def _stated(folder: Path, sources: Mapping[str, Mapping[str, Mapping[str, str]]], source: str) -> list[dict[str, str]]:
    ((name, sha256),) = sources[source]["sha256"].items()
    return small_tables.read(_described(folder / "coalitions" / name, sha256))


def _coalition(position: int, row: Mapping[str, str]) -> tuple[object, ...]:
    name, said = row["coalition"], f"{row['exactness']} {row['statement']}"
    acronym = re.search(r"\(([^()]+)\)$", name)
    series = re.sub(r"\W", "", fold(acronym.group(1) if acronym else name))
    basis = next((code for word, code in BASES if word in said), "stated") if row["n_members"] else "none"
    exactness = EXACTNESS.get(row["exactness"], "exact")
    series = f"{row['state_iso3'].lower()}-{series[: organisations.LONGEST_ID]}"
    values = (row["state_iso3"], series, name, row["year"], row["cycle"], row["n_members"], exactness, basis)
    return (position, *values, row["source"])


def _count(
    position: int, row: Mapping[str, str], sources: Mapping[str, Mapping[str, Sequence[str]]]
) -> tuple[object, ...]:
    _, basis, exactness = next(each for each in COUNT_BASES if each[0] in row["basis"])
    outlier = int(f"{row['state_iso3']}-{row['session']}" in sources["submission_counts"]["outliers"])
    values = (row[name] for name in ("state_iso3", "session", "cycle", "year", "n_submissions", "n_joint"))
    return (position, *values, exactness, basis, outlier, row["source"])


def _joint_texts(folder: Path, sources: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Path:
    ((name, sha256),) = sources[joint_only.SOURCE]["sha256"].items()
    return _described(folder / joint_only.FOLDER / name, sha256)


# Mend


def _corrected(summaries: Iterable[Summary], data: Path) -> tuple[list[Summary], int]:
    """The summaries as a person reads them, and how many records said so."""
    of = corrections(data)
    records = sum(len(each) for each in of.values())
    made = []
    for summary in summaries:
        read = [mended(each, of.pop((str(summary.symbol), each.code), [])) for each in summary.submissions]
        made.append(replace(summary, submissions=tuple(read)))
    if of:
        message = f"data/submission_corrections.csv is about submissions that are not read: {sorted(of)}"
        raise CatalogueError(message)
    return made, records


def corrections(data: Path) -> dict[tuple[str, str], list[Correction]]:
    """The records of data/submission_corrections.csv by symbol and code of the submission."""
    found: dict[tuple[str, str], list[Correction]] = defaultdict(list)
    for row in small_tables.read(data / "submission_corrections.csv"):
        found[row["symbol"], row["code"]].append(Correction(**row))
    return found


def mended(submission: Submission, records: Iterable[Correction]) -> Submission:
    """The submission as a person reads it. Raises CatalogueError when it has not the name that a record is about."""
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


def _catalogue(
    summaries: Sequence[Summary], texts: Path, data: Path
) -> tuple[dict[str, Sequence[tuple[object, ...]]], list[Logged]]:
    states = {row["iso3"] for row in small_tables.read(data / "states.csv")}
    places = organisations.Places(data)

    def coded(country: str | None) -> str:
        code = places.code(country)
        if code is None:
            message = f"the country '{country}' of a list of stakeholders is not in data/state_aliases.csv: add it"
            raise CatalogueError(message)
        return code

    lists = []
    for each in summaries:
        if each.code not in states:
            message = (
                f"'{each.code}' in the symbol {each.symbol} is no ISO 3166 code: data/states.csv has those that are"
            )
            raise CatalogueError(message)
        entries = tuple(documents.entry(one, coded) for one in each.submissions)
        document = Document(str(each.symbol), each.code, int(each.session or 0), each.declared, SOURCE, entries)
        lists.append(document)
    cut, unknown = joint_only.read(texts, places.code)
    kept, compared = joint_only.without_full(cut, lists)
    decisions = _decided([member for each in (*lists, *kept) for member in each.members], data)
    kept = [joint_only.each_once(each, decisions) for each in kept]
    every = [*lists, *kept]
    _, submitted, members, identified = made = documents.rows(every, data)
    unplaced = f"countries in no table: {', '.join(f'{name} {unknown[name]}' for name in sorted(unknown)) or 'none'}"
    log = [
        Logged("summaries of stakeholders' submissions", len(lists), len(lists), 0, _mismatches(lists)),
        Logged(
            "reviews of the third cycle with joint submissions", len(cut), len(kept), len(cut) - len(kept), compared
        ),
        Logged("their grades", len(kept), len(kept), 0, _counted(each.grade for each in kept)),
        Logged("their joint submissions", *_split(kept), unplaced),
        Logged("submissions of stakeholders", len(submitted), len(submitted), 0, _counted(row[3] for row in submitted)),
        Logged("memberships in submissions", len(members), len(members), 0, f"{len(identified)} organisations"),
        Logged(
            "names that are alike", len(decisions), len(decisions), 0, _counted(row["decision"] for row in decisions)
        ),
    ]
    return dict(zip(documents.FILES, made, strict=True)), log


def _split(lists: Iterable[Document]) -> tuple[int, int, int]:
    """Joint submissions, those with members whose names can be told apart, and the others."""
    uncertain = [entry.uncertain for each in lists for entry in each.joint]
    return len(uncertain), len(uncertain) - sum(uncertain), sum(uncertain)


def _mismatches(lists: Iterable[Document]) -> str:
    differ = [f"{each.symbol} declares {each.declared} and lists {len(each.entries)}" for each in lists if each.note]
    return "; ".join(differ) or "each lists as many submissions as it declares"


def _counted(values: Iterable[object]) -> str:
    counts = Counter(map(str, values))
    return ", ".join(f"{value} {counts[value]}" for value in sorted(counts))


def _decided(members: Sequence[Signatory], data: Path) -> list[dict[str, str]]:
    """The committed decisions. Raises CatalogueError for a pair without one, and for one about names not printed."""
    decisions = organisations.decisions(data)
    if without := organisations.undecided(organisations.proposals(members), decisions):
        message = f"data/stakeholder_decisions.csv does not say whether these are the same: {without[:20]}"
        raise CatalogueError(message)
    names = {key(member.name) for member in members}
    if gone := [row for row in decisions if not {row["first"], row["second"]} <= names]:
        message = f"data/stakeholder_decisions.csv decides on names that no list prints: {gone[:20]}"
        raise CatalogueError(message)
    return decisions
