"""Who asks whom: observed recommendations against what the totals alone would give.

Belongs here: observed / expected of a recommending x reviewed matrix. Does not: drawing, layout, or which of them are
accepted.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

from analytics.statistics.counts import FloatArray, IntArray, group_index, whole_counts
from analytics.statistics.intervals import CONFIDENCE, t_margin

ROUNDS = 200  # of the fit to the margins; about 10 are needed
TWO = 2
"""Reviewed states without which a region has no spread."""
CLOSE = 1e-10  # relative difference of fitted and observed margins at which it stops


@dataclass(frozen=True, slots=True)
class Association:
    """Observed against expected recommendations. Arrays (recommenders, reviewed), as given."""

    observed: IntArray
    """The n of each cell."""
    expected: FloatArray
    """Recommendations that the totals alone would give."""
    ratio: FloatArray
    """observed / expected: 1 as the totals give, 2 twice as many. NaN where nothing is expected."""
    log_ratio: FloatArray
    """Natural logarithm of the ratio; -inf where nothing was observed."""
    se: FloatArray
    """Standard error of the log ratio; NaN where it has none."""
    lower: FloatArray
    """95 % interval of the ratio; NaN where it has none."""
    upper: FloatArray
    clusters: IntArray
    """Reviewed states behind the standard errors of each column."""


def expected_counts(observed: npt.ArrayLike, possible: npt.ArrayLike | None = None) -> FloatArray:
    """Return the counts that the row and column totals alone would give.

    Definition: row total * column total / total. With `possible` (booleans of the same shape;
    False for what cannot happen, such as a state that recommends to itself) the expectation is
    a_i * b_j over the possible cells, 0 elsewhere, with the observed totals (quasi-independence).
    Unit: recommendations. Shape: (recommenders, reviewed), any number of each.
    Method with `possible`: rows and columns are scaled in turn until the totals agree.
    Source: Agresti, Categorical Data Analysis, 3rd ed. (2013), ch. 3 and 11 (quasi-independence);
    Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427-444 (the scaling).

    No recommendation at all -> zeros. Raises ValueError for values that are not counts, for other
    shapes, and for recommendations in a cell said to be impossible.
    """
    counts = _matrix(observed)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    total = counts.sum()
    if total == 0:
        return np.zeros(counts.shape)
    if possible is None:
        return np.outer(rows, columns) / total
    allowed = np.asarray(possible, dtype=np.bool_)
    if allowed.shape != counts.shape:
        msg = f"possible has shape {allowed.shape} and observed {counts.shape}: they must be equal"
        raise ValueError(msg)
    wrong = ~allowed & (counts > 0)
    if wrong.any():
        row, column = (int(axis[0]) for axis in np.nonzero(wrong))
        msg = f"observed[{row}, {column}] is {counts[row, column]:.0f}, but possible says never"
        raise ValueError(msg)
    open_cells = allowed.astype(np.float64)
    of_row, of_column = np.ones(rows.size), np.ones(columns.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        for _ in range(ROUNDS):
            of_row = np.where(rows > 0, rows / (open_cells @ of_column), 0.0)
            reached = of_row @ open_cells
            if (np.abs(reached * of_column - columns) <= CLOSE * total).all():
                break
            of_column = np.where(columns > 0, columns / reached, 0.0)
    return of_row[:, None] * open_cells * of_column


def regional_association(
    observed: npt.ArrayLike,
    recommending_region: npt.ArrayLike,
    reviewed_region: npt.ArrayLike,
    regions: int | None = None,
    possible: npt.ArrayLike | None = None,
    *,
    fewest: int = 1,
) -> Association:
    """Observed / expected between regions, with the reviewed state as the cluster.

    Definition: ratio = n_ij / e_ij with e of `expected_counts`, for cells of recommending region x
    reviewed region, summed from a matrix of states. With `possible` (False where a state meets
    itself) the expectation takes into account that a region's own members are fewer by one for
    each of them.
    Unit: ratio (1: as the totals give). Shapes: `observed`, `possible` (recommending states,
    reviewed states), **one row and one column per state**; the two region arrays number the rows'
    and the columns' regions 0, 1, ... in one scheme, with `regions` of them.
    Formula: ln(ratio) has for each reviewed state the linear term d = [in the column's region]
    (n_gj / n_gr - n_j / n_r) - n_gj / n_g + n_j / n; variance = the sum over all reviewed regions
    of m / (m - 1) * sum((d - mean d)^2); t with (states reviewed in the column's region) - 1
    degrees of freedom; where n_ij is 0, 0 to 3.69 / e (exact for a Poisson count). That states
    recommend in clusters too is not in it.
    Source: Cochran (1977), ch. 5A and 6 (strata, ratios); Wolter (2007), ch. 6.

    Too small: a region with fewer reviewed states than `fewest`, two at least, has ratios without interval; nothing
    expected -> NaN; nothing observed -> ratio 0, log ratio -inf, se NaN. Raises ValueError as
    `expected_counts` does, and for wrong region numbers.
    """
    counts = _matrix(observed)
    from_region, of_rows = group_index(recommending_region, counts.shape[0], regions, "recommending_region")
    to_region, of_columns = group_index(reviewed_region, counts.shape[1], regions, "reviewed_region")
    total = max(of_rows, of_columns)
    rows = (from_region == np.arange(total)[:, None]).astype(np.float64)
    columns = (to_region == np.arange(total)[:, None]).astype(np.float64)
    by_state = rows @ counts
    cells = by_state @ columns.T
    expected = rows @ expected_counts(counts, possible) @ columns.T
    received = counts.sum(axis=0)
    reviewed = received > 0
    states = columns @ reviewed
    with np.errstate(divide="ignore", invalid="ignore"):
        within = by_state[:, None, :] / cells[:, :, None] - received / cells.sum(axis=0)[:, None]
        outside = received / received.sum() - by_state / by_state.sum(axis=1, keepdims=True)
        d = np.where(columns > 0, within, 0.0) + outside[:, None, :]
        flat, of_region = d.reshape(d.shape[0] * d.shape[1], d.shape[2]), np.ascontiguousarray(columns.T)
        squares, sums = ((each @ of_region).reshape(*d.shape[:2], total) for each in (flat**2, flat))
        spread = squares - sums**2 / states
        of_regions = np.where(states > 1, states / (states - 1) * spread, squares)
        se = np.sqrt(np.maximum(of_regions[..., states > 0].sum(axis=-1), 0.0))
    se[:, states < max(fewest, TWO)] = np.nan
    return _association(cells, expected, se, states - 1, states.astype(np.int64), fewest)


def _association(  # noqa: PLR0917 - what a ratio and its interval need
    counts: FloatArray, expected: FloatArray, se: FloatArray, df: FloatArray, clusters: IntArray, fewest: int
) -> Association:
    """Build ratios and intervals from counts, expectations and the log ratio's error."""
    some = (counts > 0) & (expected > 0)
    none = (counts == 0) & (expected > 0) & (clusters >= fewest)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(expected > 0, counts / expected, np.nan)
        log_ratio = np.log(ratio)
        se = np.where(some, se, np.nan)
        factor = np.exp(np.where(se == 0, 0.0, t_margin(se, df)))
        most_of_none = gammaincinv(1.0, 0.5 + CONFIDENCE / 2) / expected
    return Association(
        observed=counts.astype(np.int64),
        expected=expected,
        ratio=ratio,
        log_ratio=log_ratio,
        se=se,
        lower=np.where(none, 0.0, ratio / factor),
        upper=np.where(none, most_of_none, ratio * factor),
        clusters=clusters,
    )


def _matrix(observed: npt.ArrayLike) -> FloatArray:
    """Return the counts of recommending x reviewed, checked."""
    counts = whole_counts(observed, "observed")
    if counts.ndim != 2:  # noqa: PLR2004
        msg = f"observed has {counts.ndim} dimensions: recommending x reviewed expected"
        raise ValueError(msg)
    return counts
