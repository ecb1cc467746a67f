"""The network of co-submission: by hand, and against networkx on random ones; the same drawing each time."""

import networkx as nx
import numpy as np
import pytest

from analytics.statistics.co_submission import co_submission, layout, shared_submissions


def test_four_organisations_in_two_submissions_by_hand():
    """0, 1 and 2 signed the first, 2 and 3 the second: 2 is on the way from 3 to the other two, 2 of 3 pairs."""
    found = co_submission([0, 0, 0, 1, 1, 1], [0, 1, 2, 2, 3, 3], 5)
    assert (found.density, found.components) == (pytest.approx(4 / 10), 2)
    assert found.submissions.tolist() == [1, 1, 2, 1, 0]
    assert found.partners.tolist() == [2, 2, 3, 1, 0]
    assert found.component.tolist() == [0, 0, 0, 0, 1]
    assert found.betweenness == pytest.approx([0, 0, 2 / 6, 0, 0])
    pairs = zip(found.first.tolist(), found.second.tolist(), found.shared.tolist(), strict=True)
    assert list(pairs) == [(0, 1, 1), (0, 2, 1), (1, 2, 1), (2, 3, 1)]


def test_submissions_that_two_share_are_counted():
    first, second, shared = shared_submissions([0, 0, 1, 1, 2], [3, 1, 1, 3, 1])
    assert (first.tolist(), second.tolist(), shared.tolist()) == ([1], [3], [2])


@pytest.mark.parametrize("seed", range(4))
def test_betweenness_is_that_of_networkx(seed):
    chance = np.random.default_rng(seed)
    submission, organisation = chance.integers(0, 60, 150), chance.integers(0, 90, 150)
    found = co_submission(submission, organisation, 90)
    graph = nx.Graph()
    graph.add_nodes_from(range(90))
    graph.add_edges_from(zip(found.first.tolist(), found.second.tolist(), strict=True))
    expected = nx.betweenness_centrality(graph)
    assert found.betweenness == pytest.approx([expected[who] for who in range(90)], abs=1e-6)
    assert found.density == pytest.approx(nx.density(graph))
    assert found.components == nx.number_connected_components(graph)


def test_nothing_signed_is_a_network_without_edges():
    found = co_submission([], [], 3)
    assert (found.density, found.components, len(found.first)) == (0, 3, 0)
    assert found.betweenness.tolist() == [0, 0, 0]
    empty = co_submission([], [], 0)
    assert np.isnan(empty.density)
    assert layout([], [], 0).shape == (0, 2)


def test_a_drawing_is_the_same_each_time_and_keeps_components_apart():
    chance = np.random.default_rng(5)
    first, second, _ = shared_submissions(chance.integers(0, 80, 200), chance.integers(0, 120, 200))
    places = layout(first, second, 120)
    assert np.array_equal(places, layout(first, second, 120))
    assert len(np.unique(places.round(6), axis=0)) == 120
    assert np.isfinite(places).all()
