"""The common rows that every reader of recommendations ends in, and the coding that leads there.

A reader (one file per format beside this one) yields `RawRow`s: the words of the source. `Coder` turns them into
`Recommendation`s by exact look-up in the committed alias tables and in what the user mapped, or into `Rejected` rows
with a reason and, where a name in the tables is close, a suggestion. Nothing here guesses: a suggestion is shown to a
person and never used.

Sources keep their unit, and units are never pooled: `SOURCES` says what one row of each is. UPR Info has a row for each
recommendation and recommending state; UHRI and OHCHR have one for each paragraph, with all the states in it.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn

from analytics import letters, small_tables
from analytics.sentences import Said
from analytics.sources.names import Names, names_of_states, read_aliases, read_alone

RESPONSES: Mapping[str, str] = {
    "accepted": "accepted",
    "accepted in full": "accepted",
    "supported": "accepted",
    "supports": "accepted",
    "noted": "noted",
    "rejected": "noted",
    "not supported": "noted",
    "not accepted": "noted",
    "general response": "noted",
    "no response": "noted",
    "supported/noted": "partial",
    "partially supported": "partial",
    "partially accepted": "partial",
    "partly supported": "partial",
    "partly accepted": "partial",
    "supported partially": "partial",
    "accepted partially": "partial",
    "supported in part": "partial",
    "accepted in part": "partial",
    "pending": "pending",
    "under consideration": "pending",
    "response not available": "pending",
    "": "pending",
}
"""Response word of a source, in lower case -> derived response (DOMAIN: a recommendation, response)."""

LONGEST_NAME = 300
"""Characters of a name, a theme or a word for an answer; the longest of a source has 150."""
VOLUNTARY_PLEDGE = "Voluntary Pledge"
MOST_KEPT = 20_000
"""Lists of issues and of recommending states, and words for a response, that a coder remembers."""
LONGEST_VALUE = 2_000
"""Characters that are kept of what was rejected."""
BETWEEN = " | "
"""Stands between the names, and between their suggestions, where a rejected row has several."""

UNKNOWN = frozenset(("(Unknown)", "Unknown", "UNKNOWN", "(UNKNOWN)"))
"""What UPR Info writes for a recommending state that it does not know: such a row counts without one."""
STATES, ISSUES = "data/state_aliases.csv", "data/issue_aliases.csv"
ACTION = re.compile(r"([1-5])(?:[.,]0)?(?: ?[-–] ?[^\n]{1,80})?")
"""`5`, `5.0` as spreadsheets write it, or as today's database of UPR Info does, `5 - Specific action`."""
SESSION_ALONE = re.compile(
    r"(?:UPR|WG|S|No\.?|N°|#)?[ _-]?(\d{1,3})(?:[.,]0|st|nd|rd|th|e|ème)?"
    r"(?:(?: - | – | ?\(|, ?)[^\W\d]{1,20}\.?(?: \d{4})?\)?)?",
    re.IGNORECASE,
)
"""`44`, `44.0`, `S44`, `44th`, `44 - November 2023`, `44 (November 2023)`; not `5 November 2023`, which is a day."""
SESSION_NAMED = re.compile(
    r"[^\n]{0,40}?(?:\bsessions?[ :.#°n-]{0,4}(\d{1,3})(?!\d)(?!\s*(?:[-–/,&]|and|et)\s*\d{1,3}(?!\d|\s*[^\W\d]))"
    r"|(?<!\d)(\d{1,3})(?:st|nd|rd|th|e|ème)? session\b)[^\n]{0,40}",
    re.IGNORECASE,
)
"""`Session 44`, `Cycle 4 - Session 44`, `44th session, cycle 4`; not `Sessions 41-42`."""


@dataclass(frozen=True, slots=True)
class Source:
    """What one row of a source is, and which fields it must have. `vocabulary` of its topics: issues, or themes.

    `continues`: the source of the same producer and unit whose later sessions it holds, where there is one.
    """

    unit: str
    vocabulary: str
    action_required: bool = False
    continues: str = ""
    unknown_corrected: bool = False
    """Whether a row of a recommending state that the source does not know needs a correction record."""


PARAGRAPH = "one paragraph of a review with all its recommending states"
SOURCES: Mapping[str, Source] = {
    "upr_info": Source(
        "one recommendation of one recommending state", "issues", action_required=True, unknown_corrected=True
    ),
    "uwazi": Source(
        "one record of UPR Info's database: a recommendation, usually of one state", "issues", continues="upr_info"
    ),
    "uhri": Source(PARAGRAPH, "themes"),
    "ohchr": Source(PARAGRAPH, "themes"),
    "own": Source("one line of the list, with all its recommending states", "issues"),
}


