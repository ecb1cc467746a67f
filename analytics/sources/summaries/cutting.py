"""Where the names of a list end: semicolons, addresses, commas, "and", and names with nothing between them.

All of these also stand inside names. The rule of this file: cut only where the text gives a reason to (a closing
bracket, a country, a name that is printed alone elsewhere, a word of an organisation on either side), and leave the
rest whole. A wrong member is worse than an unsplit one.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from analytics.sources.summaries.evidence import (
    ARTICLE,
    FITTING_ACRONYM,
    LIKELY,
    OPENING_WORDS,
    ORGANISATION_WORDS,
    POSSIBLE,
    SURE,
    KnownNames,
    is_acronym,
    is_closed,
    is_spelled_out,
    is_subject,
    opens_a_name,
    own_acronym,
    weight,
)
from analytics.sources.summaries.names import SMALL_WORDS, clean, key, letters_in
from analytics.sources.summaries.places import country_ends, fold, is_city, is_country, is_place, split_address
from analytics.sources.summaries.wording import JOINER, SUPPORTERS

if TYPE_CHECKING:
    from collections.abc import Collection

FEW = 2
LONGEST_BRACKET = 80
LONGEST_ELEMENT = 1_000
"""Characters between two commas; what is longer is not cut further, so that the work grows with the text only."""
SEEN = 300
"""Characters on each side of a place that are looked at."""
WORDS_OF_A_KNOWN_NAME = 16
MOST_MARKS, MOST_WORDS = 2, 30
BETWEEN = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
AND = re.compile(r"(,?)\s(and also|and|y|e|et|&)\s(?=\S)")
LEADING_AND = re.compile(r"^\s*(?:and|y|e|et|&)\s+", re.IGNORECASE)
TOGETHER = re.compile(
    r"Trinidad and Tobago|Bosnia and Herzegovina|Antigua and Barbuda|Great Britain and Northern Ireland|Kitts and Nevis|"
    r"Vincent and the Grenadines|Tom[eé] and Pr[ií]ncipe|England and Wales|Balkans and Turkey|Middle East and North|"
    r"East and Horn|East and Southern|Southern and Eastern|Eastern and Southern|Asia and the Pacific|"
    r"Asia and Pacific|Latin America and the|América Latina y|Central and Eastern|Central and North"
)
INCORPORATED = re.compile(r"\s*(?:Inc|Ltd|A\.?C|e\.?V|S\.?A|PLC|LLC|LLP)\b\.?", re.IGNORECASE)
# Words of organisations that also name what an organisation is about.
COMMON_NOUN = re.compile(r"(?:Sociedad|Comunidad|Sociedade|Comunidade|Société|Servicio|Equipo|Unidad|Programa)\b")
HOUSES = frozenset({"university", "universidad", "faculty", "school", "college", "clinic"})
PART_OF_A_HOUSE = re.compile(
    r"^\s*(?:the\s)?(?:faculty|school|department|section|university|universidad|université|facultad|faculté|college|"
    r"law school|africa office|branch|chapter|capitulo|capítulo|sede|filial|regional office)\b[^,;]*$",
    re.IGNORECASE,
)
BEHIND_A_BRACKET = re.compile(r"\(([^()]{2,25})\)[.:]?\s?(?=[A-ZÀ-Ý“\"])")
LIST_BEHIND = re.compile(r"([^()]{5,120})\s\(([A-ZÀ-Ý]{2,12})\)")
A_SECOND_THE = re.compile(r"(?<=[a-zà-ÿ)])\s(?=The\s[A-Z])")
A_SECOND_OPENING = re.compile(
    rf"(?<=[a-zà-ÿA-Z)])\s(?=(?:{'|'.join(sorted(OPENING_WORDS))})\s(?!for\b|of\b|on\b|against\b))",
    re.IGNORECASE,
)


def pieces(text: str) -> list[str]:
    """The text cut at semicolons, joiners, headings of supporters, and behind each `(Country)` that a name follows."""
    found = []
    for piece in cut_at_semicolons(SUPPORTERS.sub(f" {JOINER} " if text.count(";") > FEW else ", ", text)):
        for part in piece.split(JOINER):
            found += _cut_behind_countries(part)
    return [cleaned for piece in found if (cleaned := clean(_without_unopened(piece)))]


def _without_unopened(piece: str) -> str:
    """`Org, City, Country)` without its bracket, which was never opened."""
    bare = piece.rstrip(" ,.")
    unopened = bare.endswith(")") and bare.count(")") > bare.count("(") and is_country(bare[:-1].rpartition(",")[2])
    return bare[:-1] if unopened and "," in bare else piece


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
    found, held = [], []
    for element in piece.split(","):
        country, rest = _country_and_rest(element)
        # The first element is a name ("France Terre d'Asile"), and a country needs a name before it.
        if not held or country is None:
            held.append(element)
            continue
        found.append(",".join([*held, country]))
        held = [rest] if rest else []
    return [*found, ",".join(held)] if any(e.strip() for e in held) else found


def _country_and_rest(element: str) -> tuple[str | None, str]:
    """`Trinidad and Tobago and The Coalition` -> ("Trinidad and Tobago", "The Coalition")."""
    if is_country(element):
        return element, ""
    for found in BETWEEN.finditer(element):
        if is_country(element[: found.start()]):
            return element[: found.start()], element[found.end() :]
    return None, element


def merge_torn_names(found: list[str], joined: Collection[str]) -> list[str]:
    """Joins two pieces that a semicolon inside a name tore apart, where the list has that name whole elsewhere."""
    merged: list[str] = []
    for piece in found:
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


def cut_into_names(text: str, names: KnownNames, *, commas_separate: bool) -> list[str]:
    """One piece cut into names. `commas_separate` where it holds a whole list, and each comma may be between names."""
    found: list[str] = []
    for part in _cut_behind_brackets(text, names):
        elements = _cut_at_commas(part, names, all_of_them=commas_separate or _is_list(part, names))
        for position, element in enumerate(elements):
            last = position == len(elements) - 1
            expected = last and commas_separate and not LEADING_AND.match(element)
            for each in _cut_at_and(element, names, expected=expected, listed=len(elements) > 1):
                found += _cut_glued(each, names)
    return [name for name in (clean(LEADING_AND.sub("", name)) for name in found) if name]


def _is_list(text: str, names: KnownNames) -> bool:
    """Whether the commas of a text stand between names, as each part of it looks like one."""
    elements = [LEADING_AND.sub("", element).strip() for element in _split_outside_brackets(text)]
    if len(elements) == 1 or not all(elements):
        return False
    whole = [weight(element, names) for element in elements]
    if len(elements) > 2:  # noqa: PLR2004 - one comma is often inside a name
        return sum(each >= LIKELY for each in whole) >= 0.75 * len(elements) and min(whole) > 0
    first, second = elements
    if is_acronym(first) and not is_acronym(second.split()[0]) and not own_acronym(second):
        return False
    if is_acronym(second) and letters_in(second, first):
        return False
    opening = fold(second.split()[0]) in OPENING_WORDS and second[0].isupper()
    if min(whole) < LIKELY:
        return min(whole) > 0 and opening and len(first.split()) > 1
    return opens_a_name(second) or is_acronym(second.split()[0]) or (is_closed(second) and not second.endswith(")"))


def _cut_at_commas(text: str, names: KnownNames, *, all_of_them: bool) -> list[str]:
    """The text at its commas: all that may separate names, or only those with a reason of their own."""
    elements: list[str] = []
    for element in _split_outside_brackets(text):
        if elements and not _separates(elements[-1][-SEEN:], element[:SEEN], names, any_comma=all_of_them):
            elements[-1] = f"{elements[-1]},{element}"
        else:
            elements.append(element)
    return elements


def _split_outside_brackets(text: str) -> list[str]:
    elements, depth, start = [], 0, 0
    closing = text.count(")")
    for position, character in enumerate(text):
        closing -= character == ")"
        # A bracket that nothing closes holds nothing.
        depth = max(0, depth + (character == "(" and closing > depth) - (character == ")"))
        if character == "," and not depth:
            elements.append(text[start:position])
            start = position + 1
    return [*elements, text[start:]]


def _separates(before: str, after: str, names: KnownNames, *, any_comma: bool) -> bool:
    """Whether the comma between two texts stands between organisations."""
    behind = LEADING_AND.sub("", after).strip()
    no_name = not key(behind) or is_subject(behind) or is_subject(before) or INCORPORATED.fullmatch(behind)
    if no_name or f"{before},{after}" in names or _expands(before, behind):
        return False
    part = _is_part(before, behind)
    if behind in names or (not part and (before in names or re.match(r"[Tt]he\s+[A-Z]", behind))):
        return True
    if part or _is_open(before, behind, names) or _shares_acronym(before, behind):
        return False
    if LEADING_AND.match(after) and weight(behind, names) >= LIKELY and weight(before, names) >= POSSIBLE:
        return True
    continues = behind[:1].islower() and not ARTICLE.match(behind)
    return (any_comma or before.rstrip().endswith(")")) and not continues


def _is_part(before: str, after: str) -> bool:
    """`Centre for Tall Trees, Faculty of Law, University of Oaks` is one; what names another body too is none."""
    if not PART_OF_A_HOUSE.match(after) or own_acronym(after) or before.rstrip().endswith(")"):
        return False
    return not (ORGANISATION_WORDS - HOUSES).intersection(key(after).split())


def _shares_acronym(before: str, after: str) -> bool:
    """`Association of Victims, Parents and Friends (AVPF)`: the acronym is that of both sides together."""
    found = FITTING_ACRONYM.search(after)
    if found is None or ")" in before:
        return False
    return (
        letters_in(found.group(1), f"{before} {after[: found.start()]}") and fold(found.group(1))[:1] != fold(after)[:1]
    )


def _expands(before: str, after: str) -> bool:
    """`ISHR, International Service for Human Rights`: the acronym and the name that it stands for."""
    short = before.strip()
    if not re.fullmatch(r"[A-Z][A-Za-z]*[A-Z](?:\s[A-Z][a-z]+)?", short) or len(after.split()) < 3:  # noqa: PLR2004
        return False
    initials = "".join(word[0] for word in key(after).split())
    rest = iter(initials)
    letters = fold(short.split()[0])
    return letters[0] == initials[0] and sum(letter in rest for letter in letters) >= 0.6 * len(letters)


def _behind_preposition(text: str) -> str:
    return re.split(r"\s(?:for|of|on|against|de|para|pour|por|des|contra|contre|sobre)\s", text)[-1]


def _is_open(before: str, after: str, names: KnownNames) -> bool:
    """`Centre for Trade, Land and Water`: what follows a comma goes on with the subjects of a name."""
    tail = _behind_preposition(before)
    words = re.split(r"\s[-–—]", LEADING_AND.sub("", after))[0]
    return len(tail) < len(before) and is_subject(tail) and weight(words, names) < POSSIBLE


def _goes_on(text: str, place: re.Match[str], names: KnownNames) -> bool:
    """Whether one name may go on behind "and": `Commission for Justice and Tall Trees`, `Elm and Oak Trust`."""
    before, after = text[: place.start()], text[place.end() :]
    if place.group(1) == "," or before in names or after in names or ARTICLE.match(after):
        return False
    if weight(after, names) < LIKELY:
        return is_subject(_behind_preposition(before)) and _behind_preposition(before) != before
    one_word = " " not in before.strip() and not re.search(r"[a-z][A-Z]", before)
    return not is_closed(before) and (not opens_a_name(after) or one_word)


def _cut_at_and(text: str, names: KnownNames, *, expected: bool, listed: bool) -> list[str]:
    """The text at each "and" that stands between names; `expected`: it closes a list, so that one must."""
    if len(text) > LONGEST_ELEMENT or text in names:
        return [text]
    ands = [found for found in AND.finditer(text) if text[: found.start()].strip() and not _is_inside(text, found)]
    found, start = [], 0
    for place in ands:
        if _joins_names(text[start : place.start()], text[place.end() :], place, names):
            found.append(text[start : place.start()])
            start = place.end()
    if start == 0 and expected and (fitting := _expected_place(text, ands, names, listed=listed)):
        return [text[: fitting.start()], text[fitting.end() :]]
    return [*found, text[start:]]


def _expected_place(text: str, ands: list[re.Match[str]], names: KnownNames, *, listed: bool) -> re.Match[str] | None:
    """The one place where a list that must end in "and" may do so."""
    fitting = [p for p in ands if _may_join(text[: p.start()], text[p.end() :], names)]
    if not listed:
        fitting = [p for p in fitting if p.group(2) == "and" and not _goes_on(text, p, names)]
    fitting = [p for p in fitting if weight(_following(text[p.end() :]), names) >= POSSIBLE]
    if len(fitting) > 1 and not fitting[-1].group(1):
        fitting = [p for p in fitting if opens_a_name(text[p.end() :])]
    return fitting[-1] if fitting and (len(fitting) == 1 or fitting[-1].group(1)) else None


def _is_inside(text: str, found: re.Match[str]) -> bool:
    """Whether an "and" stands in brackets, in the name of a region or between a pair that names use together."""
    before = text[: found.start()]
    in_brackets = before.count("(") > before.count(")") and ")" in text[found.end() :]
    return in_brackets or any(pair.start() < found.end() - 1 < pair.end() for pair in TOGETHER.finditer(text))


def _may_join(before: str, after: str, names: KnownNames) -> bool:
    """Whether both sides may be names at all."""
    if weight(before, names) < POSSIBLE or _shares_acronym(before, after) or _is_within_known(before, after, names):
        return False
    if weight(_following(after), names) < POSSIBLE and weight(after, names) < LIKELY:
        return False
    acronym = own_acronym(before + " " + after)
    # "Musawah and Sisters in Islam (SIS)" is two, "Centre for Doors and Gates (CDG)" one.
    letters = fold(acronym or "")
    return not acronym or own_acronym(after) is not None or letters[:1] != fold(before.strip())[:1]


def _is_within_known(before: str, after: str, names: KnownNames) -> bool:
    """Whether the "and" is that of a known name which begins where the text does."""
    words = after.split(" ")[:WORDS_OF_A_KNOWN_NAME]
    return any(f"{before} and {' '.join(words[:length])}" in names for length in range(1, min(len(words), 4) + 1))


def _joins_names(before: str, after: str, place: re.Match[str], names: KnownNames) -> bool:
    """Whether the "and" between two texts stands between names."""
    following = _following(after)
    if _is_within_known(before, after, names):
        return False
    left, right = weight(before, names), weight(following, names)
    if right < POSSIBLE and (
        after in names or (ARTICLE.match(after) and key(after).rpartition(" ")[2] in ORGANISATION_WORDS)
    ):
        right = weight(after, names)
    if before.rstrip().endswith(")") and right > 0:
        return True
    if min(left, right) >= POSSIBLE and SURE in (left, right):
        return True
    if min(left, right) < POSSIBLE or not _may_join(before, after, names):
        return right >= LIKELY and re.match(r"The\s[A-Z]", after) is not None
    if _repeats(before, after):
        return True
    return place.group(2) != "&" and _is_likely_joint(before, after, min(left, right), place)


def _following(after: str) -> str:
    """What follows an "and" up to the next mark that may end a name."""
    return re.split(r",|\s(?:and|y|e|et|&|[-–—])\s", after)[0]


def _is_likely_joint(before: str, after: str, least: float, place: re.Match[str]) -> bool:
    """The same by the words at either side; `least` is the lower weight of the two."""
    english, article = place.group(2) == "and", ARTICLE.match(after) is not None
    if least < LIKELY and not place.group(1):
        joined = article and opens_a_name(after, among=4 if english else 2) and " " not in before.strip()
        return joined or (english and is_spelled_out(after))
    if is_acronym(before) or (is_acronym(after) and is_closed(before)):
        return True
    if not english:
        return (opens_a_name(after, among=2) and not COMMON_NOUN.match(after)) or bool(place.group(1))
    return opens_a_name(after) or article or is_closed(before)


def _repeats(before: str, after: str) -> bool:
    """`Service for Human Rights and Human Rights Monitor`: one name does not say a thing twice."""
    last, first = key(before).split()[-2:], key(after).split()[:2]
    return len(last) == 2 and last == first  # noqa: PLR2004


def _cut_behind_brackets(text: str, names: KnownNames) -> list[str]:
    """`Org (AA) Org B (BB)Org C`: names with nothing but a bracket between them."""
    cuts = [0]
    for found in BEHIND_A_BRACKET.finditer(text):
        before = text[max(cuts[-1], found.end() - SEEN) : found.end()].rstrip(" .:")
        after = re.split(r"[,;]", text[found.end() : found.end() + SEEN])[0]
        short = found.group(1)
        if sum(letter.isupper() for letter in short) < 2 and not letters_in(short, before):  # noqa: PLR2004
            continue
        if is_place(short) or is_country(after) or is_city(after) or weight(before, names) < POSSIBLE:
            continue
        touching = text[found.end() - 1] == ")"
        listed = LIST_BEHIND.match(text, found.end())
        if listed and letters_in(listed.group(2), listed.group(1)):
            cuts.append(found.end())
            continue
        alone = len(after.split()) > 1 and weight(after, names) >= LIKELY and not _is_part("", after)
        if touching or alone:
            cuts.append(found.end())
    return [text[start:end].rstrip(" .:") for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _cut_glued(text: str, names: KnownNames) -> list[str]:
    """Names with nothing between them: behind a known name, a second "The" or another opening word."""
    if len(text) > LONGEST_ELEMENT:
        return [text]
    cuts = [0]
    for place in sorted({found.start() for each in (A_SECOND_THE, A_SECOND_OPENING) for found in each.finditer(text)}):
        before, after = text[cuts[-1] : place], text[place + 1 :]
        whole = before.count("(") == before.count(")") and _ends_a_name(before)
        if whole and min(weight(before, names), weight(after, names)) >= LIKELY:
            cuts.append(place)
    parts = [text[start:end].strip() for start, end in pairwise([*cuts, len(text)])]
    return [name for part in parts for own in _cut_behind_own_country(part) for name in _cut_at_known(own, names)]


def _cut_behind_own_country(text: str) -> list[str]:
    """`Org A Ghana Org B Ghana Org C Ghana`: the country that closes the text closes each name."""
    words = text.split(" ")
    if len(words) < 4 or words.count(words[-1]) < 2 or not is_country(words[-1]):  # noqa: PLR2004
        return [text]
    ends = [position + 1 for position, word in enumerate(words) if word == words[-1]]
    names = [" ".join(words[start:end]) for start, end in pairwise([0, *ends])]
    return names if min(len(name.split()) for name in names) > 1 else [text]


def _ends_a_name(before: str) -> bool:
    words = key(before).split()
    return (
        len(words) > 1 and words[-1] not in SMALL_WORDS | {"del"} and words[-1] not in ORGANISATION_WORDS - {"rights"}
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
        likely = after[:1].isupper() and len(words) - length > 1 and before[-1:].isalnum()
        if likely and before in names and weight(after, names) >= LIKELY:
            return [before, *_cut_at_known(after, names)]
        before, after = " ".join(words[:-length]), " ".join(words[-length:])
        if after[:1].isupper() and after in names and weight(before, names) >= LIKELY and _ends_a_name(before):
            return [*_cut_at_known(before, names), after]
    return [text]


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
