"""Means, shares and medians of reviews, and sides of one review compared: by hand and by brute force.

All values here are synthetic. Where a test repeats a formula it does so in another way: another library, a root that
is searched, or a regression with indicators.
"""

import math
from statistics import median_grouped

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from analytics.statistics.estimates import difference, indicators, regression, weighted_mean
from analytics.statistics.proportions import wilson
from analytics.statistics.reviews import (
    mean_of_reviews,
    median_of_submissions,
    share_of_reviews,
    share_of_submissions,
)
from analytics.statistics.within_reviews import ranks_within, within_reviews


def has_no_interval(found):
    return all(math.isnan(each) for each in (found.se, found.df, found.lower, found.upper, found.p))


# Means


def test_a_mean_of_reviews_has_students_interval():
    # mean 3; squares 4 + 1 + 9, s^2 = 7; se = sqrt(7 / 3) = 1.527525; t(0.975, 2) = 4.302653
    found = mean_of_reviews([1, 2, 6])
    assert_allclose([found.value, found.se, found.df], [3, 1.527525, 2], atol=1e-6)
    assert_allclose([found.lower, found.upper], [3 - 6.572412, 3 + 6.572412], atol=1e-5)
    assert (found.clusters, found.n, found.reason) == (3, 3, "")
    assert not found.excludes_zero
    assert_allclose(found.p, stats.ttest_1samp([1, 2, 6], 0).pvalue)


def test_a_weighted_mean_has_fewer_degrees_of_freedom_where_one_weighs_much():
    # h = 1/4, 1/4, 1/2; mean 15/4; e = -2.75, -1.75, 2.25; h^2 e^2 / (1 - h) = 0.630208 + 0.255208 + 2.531250
    # d = 1/3, 1/3, 1, u^2 = 1/12, 1/12, 1/2: trace 1, squares 11/9 - 10/9 + 4/9 = 5/9; df = 9/5
    found = weighted_mean([1, 2, 6], [1, 1, 2], n=[3, 4, 5])
    assert_allclose([found.value, found.se**2, found.df], [3.75, 3.416667, 1.8], atol=1e-6)
    assert (found.clusters, found.n) == (3, 12)


def test_absent_values_and_weights_of_zero_leave_their_cluster_out():
    found = weighted_mean([1, 2, 6, np.nan, 100], [1, 1, 1, 1, 0])
    assert found == mean_of_reviews([1, 2, 6])


@pytest.mark.parametrize(
    ("values", "fewest", "reason", "value"),
    [
        ([], 2, "no_values", math.nan),
        ([np.nan], 2, "no_values", math.nan),
        ([4], 1, "too_few", 4),
        ([4, 6], 3, "too_few", 5),
        ([0.1] * 7, 2, "no_variation", 0.1),
        ([0, 0], 2, "no_variation", 0),
    ],
)
@pytest.mark.parametrize("skewed", [False, True])
def test_a_mean_without_interval_says_why(values, fewest, reason, value, skewed):
    found = mean_of_reviews(values, fewest, skewed=skewed)
    assert found.reason == reason
    assert_allclose(found.value, value)
    assert has_no_interval(found)
    assert not found.excludes_zero


def test_two_reviews_have_an_interval_of_one_degree_of_freedom():
    # se = 1, t(0.975, 1) = 12.706205
    found = mean_of_reviews([4, 6], skewed=True)
    assert_allclose([found.lower, found.upper], [5 - 12.706205, 5 + 12.706205], atol=1e-6)


def test_the_interval_of_a_skewed_mean_meets_the_transformation_at_the_quantiles():
    # Hall's g(T) = T + g T^2 / (3 sqrt n) + g^2 T^3 / (27 n) + g / (6 sqrt n) must be t at one end and -t at the other
    values = np.array([1.0, 2, 2, 3, 4, 4, 5, 9, 21, 3])
    found, plain = mean_of_reviews(values, skewed=True), mean_of_reviews(values)
    n, g = 10, stats.skew(values, bias=False)
    studentised = (values.mean() - np.array([found.lower, found.upper])) / stats.sem(values)
    transformed = (
        studentised
        + g * studentised**2 / (3 * math.sqrt(n))
        + g**2 * studentised**3 / (27 * n)
        + g / (6 * math.sqrt(n))
    )
    assert_allclose(transformed, [stats.t.ppf(0.975, 9), -stats.t.ppf(0.975, 9)])
    assert found.upper - found.value > plain.upper - plain.value > found.value - found.lower
    mirrored = mean_of_reviews(-values, skewed=True)
    assert_allclose([-mirrored.upper, -mirrored.lower], [found.lower, found.upper])


def test_symmetric_values_have_the_plain_interval():
    assert mean_of_reviews([1, 2, 3, 4, 5], skewed=True) == mean_of_reviews([1, 2, 3, 4, 5])


