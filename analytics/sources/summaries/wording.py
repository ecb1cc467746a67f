"""Words around the names of a joint submission: what is said of the list, and is no member.

Titles of coalitions, stated numbers, donors, contributors that are only counted, words that join two submitters, and
marks that the layout left behind.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from analytics.sources.summaries.evidence import (
    ARTICLE,
    LIKELY,
    POSSIBLE,
    KnownNames,
    is_acronym,
    weight,
)
from analytics.sources.summaries.names import clean, is_spelled_by, key
from analytics.sources.summaries.places import country_ends, is_country

JOINER = "¦"
"""Set where words say that another submitter follows; it cuts like a semicolon and says nothing about commas."""

NUMBERED = re.compile(r"(?:^|(?<=[\s;,.)]))(\d{1,2})[.)]\s?(?=[^\W\d_])")
BULLETS = re.compile(r"(?:(?<!\s)\s++)?[•●▪·]\s*+")
STOPS = re.compile(r"(?<=[\w)])(?<!Fund)(?<!\sDr)(?<!\sMons)\.\s(?=[A-ZÀ-Ý][^\s.]+\s|[A-ZÀ-Ý][a-zà-ÿ]{3,}\.\s)")
DASHES = re.compile(r"(?<=\S)\s[-–—]\s(?=\S)")
EMPTY_PLACE = re.compile(r",\s*\)(?=\s*,)")
COMMA_BEFORE_ACRONYM = re.compile(r",\s+(?=\([A-ZÀ-Ý][A-Za-z-]*[A-Z]\))")
LONE_STAR = re.compile(r"\s\*\s")
QUERY = re.compile(r"\?(?=\s*[,;)]|\s*$)|\(?\bNOT SURE\b[^();]{0,60}\)?")
FOOTNOTE = re.compile(r"(?<=\))\d{1,2}(?=[\s,;]|$)")
ROMAN = re.compile(r"(?:^|(?<=\s))(?:I{1,3}|IV|V)\)\s")
COLON_BEFORE_BRACKET = re.compile(r"\s?:\s?(?=\()")
SPELLED_OUT_NEXT = re.compile(r"(?<=\))\s(?=(?:ONG\s)?[A-Z][A-Z’'-]{2,}\s\()")
REMARK = re.compile(
    r",?\s(?:and\s)?the\sreport\swas\b[^.]*$|[.;]\s+(?:NB:|(?i:attachments?):|[A-Z]{2,10}\s(?:has|is|was)\s)[^;]*"
)
CODE_LEFT_BEHIND = re.compile(r"[;,]\s*[A-Z]{2,10}/\s*$")
OPENING_REMARK = re.compile(
    r"^(?:submission\sby\s(?=the\s|[A-Z])|joint\ssubmission\s(?:of|by|from)\s|rapport\sconjoint\sd(?:e\s|u\s|es\s|[’'])|"
    r"presentado\spor\s(?:ongs?\sque\sconforman\sla:?\s)?)",
    re.IGNORECASE,
)
FOLLOWING_CODE = re.compile(r"[;.]\s*JS\s?\d{1,2}\s.*$|(?<=\w\w\w|\w\w\))\.\s+(?:[A-Z]{2,7}|\d{1,2})\s*$")
"""What belongs to the next submission on the page: its code, or its number."""
CARE_OF = re.compile(r"(?<=\))\s?/?\s?c/o\s[^;()]{3,120}\([^()]{3,60}\)")
STOP_BEFORE_ACRONYM = re.compile(r"(?<=[a-zà-ÿ]{4})\.\s(?=\([A-Za-z]{2,10}\))")
DASH_BEHIND_BRACKET = re.compile(r"(?<=\))\s[-–—]\s(?=[A-ZÀ-Ý][\w’']+\s\w+\s)")
COUNTED_LIST = re.compile(
    r"(?<=\w)\s?(\()\d{1,3}\s(?:member\s)?(?:organi[sz]ations|organizaciones|members):\s", re.IGNORECASE
)
NESTED = re.compile(
    r"(?:^|(?<=[;.:)])\s*|\s(?=\w+:\s1[.)]))(?:Redes|Instituciones|Organizaciones|Colectivos|Networks|"
    r"Organi[sz]ations|Institutions):\s",
    re.IGNORECASE,
)
"""A heading within a list; the numbers behind it begin again."""
FURTHER_SEAT = re.compile(r"(?<=\))\s?/\s?[A-Z][^/;,()]{1,40}\(([^()]{2,60})\)")
"""`Lima (Peru)/ Quito (Ecuador)`: one organisation in two cities."""
STOP_WITHIN = re.compile(
    r"(?<![\w’'-])(?!Mons\b|Rvdo\b|Fund\b|Prof\b|Govt\b|Assn\b|Others\b)([^\W\d_]{4,})(?<!\.)\.\s"
    r"(?![^,;()]{2,45}\([^()]{2,60}\)[\s.;]*$)(?=[A-ZÀ-Ý][\w’'-]+\s[\w’'-]+[^:.]{0,80}(?:[,;]|$))"
)
"""A full stop where a list has commas or semicolons: "..., Tall Doors. Green Gates, ..."."""
STRAY_NUMBER = re.compile(r"(?<=[\w)])\s\d{1,2}\.(?=[A-Z][a-z])")
NUMBER_FIRST = re.compile(r"(?:^|(?<=[;:,]))\s*\d{1,2}[.)]\s?(?=[^\W\d_])")
SLASHES = re.compile(r"[\s.—–-]{0,4}/\s*(?=[^\W\d_])")
MANY_SLASHES = 10
PARTICIPATING = re.compile(r"\s(?:Participating|Participantes|Participants)(?=:\s)")
SUBMITTING = re.compile(r"\s(?:is|are)\ssubmitting\s[^,;]{0,120}?(?=\sin\s|\swith\s)")
PARTNERS = (
    r"(?:close\s)?(?:partnership|coordination|co-ordination|collaboration|cooperation|co-operation|association|"
    r"consultation|consortium|alliance|conjunction)"
)
JOINING = re.compile(
    rf"(?:^|[,.;]|(?<!\s)\s)\s*+(?:(?:and\s)?(?:in\s(?:{PARTNERS}|joint\ssubmission)\s(?:with|between)|along\swith|"
    r"(?:and\s)?(?:its\s)?member\sorgani[sz]ations,?\s(?:namely|including),?|together\swith|jointly\swith|as\swell\sas|and\sinput\sfrom|with\s(?:the\s)?(?:input|contribution)s?\s(?:from|of))|"
    r"(?:y\s)?(?:en\s(?:alianza|colaboración|conjunto|coordinación|asociación)\scon|junto\s(?:con|a)|así\scomo)|"
    r"(?:et\s)?(?:en\s(?:partenariat|collaboration|coordination|coopération|association)\savec|ainsi\sque|"
    r"avec\sla\s(?:coordination|collaboration|participation)\sd[eu]s?)|"
    r"with\s(?:its\s)?partner(?:s\b|\sorgani[sz]ations)|submitted\s(?:jointly\s)?with|joined\sby)(?=[\s:’'])\s*:?\s*",
    re.IGNORECASE,
)
WITH_BEHIND_BRACKET = re.compile(r"(?<=\)),?\swith\s(?=(?:the\s)?[A-Z])")
"""`Elm Network (EN) with the Oak Institute`."""
ELIDED = re.compile(
    r"(?:,|(?<!\s)\s)\s*+avec\s(?:la\s)?(?:coordination|collaboration|participation|concours)\sd[’']\s?"
)
DONORS = re.compile(
    r"(?:[;,.(]\s*+|(?<!\s)\s++)?(?:and\s)?(?:(?:with|through)\s(?:the\s)?(?:kind\s)?(?:financial|technical|funding)?\s?(?:and\s\w+\s)?"
    r"(?:support|assistance|funding|help)\s(?:from|of|by)|based\son\s(?:the\s)?(?:contributions?|inputs?)\s(?:from|of)|"
    r"(?:financially\s)?supported\sby|appuyée?s?\spar|and\sthe\sendorsement\sof|funded\sby|financed\sby|"
    r"avec\sl[’'](?:appui|aide|assistance)(?:\s\w+)?\sd|avec\sle\s(?:soutien|concours|financement)(?:\s\w+)?\sd|"
    r"con\sel\s(?:apoyo|financiamiento|auspicio)(?:\s\w+)?\sd|com\so\s(?:apoio|financiamento)(?:\s\w+)?\sd)",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"(?:,?\s(?:and|with|et|y)|;)\s(?:its\s)?(?:(\d{1,4})\s)?(?:other\s)?(?:member\s|supporting\s|endorsing\s)?"
    r"(?:contributors|NGOs|(?:civil\ssociety\s)?organi[sz]ations(?:/individuals)?|members|partners|others)\b(?:\s(?:working|from|across)\s[^,;()]{3,80})?"
    r"(?=\s*(?:\(|[,;.]|$))",
    re.IGNORECASE,
)
DESCRIPTION = re.compile(
    r"(?:(?<!\s)\s++)?\((?:an?|which is an?|the)\s[a-z][^()]{8,400}(?:\)|$)|\s[-–—]\s(?:an?|the)\s[a-z][\w\s]{3,60}"
    r"\d[\w\s-]{0,60}(?=\s\(|[,;]|$)|,\swho\s(?:are|is|have|has)\s[^,;()]{3,120}"
    r"|(?:(?<!\s)\s++)?\((?:working|operating|active|present|represented"
    r"|with\s(?:members|offices|branches|chapters|sections))\s"
    r"(?:in|across|throughout)\s[^()]{3,400}\)"
    r"|\s\((?:conformad[ao]|integrad[ao])\spor\s(?:más\sde\s)?\d[^()]{3,120}\)"
    r"|,\san?\s(?:global\s|national\s|regional\s)?(?:network|coalition|platform)\sof\s[^,;()\d]{3,120}"
    r"|,\swithin\sthe\sframework\sof\s[^,;()]{3,120}(?:\([A-Z]{2,8}\))?"
    r"|,\sNGO\sin\s(?:General|Special)\sConsultative\sStatus\swith\s(?:the\s)?ECOSOC"
    r"|,\sparte?\s(?:del|of\sthe)\s(?:Grupo|Working Group)\s[^,;()]{3,120}(?:\([A-Z]{2,8}\))?"
)
LIST_IN_BRACKETS = re.compile(
    r"(?:(?<!\s)\s++)?\((?:which\sincludes?:?\s+|including:?\s+|composed\sof:?\s+|members?:\s+)?"
)

SUPPORTERS = re.compile(
    r"[.;]\s+(?:[^\W_]+\s+){0,3}(?:organi[sz]a\w+|supported|endorsed|members?|supporters|colectivos|signator\w+|adher\w+)[^:;,.]{0,40}:\s",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"^([^;()]{3,180}?(?:\([^()]{1,40}\))?[^;(),]{0,40}?),?(?<!\s)\s++(?:which is\s+)?\(?(?:composed|comprised|"
    r"comprising|consisting|made up|which includes?|which comprises|including|namely|whose members are|"
    r"integrada por|integrado por|conformada por|conformado por|compuesta por|formada por|composée d[e’']|"
    r"regroupant|constituée d[e’']|participated in[^:;]{3,60}(?=:))(?=[\s:,])(?:\s*of\b)?"
    r"(?:\s+the following(?:\s+\w+)?)?[:,]?\s+",
    re.IGNORECASE,
)
LEAD = re.compile(r"^([^;:,]{4,160}?)(\s?:|(?<=[a-z])(?<!\bNon)-)\s+(?=\S)")
SHORT_FORM_FIRST = re.compile(r"(?:^|;)\s*[A-Z][\w’' —-]{1,14}:\s(?=[A-Z(])")
STATED_SIZE = re.compile(
    r"\b(?:(more than|over|at least|approximately|about|around|some|nearly|up to)\s+)?(\d{1,3}(?:,\d{3})+|\d{1,5})\s+"
    r"(?:[^\W\d_][\w’'-]*\s+){0,5}?"
    r"(?:NGOs?|CSOs?|organi[sz]ations|associations|groups|networks|institutions|members|entities|contributors)\b",
    re.IGNORECASE,
)
A_COALITION = re.compile(
    r"\b(?:coalition|network|platform|alliance|group|union|forum|collective|federation)\b", re.IGNORECASE
)
# The name of such a body stands for those that it lists, and is a title; any other that lists members is one of them.
UMBRELLA = re.compile(
    r"\b(?:coalitions?|coalici[oó]n|coalición|platform|plateforme|plataforma|alliance|alianza|campaign|campaña|"
    r"partnership|consortium|consorcio|groups?|grupo|groupe|joint|synergie|articulaci[oó]n|articulação|convergence|convergencia|"
    r"organi[sz]ations|organisations|cadre|colectivo|collectif|coletivo|network|réseau|red|rede|mesa|committee|"
    r"members|initiative|working|coordinating|ad hoc|forum|collective|syndicate)\b",
    re.IGNORECASE,
)
NUMBER_ONLY = re.compile(
    r"(?:the\s)?(\d{1,4}|[a-z]+)\s(?:[^\W\d_][\w-]*\s){0,4}?(?:organi[sz]ations|NGOs|CSOs)(?:\s\([^()]{3,40}\))?",
    re.IGNORECASE,
)
"""`Seven civil society organizations (Country)`: a number, and nobody."""
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {word: number for number, word in enumerate(UNITS.split())}
NUMBERS |= {word: 10 * number for number, word in enumerate(TENS.split(), start=2)}
EXACTNESS = {"": "exact", "more than": "more than", "over": "more than", "at least": "more than"}
"""Every other word in front of a number makes it approximate."""
ELEMENTS_OF_A_LIST = 3
MOST_OF_A_LIST = 0.8


@dataclass(frozen=True, slots=True)
class StatedSize:
    """A number of organisations that the list states without naming them; `exactness`: exact, more than, approx."""

    number: int
    exactness: str


@dataclass(frozen=True, slots=True)
class Worded:
    """A text without the words around its names: the title of a coalition, what is listed, and a stated size."""

    title: str | None
    listed: str
    size: StatedSize | None


def tidy(text: str) -> str:
    """The text in composed letters, on one line, with one kind of mark between numbered, dotted or bulleted names."""
    plain = LONE_STAR.sub(" ", " ".join(unicodedata.normalize("NFC", text).split()))
    plain = CODE_LEFT_BEHIND.sub("", REMARK.sub("", QUERY.sub("", plain)))
    plain = FOLLOWING_CODE.sub("", CARE_OF.sub("", OPENING_REMARK.sub("", plain)))
    plain = FURTHER_SEAT.sub(lambda found: "" if is_country(found.group(1)) else found.group(), plain)
    if plain.count(",") + plain.count(";") > ELEMENTS_OF_A_LIST:
        plain = STOP_WITHIN.sub(r"\1; " if ";" in plain else r"\1, ", plain)
    plain = PARTICIPATING.sub(". Members", plain)
    if len(SLASHES.findall(plain)) > max(MANY_SLASHES, plain.count(";"), plain.count(",")):
        plain = SLASHES.sub("; ", plain)
    plain = BULLETS.sub("; ", EMPTY_PLACE.sub("", plain)).strip(" ;")
    plain = COMMA_BEFORE_ACRONYM.sub(" ", COLON_BEFORE_BRACKET.sub(" ", FOOTNOTE.sub("", ROMAN.sub("", plain))))
    plain = STOP_BEFORE_ACRONYM.sub(" ", plain)
    if len(DASH_BEHIND_BRACKET.findall(plain)) >= max(2, len(DASHES.findall(plain)) - 1):
        plain = DASH_BEHIND_BRACKET.sub("; ", plain)
    plain = NESTED.sub("; ", plain).replace(":; ", ": ").strip(" ;")
    plain = SPELLED_OUT_NEXT.sub("; ", plain)
    numbered = _numbered(plain)
    if len(numbered) > 1:
        edges = [0, *(edge for found in numbered for edge in found.span()), len(plain)]
        plain = "; ".join(plain[start:end].strip() for start, end in zip(edges[::2], edges[1::2], strict=True)).strip(
            "; "
        )
    elif len(NUMBER_FIRST.findall(plain)) >= ELEMENTS_OF_A_LIST:
        plain = NUMBER_FIRST.sub(" ", plain).strip()
    elif ";" not in plain and len(STOPS.findall(plain)) >= ELEMENTS_OF_A_LIST and plain.count(",") <= plain.count("."):
        plain = STOPS.sub("; ", plain)
    elif ";" not in plain and len(DASHES.findall(plain)) >= max(ELEMENTS_OF_A_LIST, 2 * plain.count(",")):
        plain = _cut_at_dashes(plain)
    return STRAY_NUMBER.sub("; ", plain)


def _cut_at_dashes(text: str) -> str:
    """`Org A – Org B – OB – Org C`: each dash separates, but one before the acronym of the name before it."""
    kept: list[str] = []
    for element in DASHES.split(text):
        if kept and is_acronym(element) and is_spelled_by(element, kept[-1]):
            kept[-1] = f"{kept[-1]} ({element})"
        else:
            kept.append(element)
    return "; ".join(kept)


def _numbered(text: str) -> list[re.Match[str]]:
    """The places of 1, 2, 3 ... before names; one that does not follow, and does not begin again, is part of a name."""
    found: list[re.Match[str]] = []
    reached = 0
    for number in NUMBERED.finditer(text):
        if int(number.group(1)) in (reached + 1, 1):
            reached = int(number.group(1))
            found.append(number)
    return found if reached > 1 else []


def worded(text: str, names: KnownNames) -> Worded:
    """A tidy text in its parts; what is no member is gone from `listed`, and JOINER stands where another follows."""
    counted = NUMBER_ONLY.fullmatch(text)
    number = number_of(counted.group(1)) if counted else None
    if number:
        return Worded(clean(text), "", StatedSize(number, "exact"))
    plain = DESCRIPTION.sub("", _flattened(text))
    donors = DONORS.search(plain)
    if donors and donors.start():
        plain = plain[: donors.start()]
    plain, number = _without_counted(plain)
    plain = ELIDED.sub(
        f" {JOINER} ", WITH_BEHIND_BRACKET.sub(f" {JOINER} ", SUBMITTING.sub(" ", _behind_country(plain)))
    )
    plain = JOINING.sub(f" {JOINER} ", plain)
    return _titled(plain, number, names)


def _flattened(text: str) -> str:
    """`Elm Network (3 organisations: A, B, C), Oak Union` as `Elm Network, A, B, C, Oak Union`."""
    found = COUNTED_LIST.search(text)
    while found:
        inside, behind = _bracket(text, found.start(1))
        if not inside:
            return text
        text = f"{text[: found.start(1)].rstrip()}, {inside[found.end() - found.end(1) :]}{behind}"
        found = COUNTED_LIST.search(text, found.start(1) + 1)
    return text


def number_of(text: str) -> int | None:
    """The number in digits or English words; None if it is none."""
    if text.isdigit():
        return int(text)
    numbers = [NUMBERS.get(word) for word in re.findall(r"[a-z]+", text.lower())]
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def _without_counted(text: str) -> tuple[str, StatedSize | None]:
    """The text without "and its 300 other contributors", and their number."""
    found = COUNTED.search(text)
    if found is None or not text[: found.start()].strip():
        return text, None
    size = StatedSize(int(found.group(1)), "exact") if found.group(1) else None
    return text[: found.start()] + text[found.end() :], size


def _titled(text: str, size: StatedSize | None, names: KnownNames) -> Worded:
    found = STATED_SIZE.search(text)
    if found:
        word = (found.group(1) or "").lower()
        size = StatedSize(int(found.group(2).replace(",", "")), EXACTNESS.get(word, "approx"))
    title = TITLE.match(text)
    if title:
        name, listed = title.group(1), text[title.end() :]
        if text[title.start() : title.end()].count("(") > text[title.start() : title.end()].count(")"):
            listed = _without_closing_bracket(listed)
    else:
        name, listed = _lead(text, names)
    if found and only_a_size(listed):
        return Worded(clean(name) if name else clean(text), "", size)
    if name and not UMBRELLA.search(name) and not title_only(name):
        listed, name = f"{name} {JOINER} {listed}", None
    return Worded(clean(name) if name else None, listed, size)


def title_only(name: str) -> bool:
    """Whether what stands before "composed of" is no name of an organisation at all."""
    return ARTICLE.sub("", name)[:1].islower()


def _without_closing_bracket(listed: str) -> str:
    """`A; B), City (Country)` as `A; B, City (Country)`: the bracket was opened before the list."""
    depth = 0
    for position, character in enumerate(listed):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return listed[:position] + listed[position + 1 :]
    return listed


def _behind_country(text: str) -> str:
    """`(Country, Org A, Org B)` as `(Country); Org A, Org B`: the bracket was closed behind the whole list."""
    opened = text.find("(")
    inside, behind = _bracket(text, opened) if opened > 0 else ("", "")
    country, comma, rest = inside.partition(",")
    if not comma or not is_country(country) or len(re.split(r"[,;]", rest)) < ELEMENTS_OF_A_LIST:
        return text
    if any(is_country(element) for element in re.split(r"[,;]|\sand\s", rest)):
        return text
    return f"{text[:opened]}({country}) {JOINER} {rest.replace(';', ',')}{behind}"


def _lead(text: str, names: KnownNames) -> tuple[str | None, str]:
    """`Lead: A, B and C` and `Lead (A, B, C)`; the name of one organisation may hold a colon too."""
    found = LEAD.match(text) if len(SHORT_FORM_FIRST.findall(text)) < ELEMENTS_OF_A_LIST else None
    if found and not is_acronym(found.group(1)) and weight(found.group(1), names) >= LIKELY:
        name, listed = found.group(1), text[found.end() :]
        several = listed.count(",") + listed.count(";") + len(re.findall(r"\s(?:and|et|y)\s|\)(?=\S)", listed))
        leads = found.group(2).strip() == ":" or UMBRELLA.search(name)
        if leads and several > 1 and name.count("(") == name.count(")"):
            return name, listed
    return _list_in_brackets(text, names)


def _list_in_brackets(text: str, names: KnownNames) -> tuple[str | None, str]:
    opened = text.find("(")
    if opened < ELEMENTS_OF_A_LIST or any(mark in text[:opened] for mark in ",;:"):
        return None, text
    inside, behind = _bracket(text, opened)
    if not inside and UMBRELLA.search(text[:opened]) and text.count(";") > ELEMENTS_OF_A_LIST:
        return text[:opened].strip(), text[opened + 1 :]
    elements = [element.strip() for element in re.split(r"[,;]|\s(?:and|et|y)\s", inside)]
    repeated = ";" in inside and inside[:1].isupper() and set(key(text[:opened]).split()) <= set(key(inside).split())
    if repeated and not any(is_country(element) for element in elements):
        return None, f"{inside}{behind}"  # "ALEF Pax (ALEF Act for human rights; Pax)"
    if len(elements) < ELEMENTS_OF_A_LIST or any(is_country(element) for element in elements):
        return None, text
    if sum(weight(element, names) >= POSSIBLE for element in elements) < MOST_OF_A_LIST * len(elements):
        return None, text
    return text[:opened].strip(), f"{inside}{behind}"


def _bracket(text: str, opened: int) -> tuple[str, str]:
    depth = 0
    for position in range(opened, len(text)):
        depth += (text[position] == "(") - (text[position] == ")")
        if not depth:
            return text[opened + 1 : position], text[position + 1 :]
    return "", text[opened:]


def only_a_size(listed: str) -> bool:
    """Whether a list names nobody: it has one number of organisations, and separates nothing behind it."""
    found = STATED_SIZE.search(listed)
    if found is None or ";" in listed or country_ends(listed) or "," in listed[found.end() :]:
        return False
    before = listed[: found.start()]
    return (A_COALITION.search(before) is not None and before.count(",") < ELEMENTS_OF_A_LIST) or "," not in before
