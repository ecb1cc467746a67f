"""Rates, gaps, changes, means and shrunken rates against hand calculation and brute force.

All counts here are synthetic. Where a test repeats a formula it does so in another way: another
library, a loop that leaves out one state at a time, or a simulation with a known truth.
"""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import optimize, stats

from analytics.statistics.means import group_means
from analytics.statistics.rates import (
    cluster_rate,
    cluster_rates,
    gap,
    paired_change,
)
from analytics.statistics.shrinkage import fit_prior, shrunken_rates

same_examples = settings(max_examples=50, derandomize=True, deadline=None)


def mean_of_states(accepted, answered):
    """Each state's own rate once, those without answers left out."""
    accepted, answered = np.array(accepted), np.array(answered)
    rate = accepted[answered > 0] / answered[answered > 0]
    return group_means(rate, np.zeros(rate.size, dtype=int), 1)


# Rates and their intervals


def test_a_rate_pools_recommendations_and_varies_by_state():
    # p = 15 / 30; residuals 6 - 5, 5 - 5, 4 - 5; variance 3/2 * 2 / 30^2 = 1/300;
    # t(0.975, 2) = 4.302653; Wilson with c = t^2 / 300 / 0.25 = 0.246838: (0.5 + c/2 -+ sqrt(c/4 + c^2/4)) / (1 + c)
    rate = cluster_rate([6, 5, 4], [10, 10, 10])
    assert rate.rate == 0.5
    assert_allclose(rate.se, math.sqrt(1 / 300))
    assert_allclose([rate.lower, rate.upper], [0.277530, 0.722470], atol=1e-6)
    assert (rate.clusters, rate.n, rate.reason) == (3, 30, "")


def test_a_state_with_many_recommendations_weighs_more():
    # p = 12 / 40; residuals 8 - 3, 3 - 3, 1 - 6; variance 3/2 * 50 / 40^2 = 0.046875
    rate = cluster_rate([8, 3, 1], [10, 10, 20])
    assert_allclose([rate.rate, rate.se], [0.3, math.sqrt(0.046875)])


def test_an_end_of_a_rate_is_where_a_t_test_with_its_own_variance_would_reject_it():
    """Wilson's ends: the variance that the effective number of answers has at the end itself."""
    accepted = np.array([17, 4, 12, 9, 20, 15])
    rate = cluster_rate(accepted, np.full(6, 20))
    p, se = (accepted / 20).mean(), stats.sem(accepted / 20)
    for end in (rate.lower, rate.upper):
        at_the_end = se * math.sqrt(end * (1 - end) / (p * (1 - p)))
        assert_allclose(2 * stats.t.sf(abs(p - end) / at_the_end, 5), 0.05)


def test_an_interval_stays_between_0_and_1():
    # p = 0.7; residuals 3, 2, -5; se = sqrt(3/2 * 38 / 900) = 0.25; 0.7 +- 4.3 * 0.25 would not
    rate = cluster_rate([10, 9, 2], [10, 10, 10])
    assert 0 < rate.lower < 0.2
    assert 0.9 < rate.upper < 1


def test_states_without_answers_do_not_count_as_states():
    assert cluster_rate([6, 0, 5, 4, 0], [10, 0, 10, 10, 0]) == cluster_rate([6, 5, 4], [10] * 3)


def test_a_region_with_one_state_has_a_rate_but_no_interval():
    rate = cluster_rate([3], [4])
    assert (rate.rate, rate.clusters, rate.n, rate.reason) == (0.75, 1, 4, "one_state")
    assert np.isnan([rate.se, rate.lower, rate.upper]).all()


@pytest.mark.parametrize("answered", [[], [0], [0, 0]])
def test_a_region_without_answers_has_no_rate(answered):
    rate = cluster_rate([0] * len(answered), answered)
    assert (rate.clusters, rate.n, rate.reason) == (0, 0, "no_answers")
    assert np.isnan([rate.rate, rate.se, rate.lower, rate.upper]).all()


