"""One recommending state: what it asks, beside others, and its page."""

import re

import pytest
from app_support import opened, with_open, words

from analytics import database
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.findings import recommending_state as find
from analytics.results import Results
from analytics.text import languages, text

EVERYTHING = Filters()
PAGE = "pages/recommending_state.py"


@pytest.fixture(scope="module")
def asked():
    """The results of the built-in data."""
    with database.open_snapshot(database.ensure_snapshot()) as connection:
        yield Results(connection, read_codes(connection))


def few(connection, name):
    """A query on the ten invented recommendations."""
    everything = EVERYTHING.parameters(read_codes(connection))
    parameters = {each: everything[each] for each in database.queries()[name].parameters}
    return database.query(connection, name, parameters)


def test_asks_are_counted_by_state_and_cycle(few_rows):
    """France: one accepted specific request in cycle 1, one accepted minimal one in cycle 2."""
    rows = few(few_rows, "asks_by_cycle")
    columns = ["iso3", "cycle", "recommendations", "states", "answered", "accepted", "categorised", "specific"]
    assert rows[rows["iso3"] == "FRA"][columns].to_numpy().tolist() == [
        ["FRA", 1, 1, 1, 1, 1, 1, 1],
        ["FRA", 2, 1, 1, 1, 1, 1, 0],
    ]
    assert len(rows) == 8  # of the ten one has no recorded state, and Ghana asked twice in one cycle


def test_issues_are_counted_among_what_a_state_asked(few_rows):
    """Ghana asked twice: once on justice, once on the death penalty."""
    rows = few(few_rows, "issues_by_asker")
    ghana = rows[rows["iso3"] == "GHA"][["issue", "recommendations", "coded"]]
    assert sorted(map(tuple, ghana.to_numpy().tolist())) == [("death-penalty", 1, 2), ("justice", 1, 2)]


def test_france_asked_what_is_published(asked):
    """412 to Africa, 212 to Latin America & Caribbean and 362 to Asia were counted by hand to session 20 alone."""
    rows = asked.table("asker_addressed", Filters(sessions=(1, 20)), country="FRA")
    assert rows.groupby("region")["recommendations"].sum()[["africa", "lac", "asia"]].tolist() == [412, 212, 362]


@pytest.mark.parametrize("language", languages())
def test_every_recommending_state_can_be_told_about(asked, language):
    t = text(language)
    for country in asked.codes.recommending_states:
        rows = {
            name: asked.table(f"asker_{name}", EVERYTHING, country=country)
            for name in ("record", "ranges", "issues", "addressed", "spread")
        }
        said = [
            find.headline(country, rows["record"], t),
            find.record(rows["record"], rows["ranges"], t).whole,
            find.spread(rows["spread"], "m49", t).whole,
            find.issues(rows["issues"], country, t).whole,
            find.addressed(rows["addressed"], country, t).whole,
        ]
        assert not re.search(r"\bnan\b|\{\w*\}", " ".join(said)), country
    assert len(asked.codes.recommending_states) > 170


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("view", ["record", "on_what", "to_whom"])
@pytest.mark.parametrize("country", ["FRA", "VAT", "SMR", "KEN", ""])
def test_every_view_opens(view, country, language):
    at = with_open(opened(PAGE, view=view, country=country, lang=language))
    assert not at.exception
    assert not at.warning
    assert not re.search(r"\bnan\b|None|\{\w*\}", " ".join(each.value for each in (*at.markdown, *at.caption)))


def test_the_page_says_what_france_asks():
    said = " ".join(words(opened(PAGE, country="FRA").main))
    assert "France made 1,821 recommendations" in said
    assert "more of Africa" in said
