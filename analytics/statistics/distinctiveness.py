"""Which issues are raised more, or less, with the states of one region than with the others.

Belongs here: comparing the shares of issues between one region and the rest. Does not: which
issues are accepted (`rates`), or who raises them (`networks`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.statistics.counts import BoolArray, FloatArray, IntArray, whole_counts
from analytics.statistics.intervals import difference_df, t_margin, two_sided_p
from analytics.statistics.multiplicity import FALSE_DISCOVERY_RATE, benjamini_hochberg

TWO = 2
"""States on each side without which there is no spread."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """How far each log-odds ratio lies from 0 under one standard error. Arrays (issues,)."""

    se: FloatArray
    z: FloatArray
    """log_odds / se."""
    lower: FloatArray
    upper: FloatArray
    p: FloatArray
    """Two-sided; the interval and p are NaN where se is 0 or not known."""
    q: FloatArray
    """Benjamini-Hochberg over the tested issues; NaN where not tested."""


@dataclass(frozen=True, slots=True)
class Distinctiveness:
    """Issues of one region against the rest. Arrays (issues,), in the order given."""

    log_odds: FloatArray
    """Natural logarithm of the odds ratio, region to rest, both pulled towards the pooled share.
    Above 0: raised more with this region. exp() of it is the odds ratio."""
    in_region: IntArray
    plain: Contrast
    """As published, mentions counted as independent: normal distribution. To order."""
    by_state: Contrast
    """Delete-one-state jackknife, each side by its own states: t distribution. To draw."""
    alike: Contrast
    """Variance of all states together, as if region and rest were alike: t distribution. To
    test."""
    tested: BoolArray
    """Mentioned often enough to be tested."""
    distinctive: BoolArray
    """q <= 5 % in `by_state` and in `alike`."""
    reason: str
    """Why nothing is distinctive: "", no_answers (region or rest has no recommendations) or
    one_state (region or rest has one state: no `by_state`)."""


def distinctive_issues(
    mentions: npt.ArrayLike,
    in_region: npt.ArrayLike,
    totals: npt.ArrayLike | None = None,
    prior_weight: float | None = None,
    *,
    minimum: int,
    fewest: int = TWO,
) -> Distinctiveness:
    """Weighted log-odds ratio of each issue between the states of a region and all others.

    Definition: for issue k with y mentions of n, alpha_k prior mentions of alpha_0:
    log_odds = ln((y_r + alpha_k) / (n_r + alpha_0 - y_r - alpha_k)) - the same for the rest.
    The prior has the shares of all states together and the weight of `prior_weight` mentions,
    by default as many as one average state has: an issue that is rare needs more to stand out.
    Unit: log-odds (natural logarithm).
    Shapes: `mentions` (states, issues), **one row per state**; `in_region` (states,) booleans;
    `totals` (states,): each state's tags (the default, the sum over issues: shares of tags) or its
    recommendations (shares of recommendations, as percentages are shown). Say which.

    Three standard errors, for three uses. Recommendations come clustered: a state gets all of
    them in one sitting, and one review can fill an issue.
    `plain`, to order and draw issues as in the literature: variance = 1 / (y + alpha_k) +
    1 / (n + alpha_0 - y - alpha_k), region plus rest. It takes mentions as independent, so its
    p and q are not to be shown as findings: for regions of states drawn by lot from the embedded
    reviews it has p < 5 % for two issues in five.
    `by_state`, the interval to draw: (m - 1) / m * sum((x_(i) - mean x_(i))^2) over the m states of
    each side, x_(i) the log-odds without state i, prior held; degrees of freedom of
    `intervals.difference_df`. Right for large regions; too short where few states hold a mention.
    `alike`, the test: s^2 = M / (M - 1) * sum((y_i - p n_i)^2) / (p (1 - p))^2 over all M states, p
    the pooled share; variance = s^2 / n * (1 / n_r + 1 / n_rest); M - 1 degrees of freedom. If the
    region were like the rest, this would be its variance, and it rests on all states.
    An issue is `distinctive` if both of these agree, each with Benjamini-Hochberg at 5 % over the
    tested issues. For regions drawn by lot that names any issue at all in 1 to 9 of 100.
    Source: Monroe, Colaresi and Quinn (2008), Political Analysis 16, 372-403 (the variance
    in full); Boos (1992), American Statistician 46, 327-333 (the test); Efron
    and Stein (1981), Annals of Statistics 9, 586-596 (the jackknife); Benjamini and Hochberg
    (1995).

    Too small: issues with fewer than `minimum` mentions in all are not tested (q NaN); an issue
    never mentioned, or mentioned always, has log-odds NaN. Region or rest empty -> all NaN,
    "no_answers"; a single state on a side -> `by_state` NaN, nothing distinctive, "one_state"; fewer than `fewest` ->
    the same, "too_few".
    Raises ValueError for other shapes, values that are not counts, mentions above the total, and a
    prior weight that is not positive.
    """
    counts = whole_counts(mentions, "mentions")
    region = np.asarray(in_region)
    if counts.ndim != 2:  # noqa: PLR2004
        msg = f"mentions has {counts.ndim} dimensions: states x issues expected"
        raise ValueError(msg)
    if region.shape != counts.shape[:1] or region.dtype != np.bool_:
        msg = (
            f"in_region has shape {region.shape} and type {region.dtype}: "
            f"one boolean for each of {counts.shape[0]} states"
        )
        raise ValueError(msg)
    n = counts.sum(axis=1) if totals is None else _totals(totals, counts)
    states = int((n > 0).sum())
    weight = n.sum() / max(states, 1) if prior_weight is None else float(prior_weight)
    if prior_weight is not None and not 0 < weight < np.inf:
        msg = f"prior_weight is {prior_weight}: a positive number of mentions expected"
        raise ValueError(msg)
    everywhere = counts.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        prior = everywhere * (weight / n.sum())
        there = _Side(counts[region], n[region], prior, weight)
        elsewhere = _Side(counts[~region], n[~region], prior, weight)
        usable = (everywhere > 0) & (everywhere < n.sum()) & (there.states * elsewhere.states > 0)
        log_odds = np.where(usable, there.log_odds - elsewhere.log_odds, np.nan)
        tested = usable & (everywhere >= minimum)
        plain = _contrast(
            log_odds,
            there.plain_variance + elsewhere.plain_variance,
            np.full(log_odds.size, np.inf),
            tested,
        )
        alike = _contrast(
            log_odds,
            _variance_if_alike(counts, n) * (1 / there.n + 1 / elsewhere.n),
            np.full(log_odds.size, states - 1.0),
            tested,
        )
        smaller = min(there.states, elsewhere.states)
        few = smaller < max(fewest, TWO)
        by_state = _contrast(
            np.where(few, np.nan, log_odds),
            there.jackknife_variance + elsewhere.jackknife_variance,
            difference_df(
                there.jackknife_variance,
                np.full(log_odds.size, there.states - 1.0),
                elsewhere.jackknife_variance,
                np.full(log_odds.size, elsewhere.states - 1.0),
            ),
            tested,
        )
    return Distinctiveness(
        log_odds=log_odds,
        in_region=there.mentions.astype(np.int64),
        plain=plain,
        by_state=by_state,
        alike=alike,
        tested=tested,
        distinctive=(by_state.q <= FALSE_DISCOVERY_RATE) & (alike.q <= FALSE_DISCOVERY_RATE),
        reason={0: "no_answers", 1: "one_state"}.get(smaller, "too_few" if few else ""),
    )


class _Side:
    """One side of the comparison: its log-odds and two of their variances."""

    def __init__(self, counts: FloatArray, n: FloatArray, prior: FloatArray, weight: float) -> None:
        """Add up the states, then leave out each in turn."""
        counts, n = counts[n > 0], n[n > 0]
        self.states, self.n = n.size, n.sum()
        self.mentions = counts.sum(axis=0)
        mentioned = self.mentions + prior
        other = self.n + weight - mentioned
        self.log_odds = np.log(mentioned / other)
        self.plain_variance = 1 / mentioned + 1 / other
        without = np.log((mentioned - counts) / (other - (n[:, None] - counts)))
        self.jackknife_variance = np.full(prior.size, np.nan)
        if self.states > 1:
            m = self.states
            self.jackknife_variance = (m - 1) * without.var(axis=0)


def _variance_if_alike(counts: FloatArray, n: FloatArray) -> FloatArray:
    """Variance of the log-odds that one recommendation, or tag, brings with its state."""
    states = np.float64((n > 0).sum())
    share = counts.sum(axis=0) / n.sum()
    squares = ((counts - share * n[:, None]) ** 2).sum(axis=0)
    return states / (states - 1) * squares / (share * (1 - share)) ** 2 / n.sum()


def _contrast(log_odds: FloatArray, variance: FloatArray, df: FloatArray, tested: BoolArray) -> Contrast:
    """Build the interval, p and q of log-odds from a variance."""
    se = np.where(np.isnan(log_odds), np.nan, np.sqrt(variance))
    z = log_odds / se
    margin = t_margin(se, df)
    p = two_sided_p(z, df)
    q = benjamini_hochberg(np.where(tested, p, np.nan))
    return Contrast(se, z, log_odds - margin, log_odds + margin, p, q)


def _totals(totals: npt.ArrayLike, counts: FloatArray) -> FloatArray:
    """Return the totals of states, checked against their mentions."""
    n = whole_counts(totals, "totals")
    if n.shape != counts.shape[:1]:
        msg = f"totals has shape {n.shape}: one total for each of {counts.shape[0]} states"
        raise ValueError(msg)
    most = counts.max(axis=1, initial=0.0)
    if (most > n).any():
        state = int(np.argmax(most > n))
        msg = f"totals[{state}] is {n[state]:.0f}, less than the {most[state]:.0f} of one issue"
        raise ValueError(msg)
    return n