@pytest.mark.parametrize(
    ("accepted", "answered", "value"),
    [([5, 8], [5, 8], 1.0), ([0, 0, 0], [1, 2, 3], 0.0), ([1, 2, 33], [3, 6, 99], 1 / 3)],
)
def test_states_that_all_answer_alike_give_a_reason_for_having_no_interval(accepted, answered, value):
    rate = cluster_rate(accepted, answered)
    assert rate.reason == "no_variation"
    assert_allclose([rate.rate, rate.lower, rate.upper], value)
    assert rate.se == 0


def test_groups_at_once_equal_groups_one_by_one():
    rng = np.random.default_rng(1)
    answered = rng.integers(0, 9, 300)
    accepted = rng.binomial(answered, 0.6)
    group = rng.integers(0, 12, 300)
    rates = cluster_rates(accepted, answered, group)
    for number in range(12):
        assert rates[number] == cluster_rate(accepted[group == number], answered[group == number])


def test_a_group_without_rows_keeps_its_place():
    rates = cluster_rates([1, 2], [2, 2], [0, 2], groups=4)
    assert len(rates) == 4
    assert_array_equal(rates.reason, ["one_state", "no_answers", "one_state", "no_answers"])


def _regions_by_lot(states, regions):
    """Synthetic regions of states that differ (beta 4, 1.5) and have 20 to 380 recommendations."""
    rng = np.random.default_rng(20)
    answered = rng.integers(20, 380, (regions, states))
    return rng.binomial(answered, rng.beta(4, 1.5, (regions, states))), answered


@pytest.mark.parametrize("states", [30, 54])
def test_an_interval_of_a_rate_holds_the_truth_in_95_of_100_cases(states):
    accepted, answered = _regions_by_lot(states, regions=3000)
    group = np.repeat(np.arange(3000), states)
    rates = cluster_rates(accepted.ravel(), answered.ravel(), group)
    truth = 4 / 5.5
    covered = ((rates.lower <= truth) & (truth <= rates.upper)).mean()
    assert 0.93 <= covered <= 0.97


def test_an_interval_of_a_gap_holds_the_truth_in_95_of_100_cases():
    accepted, answered = _regions_by_lot(40, regions=1200)
    pairs = [
        gap(cluster_rate(*a), cluster_rate(*b))
        for a, b in zip(
            zip(accepted[::2, :30], answered[::2, :30], strict=True),
            zip(accepted[1::2], answered[1::2], strict=True),
            strict=True,
        )
    ]
    assert 0.92 <= np.mean([not pair.excludes_zero for pair in pairs]) <= 0.98


counts = st.lists(st.integers(0, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=8)


@same_examples
@given(counts)
def test_an_interval_always_contains_its_rate(pairs):
    rate = cluster_rate([y for y, _ in pairs], [n for _, n in pairs])
    if rate.reason in {"", "no_variation"}:
        assert 0 <= rate.lower <= rate.rate <= rate.upper <= 1
    assert rate.n == sum(n for _, n in pairs)


@pytest.mark.parametrize(
    ("accepted", "answered", "sentence"),
    [
        ([1, 5], [1, 4], r"accepted\[1\] is 5, more than answered\[1\], which is 4"),
        ([-1], [4], r"accepted\[0\] is -1.0: a count is a whole number"),
        ([1], [math.nan], r"answered\[0\] is nan: a count"),
        ([1], [math.inf], r"answered\[0\] is inf: a count"),
        ([0.5], [1], r"accepted\[0\] is 0.5: a count"),
        ([1, 2], [3], r"shape \(2,\) and answered \(1,\)"),
        ([[1]], [[3]], r"answered has 2 dimensions: 1 expected"),
    ],
)
def test_contradictory_counts_are_quoted(accepted, answered, sentence):
    with pytest.raises(ValueError, match=sentence):
        cluster_rate(accepted, answered)


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        ([0, 3], "group holds 3: group numbers run from 0 to 2"),
        ([-1, 0], "group holds -1"),
        ([0, 0.5], "group holds .*0.5.*: a group number is whole"),
        ([0, math.nan], "group holds .*nan.*: a group number is whole"),
        ([0], r"group has shape \(1,\): one group number for each of 2 rows"),
    ],
)
def test_wrong_group_numbers_are_quoted(group, sentence):
    with pytest.raises(ValueError, match=sentence):
        cluster_rates([1, 1], [2, 2], group, groups=3)


