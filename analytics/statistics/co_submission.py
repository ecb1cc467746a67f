"""Who submits with whom: the network of organisations that share joint submissions.

Belongs here: edges, components, density, betweenness of such a network, and where to draw its points. Does not:
colours, names, or which organisations are shown. networkx and scipy.sparse are imported when a network is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics.statistics.counts import FloatArray, IntArray

SEED = 7
"""Of the layout: the same network is always drawn the same."""
ROUNDS = 40
CHUNK = 256
"""Organisations from which shortest paths are counted at once; keeps memory small."""
SPREAD, LOOSE = 3.5, 1.4
"""How far a component is spread, and how much more room it gets than a ring of as many."""
GAP = 0.8
"""Between components in the drawing; an organisation takes about 1."""


@dataclass(frozen=True, slots=True)
class CoSubmission:
    """A network of `organisations` points. Arrays by organisation, and by edge."""

    density: float
    """Edges / possible edges, 0 to 1; NaN below two organisations."""
    components: int
    """Groups of organisations without a common submission between them."""
    submissions: IntArray
    """Submissions that an organisation signed."""
    partners: IntArray
    """Other organisations that it shares a submission with."""
    component: IntArray
    """Number of its component, 0 the largest."""
    betweenness: FloatArray
    """Share of shortest paths between others that pass through it, 0 to 1."""
    first: IntArray
    """One end of each edge."""
    second: IntArray
    """Its other end, a higher number."""
    shared: IntArray
    """Submissions that the two share."""


def co_submission(submission: npt.ArrayLike, organisation: npt.ArrayLike, organisations: int) -> CoSubmission:
    """The network of organisations numbered 0, 1, ... that signed numbered submissions.

    Definition: two organisations have an edge when they signed a submission together. Density = edges / (n (n - 1) /
    2). Betweenness of v = the sum over pairs s, t of the share of shortest paths s-t through v, divided by
    (n - 1)(n - 2) / 2; 0 with fewer than three organisations. Every edge has length 1, however often it is shared.
    Unit: organisations. Shapes: the two arrays are parallel, one entry per membership; repeats count once.
    Source: Freeman (1977), Sociometry 40, 35-41; counted as in Brandes (2001), Journal of Mathematical Sociology 25,
    163-177, for many organisations at once.

    No membership -> no edge, and every organisation is its own component.
    """
    import networkx as nx

    first, second, shared = shared_submissions(submission, organisation)
    signed = set(zip(np.asarray(submission).tolist(), np.asarray(organisation).tolist(), strict=True))
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(range(organisations))
    graph.add_edges_from(zip(first.tolist(), second.tolist(), strict=True))
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    component = np.zeros(organisations, dtype=np.int64)
    for number, part in enumerate(parts):
        component[list(part)] = number
    return CoSubmission(
        density=float(nx.density(graph)) if organisations > 1 else float("nan"),
        components=len(parts),
        submissions=np.bincount([who for _, who in signed], minlength=organisations).astype(np.int64),
        partners=np.array([graph.degree(who) for who in range(organisations)], dtype=np.int64),
        component=component,
        betweenness=_betweenness(first, second, parts, organisations),
        first=first,
        second=second,
        shared=shared,
    )


def shared_submissions(submission: npt.ArrayLike, organisation: npt.ArrayLike) -> tuple[IntArray, IntArray, IntArray]:
    """The edges alone: one end, the other (a higher number), and the submissions that the two share. As above."""
    members: dict[int, set[int]] = {}
    for number, who in zip(np.asarray(submission).tolist(), np.asarray(organisation).tolist(), strict=True):
        members.setdefault(number, set()).add(who)
    shared = Counter(pair for together in members.values() for pair in combinations(sorted(together), 2))
    edges = np.array(sorted(shared), dtype=np.int64).reshape(-1, 2)
    return edges[:, 0], edges[:, 1], np.array([shared[one, other] for one, other in edges.tolist()], dtype=np.int64)


def layout(first: npt.ArrayLike, second: npt.ArrayLike, organisations: int) -> FloatArray:
    """Where to draw each organisation: x and y, one row each; the same for the same network.

    Each component is drawn by itself (Fruchterman and Reingold 1991; a group in which everybody has signed with
    everybody is a ring), and the components are set in rows, the largest first. Distances mean nothing.
    """
    import networkx as nx

    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(range(organisations))
    graph.add_edges_from(zip(np.asarray(first).tolist(), np.asarray(second).tolist(), strict=True))
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    drawn = [_component(graph.subgraph(sorted(part)), nx) for part in parts]
    places = np.zeros((organisations, 2))
    width = max(
        [1.1 * np.sqrt(sum((2 * size + GAP) ** 2 for _, _, size in drawn)), *(2 * size for _, _, size in drawn), 1]
    )
    left = top = height = 0.0
    for names, points, radius in drawn:
        if left and left + 2 * radius > width:
            left, top, height = 0.0, top - height - GAP, 0.0
        places[names] = points + np.array((left + radius, top - radius))
        left, height = left + 2 * radius + GAP, max(height, 2 * radius)
    return places


def _component(graph: Any, nx: Any) -> tuple[list[int], FloatArray, float]:
    """The organisations of a component, their places around 0, and its radius."""
    names = sorted(graph.nodes)
    size = len(names)
    radius = max(0.5, 0.75 * np.sqrt(size))
    if size == 1:
        return names, np.zeros((1, 2)), radius
    if graph.number_of_edges() == size * (size - 1) // 2:
        angle = 2 * np.pi * np.arange(size) / size
        return names, 0.8 * radius * np.column_stack([np.cos(angle), np.sin(angle)]), radius
    ordered = nx.Graph()
    ordered.add_nodes_from(names)
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.edges))
    radius *= LOOSE
    spring = nx.spring_layout(ordered, seed=SEED, iterations=ROUNDS, k=SPREAD / np.sqrt(size))
    points = np.array([spring[name] for name in names])
    points -= (points.max(axis=0) + points.min(axis=0)) / 2
    return names, 0.95 * radius * points / np.abs(points).max(), radius


def _betweenness(first: IntArray, second: IntArray, parts: Sequence[set[int]], size: int) -> FloatArray:
    """Freeman's betweenness, by breadth-first counts from many organisations of a component at once."""
    from scipy.sparse import csr_array

    total = np.zeros(size)
    if size < 3 or not len(first):  # noqa: PLR2004 - a path through a third one needs three
        return total
    ends = np.concatenate([first, second]), np.concatenate([second, first])
    near = csr_array((np.ones(len(ends[0]), dtype=np.float32), ends), shape=(size, size))
    for part in parts:
        inside = np.array(sorted(part))
        mine = near[inside][:, inside]
        if mine.nnz == len(inside) * (len(inside) - 1):
            continue  # everybody with everybody: no path passes anybody
        for start in range(0, len(inside), CHUNK):
            total[inside] += _dependencies(mine, np.arange(start, min(start + CHUNK, len(inside))))
    return total / ((size - 1) * (size - 2))


def _dependencies(near: Any, sources: IntArray) -> FloatArray:
    """Sum over these sources of the dependency of a source on each organisation (Brandes 2001)."""
    size, columns = near.shape[0], np.arange(len(sources))
    distance = np.full((size, len(sources)), -1, dtype=np.int16)
    distance[sources, columns] = 0
    paths = np.zeros(distance.shape, dtype=np.float32)
    paths[sources, columns] = 1
    front, last = paths.copy(), 0
    while True:
        front = near @ front
        front *= distance < 0
        reached = front > 0
        if not reached.any():
            break
        last += 1
        distance[reached] = last
        paths += front
    depends = np.zeros(distance.shape, dtype=np.float32)
    each_path = np.reciprocal(np.maximum(paths, 1))
    for level in range(last, 0, -1):
        passed = (1 + depends) * each_path
        passed *= distance == level
        step = near @ passed
        step *= paths
        step *= distance == level - 1
        depends += step
    depends[sources, columns] = 0
    return depends.sum(axis=1, dtype=np.float64)
