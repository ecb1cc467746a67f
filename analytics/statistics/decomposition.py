"""How much of a gap between two groups is what they were asked, and how much how they answer.

Belongs here: Kitagawa's decomposition of a gap over strata (action categories, or action x
recommending group), and rates standardised to a common mix of strata. Does not: the gap's own
interval (`rates.gap`, which these intervals agree with).

A decomposition is arithmetic, not cause: "at the same mix the gap would have been ..." is what it
can say, and only for the strata that were chosen.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.statistics.counts import (
    BoolArray,
    FloatArray,
    accepted_of_answered,
    group_index,
)
from analytics.statistics.intervals import cluster_df, difference_df, share_ends, t_margin
from analytics.statistics.rates import ROUNDING, TWO, Rates, cluster_rate, gap


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a gap, as a share (0.01 is one percentage point), with its 95 % interval."""

    value: float
    se: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A gap and its parts: gap = composition + rate + not_overlapping.

    Arrays have one place per stratum, in the order given; those named for a part add up to it.
    """

    gap: Part
    composition: Part
    rate: Part
    not_overlapping: Part
    composition_by_stratum: FloatArray
    composition_against_average: FloatArray
    """The same, with each stratum's rate counted from the average of the two groups' rates: above
    0 where the first group has more of an easy stratum, or less of a hard one. This is the one to
    chart. It adds up to the composition where all strata overlap."""
    rate_by_stratum: FloatArray
    not_overlapping_by_stratum: FloatArray
    overlap: BoolArray
    """Strata in which both groups answered at least one recommendation."""
    strata_without_overlap: int
    """Strata in which exactly one of the groups answered any."""
    share_not_overlapping_a: float
    """Share of the first group's recommendations that lie in strata without overlap."""
    share_not_overlapping_b: float
    reason: str
    """Why there is no interval to rely on: "", no_answers, one_state, too_few or no_variation."""


@dataclass(frozen=True, slots=True)
class Standardised:
    """Directly standardised rates of groups, and the common mix they stand on."""

    rates: Rates
    """`n` and `clusters` count the strata in use only. A further reason is "no_overlap"."""
    mix: FloatArray
    """Weight of each stratum, adding up to 1; 0 for a stratum that some group lacks."""
    dropped: FloatArray
    """Share of each group's recommendations that lie in strata out of use."""