def test_the_difference_of_two_regions_has_welchs_error_and_no_more_degrees_of_freedom():
    one, other = [3.0, 5, 4, 8, 1], [2.0, 2, 3, 9, 7, 6, 11]
    found = difference(mean_of_reviews(one), mean_of_reviews(other))
    welch = stats.ttest_ind(one, other, equal_var=False)
    # Welch's 9.97 are more than those of reviews that vary alike: (1/5 + 1/7)^2 / ((1/5)^2 / 4 + (1/7)^2 / 6)
    assert_allclose(found.df, (1 / 5 + 1 / 7) ** 2 / (1 / 100 + 1 / 294))
    assert found.df < welch.df
    assert_allclose(found.value / found.se, welch.statistic)
    margin = stats.t.ppf(0.975, found.df) * found.se
    assert_allclose([found.lower, found.upper], [found.value - margin, found.value + margin])
    assert_allclose(found.p, 2 * stats.t.sf(abs(welch.statistic), found.df))
    assert (found.clusters, found.n) == (12, 12)


def test_a_difference_takes_the_reason_of_either_side():
    some, none, flat = mean_of_reviews([1, 2, 4]), mean_of_reviews([]), mean_of_reviews([3, 3, 3])
    assert [difference(some, other).reason for other in (none, mean_of_reviews([5]), flat)] == [
        "no_values",
        "too_few",
        "no_variation",
    ]
    assert_allclose(difference(some, flat).value, 7 / 3 - 3)
    assert has_no_interval(difference(flat, some))


def test_wrong_rows_and_weights_are_quoted():
    with pytest.raises(ValueError, match="values 2, weights 1"):
        weighted_mean([1, 2], [1])
    with pytest.raises(ValueError, match="negative"):
        weighted_mean([1, 2], [1, -1])


# Shares


def test_the_share_of_reviews_in_which_a_network_signed_is_wilsons():
    found = share_of_reviews([True, False, True, False, False])
    assert (found.value, found.n) == (0.4, 5)
    assert_allclose([found.lower, found.upper], wilson(2, 5))
    assert np.isnan(share_of_reviews([]).value)
    with pytest.raises(ValueError, match="signed must be true or false"):
        share_of_reviews([1, 2])


def test_a_share_of_submissions_is_a_ratio_and_its_interval_wilsons_for_the_effective_number():
    # p = 2/4; e = -1/2, 1/2, 0; variance 2 * (1/16 * 1/4) / (3/4) = 1/24, df 9/5 as above; effective 1/4 / (1/24) = 6
    found = share_of_submissions([0, 1, 1, 0], [1, 1, 2, 0])
    assert_allclose([found.value, found.se**2, found.df], [0.5, 1 / 24, 1.8])
    t2 = stats.t.ppf(0.975, 1.8) ** 2  # the ends solve (p - x)^2 = t^2 x (1 - x) / 6
    assert_allclose([found.lower, found.upper], sorted(np.roots([1 + t2 / 6, -1 - t2 / 6, 0.25])))
    assert (found.clusters, found.n) == (3, 4)


def test_a_share_of_all_of_none_or_of_one_review_has_no_interval():
    assert share_of_submissions([2, 3], [2, 3]).reason == "no_variation"
    assert share_of_submissions([1, 3], [2, 6]).reason == "no_variation"
    assert (share_of_submissions([1], [3]).reason, share_of_submissions([0], [0]).reason) == ("too_few", "no_values")
    assert has_no_interval(share_of_submissions([0, 0], [2, 3]))
    with pytest.raises(ValueError, match="more than answered"):
        share_of_submissions([3], [2])


# Medians


def test_the_median_of_reviews_with_one_submission_ends_at_the_order_statistics_of_the_tables():
    # 20 values: the 6th and the 15th, as in tables of the sign test; se = sqrt(1/4 / 19), 0.5 +- 0.240087
    found = median_of_submissions(np.arange(1, 21), np.arange(20))
    assert (found.value, found.lower, found.upper, found.df) == (10.5, 6, 15, pytest.approx(19))
    assert_allclose(found.se, 9 / (2 * stats.t.ppf(0.975, 19)))
    assert (found.clusters, found.n, found.reason) == (20, 20, "")


def test_submissions_that_are_alike_inside_reviews_count_as_reviews():
    once = median_of_submissions(np.arange(1, 21), np.arange(20))
    thrice = median_of_submissions(np.repeat(np.arange(1, 21), 3), np.repeat(np.arange(20), 3))
    assert (thrice.lower, thrice.upper, thrice.clusters, thrice.n) == (once.lower, once.upper, 20, 60)


