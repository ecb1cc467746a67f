"""One estimate with its 95 % interval from clusters that vary independently, and differences of two such estimates.

Belongs here: what an estimate is, when it has no interval, a mean of clusters with weights, a regression with
clusters. The cluster is whatever is drawn as one: a review, or a state with all its rows. What is estimated from
reviews is in `reviews` and `within_reviews`, from states in `changes`.

Reasons for having no interval, in the order in which they are looked for:

- "" there is one;
- "no_values" nothing to estimate from;
- "one_side" two sides are compared, and only one has any cluster;
- "too_few" fewer clusters than asked for (never fewer than two);
- "no_variation" the interval would have no width: all clusters are alike.

Where there is a reason, `se`, `df`, `lower`, `upper` and `p` are NaN. The value stays, unless a function
says otherwise.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics.statistics.counts import BoolArray, FloatArray
from analytics.statistics.intervals import difference_df, t_margin, two_sided_p

TWO = 2
"""Clusters without which there is no spread."""
ROUNDING = 1e-10
"""A standard error below this share of the largest value is 0, computed with rounding."""
SINGULAR = 1e-8
"""An eigenvalue of 1 - leverage below it is 0: the cluster is fitted perfectly."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its standard error, degrees of freedom and 95 % interval, in the unit of the values."""

    value: float
    se: float
    df: float
    lower: float
    upper: float
    clusters: int
    """Reviews, or states, that it rests on."""
    n: int
    """Rows inside them: submissions, for example."""
    reason: str
    """Why there is no interval: "", no_values, one_side, too_few or no_variation."""

    @property
    def p(self) -> float:
        """Two-sided p-value of the value being zero, 0 to 1; NaN where there is a reason."""
        if self.reason:
            return float("nan")
        return float(two_sided_p(np.float64(self.value / self.se), np.float64(self.df)))

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of zero. False where there is a reason."""
        return not self.reason and (self.lower > 0 or self.upper < 0)


def without_interval(reason: str, value: float = float("nan"), clusters: int = 0, n: int = 0) -> Estimate:
    """An estimate that has no interval, with the reason."""
    absent = float("nan")
    return Estimate(float(value), absent, absent, absent, absent, int(clusters), int(n), reason)


def with_interval(value: float, se: float, df: float, *, clusters: int, n: int, scale: float = 1.0) -> Estimate:
    """An estimate with value +- t(0.975, df) se; "no_variation" where the error is 0 beside `scale`, or unknown."""
    if not (se > ROUNDING * scale and df > 0):
        return without_interval("no_variation", value, clusters, n)
    margin = float(t_margin(np.float64(se), np.float64(df)))
    return Estimate(float(value), float(se), float(df), value - margin, value + margin, int(clusters), int(n), "")


def weighted_mean(
    values: npt.ArrayLike, weights: npt.ArrayLike | None = None, fewest: int = TWO, n: npt.ArrayLike | None = None
) -> Estimate:
    """The mean of one value per cluster, with weights, and an interval that holds at few and unequal clusters.

    Definition: sum(w v) / sum(w); without weights each cluster counts once, and the interval is Student's.
    Unit: that of the values. Shapes: `values`, `weights`, `n` (clusters,), one row per cluster; an absent value or a
    weight of 0 leaves its cluster out; `n` is the rows of each cluster, 1 without it.
    Formula: with h = w / sum(w) and e = v - mean, variance = sum(h^2 e^2 / (1 - h)) (CR2); t with the Satterthwaite
    degrees of freedom sum(q)^2 / sum of squares of the matrix Q = diag(d) - u u', d = h / (1 - h), u = h / sqrt(1 - h),
    q its diagonal: clusters - 1 for equal weights, fewer where some weigh much.
    Source: Bell and McCaffrey (2002), Survey Methodology 28(2), 169-181; Imbens and Kolesar (2016), Review of
    Economics and Statistics 98, 701-712; Student (1908), Biometrika 6, 1-25.
    Reading: the usual m / (m - 1) sum(w^2 e^2) with m - 1 degrees of freedom is too narrow where few clusters hold most
    of the weight. No cluster -> NaN, "no_values"; fewer than `fewest` -> the mean alone, "too_few"; all values equal
    -> "no_variation". Raises ValueError for unequal lengths and for weights that are negative or not finite.
    """
    of = np.asarray(values, dtype=np.float64)
    weight = np.ones(of.shape) if weights is None else np.asarray(weights, dtype=np.float64)
    rows = np.ones(of.shape) if n is None else np.asarray(n, dtype=np.float64)
    same_rows(values=of, weights=weight, n=rows)
    if not ((weight >= 0) & (weight < np.inf)).all():
        msg = "a weight is negative, absent or infinite: 0 or more expected"
        raise ValueError(msg)
    used = ~np.isnan(of) & (weight > 0)
    of, weight, count = of[used], weight[used], int(rows[used].sum())
    if not of.size:
        return without_interval("no_values")
    share = weight / weight.sum()
    mean = float(share @ of)
    if of.size < max(fewest, TWO):
        return without_interval("too_few", mean, of.size, count)
    error = of - mean
    se = np.sqrt((share**2 * error**2 / (1 - share)).sum())
    diagonal, outer = share / (1 - share), share**2 / (1 - share)
    squares = (diagonal**2).sum() - 2 * (diagonal * outer).sum() + outer.sum() ** 2
    df = (diagonal - outer).sum() ** 2 / squares
    return with_interval(mean, se, df, clusters=of.size, n=count, scale=np.abs(of).max())


def difference(one: Estimate, other: Estimate) -> Estimate:
    """Difference one - other of two estimates that share no cluster, with a 95 % interval.

    Formula and source: se = sqrt(se_1^2 + se_2^2), t with the degrees of freedom of `intervals.difference_df`.
    `clusters` and `n` are those of both. The first reason that either has leaves the interval out: also
    "no_variation", for an interval that rested on one side alone would be too narrow.
    """
    clusters, n, value = one.clusters + other.clusters, one.n + other.n, one.value - other.value
    for reason in ("no_values", "one_side", "too_few", "no_variation"):
        if reason in {one.reason, other.reason}:
            return without_interval(reason, value, clusters, n)
    df = difference_df(one.se**2, one.df, other.se**2, other.df)
    scale = max(abs(one.value), abs(other.value))
    return with_interval(value, float(np.hypot(one.se, other.se)), float(df), clusters=clusters, n=n, scale=scale)


def regression(
    outcome: npt.ArrayLike, regressors: npt.ArrayLike, cluster: npt.ArrayLike, fewest: int = TWO
) -> Estimate:
    """The last coefficient of a least-squares regression, with an interval from clusters that holds with few.

    Unit: outcome per unit of the last regressor. Shapes: `outcome` (rows,), `regressors` (rows, k) with its own
    constant or indicators, `cluster` (rows,) any labels; rows of one label vary together. No absent values.
    Formula: residuals of each cluster are multiplied by (I - H)^(-1/2) of that cluster before the sandwich is taken
    (CR2; with clusters of one row it is HC2); t with the Satterthwaite degrees of freedom under equal independent
    errors, at most clusters - 1. For a constant and one indicator this is Welch's variance.
    Source: Bell and McCaffrey (2002), Survey Methodology 28(2), 169-181; Imbens and Kolesar (2016), Review of Economics
    and Statistics 98, 701-712; Pustejovsky and Tipton (2018), J. Business and Economic Statistics 36, 672-683.

    No row -> "no_values"; a last regressor that the others already tell -> NaN, "one_side"; fewer clusters than
    `fewest` -> "too_few"; residuals of 0 -> "no_variation". Raises ValueError for unequal lengths or absent values.
    """
    y, x = np.asarray(outcome, dtype=np.float64), np.atleast_2d(np.asarray(regressors, dtype=np.float64))
    labels = np.asarray(cluster)
    if not y.size:
        return without_interval("no_values")
    same_rows(outcome=y, regressors=x, cluster=labels)
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        msg = "absent values: leave their rows out before"
        raise ValueError(msg)
    names, index, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    clusters = names.size
    last, others = x[:, -1], x[:, :-1]
    rest = last - others @ (np.linalg.pinv(others.T @ others, hermitian=True) @ (others.T @ last))
    if np.abs(rest).max() <= SINGULAR * max(np.abs(last).max(), 1):
        return without_interval("one_side", clusters=clusters, n=y.size)
    inverse = np.linalg.pinv(x.T @ x, hermitian=True)
    coefficients = inverse @ (x.T @ y)
    value = float(coefficients[-1])
    if clusters < max(fewest, TWO):
        return without_interval("too_few", value, clusters, y.size)
    residual = y - x @ coefficients
    order = np.argsort(index, kind="stable")
    start = np.cumsum(sizes) - sizes
    scores, own, through = np.zeros(clusters), np.zeros(clusters), np.zeros((clusters, x.shape[1]))
    for size in np.unique(sizes):
        of = np.flatnonzero(sizes == size)
        rows = order[start[of][:, None] + np.arange(size)]
        mine = x[rows]
        bends, axes = np.linalg.eigh(np.eye(size) - mine @ inverse @ mine.transpose(0, 2, 1))
        root = np.where(bends > SINGULAR, 1 / np.sqrt(np.maximum(bends, SINGULAR)), 0.0)
        turned = axes.transpose(0, 2, 1) @ (mine @ inverse[:, -1])[..., None]
        weight = (axes @ (root[..., None] * turned))[..., 0]
        scores[of] = (weight * residual[rows]).sum(axis=1)
        own[of] = (weight**2).sum(axis=1)
        through[of] = (mine * weight[..., None]).sum(axis=1)
    matrix = np.diag(own) - through @ inverse @ through.T
    df = min(np.trace(matrix) ** 2 / (matrix**2).sum(), clusters - 1.0)
    return with_interval(value, np.sqrt((scores**2).sum()), df, clusters=clusters, n=y.size, scale=np.abs(y).max())


def indicators(labels: npt.ArrayLike) -> FloatArray:
    """One column of 0 and 1 for each label that occurs; shape (rows, labels)."""
    names, index = np.unique(np.asarray(labels), return_inverse=True)
    return np.eye(names.size)[index.reshape(-1)]


def yes_or_no(values: npt.ArrayLike, name: str) -> BoolArray:
    """Booleans, from booleans or 0 and 1. Raises ValueError for anything else."""
    given = np.asarray(values)
    if given.dtype != np.bool_ and not np.isin(given, (0, 1)).all():
        msg = f"{name} must be true or false, or 1 or 0, for each row"
        raise ValueError(msg)
    return given.astype(np.bool_)


def same_rows(**arrays: npt.NDArray[Any]) -> None:
    """Raise ValueError unless all arrays have the same number of rows."""
    lengths = {name: len(values) for name, values in arrays.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        msg = f"rows differ: {told}"
        raise ValueError(msg)
