"""Proportions with intervals: of a simple count, and estimated from a stratified sample.

Belongs here: the share of units that have a property, when the units were counted or drawn at random. Does not: the
rate of recommendations to states, which vary together (`rates`). An estimate is of this sample's population only.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from analytics.statistics.counts import FloatArray, accepted_of_answered, group_index, whole_counts
from analytics.statistics.intervals import CONFIDENCE


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share with its 95 % interval, and the number of sampled units it rests on. NaN where there is none."""

    value: float
    lower: float
    upper: float
    n: int


def wilson(successes: float, n: float) -> tuple[float, float]:
    """The 95 % interval of `successes` out of `n` independent trials; NaN for n = 0.

    Formula: (p + z^2/2n +- z sqrt(p (1 - p)/n + z^2/4n^2)) / (1 + z^2/n), z = 1.96. `n` need not be whole.
    Source: Wilson (1927), J. Am. Statist. Assoc. 22, 209-212. Raises ValueError unless 0 <= successes <= n.
    """
    if not 0 <= successes <= n:
        msg = f"{successes} successes of {n}: they must lie between 0 and the number of trials"
        raise ValueError(msg)
    if n == 0:
        return np.nan, np.nan
    z2 = float(ndtri(0.5 + CONFIDENCE / 2)) ** 2
    p = successes / n
    middle = p + z2 / (2 * n)
    margin = np.sqrt(z2 * p * (1 - p) / n + z2**2 / (4 * n**2))
    lower, upper = (float(each / (1 + z2 / n)) for each in (middle - margin, middle + margin))
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


def _variance(residuals: FloatArray, index: npt.NDArray[np.int64], sizes: FloatArray) -> float:
    """Variance of the estimated total of the residuals."""
    drawn = [(residuals[index == place], size) for place, size in enumerate(sizes) if size]
    return sum(size * (size - len(e)) * float(e.var(ddof=1)) / len(e) for e, size in drawn if len(e) < size)
