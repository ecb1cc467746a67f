"""Whether two numbers of the same states rise and fall together: Spearman's rank correlation with its interval.

Belongs here: association of two values per state. It is never an effect of one on the other. Who asks whom is in
`networks`; rates and their differences are in `rates`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from analytics.statistics.counts import FloatArray
from analytics.statistics.intervals import CONFIDENCE

FEWEST = 4
"""Below this many pairs the standard error has no meaning."""


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
    NaN with fewer than four pairs or where one of the values is the same for all; at rho = 1 or -1 the interval is
    that point. Raises ValueError for unequal lengths.
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
    with np.errstate(divide="ignore"):
        z = np.arctanh(rho)
    margin = float(ndtri(0.5 + CONFIDENCE / 2)) * np.sqrt((1 + rho**2 / 2) / (n - 3))
    return RankCorrelation(rho, float(np.tanh(z - margin)), float(np.tanh(z + margin)), int(n))
