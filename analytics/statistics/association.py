"""Whether two numbers of the same states rise and fall together: Spearman's rank correlation with its interval.

Belongs here: association of two values per state. It is never an effect of one on the other. Who asks whom is in
`networks`; rates and their differences are in `rates`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from analytics.statistics.counts import FloatArray, group_index
from analytics.statistics.intervals import CONFIDENCE

FEWEST = 4
"""Below this many pairs the standard error has no meaning."""
ROUNDING = 1e-12
"""A correlation that is closer to 1 or -1 is 1 or -1, computed with rounding."""


@dataclass(frozen=True, slots=True)
class RankCorrelation:
    """Spearman's rho of pairs of values, from -1 to 1, with its 95 % interval. NaN where there is none."""

    rho: float
    lower: float
    upper: float
    n: int


def ranks(values: npt.ArrayLike) -> FloatArray:
    """Rank of each value, 1 for the lowest; equal values share the mean of their ranks."""
    of = np.asarray(values, dtype=float)
    _, place, often = np.unique(of, return_inverse=True, return_counts=True)
    last = np.cumsum(often)
    return (last - (often - 1) / 2)[place]


def rank_correlation(one: npt.ArrayLike, other: npt.ArrayLike) -> RankCorrelation:
    """Spearman's rank correlation of two values per state, each state once, with a 95 % interval.

    Definition: Pearson's correlation of the ranks, ties at the mean rank; pairs with an absent value are left out.
    Unit: -1 (one falls as the other rises, without exception) to 1.
    Formula of the interval: Fisher's z = atanh(rho), z +- 1.96 se with se^2 = (1 + rho^2 / 2) / (n - 3), and back.
    Source: Bonett and Wright (2000), Psychometrika 65, 23-28, whose se holds its level where Fisher's own
    1 / (n - 3), made for Pearson's coefficient, is too small; Spearman (1904), Am. J. Psychology 15, 72-101.
    NaN with fewer than four pairs or where one of the values is the same for all; no interval at rho = 1 or -1:
    it would have no width. Raises ValueError for unequal lengths.
    """
    x, y = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if x.shape != y.shape:
        msg = f"{x.size} values and {y.size}: they must be pairs"
        raise ValueError(msg)
    known = ~(np.isnan(x) | np.isnan(y))
    a, b = ranks(x[known]), ranks(y[known])
    n = a.size
    if n < FEWEST or not (np.ptp(a) and np.ptp(b)):
        return RankCorrelation(np.nan, np.nan, np.nan, int(n))
    a, b = a - a.mean(), b - b.mean()
    rho = float(np.clip(a @ b / np.sqrt((a @ a) * (b @ b)), -1, 1))
    return _with_interval(rho, int(n), n - 3)


def rank_correlation_within(one: npt.ArrayLike, other: npt.ArrayLike, group: npt.ArrayLike) -> RankCorrelation:
    """Spearman's rank correlation inside groups, such as regions, pooled over them, with a 95 % interval.

    Definition: both values are replaced by their ranks inside the group, divided by the group's number + 1 and centred;
    then Pearson's correlation over all groups. What one group has more of than another falls out.
    Unit: -1 to 1. Shapes: two arrays (cases,), each case once, and `group` (cases,) numbers 0, 1, ...; a pair with an
    absent value, and a group of one pair, are left out; `n` counts the pairs used.
    Formula of the interval: as `rank_correlation` with n - 3 - (groups - 1), one less for each further group whose mean
    is taken out. Source: Fisher (1924), Metron 3, 329-332 (partial correlation); Bonett and Wright (2000).
    NaN with n - groups < 3, or where one of the values is the same in all of each group; no interval at rho = 1 or -1.
    Raises ValueError for unequal lengths and wrong group numbers.
    """
    x, y = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if x.shape != y.shape:
        msg = f"{x.size} values and {y.size}: they must be pairs"
        raise ValueError(msg)
    index, groups = group_index(group, x.size)
    known = ~(np.isnan(x) | np.isnan(y))
    known &= (np.bincount(index[known], minlength=groups) > 1)[index]
    a, b, index = x[known], y[known], index[known]
    size = np.bincount(index, minlength=groups)
    a, b = (_inside(values, index, size) for values in (a, b))
    n, used = a.size, int((size > 0).sum())
    scale = (a @ a) * (b @ b)
    if n - used < FEWEST - 1 or not scale:
        return RankCorrelation(np.nan, np.nan, np.nan, int(n))
    return _with_interval(float(np.clip(a @ b / np.sqrt(scale), -1, 1)), int(n), n - 3 - (used - 1))


def _inside(values: FloatArray, index: npt.NDArray[np.int64], size: npt.NDArray[np.int64]) -> FloatArray:
    """Centred ranks inside each group, as shares of its number + 1."""
    place = np.unique(values, return_inverse=True)[1]
    overall = ranks(index * (values.size + 1.0) + place)  # group after group, values upwards inside each
    before = np.cumsum(size) - size
    return (overall - before[index] - (size[index] + 1) / 2) / (size[index] + 1)


def _with_interval(rho: float, n: int, free: int) -> RankCorrelation:
    """The interval of Bonett and Wright; none where there is no spread left to judge by, or no room."""
    if free < 1 or abs(rho) > 1 - ROUNDING:
        return RankCorrelation(rho, np.nan, np.nan, n)
    z, margin = np.arctanh(rho), float(ndtri(0.5 + CONFIDENCE / 2)) * np.sqrt((1 + rho**2 / 2) / free)
    return RankCorrelation(rho, float(np.tanh(z - margin)), float(np.tanh(z + margin)), n)
