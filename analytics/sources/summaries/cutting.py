"""Where the names in one piece of a list end: at commas and at "and".

All of these also stand inside names. The rule of this file: cut only where the text gives a reason to (a closing
bracket, a country, a name that is printed alone elsewhere, a word of an organisation on either side), and leave the
rest whole. A wrong member is worse than an unsplit one.
"""

from __future__ import annotations

import re

from analytics.sources.summaries.evidence import (
    ARTICLE,
    FITTING_ACRONYM,
    LIKELY,
    OPENING_WORDS,
    ORGANISATION_WORDS,
    POSSIBLE,
    SUBJECTS,
    SURE,
    KnownNames,
    is_acronym,
    is_closed,
    is_spelled_out,
    is_subject,
    names_with_comma,
    opens_a_name,
    own_acronym,
    weight,
)
from analytics.sources.summaries.glued import (
    LONGEST_ELEMENT,
    SEEN,
    cut_at_second_the,
    cut_behind_brackets,
    cut_glued,
    is_part,
    is_run_together,
)
from analytics.sources.summaries.names import SMALL_WORDS, clean, is_spelled_by, key, letters_in
from analytics.sources.summaries.places import fold, is_country

AND = re.compile(r"(,?)\s(and also|and|And|y|e|et|&)\s(?=\S)")
LEADING_AND = re.compile(r"^\s*(?:and|y|e|et|&)\s+", re.IGNORECASE)
TOGETHER = re.compile(
    r"Trinidad and Tobago|Bosnia and Herzegovina|Antigua and Barbuda|Great Britain and Northern Ireland|"
    r"Kitts and Nevis|Vincent and the Grenadines|Tom[eé] and Pr[ií]ncipe|England and Wales|Balkans and Turkey|"
    r"Middle East and North|East and Horn|East and Southern|Southern and Eastern|Eastern and Southern|"
    r"Asia and the Pacific|Asia and Pacific|Latin America and the|América Latina y|Central and Eastern|"
    r"Central and North|Justice and International Law"
)
INCORPORATED = re.compile(
    r"\s*(?:Inc|Ltd|A\.\s?C|AC|I\.A\.P|e\.?V|S\.?A|PLC|LLC|LLP)\b\.?\s?(?=$|\(|(?:and|y|e|et)\s)", re.IGNORECASE
)
ACRONYM_BEHIND = re.compile(r"([A-Z]{3,12})(?=$|[\s.]*$|\s(?:and|y|e|et)\s)")
PAIRS = re.compile(r"\b(?:Niñ[oa]s|Niñez|Padres|Lesbian|Gay|Economic|Económicos|Économiques|Economiques)$")
ANY_AND = re.compile(r",?\s(?:and|y|e|et|&)\s")
# Words of organisations that also name what an organisation is about.
COMMON_NOUN = re.compile(r"(?:Sociedad|Comunidad|Sociedade|Comunidade|Société|Servicio|Equipo|Unidad|Programa)\b")
MOST_OF_A_LIST, MANY_OF_A_LIST = 0.6, 0.4
"""Share of elements between commas that are likely names, of a few and of several; the rest may be."""
OF_A_SUBJECT = re.compile(r"(?:la|las|los|el|le|les|os|as|o|a)\s|l[’']")
MOST_LETTERS = 0.8
SEVERAL = 3
"""So many commas, between subjects not counted, are in hardly any name."""
RELATED = re.compile(r"(?:Related|Allied|Associated|Other)\s")
QUOTE = re.compile("[\"'\u201c\u2018\u00ab]")
QUOTED = re.compile(r"“[^“”]{3,120}”")
DASHED_CAPITALS = re.compile(r"\s[-–—]\s?([A-Z]{3,12})$")


def cut_into_names(text: str, names: KnownNames, *, commas_separate: bool) -> list[str]:
    """One piece cut into names. `commas_separate` where it holds a whole list, and each comma may be between names."""
    found: list[str] = []
    for part in cut_behind_brackets(text, names):
        elements = _cut_at_commas(part, names, all_of_them=commas_separate or _is_list(part, names))
        for position, element in enumerate(elements):
            last = position == len(elements) - 1
            expected = last and commas_separate and not LEADING_AND.match(element)
            for own in cut_at_second_the(element, names):
                for each in _cut_at_and(own, names, expected=expected, listed=len(elements) > 1):
                    found += cut_glued(each, names)
    names_only = (clean(LEADING_AND.sub("", name)) for name in found)
    return [name for name in names_only if key(name) and key(name) not in SMALL_WORDS]


