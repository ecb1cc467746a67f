"""Rates, intervals, decompositions and associations against hand calculation and brute force.

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
from scipy import optimize, stats

from analytics.statistics import distinctiveness
from analytics.statistics.decomposition import kitagawa, standardised_rates
from analytics.statistics.means import group_means
from analytics.statistics.multiplicity import benjamini_hochberg
from analytics.statistics.networks import expected_counts, regional_association
from analytics.statistics.proportions import stratified_share, wilson
from analytics.statistics.rates import (
    cluster_rate,
    cluster_rates,
    gap,
    paired_change,
)
from analytics.statistics.shrinkage import fit_prior, shrunken_rates

distinctive_issues = partial(distinctiveness.distinctive_issues, minimum=20)
same_examples = settings(max_examples=50, derandomize=True, deadline=None)

# Rates and their intervals


def test_a_rate_pools_recommendations_and_varies_by_state():
    # p = 15 / 30; residuals 6 - 5, 5 - 5, 4 - 5; variance 3/2 * 2 / 30^2 = 1/300;
    # t(0.975, 2) = 4.302653: 0.5 +- 4.302653 * 0.0577350 = 0.5 +- 0.248414
    rate = cluster_rate([6, 5, 4], [10, 10, 10])
    assert rate.rate == 0.5
    assert_allclose(rate.se, math.sqrt(1 / 300))
    assert_allclose([rate.lower, rate.upper], [0.251586, 0.748414], atol=1e-6)
    assert (rate.clusters, rate.n, rate.reason) == (3, 30, "")


def test_a_state_with_many_recommendations_weighs_more():
    # p = 12 / 40; residuals 8 - 3, 3 - 3, 1 - 6; variance 3/2 * 50 / 40^2 = 0.046875
    rate = cluster_rate([8, 3, 1], [10, 10, 20])
    assert_allclose([rate.rate, rate.se], [0.3, math.sqrt(0.046875)])


def test_a_rate_of_states_of_equal_size_is_a_t_test_of_their_rates():
    accepted = np.array([17, 4, 12, 9, 20, 15])
    rate = cluster_rate(accepted, np.full(6, 20))
    expected = stats.ttest_1samp(accepted / 20, 0).confidence_interval()
    assert_allclose([rate.lower, rate.upper], [expected.low, expected.high])


def test_an_interval_stays_between_0_and_1():
    # p = 0.7; residuals 3, 2, -5; se = sqrt(3/2 * 38 / 900) = 0.25; 0.7 +- 4.3 * 0.25
    rate = cluster_rate([10, 9, 2], [10, 10, 10])
    assert (rate.lower, rate.upper) == (0, 1)


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
    # df (2/300)^2 / (2 * (1/300)^2 / 2) = 4; t(0.975, 4) = 2.776445: 0.2 +- 0.226696
    result = gap(cluster_rate([6, 5, 4], [10] * 3), cluster_rate([2, 3, 4], [10] * 3))
    assert_allclose([result.gap, result.se, result.df], [0.2, math.sqrt(2 / 300), 4])
    assert_allclose([result.lower, result.upper], [-0.026696, 0.426696], atol=1e-6)
    assert (result.rate, result.reference, result.clusters) == (0.5, 0.3, 6)
    assert not result.excludes_zero


def test_a_gap_of_states_of_equal_size_is_welchs_t_test():
    a, b = np.array([17, 14, 12, 19, 20, 15]), np.array([4, 9, 2, 12])
    result = gap(cluster_rate(a, np.full(6, 20)), cluster_rate(b, np.full(4, 20)))
    welch = stats.ttest_ind(a / 20, b / 20, equal_var=False)
    expected = welch.confidence_interval()
    assert_allclose(result.df, welch.df)
    assert_allclose([result.lower, result.upper], [expected.low, expected.high])
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
    assert (result.df, result.clusters, result.reason) == (4, 5, "")


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


def mean_of_states(accepted, answered):
    """Each state's own rate once, those without answers left out."""
    accepted, answered = np.array(accepted), np.array(answered)
    rate = accepted[answered > 0] / answered[answered > 0]
    return group_means(rate, np.zeros(rate.size, dtype=int), 1)


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


