"""Lists of submissions in codes, and the files of the catalogue that are made of them. Facts only, no sentence.

A `Document` is the list of one review: the submissions that a UN summary names, or those of a
user's own list. `rows` makes the files of the catalogue from documents, whether a build compiles them into data/ or a
snapshot is made with lists that users loaded: those lie in one file, `lists.json`, and `merge` puts them beside the
embedded ones. Who is who among the organisations is in `organisations`.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from analytics import small_tables
from analytics.catalogue import organisations
from analytics.sentences import Said
from analytics.sources.reading import ReadError, problem
from analytics.sources.summaries import persons
from analytics.sources.summaries.names import key
from analytics.sources.summaries.reader import Submission

STORED_LISTS = "lists.json"
"""The lists that users loaded, in a folder whose files stand in for those of data/."""
LOADED = ("loaded_summaries", "own_submissions")
"""Sources of loaded lists: UN summaries, and lists of a user's own."""
KINDS: Mapping[str, str] = {"joint_submissions": "joint_only", "own_submissions": "own"}
"""Source -> what its lists hold; every other holds full lists: all submissions to a review."""
LONGEST_TITLE = 60
"""Characters of the title of a joint submission; what is longer is not kept."""
MOST_ALONE = 1 / 3
"""Share of the joint submissions of a list with one name at most; above it the list names leads and no members."""
NUMBERED = re.compile(r"JS(\d+)")
FILES: Mapping[str, tuple[str, ...]] = {
    "stakeholder_documents.csv": (
        *("symbol", "state", "session", "kind", "declared", "submissions", "note", "grade", "missing", "alone"),
        *("uncertain", "source"),
    ),
    "submissions.csv": (
        *("symbol", "code", "position", "kind", "name", "stated_size", "exactness", "uncertain", "city", "country"),
    ),
    "submission_members.csv": (
        *("symbol", "code", "place", "stakeholder", "name", "acronym", "lead", "city", "country"),
    ),
    "stakeholders.csv": ("stakeholder", "name", "acronym", "country", "kind", "kind_basis"),
}
"""What is made of documents: file -> its columns."""
CORRECTIONS, BUILD_LOG = "submission_corrections.csv", "build_log.csv"
WEAKER = ("joint_only", "full")
"""Of two lists of one review, the kinds of the one that gives way and the one that stays."""
Review = tuple[int, str]
"""Session and state."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """One organisation of a submission, as printed; `country` in ISO3.

    `printed` is the country as printed, where it is in no table.
    """

    name: str
    acronym: str = ""
    lead: bool = False
    city: str = ""
    country: str = ""
    printed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission of a list. `size` and `exactness` are what the list states without naming it.

    `uncertain`: its text breaks off, or nobody can tell where its names end. `unmended`: a record of
    data/submission_corrections.csv is about it and does not fit what was read.
    """

    code: str
    kind: str
    name: str = ""
    size: int | None = None
    exactness: str = ""
    city: str = ""
    country: str = ""
    members: tuple[Signatory, ...] = ()
    printed: str = field(default="", compare=False)
    unmended: bool = field(default=False, compare=False)
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The list of one review, `declared` the number of submissions that its document says it has."""

    symbol: str
    state: str
    session: int
    declared: int | None
    source: str
    entries: tuple[Entry, ...]

    @property
    def review(self) -> Review:
        """The review it is about."""
        return self.session, self.state

    @property
    def note(self) -> str:
        """What is said of the declared number, if anything."""
        if self.declared == len(self.entries) or self.kind == "joint_only":
            return ""
        return "none_declared" if self.declared is None else "declared_differs"

    @property
    def kind(self) -> str:
        """What the list holds: full (every submission), joint_only, or own."""
        return KINDS.get(self.source, "full")

    @property
    def missing(self) -> int:
        """Numbers that the joint submissions JS1, JS2 ... leave out before the last."""
        numbers = {int(found[1]) for each in self.joint if (found := NUMBERED.fullmatch(each.code))}
        return max(numbers, default=0) - len(numbers)

    @property
    def alone(self) -> int:
        """Joint submissions with one name or none, and no stated number."""
        return sum(len(each.members) < 2 and each.size is None for each in self.joint)  # noqa: PLR2004

    @property
    def uncertain(self) -> int:
        """Joint submissions that break off, or whose names cannot be told apart."""
        return sum(each.uncertain for each in self.joint)

    @property
    def grade(self) -> str:
        """How far the members can be counted: A all, B but for some, C with numbers missing, D only leads are named.

        Empty without a joint submission. Sizes rest on A and B, numbers of joint submissions on all.
        """
        if not self.joint:
            return ""
        if self.alone > MOST_ALONE * len(self.joint):
            return "D"
        if self.missing:
            return "C"
        return "B" if self.uncertain else "A"

    @property
    def members(self) -> list[Signatory]:
        """Every organisation of every submission."""
        return [member for entry in self.entries for member in entry.members]

    @property
    def joint(self) -> list[Entry]:
        """The joint submissions."""
        return [entry for entry in self.entries if entry.kind == "joint"]


def entry(read: Submission, coded: Callable[[str | None], str | None]) -> Entry:
    """A submission as a reader found it, in codes. `coded` gives the code of a country, None for an unknown one."""

    def place(country: str | None) -> dict[str, Any]:
        code = coded(country)
        return {"country": code or "", "printed": (country or "") if code is None else ""}

    size = read.stated_size
    title = read.name or ""
    return _without_names(
        Entry(
            code=read.code,
            kind=read.kind,
            name="" if read.kind == "joint" and len(title) > LONGEST_TITLE else title,
            size=size.number if size else None,
            exactness=size.exactness.replace(" ", "_") if size else "",
            city=read.city or "",
            members=tuple(
                Signatory(each.name, each.acronym or "", each.lead, each.city or "", **place(each.country))
                for each in read.members
            ),
            **place(read.country),
        )
    )


def _without_names(entry: Entry) -> Entry:
    """The entry without the names of natural persons and of those who asked not to be shown (data/take_down.csv)."""
    unnamed = (persons.A_PERSON, persons.TAKEN_DOWN)
    members = []
    for member in entry.members:
        name = persons.shown_name(member.name, member.acronym)
        members.append(Signatory(name, lead=member.lead) if name in unnamed else replace(member, name=name))
    name = persons.shown_name(entry.name) if entry.name else ""
    place = {"city": "", "country": "", "printed": ""} if name in unnamed else {}
    return replace(entry, name=name, members=tuple(members), **place)


def recoded(document: Document, coded: Callable[[str | None], str | None]) -> Document:
    """The document with codes for the countries that had none and are known by now."""

    def known(each: Signatory | Entry) -> dict[str, str]:
        code = coded(each.printed) if each.printed else None
        return {} if code is None else {"country": code, "printed": ""}

    entries = tuple(
        replace(each, **known(each), members=tuple(replace(member, **known(member)) for member in each.members))
        for each in document.entries
    )
    return replace(document, entries=entries)


def rows(documents: Iterable[Document], data: Path, known: Mapping[str, str] | None = None) -> list[list[tuple]]:
    """The rows of each of FILES; decisions and kinds are those of `data`, `known` are ids that organisations keep."""
    ordered = sorted(documents, key=lambda each: each.review)
    # What was stored before somebody asked to be taken down is in `documents` still.
    ordered = [replace(each, entries=tuple(map(_without_names, each.entries))) for each in ordered]
    unnamed = count(1)
    goes_by = _goes_by(ordered, data)
    seen: dict[str, list[tuple[Signatory, str]]] = defaultdict(list)
    listed, submissions, members = [], [], []
    for each in ordered:
        counted = (each.declared, len(each.entries), each.note, each.grade, each.missing, each.alone, each.uncertain)
        listed.append((each.symbol, each.state, each.session, each.kind, *counted, each.source))
        for position, entry in enumerate(each.entries, start=1):
            size = (entry.size, entry.exactness) if entry.size is not None else ("", "")
            about = (entry.kind, entry.name, *size, int(entry.uncertain), *_place(entry))
            submissions.append((each.symbol, entry.code, position, *about))
            for place, member in enumerate(entry.members, start=1):
                whose = goes_by[key(member.name)]
                if member.name in (persons.A_PERSON, persons.TAKEN_DOWN):
                    # Two persons are not one organisation that signs twice.
                    whose = f"{whose} {next(unnamed)}"
                seen[whose].append((member, entry.kind))
                own = (member.name, member.acronym, int(member.lead), *_place(member))
                members.append((each.symbol, entry.code, place, whose, *own))
    ids = organisations.ids(seen, known)
    kinds = organisations.Kinds(data)
    identified = sorted(_organisation(ids[name], name, forms, kinds) for name, forms in seen.items())
    shown = {code: name for code, name, *_ in identified}
    members = [(*row[:3], ids[row[3]], *row[4:]) for row in members]
    # Printed as the organisation is called, for most: then the name stands once.
    return [
        listed,
        submissions,
        [(*row[:4], "" if row[4] == shown[row[3]] else row[4], *row[5:]) for row in members],
        identified,
    ]


def _goes_by(documents: Iterable[Document], data: Path) -> dict[str, str]:
    names = {key(member.name) for each in documents for member in each.members}
    return organisations.preferred(names, organisations.decisions(data))


def _place(each: Signatory | Entry) -> tuple[str, str]:
    return each.city, each.country


def _organisation(
    code: str, name: str, seen: Sequence[tuple[Signatory, str]], kinds: organisations.Kinds
) -> tuple[str, ...]:
    """Its name in the wording most often printed, its acronym and country where they do not contradict each other."""
    shown = organisations.shown_name(name, [member.name for member, _ in seen])
    acronyms = Counter(member.acronym for member, _ in seen if member.acronym)
    acronym = acronyms.most_common(1)[0][0] if acronyms else ""
    countries = {member.country for member, _ in seen} - {""}
    country = countries.pop() if len(countries) == 1 else ""
    return (code, shown, acronym, country, *kinds.kind(shown, {kind for _, kind in seen}))


# Read back


def documents(folder: Path) -> list[Document]:
    """The documents of a folder like data/, from the files of the catalogue."""
    called = {row["stakeholder"]: row["name"] for row in small_tables.read(folder / "stakeholders.csv")}
    of_entry: dict[tuple[str, str], list[Signatory]] = defaultdict(list)
    for row in small_tables.read(folder / "submission_members.csv"):
        name = row["name"] or called[row["stakeholder"]]
        member = Signatory(name, row["acronym"], row["lead"] == "1", row["city"], row["country"])
        of_entry[row["symbol"], row["code"]].append(member)
    of_document: dict[str, list[Entry]] = defaultdict(list)
    for row in small_tables.read(folder / "submissions.csv"):
        size = int(row["stated_size"]) if row["stated_size"] else None
        members = tuple(of_entry[row["symbol"], row["code"]])
        about = (row["kind"], row["name"], size, row["exactness"], row["city"], row["country"], members)
        made = Entry(row["code"], *about, uncertain=row["uncertain"] == "1")
        of_document[row["symbol"]].append(made)
    return [
        Document(
            row["symbol"],
            row["state"],
            int(row["session"]),
            int(row["declared"]) if row["declared"] else None,
            row["source"],
            tuple(of_document[row["symbol"]]),
        )
        for row in small_tables.read(folder / "stakeholder_documents.csv")
    ]


# Loaded lists


def read_lists(folder: Path) -> list[Document]:
    """The loaded lists of a folder; none where there is no such file. Raises ReadError where it is damaged."""
    found = _lists(folder).get("documents", [])
    return [_document_of(each) for each in found]


def day(folder: Path) -> str:
    """The day on which lists were loaded last."""
    return str(_lists(folder).get("day", ""))


def write_lists(folder: Path, loaded: Sequence[Document], *, today: str, rejected: int) -> None:
    """The file of loaded lists; `rejected` submissions of the last load are not in it."""
    content = {"day": today, "rejected": rejected, "documents": [asdict(each) for each in loaded]}
    (folder / STORED_LISTS).write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _lists(folder: Path) -> dict[str, Any]:
    path = folder / STORED_LISTS
    try:
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except ValueError as error:
        raise ReadError(Said("refusal.lists_damaged", path=str(path), problem=problem(error))) from error


def _document_of(made: dict[str, Any]) -> Document:
    entries: dict[str, Any] = {"entries": tuple(_entry_of(entry) for entry in made["entries"])}
    return Document(**made | entries)


def _entry_of(made: dict[str, Any]) -> Entry:
    members: dict[str, Any] = {"members": tuple(Signatory(**member) for member in made["members"])}
    return Entry(**made | members)


def clashes(loaded: Document, embedded: Iterable[Document]) -> Document | None:
    """The embedded list that a loaded one cannot stand beside nor in place of, if there is one.

    A review has one list. A loaded one replaces an embedded one that is the same document.
    """
    about = (loaded.symbol, loaded.review)
    # A full list replaces one of joint submissions only, whatever its symbol.
    weaker = [each for each in embedded if each.review == loaded.review and (each.kind, loaded.kind) == WEAKER]
    others = ((each, (each.symbol, each.review)) for each in embedded if each not in weaker)
    return next(
        (each for each, other in others if about != other and (about[0] == other[0] or about[1] == other[1])), None
    )


def combined(embedded: Iterable[Document], loaded: Iterable[Document]) -> list[Document]:
    """The lists of the catalogue: one per review, the loaded one where both are the same document."""
    built_in = list(embedded)
    found = {each.review: each for each in built_in}
    return [*(found | {each.review: each for each in loaded if clashes(each, built_in) is None}).values()]


def merge(folder: Path) -> None:
    """Put the loaded lists of a folder, if it has any, into its files of the catalogue, and say so in its build log.

    An organisation of the embedded lists keeps its id, so that links to it hold.
    """
    loaded = read_lists(folder)
    if not loaded:
        return
    embedded = documents(folder)
    known = organisations.ids(_goes_by(embedded, folder).values())
    made = rows(combined(embedded, loaded), folder, known)
    for (name, header), content in zip(FILES.items(), made, strict=True):
        small_tables.write(folder / name, [header, *content])
    taken = [each for each in loaded if clashes(each, embedded) is None]
    there = {row[:2] for row in made[1]} - {(e.symbol, one.code) for e in taken for one in e.entries if one.unmended}
    corrections = [row for row in small_tables.read(folder / CORRECTIONS) if (row["symbol"], row["code"]) in there]
    _rewrite(folder / CORRECTIONS, corrections)
    log = small_tables.read(folder / BUILD_LOG)
    rows_in, rows_out = (sum(len(each.entries) for each in some) for some in (loaded, taken))
    notes = [", ".join(each.symbol for each in taken)]
    if len(taken) < len(loaded):
        left_out = ", ".join(each.symbol for each in loaded if each not in taken)
        notes.append(f"left out, because the atlas has another list of the review: {left_out}")
    if rejected := int(_lists(folder)["rejected"]):
        notes.append(f"submissions that the last load rejected before, not counted here: {rejected}")
    step = {
        "position": str(len(log) + 1),
        "step": "lists of submissions loaded by the user",
        "rows_in": str(rows_in),
        "rows_out": str(rows_out),
        "rows_rejected": str(rows_in - rows_out),
        "note": "; ".join(each for each in notes if each),
    }
    _rewrite(folder / BUILD_LOG, [*log, step])


def _rewrite(path: Path, content: Sequence[Mapping[str, str]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    small_tables.write(path, [header, *([row[name] for name in header] for row in content)])
