"""Ranked lists of states that may raise an issue with a state under review, and how often such a list is right.

Belongs here: the parts of a score, their sum, the order of a list, precision and recall of its first places. Does not:
the shrunken rate of acceptance, which is one of the parts (`shrinkage`); which sessions are compared (`results`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analytics.statistics.counts import BoolArray, FloatArray, IntArray

DECIMALS = 3
"""Of points: below, two states are equal, and what breaks ties decides."""
TIES = 10_000
"""More than any place that breaks a tie."""


def recency(session: npt.ArrayLike, last: float, half_life: float) -> FloatArray:
    """How much a recommendation of a session counts beside one of the session `last`: 0.5 ^ (sessions ago / half_life).

    Unit: none, 0 to 1. Shape: any.
    Reading: states turn to other issues and speak more or less as governments change. Of lists made with sessions 1-12
    the first twenty held more of who asked in 13-19 with half-lives of 2 to 24 sessions than with none, most with 4, 6.
    """
    return 0.5 ** ((last - np.asarray(session, dtype=np.float64)) / half_life)


def interest(raised: npt.ArrayLike) -> FloatArray:
    """Interest in an issue, 0 to 1: the root of how often a state raised it, beside the state that did most often.

    Shapes: `raised` (..., states), recommendations weighted by `recency`. The root, because who raised an issue forty
    times is not twice as likely to raise it again as who did twenty times. 0 where nobody raised it.
    """
    of = np.asarray(raised, dtype=np.float64)
    most = of.max(axis=-1, keepdims=True, initial=0)
    return np.sqrt(np.divide(of, most, out=np.zeros(of.shape), where=most > 0))


def history(here: npt.ArrayLike) -> FloatArray:
    """History with one state under review, 0 to 1: n / (n + 1) of the n times that a state raised the issue with it.

    Never 0, once 0.5, three times 0.75: that it was raised at all says more than how often. Shape: any.
    """
    times = np.asarray(here, dtype=np.float64)
    return times / (times + 1)


def points(parts: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Points out of 100: the mean of parts of 0 to 1 with these weights; of weights that are all 0, 0 points.

    Shapes: `parts` (parts, ..., states), `weights` (parts,), none negative.
    """
    each, of = np.asarray(parts, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    total = of.sum()
    return 100 * np.tensordot(of / total if total else of, each, axes=1)


def places(first: npt.ArrayLike, then: npt.ArrayLike) -> IntArray:
    """The place of each state, 0 the last, by `first`; of equal ones by `then`, then by their order, the first before.

    Shapes: both (..., states). A place is a key of `keys`: no two states share one.
    """
    one, two = np.broadcast_arrays(np.asarray(first), np.asarray(then))
    back = np.broadcast_to(-np.arange(one.shape[-1]), one.shape)
    order = np.lexsort((back, two, one), axis=-1)
    found = np.empty(one.shape, dtype=np.int64)
    np.put_along_axis(found, order, np.broadcast_to(np.arange(one.shape[-1]), one.shape), axis=-1)
    return found


def keys(score: npt.ArrayLike, place: npt.ArrayLike) -> IntArray:
    """Whole numbers in the order of a list, the largest first: by score, of equal ones by `place` of `places`.

    Shapes: equal, (..., states). Scores that differ by less than their last decimal (DECIMALS) are equal.
    """
    whole = np.rint(np.asarray(score, dtype=np.float64) * 10**DECIMALS).astype(np.int64)
    return whole * TIES + np.asarray(place, dtype=np.int64)


def in_first(key: npt.ArrayLike, number: int) -> BoolArray:
    """Whether each state is among the first `number` of its list. Shape: `key` (lists, states), without equal keys."""
    of = np.asarray(key)
    if of.shape[-1] <= number:
        return np.ones(of.shape, dtype=bool)
    return of >= np.partition(of, -number, axis=-1)[..., -number, None]


def precision(true: npt.ArrayLike, key: npt.ArrayLike, number: int) -> FloatArray:
    """Of the first `number` of each list, the share of those that are true. Shapes: both (lists, states), bool and key.

    Source: Manning, Raghavan and Schuetze, Introduction to Information Retrieval (2008), 8.4 (precision at k).
    """
    return (np.asarray(true) & in_first(key, number)).sum(axis=-1) / number


def recall(true: npt.ArrayLike, key: npt.ArrayLike, number: int) -> FloatArray:
    """Of all that are true, the share among the first `number` of each list. Shapes and source: see `precision`.

    NaN for a list with none that is true.
    """
    of = np.asarray(true)
    found, all_true = (of & in_first(key, number)).sum(axis=-1), of.sum(axis=-1)
    return np.divide(found, all_true, out=np.full(all_true.shape, np.nan), where=all_true > 0)