# Decomposition


def test_a_gap_is_split_into_composition_and_rate():
    # a: mix 0.75, 0.25; rates 0.8, 0.4; p_a 0.7.  b: mix 0.25, 0.75; rates 0.6, 0.2; p_b 0.3
    # composition 0.5 * 0.7 - 0.5 * 0.3 = 0.2; rate 0.2 * 0.5 + 0.2 * 0.5 = 0.2
    # against the average rate 0.5: 0.5 * (0.7 - 0.5), -0.5 * (0.3 - 0.5)
    result = kitagawa([60, 10], [75, 25], [15, 15], [25, 75])
    assert_allclose(result.gap.value, 0.4)
    assert_allclose(result.composition_by_stratum, [0.35, -0.15])
    assert_allclose(result.composition_against_average, [0.1, 0.1])
    assert_allclose(result.rate_by_stratum, [0.1, 0.1])
    assert_allclose([result.composition.value, result.rate.value], [0.2, 0.2])
    assert result.not_overlapping.value == 0
    assert (result.strata_without_overlap, result.reason) == (0, "one_state")
    assert math.isnan(result.rate.se)


def test_strata_without_overlap_are_a_part_of_their_own():
    # a: 60/80, 15/20, -; b: 20/40, -, 30/60; last stratum in neither. p_a 0.75, p_b 0.5
    # overlap: w 0.8 and 0.4, r 0.75 and 0.5: composition 0.4 * 0.625, rate 0.25 * 0.6
    # without: 0.2 * 0.75 - 0.6 * 0.5 = -0.15;  0.25 + 0.15 - 0.15 = 0.25
    result = kitagawa([60, 15, 0, 0], [80, 20, 0, 0], [20, 0, 30, 0], [40, 0, 60, 0])
    parts = [result.composition, result.rate, result.not_overlapping, result.gap]
    assert_allclose([part.value for part in parts], [0.25, 0.15, -0.15, 0.25])
    assert_allclose(result.not_overlapping_by_stratum, [0, 0.15, -0.3, 0])
    assert_array_equal(result.overlap, [True, False, False, False])
    assert result.strata_without_overlap == 2
    assert_allclose([result.share_not_overlapping_a, result.share_not_overlapping_b], [0.2, 0.6])


def _two_groups_by_lot(seed=3):
    """Two synthetic groups of 12 and 9 states in 5 strata; the fourth only in the second group."""
    rng = np.random.default_rng(seed)
    answered_a, answered_b = rng.poisson(8, (12, 5)), rng.poisson([9, 4, 8, 3, 1], (9, 5))
    answered_a[:, 3] = 0
    accepted_a = rng.binomial(answered_a, rng.beta(6, 2, (12, 1)))
    accepted_b = rng.binomial(answered_b, rng.beta(4, 3, (9, 1)))
    return accepted_a, answered_a, accepted_b, answered_b


def test_the_interval_of_a_decomposed_gap_is_that_of_the_gap():
    y_a, n_a, y_b, n_b = _two_groups_by_lot()
    part = kitagawa(y_a, n_a, y_b, n_b).gap
    direct = gap(
        cluster_rate(y_a.sum(axis=1), n_a.sum(axis=1)),
        cluster_rate(y_b.sum(axis=1), n_b.sum(axis=1)),
    )
    assert_allclose(
        [part.value, part.se, part.lower, part.upper],
        [direct.gap, direct.se, direct.lower, direct.upper],
    )


