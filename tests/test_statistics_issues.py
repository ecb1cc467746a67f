"""Distinctive issues, false discoveries and who asks whom against hand calculation and brute force.

All counts here are synthetic. Where a test repeats a formula it does so in another way: another
library, a loop that leaves out one state at a time, or a simulation with a known truth.
"""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from analytics.statistics import distinctiveness
from analytics.statistics.multiplicity import benjamini_hochberg
from analytics.statistics.networks import (
    expected_counts,
    regional_association,
)

distinctive_issues = partial(distinctiveness.distinctive_issues, minimum=20)
same_examples = settings(max_examples=50, derandomize=True, deadline=None)


def association(observed, possible=None):
    """Each state a region of its own."""
    rows, columns = np.shape(observed)
    return regional_association(observed, np.arange(rows), np.arange(columns), possible=possible)


# Distinctive issues


def test_the_log_odds_of_an_issue_are_pulled_towards_the_pooled_share():
    # 20 of 100 tags in the region, 10 of 100 outside; prior of 50 tags: alpha = 50 * 30/200 = 7.5
    # ln(27.5 / 122.5) - ln(17.5 / 132.5) = -1.493925 + 2.024382 = 0.530457
    # variance 1/27.5 + 1/122.5 + 1/17.5 + 1/132.5 = 0.109217
    result = distinctive_issues([[20, 80], [10, 90]], [True, False], prior_weight=50)
    assert_allclose(result.log_odds[0], 0.530457, atol=1e-6)
    assert_allclose(result.plain.se[0] ** 2, 0.109217, atol=1e-6)
    assert_allclose(result.plain.z[0], 0.530457 / math.sqrt(0.109217), rtol=1e-5)
    assert_allclose(result.plain.p[0], 2 * stats.norm.sf(result.plain.z[0]))
    assert result.in_region[0] == 20
    assert_allclose(result.log_odds[1], -result.log_odds[0])


def test_the_prior_weighs_as_much_as_one_average_state():
    default = distinctive_issues([[20, 80], [10, 90]], [True, False])
    assert_array_equal(
        default.log_odds,
        distinctive_issues([[20, 80], [10, 90]], [True, False], prior_weight=100).log_odds,
    )


def _reviews_by_lot(states=60, issues=8):
    """Synthetic reviews: each state has its own leanings, the region (first half) has none."""
    rng = np.random.default_rng(5)
    totals = rng.integers(40, 300, states)
    leanings = rng.dirichlet(np.linspace(2, 12, issues), states)
    region = np.arange(states) < states // 2
    return np.array([rng.multinomial(n, p) for n, p in zip(totals, leanings, strict=True)]), region


def test_the_state_standard_error_leaves_out_one_state_at_a_time():
    mentions, region = _reviews_by_lot(states=9, issues=3)
    total, weight = mentions.sum(), 40.0

    def log_odds(rows, issue):
        alpha = weight * mentions[:, issue].sum() / total
        y = rows[:, issue].sum() + alpha
        return math.log(y / (rows.sum() + weight - y))

    result = distinctive_issues(mentions, region, prior_weight=weight)
    for issue in range(3):
        variance = 0.0
        for side in (mentions[region], mentions[~region]):
            x = [log_odds(np.delete(side, i, 0), issue) for i in range(len(side))]
            variance += (len(x) - 1) / len(x) * sum((v - np.mean(x)) ** 2 for v in x)
        assert_allclose(result.by_state.se[issue], math.sqrt(variance))


def test_regions_drawn_by_lot_have_hardly_any_distinctive_issue():
    mentions, _ = _reviews_by_lot()
    rng = np.random.default_rng(6)
    found, plainly = 0, 0
    for _ in range(200):
        region = np.zeros(60, dtype=bool)
        region[rng.choice(60, 20, replace=False)] = True
        result = distinctive_issues(mentions, region)
        found += result.distinctive.any()
        plainly += (result.plain.q <= 0.05).any()
    assert found <= 0.1 * 200
    assert plainly >= 0.8 * 200  # which is why the published variance is not used to find


def test_the_pooled_standard_error_is_the_spread_over_regions_drawn_by_lot():
    mentions, _ = _reviews_by_lot()
    rng = np.random.default_rng(8)
    region = np.zeros(60, dtype=bool)
    region[:30] = True
    drawn = [distinctive_issues(mentions, rng.permutation(region), prior_weight=1e-6) for _ in range(600)]
    spread = np.std([result.log_odds for result in drawn], axis=0)
    assert_allclose(np.mean([result.alike.se for result in drawn], axis=0), spread, rtol=0.15)


def test_an_issue_planted_in_a_region_is_found():
    mentions, region = _reviews_by_lot()
    mentions[region, 2] *= 4
    result = distinctive_issues(mentions, region)
    assert result.distinctive[2]
    assert result.log_odds[2] > 0.5
    assert result.reason == ""


