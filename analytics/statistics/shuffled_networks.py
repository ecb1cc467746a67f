"""What a network of co-submission would look like if everybody had signed as much, but with anybody.

Belongs here: the null model that keeps how many submissions each organisation signed and how many organisations signed
each submission, and an observed network beside it. The observed network itself, drawn, is in `co_submission`.
A network of few large submissions has large components and repeated pairs by arithmetic alone: only what goes beyond
the null model says that organisations stay together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.statistics.counts import FloatArray, IntArray
from analytics.statistics.estimates import same_rows
from analytics.statistics.intervals import CONFIDENCE

SEED = 7
"""Of the draws: the same network always gets the same null model."""
DRAWS = 200
BETWEEN = 8
"""Global trades from one draw to the next; each redistributes all memberships once."""
BEFORE = 40
"""Global trades before the first draw."""
CLOSE = 1e-9
"""Numbers that differ by less are equal, computed with rounding."""
MEASURES = ("components", "largest_share", "pairs", "repeated_pairs")


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure of a network beside its draws from the null model, in the unit of the measure."""

    observed: float
    mean: float
    """Mean of the draws."""
    lower: float
    """The middle 95 % of the draws; NaN where all draws are alike."""
    upper: float
    as_large: int
    """Draws at least as large as the observed."""
    as_small: int
    """Draws at most as large."""
    draws: int
    reason: str
    """Why there is no range: "", no_values (no membership) or no_variation (all draws are alike)."""

    @property
    def p_large(self) -> float:
        """(as_large + 1) / (draws + 1): how often chance alone gives as much, never 0; NaN without draws."""
        return (self.as_large + 1) / (self.draws + 1) if self.draws else float("nan")

    @property
    def p_small(self) -> float:
        """(as_small + 1) / (draws + 1): how often chance alone gives as little."""
        return (self.as_small + 1) / (self.draws + 1) if self.draws else float("nan")

    @property
    def outside(self) -> bool:
        """Whether the observed lies outside the middle 95 % of the draws, or differs from draws that are all alike."""
        ends = (self.mean, self.mean) if self.reason == "no_variation" else (self.lower, self.upper)
        return self.draws > 0 and not ends[0] - CLOSE <= self.observed <= ends[1] + CLOSE


@dataclass(frozen=True, slots=True)
class _Network:
    """Each membership once: its submission (ascending) and organisation as numbers, and what the margins are."""

    rows: IntArray
    columns: IntArray
    sizes: IntArray
    """Organisations of each submission."""
    organisations: int
    review: IntArray
    """The number of each submission's review; 0 for all where only the region counts."""


