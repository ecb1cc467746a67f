"""Groups of few and of many states: degrees of freedom, limits, and intervals that hold the truth where one is printed.

Degrees of freedom are worked out a second time, with whole matrices, by hand or by drawing.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from analytics.filters import Filters
from analytics.results import acceptance, regions
from analytics.results.definition import Setting, pooled
from analytics.statistics.estimates import difference, regression, weighted_mean
from analytics.statistics.intervals import cluster_df, difference_df
from analytics.statistics.means import group_means
from analytics.statistics.networks import regional_association
from analytics.statistics.rates import cluster_rate, gap, paired_change
from analytics.thresholds import FEWEST_CLUSTERS
from benchmarks.held import HARD, INSTEAD
from benchmarks.intervals import CASES, HIGH, LOW, coverage

SIZES = [30.0, 400, 55, 120, 20, 380]


def by_matrices(*sizes):
    """Degrees of freedom of a sum of squares of residuals, from the covariance of the residuals itself."""
    covariance = 0
    for size in sizes:
        share = np.array(size) / np.sum(size)
        residuals = np.eye(share.size) - np.outer(np.ones(share.size), share)
        covariance = covariance + np.diag(share) @ residuals @ residuals.T @ np.diag(share)
    return np.trace(covariance) ** 2 / np.trace(covariance @ covariance)


def degrees(*sizes):
    shares = [np.array(size) / np.sum(size) for size in sizes]
    return cluster_df(shares, np.zeros(len(sizes[0]), dtype=np.int64), 1)[0]


def test_states_of_equal_size_leave_one_degree_less_than_there_are():
    assert_allclose([degrees(np.ones(m)) for m in (2, 5, 47)], [1, 4, 46])


def test_one_state_that_is_half_of_the_whole_takes_degrees_away():
    # h = 1/2, 1/4, 1/4, sum of squares 3/8: C = [[3/32, -3/64, -3/64], [., 7/128, -1/128], [., ., 7/128]], of which the
    # trace is 13/64 and the sum of squares 97/4096; (13/64)^2 / (97/4096) = 169/97
    assert_allclose(degrees([2.0, 1, 1]), 169 / 97)


def test_degrees_of_freedom_are_those_of_the_whole_matrices():
    other = [200.0, 10, 90, 60, 300, 25]
    assert_allclose(degrees(SIZES), by_matrices(SIZES))
    assert_allclose(degrees(SIZES, other), by_matrices(SIZES, other))
    assert_allclose(paired_change([9, 9, 9, 9, 9, 9], SIZES, [9, 8, 9, 5, 9, 9], other).df, by_matrices(SIZES, other))


def test_degrees_of_freedom_are_those_of_drawn_variances():
    """A variance whose mean is E and whose own variance is V has 2 E^2 / V degrees of freedom."""
    share = np.array(SIZES) / np.sum(SIZES)
    drawn = np.random.default_rng(7).normal(size=(200_000, share.size))
    variance = ((share * (drawn - drawn @ share[:, None])) ** 2).sum(axis=1)
    assert_allclose(degrees(SIZES), 2 * variance.mean() ** 2 / variance.var(), rtol=0.02)


def test_a_state_that_is_nearly_the_whole_leaves_one_degree():
    assert_allclose([degrees([1e9, 1, 1]), degrees([1e5, 1, 1])], 1, atol=1e-3)


def test_each_group_has_its_own_degrees_of_freedom():
    index = np.array([0, 1, 0, 1, 1])
    found = cluster_df([np.array([0.5, 0.5, 0.5, 0.25, 0.25])], index, 3)
    assert_allclose(found, [1, 169 / 97, 1])


def test_a_few_states_that_happen_to_be_alike_do_not_get_the_degrees_of_the_many():
    # Welch believes that five states vary a hundredth as much as 47, and gives 47 degrees. Were all to vary alike, they
    # would be as 1/5 to 1/47: (1/5 + 1/47)^2 / ((1/5)^2 / 4 + (1/47)^2 / 46)
    alike = (1 / 5 + 1 / 47) ** 2 / (1 / 100 + 1 / 47**2 / 46)
    assert_allclose(difference_df(0.01, 4, 1, 46), alike)
    # Where the few vary so much that only they matter, Welch has less and is taken
    assert_allclose(difference_df(100, 4, 1, 46), 101**2 / (100**2 / 4 + 1 / 46))


def test_two_groups_that_vary_alike_have_the_degrees_of_a_regression():
    """CR2 of a regression on an indicator, as in Imbens and Kolesar (2016), has the same: another computation."""
    values, group = np.random.default_rng(3).normal(size=52), np.arange(52) < 5
    found = regression(values, np.column_stack([np.ones(52), group]), np.arange(52))
    assert_allclose(difference_df(1e-9, 4, 1, 46), found.df)
    parts = [weighted_mean(values[which]) for which in (group, ~group)]
    assert_allclose(difference(*parts).se, found.se)
    assert difference(*parts).df <= found.df + 1e-9


def test_the_error_of_a_rate_stays_the_published_one():
    """Cochran's m / (m - 1) sum((y - p n)^2) / (sum n)^2: few and unequal states move the degrees and the ends only."""
    n = np.array(SIZES)
    y = np.array([10.0, 390, 20, 100, 5, 150])
    rate = cluster_rate(y, n)
    p = y.sum() / n.sum()
    assert_allclose(rate.se, np.sqrt(6 / 5 * ((y - p * n) ** 2).sum()) / n.sum())
    assert_allclose(rate.df, by_matrices(SIZES))
    for end in (rate.lower, rate.upper):  # where a test with the variance of the end itself would reject
        statistic = abs(p - end) / (rate.se * np.sqrt(end * (1 - end) / (p * (1 - p))))
        assert_allclose(2 * stats.t.sf(statistic, rate.df), 0.05)


