"""Lists of submissions that users load: UN summaries of stakeholders' submissions and lists of their own, in codes.

What `built_in` checks for the lists in data/, and stops at, is reported here: a country that is in no table stays
empty until a person maps it, names that are alike stay apart, a number of submissions that differs from the declared
one is a note. A review has one list. One that is loaded again replaces what was loaded of that review; one that is in
data/ is replaced by the same document only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from analytics import letters, small_tables
from analytics.catalogue import built_in, documents, organisations
from analytics.catalogue.documents import LONGEST_TITLE, Document, Entry, Review, Signatory
from analytics.sentences import Said
from analytics.sources.names import Names, names_of_states, read_aliases
from analytics.sources.own_submissions import SubmissionRow
from analytics.sources.reading import ReadError, shown
from analytics.sources.recognise import Format, Reading, Recognised
from analytics.sources.recommendations import STATES, Field, Rejected, session_number
from analytics.sources.summaries.names import key
from analytics.sources.summaries.reader import Submission
from analytics.text import DEFAULT, text

SUMMARY = "summary"
"""Code of the format that says itself, by its symbol, which document it is."""
SYMBOL = "A/HRC/WG.6/{}/{}/3"
OWN_SYMBOL = "own/{}/{}"
"""In place of a UN symbol, for a user's own list: session and state."""
LONGEST_NAME = 200
LONGEST_CODE = 50
LONGEST_PLACE = 60
"""Characters of a city or a country; the longest name of a state has 52."""
MOST_NAMES = 5_000
"""Organisations of one load, ten times those of the largest list so far; each is compared with all others."""
MOST_ALIKE = 200
"""Pairs of names that are alike and are told."""
MARKUP = str.maketrans({"[": "(", "]": ")", "`": "'", "|": "/", **dict.fromkeys("<>{}\\$*~^", "")})
"""Characters that the pages would read as markup; a name goes without them."""
DIRECTIVE = re.compile(r":(?=\w+[/(])|(?<=:)//|!(?=\()")
RECOUNTED = ("no_declared_number", "declared_differs")
"""Warnings of the reader that are made anew, because the number may be known from elsewhere."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person should know of a list that is taken: `reason` is a code, the texts have its sentence."""

    file: str
    line: int
    field: Field
    value: str
    reason: str
    suggestion: str = ""


@dataclass
class Found:
    """What files hold: lists in codes, submissions that are not taken, notes. `file` and `format` are of the last.

    `fewer` are lists of which more submissions are there already: how many, and how many the files hold.
    """

    file: str = ""
    format: Format | None = None
    documents: list[Document] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    fewer: dict[Review, tuple[int, int]] = field(default_factory=dict)

    @property
    def submissions(self) -> list[tuple[Document, Entry]]:
        """Every submission with its list."""
        return [(each, entry) for each in self.documents for entry in each.entries]


