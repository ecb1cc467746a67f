"""Who signed a joint submission: the text behind "submitted by" cut into organisations.

The lists of stakeholders have been written by many hands. Semicolons separate organisations, or commas do, or "and";
all three also stand inside names. The rule of this file: cut only where the text itself gives a reason to (a closing
bracket, a country, a name that the same document prints alone elsewhere), and leave the rest whole. A wrong member is
worse than an unsplit one; what was left is reported by a reason code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from analytics.sources.summaries.names import Member, clean, is_in_other_words, key, split_acronym
from analytics.sources.summaries.places import NO_ADDRESS, Address, country_ends, fold, is_country, split_address

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST_MEMBER = 200
LONGEST_LIST = 40_000
"""Characters; the longest real list, of some 100 organisations, has about 6,000."""
LONGEST_BRACKET = 80
ALIKE = 0.9
"""Share of letters that two spellings of one name have in common."""

# Words of a subject, not of an organisation: "Women, Education, Development" is the tail of a name, not three members.
SUBJECT_WORDS = """
    education development educacion desarrollo educacao desenvolvimento peace paz justice justicia justica democracy
    democracia equality igualdad environment health salud saude culture cultura women mujeres mulheres children youth
    juventud family gender genero race social rights human direitos derechos humanos humano freedom liberty solidarity
    inclusion security law governance transparency accountability research training advocacy empowerment citizenship
    cidadania comunicacion comunicacao investigacion information gays lesbians lesbicas travestis bissexuais
    transexuais intersexos bisexual transgender intersex the for and of y e de a in"""
SUBJECTS = frozenset(SUBJECT_WORDS.split())
JOINT_INSIDE = re.compile(r"[,;]|\s(?:and|e|y)\s")
BETWEEN = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
AND_BEHIND_SEMICOLON = re.compile(r";\s*and\b")
AND = re.compile(r",?\s+and\s+(?=\S)")
SUPPORTERS = re.compile(
    r"[.;]\s+(?:[^\W\d_]+\s+){0,3}(?:organi[sz]a\w+|supported|endorsed|members?|signator\w+|adher\w+)[^:;,.]{0,40}:\s",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"^([^;()]{3,180}?(?:\([^()]{1,40}\))?),?\s+(?:which is\s+)?\(?(?:composed|comprised|comprising|consisting|made up|"
    r"which includes|including|namely|whose members are)\b(?:\s+of)?(?:\s+the following(?:\s+\w+)?)?:?\s+",
    re.IGNORECASE,
)
STATED_SIZE = re.compile(
    r"\b(?:(more than|over|at least|approximately|about|around|some|nearly|up to)\s+)?(\d{1,3}(?:,\d{3})+|\d{1,5})\s+"
    r"(?:[^\W\d_][\w’'-]*\s+){0,5}?"
    r"(?:NGOs?|CSOs?|organi[sz]ations|associations|groups|networks|institutions|members|entities)\b",
    re.IGNORECASE,
)
A_COALITION = re.compile(
    r"\b(?:coalition|network|platform|alliance|group|union|forum|collective|federation)\b", re.IGNORECASE
)
EXACTNESS = {"": "exact", "more than": "more than", "over": "more than", "at least": "more than"}
"""Every other word in front of a number makes it approximate."""


@dataclass(frozen=True, slots=True)
class StatedSize:
    """A number of organisations that the list states without naming them; `exactness`: exact, more than, approx."""

    number: int
    exactness: str


@dataclass(frozen=True, slots=True)
class Signatories:
    """What the text of a joint submission says: members, title, contact address, size; `doubts` are reason codes."""

    members: tuple[Member, ...] = ()
    title: str | None = None
    contact: Address = NO_ADDRESS
    stated_size: StatedSize | None = None
    doubts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    address: Address


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Keys of names that other lists of a document print: `plain` ones, and `joined` ones with a comma or "and"."""

    plain: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()


