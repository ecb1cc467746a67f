"""Exercises: the answer is what an independent count of the rows gives, and it comes again with its seed."""

from itertools import pairwise
from random import Random

import duckdb
import pytest

from analytics import exercises
from analytics.codes import read_codes
from analytics.exercises.exercise import far_apart
from analytics.filters import Filters
from analytics.folders import DATA
from analytics.results import Results
from analytics.text import text

ROWS = f"'{DATA / 'recommendations.parquet'}'"
SEEDS = (1, 2, 3, 14, 159, 2653)
KINDS = [
    *("predict", "state_rate", "received", "least_accepted", "chance", "top_asker", "surest", "joint"),
    *("fill_rates", "most_asked", "specific", "top_issue", "change", "fill_lists", "half", "held"),
    *("room", "fall", "direction"),
]


def counted(sql, *values):
    """A count on the facts as they are stored, without the queries of the atlas."""
    return duckdb.execute(sql.format(rows=ROWS), values).fetchall()


@pytest.fixture(scope="module", params=SEEDS)
def made(request, codes, table):
    """One set of exercises by the name of their kind."""
    return {each.kind: each for each in exercises.made(codes, table, request.param, text("en"))}


def region_rate(region):
    """Accepted and answered of a region's states, by the embedded lists."""
    states = f"select iso3 from '{DATA / 'states.csv'}' where m49_region = ?"
    ((accepted, answered),) = counted(
        "select count(*) filter (response = 'accepted'), count(*) from {rows}"
        f" where response is not null and state_under_review in ({states})",
        region,
    )
    return accepted, answered


def test_a_set_has_one_exercise_of_each_kind(made):
    assert list(made) == KINDS


def test_the_same_seed_gives_the_same_and_another_seed_another(codes, table):
    first, again, other = (exercises.made(codes, table, seed, text("en")) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_a_new_kind_leaves_the_others_as_they_were(codes, table, monkeypatch):
    before = exercises.made(codes, table, 5, text("en"))
    monkeypatch.setattr(exercises, "KINDS", dict(list(exercises.KINDS.items())[::-1]))
    assert exercises.made(codes, table, 5, text("en"))[::-1] == before


def test_an_exercise_has_one_right_answer_and_others_that_differ(made):
    for each in made.values():
        assert len(set(each.options)) == len(each.options), each.kind
        if each.ranks:
            assert sorted(each.right) == list(range(len(each.options)))
        elif each.options:
            (right,) = each.right
            assert 0 <= right < len(each.options) >= 2
        assert each.n > 0
        assert each.why


def test_languages_ask_the_same(codes, table):
    english, french = (exercises.made(codes, table, 3, text(language)) for language in ("en", "fr"))
    assert [(each.kind, each.right, each.n, each.about) for each in english] == [
        (each.kind, each.right, each.n, each.about) for each in french
    ]
    assert {each.question for each in english} & {each.question for each in french} == set()


def test_the_share_to_predict_is_that_of_the_rows(made):
    accepted, answered = region_rate(made["predict"].about[0])
    assert made["predict"].answer == f"{accepted / answered:.1%}"
    assert made["predict"].n == answered


def test_the_share_of_a_state_is_that_of_the_rows_and_the_wrong_ones_lie_apart(made):
    each = made["state_rate"]
    ((accepted, answered),) = counted(
        "select count(*) filter (response = 'accepted'), count(*) from {rows} where state_under_review = ?",
        each.about[0],
    )
    assert (each.answer, each.n) == (f"{accepted / answered:.1%}", answered)
    assert each.options[each.right[0]] == f"{accepted / answered:.0%}"
    shares = [int(option.rstrip("%")) for option in each.options]
    assert len(shares) == 4
    assert all(later - one >= 4 for one, later in pairwise(shares))


def test_states_are_ranked_as_their_rows_are_many(made):
    each = made["received"]
    numbers = [counted("select count(*) from {rows} where state_under_review = ?", state)[0][0] for state in each.about]
    assert [numbers[place] for place in each.right] == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 3
    assert each.n == sum(numbers)


def test_the_kind_that_is_accepted_least_is_so_in_the_rows(made):
    region, *actions = made["least_accepted"].about
    states = f"select iso3 from '{DATA / 'states.csv'}' where m49_region = ?"
    rates = dict(
        counted(
            "select action_category, avg((response = 'accepted')::int) from {rows}"
            f" where action_category > 0 and response is not null and state_under_review in ({states})"
            " group by action_category",
            region,
        )
    )
    assert int(actions[made["least_accepted"].right[0]]) == min(rates, key=rates.__getitem__)


def test_what_chance_can_explain_goes_by_the_published_errors(made):
    """Rates and standard errors of DOMAIN.md: the gaps to Asia are over two of their errors, the third is not."""
    errors = {"africa": (0.7688, 0.0167), "lac": (0.7573, 0.0315), "asia": (0.6625, 0.0258)}
    (rate, error), (other, its_error) = (errors[region] for region in made["chance"].about)
    beyond = abs(rate - other) > 2.02 * (error**2 + its_error**2) ** 0.5
    assert made["chance"].right == (0 if beyond else 1,)


def test_the_state_that_asked_most_did_so_in_the_rows(made):
    state, *askers = made["top_asker"].about
    numbers = dict(
        counted(
            "select recommending_state, count(*) from {rows}"
            " where state_under_review = ? and recommending_state is not null group by recommending_state",
            state,
        )
    )
    most = askers[made["top_asker"].right[0]]
    assert numbers[most] == max(numbers.values())
    assert list(numbers.values()).count(numbers[most]) == 1


def test_the_region_known_least_exactly_has_the_largest_published_error(made):
    """Standard errors of DOMAIN.md: Africa 0.0167, Latin America & Caribbean 0.0315, Asia 0.0258."""
    assert made["surest"].about[made["surest"].right[0]] == "lac"


def test_reviews_are_ranked_as_their_lists_hold_submissions(made, table):
    each, counts = made["joint"], []
    sessions = dict(zip(*(table("joint_reviews")[name] for name in ("iso3", "session")), strict=True))
    for state in each.about:
        symbol = f"A/HRC/WG.6/{sessions[state]:.0f}/{state}/3"
        sql = f"select distinct code from '{DATA / 'submissions.csv'}' where symbol = ? and kind = 'joint'"
        counts.append(len(duckdb.execute(sql, [symbol]).fetchall()))
    assert [counts[place] for place in each.right] == sorted(counts, reverse=True)
    assert (min(counts) > 0, each.n) == (True, sum(counts))


def test_states_that_hardly_differ_are_not_put_in_order():
    near = [("AAA", 100), ("BBB", 101), ("CCC", 99), ("DDD", 50)]
    assert far_apart(near, Random(1)) == []
    assert far_apart([*near, ("EEE", 10)], Random(1))[1:] == [("DDD", 50), ("EEE", 10)]


def test_ten_recommendations_are_too_few_to_ask_about(few_rows):
    codes = read_codes(few_rows)
    results = Results(few_rows, codes)
    made = exercises.made(codes, lambda name: results.table(name, Filters()), 1, text("en"))
    assert {each.kind for each in made} & {"state_rate", "received", "chance", "surest"} == set()