def test_an_issue_that_fills_one_review_is_not_distinctive_of_its_region():
    mentions, region = _reviews_by_lot()
    mentions[0, 2] += 400
    result = distinctive_issues(mentions, region)
    assert result.plain.q[2] < 0.001
    assert not result.distinctive[2]


def test_a_rare_issue_is_not_tested():
    mentions, region = _reviews_by_lot()
    rare = np.zeros((60, 1), dtype=int)
    rare[:19] = 1
    result = distinctive_issues(np.hstack([mentions, rare]), region)
    assert not result.tested[-1]
    assert not result.distinctive[-1]
    assert np.isnan(result.by_state.q[-1])
    assert np.isfinite(result.log_odds[-1])


def test_shares_can_be_of_recommendations_instead_of_tags():
    # 20 of 50 recommendations against 10 of 50; prior of 50: alpha 15: 35 to 65, 25 to 75
    result = distinctive_issues([[20, 45], [10, 45]], [True, False], totals=[50, 50], prior_weight=50)
    assert_allclose(result.log_odds[0], math.log(35 / 65) - math.log(25 / 75))


def test_an_issue_never_or_always_mentioned_has_no_log_odds():
    result = distinctive_issues([[0, 30, 5]] * 4, [True, True, False, False], totals=[30] * 4)
    assert_array_equal(np.isnan(result.log_odds), [True, True, False])
    assert not result.distinctive.any()


@pytest.mark.parametrize("region", [[True, True], [False, False]])
def test_a_region_without_a_rest_has_no_distinctive_issues(region):
    result = distinctive_issues([[30, 5], [9, 60]], region)
    assert result.reason == "no_answers"
    assert np.isnan(result.log_odds).all()
    assert not result.distinctive.any()


def test_a_region_of_one_state_has_log_odds_but_nothing_distinctive():
    result = distinctive_issues([[90, 5], [9, 60], [8, 90]], [True, False, False])
    assert result.reason == "one_state"
    assert np.isfinite(result.log_odds).all()
    assert np.isnan(result.by_state.se).all()
    assert not result.distinctive.any()


