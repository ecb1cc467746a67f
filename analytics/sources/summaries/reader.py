"""Reader of UN summaries of stakeholders' submissions, `A/HRC/WG.6/<session>/<code>/3`, as text, PDF or Word.

In goes one document in English; out comes its list of stakeholders: who made an individual submission, who signed
which joint one. Only names, places and numbers are kept, no sentence of the document. Nothing is guessed in silence:
what could not be read with confidence is left whole and named in a warning, and a list that does not have as many
entries as paragraph 1 declares says so.

Addresses. `City (Country)` behind an organisation is its own. Where one address closes a whole list of several
organisations it is the contact of the submission (`Submission.city`, `.country`) and of no member: it may belong to the
first, the last or the busiest of them, and the list does not say.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.sentences import Said
from analytics.sources.packages import ZIP
from analytics.sources.reading import ReadError, problem
from analytics.sources.summaries import members as signing
from analytics.sources.summaries import persons
from analytics.sources.summaries.codes import Entry, further_submitters, read_entries, without_bodies
from analytics.sources.summaries.labels import Joint, take_joint
from analytics.sources.summaries.lists import (
    FURNITURE,
    SYMBOL,
    Section,
    clean_text,
    join_lines,
    list_sections,
    words_of,
)
from analytics.sources.summaries.members import LONGEST_MEMBER
from analytics.sources.summaries.names import Member, split_acronym
from analytics.sources.summaries.places import split_address
from analytics.sources.summaries.word import word_text
from analytics.sources.summaries.wording import number_of

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.sources.summaries.wording import StatedSize

LONGEST_DOCUMENT = 500_000
"""Characters; the longest summary so far has about 90,000."""
LONGEST_ABOUT = 200
REPORT = re.compile(r"Report of the Working Group on the Universal", re.IGNORECASE)
"""The title of another document of the same review."""
REPORT_NAMED = 5_000
"""Characters in which its title stands."""
MOST_PAGES = 60
"""The longest summary so far has 22; a page may be named many times in a small file, and each time is read anew."""

NAME_OF_FILE = re.compile(
    r"A[_/ .-]HRC[_/ .-]WG\.?6[_/ .-](\d{1,3})[_/ .-]([A-Za-z]{2,3})[_/ .-]3(?!\d)", re.IGNORECASE
)
DECLARED = re.compile(
    r"summary\s+of\s+(?:the\s+)?(?:information\s+(?:provided\s+)?(?:in|from|by)\s+)?(?:submissions\s+(?:from|by|of)\s+)?"
    r"(\d{1,4}|[a-z]+(?:[-\s][a-z]+)?)\s+(?:other\s+)?(?:relevant\s+)?stakeholders?",
    re.IGNORECASE,
)
UNNUMBERED = re.compile(r"(?:(?<!\s)\s++)?\(\s*+Joint\s++Sub[a-z]{0,3}is++ion\s*+\)", re.IGNORECASE)
UNNUMBERED_LABEL = re.compile(r"^Joint\s+Sub[a-z]{0,3}is+ion\s*(?:submitted\s+)?by\b[\s:–—-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParseWarning:
    """Something that a person should look at: a reason code, and the text it is about."""

    reason: str
    about: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One entry of the list. `code` without spaces (`JS12`, `HRW`; empty if none is printed).

    `kind` is individual, joint, nhri or regional_organisation. `name` is the organisation, or the title of a joint
    submission if it has one. `members` are the signatories; of any other kind, the one organisation. `city` and
    `country` are the contact address of the entry, `raw` its text as printed without page furniture.
    """

    code: str
    kind: str
    name: str | None
    members: tuple[Member, ...]
    raw: str
    city: str | None = None
    country: str | None = None
    stated_size: StatedSize | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """One stakeholder summary. `declared` is the number of submissions in its paragraph 1, None if it is not there."""

    symbol: str | None
    session: int | None
    code: str | None
    declared: int | None
    submissions: tuple[Submission, ...]
    warnings: tuple[ParseWarning, ...]

    def of_kind(self, kind: str) -> tuple[Submission, ...]:
        """The submissions of one kind, in the order of the list."""
        return tuple(each for each in self.submissions if each.kind == kind)


