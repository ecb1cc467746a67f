"""One country: its reviews, the ranges beside them, the next review, its issues, who asks it."""

import numpy as np
import pandas as pd
import pytest

from analytics import database
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.findings import country as find
from analytics.results import Results
from analytics.results import country as made
from analytics.results.definition import Setting
from analytics.state_names import state_called
from analytics.text import languages, text

EVERYTHING = Filters()


@pytest.fixture(scope="module")
def asked():
    """The results of the built-in data."""
    with database.open_snapshot(database.ensure_snapshot()) as connection:
        yield Results(connection, read_codes(connection))


def reviews_of(asked, country, **filters):
    return asked.table("country_reviews", Filters(**filters), country=country).set_index("session")


# The query, on ten invented recommendations


def of_kenya(rows, acceptance):
    return database.query(rows, "known_reviews", {"acceptance": acceptance}).query("iso3 == 'KEN'")


def test_reviews_of_one_state_are_counted_with_who_asked_and_how(few_rows_to_change):
    """Kenya: three recommendations in session 1, of which two have a recorded asker; one pending in session 13."""
    few_rows_to_change.execute("insert into scheduled_review values (14, 'KEN')")
    found = of_kenya(few_rows_to_change, "strict")
    counted = ["session", "recommendations", "askers", "answered", "accepted", "considering", "general", "specific"]
    assert found[counted].to_numpy().tolist() == [
        [1, 3, 2, 3, 1, 1, 1, 1],
        [13, 1, 1, 0, 0, 0, 0, 1],
        [14, 0, 0, 0, 0, 0, 0, 0],
    ]
    assert found["first_day"].tolist()[0] == "2008-04-07"
    assert found["summary"].tolist()[1] == "https://undocs.org/A/HRC/WG.6/13/KEN/3"


def test_broad_acceptance_counts_what_was_partly_accepted(few_rows):
    found = of_kenya(few_rows, "broad")
    assert found["accepted"].tolist() == [2, 0]


# Published numbers (DOMAIN: 166 and 253 for Kenya, 386 from 122 states for Cuba, 321, 284; India 30, 170, 263)


@pytest.mark.parametrize(
    ("country", "session", "recommendations"),
    [
        ("KEN", 8, 166),
        ("KEN", 21, 253),
        ("CUB", 16, 386),
        ("EGY", 20, 321),
        ("CHN", 17, 284),
        ("IND", 1, 30),
        ("IND", 13, 170),
        ("IND", 27, 263),
    ],
)
def test_reviews_hold_the_published_numbers(asked, country, session, recommendations):
    assert reviews_of(asked, country).loc[session, "recommendations"] == recommendations


def test_kenya_accepted_what_is_published(asked):
    reviews = reviews_of(asked, "KEN")
    assert round(reviews.loc[8, "rate"], 4) == 0.8675
    assert round(reviews.loc[21, "rate"], 4) == 0.7589


def test_cuba_was_asked_by_122_states(asked):
    assert reviews_of(asked, "CUB").loc[16, "askers"] == 122


# Ranges


def counts(rows):
    """Rows of `counts`: state, region, session, cycle, action category, answered, accepted."""
    names = ["iso3", "region", "session", "cycle", "action_category", "answered", "accepted"]
    return pd.DataFrame(rows, columns=names).assign(recommendations=lambda made: made["answered"], correction=None)


def shares(rows):
    """The shares of reviews of such rows."""
    return made.shares_of_reviews(counts(rows), Setting(EVERYTHING, Places(), {}, None))


class Places:
    """Five neighbours of one state in one sub-region, and a state elsewhere in the region."""

    def __init__(self):
        self.subregion_of = dict.fromkeys(("AAA", "BBB", "CCC", "DDD", "EEE", "GGG"), "near") | {"FFF": "far"}


def test_a_review_stands_beside_others_of_its_cycle():
    """Five neighbours accept 10 to 50 of 100: their middle half is 20 to 40 percent, the middle 30."""
    neighbours = [
        (state, "r", 3, 1, 5, 100, 10 * number) for number, state in enumerate(("BBB", "CCC", "DDD", "EEE", "GGG"), 1)
    ]
    others = [("FFF", "r", 4, 1, 5, 100, 90), ("BBB", "r", 16, 2, 5, 100, 100), ("DDD", "other", 17, 2, 5, 19, 19)]
    setting = Setting(EVERYTHING, Places(), {"country": "AAA"}, None)
    rows = made.ranges(shares([("AAA", "r", 3, 1, 5, 100, 40), *neighbours, *others]), setting)
    near = rows[(rows["record_measure"] == "rate") & (rows["within"] == "subregion")].iloc[0]
    assert near[["range_lower", "range_middle", "range_upper"]].tolist() == pytest.approx([0.2, 0.3, 0.4])
    assert (near["own_share"], near["other_reviews"], near["below"], near["equal"]) == (0.4, 5, 3, 1)
    region = rows[(rows["record_measure"] == "rate") & (rows["within"] == "region")].iloc[0]
    assert (region["other_reviews"], region["below"]) == (6, 3)


def test_a_range_of_four_reviews_is_none():
    four = [(state, "r", 3, 1, 5, 100, 10) for state in ("BBB", "CCC", "DDD", "EEE")]
    setting = Setting(EVERYTHING, Places(), {"country": "AAA"}, None)
    rows = made.ranges(shares([("AAA", "r", 3, 1, 5, 100, 40), *four]), setting)
    assert rows["range_middle"].isna().all()


def test_a_review_with_nineteen_answers_has_no_share_to_compare():
    setting = Setting(EVERYTHING, Places(), {"country": "AAA"}, None)
    rows = made.ranges(shares([("AAA", "r", 3, 1, 5, 19, 4)]), setting)
    assert np.isnan(rows["own_share"]).all()


