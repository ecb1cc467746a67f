"""What a misspelt name suggests is what was meant, or nothing: a person confirms it, and a wrong one misleads."""

from pathlib import Path

import pytest

from analytics import small_tables
from analytics.sources.names import Names, names_of_states, read_aliases
from analytics.sources.recommendations import RESPONSES, Coder, RawRow
from analytics.sources.suggesting import folded

DATA = Path(__file__).resolve().parents[1] / "data"
MEANT = """
    Burma MMR, Brunei BRN, Republic of Iraq IRQ, Irak IRQ, Holland NLD, Republic of Mali MLI, Ivory Coast CIV,
    South Korea KOR, North Korea PRK, Great Britain GBR, U.K. GBR, U.S.A. USA, Vatican City VAT, Zaire COD,
    Congo-Kinshasa COD, Congo Brazzaville COG, Slovak Republic SVK, Kyrgyz Republic KGZ, Columbia COL, Lybia LBY,
    Phillipines PHL, Equador ECU, Macedonia MKD, UAE ARE, East Timor TLS, Kenia KEN, Alemania DEU, Allemagne DEU,
    Deutschland DEU, España ESP, Pays-Bas NLD, Países Bajos NLD, Suisse CHE, Suíça CHE, Royaume-Uni GBR,
    Reino Unido GBR, États-Unis USA, Estados Unidos USA, Etats Unis USA, Costa do Marfim CIV, Camarões CMR,
    Marruecos MAR, Maroc MAR, Moçambique MOZ, Japón JPN, Japon JPN, Brasil BRA, Chine CHN, Russie RUS|,
    People's Republic of China CHN, Hashemite Kingdom of Jordan JOR, Islamic Republic of Pakistan PAK,
    Federal Republic of Germany DEU, Kingdom of Thailand THA, Commonwealth of Australia AUS,
    Co-operative Republic of Guyana GUY, Republic of the Sudan SDN, Arab Republic of Egypt EGY,
    Untied Kingdom GBR, Untied States of America USA, Sierra Le one SLE, Afganistan AFG, Azerbaidjan AZE,
    Phillippines PHL, Mauritus MUS, Urugay URY, Sweeden SWE, Belguim BEL, Netherland NLD, Niederlande NLD|,
    Bosnia Herzegovina BIH, Trinidad Tobago TTO, Guinea Bissau. GNB,
    Luxemburg LUX, Papua-New Guinea PNG,
    Phil ippines PHL,
    Of America United States USA, Marshall Isl ands MHL, Liechenstein LIE, Kazakstan KAZ, viet-nam VNM
"""
"""Spelling and state; with a bar, nothing may come as well."""
NOT_MEANT = (
    "Gondor",
    "Kosovo",
    "Taiwan",
    "Republic of China",
    "Korea",
    "Kingdom of Korea",
    "People's Republic of the Congo",
    "Venice Commission",
    "Tibet",
    "England and Wales",
    "Scotland",
    "European Union",
    "Nigeri",
    "Hong Kong",
    "Aland",
    "Holy",
    "Union",
    "None",
    "N/A",
    "several states",
    "-",
    "",
)


@pytest.fixture(scope="module")
def known():
    return names_of_states(DATA)


def spellings():
    for each in " ".join(MEANT.split()).split(", "):
        name, _, code = each.rpartition(" ")
        yield name, code.rstrip("|"), code.endswith("|")


def test_at_least_seventy_spellings_are_tried():
    assert len([*spellings()]) >= 70


@pytest.mark.parametrize(("name", "code", "may_be_nothing"), [*spellings()])
def test_a_spelling_suggests_the_state_that_is_meant(known, name, code, may_be_nothing):
    suggested = known.suggest(name)
    assert known.aliases.get(suggested) == code or (may_be_nothing and not suggested)


@pytest.mark.parametrize("name", NOT_MEANT)
def test_what_is_not_clear_suggests_nothing(known, name):
    assert not known.suggest(name)


def misspelt(name):
    """A letter left out, doubled or replaced, two letters in the wrong order: at every place."""
    for place in range(len(name)):
        yield name[:place] + name[place + 1 :]
        yield name[:place] + name[place + 1 : place + 2] + name[place] + name[place + 2 :]
        yield name[:place] + name[place] + name[place:]
        yield f"{name[:place]}e{name[place + 1 :]}"


def test_one_wrong_letter_never_leads_to_another_state_and_mostly_to_the_right_one(known):
    names = {}
    for name, code in known.aliases.items():
        names.setdefault(code, name)
    exist = {folded(name).replace(" ", "") for name in (*known.suggestions.aliases, *known.suggestions.others)}
    right = wrong = nothing = 0
    for code, name in names.items():
        for spelling in set(misspelt(name)):
            if folded(spelling).replace(" ", "") not in exist:
                suggested = known.suggestions.nearest(spelling)
                right += known.aliases.get(suggested) == code
                wrong += bool(suggested) and known.aliases[suggested] != code
                nothing += not suggested
    assert wrong == 0
    assert right / (right + nothing) > 0.9