def kitagawa(
    accepted_a: npt.ArrayLike,
    answered_a: npt.ArrayLike,
    accepted_b: npt.ArrayLike,
    answered_b: npt.ArrayLike,
    fewest: int = TWO,
) -> Decomposition:
    """Decompose the gap between the rates of groups a and b, p_a - p_b, over strata.

    Definition, with w the share of a group's recommendations that lie in a stratum and r the
    acceptance rate there, over the strata in which both groups answered something:
    composition = sum((w_a - w_b) * (r_a + r_b) / 2), the part due to another mix of
    recommendations; rate = sum((r_a - r_b) * (w_a + w_b) / 2), the part that remains at an equal
    mix. The strata that only one group has cannot be compared: not_overlapping =
    sum(w_a r_a) - sum(w_b r_b) over them. Nothing is renormalised, so the three parts add up.
    Unit: share (0.01 is one percentage point).
    Shapes: (states, strata), **one row per state**, the same strata in both groups; or (strata,)
    for sums, which counts as one state and so has no intervals.
    Formula of the intervals: each part is a smooth function of the group's totals; its linear
    term for each state gives m / (m - 1) * sum(d^2) for each group, the groups are independent, and t has the degrees
    of freedom of `intervals.difference_df` with those of the two rates. The interval of the gap is that of `rates.gap`.
    Source: Kitagawa (1955), J. Am. Stat. Assoc. 50, 1168-1194 (no interaction term); linearised
    variances: Cochran (1977), ch. 6; Wolter, Introduction to Variance Estimation (2007), ch. 6.
    Reading: the composition of a single stratum means little alone, since w_a - w_b is large
    wherever the mix differs and cancels over the strata: see `composition_against_average`.

    Too small: a group without answers -> all NaN, "no_answers"; one state in a group -> parts without interval,
    "one_state"; fewer than `fewest` -> the same, "too_few"; no variation between the states of a group ->
    "no_variation". Raises ValueError for contradictory counts or another number of strata.
    """
    y_a, n_a = _by_state(accepted_a, answered_a)
    y_b, n_b = _by_state(accepted_b, answered_b)
    if n_a.shape[1] != n_b.shape[1]:
        msg = f"group a has {n_a.shape[1]} strata and group b {n_b.shape[1]}: they must be equal"
        raise ValueError(msg)
    a, b = _Totals(y_a, n_a), _Totals(y_b, n_b)
    overlap = (a.n > 0) & (b.n > 0)
    apart = (a.n > 0) ^ (b.n > 0)
    composition = np.where(overlap, (a.mix - b.mix) * (a.rate + b.rate) / 2, 0.0)
    rate = np.where(overlap, (a.rate - b.rate) * (a.mix + b.mix) / 2, 0.0)
    not_overlapping = np.where(apart, a.mix * a.rate - b.mix * b.rate, 0.0)
    if not (a.states and b.states):
        composition, rate, not_overlapping = np.full((3, overlap.size), np.nan)
    average = (a.pooled + b.pooled) / 2
    sums = np.array([composition.sum(), rate.sum(), not_overlapping.sum()])
    if not (a.states and b.states):
        sums[:] = np.nan  # also of no strata at all, whose sum would be zero
    values = np.append(sums, a.pooled - b.pooled)
    rates = [cluster_rate(y.sum(axis=1), n.sum(axis=1), fewest) for y, n in ((y_a, n_a), (y_b, n_b))]
    whole = gap(*rates)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance_a, variance_b = _variance(y_a, n_a, a, b), _variance(y_b, n_b, b, a)
    se = np.sqrt(variance_a + variance_b)
    if whole.reason not in {"", "no_variation"}:
        se[:] = np.nan
    df_a, df_b = (np.full(se.size, rate.df) for rate in rates)
    margin = np.where(se == 0, 0.0, t_margin(se, difference_df(variance_a, df_a, variance_b, df_b)))
    lower, upper = np.maximum(values - margin, -1.0), np.minimum(values + margin, 1.0)
    lower[-1], upper[-1] = whole.lower, whole.upper
    parts = [Part(*map(float, part)) for part in zip(values, se, lower, upper, strict=True)]
    return Decomposition(
        gap=parts[3],
        composition=parts[0],
        rate=parts[1],
        not_overlapping=parts[2],
        composition_by_stratum=composition,
        composition_against_average=composition - (a.mix - b.mix) * overlap * average,
        rate_by_stratum=rate,
        not_overlapping_by_stratum=not_overlapping,
        overlap=overlap,
        strata_without_overlap=int(apart.sum()),
        share_not_overlapping_a=float(a.mix[apart].sum()),
        share_not_overlapping_b=float(b.mix[apart].sum()),
        reason=whole.reason,
    )