class RawRow(NamedTuple):
    """One row in the words of its source; `file` and `line` say where it stood (the header is line 1).

    `recommending` are the names of the recommending states, `issues` and `themes` those of its topics, `paragraph` its
    number in the report, `identity` what the source itself knows it by; empty where the source has none.
    """

    file: str
    line: int
    to: str
    recommending: tuple[str, ...]
    text: str
    response: str
    action: str
    issues: tuple[str, ...]
    session: str
    themes: tuple[str, ...] = ()
    paragraph: str = ""
    source: str = "upr_info"
    identity: str = ""


class Recommendation(NamedTuple):
    """One recommendation (or voluntary pledge) in codes. `source_key` identifies it without its text.

    Empty `issues`: the source did not code any; such a row is in no share by issue.
    """

    source: str
    source_key: str
    session: int
    state_under_review: str
    recommending_states: tuple[str, ...]
    response: str
    response_raw: str
    action_category: int | None
    issues: tuple[str, ...]
    correction: str | None
    themes: tuple[str, ...] = ()
    paragraph: str = ""


class Column(NamedTuple):
    """A column of a recommendation's facts: its type in SQL, and in which file of a data set it is served.

    `compared`: whether a loaded row counts as changed when this is another.
    """

    name: str
    kind: str = "varchar"
    file: Literal["recommendations", "texts"] = "recommendations"
    compared: bool = True


COLUMNS = (
    Column("source"),
    Column("source_key", compared=False),  # by which rows are compared
    Column("session", "utinyint"),
    Column("state_under_review"),
    Column("recommending_states", "varchar[]"),  # several go to a file of their own, one stands as recommending_state
    Column("response"),
    Column("response_raw", compared=False),  # another word for the same answer
    Column("action_category", "utinyint"),
    Column("issues", "varchar[]"),  # with the themes, where a source has its own
    Column("correction", compared=False),  # ours, and no word of the source
    Column("paragraph", file="texts"),
    Column("text", file="texts"),
)
"""Every column of the facts, in order: the lines that a load writes, its files and what counts as a change follow."""


_Coded = Literal[
    "state under review", "recommending state", "session", "response", "action category", "issue", "identity"
]
_Listed = Literal["state", "review", "kind", "name", "members", "stated size", "city", "country", "code"]
Field = Literal[_Coded, _Listed, "row", "record", "text", "list", "declared", "organisations", "mapping"]
"""What is wrong in a row, or what a note is about; the texts have a name for each."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken: which field, its value, why, and which name of the tables is close to it."""

    file: str
    line: int
    field: Field
    value: str
    reason: Said
    suggestion: str = ""


@dataclass(frozen=True)
class Correction:
    """A record of data/corrections.toml; `where` compares words of the source, all must agree."""

    correction: str
    source: str
    title: str
    where: Mapping[str, str]
    rows: int
    treatment: str
    reason: str
    session: int | None = None
    """The session of rows that name none, with the treatment `session`."""

    def meets(self, row: RawRow) -> bool:
        """Whether the record is about this row."""
        for field, value in self.where.items():
            said = ", ".join(row.recommending) if field == "from" else getattr(row, field)
            if said != value:
                return False
        return True


def read_corrections(data: Path) -> list[Correction]:
    """Every record of `data`/corrections.toml, in file order."""
    records = tomllib.loads((data / "corrections.toml").read_text(encoding="utf-8"))["correction"]
    return [Correction(**record) for record in records]


class _RefusedError(Exception):
    """Why a row cannot be coded: field, value, reason and suggestion, in the order of `Rejected`."""


def _refuse(field: Field, value: str, reason: Said, suggestion: str = "") -> NoReturn:
    raise _RefusedError(field, value, reason, suggestion)


def _seen(row: RawRow) -> RawRow:
    """The row with names without what nobody sees, such as marks that turn the direction of reading."""
    named = (row.to, *row.recommending, *row.issues, *row.themes, row.paragraph)
    if all(each.isprintable() and letters.visible(each) is each for each in named):
        return row
    recommending, issues, themes = (
        tuple(map(letters.name, each)) for each in (row.recommending, row.issues, row.themes)
    )
    to, paragraph = letters.name(row.to), letters.name(row.paragraph)
    return row._replace(to=to, recommending=recommending, issues=issues, themes=themes, paragraph=paragraph)


def session_number(word: str) -> int | None:
    """The number of a session as people write it; None for a date, a cycle, several sessions and other words."""
    found = SESSION_ALONE.fullmatch(word.strip()) or SESSION_NAMED.fullmatch(word.strip())
    return int(next(filter(None, found.groups()))) if found else None


