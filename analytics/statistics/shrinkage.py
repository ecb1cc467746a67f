"""Shrunken rates for ranked lists of states: beta-binomial empirical Bayes.

Belongs here: the prior that the states themselves tell, and each state's rate pulled towards it.
Does not: a group's own rate and its interval (`rates`).

Why: in a list ranked by the raw rate, the top and the bottom are states with few recommendations.
The shrunken rate moves a state towards the others by as much as its own few answers leave open.
Show both.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

from analytics.statistics.counts import FloatArray, accepted_of_answered
from analytics.statistics.intervals import CONFIDENCE

FEWEST_STATES = 3  # two rates always fit a prior; from three on there is something to learn
WEAKEST, STRONGEST = 1.0, 1e5  # bounds of alpha + beta, in recommendations
STEPS = 60  # of the search; about 5 are needed
LONGEST_STEP, SMALL_ENOUGH = 2.0, 1e-6  # on the scale of logarithms
FLATTEST = 1e-8  # curvature below which a direction counts as flat


@dataclass(frozen=True, slots=True)
class Prior:
    """A beta distribution of the states' rates. alpha + beta counts as that many recommendations.

    `reason` says why nothing was learnt from the differences between states: "" (it was),
    "few_states" (alpha and beta NaN) or "no_overdispersion" (alpha and beta infinite: the states
    differ no more than chance would have it).
    """

    alpha: float
    beta: float
    reason: str


@dataclass(frozen=True, slots=True)
class Shrunken:
    """Shrunken rates of states, shares from 0 to 1, in the order given; NaN without answers."""

    rate: FloatArray
    lower: FloatArray
    upper: FloatArray
    alpha: float
    beta: float
    reason: str
    """As in `Prior`."""


def fit_prior(accepted: npt.ArrayLike, answered: npt.ArrayLike) -> Prior:
    """Beta prior of the states' acceptance rates, by maximum likelihood.

    Definition: y ~ binomial(n, r) for each state, r ~ beta(alpha, beta); alpha and beta maximise
    sum(ln B(y + alpha, n - y + beta) - ln B(alpha, beta)).
    Unit: recommendations. Shapes: two arrays (states,); states without answers are left out.
    Method: start from the moments, then Newton steps on logit(alpha / (alpha + beta)) and
    ln(alpha + beta), damped until the likelihood rises; alpha + beta stays within 1 .. 1e5.
    Whether the states differ at all is asked first, by the sign of the likelihood's slope at "no
    difference" (the score of Tarone's test).
    Source: Skellam (1948), J. R. Statist. Soc. B 10, 257-261 (the distribution); Smith (1983),
    Applied Statistics 32, 196-204 (the fit); Tarone (1979), Biometrika 66, 585-590 (the score);
    Casella (1985), American Statistician 39, 83-87 (empirical Bayes).

    Fewer than 3 states with answers: alpha and beta NaN, "few_states". No more difference than
    chance, or all states at 0 % or all at 100 %: both infinite, "no_overdispersion".
    Raises ValueError for contradictory counts.
    """
    y, n = accepted_of_answered(accepted, answered)
    y, n = y[n > 0], n[n > 0]
    if n.size < FEWEST_STATES:
        return Prior(np.nan, np.nan, "few_states")
    pooled = y.sum() / n.sum()
    none = Prior(np.inf, np.inf, "no_overdispersion")
    if pooled in (0, 1) or _slope_without_differences(y, n, pooled) <= 0:
        return none
    mean, strength = _moments(y, n, pooled)
    place = np.array([np.log(mean / (1 - mean)), np.log(strength)])
    bounds = np.log([WEAKEST, STRONGEST])
    likelihood = _Likelihood(y, n)
    value = likelihood.at(place)
    for _ in range(STEPS):
        step = likelihood.newton_step(place)
        while True:
            tried = place + step
            tried[1] = np.clip(tried[1], *bounds)
            risen = likelihood.at(tried)
            if risen >= value or np.abs(step).max() < SMALL_ENOUGH:
                break
            step /= 2
        moved = np.abs(tried - place).max()
        if risen >= value:
            place, value = tried, risen
        if moved < SMALL_ENOUGH:
            break
    if place[1] >= bounds[1]:
        return none
    alpha, beta = _alpha_beta(place)
    return Prior(float(alpha), float(beta), "")


def shrunken_rates(accepted: npt.ArrayLike, answered: npt.ArrayLike) -> Shrunken:
    """Rate of each state, pulled towards the others, with a 95 % credible interval.

    Definition: the mean and the 2.5 and 97.5 % points of beta(y + alpha, n - y + beta), with the
    prior of `fit_prior`: a weighted mean of the state's own rate (weight n) and the prior mean
    (weight alpha + beta). Where the distribution is so skewed that its mean lies outside these
    points, the interval is extended to the mean.
    Unit: share, 0 to 1. Shapes: two arrays (states,); the result has the same order and length.
    Source: Casella (1985), American Statistician 39, 83-87; Carlin and Louis, Bayes and Empirical
    Bayes Methods for Data Analysis, 2nd ed. (2000), ch. 3.
    Reading: the prior is taken as known, so the intervals are a little too narrow when it rests
    on few states. Fit on the states that are listed together: a region, or the world.

    Too small: a state without answers is NaN ("no data"), never the prior mean. "few_states": no
    shrinkage, the raw rate. "no_overdispersion": each state gets the pooled rate. Both with the
    Jeffreys interval of the counts that the rate rests on. Raises ValueError for contradictory
    counts.
    """
    y, n = accepted_of_answered(accepted, answered)
    prior = fit_prior(y, n)
    known = n > 0
    if prior.reason == "few_states":
        successes, failures = y[known], n[known] - y[known]
        rate = successes / n[known]
        alpha = beta = 0.5
    elif prior.reason == "no_overdispersion":
        successes, failures = np.full((2, known.sum()), [[y.sum()], [(n - y).sum()]])
        rate = successes / n.sum()
        alpha = beta = 0.5
    else:
        successes, failures = y[known], n[known] - y[known]
        alpha, beta = prior.alpha, prior.beta
        rate = (successes + alpha) / (n[known] + alpha + beta)
    tail = (1 - CONFIDENCE) / 2
    shrunken = np.full((3, n.size), np.nan)
    shrunken[0, known] = rate
    shrunken[1, known] = betaincinv(successes + alpha, failures + beta, tail)
    shrunken[2, known] = betaincinv(successes + alpha, failures + beta, 1 - tail)
    if prior.reason:  # Jeffreys: the end at which nothing was observed is closed
        shrunken[1, known] = np.where(successes == 0, 0.0, shrunken[1, known])
        shrunken[2, known] = np.where(failures == 0, 1.0, shrunken[2, known])
    shrunken[1] = np.minimum(shrunken[0], shrunken[1])
    shrunken[2] = np.maximum(shrunken[0], shrunken[2])
    return Shrunken(*shrunken, alpha=prior.alpha, beta=prior.beta, reason=prior.reason)


def _slope_without_differences(y: FloatArray, n: FloatArray, p: float) -> float:
    """Twice the slope of the log-likelihood in 1 / (alpha + beta), at 0: Tarone's score."""
    pairs = y * (y - 1) / p + (n - y) * (n - y - 1) / (1 - p) - n * (n - 1)
    return float(pairs.sum())


