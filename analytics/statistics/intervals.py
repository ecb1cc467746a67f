"""Student's t intervals: quantile, degrees of freedom of a difference, two-sided p-value.

`scipy.special` is used rather than `scipy.stats`, which takes several times longer to import.
"""

from typing import TypeVar

import numpy as np
from scipy.special import stdtr, stdtrit

from analytics.statistics.counts import FloatArray

CONFIDENCE = 0.95  # of every interval in this package; stated to the reader beside each of them

Numbers = TypeVar("Numbers", np.float64, FloatArray)


def t_margin(se: Numbers, df: Numbers) -> Numbers:
    """Half the width of the 95 % interval: t(0.975, df) * se. NaN where df is not positive."""
    return stdtrit(np.where(df > 0, df, np.nan), 0.5 + CONFIDENCE / 2) * se


def two_sided_p(statistic: Numbers, df: Numbers) -> Numbers:
    """Two-sided p-value of a t statistic; df = inf is the normal distribution. NaN stays NaN."""
    return 2 * stdtr(np.where(df > 0, df, np.nan), -np.abs(statistic))


def welch_df(variance_a: Numbers, df_a: Numbers, variance_b: Numbers, df_b: Numbers) -> Numbers:
    """Degrees of freedom of the difference of two independent estimates.

    `variance_a`, `variance_b` are the squared standard errors. Formula: (Va + Vb)^2 /
    (Va^2 / dfa + Vb^2 / dfb), in the shares of the variance so that tiny values do not underflow.
    Source: Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Welch (1947), Biometrika 34,
    28-35. NaN when both variances are 0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = variance_a / (variance_a + variance_b)
        return 1 / (share**2 / df_a + (1 - share) ** 2 / df_b)