class Coder:
    """Turns raw rows into coded ones. One coder reads one source from its first row to its last.

    `mapped` are the names that a user has mapped: 'state', 'issue' or 'response' -> name -> code, '' for a name that is
    left out. The coder counts occurrences of identical rows, so that exact duplicates keep distinct and stable keys,
    and it notes which rows each correction met. `seen` takes their keys, as numbers, which are smaller.
    Raises ValueError for a source that is not in `SOURCES`.
    """

    def __init__(
        self,
        source: str,
        data: Path,
        corrections: Iterable[Correction] = (),
        mapped: Mapping[str, Mapping[str, str]] | None = None,
        seen: set[int] | None = None,
    ) -> None:
        if source not in SOURCES:
            message = f"There is no source '{source}'. There are: {', '.join(SOURCES)}."
            raise ValueError(message)
        mapped = mapped or {}
        self.source, self.rules = source, SOURCES[source]
        self.state_names = names_of_states(data, mapped.get("state"), codes=True)
        self.states = {name: code for name, code in self.state_names.aliases.items() if name != code}
        self.issues = read_aliases(data / "issue_aliases.csv")
        self.issue_names = Names(self.issues, mapped.get("issue"))
        self.alone = read_alone(data / "issue_aliases.csv")
        self.responses = Names(RESPONSES, {name.lower(): code for name, code in mapped.get("response", {}).items()})
        self.sessions = {row["session"]: int(row["session"]) for row in small_tables.read(data / "sessions.csv")}
        self.corrections = [record for record in corrections if record.source == source]
        self.met: dict[str, list[str]] = {record.correction: [] for record in self.corrections}
        self.seen: set[int] = set() if seen is None else seen
        self.repeated: dict[int, int] = {}
        remembered = lru_cache(MOST_KEPT)  # the same few thousand lists and words stand in all rows
        self._recommending = remembered(self._look_up_states)
        self._response = remembered(self._look_up_response)
        self._issues = remembered(self._look_up_issues)

    def used(self) -> set[tuple[str, str]]:
        """Kind and name of what a user mapped, and that coded some row so far."""
        every = {"state": self.state_names, "issue": self.issue_names, "response": self.responses}
        return {(kind, name) for kind, names in every.items() for name in names.used}

    def code(self, row: RawRow) -> Recommendation | Rejected:
        """The coded row, or the first field that could not be coded and why. Its names hold only what is seen."""
        row = _seen(row)
        records = [record for record in self.corrections if record.meets(row)] if self.corrections else []
        for record in records:
            said = ", ".join(row.recommending)
            self.met[record.correction].append(f"{row.file}, line {row.line}: {said} to {row.to}")
        try:
            return self._coded(row, records)
        except _RefusedError as refused:
            field, value, *others = refused.args
            return Rejected(row.file, row.line, field, value[:LONGEST_VALUE], *others)

    def _check_lengths(self, row: RawRow) -> None:
        """What a row names goes into tables of names, filters and files: a text in its place is none."""
        words = (row.to, row.session, row.response, row.action, row.paragraph, row.identity, *row.issues, *row.themes)
        if max(map(len, words)) <= LONGEST_NAME:
            return
        named: dict[Field, tuple[str, ...]] = {
            "state under review": (row.to,),
            "session": (row.session,),
            "response": (row.response,),
            "action category": (row.action,),
            "issue": (*row.issues, *row.themes),
            "text": (row.paragraph,),
            "identity": (row.identity,),
        }
        for field, words in named.items():
            for word in words:
                if len(word) > LONGEST_NAME:
                    _refuse(field, word[:LONGEST_NAME], Said("reason.long_name", most=LONGEST_NAME))

    def _coded(self, row: RawRow, records: list[Correction]) -> Recommendation:
        self._check_lengths(row)
        unnamed = any(record.treatment == "no_recommending_state" for record in records)
        pledge = row.response == VOLUNTARY_PLEDGE
        return Recommendation(
            source=self.source,
            state_under_review=self._under_review(row.to),
            recommending_states=self._look_up_states(row.recommending, unnamed=True)
            if unnamed
            else self._recommending(row.recommending),
            session=next((record.session for record in records if record.session), None) or self._session(row.session),
            response="pledge" if pledge else self._response(row.response),
            response_raw=row.response,
            action_category=self._action(row.action),
            issues=self._issues(row.issues),
            correction=records[0].correction if records and not pledge else None,
            themes=row.themes,
            paragraph=row.paragraph,
            source_key=self._key(row),
        )

    def _under_review(self, name: str) -> str:
        code = self.state_names.code(name)
        if not code:
            _refuse("state under review", name, *self._unknown(STATES, self.state_names, [name]))
        return code

    def _look_up_states(self, names: tuple[str, ...], *, unnamed: bool = False) -> tuple[str, ...]:
        """The codes of states; none where the source says that it does not know which state it was."""
        if names and not self.rules.unknown_corrected and all(name in UNKNOWN for name in names):
            return ()
        codes = [self.state_names.code(name) for name in names]
        if unnamed:
            codes = [code for code in codes if code]
        if None in codes:
            unknown = [name for name, code in zip(names, codes, strict=True) if code is None]
            reason = self._unknown(STATES, self.state_names, unknown)
            _refuse("recommending state", BETWEEN.join(unknown), *reason)
        if not names:
            _refuse("recommending state", "", Said("reason.no_recommending_state"))
        return tuple(dict.fromkeys(code for code in codes if code))

    def _session(self, word: str) -> int:
        session = self.sessions.get(word)
        if session is None:
            session = self.sessions.get(str(session_number(word)))
        if session is None:
            _refuse("session", word, Said("reason.session_unknown"))
        return session

    def _look_up_response(self, word: str) -> str:
        """Where parts of a paragraph were answered differently, `Supported/Noted`, the response is partial."""
        code = self.responses.code(word.strip().lower())
        if not code:
            codes = {self.responses.code(part.strip()) for part in re.split("[/;|\n]", word.lower())}
            code = codes.pop() if len(codes) == 1 else "partial" if codes == {"accepted", "noted"} else None
        if not code:
            _refuse("response", word, Said("reason.response_unknown"), self.responses.suggest(word))
        return code

    def _action(self, word: str) -> int | None:
        if len(word) == 1 and word in "12345":
            return int(word)
        found = ACTION.fullmatch(word)
        if found:
            return int(found.group(1))
        if word or self.rules.action_required:
            _refuse("action category", word, Said("reason.action_category"))
        return None

    def _look_up_issues(self, names: tuple[str, ...]) -> tuple[str, ...]:
        codes = [self.issue_names.code(name) for name in names]
        unknown = [name for name, code in zip(names, codes, strict=True) if code is None]
        if unknown:
            _refuse("issue", BETWEEN.join(unknown), *self._unknown(ISSUES, self.issue_names, unknown))
        kept = [code for code in codes if code] or [self.alone[name] for name in names if name in self.alone]
        return tuple(dict.fromkeys(kept))

    def _known(self, name: str) -> str:
        """The code of a name by the tables alone, else the name: what a person maps it to changes no key."""
        mapped = name in self.state_names.mapped
        return self.states.get(name) or (None if mapped else self.state_names.code(name)) or name

    def _unknown(self, table: str, known: Names, names: list[str]) -> tuple[Said, str]:
        if names == [""]:
            return Said("reason.no_name"), ""
        suggestions = [known.suggest(name) for name in names]
        reason = Said("reason.name_unknown" if len(names) == 1 else "reason.names_unknown", table=table)
        return reason, BETWEEN.join(suggestions) if any(suggestions) else ""

    def _key(self, row: RawRow) -> str:
        """12 hexadecimal digits from the identity or the words of the row and its occurrence: alike on every build.

        A list of one's own is corrected line by line: without an identity, a line is known by what its recommendation
        is, and not by what may become of it (answer, action, topics). So a corrected line replaces the old one.
        """
        if row.identity:
            words = f"{row.source}|{row.identity}"
        elif self.source == "own":
            to, *states = map(self._known, (row.to, *row.recommending))
            asking = ", ".join(sorted(states))
            parts = f"line|{self._session(row.session)}|{to}|{asking}|{row.paragraph}|{row.text}"
            words = " ".join(parts.split())
        else:
            recommending = ", ".join(row.recommending)
            parts = f"{row.session}|{row.to}|{recommending}|{row.text}|{row.response}|{row.action}"
            words = " ".join(parts.split())
        hashed = hashlib.sha256(words.encode(errors="surrogatepass"))
        key = _occurrence(hashed, 1)
        first = int(key, 16)
        if first not in self.seen:
            self.seen.add(first)
            return key
        if row.identity:
            _refuse("identity", row.identity, Said("reason.identity_twice"))
        if self.source == "own":
            _refuse("identity", BETWEEN.join((row.session, row.to, *row.recommending)), Said("reason.line_twice"))
        times = self.repeated[first] = self.repeated.get(first, 1) + 1
        key = _occurrence(hashed, times)
        self.seen.add(int(key, 16))
        return key


def _occurrence(hashed: hashlib._Hash, times: int) -> str:
    """The key of a row that stands in its file for the so-manieth time."""
    own = hashed.copy()
    own.update(b"|%d" % times)
    return own.hexdigest()[:12]
