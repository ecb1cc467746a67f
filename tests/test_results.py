"""What is made of the counts: rates, gaps, mixes and totals by hand; too few, nothing at all; and the sentences."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics import database
from analytics.codes import read_codes
from analytics.columns import named
from analytics.filters import Filters
from analytics.findings import countries
from analytics.markup import words
from analytics.results import Results, results
from analytics.text import text

T = text("en")
COUNTS = "iso3 region session cycle action_category recommendations answered accepted correction"
NOTHING = [
    Filters(regions=("africa",), states=("CUB",)),
    Filters(states=("CUB",), cycles=(2,), sessions=(1, 12)),
    Filters(scheme="un", regions=("eeg",), asked_by=("TUV",)),
]
EVERY = list(results())


def review(state, region, answered, accepted, when=(1, 1)):
    """Specific requests in one review; `when` is its session and cycle."""
    return (state, region, *when, 5, answered, answered, accepted, None)


AFRICA = [review(f"AF{place}", "africa", 10, accepted) for place, accepted in enumerate([6, 5, 4, 5, 5])]
"""Five reviews: p = 25/50, residuals 1, 0, -1, 0, 0, variance 5/4 * 2 / 50^2 = 0.001, t(0.975, 4) = 2.776445,
c = t^2 / 250."""
LAC = [review(f"LA{place}", "lac", 10, accepted) for place, accepted in enumerate([2, 3, 1, 2, 2])]
"""Five reviews: p = 10/50, the same residuals."""
ASIA = [review(f"AS{place}", "asia", 30, 29) for place in range(4)]
"""Four reviews: too few."""


@pytest.fixture
def made_of(codes, monkeypatch):
    """Results made of counts that stand in the test, in place of those of the database."""

    def make(rows):
        counts = pd.DataFrame(sorted(rows, key=lambda row: (row[0], row[2], row[4])), columns=COUNTS.split())
        none_later = pd.DataFrame({"iso3": [], "later": []})
        monkeypatch.setattr(database, "query", lambda _, name, __: none_later if name == "later_by_state" else counts)
        region_of = dict(zip(counts["iso3"], counts["region"], strict=True))
        invented = replace(
            codes,
            members=tuple(sorted(region_of)),
            region_of={"m49": region_of, "un": region_of},
            subregion_of=dict.fromkeys(region_of, "anywhere"),
        )
        return Results(None, invented)

    return make


def rows(frame, *columns):
    """The named columns as tuples, numbers to six decimals, what is absent as None."""
    cells = frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None)
    return [
        tuple(round(cell, 6) if isinstance(cell, float) else cell for cell in row)
        for row in cells.itertuples(index=False)
    ]


def test_a_regional_rate_has_the_state_under_review_as_its_unit(made_of):
    found = made_of(AFRICA).table("acceptance_by_region", Filters())
    assert list(found.columns) == ["region", "states", "recommendations", "accepted", "rate", "se", "lower", "upper"]
    assert rows(found, *found.columns) == [("africa", 5, 50, 25, 0.5, 0.031623, 0.413524, 0.586476)]


def test_regions_come_in_the_order_of_lists_and_only_those_with_states(made_of):
    other = review("EU1", "europe", 10, 1)
    found = made_of([other, *ASIA, *LAC, *AFRICA]).table("acceptance_by_region", Filters())
    assert found["region"].to_list() == ["africa", "lac", "asia", "europe"]


def test_below_five_reviews_a_region_keeps_its_counts_and_has_no_rate(made_of):
    found = made_of(ASIA).table("acceptance_by_region", Filters())
    assert rows(found, *found.columns) == [("asia", 4, 120, 116, None, None, None, None)]


def test_five_reviews_of_two_states_are_enough_for_a_rate_and_not_for_an_interval(made_of):
    times = [("AS1", 1, 1), ("AS1", 13, 2), ("AS1", 27, 3), ("AS2", 1, 1), ("AS2", 13, 2)]
    answers = [(10, 4), (10, 3), (10, 3), (10, 6), (10, 6)]
    counted = [review(state, "asia", *answer, when) for (state, *when), answer in zip(times, answers, strict=True)]
    found = made_of(counted).table("acceptance_by_region", Filters())
    assert rows(found, "states", "recommendations", "rate", "se", "lower", "upper") == [(2, 50, 0.44, None, None, None)]


def test_a_state_without_answers_is_no_state_of_its_region(made_of):
    silent = ("AF9", "africa", 1, 1, 5, 7, 0, 0, None)
    found = made_of([*AFRICA, silent]).table("acceptance_by_region", Filters())
    assert rows(found, "states", "recommendations", "rate") == [(5, 50, 0.5)]


def test_a_gap_is_the_higher_rate_minus_the_lower_with_its_interval(made_of):
    # 0.5 - 0.2 = 0.3; se sqrt(0.001 + 0.001); 8 degrees of freedom, t = 2.306004: Wilson 0.427841 .. 0.572159 and
    # 0.137264 .. 0.282036; 0.3 - hypot(0.072159, 0.082036) .. 0.3 + hypot(0.072159, 0.062736)
    found = made_of([*LAC, *AFRICA, *ASIA]).table("acceptance_gaps", Filters())
    assert rows(found, *found.columns) == [
        ("africa", "lac", 0.5, 0.2, 0.3, 0.044721, 0.190744, 0.395618, True),
    ]


def test_a_gap_that_includes_zero_says_so(made_of):
    same = [(f"AS{place}", "asia", *row[2:]) for place, row in enumerate(AFRICA)]
    found = made_of([*AFRICA, *same, *LAC]).table("acceptance_gaps", Filters())
    assert rows(found, "gap", "excludes_zero") == [(0.3, True), (0.3, True), (0.0, False)]


def test_regions_outside_the_three_are_in_no_gap(made_of):
    europe = [(f"EU{place}", "europe", *row[2:]) for place, row in enumerate(LAC)]
    assert made_of([*AFRICA, *europe]).table("acceptance_gaps", Filters()).empty


def test_a_cycle_has_its_own_rate_and_the_sessions_it_comes_from(made_of):
    later = [(*row[:2], 13 + place % 2, 2, *row[4:]) for place, row in enumerate(LAC)]
    found = made_of([*AFRICA, *LAC, *later]).table("acceptance_by_cycle", Filters())
    columns = [
        "region",
        "cycle",
        "first_session",
        "last_session",
        "states",
        "recommendations",
        "accepted",
        "rate",
        "se",
    ]
    assert rows(found, *columns) == [
        ("africa", 1, 1, 1, 5, 50, 25, 0.5, 0.031623),
        ("lac", 1, 1, 1, 5, 50, 10, 0.2, 0.031623),
        ("lac", 2, 13, 14, 5, 50, 10, 0.2, 0.031623),
    ]


def test_the_mix_divides_by_all_recommendations_to_the_region(made_of):
    asked = [
        ("AF1", "africa", 1, 1, 2, 30, 30, 29, None),
        ("AF1", "africa", 1, 1, 5, 50, 40, 10, None),
        ("AF2", "africa", 1, 1, 5, 20, 0, 0, None),
        ("LA1", "lac", 1, 1, 5, 4, 0, 0, None),
        ("EU1", "europe", 1, 1, 5, 9, 9, 9, None),
    ]
    found = made_of(asked).table("action_mix", Filters())
    columns = ["region", "action_category", "recommendations", "of_region", "share", "answered", "accepted", "rate"]
    assert rows(found, *columns) == [
        ("africa", 2, 30, 100, 0.3, 30, 29, 0.966667),
        ("africa", 5, 70, 100, 0.7, 40, 10, 0.25),
        ("lac", 5, 4, 4, 1.0, 0, 0, None),
    ]


def test_a_selection_counts_recommendations_states_and_reviews(few_rows):
    ten = Results(few_rows, read_codes(few_rows))
    columns = ["recommendations", "states", "reviews", "focus_recommendations", "focus_states"]
    assert rows(ten.table("selection", Filters()), *columns) == [(10, 5, 6, 9, 4)]
    assert rows(ten.table("selection", Filters(scheme="un")), *columns) == [(10, 5, 6, 7, 3)]
    assert rows(ten.table("selection", Filters(cycles=(2,))), *columns) == [(4, 3, 3, 3, 2)]


def test_a_state_has_raw_and_shrunken_rate_and_is_marked_when_few(few_rows):
    found = Results(few_rows, read_codes(few_rows)).table("received_by_state", Filters())
    columns = "iso3 region subregion recommendations later few rate shrunken lower upper"
    more = "specific_share reviews answered accepted categorised specific correction"
    assert list(found.columns) == [*columns.split(), *more.split()]
    assert rows(found, "iso3", "recommendations", "few", "rate", "specific_share", "reviews", "correction") == [
        ("ARM", 1, True, 0.0, 1.0, 1, None),
        ("CUB", 2, True, 0.5, 0.5, 1, None),
        ("FRA", 0, False, None, None, 0, None),
        ("GHA", 0, False, None, None, 0, None),
        ("ISR", 2, True, 0.5, 0.5, 1, None),
        ("KEN", 4, True, 0.333333, 0.5, 2, "nobody-asked"),
        ("TON", 1, True, None, 0.0, 1, None),
    ]


def test_every_shrunken_rate_comes_from_one_and_the_same_prior(table):
    # shrunken = (y + a) / (n + a + b), so shrunken * (a + b) - a = y - shrunken * n: two unknowns, 193 states
    states = table("received_by_state")
    shrunken, y, n = (states[name].to_numpy(dtype=float) for name in ("shrunken", "accepted", "answered"))
    (strength, alpha), *_ = np.linalg.lstsq(np.column_stack([shrunken, -np.ones(193)]), y - shrunken * n, rcond=None)
    assert 0 < alpha < strength
    np.testing.assert_allclose(shrunken, (y + alpha) / (n + strength), atol=1e-9)
    assert states["shrunken"].between(states["lower"], states["upper"]).all()


def test_twenty_recommendations_are_not_few(made_of):
    found = made_of([review("AF1", "africa", 19, 1), review("AF2", "africa", 20, 1)]).table(
        "received_by_state", Filters()
    )
    assert rows(found, "iso3", "few") == [("AF1", True), ("AF2", False)]


@pytest.mark.parametrize("filters", NOTHING, ids=["no state", "no session", "no asker"])
@pytest.mark.parametrize("name", EVERY)
def test_an_empty_selection_is_a_result_and_not_an_error(table, name, filters):
    found = table(name, filters)
    reference = {
        "build_log",
        "corrections",
        "dictionary",
        "issues",
        "sessions",
        "snapshot",
        "sources",
        "states",
        "tables",
    }
    if name not in reference | {"regions", "subregions"} and "recommendations" in found:
        assert found["recommendations"].sum() == 0
    if "rate" in found:
        assert found["rate"].notna().sum() == 0


def test_an_unknown_result_is_named_with_those_that_exist(table):
    with pytest.raises(database.UnknownNameError, match=r"There is no result 'doors'\. There are: .*received_by_state"):
        table("doors")


def test_every_query_and_every_table_of_a_page_is_a_result():
    steps = {name for name, query in database.queries().items() if query.step}
    assert set(database.queries()) - steps <= set(EVERY)
    of_search = {"search_dictionary", "search_excluded", "search_parts", "search_selected", "search_spoken"}
    assert steps == of_search | {"asks_by_issue", "asks_by_pair", "known_reviews", "table_keys"}
    assert steps.isdisjoint(results())
    assert all(result.row for result in results().values())


# Names in place of codes


def test_codes_become_names_and_a_state_keeps_its_code():
    found = pd.DataFrame(
        {
            "iso3": ["SSD"],
            "region": ["africa"],
            "reference_region": ["asia"],
            "subregion": ["eastern-africa"],
            "issue": ["sogi"],
            "correction": ["south-sudan-s11"],
            "rate": [0.5],
        }
    )
    shown = named(found, T, "un")
    assert list(shown.columns)[:3] == ["iso3", "state", "region"]
    assert shown.iloc[0].to_list()[:6] == (
        [
            "SSD",
            "South Sudan",
            "African Group",
            "Asia-Pacific Group",
            "Eastern Africa",
            "Sexual Orientation and Gender Identity",
        ]
    )
    assert shown["correction"][0].startswith("South Sudan, session 11: most of these rows are copies")
    assert list(found.columns)[:2] == ["iso3", "region"]


def test_what_has_no_name_stays_as_it_is():
    shown = named(pd.DataFrame({"region": [None, "nowhere"], "correction": ["doors", None]}), T, "m49")
    assert rows(shown, "region", "correction") == [(None, "doors"), ("nowhere", None)]


def test_the_list_of_regions_names_each_under_its_own_scheme_and_keeps_its_code(table):
    shown = named(table("regions"), T, "m49")
    groups = shown[shown["scheme"] == "un"]
    assert rows(groups, "region", "name")[1] == ("lac", "GRULAC")


# Sentences


def test_one_state_is_told_in_numbers_with_its_note(table, codes):
    named = ("received_by_state", "counts")
    states = table("received_by_state")
    said = countries.one_state(states, table("counts"), "SSD", Filters(), codes, T)
    assert words(said).startswith(
        "South Sudan (Africa): 276 recommendations in 2 reviews: session 11 (2011) and session 26 (2016). Accepted "
    )  # 33 + 243 rows
    assert "an artefact of the database" in said
    one_session = Filters(cycles=(2,), sessions=(13, 13))
    none = countries.one_state(*(table(name, one_session) for name in named), "SSD", one_session, codes, T)
    assert none == "South Sudan: no recommendation in this selection."


def test_one_state_names_the_reviews_that_the_selection_holds(table, codes):
    """Kenya was reviewed in session 8 (May 2010) and in session 21 (January 2015)."""
    for filters, reviews in (
        (Filters(), "2 reviews: session 8 (2010) and session 21 (2015)."),
        (Filters(cycles=(2,)), "1 review: session 21 (2015)."),
        (Filters(states=("KEN",), sessions=(1, 12)), "1 review: session 8 (2010)."),
        (Filters(asked_by=("FRA",)), "2 reviews: session 8 (2010) and session 21 (2015)."),
    ):
        states, counts = (table(name, filters) for name in ("received_by_state", "counts"))
        assert f"in {reviews}" in words(countries.one_state(states, counts, "KEN", filters, codes, T))


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(scheme="un", regions=("africa", "weog"), cycles=(2,)),
        Filters(issues=("torture", "death-penalty"), asked_by=("europe",)),
        *NOTHING,
    ],
    ids=str,
)
def test_the_quick_totals_are_those_of_the_states(table, filters):
    selection = table("selection", filters).drop(columns="later")
    assert table("totals", filters).iloc[0].to_dict() == selection.iloc[0].to_dict()