def compared_with_chance(
    submission: npt.ArrayLike,
    organisation: npt.ArrayLike,
    review: npt.ArrayLike | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Mapping[str, Compared]:
    """A network of joint submissions beside networks with the same margins: each of `MEASURES`.

    Definition: `components`: groups of organisations without a common submission between them; `largest_share`: the
    share of organisations in the largest; `pairs`: pairs that signed any submission together; `repeated_pairs`: pairs
    that signed two or more together. Organisations are those that occur.
    Null model: all networks in which every organisation has as many submissions, and every submission as many
    organisations, as observed are equally likely, see `shuffled`. With `review`, every organisation has as many as
    observed in each review: a national one stays in its own.
    Unit: numbers, a share for `largest_share`. Shapes: the arrays are parallel, any labels, one entry per membership;
    repeats count once; `review` is that of the membership's submission. `lower` and `upper` are the 2.5 and 97.5 %
    quantiles of the draws.
    Source: Gotelli (2000), Ecology 81, 2606-2621 (fixed margins); Davison and Hinkley (1997), Bootstrap Methods and
    their Application, ch. 4 (p with + 1).
    Reading: give the network of one region, or one review. Of a region without `review` the null model mixes the
    organisations of its countries, which national ones never do; more components and repeated pairs than by chance
    then mean little more than that reviews differ. With `review` they mean that the same ones sign together.

    No membership -> NaN, "no_values"; margins that allow no other network, or none that differs in the measure, ->
    no range, "no_variation", p = 1. Raises ValueError for unequal lengths and for a submission of two reviews.
    """
    network = _network(submission, organisation, review)
    if not network.rows.size:
        absent = float("nan")
        return {name: Compared(absent, absent, absent, absent, 0, 0, 0, "no_values") for name in MEASURES}
    places = _pairs_of_places(network.sizes)
    observed = _measures(network, network.columns, places)
    chance = np.random.default_rng(seed)
    found = [_measures(network, columns, places) for columns in _draws(network, draws, chance)]
    drawn = np.array(found).reshape(draws, len(MEASURES))
    return {name: _compared(observed[place], drawn[:, place]) for place, name in enumerate(MEASURES)}


def shuffled(
    submission: npt.ArrayLike,
    organisation: npt.ArrayLike,
    review: npt.ArrayLike | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[IntArray, IntArray]:
    """Random networks with the margins of the observed one: submissions, and in each draw the organisations.

    Shapes: the first (memberships,), ascending; the second (draws, memberships), parallel to it. Numbers are places in
    the sorted labels. Inside a submission no organisation occurs twice. `review` as in `compared_with_chance`.
    Method: global curveball trades. All submissions (of a review) are paired by lot; in each pair the organisations
    that signed only one of the two are dealt out anew, as many to each as it had. In the long run all networks with the
    margins are equally likely; BEFORE trades come first, BETWEEN from draw to draw.
    Source: Strona et al. (2014), Nature Communications 5, 4114 (curveball); Carstens (2015), Physical Review E 91,
    042812 (that it is uniform); Carstens et al. (2018), 26th European Symposium on Algorithms, 11 (global trades).
    Raises ValueError for unequal lengths and for a submission of two reviews.
    """
    network = _network(submission, organisation, review)
    found = list(_draws(network, draws, np.random.default_rng(seed)))
    return network.rows, np.array(found, dtype=np.int64).reshape(draws, network.rows.size)


def _network(submission: npt.ArrayLike, organisation: npt.ArrayLike, review: npt.ArrayLike | None) -> _Network:
    """The memberships as numbers, checked."""
    of, who = np.asarray(submission), np.asarray(organisation)
    where = np.zeros(of.shape, dtype=np.int64) if review is None else np.asarray(review)
    same_rows(submission=of, organisation=who, review=where)
    names, columns = np.unique(who, return_inverse=True)
    numbers, first, rows = np.unique(of, return_index=True, return_inverse=True)
    places = np.unique(where, return_inverse=True)[1]
    if (places != places[first][rows]).any():
        wrong = of[places != places[first][rows]][0]
        msg = f"submission {wrong} is in two reviews: number submissions across reviews"
        raise ValueError(msg)
    once = np.unique(rows.astype(np.int64) * max(names.size, 1) + columns)
    rows, columns = np.divmod(once, max(names.size, 1))
    return _Network(rows, columns, np.bincount(rows, minlength=numbers.size), names.size, places[first])


def _draws(network: _Network, draws: int, chance: np.random.Generator) -> Iterator[IntArray]:
    """Organisations of each membership, draw by draw."""
    rows, columns, review = network.rows, network.columns.copy(), network.review
    signed = np.zeros((network.sizes.size, network.organisations), dtype=np.bool_)
    signed[rows, columns] = True
    counts = np.bincount(review)
    before = np.repeat(np.cumsum(counts) - counts, counts)  # sorted by review, where its submissions start
    place = np.arange(review.size)
    first = place[((place - before) % 2 == 0) & (place + 1 < before + np.repeat(counts, counts))]
    small = np.min_scalar_type(review.size)  # a stable sort of short numbers takes no comparisons
    for draw in range(draws):
        for _ in range(BETWEEN if draw else BEFORE):
            lot = np.argsort(review + chance.random(review.size))
            partner, pair = place.copy(), place.astype(small)  # one left over is its own partner: nothing moves
            one, other = lot[first], lot[first + 1]
            partner[one], partner[other], pair[other] = other, one, one
            moving = np.flatnonzero(~signed[partner[rows], columns])
            row, column = rows[moving], columns[moving]
            of = pair[row]
            signed[row, column] = False
            to = np.argsort(of, kind="stable")
            column = column[np.argsort(of + chance.random(of.size))]
            signed[row[to], column] = True
            columns[moving[to]] = column
        yield columns.copy()


def _pairs_of_places(sizes: IntArray) -> tuple[IntArray, IntArray]:
    """The places of the two memberships of each pair inside a submission; the same in every draw."""
    last = np.repeat(np.cumsum(sizes), sizes)  # one past the end of its submission
    place = np.arange(sizes.sum())
    after = last - place - 1
    first = np.repeat(place, after)
    return first, first + 1 + np.arange(first.size) - np.repeat(np.cumsum(after) - after, after)


def _measures(network: _Network, columns: IntArray, places: tuple[IntArray, IntArray]) -> FloatArray:
    """The measures of one draw, in the order of MEASURES."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    submissions, organisations = network.sizes.size, network.organisations
    nodes = submissions + organisations
    ends = (network.rows, submissions + columns)
    graph = csr_array((np.ones(columns.size, dtype=np.int8), ends), shape=(nodes, nodes))
    components, label = connected_components(graph, directed=False)
    largest = np.bincount(label[submissions:]).max()
    one, other = (columns[ends] for ends in places)
    pair = np.sort(np.minimum(one, other) * organisations + np.maximum(one, other))
    again = pair[1:] == pair[:-1]
    pairs = pair.size - int(again.sum())
    repeated = int(again.sum() - (again[1:] & again[:-1]).sum())
    return np.array([components, largest / organisations, pairs, repeated], dtype=np.float64)


def _compared(observed: float, drawn: FloatArray) -> Compared:
    """An observed number beside its draws."""
    if not drawn.size:
        absent = float("nan")
        return Compared(float(observed), absent, absent, absent, 0, 0, 0, "no_values")
    tail = (1 - CONFIDENCE) / 2
    lower, upper = (float(end) for end in np.quantile(drawn, (tail, 1 - tail)))
    varies = np.ptp(drawn) > CLOSE
    return Compared(
        observed=float(observed),
        mean=float(drawn.mean()),
        lower=lower if varies else float("nan"),
        upper=upper if varies else float("nan"),
        as_large=int((drawn >= observed - CLOSE).sum()),
        as_small=int((drawn <= observed + CLOSE).sum()),
        draws=drawn.size,
        reason="" if varies else "no_variation",
    )