def known_names(texts: Collection[str]) -> KnownNames:
    """The names that stand alone between semicolons in these lists, by which the others may be read."""
    pieces = [_pieces(_title(text)[1]) for text in texts if len(text) <= LONGEST_LIST]
    bare = [split_address(piece)[0] for part in pieces for piece in part]
    cut = [name for piece in bare for name in _names(piece, (), None, commas_separate=False)]
    joined = frozenset(key(name) for name in cut if JOINT_INSIDE.search(name))
    whole = [split_address(piece)[0] for part in pieces for piece in _merge_split_names(part, joined)]
    plain = (key(name) for name in whole if not JOINT_INSIDE.search(name))
    return KnownNames(frozenset(name for name in plain if " " in name), joined)


def read_signatories(text: str, names: KnownNames | None = None) -> Signatories:
    """The signatories in the text behind "submitted by".

    `names` are those that the document prints elsewhere; a comma, "and" or semicolon next to one of them is read
    accordingly. Never raises: what cannot be cut stays one member, or none, with a doubt.
    """
    names = names or KnownNames()
    known = names.plain
    if len(text) > LONGEST_LIST:
        return Signatories(doubts=(("list_too_long", text[:LONGEST_MEMBER]),))
    title, listed, size = _title(text)
    if size and not listed:
        return Signatories(title=title, stated_size=size, doubts=(("only_a_size", title or text[:LONGEST_MEMBER]),))
    parts = [_Part(*split_address(part)) for part in _merge_split_names(_pieces(listed), names.joined)]
    parts, contact = _contact(parts)
    lead = parts[0].text if len(parts) > 1 and _only_first_has_address(parts) else None
    found = _members(parts, known, lead, closed=AND_BEHIND_SEMICOLON.search(listed) is not None)
    doubts = [("name_too_long", each.name[:LONGEST_MEMBER]) for each in found if len(each.name) > LONGEST_MEMBER]
    members, repeated = _without_repeats([each for each in found if 0 < len(each.name) <= LONGEST_MEMBER])
    doubts += repeated
    doubts += [("not_split", each.name) for each in members if _is_doubtful(each, len(members))]
    return Signatories(tuple(members), title, contact, size, tuple(doubts))


def _members(parts: list[_Part], known: Collection[str], lead: str | None, *, closed: bool) -> list[Member]:
    """The members in the parts between semicolons; `closed` when the last part opened with "and"."""
    # Behind a lead, or with no semicolon at all, one part holds the whole list, and its commas separate.
    own = [part for part in parts if lead is None or key(part.text) != key(lead)]
    holds_list = len(own) == 1
    members: list[Member] = []
    for position, part in enumerate(parts):
        is_lead = position == 0 and lead is not None
        commas_separate = holds_list and not is_lead
        text, last = part.text, ""
        if position == len(parts) - 1 and not (closed or commas_separate or position == 0):
            # "...; Org A; Org B, and Org C": the writer closed the list with a comma.
            before, comma, behind = text.rpartition(", and ")
            text, last = (before, behind) if comma else (text, "")
        names = [*_names(text, known, lead, commas_separate=commas_separate), *([last] if last else [])]
        address = part.address if len(names) == 1 else NO_ADDRESS
        members += [_member(name, address, lead=is_lead) for name in names]
    return members


def _title(text: str) -> tuple[str | None, str, StatedSize | None]:
    """Title of a coalition, the list of its members, and its stated size, each if there."""
    found = STATED_SIZE.search(text)
    size = None
    if found:
        word = (found.group(1) or "").lower()
        size = StatedSize(int(found.group(2).replace(",", "")), EXACTNESS.get(word, "approx"))
    title = TITLE.match(text)
    listed = text[title.end() :] if title else text
    if found and _only_a_size(listed):
        return (title.group(1) if title else clean(text)), "", size
    return (clean(title.group(1)) if title else None), listed, size


def _only_a_size(listed: str) -> bool:
    """Whether a list names nobody: it has one number of organisations, and separates nothing behind it."""
    found = STATED_SIZE.search(listed)
    if found is None or ";" in listed or country_ends(listed) or "," in listed[found.end() :]:
        return False
    return bool(A_COALITION.search(listed[: found.start()])) or "," not in listed[: found.start()]


def _pieces(text: str) -> list[str]:
    """The text cut at semicolons, at headings of supporters, and behind each `(Country)` that another name follows."""
    pieces = []
    for piece in cut_at_semicolons(SUPPORTERS.sub(", ", text)):
        pieces += _cut_behind_countries(piece)
    return [cleaned for piece in pieces if (cleaned := clean(piece))]