def elements_of(text: str) -> list[str]:
    """What stands between commas; subjects that a name counts up are one element with what stands before them."""
    elements: list[str] = []
    for element in _split_outside_brackets(text):
        if elements and (is_subject(element) or _enumerates(elements[-1], element)):
            elements[-1] = f"{elements[-1]},{element}"
        else:
            elements.append(LEADING_AND.sub("", element).strip())
    return elements


def cut_the_only_one(text: str, names: KnownNames) -> list[str]:
    """`Elm Network and Oak Institute`, in a submission that has two signatories at least; else nothing."""
    if len(text) > LONGEST_ELEMENT or "," in text or (is_run_together(text, alone=True) and "&" not in text):
        return []
    ands = [found for found in AND.finditer(text) if not _is_inside(text, found)]
    signs = [found for found in ands if found.group(2) == "&"]
    ands = signs if len(signs) == 1 else ands
    if len(ands) != 1:
        return []
    before, after = text[: ands[0].start()], text[ands[0].end() :]
    acronym = FITTING_ACRONYM.search(after)
    if acronym and is_spelled_by(acronym.group(1), text) and not is_spelled_by(acronym.group(1), after):
        return []
    return [before, after] if min(weight(before, names), weight(after, names)) >= LIKELY else []


def _is_list(text: str, names: KnownNames) -> bool:  # noqa: PLR0911 - one for each reason
    """Whether the commas of a text stand between names, as each part of it looks like one."""
    elements = elements_of(text)
    if len(elements) == 1 or not all(elements):
        return False
    whole = [weight(element, names) for element in elements]
    acronym = FITTING_ACRONYM.search(elements[-1])
    if len(elements) > 2 and acronym and not own_acronym(elements[-1]):  # noqa: PLR2004 - of two see below
        return _are_names(whole) and not letters_in(acronym.group(1), text)
    if len(elements) > 2:  # noqa: PLR2004 - one comma is often inside a name
        return _are_names(whole)
    first, second = elements
    if QUOTE.match(first) and QUOTE.match(second):
        return True
    if acronym and min(whole) > 0 and is_spelled_by(acronym.group(1), second) and len(first.split()) > 1:
        return True
    expands = is_acronym(first) and not is_acronym(second.split()[0]) and not own_acronym(second)
    if expands or (is_acronym(second) and letters_in(second, first)):
        return False
    opening = fold(second.split()[0]) in OPENING_WORDS and second[0].isupper()
    if min(whole) < LIKELY:
        return min(whole) > 0 and opening and len(first.split()) > 1 and own_acronym(second) is not None
    own = acronym and letters_in(acronym.group(1), second) and not letters_in(acronym.group(1), text)
    return (
        bool(own)
        or opens_a_name(second)
        or is_acronym(second.split()[0])
        or (is_closed(second) and not second.endswith(")"))
    )


def _are_names(whole: list[float]) -> bool:
    wanted = MANY_OF_A_LIST if len(whole) > SEVERAL else MOST_OF_A_LIST
    return sum(each >= LIKELY for each in whole) >= wanted * len(whole) and min(whole) > 0


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
    quoted = [found.span() for found in QUOTED.finditer(text)]
    for position, character in enumerate(text):
        closing -= character == ")"
        # A bracket that nothing closes holds nothing.
        depth = max(0, depth + (character == "(" and closing > depth) - (character == ")"))
        if quoted and position >= quoted[0][1]:
            quoted.pop(0)
        if quoted and quoted[0][0] < position:
            continue
        if character == "," and not depth:
            elements.append(text[start:position])
            start = position + 1
    return [*elements, text[start:]]


