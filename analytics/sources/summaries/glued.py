"""Names with nothing between them, and names that only seem to be two: parts of one house.

A bracket with an acronym, a name that is printed alone elsewhere, a second "The" or another opening word tell where the
first of two names ends. Where nothing does, `is_run_together` says so.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from analytics.sources.summaries.evidence import (
    LIKELY,
    OPENING_WORDS,
    ORGANISATION_WORDS,
    POSSIBLE,
    KnownNames,
    is_spelled_out,
    own_acronym,
    weight,
)
from analytics.sources.summaries.names import SMALL_WORDS, key, letters_in
from analytics.sources.summaries.places import fold, is_city, is_country, is_place

LONGEST_ELEMENT = 1_000
"""Characters between two commas; what is longer is not cut further, so that the work grows with the text only."""
SEEN = 300
"""Characters on each side of a place that are looked at."""
WORDS_OF_A_KNOWN_NAME = 16
MOST_MARKS, MOST_WORDS = 2, 30
OPEN_WORDS = frozenset({"del", "against", "contra", "contre", "with", "from", "by", "under"})
PARTS = frozenset(
    {"school", "department", "faculty", "clinic", "centre", "center", "institute", "program", "programme", "project"}
)
A_UNIVERSITY = re.compile(r"\s*+(?:the\s)?(?:[A-Z][\w’'-]++\s){1,4}University\b[^,;()]*+$")
HOUSES = frozenset({"university", "universidad", "faculty", "school", "college", "clinic"})
PART_OF_A_HOUSE = re.compile(
    r"^\s*(?:the\s)?(?:faculty|school|department|section|university|universidad|université|facultad|faculté|college|"
    r"law school|africa office|branch|chapter|cap[ií]tulo|sede|filial|regional office)\b[^,;]*$",
    re.IGNORECASE,
)
A_SECTION = re.compile(r"(?:Sección|Seccional)\s\w+(?:\s\w+)?")
BEHIND_A_BRACKET = re.compile(r"\(([^()]{2,25})\)[.:]?\s?(?=[A-ZÀ-Ý“\"])")
LIST_BEHIND = re.compile(r"([^()]{5,120})\s\(([A-ZÀ-Ý]{2,12})\)")
A_SECOND_THE = re.compile(r"(?<=[a-zà-ÿ)])\s(?=The\s[A-Z])")
A_SECOND_OPENING = re.compile(
    rf"(?<=[a-zA-Z)”])\s(?=(?:{'|'.join(sorted(word.capitalize() for word in OPENING_WORDS))})\s"
    r"(?!for\b|of\b|on\b|against\b|\())"
)
A_SECOND_SOS = re.compile(
    r"(?<=[a-z])(?<!Infantiles)(?<!Criancas)(?<!Enfants)(?<!Villages)(?<!Ninos)\s(?=SOS[\s-]\s?[A-Z])"
)
BEHIND_QUOTE = re.compile(r"(?<=[a-z]”)\s(?=[A-Z][a-z]+\s)")
BEHIND_DASH = re.compile(r"\s[-–—]\s((?:[A-Z][a-z’-]+\s){1,3})(?=[A-Z][\w’-]+\s[\w(])(?!Chapter|Office|Section|Branch)")
LATER_OPENINGS = ["Red", "Foro", "Consorcio", "Convergencia", "Plataforma"]
LATER = re.compile(rf"(?<=[a-z”)])\s(?=(?:{'|'.join(LATER_OPENINGS)})\sd?[A-Za-z])")
"""Words that also stand within a name; only far behind its beginning they open another."""
LONGEST_RUN = 120
"""Words; what is longer is not searched for a known name at each of its words."""
FAR = 5
A_SECOND_ARTICLE = re.compile(
    rf"(?<=[a-zA-Z)”])\s(?=(?:L[’']|(?:La|Le|Les|El|Los|Las)\s)(?i:{'|'.join(sorted(ORGANISATION_WORDS))})\s)"
)
ALSO_ENGLISH = frozenset({"association", "federation", "coordination", "forum", "observatory"})
ONLY_ROMANCE = sorted([*(word.capitalize() for word in OPENING_WORDS - ALSO_ENGLISH), *LATER_OPENINGS])
A_LATER_OPENING = re.compile(
    rf"(?<![\w’'])[\d_’']*+([^\W\d_][\w’']*+)\s(?:(?:{'|'.join(ONLY_ROMANCE)})\s|"
    rf"(?:{'|'.join(word.capitalize() for word in sorted(ALSO_ENGLISH))})\s(?:des?|du|pour)\s)"
)
KNOWN_BEFORE_HYPHEN = re.compile(r"(?<=[a-z])[-–]\s?(?=[A-Z])")


def is_part(before: str, after: str) -> bool:
    """`Centre for Tall Trees, Faculty of Law, University of Oaks` is one; what names another body too is none."""
    if A_UNIVERSITY.match(after) and key(before).rpartition(" ")[2] in PARTS:
        return True
    if A_SECTION.fullmatch(after.strip()):
        return True
    if not PART_OF_A_HOUSE.match(after) or own_acronym(after) or before.rstrip().endswith(")"):
        return False
    return not (ORGANISATION_WORDS - HOUSES).intersection(key(after).split())


def cut_behind_brackets(text: str, names: KnownNames) -> list[str]:
    """`Org (AA) Org B (BB)Org C`: names with nothing but a bracket between them."""
    cuts, possible = [0], []
    for found in BEHIND_A_BRACKET.finditer(text):
        before = text[max(cuts[-1], found.end() - SEEN) : found.end()].rstrip(" .:")
        after = re.split(r"[,;]", text[found.end() : found.end() + SEEN])[0]
        short = found.group(1)
        if sum(letter.isupper() for letter in short) < 2 and not letters_in(short, before):  # noqa: PLR2004
            continue
        if is_place(short) or is_country(after) or is_city(after) or weight(before, names) < POSSIBLE:
            continue
        possible.append(found.end())
        touching = text[found.end() - 1] == ")"
        listed = LIST_BEHIND.match(text, found.end())
        if listed and letters_in(listed.group(2), listed.group(1)):
            cuts.append(found.end())
            continue
        alone = len(after.split()) > 1 and weight(after, names) >= LIKELY and not is_part("", after)
        if touching or alone:
            cuts.append(found.end())
    if len(cuts) > MOST_MARKS + 1 and 2 * len(cuts) > len(possible):
        # A list with nothing but brackets between its names: each of them ends one.
        cuts = sorted({*cuts, *possible})
    return [*(text[start:end].rstrip(" .:") for start, end in pairwise(cuts)), text[cuts[-1] :]]


def cut_glued(text: str, names: KnownNames) -> list[str]:
    """Names with nothing between them: behind a known name, a second "The" or another opening word."""
    if len(text) > LONGEST_ELEMENT:
        return [text]
    parts = [part for own in _cut_at_articles(text, names) for part in _cut_at_openings(own, names)]
    parts = [
        each for part in parts for own in _cut_behind_own_country(part) for each in _cut_at_known_hyphen(own, names)
    ]
    known = [name for part in parts for name in _cut_at_known(part, names)]
    return [name for part in known for name in _cut_around_known(part, names)]


def _cut_at_articles(text: str, names: KnownNames) -> list[str]:
    """`Elm Association L'Organisation des Portes`: a capital article in front of a word of an organisation."""
    cuts = [0]
    for found in A_SECOND_ARTICLE.finditer(without_accents(text)):
        before, after = text[cuts[-1] : found.start()], text[found.end() :]
        ends = key(before).rpartition(" ")[2] not in SMALL_WORDS | OPEN_WORDS
        if ends and before.count("(") == before.count(")") and min(weight(before, names), weight(after, names)) > 0:
            cuts.append(found.start())
    return [text[start:end].strip() for start, end in pairwise([*cuts, len(text)])]


def _behind_country(found: re.Match[str]) -> int:
    """Where the country behind a dash ends: `Elm Network – Sierra Leone Oak Union`; 0 if there is none."""
    words = found.group(1).split()
    for length in range(len(words), 0, -1):
        country = " ".join(words[:length])
        if is_country(country):
            return found.start(1) + len(country)
    return 0


def _cut_at_openings(text: str, names: KnownNames) -> list[str]:
    plain = without_accents(text)
    places = {
        found.start() for each in (A_SECOND_OPENING, A_SECOND_SOS, BEHIND_QUOTE) for found in each.finditer(plain)
    }
    places |= {place for found in BEHIND_DASH.finditer(plain) if (place := _behind_country(found))}
    places |= {found.start() for found in LATER.finditer(plain) if plain.count(" ", 0, found.start()) >= FAR}
    return _cut_before(text, sorted(places), names)


def cut_at_second_the(text: str, names: KnownNames) -> list[str]:
    """`Elm Network The Oak Institute`: the article opens another name."""
    if len(text) > LONGEST_ELEMENT:
        return [text]
    return _cut_before(text, [found.start() for found in A_SECOND_THE.finditer(text)], names)


def _cut_before(text: str, places: list[int], names: KnownNames) -> list[str]:
    cuts = [0]
    for place in places:
        before, after = text[cuts[-1] : place], text[place + 1 :]
        whole = before.count("(") == before.count(")") and _ends_a_name(before)
        least = min(weight(before, names), weight(after, names))
        if whole and (least >= LIKELY or (least >= POSSIBLE and known_at_start(after, names))):
            cuts.append(place)
    return [text[start:end].strip() for start, end in pairwise([*cuts, len(text)])]


def known_at_start(text: str, names: KnownNames) -> bool:
    """Whether the text begins with a name of two words or more that others print alone."""
    words = text.split(" ")[:WORDS_OF_A_KNOWN_NAME]
    return any(" ".join(words[:length]) in names for length in range(len(words), 1, -1))


def without_accents(text: str) -> str:
    """The text of the same length without accents."""
    return "".join(unicodedata.normalize("NFD", character)[0] for character in text)


def _cut_at_known_hyphen(text: str, names: KnownNames) -> list[str]:
    """`Known Name-Other Name (ON)`: a hyphen behind a name that others print alone."""
    for found in KNOWN_BEFORE_HYPHEN.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        known = (
            after in names or is_spelled_out(after) or (found.group().endswith(" ") and weight(after, names) >= LIKELY)
        )
        if before in names and " " in after and known:
            return [before, *_cut_at_known_hyphen(after, names)]
    return [text]


def _cut_behind_own_country(text: str) -> list[str]:
    """`Org A Ghana Org B Ghana Org C Ghana`: the country that closes the text closes each name."""
    words = text.split(" ")
    if len(words) < 4 or words.count(words[-1]) < 2 or not is_country(words[-1]):  # noqa: PLR2004
        return [text]
    ends = [position + 1 for position, word in enumerate(words) if word == words[-1]]
    names = [" ".join(words[start:end]) for start, end in pairwise([0, *ends])]
    if any(not name[0].isalnum() or fold(name).startswith("chapter") for name in names):
        return [text]
    return names if min(len(name.split()) for name in names) > 1 else [text]


def _ends_a_name(before: str) -> bool:
    words = key(before).split()
    return (
        len(words) > 1
        and words[-1] not in SMALL_WORDS | OPEN_WORDS
        and words[-1] not in ORGANISATION_WORDS - {"rights"}
    )


def _cut_at_known(text: str, names: KnownNames) -> list[str]:
    """A text that begins or ends with the name of an organisation that others print alone."""
    words = text.split(" ")
    if text in names:
        return [text]
    for length in range(min(len(words) - 1, WORDS_OF_A_KNOWN_NAME), 1, -1):
        if length == 2 and "-" not in text:  # noqa: PLR2004 - names of two words open longer ones
            break
        before, after = " ".join(words[:length]), " ".join(words[length:])
        likely = after[:1].isupper() and len(key(after).split()) > 1 and before[-1:].isalnum()
        if likely and before in names and weight(after, names) >= LIKELY:
            return [before, *_cut_at_known(after, names)]
        before, after = " ".join(words[:-length]), " ".join(words[-length:])
        if after[:1].isupper() and after in names and weight(before, names) >= LIKELY and _ends_a_name(before):
            return [*_cut_at_known(before, names), after]
    return [text]


def _cut_around_known(text: str, names: KnownNames) -> list[str]:
    """A name that others print alone, within a text that seems to hold several."""
    several = text.count(" ") < LONGEST_RUN and text not in names and is_run_together(text, alone=True)
    return _around_known(text.split(" "), names) if several else [text]


def _around_known(words: list[str], names: KnownNames) -> list[str]:
    for length in range(min(len(words), WORDS_OF_A_KNOWN_NAME), 1, -1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            if not name[:1].isupper() or name not in names:
                continue
            before, after = words[:start], words[start + length :]
            ends = not before or _ends_a_name(" ".join(before)) or key(before[-1]) in ORGANISATION_WORDS
            # Names of two words open longer ones.
            whole = length > 2 or not after  # noqa: PLR2004
            if ends and whole and (not after or after[0][:1].isupper()):
                return [*_around_known(before, names), name, *_around_known(after, names)]
    return [" ".join(words)] if words else []


def has_a_later_opening(name: str) -> bool:
    """Whether a word that opens names stands within one, as in `Elm Asociación de Puertas`; alone it says little."""
    found = A_LATER_OPENING.search(without_accents(name))
    return found is not None and key(found.group(1)) not in SMALL_WORDS | ORGANISATION_WORDS


def is_run_together(name: str, *, alone: bool = False) -> bool:
    """Whether a name seems to hold several, with nothing between them that would tell where they end.

    `alone`: a joint submission has no other member, which makes it likelier.
    """
    words = key(name).split()
    # A word of an organisation behind "of" or "de" belongs to the same name.
    marks = sum(
        word in ORGANISATION_WORDS - HOUSES and before not in SMALL_WORDS and before not in ORGANISATION_WORDS
        for before, word in pairwise(["", *words])
    )
    brackets = len(re.findall(r"\([A-Z][\w-]{1,10}\)", name))
    quoted = re.search(r"[“\"]", name) is not None
    many = marks > MOST_MARKS - alone and len(words) > MOST_WORDS // 3 - alone
    return (many and not quoted) or brackets > 1 or len(words) > MOST_WORDS
