"""The null model of co-submission: uniform over all networks with the margins, listed one by one, and its measures.

All networks here are synthetic. What is compared with is listed in full, or counted with networkx.
"""

import math
from collections import Counter
from itertools import combinations, product
from time import process_time

import networkx as nx
import numpy as np
import pytest
from scipy import stats

from analytics.statistics.shuffled_networks import MEASURES, Compared, compared_with_chance, shuffled

TINY = {
    "two pairs and a single": ([0, 0, 1, 1, 2], [0, 1, 0, 2, 3], 12),
    "four submissions": ([0, 0, 0, 1, 1, 2, 2, 3], [0, 1, 2, 0, 1, 2, 3, 0], 24),
}
"""Memberships, and how many networks have these margins."""


def with_the_same_margins(submission, organisation):
    """All networks, as sets of memberships, listed from all tables of 0 and 1."""
    submissions, organisations = max(submission) + 1, max(organisation) + 1
    cells = list(product(range(submissions), range(organisations)))
    margins = Counter(submission), Counter(organisation)
    return [
        frozenset(chosen)
        for chosen in combinations(cells, len(submission))
        if (Counter(row for row, _ in chosen), Counter(column for _, column in chosen)) == margins
    ]


def drawn_networks(submission, organisation, **options):
    rows, columns = shuffled(submission, organisation, **options)
    return [frozenset(zip(rows.tolist(), each.tolist(), strict=True)) for each in columns]


@pytest.mark.parametrize(("submission", "organisation", "number"), TINY.values(), ids=TINY)
def test_all_networks_with_the_margins_are_drawn_equally_often(submission, organisation, number):
    listed = with_the_same_margins(submission, organisation)
    assert len(listed) == number
    often = Counter(drawn_networks(submission, organisation, draws=4000, seed=2))
    assert set(often) == set(listed)
    assert stats.chisquare([often[each] for each in listed]).pvalue > 0.01


def test_two_pairs_of_four_organisations_by_hand():
    # Sizes 2, 2; degrees 2, 1, 1: organisation 0 is in both, 1 and 2 in one each: 2 networks, alike in each measure
    found = compared_with_chance([0, 0, 1, 1], [0, 1, 0, 2])
    assert {name: each.observed for name, each in found.items()} == {
        "components": 1,
        "largest_share": 1,
        "pairs": 2,
        "repeated_pairs": 0,
    }
    assert {each.reason for each in found.values()} == {"no_variation"}
    assert found["pairs"].p_large == found["pairs"].p_small == 1
    assert math.isnan(found["pairs"].lower)
    assert not found["pairs"].outside


def test_the_null_mean_is_that_of_all_networks_with_the_margins():
    # {0, 1} twice: no other network has these margins
    assert compared_with_chance([0, 0, 1, 1], [0, 1, 0, 1])["repeated_pairs"].reason == "no_variation"
    # Sizes 2, 2, 1, 1 and degrees 2, 2, 1, 1, observed {0 1}, {0 1}, {2}, {3}: the pair 0-1 is repeated in 2 networks
    submission, organisation = [0, 0, 1, 1, 2, 3], [0, 1, 0, 1, 2, 3]
    listed = with_the_same_margins(submission, organisation)
    repeated = [repeated_pairs(each) for each in listed]
    found = compared_with_chance(submission, organisation, draws=1500)["repeated_pairs"]
    assert found.observed == 1
    assert found.mean == pytest.approx(np.mean(repeated), abs=0.04)
    assert found.p_large == pytest.approx(np.mean(np.array(repeated) >= 1), abs=0.04)


def repeated_pairs(network):
    members = {row: sorted(column for other, column in network if other == row) for row, _ in network}
    shared = Counter(pair for names in members.values() for pair in combinations(names, 2))
    return sum(often > 1 for often in shared.values())


def a_network(seed, submissions=40, organisations=60):
    """Organisations that sign unequally often, in submissions of unequal size."""
    chance = np.random.default_rng(seed)
    size = np.clip(chance.geometric(0.3, submissions), 1, 15)
    submission = np.repeat(np.arange(submissions), size)
    return submission, np.minimum(chance.geometric(0.05, submission.size), organisations)


@pytest.mark.parametrize("seed", range(4))
def test_the_measures_are_those_of_networkx(seed):
    submission, organisation = a_network(seed)
    once = set(zip(submission.tolist(), organisation.tolist(), strict=True))
    graph = nx.Graph()
    graph.add_nodes_from(organisation.tolist())
    for names in grouped(once).values():
        graph.add_edges_from(combinations(names, 2))
    parts = list(nx.connected_components(graph))
    found = compared_with_chance(submission, organisation, draws=1)
    assert [found[name].observed for name in MEASURES] == [
        len(parts),
        max(map(len, parts)) / graph.number_of_nodes(),
        graph.number_of_edges(),
        repeated_pairs(once),
    ]


