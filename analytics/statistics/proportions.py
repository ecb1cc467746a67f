"""Proportions with intervals: of a simple count, and estimated from a stratified sample; whether groups share one.

Belongs here: the share of units that have a property, when the units were counted or drawn at random. Does not: the
rate of recommendations to states, which vary together (`rates`). An estimate is of this sample's population only.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc, gammaln, ndtri

from analytics.statistics.counts import FloatArray, accepted_of_answered, group_index, whole_counts
from analytics.statistics.intervals import CONFIDENCE, wilson_ends
from analytics.statistics.multiplicity import benjamini_hochberg

TABLES = 1_000_000
"""Above this many tables an exact test takes too long."""
CLOSE = 1e-7
"""Tables whose log-probabilities differ by less are equally likely, computed with rounding."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share with its 95 % interval, and the number of sampled units it rests on. NaN where there is none."""

    value: float
    lower: float
    upper: float
    n: int


def wilson(successes: float, n: float) -> tuple[float, float]:
    """The 95 % interval of `successes` out of `n` independent trials; NaN for n = 0.

    Formula and source: `intervals.wilson_ends` with c = z^2 / n, z = 1.96. `n` need not be whole. Raises ValueError
    unless 0 <= successes <= n.
    """
    if not 0 <= successes <= n:
        msg = f"{successes} successes of {n}: they must lie between 0 and the number of trials"
        raise ValueError(msg)
    if n == 0:
        return np.nan, np.nan
    z2 = float(ndtri(0.5 + CONFIDENCE / 2)) ** 2
    lower, upper = map(float, wilson_ends(np.asarray(successes / n), np.asarray(z2 / n)))
    return (lower if successes > 0 else 0.0), (upper if successes < n else 1.0)  # exact, without rounding


def stratified_share(
    part: npt.ArrayLike, whole: npt.ArrayLike, stratum: npt.ArrayLike, population: npt.ArrayLike
) -> Proportion:
    """The share of the population's `whole` that is also `part`, from a simple random sample in each stratum.

    `part` and `whole` hold 0 or 1 for each sampled unit, part <= whole; `stratum` its stratum's number, `population`
    the units of each stratum. Precision is true findings out of findings, recall true findings out of what is true.
    Formula: R = sum(w part) / sum(w whole), w = N_h / n_h (Horvitz-Thompson, both sums estimated); with residuals
    e = part - R whole, its linearised variance is sum over strata of N_h^2 (1 - n_h / N_h) s_h^2(e) / n_h, divided
    by sum(w whole)^2. The interval is Wilson's for the effective size R (1 - R) / variance; where the variance is 0
    (all or none are part), for Kish's size (sum w)^2 / sum w^2 over the units of the whole.
    Sources: Cochran (1977), Sampling Techniques, 3rd ed., 6.11; Korn and Graubard (1998), Survey Methodology 24,
    193-201, for the effective size; Kish (1965), Survey Sampling. A stratum in which the sample has nothing of the
    whole adds nothing to the interval, though it may hold some: read `n` and the sizes of the strata beside it.
    Raises ValueError for a stratum with a sample of one out of many, or a sample larger than its population.
    """
    inside, of = accepted_of_answered(part, whole)
    sizes = whole_counts(population, "population")
    index, strata = group_index(stratum, len(of), len(sizes), "stratum")
    sampled = np.bincount(index, minlength=strata)
    wrong = (sampled > sizes) | ((sampled < 2) & (sampled < sizes))  # noqa: PLR2004 - a variance needs two
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        msg = f"stratum {place}: {sampled[place]} sampled of {sizes[place]:.0f}; two at least, and no more than all"
        raise ValueError(msg)
    weight = sizes[index] / sampled[index]
    total, n = float(weight @ of), int(of.sum())
    if total == 0:
        return Proportion(np.nan, np.nan, np.nan, 0)
    share = min(float(weight @ inside) / total, 1.0)
    variance = _variance(inside - share * of, index, sizes) / total**2
    effective = share * (1 - share) / variance if variance > 0 else total**2 / float(weight**2 @ of)
    return Proportion(share, *wilson(share * effective, effective), n)


