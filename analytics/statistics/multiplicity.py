"""Many tests at once: what share of the findings may be false.

Belongs here: corrections of p-values for their number. Does not: the tests.
"""

import numpy as np
import numpy.typing as npt

from analytics.statistics.counts import FloatArray

FALSE_DISCOVERY_RATE = 0.05  # q-values up to it are findings


def benjamini_hochberg(p: npt.ArrayLike) -> FloatArray:
    """Return the q-value of each p-value: the false discovery rate at which it becomes a finding.

    Definition: with k tests and p sorted upwards, q of the i-th is the smallest p_(j) * k / j over
    j >= i. Unit: probability, 0 to 1. Shape: (tests,), order kept. NaN means "not tested": it
    stays NaN and does not count as a test; no test at all gives no q-values.
    Source: Benjamini and Hochberg (1995), J. R. Statist. Soc. B 57, 289-300. It holds for
    independent and for positively dependent tests.
    Raises ValueError for a p-value outside 0 .. 1.
    """
    given = np.asarray(p, dtype=np.float64)
    outside = (given < 0) | (given > 1)
    if outside.any():
        msg = f"p holds {given[outside][0]}: a p-value lies between 0 and 1"
        raise ValueError(msg)
    q = np.full(given.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(given))
    downwards = tested[np.argsort(given[tested])[::-1]]
    rank = np.arange(downwards.size, 0, -1)
    # Rank over tests stays below 1, so that q never falls below p by rounding.
    q[downwards] = np.minimum.accumulate(given[downwards] * (downwards.size / rank))
    return q
