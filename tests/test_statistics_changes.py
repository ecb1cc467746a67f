"""Difference in differences and regressions with clusters: by hand, by brute force, by simulation.

All values here are synthetic. Where a test repeats a formula it does so in another way: another library, matrices
written out in full, or a simulation with a known truth.
"""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import linalg, stats

from analytics.statistics.changes import difference_in_differences, over_networks, within_regions
from analytics.statistics.estimates import indicators, regression
from analytics.statistics.multiplicity import benjamini_hochberg
from analytics.thresholds import FEWEST_COMPARED

ABSENT = math.nan


def in_full(outcome, regressors, cluster):
    """Last coefficient, CR2 error and Satterthwaite's degrees of freedom, with every matrix written out."""
    inverse = np.linalg.inv(regressors.T @ regressors)
    rest = np.eye(len(outcome)) - regressors @ inverse @ regressors.T
    residual, last = rest @ outcome, inverse[:, -1]
    variance, columns = 0, []
    for each in np.unique(cluster):
        mine = cluster == each
        adjusted = np.linalg.pinv(linalg.sqrtm(rest[np.ix_(mine, mine)]).real, rtol=1e-6) @ regressors[mine] @ last
        variance += (adjusted @ residual[mine]) ** 2
        columns.append(rest[:, mine] @ adjusted)
    spread = np.linalg.eigvalsh(np.array(columns) @ np.array(columns).T)
    return (inverse @ regressors.T @ outcome)[-1], math.sqrt(variance), spread.sum() ** 2 / (spread**2).sum()


# Two groups of states


def test_a_difference_in_differences_by_hand():
    # changes 3, 1, 2 of those that signed: mean 2, s^2 = 1; 0, -2 of the others: mean -1, s^2 = 2
    # 3, se^2 = 1/3 + 2/2 = 4/3; df = (4/3)^2 / ((1/3)^2 / 2 + 1 / 1) = 16/9 / (19/18) = 32/19
    before, after = [1, 4, 2, 5, 3], [4, 5, 4, 5, 1]
    found = difference_in_differences(before, after, [True, True, True, False, False])
    assert_allclose([found.estimate.value, found.estimate.se**2, found.estimate.df], [3, 4 / 3, 32 / 19])
    assert_allclose([found.signed.value, found.not_signed.value], [2, -1])
    assert (found.signed.clusters, found.not_signed.clusters, found.left_out) == (3, 2, 0)


def test_a_difference_in_differences_is_welchs_test_of_the_changes_and_hc2_of_a_regression():
    chance = np.random.default_rng(4)
    signed = np.arange(60) < 20
    before, after = chance.normal(size=60), chance.normal(size=60) * (1 + signed)
    found = difference_in_differences(before, after, signed).estimate
    change = after - before
    welch = stats.ttest_ind(change[signed], change[~signed], equal_var=False)
    interval = welch.confidence_interval()
    assert_allclose([found.lower, found.upper, found.p], [interval.low, interval.high, welch.pvalue])
    design = np.column_stack([np.ones(60), signed])
    inverse = np.linalg.inv(design.T @ design)
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    residual = change - design @ inverse @ design.T @ change
    hc2 = inverse @ (design.T * (residual**2 / (1 - leverage))) @ design @ inverse
    assert_allclose(found.se**2, hc2[1, 1])


def test_a_state_without_one_of_the_values_is_left_out():
    whole = difference_in_differences([1, 2, 3, 4], [2, 4, 3, 5], [1, 1, 0, 0])
    gaps = difference_in_differences([1, 2, ABSENT, 3, 4, 9], [2, 4, 7, 3, 5, ABSENT], [1, 1, 1, 0, 0, 0])
    assert gaps.left_out == 2
    assert gaps.estimate == whole.estimate


@pytest.mark.parametrize(
    ("before", "after", "signed", "fewest", "reason"),
    [
        ([], [], [], 2, "no_values"),
        ([ABSENT], [1], [True], 2, "no_values"),
        ([1, 2], [2, 5], [True, True], 2, "one_side"),
        ([1, 2, 3], [2, 5, 3], [True, True, False], 2, "too_few"),
        ([1] * 19, [2] * 19, [True] * 9 + [False] * 10, FEWEST_COMPARED, "too_few"),
    ],
)
def test_too_few_states_give_no_number(before, after, signed, fewest, reason):
    states, ones = np.arange(len(before)), np.zeros(len(before), dtype=int)
    for found in (
        difference_in_differences(before, after, signed, fewest).estimate,
        within_regions(before, after, signed, ones, fewest).estimate,
        over_networks(before, after, signed, network=ones, state=states, fewest=fewest),
    ):
        assert found.reason == reason
        assert all(math.isnan(each) for each in (found.value, found.se, found.lower, found.upper, found.p))


def test_states_that_all_changed_alike_have_no_interval():
    before, signed, alike = np.arange(20) / 7, np.arange(20) < 10, np.zeros(20, dtype=int)
    for found in (
        difference_in_differences(before, before + 0.1 * signed, signed, FEWEST_COMPARED).estimate,
        within_regions(before, before + 0.1 * signed, signed, alike, FEWEST_COMPARED).estimate,
        over_networks(before, before + 0.1 * signed, signed, network=alike, state=np.arange(20)),
    ):
        assert found.reason == "no_variation"
        assert_allclose(found.value, 0.1)
        assert math.isnan(found.lower)
        assert not found.excludes_zero