# Gaps and changes


def test_a_gap_adds_the_variances_of_two_groups():
    # Both variances are 1/300 (first test). gap 0.5 - 0.3; se sqrt(2/300) = 0.0816497;
    # df (2/300)^2 / (2 * (1/300)^2 / 2) = 4; t(0.975, 4) = 2.776445; Wilson 0.347355 .. 0.652645 and
    # 0.168933 .. 0.474675: 0.2 - hypot(0.152645, 0.174675) .. 0.2 + hypot(0.152645, 0.131067)
    result = gap(cluster_rate([6, 5, 4], [10] * 3), cluster_rate([2, 3, 4], [10] * 3))
    assert_allclose([result.gap, result.se, result.df], [0.2, math.sqrt(2 / 300), 4])
    assert_allclose([result.lower, result.upper], [-0.031974, 0.401194], atol=1e-6)
    assert (result.rate, result.reference, result.clusters) == (0.5, 0.3, 6)
    assert not result.excludes_zero


def test_a_gap_of_states_of_equal_size_has_the_error_of_welchs_t_test():
    a, b = np.array([17, 14, 12, 19, 20, 15]), np.array([4, 9, 2, 12])
    result = gap(cluster_rate(a, np.full(6, 20)), cluster_rate(b, np.full(4, 20)))
    welch = stats.ttest_ind(a / 20, b / 20, equal_var=False)
    expected = welch.confidence_interval()
    # Welch's are fewer than 5.45 here, those of states that vary alike: (1/6 + 1/4)^2 / ((1/6)^2 / 5 + (1/4)^2 / 3)
    assert_allclose(result.df, min(welch.df, (1 / 6 + 1 / 4) ** 2 / (1 / 180 + 1 / 48)))
    assert_allclose(result.se, (expected.high - expected.low) / 2 / stats.t.ppf(0.975, welch.df))
    assert result.excludes_zero


def test_a_gap_to_a_region_of_one_state_has_no_interval():
    result = gap(cluster_rate([6, 5, 4], [10] * 3), cluster_rate([1], [4]))
    assert (result.gap, result.reason, result.excludes_zero) == (0.25, "one_state", False)
    assert np.isnan([result.se, result.df, result.lower, result.upper]).all()


def test_a_gap_to_nothing_is_nothing():
    result = gap(cluster_rate([], []), cluster_rate([1], [4]))
    assert result.reason == "no_answers"
    assert math.isnan(result.gap)


def test_regions_without_variation_are_never_said_to_differ():
    all_of_it, none_of_it = cluster_rate([5, 5], [5, 5]), cluster_rate([0, 0], [5, 5])
    result = gap(all_of_it, none_of_it)
    assert (result.gap, result.lower, result.upper) == (1, 1, 1)
    assert (result.reason, result.excludes_zero) == ("no_variation", False)
    varied = gap(all_of_it, cluster_rate([1, 2, 1], [9, 9, 9]))
    assert (varied.reason, varied.excludes_zero) == ("no_variation", False)


def test_a_change_on_the_same_states_of_equal_size_is_a_paired_t_test():
    before, after = np.array([3, 8, 11, 15, 9]), np.array([5, 9, 15, 16, 14])
    result = paired_change(before, np.full(5, 20), after, np.full(5, 20))
    expected = stats.ttest_rel(after / 20, before / 20).confidence_interval()
    assert_allclose(result.gap, 13 / 100)
    assert_allclose([result.lower, result.upper], [expected.low, expected.high])
    assert (pytest.approx(result.df), result.clusters, result.reason) == (4, 5, "")


def test_a_change_weighs_states_by_their_recommendations():
    # p1 = 10/20, p2 = 18/30. d1 = (14 - 12)/30 - (6 - 5)/20 = 1/60,
    # d2 = (4 - 6)/30 - (4 - 5)/20 = -1/60; variance 2/1 * 2/3600 = 1/900
    result = paired_change([6, 4], [10, 10], [14, 4], [20, 10])
    assert_allclose([result.gap, result.se], [0.1, 1 / 30])
    assert_allclose([result.reference, result.rate], [0.5, 0.6])


