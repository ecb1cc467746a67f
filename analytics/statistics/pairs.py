"""How often a value of one group is above a value of another, two by two: for numbers with long tails.

Belongs here: two independent groups, one value per cluster. Means of clusters and their differences are in `estimates`
and `reviews`. Half of all pairs is what two equal groups give, so results are written beyond one half.
"""

import numpy as np
import numpy.typing as npt

from analytics.statistics.association import ranks
from analytics.statistics.estimates import TWO, Estimate, with_interval, without_interval
from analytics.statistics.intervals import difference_df

EVEN = 0.5
"""The share of pairs in which the first is above, where neither tends to be."""


def more_often(one: npt.ArrayLike, other: npt.ArrayLike, fewest: int = TWO) -> Estimate:
    """The share of pairs (a value of `one`, a value of `other`) in which the first is above, ties half, minus one half.

    Unit: share of pairs, -0.5 to 0.5; 0 where neither tends to be above. One very large value counts as one above.
    Shapes: `one` (n,), `other` (m,), absent values (NaN) left out; each value a cluster of its own.
    Formula: the placement of a value is the share of the other group below it, ties half; the estimate is the mean
    placement of `one`, its variance s1^2 / n + s2^2 / m of the placements of both, t with the degrees of
    freedom of `intervals.difference_df`.
    The interval is cut at -0.5 and 0.5, where no pair or all pairs would be.
    Source: Brunner and Munzel (2000), Biometrical J. 42, 17-25; Mann and Whitney (1947), Annals of Math. Statistics
    18, 50-60.

    No value on a side -> "no_values"; fewer than `fewest` -> "too_few"; placements that do not vary -> "no_variation".
    """
    groups = [np.asarray(values, dtype=np.float64) for values in (one, other)]
    first, second = (values[~np.isnan(values)] for values in groups)
    n, m = first.size, second.size
    if not min(n, m):
        return without_interval("no_values", clusters=n + m, n=n + m)
    overall = ranks(np.concatenate([first, second]))
    above = (overall[:n] - ranks(first)) / m
    below = (overall[n:] - ranks(second)) / n
    value = float(above.mean()) - EVEN
    if min(n, m) < max(fewest, TWO):
        return without_interval("too_few", value, n + m, n + m)
    variance = [placements.var(ddof=1) / placements.size for placements in (above, below)]
    if not sum(variance):
        return without_interval("no_variation", value, n + m, n + m)
    df = difference_df(variance[0], n - 1, variance[1], m - 1)
    found = with_interval(value, float(np.sqrt(sum(variance))), float(df), clusters=n + m, n=n + m)
    lower, upper = max(found.lower, -EVEN), min(found.upper, EVEN)
    return Estimate(found.value, found.se, found.df, lower, upper, found.clusters, found.n, found.reason)


def farther_from_the_middle(one: npt.ArrayLike, other: npt.ArrayLike, fewest: int = TWO) -> Estimate:
    """How often a value of `one` lies farther from the median of its group than one of `other` from its own.

    As `more_often`, of the distances from the own median; above 0 where `one` is spread more widely.
    Source: Brown and Forsythe (1974), J. Am. Statist. Assoc. 69, 364-367, for distances from the median; here their
    ranks are compared, not their means, so that one far value decides nothing.
    """
    groups = [np.asarray(values, dtype=np.float64) for values in (one, other)]
    known = [values[~np.isnan(values)] for values in groups]
    return more_often(*(np.abs(values - np.median(values)) if values.size else values for values in known), fewest)
