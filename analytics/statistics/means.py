"""Means of a value that each state has once, by group, with intervals and the middle half of the states.

Belongs here: plain values per state, such as an index of civic space or a state's own rate. The rate of a group is in
`rates`: where the mean of its states differs from it, states that answered many recommendations behave differently
from the others.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.statistics.counts import FloatArray, IntArray, group_index
from analytics.statistics.intervals import t_margin


@dataclass(frozen=True, slots=True)
class Means:
    """One place per group: the mean with its 95 % interval, quartiles and ends, and how many states."""

    mean: FloatArray
    se: FloatArray
    lower: FloatArray
    upper: FloatArray
    lower_quartile: FloatArray
    upper_quartile: FloatArray
    lowest: FloatArray
    highest: FloatArray
    n: IntArray


def group_means(values: npt.ArrayLike, group: npt.ArrayLike, groups: int) -> Means:
    """Mean of each group's values, each state counting once, with a 95 % interval.

    Formula: se = s / sqrt(n), t with n - 1 degrees of freedom (Student 1908). It treats the states of a group as if
    drawn from states like them; what the values themselves leave open is not in it. Quartiles interpolate linearly.
    One value gives a mean without interval, none gives NaN. Raises ValueError for absent values or group numbers.
    """
    of = np.asarray(values, dtype=float)
    if np.isnan(of).any():
        msg = "absent values: leave them out before"
        raise ValueError(msg)
    index, total = group_index(group, of.size, groups)
    n = np.bincount(index, minlength=total)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.bincount(index, weights=of, minlength=total) / n
        squares = np.bincount(index, weights=(of - mean[index]) ** 2, minlength=total)
        se = np.sqrt(squares / (n - 1) / n)
    se[n < 2] = np.nan  # noqa: PLR2004 - a spread needs two states
    margin = t_margin(se, (n - 1).astype(float))
    order = np.lexsort((of, index))
    parts = np.split(of[order], np.cumsum(n)[:-1])
    ends = np.array([np.percentile(part, (25, 75, 0, 100)) if part.size else np.full(4, np.nan) for part in parts])
    return Means(mean, se, mean - margin, mean + margin, *ends.T, n=n.astype(np.int64))
