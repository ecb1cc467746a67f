"""Intervals of few and unequal clusters: quantile, degrees of freedom, ends of a share, two-sided p-value.

Belongs here: what every interval has in common, so that all of them hold, or fail, together. `python -m
benchmarks.intervals` counts how often they do.

`scipy.special` is used rather than `scipy.stats`, which takes several times longer to import.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from analytics.statistics.counts import FloatArray, IntArray

CONFIDENCE = 0.95  # of every interval in this package; stated to the reader beside each of them

Numbers = TypeVar("Numbers", np.float64, FloatArray)


def t_margin(se: Numbers, df: Numbers) -> Numbers:
    """Half the width of the 95 % interval: t(0.975, df) * se. NaN where df is not positive."""
    return stdtrit(np.where(df > 0, df, np.nan), 0.5 + CONFIDENCE / 2) * se


def two_sided_p(statistic: Numbers, df: Numbers) -> Numbers:
    """Two-sided p-value of a t statistic; df = inf is the normal distribution. NaN stays NaN."""
    return 2 * stdtr(np.where(df > 0, df, np.nan), -np.abs(statistic))


def welch_df(variance_a: Numbers, df_a: Numbers, variance_b: Numbers, df_b: Numbers) -> Numbers:
    """Degrees of freedom of a difference whose parts have these variances, which are taken as known.

    Formula: (Va + Vb)^2 / (Va^2 / dfa + Vb^2 / dfb), in the shares of the variance so that tiny values do not
    underflow. Source: Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Welch (1947), Biometrika 34, 28-35.
    NaN when both variances are 0. For an interval take `difference_df`.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = variance_a / (variance_a + variance_b)
        return 1 / (share**2 / df_a + (1 - share) ** 2 / df_b)


def difference_df(
    variance_a: npt.ArrayLike, df_a: npt.ArrayLike, variance_b: npt.ArrayLike, df_b: npt.ArrayLike
) -> FloatArray:
    """Degrees of freedom of the difference of two independent estimates, of which one may rest on few clusters.

    `variance_a`, `variance_b` are the squared standard errors. Formula: the smaller of two. Welch's takes the variances
    as they were estimated: where few states happen to be alike, it believes them, gives the many states most of the
    weight and so nearly their degrees of freedom. The other takes the variances that both would have if the clusters
    varied alike, 1 / (df + 1), which no chance makes small.
    Source: Welch (1947), Biometrika 34, 28-35; Satterthwaite (1946), Biometrics Bulletin 2, 110-114; for degrees of
    freedom under a working model Bell and McCaffrey (2002), Survey Methodology 28(2), 169-181; that Welch's fail where
    one group has 3 clusters and the other 27, and these hold: Imbens and Kolesar (2016), Review of Economics and
    Statistics 98, 701-712. NaN when both variances are 0.
    """
    v, f, w, g = (np.asarray(each, dtype=np.float64) for each in (variance_a, df_a, variance_b, df_b))
    return np.minimum(welch_df(v, f, w, g), welch_df(1 / (f + 1), f, 1 / (g + 1), g))


def cluster_df(shares: Sequence[FloatArray], index: IntArray, groups: int) -> FloatArray:
    """Degrees of freedom of m / (m - 1) * sum(d^2), the variance of a ratio, for clusters of unequal size.

    Definition: d = h (v - mean), with v the rate of a cluster and h its share of the whole; for a change the d of one
    ratio minus that of the other. If the rates v vary alike and independently, d has the covariances C = h_i h_j
    (1[i = j] - h_i - h_j + sum(h^2)), added up over the ratios, and the variance as many degrees of freedom as
    trace(C)^2 / trace(C C): clusters - 1 where all are equal, fewer where some hold most of the whole.
    Shapes: each array of `shares` (rows,), adding up to 1 in each group; `index` (rows,) the group of each row.
    Source: Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Bell and McCaffrey (2002), Survey Methodology 28(2),
    169-181; Pustejovsky and Tipton (2018), J. Business and Economic Statistics 36, 672-683 (with weights).
    """

    def total(values: FloatArray) -> FloatArray:
        return np.bincount(index, values, groups).astype(np.float64, copy=False)

    trace, squares, sums = np.zeros(groups), np.zeros(groups), []
    for h in shares:
        square = h * h
        a, b, c, d = (total(each) for each in (square, square * h, square * square, square * square * h))
        trace += a - 2 * b + a**2
        squares += (1 + 4 * a) * c - 4 * d + 2 * b**2 + a**2 * (a**2 - 4 * b)
        sums.append(a)
    for (h, s), (k, r) in combinations(zip(shares, sums, strict=True), 2):
        both = h * k
        a, b, c, d = (total(each) for each in (both, both * h, both * k, both * both))
        found = d - 2 * total(both * both * (h + k)) + (s + r + 2 * a) * d
        squares += 2 * (found + s * r * a**2 - 2 * a * (s * c + r * b) + 2 * b * c)
    # Where one cluster is nearly the whole, rounding is all that is left; one degree of freedom is the limit.
    return np.maximum(np.divide(trace**2, squares, out=np.ones(groups), where=squares > 0), 1.0)


def wilson_ends(share: FloatArray, c: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Both ends of Wilson's interval of a share p, with c the squared quantile over the number of trials.

    Formula: (p + c / 2 +- sqrt(c p (1 - p) + c^2 / 4)) / (1 + c). Source: Wilson (1927), J. Am. Statist. Assoc. 22,
    209-212.
    """
    margin = np.sqrt(c * share * (1 - share) + c**2 / 4)
    return (share + c / 2 - margin) / (1 + c), (share + c / 2 + margin) / (1 + c)


def share_ends(share: npt.ArrayLike, variance: npt.ArrayLike, df: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Both ends of the 95 % interval of a share: Wilson's, for the effective number of trials and with t for z.

    Formula: `wilson_ends` with c = t(0.975, df)^2 variance / (p (1 - p)). Stays in 0 .. 1, has the longer arm towards
    one half, as shares near 0 or 1 need; with many clusters it is p +- t se.
    Source: Korn and Graubard (1998), Survey Methodology 24, 193-201 (effective number); Dean and Pagano (2015), J.
    Survey Statistics and Methodology 3, 484-503 (compared).
    NaN where df is not positive, a point where the variance is 0.
    """
    p, v, f = (np.asarray(each, dtype=np.float64) for each in (share, variance, df))
    spread = p * (1 - p)
    with np.errstate(divide="ignore", invalid="ignore"):
        c = np.where(v == 0, 0.0, t_margin(np.sqrt(v), f) ** 2 / spread)
        lower, upper = wilson_ends(p, c)
    return np.minimum(lower, p), np.maximum(upper, p)