def test_groups_must_be_true_or_false_and_of_one_length():
    with pytest.raises(ValueError, match="signed must be true or false"):
        difference_in_differences([1], [2], [2])
    with pytest.raises(ValueError, match="before 1, after 2, signed 1"):
        difference_in_differences([1], [2, 3], [True])


# Inside regions


def test_inside_regions_what_changed_in_a_region_falls_out():
    # Region a: 3 signed, 1 not; b: 2 and 2; c: signed only, left out. Weights 3/4 and 1
    change = np.array([3.0, 1, 2, 0, 10, 12, 8, 10, 50])
    signed, region = np.array([1, 1, 1, 0, 1, 1, 0, 0, 1]), list("aaaabbbbc")
    found = within_regions(np.zeros(9), change, signed, region)
    assert_allclose(found.estimate.value, (0.75 * 2 + 1 * 2) / 1.75)
    assert_allclose([found.signed.value, found.not_signed.value], [28 / 5, 6])
    assert (found.left_out, found.estimate.clusters) == (1, 8)
    design = np.column_stack([indicators(region[:8]), signed[:8]])
    assert_allclose(
        [found.estimate.value, found.estimate.se, found.estimate.df], in_full(change[:8], design, np.arange(8))
    )


def test_inside_one_region_the_error_is_welchs():
    chance = np.random.default_rng(9)
    before, after, signed = chance.normal(size=30), chance.normal(size=30), np.arange(30) % 3 == 0
    one = within_regions(before, after, signed, np.zeros(30)).estimate
    plain = difference_in_differences(before, after, signed).estimate
    assert_allclose([one.value, one.se], [plain.value, plain.se])


def test_regions_with_one_group_each_cannot_be_compared():
    found = within_regions([1, 1, 1, 1], [2, 3, 4, 5], [1, 1, 0, 0], ["a", "a", "b", "b"])
    assert (found.estimate.reason, found.left_out) == ("one_side", 4)
    assert math.isnan(found.estimate.value)


# Many networks


def _networks_by_lot(chance, states=30, networks=6, busy=1.0):
    """Network x state: who signed where (some states draw many networks), and numbers of network and state."""
    pull = busy * chance.normal(size=states) - 1
    signed = chance.random((networks, states)) < 1 / (1 + np.exp(-pull))
    network, state = np.divmod(np.arange(networks * states), states)
    return signed.ravel(), network, state


def test_many_networks_together_are_a_regression_with_an_indicator_each_and_states_as_clusters():
    chance = np.random.default_rng(12)
    signed, network, state = _networks_by_lot(chance)
    before = chance.normal(size=180)
    after = before + chance.normal(size=30)[state] + chance.normal(size=180)
    known = chance.random(180) < 0.9
    found = over_networks(before, np.where(known, after, ABSENT), signed, network=network, state=state)
    design = np.column_stack([indicators(network[known]), signed[known]])
    expected = in_full((after - before)[known], design, state[known])
    assert_allclose([found.value, found.se, found.df], expected)
    assert (found.clusters, found.n) == (30, known.sum())


def test_a_network_with_one_group_says_nothing():
    chance = np.random.default_rng(13)
    signed, network, state = _networks_by_lot(chance, networks=3)
    after = chance.normal(size=90)
    found = over_networks(np.zeros(90), after, signed & (network < 2), network=network, state=state)
    without = network < 2
    assert found == over_networks(
        np.zeros(60), after[without], signed[without], network=network[without], state=state[without]
    )
    assert found.n == 60


def test_a_state_that_alone_tells_a_network_is_no_error():
    # Network 1 has one state that signed and one that did not: fitted perfectly
    found = over_networks(
        np.zeros(8),
        [1, 2, 4, 3, 1, 0, 5, 2],
        [1, 1, 0, 0, 1, 0, 1, 0],
        network=[0] * 6 + [1] * 2,
        state=[0, 1, 2, 3, 4, 5, 6, 7],
    )
    assert math.isfinite(found.value)
    assert found.reason == ""


def test_a_regressor_that_the_others_tell_has_no_coefficient():
    found = regression([1, 2, 3], np.column_stack([np.ones(3), [2, 2, 2]]), [0, 1, 2])
    assert (found.reason, found.clusters) == ("one_side", 3)
    with pytest.raises(ValueError, match="absent values"):
        regression([1, ABSENT], np.ones((2, 1)), [0, 1])


def test_without_any_change_of_their_own_hardly_any_network_is_found():
    # 30 networks, none of which goes with anything: a false finding among them in at most 5 of 100 cases, as promised
    chance, found = np.random.default_rng(22), 0
    for _ in range(100):
        before, after = chance.normal(size=(2, 95))
        p = [difference_in_differences(before, after, chance.permutation(95) < 25).estimate.p for _ in range(30)]
        found += (benjamini_hochberg(p) <= 0.05).any()
    assert found <= 10