def grouped(memberships):
    members = {}
    for row, column in memberships:
        members.setdefault(row, []).append(column)
    return members


def test_every_draw_keeps_both_margins_and_no_organisation_signs_twice():
    submission, organisation = a_network(7)
    once = set(zip(submission.tolist(), organisation.tolist(), strict=True))
    names = sorted({column for _, column in once})
    rows, columns = shuffled(submission, organisation, draws=20)
    expected = np.unique([names.index(column) for _, column in once], return_counts=True)[1]
    for draw in columns:
        assert np.bincount(draw).tolist() == expected.tolist()
        assert len(set(zip(rows.tolist(), draw.tolist(), strict=True))) == len(once)
    assert len(np.unique(columns, axis=0)) == 20


def test_with_reviews_an_organisation_stays_in_its_own():
    submission, organisation = a_network(8)
    review = submission % 3
    rows, columns = shuffled(submission, organisation, review, draws=10)
    seen = {}
    for row, column in set(zip(submission.tolist(), organisation.tolist(), strict=True)):
        seen.setdefault(row % 3, []).append(column)
    names = np.unique(organisation)
    for draw in columns:
        for number, expected in seen.items():
            assert sorted(names[draw[rows % 3 == number]].tolist()) == sorted(expected)
    assert (columns[0] != columns[1]).any()


def test_a_review_of_its_own_for_each_submission_leaves_nothing_to_draw():
    submission, organisation = a_network(9)
    found = compared_with_chance(submission, organisation, submission, draws=5)
    assert {each.reason for each in found.values()} == {"no_variation"}
    with pytest.raises(ValueError, match="submission 0 is in two reviews"):
        shuffled([0, 0], [1, 2], ["a", "b"])


def test_the_same_network_has_the_same_null_model_in_any_order():
    submission, organisation = a_network(10)
    again = np.random.default_rng(1).permutation(submission.size)
    first = compared_with_chance(submission, organisation, draws=20)
    assert first == compared_with_chance(submission[again], organisation[again], draws=20)
    assert first != compared_with_chance(submission, organisation, draws=20, seed=8)


def test_partners_that_stay_together_are_found_and_partners_by_lot_are_not():
    # Ten circles of four that sign three times each, against the same memberships dealt out
    submission = np.repeat(np.arange(30), 4)
    circles = (submission // 3) * 4 + np.tile(np.arange(4), 30)
    found = compared_with_chance(submission, circles)
    assert found["repeated_pairs"].observed == 60
    assert found["repeated_pairs"].p_large == 1 / 201
    assert found["repeated_pairs"].outside
    components = found["components"]  # each draw hangs together: no range, and yet ten are not one
    assert (components.observed, components.mean, components.as_large, components.reason) == (10, 1, 0, "no_variation")
    assert components.outside
    rows, columns = shuffled(submission, circles, draws=40, seed=3)
    chance = [compared_with_chance(rows, each, draws=40)["repeated_pairs"].p_large <= 0.05 for each in columns]
    assert np.mean(chance) <= 0.15


def test_draws_are_hardly_alike_one_after_another():
    submission = np.repeat(np.arange(60), 5)
    circles = (submission // 3) * 5 + np.tile(np.arange(5), 60)
    rows, columns = shuffled(submission, circles, draws=200)
    measured = [repeated_pairs(frozenset(zip(rows.tolist(), each.tolist(), strict=True))) for each in columns]
    assert abs(np.corrcoef(measured[:-1], measured[1:])[0, 1]) < 0.2


def test_networks_of_nothing_and_of_one_submission_have_no_range():
    none = compared_with_chance([], [])
    assert {each.reason for each in none.values()} == {"no_values"}
    assert math.isnan(none["pairs"].p_large)
    one = compared_with_chance([5, 5, 5], ["x", "y", "z"])
    assert {each.reason for each in one.values()} == {"no_variation"}
    assert (one["pairs"].observed, one["pairs"].as_large, one["pairs"].draws) == (3, 200, 200)
    assert shuffled([], [], draws=3)[1].shape == (3, 0)


def test_p_counts_the_observed_among_the_draws():
    found = Compared(5, 3, 1, 6, as_large=4, as_small=196, draws=199, reason="")
    assert (found.p_large, found.p_small) == (0.025, 0.985)


def test_a_region_takes_less_than_a_second_or_two():
    # 3,000 memberships, 200 draws; half a second on the machine it was made for, and slower ones pass
    chance = np.random.default_rng(1)
    submission = np.repeat(np.arange(700), 4)
    begin = process_time()
    compared_with_chance(submission, np.minimum(chance.geometric(0.003, submission.size), 1500))
    assert process_time() - begin < 4