@dataclass(frozen=True, slots=True)
class Unequal:
    """Shares of groups, one row per thing compared: how far apart they are, and whether chance alone gives as much."""

    share: FloatArray
    """Shape (things, groups), 0 to 1; NaN for a group without units."""
    span: FloatArray
    """Highest share - lowest share, 0 to 1. NaN with fewer than two groups that have units."""
    p: FloatArray
    """p-value of "all groups have one share"; NaN where not tested."""
    q: FloatArray
    """The false discovery rate at which it becomes a finding, over all things tested."""


def unequal_shares(part: npt.ArrayLike, whole: npt.ArrayLike, fewest: int = 1) -> Unequal:
    """How unequal the shares of groups are, for many things at once: in which share of reviews each network signed.

    Definition: `span` is the highest share - the lowest. `p` is Freeman and Halton's exact test: with the totals given,
    the probability of all tables that are no likelier than the observed; above TABLES tables that of the chi-square.
    `q` is Benjamini and Hochberg's over the things tested. Sort by q or p: a span alone ranks noise, for few units
    make it large.
    Unit: share. Shapes: `part` (things, groups) counts, `whole` (groups,) the units of each group, or (things, groups)
    where they differ. A thing is tested from `fewest` in all groups together on (and one at least), if not all have it.
    Source: Freeman and Halton (1951), Biometrika 38, 141-149; Agresti, Categorical Data Analysis, 3rd ed. (2013), ch.
    3; Benjamini and Hochberg (1995).
    Raises ValueError for counts that contradict each other.
    """
    given = np.asarray(part, dtype=np.float64)
    of = np.asarray(whole, dtype=np.float64)
    if given.ndim == 2 and of.shape == given.shape[1:]:  # noqa: PLR2004 - things x groups
        of = np.broadcast_to(of, given.shape)
    given, of = accepted_of_answered(given, of, (2,))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = given / of
    groups = (of > 0).sum(axis=1)
    total, units = given.sum(axis=1), of.sum(axis=1)
    tested = (groups > 1) & (total >= max(fewest, 1)) & (total < units)
    p = np.array([_freeman_halton(*row) if test else np.nan for *row, test in zip(given, of, tested, strict=True)])
    lowest, highest = np.where(of > 0, share, np.inf), np.where(of > 0, share, -np.inf)
    span = highest.max(axis=1, initial=-np.inf) - lowest.min(axis=1, initial=np.inf)
    return Unequal(share, np.where(groups > 1, span, np.nan), p, benjamini_hochberg(p))


def _freeman_halton(part: FloatArray, whole: FloatArray) -> float:
    """The exact p-value of equal shares; by chi-square where there are too many tables."""
    part, whole = part[whole > 0], whole[whole > 0]
    total, units = part.sum(), whole.sum()
    if np.prod(np.minimum(whole[:-1], total) + 1) > TABLES:
        expected = whole * total / units
        return float(chdtrc(part.size - 1, ((part - expected) ** 2 / expected / (1 - total / units)).sum()))
    cells = np.meshgrid(*(np.arange(most + 1) for most in np.minimum(whole[:-1], total)), indexing="ij")
    tables = np.stack([each.ravel() for each in cells])
    tables = np.vstack([tables, total - tables.sum(axis=0)])
    tables = tables[:, (tables[-1] >= 0) & (tables[-1] <= whole[-1])]
    likely = -(gammaln(tables + 1) + gammaln(whole[:, None] - tables + 1)).sum(axis=0)
    observed = -(gammaln(part + 1) + gammaln(whole - part + 1)).sum()
    chance = np.exp(likely - likely.max())
    return float(min(chance[likely <= observed + CLOSE].sum() / chance.sum(), 1.0))


def _variance(residuals: FloatArray, index: npt.NDArray[np.int64], sizes: FloatArray) -> float:
    """Variance of the estimated total of the residuals."""
    drawn = [(residuals[index == place], size) for place, size in enumerate(sizes) if size]
    return sum(size * (size - len(e)) * float(e.var(ddof=1)) / len(e) for e, size in drawn if len(e) < size)