def test_a_change_leaves_out_states_that_answered_in_one_cycle_only():
    shared = paired_change([6, 4], [10, 10], [14, 4], [20, 10])
    more = paired_change([6, 0, 9, 4], [10, 0, 9, 10], [14, 7, 0, 4], [20, 9, 0, 10])
    assert more == shared


def test_a_change_of_one_state_has_no_interval():
    result = paired_change([1, 1], [2, 2], [3, 0], [4, 0])
    assert (result.gap, result.clusters, result.reason) == (0.25, 1, "one_state")
    assert np.isnan([result.se, result.df, result.lower, result.upper]).all()


def test_a_change_without_shared_states_is_no_change():
    result = paired_change([1, 0], [2, 0], [0, 1], [0, 2])
    assert (result.clusters, result.reason) == (0, "no_answers")
    assert math.isnan(result.gap)


def test_a_change_that_is_equal_everywhere_has_no_variation():
    result = paired_change([1, 2], [3, 6], [3, 6], [9, 18])
    assert (result.reason, result.se, result.excludes_zero) == ("no_variation", 0, False)


def test_a_change_needs_the_same_states_in_both_cycles():
    with pytest.raises(ValueError, match="first cycle has 1 states and the second 2"):
        paired_change([1], [2], [1, 1], [2, 2])


# Mean and spread of states


def test_a_mean_of_states_counts_each_state_once():
    # rates 0.1, 0.5, 0.9 and none: mean 0.5, though the pooled rate is 96 / 120 = 0.8
    mean = mean_of_states([1, 5, 90, 0], [10, 10, 100, 0])
    expected = stats.ttest_1samp([0.1, 0.5, 0.9], 0).confidence_interval()
    assert_allclose([mean.mean[0], mean.se[0]], [0.5, 0.4 / math.sqrt(3)])
    assert_allclose([mean.lower[0], mean.upper[0]], [expected.low, expected.high])
    assert_allclose([mean.lowest[0], mean.highest[0]], [0.1, 0.9])
    assert_allclose([mean.lower_quartile[0], mean.upper_quartile[0]], [0.3, 0.7])
    assert mean.n == [3]


def test_a_mean_of_one_state_has_no_interval():
    mean = mean_of_states([1], [4])
    assert (mean.mean, mean.n) == ([0.25], [1])
    assert np.isnan([mean.se, mean.lower, mean.upper]).all()


def test_a_mean_of_no_state_is_not_a_number():
    mean = mean_of_states([0], [0])
    assert mean.n == [0]
    assert np.isnan([mean.mean, mean.lower, mean.lower_quartile]).all()


def test_a_mean_of_equal_states_has_no_variation():
    mean = mean_of_states([1, 2, 33], [3, 6, 99])
    assert_allclose([mean.se, mean.lower - 1 / 3, mean.upper - 1 / 3], 0, atol=1e-12)


# Shrunken rates


def _states_by_lot(states, alpha, beta, most):
    """Synthetic states with known true rates."""
    rng = np.random.default_rng(7)
    truth = rng.beta(alpha, beta, states)
    answered = rng.integers(1, most, states)
    return truth, rng.binomial(answered, truth), answered


@pytest.mark.parametrize(("alpha", "beta", "most"), [(4, 1.5, 380), (0.6, 3, 12), (30, 20, 60), (1, 1, 5)])
def test_the_prior_has_the_highest_likelihood(alpha, beta, most):
    _, accepted, answered = _states_by_lot(193, alpha, beta, most)

    def negative(logs):
        return -stats.betabinom.logpmf(accepted, answered, *np.exp(logs)).sum()

    best = optimize.minimize(negative, np.log([alpha, beta]), method="Nelder-Mead", tol=1e-9)
    prior = fit_prior(accepted, answered)
    assert prior.reason == ""
    assert_allclose(np.log([prior.alpha, prior.beta]), best.x, atol=1e-4)