def read(path: Path, *, symbol: str | None = None, declared: int | None = None) -> Summary:
    """The summary in a file, text, PDF or Word: its content decides which, not its name.

    `symbol` and `declared` (the number in paragraph 1) are used where the text does not print them, as in an excerpt
    of the endnote; without `symbol`, the file's name is tried.
    Raises ReadError, naming the file and what was seen, when there is no list of stakeholders in it.
    """
    content = path.read_bytes()
    if content.startswith(ZIP):
        return parse(word_text(path), file=path.name, symbol=symbol, declared=declared)
    return read_bytes(content, file=path.name, symbol=symbol, declared=declared)


def read_bytes(content: bytes, *, file: str, symbol: str | None = None, declared: int | None = None) -> Summary:
    """The summary in the content of a file, as `read`; `file` is its name, for messages and a missing symbol."""
    text = _pdf_text(content, file) if b"%PDF-" in content[:1024] else _decoded(content)
    return parse(text, file=file, symbol=symbol, declared=declared)


def parse(text: str, *, file: str = "the text", symbol: str | None = None, declared: int | None = None) -> Summary:
    """The summary in a text, as `read`."""
    if len(text) > LONGEST_DOCUMENT:
        raise ReadError(Said("refusal.long_summary", file=file, found=len(text), most=LONGEST_DOCUMENT))
    plain = clean_text(text)
    sections = list_sections(plain)
    if sections is None:
        raise ReadError(_no_list(file, plain))
    submissions, warnings = _submissions(sections, words_of(plain))
    if not submissions:
        raise ReadError(Said("refusal.no_entry", file=file))
    found, session, code = _symbol(plain, symbol, file)
    printed = _declared(plain)
    total = declared if printed is None else printed
    return Summary(found, session, code, total, tuple(submissions), (*_totals(total, submissions), *warnings))


def _no_list(file: str, text: str) -> Said:
    if REPORT.search(" ".join(text[:REPORT_NAMED].split())):
        return Said("refusal.report", file=file)
    seen = " ".join(text[:400].split())[:80]
    starts = Said("refusal.starts", seen=seen) if seen else Said("refusal.scanned")
    return Said("refusal.no_list", file=file, starts=starts)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _pdf_text(content: bytes, file: str) -> str:
    import pypdf

    try:
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        long = len(pages) > MOST_PAGES
        text = "" if long else "\n".join(page.extract_text() for page in pages)
    # A damaged file fails inside the library in as many ways as there are damages; to the reader it is one.
    except Exception as error:
        raise ReadError(Said("refusal.pdf", file=file, problem=problem(error))) from error
    if long:
        raise ReadError(Said("refusal.long_pdf", file=file, found=len(pages), most=MOST_PAGES))
    return text


def _symbol(text: str, given: str | None, file: str) -> tuple[str | None, int | None, str | None]:
    """Symbol, session and code: from the text, else as the caller gave it, else from the file's name."""
    printed = Counter(SYMBOL.findall(text)).most_common(1)
    named = NAME_OF_FILE.search(given or "") or NAME_OF_FILE.search(file)
    session, code = printed[0][0] if printed else named.groups() if named else ("", "")
    if not session:
        return None, None, None
    return f"A/HRC/WG.6/{int(session)}/{code.upper()}/3", int(session), code.upper()


def _declared(text: str) -> int | None:
    for found in DECLARED.finditer(text):
        number = number_of(found.group(1))
        if number is not None:
            return number
    return None


def _totals(declared: int | None, submissions: list[Submission]) -> list[ParseWarning]:
    warnings = []
    if declared is None:
        warnings.append(ParseWarning("no_declared_number", "paragraph 1"))
    elif declared != len(submissions):
        warnings.append(ParseWarning("declared_differs", f"{declared} declared, {len(submissions)} listed"))
    codes = Counter(each.code for each in submissions if each.code)
    warnings += [ParseWarning("code_twice", code) for code, times in codes.items() if times > 1]
    numbers = {int(each.code[2:]) for each in submissions if re.fullmatch(r"JS\d+", each.code)}
    missing = set(range(1, max(numbers, default=0) + 1)) - numbers
    warnings += [ParseWarning("joint_number_missing", f"JS{number}") for number in sorted(missing)]
    return warnings