class Reader:
    """Reads files one after the other into `found`; `mapped` are the names that a user has mapped, by kind.

    `kept` are lists that were loaded before: each is replaced when its review comes again.
    """

    def __init__(self, data: Path, mapped: Mapping[str, Mapping[str, str]], kept: Iterable[Document] = ()) -> None:
        aliases = read_aliases(data / "state_aliases.csv")
        self.states = names_of_states(data, mapped.get("state"), codes=True)
        self.countries = Names(aliases)
        self.places = organisations.Places(data, mapped.get("country"))
        self.sessions = {int(row["session"]) for row in small_tables.read(data / "sessions.csv")}
        self.codes = {
            (row["code"], row["session"]): row["iso3"] for row in small_tables.read(data / "symbol_codes.csv")
        }
        self.stated = {
            (int(row["session"]), row["state"]): int(row["submissions"])
            for row in small_tables.read(data / "submission_counts.csv")
            if row["session"] and row["basis"] == "declared"
        }
        self.corrections = built_in.corrections(data)
        self.decisions = organisations.decisions(data)
        self.embedded = documents.documents(data)
        self.kept = {each.review: documents.recoded(each, self.places.code) for each in kept}
        self.found = Found()

    def read(self, file: Recognised, state: str | None = None, session: int | None = None) -> None:
        """The lists of a file; `state` and `session` are for a summary that does not say them.

        Raises ReadError when it cannot be read.
        """
        reading = file.read(state=state, session=session)
        self.found.file, self.found.format = file.path.name, reading.format
        reviews: dict[Review, list[SubmissionRow]] = defaultdict(list)
        rejected = []
        for row in reading.rows:
            about = self._review(row, reading)
            if isinstance(about, Rejected):
                rejected.append(about)
            else:
                reviews[about].append(row)
        for about, rows in reviews.items():
            self._list(about, rows, reading)
        self.found.rejected += [*rejected, *reading.rejected]
        self.found.notes += [
            Note(file.path.name, 0, "list", each.about, each.reason)
            for each in reading.warnings
            if each.reason not in RECOUNTED
        ]

    def loaded(self) -> list[Document]:
        """The lists that are loaded once these files are: what was there before, and what came in its place."""
        return sorted(
            {**self.kept, **{each.review: each for each in self.found.documents}}.values(), key=lambda each: each.review
        )

    def fewer(self) -> dict[Review, tuple[int, int]]:
        """Reviews of which more submissions are there than the files hold: how many, and how many they hold."""
        there = {each.review: len(each.entries) for each in documents.combined(self.embedded, self.kept.values())}
        held = {each.review: len(each.entries) for each in self.found.documents}
        return {review: (there[review], n) for review, n in held.items() if there.get(review, 0) > n}

    def alike(self) -> list[Note]:
        """Pairs of names that may be one organisation, of which the files that were read print at least one.

        Raises ReadError where there are too many names to compare.
        """
        read = [member for each in self.found.documents for member in each.members]
        names = len({key(member.name) for member in read})
        if names > MOST_NAMES:
            raise ReadError(Said("refusal.names", found=names, most=MOST_NAMES))
        gone = {each.review for each in self.found.documents}
        stay = documents.combined(self.embedded, self.kept.values())
        others = [member for each in stay if each.review not in gone for member in each.members]
        pairs = organisations.undecided(organisations.proposals(read, others), self.decisions, MOST_ALIKE + 1)
        notes = [Note("", 0, "organisations", " | ".join(pair), "alike") for pair in pairs[:MOST_ALIKE]]
        more = [Note("", 0, "organisations", f"> {MOST_ALIKE}", "more_alike")] if len(pairs) > MOST_ALIKE else []
        return [*notes, *more]

    def _review(self, row: SubmissionRow, reading: Reading) -> Review | Rejected:
        """Which review a submission is about."""
        number = session_number(row.session) or 0
        if number not in self.sessions:
            return Rejected(row.file, row.line, "session", row.session, Said("reason.session_unknown"))
        state = self._state(row.state, number)
        if not state:
            reason = Said("reason.name_unknown", table=STATES)
            if reading.symbol and row.state in reading.symbol:
                reason = Said("reason.symbol", symbol=reading.symbol)
            return Rejected(row.file, row.line, "state under review", row.state, reason, self.states.suggest(row.state))
        printed = reading.symbol.split("/") if reading.symbol else []
        if printed and (number != int(printed[3]) or self._state(printed[4], number) not in {None, "", state}):
            reason = Said("reason.other_review", symbol=reading.symbol)
            return Rejected(row.file, row.line, "review", f"{state}-{number}", reason)
        return number, state

    def _state(self, name: str, session: int) -> str | None:
        """The code of a state, by its name, its code, or the code that document symbols have for it."""
        known = self.codes.get((name, str(session))) or self.codes.get((name, ""))
        return known or self.states.code(name)

    def _country(self, name: str | None) -> str | None:
        """The code of a country, by the name that is kept of it."""
        return self.places.code(_plain(name or ""))

    def _list(self, about: Review, rows: Sequence[SubmissionRow], reading: Reading) -> None:
        """Take the list of one review, or say why not."""
        session, state = about
        summary = reading.format.code == SUMMARY
        symbol = (reading.symbol or SYMBOL.format(*about)) if summary else OWN_SYMBOL.format(*about)
        listed, lines = self._entries(rows, symbol, summary=summary)
        declared = reading.declared or self.stated.get(about) if summary else None
        source = documents.LOADED[0] if summary else documents.LOADED[1]
        document = documents.Document(symbol, state, session, declared, source, tuple(listed))
        if not listed:
            return
        reason = self._in_the_way(document)
        if reason:
            file = rows[0].file
            self.found.rejected += [Rejected(file, line, "review", f"{state}-{session}", reason) for line in lines]
            return
        self.found.documents.append(document)
        self.found.notes += self._notes(document, rows[0].file, summary=summary)

    def _in_the_way(self, document: Document) -> Said | None:
        """Why a list cannot be taken beside the others, if so."""
        built_in = documents.clashes(document, self.embedded)
        if built_in:
            return Said("reason.built_in", symbol=built_in.symbol)
        if any(each.review == document.review for each in self.found.documents):
            return Said("reason.second_list")
        others = [each for each in (*self.kept.values(), *self.found.documents) if each.review != document.review]
        other = next((each for each in others if each.symbol == document.symbol), None)
        if other is None:
            return None
        return Said("reason.loaded_as", symbol=other.symbol, review=f"{other.state}-{other.session}")

    def _entries(self, rows: Sequence[SubmissionRow], symbol: str, *, summary: bool) -> tuple[list[Entry], list[int]]:
        """The submissions of one list in codes, each with a code of its own, and their lines."""
        listed: list[Entry] = []
        lines: list[int] = []
        codes: set[str] = set()
        printed = {_plain(row.submission.code) for row in rows}
        for position, row in enumerate(rows, start=1):
            wrong = None if summary else _wrong(row.submission, codes)
            if wrong:
                self.found.rejected.append(Rejected(row.file, row.line, *wrong))
                continue
            read, fits = self._mended(row.submission, symbol) if summary else (row.submission, True)
            made = self._each_once(_clean(documents.entry(read, self._country)), row)
            free = (f"{made.code}#{number}" for number in count(position))
            code = made.code
            if not code or code in codes:
                code = next(each for each in free if each not in printed and each not in codes)
            codes.add(code)
            listed.append(replace(made, code=code, unmended=not fits))
            lines.append(row.line)
        return listed, lines

    def _each_once(self, entry: Entry, row: SubmissionRow) -> Entry:
        """The submission without organisations that it names twice."""
        whose = organisations.preferred({key(each.name) for each in entry.members}, self.decisions)
        once: dict[str, Signatory] = {}
        for member in entry.members:
            first = once.get(whose[key(member.name)])
            once[whose[key(member.name)]] = replace(first, acronym=first.acronym or member.acronym) if first else member
            if first:
                self.found.notes.append(Note(row.file, row.line, "members", member.name, "spelled_otherwise"))
        return replace(entry, members=tuple(once.values()))

    def _mended(self, submission: Submission, symbol: str) -> tuple[Submission, bool]:
        """The submission as a person read it, and whether the records about it fit this file; as it is where not."""
        try:
            return built_in.mended(submission, self.corrections.get((symbol, submission.code), ())), True
        except built_in.CatalogueError:
            return submission, False

    def _notes(self, document: Document, file: str, *, summary: bool) -> list[Note]:
        notes = []
        if summary and document.note:
            declared = "-" if document.declared is None else document.declared
            reason = "declared_differs" if document.declared is not None else "no_declared_number"
            notes.append(Note(file, 0, "declared", f"{declared} / {len(document.entries)}", reason))
        printed = [each.printed for entry in document.entries for each in (entry, *entry.members) if each.printed]
        for country in dict.fromkeys(printed):
            suggestion = self.countries.suggest(country)
            notes.append(Note(file, 0, "country", country, "country_unknown", suggestion))
        return notes


