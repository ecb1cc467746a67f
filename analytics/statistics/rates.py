"""Rates of acceptance with the state under review as the cluster: one rate, a gap, a change.

Belongs here: the pooled rate (a ratio estimator) and differences of such rates. The mean and
spread of the rates of states are in `means`, shrunken rates for ranked lists are in `shrinkage`; what a gap is
made of is in `decomposition`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.statistics.counts import FloatArray, IntArray, accepted_of_answered, group_index
from analytics.statistics.intervals import cluster_df, difference_df, share_ends, t_margin

ROUNDING = 1e-12  # a standard error below it is 0, computed with rounding
TWO = 2
"""States without which there is no spread."""
REASONS = ("no_answers", "one_state", "too_few", "no_variation")


@dataclass(frozen=True, slots=True)
class Rate:
    """Accepted / answered recommendations of one group of states. Shares from 0 to 1."""

    rate: float
    se: float
    df: float
    lower: float
    upper: float
    clusters: int
    """States under review that answered at least one recommendation."""
    n: int
    """Recommendations answered."""
    reason: str
    """Why there is no interval to rely on: "", no_answers, one_state, too_few or no_variation."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Many rates at once: arrays of equal length, one place per group. `rates[i]` is a `Rate`."""

    rate: FloatArray
    se: FloatArray
    df: FloatArray
    lower: FloatArray
    upper: FloatArray
    clusters: IntArray
    n: IntArray
    reason: npt.NDArray[np.str_]

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self.rate)

    def __getitem__(self, group: int) -> Rate:
        """Return the rate of one group."""
        return Rate(
            rate=float(self.rate[group]),
            se=float(self.se[group]),
            df=float(self.df[group]),
            lower=float(self.lower[group]),
            upper=float(self.upper[group]),
            clusters=int(self.clusters[group]),
            n=int(self.n[group]),
            reason=str(self.reason[group]),
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference `rate - reference` of two rates, as a share (0.01 is one percentage point)."""

    gap: float
    se: float
    df: float
    lower: float
    upper: float
    rate: float
    reference: float
    clusters: int
    """States the gap rests on: of both groups in `gap`, shared by both cycles in a change."""
    reason: str
    """Why there is no interval to rely on: "", no_answers, one_state, too_few or no_variation."""

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of zero. False where there is a `reason`."""
        return not self.reason and (self.lower > 0 or self.upper < 0)


def cluster_rates(
    accepted: npt.ArrayLike,
    answered: npt.ArrayLike,
    group: npt.ArrayLike,
    groups: int | None = None,
    fewest: int = TWO,
) -> Rates:
    """Pooled acceptance rate of each group of states, with a 95 % interval.

    Definition: p = sum(y) / sum(n) over the states of a group, y accepted and n answered. A state
    that answered much weighs much; `means.group_means` gives each state the same weight.
    Unit: share, 0 to 1.
    Shapes: `accepted`, `answered`, `group` (rows,): **one row per state and group**, so a state's
    cycles are added up first; two rows of one state in one group would count as two states. For
    issue x region, number the cells: ``group = issue * regions + region``. `groups` keeps groups
    without rows.
    Formula: variance = m / (m - 1) * sum((y - p n)^2) / (sum n)^2 over the m states with n > 0; the interval is
    Wilson's for the effective number of answers p (1 - p) / variance (`intervals.share_ends`), t with Satterthwaite's
    degrees of freedom for states of unequal size (`intervals.cluster_df`).
    Source: Cochran, Sampling Techniques, 3rd ed. (1977), ch. 6 (ratio estimates, the variance); Bell and McCaffrey
    (2002), Survey Methodology 28(2), 169-181 (the degrees of freedom).
    Reading: states of the regions drawn again, the interval holds the truth in 93 to 97 % of cases with 5 to 50
    states; p +- t(0.975, m - 1) se in 91 % with 5. Where one state in many behaves unlike all others, few states
    without it hold it less often, and no formula sees that. The binomial formula on recommendations, which takes them
    as independent, holds it in 24 %: never use that.

    Too small: no recommendation -> rate NaN, "no_answers"; one state -> rate without interval,
    "one_state"; fewer states than `fewest` -> the same, "too_few"; all states at exactly one rate -> se 0 and lower =
    upper = rate, "no_variation". Raises ValueError for contradictory counts or group numbers.
    """
    y, n = accepted_of_answered(accepted, answered)
    index, total = group_index(group, y.size, groups)
    sum_y = np.bincount(index, weights=y, minlength=total)
    sum_n = np.bincount(index, weights=n, minlength=total)
    states = np.bincount(index, weights=n > 0, minlength=total)
    # Times sum(n), the residuals are whole numbers: equal rates give exactly 0, not rounding noise.
    residual = y * sum_n[index] - sum_y[index] * n
    squares = np.bincount(index, weights=residual**2, minlength=total)
    few = states < max(fewest, TWO)
    share = np.divide(n, sum_n[index], out=np.zeros(n.shape), where=n > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = sum_y / sum_n
        variance = np.where(few, np.nan, states / (states - 1) * squares / sum_n**4)
        df = np.where(few, np.nan, cluster_df([share], index, total))
    lower, upper = share_ends(rate, variance, df)
    return Rates(
        rate=rate,
        se=np.sqrt(variance),
        df=df,
        lower=lower,
        upper=upper,
        clusters=states.astype(np.int64),
        n=sum_n.astype(np.int64),
        reason=np.select([states == 0, states == 1, few, squares == 0], REASONS, default=""),
    )


def cluster_rate(accepted: npt.ArrayLike, answered: npt.ArrayLike, fewest: int = TWO) -> Rate:
    """Pooled acceptance rate of one group of states, with a 95 % interval.

    Shapes: `accepted`, `answered` (states,), one row per state. Definition, formula, source and
    degenerate input: see `cluster_rates`, of which this is the case of one group.
    """
    rows = np.zeros(np.size(answered), dtype=np.int64)
    return cluster_rates(accepted, answered, rows, groups=1, fewest=fewest)[0]


def gap(rate: Rate, reference: Rate) -> Gap:
    """Difference `rate - reference` of two groups that share no state, with a 95 % interval.

    Unit: share (0.01 is one percentage point).
    Formula: se = sqrt(se_a^2 + se_b^2); the degrees of freedom of `intervals.difference_df`, which hold where one group
    has few states; with these both rates get Wilson's interval, l .. u and l' .. u', and the gap d the arms that it
    would move along: d - sqrt((p - l)^2 + (u' - p')^2) .. d + sqrt((u - p)^2 + (p' - l')^2).
    Source: Cochran (1977), ch. 6; Satterthwaite (1946), Welch (1947), Imbens and Kolesar (2016): see there; Newcombe
    (1998), Statistics in Medicine 17, 873-890, and Zou and Donner (2008), Statistics in Medicine 27, 1693-1702 (arms).
    Reading: with the states of two regions drawn again it holds the truth in 93 to 97 % of cases, also with 5 states
    against 47; Welch's degrees of freedom with m - 1 of each in 90 to 94 % there, and with 3 in 87 to 91 %.

    For the same states at two times use `paired_change`: the groups are not independent.
    Too small: the gap is NaN if either rate is; the interval is NaN if either has none. `reason`
    is the first that applies to either rate; "no_variation" keeps the interval, which then rests
    on the other group alone (or is a single point) and never counts as excluding zero.
    """
    shares, variances = np.array([rate.rate, reference.rate]), np.array([rate.se, reference.se]) ** 2
    df = difference_df(variances[0], rate.df, variances[1], reference.df)
    lower, upper = share_ends(shares, variances, df)
    down, up = shares - lower, upper - shares
    both = {rate.reason, reference.reason}
    return Gap(
        gap=rate.rate - reference.rate,
        se=float(np.hypot(rate.se, reference.se)),
        df=float(df),
        lower=rate.rate - reference.rate - float(np.hypot(down[0], up[1])),
        upper=rate.rate - reference.rate + float(np.hypot(up[0], down[1])),
        rate=rate.rate,
        reference=reference.rate,
        clusters=rate.clusters + reference.clusters,
        reason=next((each for each in REASONS if each in both), ""),
    )


def paired_change(
    accepted_1: npt.ArrayLike,
    answered_1: npt.ArrayLike,
    accepted_2: npt.ArrayLike,
    answered_2: npt.ArrayLike,
    fewest: int = TWO,
) -> Gap:
    """Change of the pooled rate from a first to a second cycle, on the same states.

    Definition: p2 - p1, both pooled over the states that answered in **both** cycles; the others
    are left out of both rates, so that the change is not one of membership. `rate` of the result
    is p2, `reference` is p1, `clusters` the number of shared states.
    Unit: share (0.01 is one percentage point). Shapes: four arrays (states,), row i the same state.
    Formula: d = (y2 - p2 n2) / sum(n2) - (y1 - p1 n1) / sum(n1) for each state; variance
    m / (m - 1) * sum(d^2); t with Satterthwaite's degrees of freedom for states of unequal size
    (`intervals.cluster_df`); interval cut to -1 .. 1. A state that is strict in both cycles cancels out, which is why
    this is narrower than `gap`.
    Source: Cochran (1977), ch. 6 (difference of two ratios on one sample); Bell and McCaffrey (2002).

    Too small: no shared state -> NaN, "no_answers"; one -> a change without interval, "one_state"; fewer than
    `fewest` -> the same, "too_few"; se 0 (each state changed alike) -> "no_variation". Raises ValueError for
    contradictory counts or unequal lengths.
    """
    y1, n1 = accepted_of_answered(accepted_1, answered_1)
    y2, n2 = accepted_of_answered(accepted_2, answered_2)
    if n1.shape != n2.shape:
        msg = f"the first cycle has {n1.size} states and the second {n2.size}: they must be equal"
        raise ValueError(msg)
    shared = (n1 > 0) & (n2 > 0)
    y1, n1, y2, n2 = y1[shared], n1[shared], y2[shared], n2[shared]
    states = n1.size
    p1 = p2 = se = df = np.nan
    reason = "no_answers" if states == 0 else "one_state" if states == 1 else "too_few" if states < fewest else ""
    if states:
        p1, p2 = float(y1.sum() / n1.sum()), float(y2.sum() / n2.sum())
    if not reason:
        d = (y2 - p2 * n2) / n2.sum() - (y1 - p1 * n1) / n1.sum()
        se = float(np.sqrt(states / (states - 1) * (d**2).sum()))
        df = float(cluster_df([n1 / n1.sum(), n2 / n2.sum()], np.zeros(states, dtype=np.int64), 1)[0])
        se, reason = (se, "") if se > ROUNDING else (0.0, "no_variation")
    lower, upper = _around(p2 - p1, se, df)
    return Gap(p2 - p1, se, df, lower, upper, p2, p1, states, reason)


def _around(difference: float, se: float, df: float) -> tuple[float, float]:
    """95 % interval of a difference of two shares, cut to -1 .. 1; a point where se is 0."""
    margin = 0.0 if se == 0 else float(t_margin(np.float64(se), np.float64(df)))
    return float(np.maximum(difference - margin, -1)), float(np.minimum(difference + margin, 1))
