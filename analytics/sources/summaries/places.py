"""Where an organisation is: the city and country that a list of stakeholders prints behind its name.

`City (Country)` closes an entry since about 2013; before that `City, Country`. Only a name that is a country is taken
for one, because acronyms stand in the same brackets: `(Brazil)` is a place, `(CIMI)` is not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from analytics import small_tables
from analytics.folders import DATA
from analytics.sources.recommendations import read_aliases

LONGEST_ENTRY = 1_000
"""Characters; what is longer is no entry but a list, and only its end is searched for an address."""
LONGEST_PLACE = 100
LONGEST_CITY = 45
LEAST_MISSPELLED, ALMOST = 9, 0.92
WORDS_IN_CITY = 6

# Names in the lists that are no state of our table: other places, short forms, Spanish and French ones.
OTHER_COUNTRIES = """
    uk|usa|us|u.s.a|great britain|england|scotland|palestine|state of palestine|occupied palestinian territory|kosovo
    taiwan|taiwan province of china|hong kong|hong kong, china|macao|greenland|holy see|vatican|western sahara
    puerto rico|new caledonia|french polynesia|south korea|north korea|korea|russia|syria|tanzania|bolivia|venezuela
    iran|laos|moldova|vietnam|viet nam|brunei|cape verde|swaziland|macedonia|czech republic|czechia|turkey|turkiye
    ivory coast|east timor|micronesia|burma|the gambia|gambia|holland|netherlands|drc|reino unido|estados unidos
    estados unidos de america|espana|francia|italia|belgica|suiza|alemania|paises bajos|brasil|peru|mexico|panama
    canada|haiti|republica dominicana|suecia|noruega|dinamarca|irlanda|japon|sudafrica|south africa|royaume-uni
    etats-unis|etats-unis d'amerique|suisse|belgique|allemagne|espagne|italie|pays-bas|maroc|tunisie|algerie|cameroun
    senegal|tchad|bresil|norvege|suede|danemark|mauritanie|guinee|guinee-bissau|guinea- bissau|cote d'ivoire|gabon
    republique democratique du congo|republique centrafricaine|comores|mauritanie|guinee equatoriale|egypte|liban
    afrique du sud|ethiopie|ouganda|tanzanie|ile maurice|guinea ecuatorial|marruecos|republica checa|polonia|grecia
    costa de marfil|nueva zelanda|filipinas|timor- leste|burkino faso|the north macedonia|north macedonia|mocambique
    cabo verde|guine-bissau|africa do sul|estados unidos da america|alemanha|suica|franca|equateur|colombie|perou|roc
    united kingdom of great britain and northern africa|south afrika|republic of ireland|democratic republic of congo
    bosnia and herzegovina|the former yugoslav republic of macedonia|northern ireland|wales|bolivie|chili|argentine