def test_the_prior_of_many_states_is_the_one_they_come_from():
    _, accepted, answered = _states_by_lot(20_000, 4, 1.5, 100)
    prior = fit_prior(accepted, answered)
    assert_allclose([prior.alpha, prior.beta], [4, 1.5], rtol=0.05)


def test_a_shrunken_rate_is_a_weighted_mean_of_own_rate_and_prior_mean():
    _, accepted, answered = _states_by_lot(60, 4, 1.5, 40)
    shrunken = shrunken_rates(accepted, answered)
    strength = shrunken.alpha + shrunken.beta
    own, prior = accepted / answered, shrunken.alpha / strength
    weight = answered / (answered + strength)
    assert_allclose(shrunken.rate, weight * own + (1 - weight) * prior)
    posterior = stats.beta(accepted + shrunken.alpha, answered - accepted + shrunken.beta)
    assert_allclose([shrunken.lower, shrunken.upper], posterior.interval(0.95), rtol=1e-6)


def test_shrunken_rates_lie_closer_to_the_truth_and_their_intervals_hold_it():
    truth, accepted, answered = _states_by_lot(3000, 4, 1.5, 30)
    shrunken = shrunken_rates(accepted, answered)
    error = np.mean((shrunken.rate - truth) ** 2)
    assert error < 0.8 * np.mean((accepted / answered - truth) ** 2)
    assert 0.94 <= np.mean((shrunken.lower <= truth) & (truth <= shrunken.upper)) <= 0.96


def test_one_accepted_recommendation_does_not_lead_the_list():
    shrunken = shrunken_rates([1, 95, 60, 40, 20, 80], [1, 100, 100, 100, 100, 100])
    assert shrunken.rate[0] < shrunken.rate[1]


def test_states_that_differ_by_chance_only_all_get_the_pooled_rate():
    # 5 of 10 everywhere is less spread than any binomial
    shrunken = shrunken_rates([5, 5, 5, 5], [10, 10, 10, 10])
    assert shrunken.reason == "no_overdispersion"
    assert_allclose(shrunken.rate, 0.5)
    assert_allclose(shrunken.lower, stats.beta(20.5, 20.5).ppf(0.025))
    assert math.isinf(shrunken.alpha)


@pytest.mark.parametrize(("accepted", "value"), [([4, 5, 6], 1), ([0, 0, 0], 0)])
def test_shrunken_rates_of_states_that_all_answer_alike_stay_there(accepted, value):
    shrunken = shrunken_rates(accepted, [4, 5, 6])
    assert_array_equal(shrunken.rate, [value] * 3)
    assert (shrunken.upper if value else shrunken.lower)[0] == value
    assert shrunken.upper[0] - shrunken.lower[0] > 0.1


def test_two_states_are_too_few_to_shrink():
    shrunken = shrunken_rates([1, 3], [4, 4])
    assert shrunken.reason == "few_states"
    assert_array_equal(shrunken.rate, [0.25, 0.75])
    assert math.isnan(shrunken.alpha)
    assert ((shrunken.lower < shrunken.rate) & (shrunken.rate < shrunken.upper)).all()


def test_a_state_without_answers_has_no_shrunken_rate():
    shrunken = shrunken_rates([1, 0, 3, 9], [4, 0, 4, 9])
    assert_array_equal(np.isnan(shrunken.rate), [False, True, False, False])
    assert_array_equal(np.isnan(shrunken.lower), np.isnan(shrunken.rate))
    assert shrunken_rates([], []).rate.shape == (0,)


@same_examples
@given(counts)
def test_a_shrunken_interval_always_contains_its_rate(pairs):
    accepted, answered = [y for y, _ in pairs], [n for _, n in pairs]
    shrunken = shrunken_rates(accepted, answered)
    known = np.array(answered, dtype=int) > 0
    assert_array_equal(np.isnan(shrunken.rate), ~known)
    assert (shrunken.lower[known] <= shrunken.rate[known]).all()
    assert (shrunken.rate[known] <= shrunken.upper[known]).all()
    assert ((shrunken.lower[known] >= 0) & (shrunken.upper[known] <= 1)).all()