def compared(before: Iterable[Document], after: Iterable[Document], reviews: Iterable[Review]) -> dict[str, int]:
    """How many submissions of these reviews are new, changed, unchanged or gone."""
    old, new = (
        {each.review: {entry.code: entry for entry in each.entries} for each in side} for side in (before, after)
    )
    counts = Counter({"new": 0, "changed": 0, "unchanged": 0, "gone": 0})
    for review in reviews:
        was, now = old.get(review, {}), new.get(review, {})
        for code, entry in now.items():
            counts["new" if code not in was else "unchanged" if was[code] == entry else "changed"] += 1
        counts["gone"] += len(was.keys() - now.keys())
    return dict(counts)


def stored(note: Note) -> tuple[object, ...]:
    """A note as it is kept: of what the reader doubts only the code of the submission, not its words."""
    code = re.match(r"JS\d+", note.value)
    value = (code.group() if code else "") if note.field == "list" else note.value
    return note.file, note.line, note.field, value, text(DEFAULT)(f"note.{note.reason}"), note.suggestion


def _wrong(submission: Submission, codes: set[str]) -> tuple[Field, str, Said] | None:
    """Field, value and reason of the first thing that cannot be right in a line of a user's own list."""
    names = [member.name for member in submission.members]
    long = next(
        (name for each in submission.members for name in (each.name, each.acronym or "") if len(name) > LONGEST_NAME),
        "",
    )
    nameless = [name for name in names if not key(_plain(name))]
    joint, title, code = submission.kind == "joint", submission.name or "", _plain(submission.code)
    city, country = submission.city or "", submission.country or ""
    checks: tuple[tuple[object, Field, str, Said], ...] = (
        (long, "members", long, Said("reason.long_name", most=LONGEST_NAME)),
        (nameless, "members", "".join(nameless[:1]), Said("reason.nameless")),
        (not joint and len(names) > 1, "members", " | ".join(names), Said("reason.not_joint")),
        (len(title) > LONGEST_TITLE, "name", title, Said("reason.long_title", most=LONGEST_TITLE)),
        (len(city) > LONGEST_PLACE, "city", city, Said("reason.long_city", most=LONGEST_PLACE)),
        (len(country) > LONGEST_PLACE, "country", country, Said("reason.long_country", most=LONGEST_PLACE)),
        (len(code) > LONGEST_CODE, "code", code, Said("reason.long_code", most=LONGEST_CODE)),
        (code in codes, "code", code, Said("reason.code_twice")),
    )
    return next(((column, shown(value), reason) for wrong, column, value, reason in checks if wrong), None)


def _clean(entry: Entry) -> Entry:
    """The submission with names that hold nothing but a name.

    Where it is not a joint one, its one organisation names it, and its address is that of the organisation.
    """
    members = tuple(
        replace(each, name=_plain(each.name), acronym=_plain(each.acronym), **_where(each))
        for each in entry.members
        if key(_plain(each.name))
    )
    name = _plain(entry.name)
    if members and entry.kind != "joint":
        (single,) = members
        name = name or single.name
        if not (single.city or single.country or single.printed):
            members = (replace(single, **_where(entry)),)
    return replace(entry, code=_plain(entry.code), name=name, members=members, **_where(entry))


def _where(each: Entry | Signatory) -> dict[str, str]:
    return {"city": _plain(each.city), "country": each.country, "printed": _plain(each.printed)}


def _plain(name: str) -> str:
    """A name on one line, without what a page would read as markup."""
    return " ".join(DIRECTIVE.sub(" ", letters.name(name).translate(MARKUP)).split())