def cut_at_semicolons(text: str) -> list[str]:
    """The text cut at each semicolon outside brackets; a bracket that is never closed, or far away, holds nothing."""
    cuts, opened, inside = [], [], []
    for position, character in enumerate(text):
        if character == "(":
            opened.append(position)
        elif character == ")" and opened:
            start = opened.pop()
            if position - start <= LONGEST_BRACKET:
                while inside and inside[-1] > start:
                    inside.pop()
        elif character == ";":
            (inside if opened else cuts).append(position)
    edges = sorted([*cuts, *inside])
    return [text[start:end] for start, end in zip([0, *(e + 1 for e in edges)], [*edges, len(text)], strict=True)]


def _cut_behind_countries(piece: str) -> list[str]:
    """`Org A, City (Country), Org B, City (Country) and Org C` as three; also with bare countries."""
    ends = [end for end in country_ends(piece) if re.match(r",?\s+\S|,", piece[end:])]
    if ends:
        starts = [0, *ends]
        return [piece[start:end] for start, end in zip(starts, [*ends, len(piece)], strict=True)]
    return _cut_behind_bare_countries(piece)


def _cut_behind_bare_countries(piece: str) -> list[str]:
    """`Org A, City, Country, Org B, City, Country and Org C, City, Country`, the form of the first cycles."""
    pieces, held = [], []
    for element in piece.split(","):
        country, rest = _country_and_rest(element)
        # The first element is a name ("France Terre d'Asile"), and a country needs a name before it.
        if not held or country is None:
            held.append(element)
            continue
        pieces.append(",".join([*held, country]))
        held = [rest] if rest else []
    return [*pieces, ",".join(held)] if any(e.strip() for e in held) else pieces


def _country_and_rest(element: str) -> tuple[str | None, str]:
    """`Trinidad and Tobago and The Coalition` -> ("Trinidad and Tobago", "The Coalition")."""
    if is_country(element):
        return element, ""
    for found in BETWEEN.finditer(element):
        if is_country(element[: found.start()]):
            return element[: found.start()], element[found.end() :]
    return None, element


def _merge_split_names(pieces: list[str], joined: Collection[str]) -> list[str]:
    """Joins two pieces that a semicolon inside a name tore apart, where the list has that name whole elsewhere."""
    merged: list[str] = []
    for piece in pieces:
        if merged and not merged[-1].endswith(")") and _are_one_name(merged[-1], piece, joined):
            merged[-1] = f"{merged[-1]}; {piece}"
        else:
            merged.append(piece)
    return merged


def _are_one_name(first: str, second: str, joined: Collection[str]) -> bool:
    """Whether two pieces together are nearly a name that is printed elsewhere, and more so than the first alone."""
    alone, added = key(first), key(split_address(second)[0])
    both = f"{alone} {added}"
    if added and both in joined:
        return True
    return any(
        name[:12] == both[:12]
        and abs(len(name) - len(both)) < 20  # noqa: PLR2004 - a word of the name is missing here
        and (likeness := SequenceMatcher(None, name, both).ratio()) > 0.9  # noqa: PLR2004
        and likeness > SequenceMatcher(None, name, alone).ratio()
        for name in joined
    )


def _contact(parts: list[_Part]) -> tuple[list[_Part], Address]:
    """Takes an address that closes the whole list off its last member: it is where the submission came from.

    Which of the members sits there is not said, and it is often the first; so none of them gets it.
    """
    addressed = [position for position, part in enumerate(parts) if part.address.country]
    if len(parts) > 1 and addressed == [len(parts) - 1]:
        return [*parts[:-1], replace(parts[-1], address=NO_ADDRESS)], parts[-1].address
    if len(parts) == 1 and addressed:
        return parts, parts[0].address
    return parts, NO_ADDRESS


def _only_first_has_address(parts: list[_Part]) -> bool:
    return [part.address.country is not None for part in parts] == [True] + [False] * (len(parts) - 1)


def _names(text: str, known: Collection[str], lead: str | None, *, commas_separate: bool) -> list[str]:
    """One piece cut into names, where commas or "and" give a reason to."""
    elements = _cut_at_commas(text, known, lead, all_of_them=commas_separate)
    names: list[str] = []
    for position, element in enumerate(elements):
        last = position == len(elements) - 1
        expected = commas_separate and last and not re.match(r"\s*and\s", element)
        names += _cut_at_and(element, known, lead, once=expected)
    return [name for name in (clean(name) for name in names) if name]