def test_standard_errors_of_parts_agree_with_leaving_out_one_state_at_a_time():
    def parts(y_a, n_a, y_b, n_b):
        result = kitagawa(y_a.sum(axis=0), n_a.sum(axis=0), y_b.sum(axis=0), n_b.sum(axis=0))
        return [result.composition.value, result.rate.value, result.not_overlapping.value]

    y_a, n_a, y_b, n_b = _two_groups_by_lot()
    without_a = [parts(np.delete(y_a, i, 0), np.delete(n_a, i, 0), y_b, n_b) for i in range(len(y_a))]
    without_b = [parts(y_a, n_a, np.delete(y_b, i, 0), np.delete(n_b, i, 0)) for i in range(len(y_b))]
    jackknife = sum((len(x) - 1) * np.var(x, axis=0) for x in (without_a, without_b))
    result = kitagawa(y_a, n_a, y_b, n_b)
    errors = [result.composition.se, result.rate.se, result.not_overlapping.se]
    assert_allclose(errors, np.sqrt(jackknife), rtol=0.15)


def test_the_interval_of_the_rate_part_holds_the_truth_in_95_of_100_cases():
    # The same mix of three strata by design; the rates of group a are 0.1 higher in each.
    rng = np.random.default_rng(11)
    base, hits = np.array([0.7, 0.5, 0.4]), []
    for _ in range(600):
        answered = rng.poisson([30, 20, 40], (70, 3))
        level = rng.uniform(-0.15, 0.15, (70, 1)) + 0.1 * (np.arange(70) < 40)[:, None]
        accepted = rng.binomial(answered, base + level)
        rate = kitagawa(accepted[:40], answered[:40], accepted[40:], answered[40:]).rate
        hits.append(rate.lower <= 0.1 <= rate.upper)
    assert 0.92 <= np.mean(hits) <= 0.98


