"""One organisation in a list of stakeholders: its name and acronym, and when two names are the same organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from analytics.sources.summaries.places import fold, is_city, is_country

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS_IN_ACRONYM = 3
MOST_SPELLED = 30
"""Words of a name that are compared with its acronym."""
LONGEST_NAME = 1_000
"""Characters; what is longer is no name, and is not searched for an acronym."""

LEADING_WORDS = re.compile(r"^(?:[\s,;:|.–—*-]+|and\s+|and(?=[A-Z])|by\s+(?=(?:the\s|The\s)?[A-Z])|the\s+(?=[A-Z]))+")
ACRONYM = re.compile(r"\(([^()]{2,25})\)?$")
DASHED_ACRONYM = re.compile(r"\s[-–—]\s?([A-Z][\w.-]*(?:\s[A-Z][\w.-]*)?)$")
BEHIND_COMMA = re.compile(r",\s([A-Z]{3,12})$")
CAPITALS_BEHIND_DASH = re.compile(r"\s[-–—]\s?[A-Z][\w.-]*[A-Z][\w.-]*$")
ACRONYM_FIRST = re.compile(r"^([A-Z](?:[\w+.-]*[+.-])?[^\WA-Z]*+[A-Z]\w*+)\s[-–—]\s(?=[A-Z])")
QUOTED_SHORT_FORM = re.compile(r"(?:(?<!\s)\s++)?[“\"]([^”\"]{2,30})[”\"]$")

JOINING_WORDS = "of the for and in on to de la le les des du d l y e do da dos das el los las a para por"
SMALL_WORDS = frozenset(JOINING_WORDS.split())
# Words that open many names; that two names share one says nothing.
FIRST_WORDS = """
    asociacion association associacao fundacion foundation fundacao international internacional national nacional
    federation federacion coalition coalicion movement movimiento movimento instituto institute coordinadora
    coordination coordinacion colectivo comision commission congregation university universidad european americans
    american centroamericano consejo children democratic indigenous religious christian"""
COMMON_FIRST_WORDS = frozenset(FIRST_WORDS.split())


@dataclass(frozen=True, slots=True)
class Member:
    """One organisation of a submission, as printed; `lead` where the list itself sets it before the others."""

    name: str
    acronym: str | None = None
    city: str | None = None
    country: str | None = None
    lead: bool = False


@lru_cache(maxsize=10_000)
def key(name: str) -> str:
    """A name for comparison: folded, without brackets, dashed acronyms, punctuation and an opening article."""
    bare = re.sub(r"\([^()]{0,80}(?:\)|$)", " ", CAPITALS_BEHIND_DASH.sub("", LEADING_WORDS.sub("", name)))
    return " ".join(re.findall(r"\w+", fold(bare))).removeprefix("the ")


def clean(text: str) -> str:
    """The text without separators and joining words at its ends."""
    return (
        LEADING_WORDS.sub("", " ".join(text.split()))
        .rstrip(" ,;|*–—")
        .removesuffix(" and")
        .removesuffix(" y")
        .rstrip(" ,;")
    )


def split_acronym(text: str) -> tuple[str, str | None]:  # noqa: PLR0911 - one for each way to print it
    """Name and acronym: `Org (ORG)`, `Org (ORG`, `Org, ORG`, `Org – ORG`, `ORG – Org`; other brackets stay."""
    if len(text) > LONGEST_NAME:
        return " ".join(text.split())[:LONGEST_NAME], None
    plain = " ".join(text.split()).strip(" ,;*")
    name = plain if plain.endswith("Inc.") else plain.removesuffix(".")
    if (quoted := QUOTED_SHORT_FORM.search(name)) and _is_short_form(quoted.group(1), name[: quoted.start()]):
        return name[: quoted.start()], quoted.group(1)
    if (found := ACRONYM.search(name)) and found.start() > 0 and _looks_like_acronym(found.group(1)):
        return name[: found.start()].strip(" ,*"), found.group(1).strip("“”\"' ")
    if (found := BEHIND_COMMA.search(name)) and _abbreviates(found.group(1), name[: found.start()]):
        return name[: found.start()].strip(" ,*"), found.group(1)
    if (found := DASHED_ACRONYM.search(name)) and _may_abbreviate(found.group(1), name[: found.start()]):
        return name[: found.start()].strip(" ,*"), found.group(1)
    if (found := ACRONYM_FIRST.search(name)) and letters_in(found.group(1), name[found.end() :]):
        return name[found.end() :].strip(" ,*"), found.group(1)
    if name.count(")") > name.count("("):
        name = name.removesuffix(")")
    return (f"{name})" if name.count("(") > name.count(")") else name.strip(" *")), None


def _is_short_form(quoted: str, name: str) -> bool:
    """Whether a quotation behind a name is short for it: one word, or words of the name itself."""
    if name.count(" ") < 2:  # noqa: PLR2004 - "Public Foundation" is no name without what is quoted behind it
        return False
    return bool(name) and (" " not in quoted or set(key(quoted).split()) <= set(key(name).split()))


def _looks_like_acronym(text: str) -> bool:
    words = re.findall(r"[^\s–—-]+", text)
    capitals = sum(character.isupper() for character in text)
    if is_country(text) or is_city(text) or (words and words[-1].islower()):
        return False
    if any(is_country(word) for word in words) and not any(word[1:2].isupper() for word in words):
        return False
    return all(word[:1].isupper() or len(words) == 1 for word in words) and (
        (capitals > 0 and len(words) == 1) or (capitals > 1 and len(words) <= WORDS_IN_ACRONYM)
    )


def _may_abbreviate(text: str, name: str) -> bool:
    """Whether what follows a dash is an acronym: in capitals, or with letters of the name in order."""
    first = text.split(maxsplit=1)[0]
    return not is_country(text) and (sum(c.isupper() for c in first) > 1 or letters_in(text, name))


def _abbreviates(acronym: str, name: str) -> bool:
    return letters_in(acronym, name) or is_spelled_by(acronym, name)


def letters_in(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym stand in a name in order, from its first letter on."""
    letters, rest = re.sub(r"\W", "", fold(acronym)), re.sub(r"\W", "", fold(name))
    following = iter(rest)
    return letters[:1] == rest[:1] and all(letter in following for letter in letters)


