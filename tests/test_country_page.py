"""The page One country: opens for every kind of state, says what it must, and every page leads to it."""

import re

import pytest
from app_support import card_figures, opened, with_open, words

from analytics.text import languages
from analytics.ui.page import PAGES

PAGE = "pages/country.py"
VIEWS = ("glance", "asked", "society", "beside")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("country", ["KEN", "NRU", "SSD", "PRK", "FRA", "USA"])
def test_every_view_opens(view, country, language):
    """Also for one review (South Sudan in session 26), 0 % (DPR Korea in cycle 1), no data of V-Dem (Nauru)."""
    at = with_open(opened(PAGE, view=view, country=country, lang=language))
    assert not at.exception
    assert not at.warning
    assert not re.search(r"\bnan\b|None|\{\w*\}", " ".join(each.value for each in (*at.markdown, *at.caption)))


def test_the_first_view_says_what_kenya_accepted_and_when_it_comes_next():
    said = " ".join(words(opened(PAGE, country="KEN").main))
    assert "Kenya accepted 76% of 253 recommendations" in said
    assert "320 requests" in said
    assert "Next review" in said
    assert "87% of 166 in cycle 1" in said


def test_four_countries_stand_on_the_same_axis():
    at = opened(PAGE, country="KEN", view="beside", beside="UGA,TZA,FRA")
    assert [figure.key for figure in card_figures(at)] == ["country-compare-figure"]
    said = " ".join(words(at.main))
    assert "Kenya, Uganda, Tanzania and France" in said


def test_a_state_that_does_not_exist_is_named_and_left_out():
    at = opened(PAGE, country="KEN", view="beside", beside="UGA,XYZ")
    assert "XYZ" in at.warning[0].value
    assert "Kenya and Uganda" in " ".join(words(at.main))


@pytest.mark.parametrize("file", [file for _, name, file in PAGES if name not in {"country", "search"}])
def test_every_page_leads_from_the_chosen_state_to_all_on_it(file):
    at = opened(file, country="KEN")
    assert not at.exception
    links = [each.proto.label for each in at.get("page_link") if "country=KEN" in each.proto.query_string]
    assert "All on Kenya" in links