def test_no_states_or_no_issues_give_empty_results():
    assert distinctive_issues(np.zeros((0, 3)), np.zeros(0, bool)).reason == "no_answers"
    assert distinctive_issues(np.zeros((2, 0)), [True, False]).log_odds.shape == (0,)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (([3], [True]), "mentions has 1 dimensions"),
        (([[3]], [True, False]), r"in_region has shape \(2,\)"),
        (([[3]], [1]), "type int64: one boolean"),
        (([[3]], [True], [2]), r"totals\[0\] is 2, less than the 3 of one issue"),
        (([[3]], [True], [4, 4]), r"totals has shape \(2,\)"),
        (([[3]], [True], [4], 0), "prior_weight is 0"),
    ],
)
def test_contradictory_mentions_are_quoted(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        distinctive_issues(*arguments)


# False discoveries


def test_benjamini_and_hochbergs_own_example_has_four_findings():
    # Benjamini and Hochberg (1995): fifteen p-values, the four smallest at 5 %
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4


@same_examples
@given(st.lists(st.floats(0, 1), max_size=20))
def test_q_values_are_those_of_another_library(p):
    if p:
        assert_allclose(benjamini_hochberg(p), stats.false_discovery_control(p), rtol=1e-9)
    else:
        assert benjamini_hochberg(p).shape == (0,)


def test_what_was_not_tested_does_not_count_as_a_test():
    assert_allclose(benjamini_hochberg([0.02, math.nan, 0.5]), [0.04, math.nan, 0.5])


def test_a_p_value_above_1_is_quoted():
    with pytest.raises(ValueError, match=r"p holds 1.5"):
        benjamini_hochberg([0.5, 1.5])


# Who asks whom


def test_observed_over_expected_of_a_small_table():
    # totals 40, 60 and 40, 60 of 100: expected 16, 24, 24, 36
    result = association([[30, 10], [10, 50]])
    assert_allclose(result.expected, [[16, 24], [24, 36]])
    assert_allclose(result.ratio, [[1.875, 10 / 24], [10 / 24, 50 / 36]])
    assert_array_equal(result.observed, [[30, 10], [10, 50]])


def test_a_cell_where_nothing_was_observed_has_an_upper_limit():
    # expected 2 * 3 / 6 = 1; the upper 97.5 % limit of a Poisson mean after 0 is -ln(0.025)
    result = association([[0, 2], [3, 1]])
    assert (result.ratio[0, 0], result.lower[0, 0]) == (0, 0)
    assert_allclose(result.upper[0, 0], -math.log(0.025) / result.expected[0, 0])
    assert math.isinf(result.log_ratio[0, 0])
    assert math.isnan(result.se[0, 0])


def test_a_recommender_without_recommendations_has_no_ratio():
    result = association([[0, 0], [3, 1]])
    assert np.isnan(result.ratio[0]).all()
    assert np.isnan(result.lower[0]).all()
    assert_array_equal(result.ratio[1], [1, 1])


@pytest.mark.parametrize("shape", [(0, 0), (2, 0), (2, 3)])
def test_a_table_without_recommendations_has_no_ratios(shape):
    result = association(np.zeros(shape))
    assert result.ratio.shape == (max(shape), max(shape))
    assert np.isnan(result.ratio).all()


def test_states_that_cannot_ask_themselves_are_expected_to_ask_the_others():
    # 2 to each of the two others: without the diagonal nothing is left to explain
    observed, possible = 2 * (1 - np.eye(3)), ~np.eye(3, dtype=bool)
    assert_allclose(expected_counts(observed, possible), observed)
    assert_allclose(association(observed, possible).ratio[0, 1:], [1, 1])
    assert math.isnan(association(observed, possible).ratio[0, 0])
    assert_allclose(association(observed).ratio[0], [0, 1.5, 1.5])


def test_expected_counts_keep_the_totals():
    rng = np.random.default_rng(4)
    possible = ~np.eye(12, dtype=bool)
    observed = rng.poisson(3, (12, 12)) * possible
    observed[3] = 0
    for expected in (expected_counts(observed), expected_counts(observed, possible)):
        assert_allclose(expected.sum(axis=0), observed.sum(axis=0), atol=1e-6)
        assert_allclose(expected.sum(axis=1), observed.sum(axis=1), atol=1e-6)
    assert_array_equal(np.diag(expected), np.zeros(12))
    # quasi-independence: odds ratios of any two rows and columns off the diagonal are 1
    assert_allclose(expected[0, 4] * expected[1, 5], expected[0, 5] * expected[1, 4])


def test_recommendations_in_an_impossible_cell_are_quoted():
    with pytest.raises(ValueError, match=r"observed\[0, 0\] is 3, but possible says never"):
        expected_counts([[3, 1], [1, 3]], ~np.eye(2, dtype=bool))
    with pytest.raises(ValueError, match=r"possible has shape \(1, 2\) and observed \(2, 2\)"):
        expected_counts([[3, 1], [1, 3]], [[True, True]])
    with pytest.raises(ValueError, match="observed has 1 dimensions"):
        expected_counts([3, 1])


def _recommendations_by_lot():
    """Synthetic recommendations of 10 states to 24 in three regions, more within a region."""
    rng = np.random.default_rng(12)
    giver, taker = np.repeat([0, 1, 2], [4, 3, 3]), np.repeat([0, 1, 2], [9, 8, 7])
    mean = (2 + 4 * (giver[:, None] == taker)) * rng.gamma(4, 0.25, 24)
    return rng.poisson(mean), giver, taker


def test_regions_are_summed_from_their_states():
    observed, giver, taker = _recommendations_by_lot()
    result = regional_association(observed, giver, taker)
    table_ = [[observed[np.ix_(giver == i, taker == j)].sum() for j in range(3)] for i in range(3)]
    assert_array_equal(result.observed, table_)
    assert_allclose(result.expected, association(table_).expected)
    assert_allclose(result.ratio, association(table_).ratio)
    assert_array_equal(result.clusters, [9, 8, 7])


def test_the_standard_error_between_regions_leaves_out_one_reviewed_state_at_a_time():
    observed, giver, taker = _recommendations_by_lot()
    variance = np.zeros((3, 3))
    for region in range(3):
        states = np.flatnonzero(taker == region)
        without = [
            regional_association(np.delete(observed, j, 1), giver, np.delete(taker, j)).log_ratio for j in states
        ]
        variance += (len(states) - 1) * np.var(without, axis=0)
    assert_allclose(regional_association(observed, giver, taker).se, np.sqrt(variance), rtol=0.12)


def test_a_region_with_one_reviewed_state_has_ratios_without_interval():
    observed = np.array([[3, 4, 5], [6, 1, 2]])
    result = regional_association(observed, [0, 1], [0, 1, 1])
    assert np.isfinite(result.ratio).all()
    assert_array_equal(np.isnan(result.lower), [[True, False], [True, False]])


def test_a_region_that_takes_no_part_keeps_its_place():
    observed, giver, taker = _recommendations_by_lot()
    result = regional_association(observed, giver, taker, regions=4)
    assert result.ratio.shape == (4, 4)
    assert np.isnan(result.ratio[3]).all()
    assert_allclose(result.se[:3, :3], regional_association(observed, giver, taker).se)


def test_wrong_region_numbers_are_quoted():
    with pytest.raises(ValueError, match="reviewed_region holds 5"):
        regional_association([[1, 1]], [0], [0, 5], regions=2)