def _cut_at_commas(text: str, known: Collection[str], lead: str | None, *, all_of_them: bool) -> list[str]:
    """The text at its commas: all that may separate names, or only those with a reason of their own."""
    elements: list[str] = []
    for element in _split_outside_brackets(text):
        if elements and not _separates(elements[-1], element, known, lead, any_comma=all_of_them):
            elements[-1] = f"{elements[-1]},{element}"
        else:
            elements.append(element)
    return elements


def _split_outside_brackets(text: str) -> list[str]:
    elements, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth = max(0, depth + (character == "(") - (character == ")"))
        if character == "," and not depth:
            elements.append(text[start:position])
            start = position + 1
    return [*elements, text[start:]]


def _separates(before: str, after: str, known: Collection[str], lead: str | None, *, any_comma: bool) -> bool:
    """Whether the comma between two texts stands between organisations."""
    words = key(after.strip().removeprefix("and ")).split()
    if not words or all(word in SUBJECTS for word in words):
        return False
    sure = {*known, key(lead)} if lead else known
    if key(before) in sure or key(after) in sure or re.match(r"\s*(?:and\s+)?[Tt]he\s+[A-Z]", after):
        return True
    continues = after.strip()[:1].islower() and not after.strip().startswith(("and ", "the "))
    return (any_comma or before.rstrip().endswith(")")) and not continues


def _cut_at_and(text: str, known: Collection[str], lead: str | None, *, once: bool) -> list[str]:
    """The text at "and": behind a bracket, beside a known name, or, if one must be there, at the only one."""
    sure = {*known, key(lead)} if lead else known
    ands = [found for found in AND.finditer(text) if found.start() > 0]
    for found in ands:
        before, after = text[: found.start()], text[found.end() :]
        if before.rstrip().endswith(")") or key(before) in sure or (len(ands) == 1 and key(after) in sure):
            return [before, *_cut_at_and(after, known, lead, once=False)]
    if once and len(ands) == 1:
        before, after = text[: ands[0].start()], text[ands[0].end() :]
        if not all(word in SUBJECTS for word in fold(after).split()) and after[:1].isupper() | after.startswith("the "):
            return [before, after]
    return [text]


def _member(text: str, address: Address, *, lead: bool) -> Member:
    name, acronym = split_acronym(text)
    return Member(name, acronym, address.city, address.country, lead)


def _without_repeats(members: list[Member]) -> tuple[list[Member], list[tuple[str, str]]]:
    """Each organisation once: the lead is often listed again among the members, also in another language."""
    kept: list[Member] = []
    doubts: list[tuple[str, str]] = []
    for member in members:
        same = next((i for i, other in enumerate(kept) if key(other.name) == key(member.name)), None)
        if same is None and kept and kept[0].lead and is_in_other_words(kept[0], member):
            same = 0
            doubts.append(("lead_under_another_name", f"{kept[0].name} = {member.name}"))
        if same is None:
            same = next((i for i, other in enumerate(kept) if _is_spelled_otherwise(other, member)), None)
            doubts += [("spelled_otherwise", f"{kept[same].name} = {member.name}")] if same is not None else []
        if same is None:
            kept.append(member)
        elif kept[same].acronym is None:
            kept[same] = replace(kept[same], acronym=member.acronym)
    return kept, doubts


def _is_spelled_otherwise(one: Member, other: Member) -> bool:
    """Whether two names with one acronym, or its first word, differ in few letters: a slip of the pen in one list."""
    first, second = (fold(member.acronym or "").split()[:1] for member in (one, other))
    if not first or first != second:
        return False
    return SequenceMatcher(None, key(one.name), key(other.name)).ratio() >= ALIKE


def _is_doubtful(member: Member, members: int) -> bool:
    """Whether a member may be more than one: the only one of a joint submission, or a name with several joints."""
    joints = len(AND.findall(member.name)) + member.name.count(",") + member.name.count(";")
    return (joints > 2 and member.acronym is None) or (members == 1 and joints > 0)  # noqa: PLR2004 - two are common