table = st.integers(1, 4).flatmap(
    lambda strata: st.tuples(
        *[
            st.lists(
                st.lists(
                    st.integers(0, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
                    min_size=strata,
                    max_size=strata,
                ),
                min_size=1,
                max_size=4,
            )
        ]
        * 2
    )
)


@same_examples
@given(table)
def test_the_parts_add_up_to_the_gap(groups):
    a, b = (np.array(group) for group in groups)
    result = kitagawa(a[..., 0], a[..., 1], b[..., 0], b[..., 1])
    if not (a[..., 1].any() and b[..., 1].any()):
        assert result.reason == "no_answers"
        assert math.isnan(result.gap.value)
        return
    direct = a[..., 0].sum() / a[..., 1].sum() - b[..., 0].sum() / b[..., 1].sum()
    parts = [result.composition, result.rate, result.not_overlapping]
    assert abs(sum(part.value for part in parts) - direct) < 1e-12
    assert abs(result.gap.value - direct) < 1e-12
    by_stratum = [
        result.composition_by_stratum,
        result.rate_by_stratum,
        result.not_overlapping_by_stratum,
    ]
    for part, strata in zip(parts, by_stratum, strict=True):
        assert abs(strata.sum() - part.value) < 1e-12


def test_turning_the_groups_around_turns_the_signs_around():
    y_a, n_a, y_b, n_b = _two_groups_by_lot()
    forth, back = kitagawa(y_a, n_a, y_b, n_b), kitagawa(y_b, n_b, y_a, n_a)
    for name in ("gap", "composition", "rate", "not_overlapping"):
        one, other = getattr(forth, name), getattr(back, name)
        assert_allclose([one.value, one.se, one.lower], [-other.value, other.se, -other.upper], atol=1e-15)


def test_a_gap_of_equal_mixes_is_all_rate_and_of_equal_rates_all_composition():
    assert kitagawa([4, 2], [8, 4], [8, 1], [16, 8]).composition.value == 0
    result = kitagawa([4, 1], [8, 10], [8, 2], [16, 20])
    assert (result.gap.value, result.rate.value) == (0, 0)
    result = kitagawa([4, 1], [8, 10], [20, 1], [40, 10])
    assert_allclose([result.rate.value, result.composition.value - result.gap.value], 0, atol=1e-15)


def test_a_decomposition_without_variation_says_so():
    result = kitagawa([[1, 2], [1, 2]], [[2, 2], [2, 2]], [[1, 0], [0, 1]], [[2, 2], [2, 3]])
    assert result.reason == "no_variation"


def test_groups_must_have_the_same_strata():
    with pytest.raises(ValueError, match="group a has 1 strata and group b 2"):
        kitagawa([1], [2], [1, 1], [2, 2])


# Standardised rates


def test_a_standardised_rate_weighs_strata_by_the_common_mix():
    # pooled mix 100 : 100. group 0: 0.8, 0.4 -> 0.6; group 1: 0.6, 0.2 -> 0.4
    result = standardised_rates([[60, 10], [15, 15]], [[75, 25], [25, 75]], [0, 1])
    assert_allclose(result.mix, [0.5, 0.5])
    assert_allclose(result.rates.rate, [0.6, 0.4])
    assert_array_equal(result.dropped, [0, 0])
    assert_array_equal(result.rates.reason, ["one_state", "one_state"])


def test_a_mix_can_be_given():
    counts_ = [[60, 10], [15, 15]], [[75, 25], [25, 75]], [0, 1]
    result = standardised_rates(*counts_, weights=[3, 1])
    assert_allclose(result.rates.rate, [0.7, 0.5])


def test_strata_that_a_group_lacks_are_dropped_and_their_share_told():
    # stratum 1 is missing in group 1, stratum 2 in both; group 2 has nothing at all
    result = standardised_rates([[6, 1, 0], [4, 0, 0], [0, 0, 0]], [[8, 2, 0], [8, 0, 0], [0, 0, 0]], [0, 1, 2])
    assert_array_equal(result.mix, [1, 0, 0])
    assert_allclose(result.rates.rate, [0.75, 0.5, np.nan])
    assert_allclose(result.dropped, [0.2, 0, np.nan])
    assert_array_equal(result.rates.n, [8, 8, 0])
    assert result.rates.reason[2] == "no_answers"


def test_a_standardised_rate_over_one_stratum_is_the_rate_itself():
    accepted, answered, group = np.array([6, 5, 4, 9]), np.array([10, 10, 10, 9]), [0, 0, 0, 1]
    result = standardised_rates(accepted[:, None], answered[:, None], group).rates
    plain = cluster_rates(accepted, answered, group)
    for name in ("rate", "se", "lower", "upper", "clusters", "n"):
        assert_allclose(getattr(result, name), getattr(plain, name), rtol=1e-12)
    assert_array_equal(result.reason, plain.reason)


def test_groups_without_a_common_stratum_have_no_standardised_rate():
    result = standardised_rates([[1, 0], [0, 1]], [[2, 0], [0, 2]], [0, 1])
    assert np.isnan(result.rates.rate).all()
    assert_array_equal(result.dropped, [1, 1])
    assert_array_equal(result.rates.reason, ["no_overlap", "no_overlap"])


def test_standardised_rates_of_nothing_are_empty():
    result = standardised_rates(np.zeros((0, 3)), np.zeros((0, 3)), [], groups=2)
    assert_array_equal(result.rates.reason, ["no_answers", "no_answers"])
    assert np.isnan(result.rates.rate).all()


def test_standard_errors_of_standardised_rates_agree_with_leaving_out_one_state():
    y, n, _, _ = _two_groups_by_lot()
    y, n = y[:, :3], n[:, :3]
    mix = [5, 2, 3]
    whole = standardised_rates(y, n, np.zeros(12), weights=mix).rates
    without = [
        standardised_rates(np.delete(y, i, 0), np.delete(n, i, 0), np.zeros(11), weights=mix).rates.rate[0]
        for i in range(12)
    ]
    assert_allclose(whole.se[0], math.sqrt(11 * np.var(without)), rtol=0.1)


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [([1], r"shape \(1,\)"), ([1, -2], "holds -2.0"), ([1, math.inf], "inf")],
)
def test_wrong_weights_are_quoted(weights, sentence):
    with pytest.raises(ValueError, match=sentence):
        standardised_rates([[1, 1]], [[2, 2]], [0], weights=weights)


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
    assert (result.in_region[0], result.in_rest[0]) == (20, 10)
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


