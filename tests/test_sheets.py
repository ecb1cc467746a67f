"""What stands on the sheets of the embedded facts: every state, region, issue and review; nothing, one review, all."""

import re
from dataclasses import replace

import pytest
from languages_support import languages_of
from sheet_support import parts, said

from analytics.exports.sheet import Dots, Table
from analytics.filters import Filters
from analytics.sheets import KINDS, file_of
from analytics.text import MISSING, languages

UNFILLED = re.compile(r"\bnan\b|\bNone\b|[{}]|\bNaN\b")


def make(kind, code, of):
    return KINDS[kind].make(of, code)


def test_every_state_has_a_sheet_in_every_language(ground, codes):
    """Also one with a single review, with nothing accepted, and without any list of submissions."""
    for country in codes.members:
        for language in languages_of("sheets of states"):
            sheet = make("country", country, ground(language=language))
            words = said(sheet)
            assert not UNFILLED.search(words), (country, language, UNFILLED.search(words))
            assert sheet.title == ground(language=language).t.state(country)
            assert any(isinstance(part, Dots) for part in parts(sheet)), country


@pytest.mark.parametrize("kind", ["region", "issue", "coalition"])
@pytest.mark.parametrize("language", languages())
def test_every_region_issue_and_review_has_a_sheet(ground, codes, kind, language):
    for scheme in ("m49", "un") if kind == "region" else ("m49",):
        of = ground(Filters(scheme=scheme), language)
        every = KINDS[kind].codes(codes, scheme)
        for code in every if kind != "coalition" else every[:: 4 if language == "en" else 9]:
            words = said(make(kind, code, of))
            assert not UNFILLED.search(words), (code, UNFILLED.search(words))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "filters",
    [
        Filters(cycles=(3,), actions=(1,)),
        Filters(sessions=(1, 1)),
        Filters(issues=("statelessness-and-the-right-to-nationality",), asked_by=("TUV",)),
        Filters(sessions=(30, 36)),
        Filters(scheme="un", regions=("weog",), acceptance="broad", states=("CUB",)),
    ],
    ids=["few", "one session", "nothing", "later ones alone", "another place"],
)
def test_a_sheet_of_little_or_nothing_says_so(ground, codes, kind, filters):
    code = {"region": "africa", "country": "KEN", "issue": "torture", "coalition": codes.listed[0]}[kind]
    for language in languages():
        sheet = make(kind, code, ground(filters, language))
        assert not UNFILLED.search(said(sheet))


@pytest.mark.parametrize("lacks", ["actions", "askers", "issues"])
def test_data_without_actions_askers_or_issues_of_ours_have_sheets(ground, codes, lacks):
    of = ground(codes=replace(codes, lacks=frozenset({lacks})))
    for kind, code in (("region", "asia"), ("country", "NPL"), ("issue", "torture")):
        assert not UNFILLED.search(said(make(kind, code, of)))


def test_a_state_without_a_list_says_that_there_is_none(ground, table):
    listed = set(table("listed_reviews")["iso3"])
    assert "KEN" not in listed
    words = said(make("country", "KEN", ground()))
    assert "no list of joint submissions is held, so how many there were is unknown, not zero" in words


def test_a_sheet_says_its_selection_and_what_is_left_out_of_it(ground):
    filters = Filters(states=("CUB",), cycles=(2,), acceptance="broad")
    sheet = make("country", "KEN", ground(filters))
    assert sheet.carried.selection == "cycle 2, partly accepted ones counted"
    assert "Cuba" not in said(sheet)
    assert sheet.carried.link == "https://atlas.example/countries?country=KEN&cycles=2&acceptance=broad"
    assert make("country", "KEN", ground()).carried.selection == "all sessions and issues"
    issue = make("issue", "torture", ground(Filters(issues=("privacy",), regions=("africa",))))
    assert issue.carried.selection == "Africa"


def test_a_review_shows_its_documents_symbol_and_its_days_where_they_are_held(ground):
    sheet = make("country", "BRA", ground())
    rows = {row[0]: row for part in parts(sheet) if isinstance(part, Table) for row in part.rows}
    assert rows["session 41"][-1] == "A/HRC/WG.6/41/BRA/3"
    assert rows["session 1"][1:] == ("7 April 2008 – 18 April 2008", "15", "15", MISSING)
    assert rows["session 41"][2:4] == (MISSING, MISSING)


def test_declared_and_listed_numbers_stand_beside_each_other(ground):
    """Namibia, session 52: the document declares 13 and lists 14."""
    words = said(make("coalition", "NAM-52", ground()))
    assert "declares 13 submissions and lists 14" in words
    table = next(part for part in parts(make("coalition", "NAM-52", ground())) if isinstance(part, Table))
    assert dict(table.rows[:3]) == {"Declared": "13", "Submissions": "14", "Joint": "8"}


def test_a_region_outside_the_comparison_gets_no_gap(ground):
    words = said(make("region", "europe", ground()))
    assert "States of the region Europe accept" in words
    assert "it gives what was accepted, but no gap" in words
    assert "too large to be chance" not in words


def test_the_name_of_a_file_is_known_before_its_sheet_is_made(ground, codes):
    of = ground(Filters(cycles=(2,), regions=("africa",)), "fr")
    code = {"region": "lac", "country": "CIV", "issue": "torture", "coalition": codes.listed[0]}
    for kind, each in code.items():
        assert file_of(kind, each, of) == f"{make(kind, each, of).carried.name}.pdf"
    assert file_of("country", "CIV", of) == "upr-country-cote-d-ivoire-cycle-2-fr.pdf"