def _separates(  # noqa: PLR0911 - one for each reason
    before: str, after: str, names: KnownNames, *, any_comma: bool
) -> bool:
    """Whether the comma between two texts stands between organisations."""
    behind = LEADING_AND.sub("", after).strip()
    no_name = not key(behind) or is_subject(behind) or is_subject(before) or INCORPORATED.match(behind)
    if no_name or f"{before},{after}" in names or _expands(before, behind) or _enumerates(before, behind):
        return False
    article = OF_A_SUBJECT.match(behind)
    if is_country(re.sub(r"(?:(?<!\s)\s++)?\([^()]*+\)$", "", behind)):
        return False
    if article and key(behind[article.end() :]).split(" ")[0] in SUBJECTS:
        return False
    if _is_acronym_of(behind, before) or _is_within_known_with_comma(before, behind):
        return False
    part = is_part(before, behind)
    if behind in names or (not part and (before in names or re.match(r"[Tt]he\s+[A-Z]", behind))):
        return True
    if part or _is_open(before, behind, names) or _shares_acronym(before, behind):
        return False
    if LEADING_AND.match(after) and weight(behind, names) >= LIKELY and weight(before, names) >= POSSIBLE:
        return True
    continues = behind[:1].islower() and not ARTICLE.match(behind) and not behind.startswith("al-")
    return (any_comma or before.rstrip().endswith(")")) and not continues


def _shares_acronym(before: str, after: str) -> bool:
    """`Association of Victims, Parents and Friends (AVPF)`: the acronym is that of both sides together."""
    found = FITTING_ACRONYM.search(after) or DASHED_CAPITALS.search(after)
    if found is None or ")" in before:
        return False
    acronym, alone = found.group(1), after[: found.start()]
    if is_spelled_by(acronym, f"{before} {alone}"):
        return not is_spelled_by(acronym, alone)
    initials = [word[0] for word in key(f"{before} {alone}").split()]
    many = sum(letter in initials for letter in fold(acronym)) >= MOST_LETTERS * len(acronym)
    return many and letters_in(acronym, f"{before} {alone}") and fold(acronym)[:1] != fold(after)[:1]


def _is_acronym_of(after: str, before: str) -> bool:
    """`Elm Network, EN` and `Oak Institute and Elm Network, EN`: what follows the comma is short for the last name."""
    acronym = ACRONYM_BEHIND.match(after)
    last_names = [before, *(before[found.end() :] for found in ANY_AND.finditer(before))]
    return acronym is not None and any(is_spelled_by(acronym.group(1), name) for name in last_names)


def _enumerates(before: str, after: str) -> bool:
    """`..., Bisexual, Trans and Intersex Association`, `Girls, Boys and Children of ...`: a name counts up subjects."""
    last = before.rpartition(",")[2].strip()
    segment = re.split(r"[(,]", after)[0]
    first = ANY_AND.split(segment)[0]
    if first == segment or not is_subject(first) or not last[:1].isupper() or ANY_AND.search(last):
        return False
    return (is_subject(last) and not last.endswith(")")) or PAIRS.search(last) is not None


def _expands(before: str, after: str) -> bool:
    """`ISHR, International Service for Human Rights`: the acronym and the name that it stands for."""
    short = before.strip()
    if not re.fullmatch(r"[A-Z][A-Za-z]*[A-Z](?:\s[A-Z][a-z]+)?", short) or len(after.split()) < 3:  # noqa: PLR2004
        return False
    if key(after).split()[0] != fold(short.split()[0]) and is_spelled_by(short.split()[0], after):
        return True
    initials = "".join(word[0] for word in key(after).split())
    rest = iter(initials)
    letters = fold(short.split()[0])
    return letters[0] == initials[0] and sum(letter in rest for letter in letters) >= 0.6 * len(letters)


def _behind_preposition(text: str) -> str:
    return re.split(r"\s(?:for|of|on|against|de|para|pour|por|des|contra|contre|sobre)\s", text)[-1]


def _is_open(before: str, after: str, names: KnownNames) -> bool:
    """`Centre for Trade, Land and Water`: what follows a comma goes on with the subjects of a name."""
    tail = _behind_preposition(before)
    words = re.split(r"\s[-–—]|\(", LEADING_AND.sub("", after))[0]
    closed = before.rstrip().endswith(")")
    return not closed and len(tail) < len(before) and is_subject(tail) and weight(words, names) < POSSIBLE


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
        fitting = [p for p in fitting if p.group(2).lower() == "and" and not _goes_on(text, p, names)]
    fitting = [p for p in fitting if weight(_following(text[p.end() :]), names) >= POSSIBLE]
    if len(fitting) > 1 and not fitting[-1].group(1):
        fitting = [p for p in fitting if opens_a_name(text[p.end() :])]
    return fitting[-1] if fitting and (len(fitting) == 1 or fitting[-1].group(1)) else None