def association(observed, possible=None):
    """Each state a region of its own."""
    rows, columns = np.shape(observed)
    return regional_association(observed, np.arange(rows), np.arange(columns), possible=possible)


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


# Proportions of a sample


@pytest.mark.parametrize(
    ("successes", "n", "published"),
    [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0, 0.1611)), (1, 29, (0.0061, 0.1718))],
)
def test_the_interval_of_a_proportion_is_the_published_one(successes, n, published):
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
    assert tuple(round(bound, 4) for bound in wilson(successes, n)) == published


def test_a_proportion_of_nothing_has_no_interval_and_one_above_all_is_refused():
    assert np.isnan(wilson(0, 0)).all()
    assert wilson(5, 5)[1] == 1
    with pytest.raises(ValueError, match="6 successes of 5"):
        wilson(6, 5)


def test_a_share_in_one_stratum_is_that_of_its_sample():
    # 30 of 40 in the whole, 100 drawn of very many: the effective size is 40 * 99 / 100
    whole = np.repeat([1, 0], [40, 60])
    part = np.repeat([1, 0], [30, 70])
    share = stratified_share(part, whole, np.zeros(100), [1e12])
    assert (share.value, share.n) == (0.75, 40)
    assert_allclose([share.lower, share.upper], wilson(0.75 * 39.6, 39.6), rtol=1e-6)


def test_a_share_weighs_each_stratum_by_its_population():
    # weights 10 and 50: (10 * 1) / (10 * 2 + 50 * 1); residuals 6/7, -1/7 and -1/7, 0
    # variance (20 * 18 * 0.5 / 2 + 100 * 98 * (1/98) / 2) / 70^2 = 140 / 4900; effective size 6/49 * 35 = 30/7
    share = stratified_share([1, 0, 0, 0], [1, 1, 1, 0], [0, 0, 1, 1], [20, 100])
    assert_allclose(share.value, 1 / 7)
    assert_allclose([share.lower, share.upper], wilson(30 / 49, 30 / 7))


def test_a_share_of_all_keeps_an_interval_by_the_size_of_the_weights():
    # nothing varies; Kish: (10 + 10 + 50)^2 / (100 + 100 + 2500)
    share = stratified_share([1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 1, 1], [20, 100])
    assert (share.value, share.upper) == (1, 1)
    assert_allclose(share.lower, wilson(4900 / 2700, 4900 / 2700)[0])


def test_a_share_of_what_the_sample_does_not_have_is_absent():
    assert np.isnan(stratified_share([0, 0], [0, 0], [0, 0], [9]).value)


@pytest.mark.parametrize("population", [[1], [1, 9]])
def test_a_stratum_that_its_sample_cannot_stand_for_is_refused(population):
    with pytest.raises(ValueError, match="two at least, and no more than all"):
        stratified_share([1, 1], [1, 1], [0, len(population) - 1], population)


def test_an_interval_of_a_share_holds_the_truth_in_95_of_100_cases():
    # Two strata of 400 and 4,000 with other shares, 60 drawn of each; 1,000 samples of one fixed population
    rng = np.random.default_rng(27)
    sizes = np.array([400, 4000])
    whole = [rng.random(size) < share for size, share in zip(sizes, (0.8, 0.3), strict=True)]
    part = [of & (rng.random(len(of)) < share) for of, share in zip(whole, (0.9, 0.7), strict=True)]
    truth = sum(each.sum() for each in part) / sum(each.sum() for each in whole)
    held = 0
    for _ in range(1000):
        drawn = [rng.choice(size, 60, replace=False) for size in sizes]
        inside, of = (
            np.concatenate([each[rows] for each, rows in zip(kind, drawn, strict=True)]) for kind in (part, whole)
        )
        share = stratified_share(inside, of, np.repeat([0, 1], 60), sizes)
        held += share.lower <= truth <= share.upper
    assert 930 <= held <= 975
