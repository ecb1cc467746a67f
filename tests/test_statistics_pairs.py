"""How often a value of one group is above one of another: by hand, and against another implementation."""

import numpy as np
import pytest
import scipy.stats

from analytics.statistics.pairs import farther_from_the_middle, more_often


def test_pairs_are_counted_and_ties_count_half():
    """(3, 5) against (1, 3): 3 is above 1 and ties 3, 5 is above both: 3.5 of 4 pairs."""
    assert more_often([3, 5], [1, 3]).value == pytest.approx(3.5 / 4 - 0.5)


def test_the_interval_is_that_of_brunner_and_munzel():
    one, other = [1, 2, 2, 4, 8, 13, 40], [1, 1, 2, 3, 3, 5, 6, 6]
    found = more_often(one, other)
    told = scipy.stats.brunnermunzel(other, one)
    assert found.value / found.se == pytest.approx(told.statistic)
    assert found.p == pytest.approx(told.pvalue)
    half = scipy.stats.t.ppf(0.975, found.df) * found.se
    assert [found.lower, found.upper] == pytest.approx([found.value - half, found.value + half])


def test_one_very_large_value_decides_nothing():
    other = [2, 4, 6, 8]
    assert more_often([3, 5, 7, 10], other).value == more_often([3, 5, 7, 10_000], other).value


def test_two_groups_in_exchange_give_the_opposite():
    one, other = more_often([1, 4, 9], [2, 3, 5, 7]), more_often([2, 3, 5, 7], [1, 4, 9])
    assert one.value == pytest.approx(-other.value)
    assert one.lower == pytest.approx(-other.upper)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [([], [1, 2], "no_values"), ([1], [1, 2], "too_few"), ([5, 5], [1, 1], "no_variation")],
)
def test_without_spread_or_values_there_is_a_reason_and_no_interval(one, other, reason):
    found = more_often(one, other)
    assert found.reason == reason
    assert np.isnan(found.lower)


def test_absent_values_are_left_out():
    assert more_often([3, np.nan, 5], [1, 3, np.nan]).value == more_often([3, 5], [1, 3]).value


def test_spread_is_compared_by_distances_from_the_own_median():
    """Distances 4, 0, 6 around 10, and 1, 0, 1 around 100: 4 and 6 are above all; 0 ties one of three."""
    assert farther_from_the_middle([6, 10, 16], [99, 100, 101]).value == pytest.approx(6.5 / 9 - 0.5)
    assert farther_from_the_middle([], [1, 2]).reason == "no_values"