def _is_inside(text: str, found: re.Match[str]) -> bool:
    """Whether an "and" stands in brackets, in the name of a region or between a pair that names use together."""
    before = text[: found.start()]
    in_brackets = before.count("(") > before.count(")") and ")" in text[found.end() :]
    in_brackets = in_brackets or (before.count("“") > before.count("”") and "”" in text[found.end() :])
    return in_brackets or any(pair.start() < found.end() - 1 < pair.end() for pair in TOGETHER.finditer(text))


def _may_join(before: str, after: str, names: KnownNames) -> bool:
    """Whether both sides may be names at all."""
    if (
        RELATED.match(after)
        or weight(before, names) < POSSIBLE
        or _shares_acronym(before, after)
        or _is_within_known(before, after, names)
    ):
        return False
    words = key(ARTICLE.sub("", after)).split(" ")
    if len(words) == 2 and words[0] in SUBJECTS and words[1] in ORGANISATION_WORDS and not is_spelled_out(after):  # noqa: PLR2004
        return False
    within = words[0] in SUBJECTS and SMALL_WORDS.intersection(words[1:2]) and _behind_preposition(before) != before
    within = within or (words[0] in SUBJECTS and words[1:2] in (["of"], ["in"], ["to"]) and " " in before.strip())
    if within and weight(after, names) < LIKELY:
        return False
    if is_subject(before.rpartition(",")[2]) and "," in before and is_subject(after.partition("(")[0]):
        return False
    if weight(_following(after), names) < POSSIBLE and weight(after, names) < LIKELY:
        return False
    acronym = own_acronym(before + " " + after)
    # "Musawah and Sisters in Islam (SIS)" is two, "Centre for Doors and Gates (CDG)" one.
    letters = fold(acronym or "")
    return not acronym or own_acronym(after) is not None or letters[:1] != fold(before.strip())[:1]


def _is_within_known(before: str, after: str, names: KnownNames) -> bool:
    """Whether the "and" is that of a known name which begins where the text does."""
    words = after.split(" ")[:4]
    return any(f"{before} and {' '.join(words[:length])}" in names for length in range(1, len(words) + 1))


def _is_within_known_with_comma(before: str, after: str) -> bool:
    """The same for a comma."""
    words = key(after).split(" ")[:4]
    return any(f"{key(before)} {' '.join(words[:length])}" in names_with_comma() for length in range(1, len(words) + 1))


def _joins_names(  # noqa: PLR0911 - one for each reason
    before: str, after: str, place: re.Match[str], names: KnownNames
) -> bool:
    """Whether the "and" between two texts stands between names."""
    following = _following(after)
    if _is_within_known(before, after, names):
        return False
    left, right = weight(before, names), weight(following, names)
    if right < POSSIBLE and (
        after in names or (ARTICLE.match(after) and key(after).rpartition(" ")[2] in ORGANISATION_WORDS)
    ):
        right = weight(after, names)
    if before.rstrip().endswith((")", "”")) and (right > 0 or weight(after, names) >= LIKELY):
        return True
    words = key(ARTICLE.sub("", after)).split(" ")
    if (
        place.group(2) not in ("and", "And", "&")
        and words[0] in SUBJECTS
        and (ARTICLE.match(after) or SMALL_WORDS.intersection(words[1:2]))
    ):
        return False
    if min(left, right) >= POSSIBLE and SURE in (left, right):
        return True
    if min(left, right) < POSSIBLE or not _may_join(before, after, names):
        return right >= LIKELY and re.match(r"The\s[A-Z]", after) is not None
    if _repeats(before, after):
        return True
    return place.group(2) != "&" and _is_likely_joint(before, after, min(left, right), place)


def _following(after: str) -> str:
    """What follows an "and" up to the next mark that may end a name."""
    pair = TOGETHER.match(after)
    start = pair.end() if pair else 0
    return after[:start] + re.split(r",|\s(?:and|y|e|et|&|[-–—])\s", after[start:])[0]


def _is_likely_joint(before: str, after: str, least: float, place: re.Match[str]) -> bool:
    """The same by the words at either side; `least` is the lower weight of the two."""
    english, article = place.group(2).lower() == "and", ARTICLE.match(after) is not None
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
