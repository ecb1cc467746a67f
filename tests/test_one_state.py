"""One state beside its region and its sub-region, and the mix of a selection: by hand, from invented counts."""

import numpy as np
import pandas as pd
import pytest

from analytics.filters import Codes, Filters
from analytics.results import acceptance, one_state
from analytics.results.definition import Setting

COUNTS = ["iso3", "region", "session", "cycle", "action_category", "recommendations", "answered", "accepted"]


NEAR = {"AAA": "near", "BBB": "near", "CCC": "near", "DDD": "far"}


def setting(tables, filters=None):
    codes = Codes({}, (), tuple(NEAR), (), (), (1, 27), ("food", "water"), subregion_of=NEAR)
    return Setting(filters or Filters(), codes, {"country": "AAA"}, tables.get, tables.__getitem__)


def others(*accepted, region="africa", answered=20):
    """Reviews of other states in cycle 1, one recommendation category."""
    return [(f"X{place}", region, 2, 1, 5, answered, answered, each) for place, each in enumerate(accepted)]


MINE = [
    ("AAA", "africa", 1, 1, 4, 10, 8, 6),
    ("AAA", "africa", 1, 1, 5, 30, 32, 24),
    ("AAA", "africa", 14, 2, 5, 10, 10, 0),
]


def test_each_review_stands_before_the_middle_half_of_the_others_in_its_cycle():
    counts = pd.DataFrame([*MINE, *others(0, 5, 10, 15, 20)], columns=COUNTS)
    rows = one_state.reviews(counts, setting({"counts": counts}))
    assert list(rows["session"]) == [1, 14]
    assert list(rows["recommendations"]) == [40, 10]
    assert list(rows["answered"]) == [40, 10]
    assert list(rows["rate"]) == [30 / 40, 0]
    assert list(rows["few"]) == [False, True]
    assert list(rows["states_with_many"]) == [5, 0]
    first = rows.iloc[0]
    assert [first[name] for name in one_state.SPREAD] == [0, 0.25, 0.75, 1]
    assert rows.iloc[1][list(one_state.SPREAD)].isna().all()


@pytest.mark.parametrize(
    "beside",
    [
        others(0, 5, 10, 15),
        others(0, 5, 10, 15, 19, answered=19),
        others(0, 5, 10, 15, 20, region="asia"),
    ],
    ids=["four states", "too few answers each", "another region"],
)
def test_nothing_is_said_of_a_range_of_few(beside):
    counts = pd.DataFrame([*MINE, *beside], columns=COUNTS)
    rows = one_state.reviews(counts, setting({"counts": counts}))
    assert rows[list(one_state.SPREAD)].isna().all(axis=None)


def test_issues_divide_by_what_the_state_was_asked_and_by_what_its_neighbours_were():
    states = pd.DataFrame({"iso3": ["AAA", "BBB", "CCC", "DDD"], "recommendations": [40, 60, 40, 1000]})
    columns = ["iso3", "issue", "recommendations", "answered", "accepted"]
    cells = [
        ("AAA", "food", 10, 10, 5),
        ("AAA", "water", 20, 18, 9),
        ("BBB", "water", 6, 6, 6),
        ("CCC", "water", 4, 4, 4),
        ("DDD", "food", 900, 900, 0),
    ]
    tables = {"all_issues_by_state": states, "issues_by_state": pd.DataFrame(cells, columns=columns)}
    rows = one_state.issues(states, setting(tables))
    assert list(rows["issue"]) == ["water", "food"]
    assert list(rows["share"]) == [0.5, 0.25]
    assert list(rows["total"]) == [40, 40]
    assert list(rows["elsewhere"]) == [10, 0]
    assert list(rows["share_elsewhere"]) == [0.1, 0]
    assert list(rows["reference_states"]) == [2, 2]
    chosen = one_state.issues(states, setting(tables, Filters(issues=("food",))))
    assert list(chosen["issue"]) == ["food"]
    assert list(chosen["total"]) == [40]


def test_a_state_without_neighbours_has_no_share_beside_it():
    states = pd.DataFrame({"iso3": ["AAA"], "recommendations": [10]})
    cells = pd.DataFrame({"iso3": ["AAA"], "issue": ["food"], "recommendations": [5], "answered": [5], "accepted": [5]})
    tables = {"all_issues_by_state": states, "issues_by_state": cells}
    rows = one_state.issues(states, setting(tables))
    assert rows["share_elsewhere"].isna().all()


def test_a_mix_divides_by_what_has_a_category():
    counts = pd.DataFrame([*MINE, ("BBB", "asia", 1, 1, 0, 100, 100, 100)], columns=COUNTS)
    rows = acceptance.asked_by_action(counts, setting({}))
    assert list(rows["action_category"]) == [1, 2, 3, 4, 5]
    assert list(rows["recommendations"]) == [0, 0, 0, 10, 40]
    assert list(rows["share"]) == [0, 0, 0, 0.2, 0.8]
    assert np.isnan(rows["rate"].iloc[0])
    assert rows["rate"].iloc[4] == 24 / 42
    assert acceptance.asked_by_action(counts.iloc[:0], setting({})).empty


def test_the_places_of_a_selection_do_not_change_the_neighbours(table):
    alone = Filters(states=("KEN",), cycles=(2,))
    for result in ("reviews_of_state", "issues_of_state"):
        everywhere = table(result, Filters(cycles=(2,)), country="KEN")
        pd.testing.assert_frame_equal(table(result, alone, country="KEN"), everywhere)
    assert list(table("reviews_of_state", alone, country="KEN")["session"]) == [21]