def test_every_spelling_stands_for_one_state_and_codes_nothing(known):
    rows = small_tables.read(DATA / "state_spellings.csv")
    states = {row["iso3"] for row in small_tables.read(DATA / "states.csv")}
    assert {row["iso3"] for row in rows} <= states
    assert len({row["name"] for row in rows}) == len(rows)
    aliases = read_aliases(DATA / "state_aliases.csv")
    assert [row["name"] for row in rows if row["name"] in aliases] == []
    assert known.code("Holland") is None


def row(**changed):
    usual = {"to": "Kenya", "recommending": ("Ghana",), "response": "Supported", "session": "44"}
    return RawRow(
        **{"file": "f", "line": 2, "text": "Mend", "action": "", "issues": (), "source": "own"} | usual | changed
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kingdom of the Netherlands", "NLD"),
        ("The Bahamas", "BHS"),
        ("Bahamas (the)", "BHS"),
        ("Bahamas (The)", "BHS"),
        ("Federated States of Micronesia", "FSM"),
        ("Republic of the Congo", "COG"),
        ("the Democratic Republic of the Congo", "COD"),
        ("Viet Nam", "VNM"),
        ("Vietnam", "VNM"),
        ("The Gambia", "GMB"),
        ("Gambia, The", "GMB"),
        ("The Netherlands", "NLD"),
        ("UNITED KINGDOM", "GBR"),
        ("CÔTE D'IVOIRE", "CIV"),
        ("CÔTE D’IVOIRE", "CIV"),
        ("THE PHILIPPINES", "PHL"),
        ("BOSNIA AND HERZEGOVINA", "BIH"),
        ("State of Palestine*", "PSE"),
        ("Korea, Republic of", "KOR"),
        ("Türkiye", "TUR"),
        ("KEN", "KEN"),
    ],
)
def test_names_of_today_and_names_in_capitals_are_names(name, code):
    assert Coder("own", DATA).code(row(recommending=(name,))).recommending_states == (code,)


@pytest.mark.parametrize("name", ["THE", "AND", "The", "(the)", "*", "Gondor", "GONDOR"])
def test_an_article_alone_is_no_state(name):
    coded = Coder("own", DATA).code(row(to=name))
    assert getattr(coded, "state_under_review", None) in (None, "AND" if name == "AND" else None)


@pytest.mark.parametrize("session", ["44.0", "44,0", "44", "44th", "44 - November 2023"])
def test_a_session_that_a_spreadsheet_wrote_is_one(session):
    assert Coder("own", DATA).code(row(session=session)).session == 44


@pytest.mark.parametrize("session", ["44.5", "4.4", "44.01", "440"])
def test_another_number_is_no_session(session):
    assert Coder("own", DATA).code(row(session=session)).field == "session"


@pytest.mark.parametrize("action", ["5", "5.0", "5 - Specific action", "5 – Specific action"])
def test_an_action_that_a_spreadsheet_wrote_is_one(action):
    assert Coder("own", DATA).code(row(action=action)).action_category == 5


@pytest.mark.parametrize("source", ["uwazi", "uhri", "own"])
def test_a_recommending_state_that_the_source_does_not_know_is_none(source):
    coded = Coder(source, DATA).code(row(recommending=("(Unknown)",), action="5"))
    assert (coded.recommending_states, coded.state_under_review, coded.response) == ((), "KEN", "accepted")
    assert Coder(source, DATA).code(row(to="(Unknown)", action="5")).field == "state under review"


@pytest.mark.parametrize(
    "word",
    [
        "Supported in part",
        "Partially supported",
        "partly accepted",
        "Accepted partially",
        "Supported/Noted",
        "Supported; Noted",
    ],
)
def test_an_answer_in_part_is_partial(word):
    assert Coder("own", DATA).code(row(response=word)).response == "partial"


@pytest.mark.parametrize(
    ("word", "suggestions"),
    [
        ("Suported", {"supported"}),
        ("Not suported", {"not supported"}),
        ("Supported with doubts", {""}),
        ("Notsupported", {"not supported", ""}),
        ("Unsupported", {""}),
        ("No supported", {"not supported", ""}),
        ("Nooted", {"noted"}),
    ],
)
def test_a_suggested_answer_is_never_the_opposite(word, suggestions):
    assert Names(RESPONSES).suggest(word.lower()) in suggestions