# The next review


@pytest.mark.parametrize(
    ("country", "expected"),
    [("KEN", [(4, 49, 2025, True), (5, 63, 2030, False)]), ("BRA", [(5, 55, 2027, False)])],
)
def test_the_next_reviews_keep_the_order_of_the_last(asked, country, expected):
    """Kenya was reviewed in session 35 and Brazil in 41, and a cycle has fourteen sessions: 49 and 55 follow."""
    rows = asked.table("country_next", EVERYTHING, country=country)
    assert [tuple(row) for row in rows.itertuples(index=False)] == expected


def test_the_order_of_reviews_held_from_the_second_to_the_third_cycle(asked):
    """What the methods say of it: of 187 states 185 came fourteen sessions later; Israel and Sudan did not."""
    other = {}
    for country in asked.codes.members:
        sessions = asked.table("country_reviews", EVERYTHING, country=country)
        second, third = (sessions[sessions["cycle"] == cycle]["session"].tolist() for cycle in (2, 3))
        if second and third:
            other[country] = third[0] - second[0]
    assert len(other) == 187
    assert {country: gap for country, gap in other.items() if gap != 14} == {"ISR": 12, "SDN": 15}


# Sentences


@pytest.mark.parametrize("language", languages())
def test_a_review_to_come_is_said_to_be_expected(asked, language):
    t = text(language)
    reviews, to_come = (asked.table(name, EVERYTHING, country="KEN") for name in ("country_reviews", "country_next"))
    before, after = (find.after(reviews, to_come, year, t) for year in (2024, 2026))
    assert "2025" in before
    assert "2030" not in before
    assert "2030" in after
    assert "320" in after  # requests of session 35


def test_what_stands_out_says_nothing_where_no_rule_applies():
    nothing = pd.DataFrame(columns=["record_measure", "within", "answered", "accepted", "against_range"])
    assert "nothing about Kenya stands out" in find.stands_out("KEN", nothing, nothing, nothing, text("en"))


def test_no_clear_answers_are_no_change():
    """France accepted 0 of 36 in cycle 1, which is no clear answer, and 136 of 166 in cycle 2."""
    reviews = pd.DataFrame(
        {"answered": [36, 166], "accepted": [0, 136], "rate": [0.0, 136 / 166], "cycle": [1, 2], "session": [2, 15]}
    ).assign(correction=None)
    nothing = pd.DataFrame(columns=["record_measure", "within", "against_range"])
    t = text("en")
    assert "more than before" not in find.stands_out("FRA", reviews, nothing, nothing, t)
    assert "no clear answer in session 2" in find.notes("FRA", reviews, t)


@pytest.mark.parametrize("language", languages())
def test_every_country_can_be_told_about(asked, language):
    """All 193, by the results and sentences that its page shows."""
    t = text(language)
    for country in asked.codes.members:
        own = {"country": country}
        reviews = asked.table("country_reviews", EVERYTHING, **own)
        ranges, issues = (asked.table(f"country_{name}", EVERYTHING, **own) for name in ("ranges", "issues"))
        to_come, askers = (asked.table(f"country_{name}", EVERYTHING, **own) for name in ("next", "askers"))
        civic = asked.table("country_civic_space", EVERYTHING, **own)
        said = [
            find.headline(country, reviews, t),
            find.after(reviews, to_come, 2026, t),
            find.stands_out(country, reviews, ranges, issues, t),
            find.notes(country, reviews, t),
            find.record(reviews, t).whole,
            find.mix(reviews, t).whole,
            find.issues(issues, country, asked.codes, t).whole,
            find.askers(askers, country, t).whole,
            find.civic_space(civic, t).whole,
        ]
        assert "nan" not in " ".join(said).split(), country
    assert len(asked.codes.members) >= 193


def test_civic_space_of_one_state_is_two_numbers_and_its_years_stand_below():
    rows = pd.DataFrame({"year": [2010, 2015, 2020], "value": [0.84, 0.9, 0.79], "reviewed": [True, False, True]})
    said = find.civic_space(rows, text("en"))
    assert said.heading == "Civic space was 0.84 at the first of these reviews, 0.79 at the last."
    assert said.more == "The first of these reviews was in 2010, the last in 2020."


# Names


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Burma", "MMR"),
        ("Ivory Coast", "CIV"),
        ("Türkiye", "TUR"),
        ("turkey", "TUR"),
        ("UK", "GBR"),
        ("Brésil", "BRA"),
        ("Brasil", "BRA"),
        ("Camboya", "KHM"),
        ("Camboja", "KHM"),
        ("Alemania", "DEU"),
        ("Alemanha", "DEU"),
        ("Bielorrússia", "BLR"),
        ("Birmanie", "MMR"),
        ("U.S.A.", "USA"),
        ("cote d ivoire", "CIV"),
        ("Mars", None),
        ("", None),
    ],
)
def test_a_state_is_found_by_its_other_names(name, code):
    assert state_called(name) == code


def test_what_is_not_held_of_a_review_is_unknown_in_its_table_and_never_zero(asked):
    """Kenya's review of 2020 has 320 requests without answers; of Brazil's in session 41 (2022) nothing is held."""
    kenya, brazil = (find.listed(asked.table("country_reviews", EVERYTHING, country=each)) for each in ("KEN", "BRA"))
    last, unheld = (rows.set_index("session") for rows in (kenya, brazil))
    counts = ["recommendations", "accepted", "answered", "specific"]
    assert last.loc[35, counts].isna().all()
    assert last.loc[35, ["later", "askers"]].tolist() == [320, 117]
    assert unheld.loc[41, [*counts, "later", "askers"]].isna().all()
    assert last.loc[21, ["recommendations", "later"]].tolist() == [253, 0]
