"""Gaps split into parts, standardised rates and shares of samples against hand calculation and brute force.

All counts here are synthetic. Where a test repeats a formula it does so in another way: another
library, a loop that leaves out one state at a time, or a simulation with a known truth.
"""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from analytics.statistics.decomposition import kitagawa, standardised_rates
from analytics.statistics.proportions import stratified_share, wilson
from analytics.statistics.rates import (
    cluster_rate,
    cluster_rates,
    gap,
)

same_examples = settings(max_examples=50, derandomize=True, deadline=None)


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