def _moments(y: FloatArray, n: FloatArray, p: float) -> tuple[float, float]:
    """Start of the search: the pooled mean, and the strength that the variance between suggests.

    The expected sum((y - n p)^2) is p (1 - p) sum(n (1 + (n - 1) rho)), rho = 1 / (strength + 1).
    """
    excess = ((y - n * p) ** 2).sum() / (p * (1 - p)) - n.sum()
    pairs = (n * (n - 1)).sum()
    rho = np.clip(excess / pairs, 1e-4, 0.5)
    return p, 1 / rho - 1


def _alpha_beta(place: FloatArray) -> tuple[float, float]:
    """Alpha and beta from logit(mean) and ln(strength)."""
    mean = 1 / (1 + np.exp(-place[0]))
    strength = np.exp(place[1])
    return mean * strength, (1 - mean) * strength


class _Likelihood:
    """Log-likelihood of the beta-binomial (without its constant), its slope and its bend.

    ln B(y + a, n - y + b) - ln B(a, b) is a sum of ln(a + k) for k < y, plus ln(b + k) for
    k < n - y, minus ln(a + b + k) for k < n. So all that is needed is how many states reach each
    k: exact also where gamma functions cancel, and faster (Smith 1983).
    """

    def __init__(self, y: FloatArray, n: FloatArray) -> None:
        """Count the states that accepted, noted and answered more than k."""
        self.accepted, self.noted, self.answered = _more_than(y), _more_than(n - y), _more_than(n)

    def at(self, place: FloatArray) -> float:
        """Log-likelihood."""
        a, b = _alpha_beta(place)
        return float(_sum_of_logs(self.accepted, a) + _sum_of_logs(self.noted, b) - _sum_of_logs(self.answered, a + b))

    def newton_step(self, place: FloatArray) -> FloatArray:
        """Step uphill: Newton's, each curvature taken as if it bent down (else it leads away)."""
        a, b = _alpha_beta(place)
        s = a + b
        slope_n, bend_n = _derivatives(self.answered, s)
        slope_a, bend_a = _derivatives(self.accepted, a)
        slope_b, bend_b = _derivatives(self.noted, b)
        slope_a, slope_b = slope_a - slope_n, slope_b - slope_n
        # To logit(mean), ln(strength): d alpha = (ab / s, a), d beta = (-ab / s, b).
        u = a * b / s
        turn = np.array([[u, a], [-u, b]])
        slope = turn.T @ (slope_a, slope_b)
        bend = turn.T @ [[bend_a - bend_n, -bend_n], [-bend_n, bend_b - bend_n]] @ turn
        mixed = (slope_a - slope_b) * u
        bend += [[mixed * (b - a) / s, mixed], [mixed, slope_a * a + slope_b * b]]
        bends, axes = np.linalg.eigh(bend)
        step = axes @ ((axes.T @ slope) / np.maximum(np.abs(bends), FLATTEST))
        return np.clip(step, -LONGEST_STEP, LONGEST_STEP)


def _more_than(counts: FloatArray) -> FloatArray:
    """Return, for k = 0, 1, ..., how many of the counts are greater than k."""
    frequency = np.bincount(counts.astype(np.int64))
    return np.cumsum(frequency[::-1])[::-1][1:].astype(np.float64)


def _sum_of_logs(reached: FloatArray, x: float) -> float:
    """Sum of ln(x + k) over k and the states that reach it."""
    return float(reached @ np.log(x + np.arange(reached.size)))


def _derivatives(reached: FloatArray, x: float) -> tuple[float, float]:
    """First and second derivative of `_sum_of_logs` in x."""
    inverse = 1 / (x + np.arange(reached.size))
    return float(reached @ inverse), float(-(reached @ inverse**2))
