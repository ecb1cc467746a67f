"""Whether groups share one share, and ranks that go together inside groups: against tables, lists and simulation.

All counts here are synthetic or published. Where a test repeats a formula it does so in another way: fractions over
all tables, another library, or a simulation with a known truth.
"""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from analytics.statistics import proportions
from analytics.statistics.association import rank_correlation, rank_correlation_within
from analytics.statistics.proportions import unequal_shares

# Unequal shares


def exactly(part, whole):
    """Freeman and Halton's p from whole numbers: ways to choose, over all tables with the totals."""
    total = sum(part)
    ways = {
        table: math.prod(math.comb(n, k) for n, k in zip(whole, table, strict=True))
        for table in product(*(range(n + 1) for n in whole))
        if sum(table) == total
    }
    return Fraction(sum(each for each in ways.values() if each <= ways[tuple(part)]), sum(ways.values()))


def test_the_shares_of_three_regions_by_hand():
    # 2 of 2, 0 of 2, 0 of 2: C(6, 2) = 15 choices, 3 with both in one region (1 way each): p = 3/15
    found = unequal_shares([[2, 0, 0]], [2, 2, 2])
    assert_allclose(found.share, [[1, 0, 0]])
    assert_allclose([found.span[0], found.p[0], found.q[0]], [1, 0.2, 0.2])


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ([3, 0, 1], [5, 7, 4]),
        ([1, 1, 1], [4, 4, 4]),
        ([9, 2, 5], [12, 11, 10]),
        ([0, 0, 3], [6, 7, 3]),
        ([4, 1], [6, 9]),
    ],
)
def test_the_exact_test_adds_up_all_tables_that_are_no_likelier(part, whole):
    assert_allclose(unequal_shares([part], whole).p, [float(exactly(part, whole))])


def test_with_two_regions_it_is_fishers_test():
    expected = stats.fisher_exact([[7, 12 - 7], [3, 15 - 3]]).pvalue
    assert_allclose(unequal_shares([[7, 3]], [12, 15]).p, [expected])


def test_above_so_many_tables_it_is_pearsons_chi_square(monkeypatch):
    monkeypatch.setattr(proportions, "TABLES", 10)
    part, whole = np.array([14, 20, 5]), np.array([36, 44, 30])
    expected = stats.chi2_contingency([part, whole - part], correction=False).pvalue
    assert_allclose(unequal_shares([part], whole).p, [expected])


def test_what_is_not_tested_has_no_p_and_does_not_count():
    found = unequal_shares([[0, 0, 0], [2, 2, 2], [2, 0, 0], [1, 0, 0], [2, 1, 0]], [2, 2, 2], fewest=2)
    # the last: 20 choices of 3 of 6; two of one region and one of another: 6 orders of 2 ways, 12 choices; p = 12/20
    assert_allclose(found.p, [np.nan, np.nan, 0.2, np.nan, 0.6])
    assert_allclose(found.q, [np.nan, np.nan, 0.4, np.nan, 0.6])
    assert_array_equal(found.span, [0, 0, 1, 0.5, 1])


def test_a_region_without_reviews_has_no_share_and_one_region_alone_no_span():
    found = unequal_shares([[1, 0, 2], [1, 0, 0]], [[3, 0, 2], [3, 0, 0]])
    assert_allclose(found.share, [[1 / 3, np.nan, 1], [1 / 3, np.nan, np.nan]])
    assert_allclose(found.span, [2 / 3, np.nan])
    assert_allclose(found.p, [float(exactly([1, 2], [3, 2])), np.nan])
    empty = unequal_shares(np.zeros((0, 3)), [2, 2, 2])
    assert (empty.p.size, empty.q.size) == (0, 0)
    with pytest.raises(ValueError, match="more than answered"):
        unequal_shares([[3, 0, 0]], [2, 2, 2])


def test_networks_that_sign_alike_everywhere_are_hardly_ever_found():
    chance = np.random.default_rng(31)
    whole, found = np.array([36, 44, 30]), 0
    for _ in range(60):
        part = chance.binomial(whole, chance.uniform(0.05, 0.6, (30, 1)))
        found += (unequal_shares(part, whole).q <= 0.05).any()
    assert found <= 6


# Ranks inside groups


def test_ranks_inside_two_groups_by_hand():
    # a: ranks 1 2 3 against 1 3 2, over 4: sum of products (1*1 + 0*1 + 1*0) / 16 = 1/16, squares 2/16 each
    # b: ranks 1 2 3 4 against 1 2 3 4, over 5: 5/25 = 0.2 each; rho = (1/16 + 0.2) / (1/8 + 0.2) = 21/26
    one, other = [1, 2, 3, 10, 20, 30, 40], [100, 300, 200, 1, 2, 3, 4]
    found = rank_correlation_within(one, other, [0, 0, 0, 1, 1, 1, 1])
    assert (found.rho, found.n) == (pytest.approx(21 / 26), 7)
    se = math.sqrt((1 + (21 / 26) ** 2 / 2) / 3)  # 7 - 3 - 1
    ends = np.arctanh([found.lower, found.upper])
    assert_allclose(ends, np.arctanh(21 / 26) + se * np.array([-1, 1]) * 1.959964, rtol=1e-6)


def test_inside_one_group_it_is_spearmans():
    chance = np.random.default_rng(2)
    one, other = chance.integers(0, 8, 30), chance.integers(0, 8, 30)
    found = rank_correlation_within(one, other, np.zeros(30, dtype=int))
    plain = rank_correlation(one, other)
    assert_allclose([found.rho, found.lower, found.upper], [plain.rho, plain.lower, plain.upper])
    assert_allclose(found.rho, stats.spearmanr(one, other).statistic)


def test_what_one_group_has_more_of_falls_out():
    chance = np.random.default_rng(3)
    one, other, group = chance.normal(size=60), chance.normal(size=60), np.repeat([0, 1, 2], 20)
    assert rank_correlation(one + 9 * group, other + 9 * group).rho > 0.8
    inside = rank_correlation_within(one + 9 * group, other + 9 * group, group)
    assert inside == rank_correlation_within(one, other, group)


def test_a_correlation_inside_groups_knows_its_limits():
    assert rank_correlation_within([], [], []).n == 0
    assert math.isnan(rank_correlation_within([1, 2, 3], [1, 2, 3], [0, 0, 0]).rho)
    assert math.isnan(rank_correlation_within([1] * 6, range(6), [0, 0, 0, 1, 1, 1]).rho)
    alone = rank_correlation_within([1, 2, 3, 4, 9, math.nan], [1, 3, 2, 4, 9, 1], [0, 0, 0, 0, 1, 0])
    assert (alone.n, alone.rho) == (4, pytest.approx(0.8))
    perfect = rank_correlation_within([1, 2, 3, 4, 5], [2, 3, 4, 5, 6], [0] * 5)
    assert (perfect.rho, math.isnan(perfect.lower), math.isnan(perfect.upper)) == (pytest.approx(1), True, True)
    with pytest.raises(ValueError, match="pairs"):
        rank_correlation_within([1, 2], [1], [0, 0])