@pytest.mark.parametrize(
    ("values", "review", "reason", "value"),
    [
        ([], [], "no_values", math.nan),
        ([np.nan], ["a"], "no_values", math.nan),
        ([1, 2, 9], ["a", "a", "a"], "too_few", 2),
        ([4, 4, 4, 4], ["a", "b", "c", "c"], "no_variation", 4),
        ([1, 2], ["a", "b"], "no_variation", 1.5),  # two reviews: 0.5 +- 12.7 * 0.5 is beyond both ends
    ],
)
def test_a_median_without_interval_says_why(values, review, reason, value):
    found = median_of_submissions(values, review)
    assert found.reason == reason
    assert_allclose(found.value, value)
    assert has_no_interval(found)


def test_the_median_of_grouped_data_tells_apart_what_the_middle_value_does_not():
    # 1 2 2 3 3 3 3 4 4 5: 3 below 3, 4 at it; 2.5 + (5 - 3) / 4 = 3, the formula of Python's own statistics
    values, reviews = [3, 2, 4, 3, 1, 5, 3, 2, 4, 3], np.arange(10)
    assert median_of_submissions(values, reviews, step=1).value == median_grouped(values) == 3
    higher = [3, 2, 4, 3, 4, 5, 3, 4, 4, 3]  # 1 below 3, 4 at it: 2.5 + 4 / 4
    found = median_of_submissions(higher, reviews, step=1)
    assert found.value == median_grouped(higher) == 3.5
    # half of the reviews lie below 3.5: se = sqrt(1/4 / 9) = 1/6, t(0.975, 9) = 2.262157: shares 0.122974 and 0.877026
    # 1.229739 of 10: 0.229739 of the four at 3; 8.770261: 3.770261 of the four at 4
    assert_allclose([found.lower, found.upper], [2.5 + 0.229739 / 4, 3.5 + 3.770261 / 4], atol=1e-6)
    alike = median_of_submissions([4] * 5, reviews[:5], step=1)
    assert (alike.value, alike.reason) == (4, "no_variation")


# Inside reviews


def test_two_sides_are_compared_inside_each_review():
    # a: (4 + 6) / 2 - 2 = 3; b: 1 - (1 + 3) / 2 = -1; c: 5 - 2 = 3; d has no individual one
    # mean 5/3, s^2 = (16 + 64 + 16) / 9 / 2 = 16/3, se = 4/3; weights 2/3 each: the same
    values, joint = [4, 6, 2, 1, 1, 3, 5, 2, 2, 9], [1, 1, 0, 1, 0, 0, 1, 0, 0, 1]
    found = within_reviews(values, joint, list("aaabbbcccd"))
    for estimate in (found.by_review, found.by_submission):
        assert_allclose([estimate.value, estimate.se, estimate.df], [5 / 3, 4 / 3, 2])
        assert (estimate.clusters, estimate.n) == (3, 9)
    assert (found.higher, found.lower, found.left_out) == (2, 1, 1)


def test_the_weighted_difference_is_a_regression_with_an_indicator_for_each_review():
    chance = np.random.default_rng(3)
    review = np.repeat(np.arange(12), chance.integers(2, 15, 12))
    joint = chance.random(review.size) < 0.4
    values = chance.normal(size=review.size) + review
    found = within_reviews(values, joint, review).by_submission
    whole = regression(values, np.column_stack([indicators(review), joint]), review)
    assert_allclose([found.value, found.se, found.df], [whole.value, whole.se, whole.df])


def test_a_comparison_without_both_sides_says_so():
    one = within_reviews([1, 2], [True, True], ["a", "b"])
    assert (one.by_review.reason, one.by_submission.reason, one.left_out) == ("one_side", "one_side", 2)
    none = within_reviews([], [], [])
    assert (none.by_review.reason, none.left_out) == ("no_values", 0)
    single = within_reviews([1, 2], [True, False], ["a", "a"])
    assert (single.by_review.reason, single.by_review.value) == ("too_few", -1)
    flat = within_reviews([0.1, 0.1, 0.1] * 3, [True, False, False] * 3, np.repeat([0, 1, 2], 3))
    assert (flat.by_review.reason, flat.by_review.value, flat.higher, flat.lower) == ("no_variation", 0, 0, 0)


def test_ranks_inside_reviews_run_from_0_to_1_and_ties_share():
    made = ranks_within([4, 6, 2, 1, 1, 3, 5, np.nan], ["a", "a", "a", "b", "b", "b", "c", "c"])
    assert_array_equal(made, [0.5, 1, 0, 0.25, 0.25, 1, 0.5, np.nan])
    assert ranks_within([], []).size == 0


def test_the_difference_of_ranks_tells_the_share_of_pairs_that_mann_and_whitney_count():
    one, other = [3, 8, 8, 2.5], [2, 3, 8, 1, 7]
    ranked = ranks_within(one + other, np.zeros(9))
    pairs = stats.mannwhitneyu(one, other).statistic / 20
    assert_allclose(ranked[:4].mean() - ranked[4:].mean(), 9 / 8 * (pairs - 0.5))