@pytest.mark.parametrize("states", [2, 3, 4])
def test_below_the_limit_of_states_there_is_a_rate_and_no_interval(states):
    accepted, answered = [3, 5, 8, 6, 9][:states], [10] * states
    rate = cluster_rate(accepted, answered, FEWEST_CLUSTERS)
    assert (rate.rate, rate.reason) == (sum(accepted) / sum(answered), "too_few")
    assert np.isnan([rate.se, rate.df, rate.lower, rate.upper]).all()
    many = cluster_rate([5, 6, 4, 7, 3, 5], [10] * 6, FEWEST_CLUSTERS)
    found = gap(rate, many)
    assert (found.reason, found.excludes_zero) == ("too_few", False)
    assert np.isnan([found.lower, found.upper]).all()
    change = paired_change(accepted, answered, accepted[::-1], answered, FEWEST_CLUSTERS)
    assert (change.reason, change.excludes_zero) == ("too_few", False)
    means = group_means(np.array(accepted) / 10, np.zeros(states, dtype=int), 1, (0, 1), FEWEST_CLUSTERS)
    assert np.isnan([means.lower, means.upper]).all()


def test_a_ratio_of_asking_needs_as_many_states_that_were_asked():
    observed = np.random.default_rng(1).integers(1, 9, (12, 12))
    region = np.repeat([0, 1], [4, 8])
    found = regional_association(observed, region, region, fewest=FEWEST_CLUSTERS)
    assert np.isnan(found.lower[:, 0]).all()
    assert not np.isnan(found.lower[:, 1]).any()


def test_the_limit_counts_states_and_not_their_reviews():
    """Three states with three reviews each hold nine reviews, and have no interval."""
    found = pooled(np.array([30, 50, 80]), np.full(3, 100), np.zeros(3, dtype=int), 1, reviews=np.full(3, 3))
    assert (found["reviews"][0], found["rate"][0]) == (9, 160 / 300)
    assert np.isnan([found[name][0] for name in ("se", "lower", "upper")]).all()


def test_three_states_of_a_region_are_not_compared_with_another_region(table, codes):
    """Of the 112 reviews of Africa those of three states, against all of Asia."""
    three = table("received_by_state", Filters())
    three = three[(three["region"] != "africa") | three["iso3"].isin(["BWA", "LSO", "NAM"])].reset_index(drop=True)
    setting = Setting(Filters(), codes, {}, lambda name: pytest.fail(f"asks for {name}"))
    of = regions.gaps(three, setting).set_index(["region", "reference_region"])
    africa = of.loc[("africa", "asia")]
    assert (africa["states"], africa["reviews"] >= FEWEST_CLUSTERS) == (3, True)
    assert africa[["se", "lower", "upper"]].isna().all()
    assert not africa["excludes_zero"]
    pairs = acceptance.gaps(three, setting)
    assert pairs[["region", "reference_region"]].to_numpy().tolist() == [["lac", "asia"]]


DRAWS = 400
RUNS = [
    ("states: rates", 5),
    ("states: gap with 47 others", 5),
    ("states: gap with as many", 5),
    ("states: mix, against 47", 10),
    ("states: changes", 50),
]
"""Where few states stand against many; `python -m benchmarks.intervals states` draws all of them more often."""


@pytest.mark.parametrize(("name", "states"), RUNS, ids=[f"{name}, {states}" for name, states in RUNS])
def test_states_of_the_regions_drawn_again_have_intervals_that_hold(name, states):
    shares = coverage(CASES[name][0], states, draws=DRAWS).shares
    ours = {interval: share for interval, share in shares.items() if not interval.startswith((INSTEAD, HARD))}
    chance = 2 * np.sqrt(0.05 * 0.95 / DRAWS)
    low, high = LOW - chance, HIGH + chance
    assert {interval: share for interval, share in ours.items() if not low <= share <= high} == {}


def test_welchs_degrees_of_freedom_hold_too_rarely_with_three_states_against_47():
    """Which is why the interval has its own, and three states have none."""
    shares = coverage(CASES["states: gap with 47 others"][0], 3, draws=DRAWS).shares
    assert shares[f"{INSTEAD}Welch, states - 1: Asia less Africa"] < 0.91