def standardised_rates(
    accepted: npt.ArrayLike,
    answered: npt.ArrayLike,
    group: npt.ArrayLike,
    groups: int | None = None,
    weights: npt.ArrayLike | None = None,
    *,
    fewest: int = TWO,
) -> Standardised:
    """Rate of each group if all groups had been asked the same mix of recommendations.

    Definition: sum(W_k * r_k) over strata k; r_k the group's rate in the stratum, W a common mix:
    the pooled mix of all groups, or `weights`, over the strata in which **every** group answered
    something, made to add up to 1. What is dropped for that is in the result. Groups without any
    answer are left aside.
    Unit: share, 0 to 1. Shapes: `accepted`, `answered` (states, strata), **one row per state**;
    `group` (states,) numbers 0, 1, ...; `weights` (strata,), counts or shares.
    Formula of the interval: the mix is taken as given; d = sum(W_k (y_k - r_k n_k) / N_k) for each
    state, N_k the group's total in the stratum; variance m / (m - 1) * sum(d^2) over the m states
    with answers in these strata; degrees of freedom and ends as for a rate, by each state's share of the answers in
    these strata. With a single stratum it is `rates.cluster_rates`.
    Source: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed. (2003),
    ch. 19 (direct standardisation); Cochran (1977), ch. 6.
    Reading: a standardised rate is for comparing groups under one mix; it is not what happened.

    Too small: a group without answers -> NaN, "no_answers"; no stratum common to all groups, or
    only with weight 0 -> NaN, "no_overlap"; one state -> "one_state"; fewer than `fewest` -> "too_few"; se 0 ->
    "no_variation". Raises ValueError for contradictory counts, group numbers or weights.
    """
    y, n = accepted_of_answered(accepted, answered, dimensions=(2,))
    index, total = group_index(group, n.shape[0], groups)
    member = (index == np.arange(total)[:, None]).astype(np.float64)
    sum_y, sum_n = member @ y, member @ n
    present = sum_n.any(axis=1)
    common = (sum_n[present] > 0).all(axis=0) & present.any()
    mix = np.where(common, sum_n.sum(axis=0) if weights is None else _weights(weights, n), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mix = np.nan_to_num(mix / mix.sum())
        used = mix > 0
        stratum_rate = np.where(used, sum_y / sum_n, 0.0)
        per_answer = np.where(used & present[:, None], mix / sum_n, 0.0)
        d = np.einsum("ik,ik->i", y - stratum_rate[index] * n, per_answer[index])
        states = member @ n[:, used].any(axis=1)
        se = np.sqrt(states / (states - 1) * (member @ d**2))
        inside = n[:, used].sum(axis=1)
        share = np.nan_to_num(inside / (member @ inside)[index])
        dropped = 1 - sum_n[:, used].sum(axis=1) / sum_n.sum(axis=1)
    se[se < ROUNDING] = 0.0
    few = states < max(fewest, TWO)
    se[few] = np.nan
    rate = np.where(present & used.any(), stratum_rate @ mix, np.nan)
    df = np.where(few, np.nan, cluster_df([share], index, total))
    lower, upper = share_ends(rate, se**2, df)
    return Standardised(
        rates=Rates(
            rate=rate,
            se=se,
            df=df,
            lower=lower,
            upper=upper,
            clusters=states.astype(np.int64),
            n=sum_n[:, used].sum(axis=1).astype(np.int64),
            reason=np.select(
                [~present, states == 0, states == 1, few, se == 0],
                ["no_answers", "no_overlap", "one_state", "too_few", "no_variation"],
                default="",
            ),
        ),
        mix=mix,
        dropped=dropped,
    )


class _Totals:
    """Sums of one group: its mix of strata, its rate in each (0 where it has none), its rate."""

    def __init__(self, y: FloatArray, n: FloatArray) -> None:
        """Add up the states."""
        sum_y, self.n = y.sum(axis=0), n.sum(axis=0)
        self.states = int(n.any(axis=1).sum())
        with np.errstate(divide="ignore", invalid="ignore"):
            self.mix = self.n / self.n.sum()
            self.pooled = sum_y.sum() / self.n.sum()
            self.rate = np.where(self.n > 0, sum_y / self.n, 0.0)


def _variance(y: FloatArray, n: FloatArray, own: _Totals, other: _Totals) -> FloatArray:
    """Variance that one group's states give to composition, rate, not_overlapping and the gap.

    The parts depend on the group through its mix w and its rates r. A state moves them by
    dw = (n_k - w_k n) / N and dr = (y_k - r_k n_k) / N_k; the weights below are the derivatives
    of the parts in w and in r. Signs of the other group's parts turn around; squares do not.
    """
    both, alone = (own.n > 0) & (other.n > 0), (own.n > 0) & (other.n == 0)
    by_mix = np.stack(
        [
            both * (own.rate + other.rate) / 2,
            both * (own.rate - other.rate) / 2,
            alone * own.rate,
        ],
        axis=1,
    )
    by_rate = np.stack(
        [
            both * (own.mix - other.mix) / 2,
            both * (own.mix + other.mix) / 2,
            alone * own.mix,
        ],
        axis=1,
    )
    per_accepted = np.where(own.n[:, None] > 0, by_rate / own.n[:, None], 0.0)
    per_answered = (by_mix - own.mix @ by_mix) / own.n.sum() - per_accepted * own.rate[:, None]
    moved = y @ per_accepted + n @ per_answered
    moved = np.concatenate([moved, moved.sum(axis=1, keepdims=True)], axis=1)
    states = np.float64(own.states)
    variance = states / (states - 1) * (moved**2).sum(axis=0)
    return np.where(variance < ROUNDING**2, 0.0, variance)


def _by_state(accepted: npt.ArrayLike, answered: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the counts as states x strata; sums over states become one state."""
    y, n = accepted_of_answered(accepted, answered, dimensions=(1, 2))
    return np.atleast_2d(y), np.atleast_2d(n)


def _weights(weights: npt.ArrayLike, answered: FloatArray) -> FloatArray:
    """Return the weights of strata, checked."""
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != answered.shape[1:]:
        msg = f"weights has shape {given.shape}: one weight for each of {answered.shape[1]} strata"
        raise ValueError(msg)
    if not (np.isfinite(given) & (given >= 0)).all():
        wrong = given[~(np.isfinite(given) & (given >= 0))][0]
        msg = f"weights holds {wrong}: a weight is a finite number, 0 or more"
        raise ValueError(msg)
    return given