def _submissions(sections: list[Section], words: frozenset[str]) -> tuple[list[Submission], list[ParseWarning]]:
    """All entries in the order individual, joint, others, and what was doubtful about them."""
    sections, joint = take_joint(sections, words)
    submissions: list[Submission] = []
    warnings: list[ParseWarning] = []
    before = "individual"
    for section in sections:
        entries, doubts = _entries(section, words)
        joint += [Joint(entry.code, entry.text) for entry in entries if section.kind == "joint"]
        kind = before if section.kind == "attachments" else section.kind
        before = kind
        for entry in entries:
            if section.kind == "joint":
                continue
            if UNNUMBERED.search(entry.text):
                joint.append(Joint(entry.code, UNNUMBERED.sub("", entry.text)))
                continue
            made = _single(entry, kind)
            submissions.append(made)
            if not made.members:
                doubts.append(("name_too_long", entry.text))
        warnings += [ParseWarning(reason, about[:LONGEST_ABOUT]) for reason, about in doubts]
    made_joint, joint_doubts = _joint_submissions(joint)
    order = [each.kind for each in submissions]
    place = sum(kind == "individual" for kind in order)
    submissions.sort(key=lambda each: each.kind != "individual")
    return [*submissions[:place], *made_joint, *submissions[place:]], [*warnings, *joint_doubts]


def _entries(section: Section, words: frozenset[str]) -> tuple[list[Entry], list[tuple[str, str]]]:
    """The entries of a section, and doubts about it as (reason, text)."""
    if section.kind == "attachments":
        entries, left = further_submitters(section.lines, words)
        about = join_lines(left, words)
        return entries, [("attachments_not_read", about)] if about.strip(" ;.") else []
    entries, doubts = read_entries(without_bodies(section.lines), words)
    if section.kind != "joint":
        return entries, doubts
    # Without numbers only an entry with a code or a label is told apart from the rest of a page.
    told = [entry for entry in entries if entry.code or UNNUMBERED_LABEL.match(entry.text)]
    left = " ".join(entry.raw for entry in entries if entry not in told)
    named = [Entry(entry.code, UNNUMBERED_LABEL.sub("", entry.text), entry.raw) for entry in told]
    return named, [("joint_not_read", left)] if left.strip(" ;.") else []


def _single(entry: Entry, kind: str) -> Submission:
    name, address = split_address(entry.text)
    name, acronym = split_acronym(name)
    if not name or len(name) > LONGEST_MEMBER or FURNITURE.search(name):
        return Submission(entry.code, kind, None, (), entry.raw)
    member = persons.without_name(Member(name, acronym, address.city, address.country, lead=False))
    return Submission(entry.code, kind, member.name, (member,), entry.raw, member.city, member.country)


def _joint_submissions(joint: list[Joint]) -> tuple[list[Submission], list[ParseWarning]]:
    known = signing.known_names([each.text for each in joint])
    submissions, warnings = [], []
    for each in joint:
        raw = each.text.strip(" ;")
        read = signing.read_signatories(raw, known)
        members = tuple(m for m in read.members if not FURNITURE.search(m.name))
        doubts = list(read.doubts)
        if len(members) == 1:
            doubts.append(("one_member", members[0].name))
        if not members and not read.stated_size:
            doubts.append(("no_members", raw))
        warnings += [ParseWarning(reason, f"{each.code}: {about}"[:LONGEST_ABOUT]) for reason, about in doubts]
        title, contact = read.title or each.acronym, read.contact
        submissions.append(
            Submission(each.code, "joint", title, members, raw, contact.city, contact.country, read.stated_size)
        )
    return submissions, warnings