"""
# These open longer official names, which the lists misspell ("United Kingdon of Great Britain ...").
OFFICIAL_OPENINGS = ("united king", "united states", "unites states", "iran (", "republic of ", "islamic republic of ")

SEVERAL_COUNTRIES = re.compile(r",|\s(?:and|y|et)\s")
BRACKETED_END = re.compile(r"\(([^()]*(?:\([^()]*\)?[^()]*)?)\)?[\s.,]*$")
BRACKETED_COUNTRY = re.compile(r"\(([^()]{2,60}(?:\([^()]{2,40}\))?)\)")
POSTCODE = re.compile(r"[A-Z]{2,3}|[A-Z]{0,3}[\s-]?\d[\w-]*(?:\s\d\w*)?|[A-Z]{2}\s\d[\d-]*|[DS]\.?[A-Z]\.?|Cedex")
LEGAL_FORM = re.compile(r"Inc\.?|Ltd\.?|A\.?\s?C\.?|S\.\s?C\.?|I\.?A\.?P\.?")
POSTCODE_IN_BRACKETS = re.compile(r"(?:(?<!\s)\s++)?\(\d{3,6}\)")
LEADING_POSTCODE = re.compile(r"^(?:[A-Z]{1,2}-)?\d[\d-]*\s+(?=[^\W\d_])")
MOST_PLACES = 3
"""Pieces of one address before its country: district, city, state."""
# Printed in full behind a city. New York is left out: as the last word of a list it is a city.
STATES = """
    hawaii hawai'i massachusetts california texas florida illinois virginia maryland pennsylvania ohio michigan
    minnesota wisconsin oregon colorado arizona georgia tennessee connecticut
    odisha manipur kerala gujarat jharkhand bihar maharashtra karnataka rajasthan assam meghalaya nagaland mizoram
    haryana punjab telangana goa tripura sikkim chhattisgarh tamilnadu puducherry"""
STATES_OF_FEDERATIONS = frozenset(STATES.split()) | {
    *("andhra pradesh", "madhya pradesh", "uttar pradesh", "utter pradesh", "himachal pradesh", "arunachal pradesh"),
    *("tamil nadu", "west bengal"),
}
# A full stop between name and city, if the word before it is no abbreviation.
STOP_BEFORE_CITY = re.compile(r"^((?:.*[^\w)\n])?([\w)]++))\.\s++([^.,;]++)$")
SHORT_WORDS = "st ste sta sto dr mr ms no inc ltd co corp dept prov jr sr av mt ft s v u c a e"
ABBREVIATIONS = frozenset(SHORT_WORDS.split())
NO_NAME_END = frozenset({"of", "in", "at", "de", "du", "del", "la", "los", "las", "el", "the", "and", "for", "to"})
NO_NAME_END |= {"caritas", "university", "y", "e", "et", "en", "d", "do", "da"}
NO_CITY = re.compile(
    r"\s[-–—]\s|[:;|]|\b(?:and|for|against|of the|para|por|dos|das|contra|pour|y|et|con)\b", re.IGNORECASE
)
WORDS_OF_NAMES = re.compile(
    r"\b(?:cent(?:re|er|ro)|institut\w*|association|asocia\w+|associa\w+|organi[sz]a\w+|foundation|funda\w+|network|red|"
    r"rede|forum|foro|universi\w+|school|college|faculty|clinic|rights|derechos|direitos|movement|movimento|movimiento|"
    r"coalition|alliance|alianza|council|committee|comité|comitê|society|union|initiative|project|group|grupo|instituto|"
    r"fund|trust|campaign|league|pact|peoples?|movement|association|foundation|institute|development|desarrollo|"
    r"education|educación|éducation|lawyers|defenders|law|women|mujeres|mulheres|incorporated|international|commission)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """City and country as printed; both None when the text ends without one."""

    city: str | None = None
    country: str | None = None


NO_ADDRESS = Address()


def fold(text: str) -> str:
    """The text in lower case, without accents and with single spaces: for comparison only."""
    plain = text
    if not text.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("’", "'").split())


@cache
def _countries() -> frozenset[str]:
    states = {fold(name) for name in read_aliases(DATA / "state_aliases.csv")}
    others = {name.strip() for line in OTHER_COUNTRIES.splitlines() for name in line.split("|")}
    return frozenset(states | others - {""})


def is_country(text: str) -> bool:
    """Whether this is the name of a country or territory, or of several ("Chile/Peru", "Chile and Peru").

    By our state table, a short list of other forms, and these with a slip of the pen ("Switzeland").
    """
    if len(text) > LONGEST_PLACE:
        return False
    name = fold(text).strip(" .,;?").removeprefix("the ")
    if name in _countries() or (len(name) < 70 and name.startswith(OFFICIAL_OPENINGS)):  # noqa: PLR2004 - the UK is 52
        return True
    several = [each.strip() for each in (name.split("/") if "/" in name else SEVERAL_COUNTRIES.split(name))]
    if len(several) > 1:
        return all(is_country(each) for each in several)
    return _is_misspelled(name)


@lru_cache(maxsize=10_000)
def _is_misspelled(name: str) -> bool:
    """Whether one or two letters of a long name of a country are wrong."""
    if not LEAST_MISSPELLED <= len(name) <= LONGEST_CITY:
        return False
    alike = [country for country in _countries() if country[0] == name[0] and abs(len(country) - len(name)) < 2]  # noqa: PLR2004 - one letter more or less
    # "Indonesian" is no slip of the pen.
    alike = [country for country in alike if not name.startswith(country[:-1])]
    return any(SequenceMatcher(None, country, name).ratio() > ALMOST for country in alike)


def is_place(text: str) -> bool:
    """Whether this is a country, or a city and its country: what a bracket behind a name holds."""
    before, comma, country = text.rpartition(",")
    if not comma or is_country(text):
        return is_country(text) or is_city_and_country(text)
    pieces = [piece.strip() for piece in before.split(",")]
    return (
        is_country(country) and len(pieces) < MOST_PLACES and all(_may_be_city(p) and not p.isupper() for p in pieces)
    )


def is_city_and_country(text: str) -> bool:
    """`New Delhi India`: the comma between city and country was forgotten."""
    words = text.strip(" .,;").split(" ")
    return len(words) <= WORDS_IN_CITY and any(
        is_city(" ".join(words[:cut])) and is_country(" ".join(words[cut:])) for cut in range(1, len(words))
    )


def split_address(text: str) -> tuple[str, Address]:
    """The entry without its closing address, and that address: ("Org", Address("City", "Country")).

    An entry without a country at its end comes back whole, with an empty address.
    """
    if len(text) > LONGEST_ENTRY:
        name, address = split_address(text[-LONGEST_ENTRY // 2 :])
        return text[: -LONGEST_ENTRY // 2] + name, address
    bracket = BRACKETED_END.search(text)
    if bracket and is_place(bracket.group(1)):
        within, _, country = (
            bracket.group(1).rpartition(",") if not is_country(bracket.group(1)) else ("", "", bracket[1])
        )
        if is_city_and_country(bracket.group(1)):
            within, _, country = bracket.group(1).rpartition(" ")
        name, city = _name_and_city(text[: bracket.start()])
        return name, Address(within.strip() or city, " ".join(country.split()))
    if text.endswith(")") and "(" not in text:
        return _split_unopened(text)
    return _split_bare_address(text)


def _split_unopened(text: str) -> tuple[str, Address]:
    """`Org Costa Rica)`: the bracket before the country was forgotten."""
    words = text[:-1].split()
    for length in range(min(WORDS_IN_CITY, len(words) - 1), 0, -1):
        if is_country(" ".join(words[-length:])):
            name, city = _name_and_city(" ".join(words[:-length]))
            return name, Address(city, " ".join(words[-length:]))
    return text, NO_ADDRESS


def _split_bare_address(text: str) -> tuple[str, Address]:
    """`Org, City, Country`, the form of the first cycles."""
    before, comma, last = text.rstrip(" .;,").rpartition(",")
    if comma and is_city_and_country(last):
        city, _, country = last.strip().rpartition(" ")
        return before, Address(city, country)
    if comma and is_state(last):
        name, city = _name_and_city(before + ",")
        return (name, Address(city or last.strip())) if name else (text, NO_ADDRESS)
    if not comma or not is_country(last):
        return text, NO_ADDRESS
    name, city = _name_and_city(before + ",")
    return (name, Address(city, last.strip())) if name else (text, NO_ADDRESS)


def _name_and_city(before: str) -> tuple[str, str | None]:
    """What stands before the country, cut into name and city; without a sure cut, all is name."""
    text = before.strip(" ,")
    bracket = text.rfind(")")
    behind = [piece.strip() for piece in text[bracket + 1 :].strip(" ,.").split(",")]
    if bracket > 0 and len(behind) <= MOST_PLACES and all(_may_be_city(p) or _is_postcode(p) for p in behind):
        glued = text[bracket + 1 :].lstrip()[:1].isalnum() and not is_city(behind[0])
        # "Org (ORG), Other Org, Paris" and "Org (ORG) Other Org, Paris": only the last of them is a city.
        if len(behind) > 1 and is_city(behind[-1]) and (glued or not _are_parts_of_city(behind[:-1])):
            return text[: text.rindex(",")].rstrip(), _city(behind[-1:])
        return text[: bracket + 1], _city(behind)
    pieces = [piece.strip() for piece in POSTCODE_IN_BRACKETS.sub("", text).split(",")]
    first = _first_of_city(pieces)
    if first:
        return ", ".join(pieces[:first]).removesuffix(", The").strip(" ,"), _city(pieces[first:])
    words = text.split(" ")
    for length in (3, 2, 1):
        # "Org Name Paris (France)": the comma before the city was forgotten.
        if (
            len(words) > length + 1
            and is_city(" ".join(words[-length:]))
            and words[-length - 1].lower() not in NO_NAME_END
        ):
            return " ".join(words[:-length]).rstrip(" ,"), " ".join(words[-length:])
    stop = STOP_BEFORE_CITY.match(text)
    if stop and _may_be_city(stop.group(3)) and fold(stop.group(2)) not in ABBREVIATIONS:
        return stop.group(1), stop.group(3)
    return text, None


def _are_parts_of_city(pieces: list[str]) -> bool:
    """Whether what stands before a city is a district, a state or a postcode, and no name."""
    return all(is_city(p) or is_state(p) or _is_postcode(p) or any(c.isdigit() for c in p) for p in pieces)


def is_state(text: str) -> bool:
    """Whether this is a state of a federation."""
    return fold(text).replace("\u201b", "'").strip(" .,;") in STATES_OF_FEDERATIONS


def _first_of_city(pieces: list[str]) -> int:
    """Where the city begins among pieces between commas; 0 when there is none."""
    first = len(pieces) - 1
    while first > 1 and _is_postcode(pieces[first]):
        first -= 1
    if first < 1 or not _may_be_city(pieces[first]):
        return 0
    if first > 1 and is_state(pieces[first]) and _may_be_city(pieces[first - 1]):
        first -= 1
    while first > 1 and _is_postcode(pieces[first - 1]):
        first -= 1  # a postcode or district in front of the city: "1209, Geneva", "FCT, Abuja"
    return first


def _city(pieces: list[str]) -> str | None:
    """The pieces of a city without postcodes; a district or state in capitals stays: "Washington, D.C."."""
    kept = [piece for piece in pieces if not any(c.isdigit() for c in piece) or not _is_postcode(piece)]
    city = LEADING_POSTCODE.sub("", ", ".join(kept)).strip(" ,")
    return city or None


def _is_postcode(piece: str) -> bool:
    return POSTCODE.fullmatch(piece) is not None


def _may_be_city(piece: str) -> bool:
    words = piece.split()
    stop = STOP_BEFORE_CITY.match(piece)
    if is_city(piece):
        return True
    if piece.isupper() and " " not in piece and len(piece) > MOST_PLACES and piece.strip(".").isalpha():
        return False  # an acronym
    return (
        0 < len(piece) <= LONGEST_CITY
        and "(" not in piece
        and not piece.startswith("The ")
        and len(words) <= WORDS_IN_CITY
        and not (stop and fold(stop.group(2)) not in ABBREVIATIONS)
        and not NO_CITY.search(piece)
        and not WORDS_OF_NAMES.search(piece)
        and not _is_postcode(piece)
        and not LEGAL_FORM.fullmatch(piece)
    )


@cache
def cities() -> frozenset[str]:
    """Cities that lists print behind organisations, folded."""
    return frozenset(fold(row["city"]).strip(" .") for row in small_tables.read(DATA / "cities.csv"))


def is_city(text: str) -> bool:
    """Whether this is one of those cities."""
    return len(text) <= LONGEST_PLACE and fold(text).strip(" .,;") in cities()


def country_ends(text: str) -> list[int]:
    """The positions right behind each `(Country)` of the text."""
    return [found.end() for found in BRACKETED_COUNTRY.finditer(text) if is_place(found.group(1))]