def is_spelled_by(acronym: str, name: str) -> bool:
    """Whether the acronym is made of beginnings of the name's first words, but for one: `AVIPA`, `CONAMUIP`."""
    letters = re.sub(r"\W", "", fold(acronym))
    every = [word for word in key(name).split()[:MOST_SPELLED] if len(word) > 1]
    rare = [word for word in every if word not in SMALL_WORDS]
    # "Fundación Llanto, Valor y Esfuerzo – LLAVES" leaves its first word out.
    further = rare[1:] if rare and rare[0] in COMMON_FIRST_WORDS and len(letters) > WORDS_IN_ACRONYM else []
    return any(_spelled(letters, words) for words in (every, rare, further))


def _spelled(letters: str, words: list[str]) -> bool:
    if not words or not letters or letters[0] != words[0][0]:
        return False
    reached = {(0, 0)}  # how many letters the words so far may have spelled, and how many words they left out
    for word in words:
        spelled = {
            (start + length, left_out)
            for start, left_out in reached
            for length in range(1, min(len(word), len(letters) - start) + 1)
            if letters[start : start + length] == word[:length]
        }
        if any(start == len(letters) for start, _ in spelled):
            return True
        reached = spelled | {(start, 1) for start, left_out in reached if start and not left_out}
    return False


def is_in_other_words(lead: Member, member: Member) -> bool:
    """Whether a member is the lead in other words: its acronym spells the lead, or most words are the same."""
    ours, theirs = _words(lead.name), _words(member.name)
    if lead.acronym and member.acronym and fold(lead.acronym) != fold(member.acronym):
        return False
    acronym = re.sub(r"\W", "", fold(member.acronym or ""))
    if len(acronym) > 2 and _spells(acronym, ours):  # noqa: PLR2004 - two letters fit by chance
        return True
    if not ours or not theirs:
        return False
    shared = len({w[:5] for w in ours} & {w[:5] for w in theirs})
    rare = len(ours[0]) > 7 and ours[0] == theirs[0] and ours[0] not in COMMON_FIRST_WORDS  # noqa: PLR2004
    return (shared > 2 and shared >= 0.7 * max(len(ours), len(theirs))) or (rare and shared > 1)  # noqa: PLR2004


def _words(name: str) -> list[str]:
    return [word for word in key(name).split() if word not in SMALL_WORDS]


def _spells(acronym: str, words: Iterable[str]) -> bool:
    """Whether the letters of the acronym open words of the name, in order, from its first or second word on."""
    initials = "".join(word[0] for word in words)
    start = initials.find(acronym[0])
    rest = iter(initials)
    return 0 <= start <= 1 and all(letter in rest for letter in acronym)
