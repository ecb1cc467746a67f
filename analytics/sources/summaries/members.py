"""Who signed a joint submission: the text behind "submitted by" read as members, title, contact and size.

Where names end is decided in `pieces` and `cutting`, what is said around them in `wording`. Here they get addresses,
the lead its place, and an organisation that is printed twice is one. What was left whole is reported by a reason code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from analytics.sources.summaries import persons
from analytics.sources.summaries.cutting import cut_into_names, cut_the_only_one
from analytics.sources.summaries.evidence import KnownNames
from analytics.sources.summaries.names import Member, is_in_other_words, key, split_acronym
from analytics.sources.summaries.pieces import merge_torn_names, pieces
from analytics.sources.summaries.places import (
    NO_ADDRESS,
    Address,
    fold,
    is_city,
    is_city_and_country,
    is_country,
    is_state,
    split_address,
)
from analytics.sources.summaries.wording import StatedSize, tidy, worded

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST_MEMBER = 200
LONGEST_LIST = 20_000
"""Characters; the longest real list, of some 200 organisations, has about 10,500."""
POSTCODE_BEHIND = re.compile(r"\s[A-Z]{1,2}\d\w*(?:\s\d\w*)?$")
ALIKE = 0.9
"""Share of letters that two spellings of one name have in common."""
JOINT_INSIDE = re.compile(r"[,;]|\s(?:and|e|y)\s")
AND = re.compile(r"(?:,|(?<![\s,]))\s++and\s++(?=\S)")
NAMELESS = re.compile(
    r"(?:the\s|la\s)?(?:coalition|collecti[fv]e?|synergie|group|network|alliance)\s(?:of\s|d[eu]s?\s|d[’'])"
    r"(?:[\w-]+\s){0,4}(?:NGOs?|ONGs?|CSOs?|organi[sz]ations)\b",
    re.IGNORECASE,
)
"""`Coalition of Tall NGOs for the UPR`: no body of its own, but a word for those that follow."""
A_NUMBER = re.compile(
    r"(?:more than\s|over\s)?\d[\d,]*\s(?:plus\s)?(?:[a-z-]+\s){0,3}(?:organi[sz]ations|NGOs|CSOs|stakeholders)\b"
)
AND_BEHIND_SEMICOLON = re.compile(r";\s*and\b")


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
    """A piece of a list without its address; `printed` with it."""

    text: str
    address: Address
    printed: str = ""


def known_names(texts: Collection[str]) -> KnownNames:
    """The names that stand alone between semicolons in these lists, by which the others may be read."""
    listed = [pieces(worded(tidy(text), KnownNames()).listed) for text in texts if len(text) <= LONGEST_LIST]
    bare = [split_address(piece)[0] for part in listed for piece in part]
    cut = [name for piece in bare for name in cut_into_names(piece, KnownNames(), commas_separate=False)]
    joined = frozenset(key(name) for name in cut if JOINT_INSIDE.search(name))
    whole = [split_address(piece)[0] for part in listed for piece in merge_torn_names(part, joined)]
    plain = (key(name) for name in whole if not JOINT_INSIDE.search(name))
    return KnownNames(frozenset(name for name in plain if " " in name), joined)


def read_signatories(text: str, names: KnownNames | None = None) -> Signatories:
    """The signatories in the text behind "submitted by".

    `names` are those that the document prints elsewhere; a comma, "and" or semicolon next to one of them is read
    accordingly. Never raises: what cannot be cut stays one member, or none, with a doubt.
    """
    names = names or KnownNames()
    if len(text) > LONGEST_LIST:
        return Signatories(doubts=(("list_too_long", text[:LONGEST_MEMBER]),))
    about = worded(tidy(text), names)
    if about.size and not about.listed:
        return Signatories(
            title=about.title,
            stated_size=about.size,
            doubts=(("only_a_size", about.title or text[:LONGEST_MEMBER]),),
        )
    parts = [_Part(*split_address(part), part) for part in merge_torn_names(pieces(about.listed), names.joined)]
    parts, contact = _contact(_with_cities(_without_false_cities(parts)))
    found = _members(parts, names, about.listed)
    doubts = [("name_too_long", each.name[:LONGEST_MEMBER]) for each in found if len(each.name) > LONGEST_MEMBER]
    members, repeated = _without_repeats([each for each in found if 0 < len(each.name) <= LONGEST_MEMBER])
    doubts += repeated
    doubts += [("not_split", each.name) for each in members if _is_doubtful(each, len(members))]
    title = about.title
    if len(members) > 2 and not title and NAMELESS.match(members[0].name):  # noqa: PLR2004 - it stands for two or more
        title, *members = members[0].name, *members[1:]
    shown = tuple(persons.without_name(member) for member in members)
    return Signatories(shown, title, contact, about.size, tuple(doubts))


def _without_false_cities(parts: list[_Part]) -> list[_Part]:
    """`Org A, Org B (Country)` has no city where the other countries of the text have none, or it closes a list."""
    bare = sum(bool(part.address.country and not part.address.city) for part in parts)
    with_city = sum(bool(part.address.city) for part in parts)
    kept = []
    for part in parts:
        city = part.address.city or ""
        closes_list = bare + with_city == 1 and part.text.count(",") > 1 and " " in city
        if city and not is_city(city) and (bare > with_city or (bare and bare == with_city) or closes_list):
            kept.append(_Part(f"{part.text}, {city}", Address(None, part.address.country)))
        elif city and bare > with_city and f"{part.text} {city}" in part.printed and not part.text.endswith(")"):
            # "Elm Network Lima (Peru)", where the others have a country only: the city is part of the name.
            kept.append(_Part(f"{part.text} {city}", Address(None, part.address.country)))
        else:
            kept.append(part)
    return kept


def _with_cities(parts: list[_Part]) -> list[_Part]:
    """`Org; City (Country)`: a part that is a city only is the address of the part before it."""
    kept: list[_Part] = []
    last = parts[-1] if parts else None
    for part in parts:
        if part is last and kept and _closes_list(part, kept):
            kept[-1] = replace(kept[-1], address=Address(part.text, part.address.country))
            continue
        if kept and is_country(part.text) and not part.address.country:
            kept[-1] = kept[-1] if kept[-1].address.country else replace(kept[-1], address=Address(None, part.text))
            continue
        if kept and part.text and is_city(part.text) and not part.address.city:
            if not kept[-1].address.country:
                kept[-1] = replace(kept[-1], address=Address(part.text, part.address.country))
            continue
        if kept and part.address.city and is_city(f"{part.text}, {part.address.city}"):
            if not kept[-1].address.country:
                kept[-1] = replace(kept[-1], address=Address(part.text, part.address.country))
            continue
        kept.append(part)
    return kept


def _closes_list(part: _Part, others: list[_Part]) -> bool:
    """`University of Dayton Elms; Oak Union; Dayton (Country)`: one word of another name, and the only address."""
    word = part.text.strip()
    alone = word.isalpha() and word.istitle() and part.address.country and not part.address.city
    return (
        bool(alone)
        and any(re.search(rf"\b{word}\b", other.text) for other in others)
        and not any(other.address.country for other in others)
    )


def _members(parts: list[_Part], names: KnownNames, listed: str) -> list[Member]:
    """The members in the parts of what is listed."""
    closed = AND_BEHIND_SEMICOLON.search(listed) is not None
    # Behind a lead, or with no semicolon at all, one part holds the whole list, and its commas separate.
    lead = parts[0].text if len(parts) > 1 and _only_first_has_address(parts) else None
    if lead and "," not in lead:
        names = KnownNames(names.plain | {key(lead)}, names.joined)
    own = [part for part in parts if lead is None or key(part.text) != key(lead)]
    holds_list = len(own) == 1 or ";" not in listed
    members: list[Member] = []
    for position, part in enumerate(parts):
        is_lead = position == 0 and lead is not None
        commas_separate = holds_list and not (is_lead and ";" in listed)
        text, last = part.text, ""
        if position == len(parts) - 1 and not (closed or commas_separate or position == 0):
            # "...; Org A; Org B, and Org C": the writer closed the list with a comma.
            before, comma, behind = text.rpartition(", and ")
            text, last = (before, behind) if comma else (text, "")
        found = cut_into_names(text, names, commas_separate=commas_separate)
        found = [*found, last] if last else found
        if not found:
            continue
        # An address behind several names is that of the last, and behind all names that of nobody.
        own_address = part.address if len(parts) > 1 or len(found) == 1 else NO_ADDRESS
        addresses = [NO_ADDRESS] * (len(found) - 1) + [own_address]
        members += [_member(name, address, lead=is_lead) for name, address in zip(found, addresses, strict=True)]
    if len(members) == 1 and not members[0].lead:
        two = cut_the_only_one(parts[0].text, names)
        members = [_member(name, NO_ADDRESS, lead=False) for name in two] or members
    # What is left of an address without a city: "NY, USA".
    return [member for member in members if not _is_address(member.name) and not A_NUMBER.match(member.name)]


def _is_address(name: str) -> bool:
    """Whether an entry is a city, a state or both: "New York USA", "London WC1V 6ER", "Patna, Bihar", "NY"."""
    city = POSTCODE_BEHIND.sub("", name)
    before, _, state = name.rpartition(",")
    return (
        is_city(city)
        or is_city(name.partition(" (")[0])
        or is_state(name)
        or is_city_and_country(name)
        or (bool(before) and " " not in before.strip() and is_state(state))
        or re.fullmatch(r"[A-Z]{2}|[A-Z]{2}\. USA", name) is not None
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


def _member(text: str, address: Address, *, lead: bool) -> Member:
    name, acronym = split_acronym(text)
    return Member(name, acronym, address.city, address.country, lead)


def _without_repeats(members: list[Member]) -> tuple[list[Member], list[tuple[str, str]]]:
    """Each organisation once: the lead is often listed again among the members, also in another language."""
    kept: list[Member] = []
    doubts: list[tuple[str, str]] = []
    places: dict[str, list[int]] = defaultdict(list)
    for member in members:
        name, short = key(member.name), _first_word(member.acronym)
        same = next((i for i in places[f"name {name}"] if not _is_elsewhere(kept[i], member)), None)
        if same is not None and _are_chapters(kept[same], member):
            same = next((i for i in places[f"name {name}"] if kept[i].acronym == member.acronym), None)
            short = ""
        if same is None and kept and kept[0].lead and is_in_other_words(kept[0], member):
            same = 0
            doubts.append(("lead_under_another_name", f"{kept[0].name} = {member.name}"))
        if same is None and short:
            same = next((i for i in places[f"acronym {short}"] if _is_alike(kept[i], member)), None)
            doubts += [("spelled_otherwise", f"{kept[same].name} = {member.name}")] if same is not None else []
        if same is None:
            places[f"name {name}"].append(len(kept))
            places[f"acronym {short}"].append(len(kept))
            kept.append(member)
        elif kept[same].acronym is None:
            kept[same] = replace(kept[same], acronym=member.acronym)
            places[f"acronym {short}"].append(same)
    return kept, doubts


def _first_word(acronym: str | None) -> str:
    return " ".join(fold(acronym or "").split()[:1])


def _are_chapters(one: Member, other: Member) -> bool:
    """Whether two bodies of one name differ behind their short form: `CIES Elm`, `CIES Oak`."""
    ours, theirs = fold(one.acronym or "").split(), fold(other.acronym or "").split()
    return bool(ours) and ours[:1] == theirs[:1] and ours != theirs


def _is_elsewhere(one: Member, other: Member) -> bool:
    """Whether two bodies of one name sit in two cities."""
    return bool(one.city and other.city and fold(one.city) != fold(other.city))


def _is_alike(one: Member, other: Member) -> bool:
    """Whether two names of one acronym differ in few letters: a slip of the pen in one list."""
    return SequenceMatcher(None, key(one.name), key(other.name)).ratio() >= ALIKE


def _is_doubtful(member: Member, members: int) -> bool:
    """Whether a member may be more than one: the only one of a joint submission, or a name with several joints."""
    joints = len(AND.findall(member.name)) + member.name.count(",") + member.name.count(";")
    return (joints > 2 and member.acronym is None) or (members == 1 and joints > 0)  # noqa: PLR2004 - two are common
