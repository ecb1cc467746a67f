"""Intervals of rates, gaps and changes of states, on the states of the regions drawn again: groups of 3 to 50.

The truth is the number of a region as the embedded facts have it; a draw takes so many of its states, with return, with
all that they answered. So sizes, rates, what they have to do with each other and how unlike the states are, are those
of the data. Below FEWEST_CLUSTERS nothing is printed: such draws are of the intervals that were used before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import permutations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from analytics import database
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.results import OWN, Results
from analytics.statistics.decomposition import kitagawa, standardised_rates
from analytics.statistics.intervals import welch_df
from analytics.statistics.means import group_means
from analytics.statistics.rates import Gap, Rate, cluster_rate, gap, paired_change
from analytics.thresholds import FEWEST_CLUSTERS
from benchmarks.held import HARD, INSTEAD, Case, Held, holds

Numbers = NDArray[np.float64]
REGIONS: Mapping[str, str] = {"africa": "Africa", "lac": "Latin America", "asia": "Asia"}
MANY = 47


@cache
def _rows(name: str) -> pd.DataFrame:
    """A result on the embedded facts."""
    with database.open_snapshot(database.ensure_snapshot()) as connection:
        return Results(connection, read_codes(connection)).table(name, Filters(), **{n: v for n, (v, _) in OWN.items()})


@cache
def answers(region: str) -> Numbers:
    """Accepted and answered of each state of a region that answered; two rows."""
    rows = _rows("received_by_state")
    rows = rows[((rows["region"] == region) & (rows["answered"] > 0)).to_numpy()]
    return rows[["accepted", "answered"]].to_numpy(dtype=float).T


@cache
def by_cycle(region: str) -> Numbers:
    """The same of each state with answers in both of the first cycles; cycles x 2 x states."""
    rows = _rows("counts")
    rows = rows[((rows["region"] == region) & rows["cycle"].isin((1, 2))).to_numpy()]
    table = rows.pivot_table(index="cycle", columns="iso3", values=["accepted", "answered"], aggfunc="sum")
    found = table.fillna(0).to_numpy(dtype=float).reshape(2, 2, -1)
    return found[:, :, (found[:, 1] > 0).all(axis=0)]


@cache
def by_action(region: str) -> Numbers:
    """The same of each state and action category; 2 x states x strata."""
    rows = _rows("counts")
    rows = rows[((rows["region"] == region) & (rows["action_category"] > 0)).to_numpy()]
    table = rows.pivot_table(index="iso3", columns="action_category", values=["accepted", "answered"], aggfunc="sum")
    return table.fillna(0).to_numpy(dtype=float).reshape(len(table), 2, -1).transpose(1, 0, 2)


@cache
def raised(region: str) -> Numbers:
    """What each state was asked about civil society, and in all; accepted and answered of the former; four rows."""
    states = _rows("received_by_state")
    states = states[((states["region"] == region) & (states["answered"] > 0)).to_numpy()].set_index("iso3")
    flags = _rows("flags_by_state")
    flags = flags[(flags["flag"] == "any").to_numpy()].set_index("iso3")
    flags = flags[["recommendations", "accepted", "answered"]].reindex(states.index, fill_value=0)
    columns = [flags["recommendations"], states["recommendations"], flags["accepted"], flags["answered"]]
    return np.array(columns, dtype=float)


def _drawn(of: Numbers, chance: np.random.Generator, states: int) -> Numbers:
    """So many of the states, which are the last axis, with return."""
    return of[..., chance.integers(0, of.shape[-1], states)]


def _of(answered: Numbers) -> float:
    """The rate of these states."""
    return float(answered[0].sum() / answered[1].sum())


def _plain(value: float, se: float, df: float, truth: float) -> bool:
    """Whether value +- t se holds the truth."""
    return bool(abs(value - truth) <= stdtrit(df, 0.975) * se)


def _welch(one: Rate, other: Rate, truth: float) -> bool:
    """The same of a gap, with Welch's degrees of freedom from states - 1."""
    variances = [np.float64(each.se**2) for each in (one, other)]
    df = welch_df(variances[0], np.float64(one.clusters - 1), variances[1], np.float64(other.clusters - 1))
    return _plain(one.rate - other.rate, float(np.sqrt(sum(variances))), float(df), truth)


def rates(chance: np.random.Generator, states: int) -> Iterator[Held]:
    """The rate of a region and the mean of its states' rates."""
    while True:
        held = {}
        for region, name in REGIONS.items():
            accepted, answered = _drawn(answers(region), chance, states)
            found, own = cluster_rate(accepted, answered), accepted / answered
            truth, each = _of(answers(region)), np.divide(*answers(region))
            held[f"{INSTEAD}t, states - 1: {name}"] = _plain(found.rate, found.se, states - 1, truth)
            if states >= FEWEST_CLUSTERS:
                means = group_means(own, np.zeros(states, dtype=int), 1, (0, 1))
                held |= {f"rate: {name}": holds(found, truth), f"mean of states: {name}": holds(means, each.mean())}
        yield held


def _gaps(others: int) -> Case:
    """The gap of two regions, of which the other has so many states; 0: as many."""

    def case(chance: np.random.Generator, states: int) -> Iterator[Held]:
        while True:
            held = {}
            for one, other in permutations(REGIONS, 2):
                pair = [(one, states), (other, others or states)]
                first, second = (cluster_rate(*_drawn(answers(region), chance, number)) for region, number in pair)
                truth, name = _of(answers(one)) - _of(answers(other)), f"{REGIONS[one]} less {REGIONS[other]}"
                held[f"{INSTEAD}Welch, states - 1: {name}"] = _welch(first, second, truth)
                if states >= FEWEST_CLUSTERS:
                    held[name] = holds(gap(first, second), truth)
            yield held

    return case


def mixes(chance: np.random.Generator, states: int) -> Iterator[Held]:
    """So many states of Asia against 47 of Africa: the parts of the gap by action, and a rate at one mix of asks."""
    accepted, answered = by_action("asia")
    others = by_action("africa")
    truth, mix = kitagawa(accepted, answered, *others), answered.sum(axis=0) + others[1].sum(axis=0)
    alike = standardised_rates(accepted, answered, np.zeros(len(answered), dtype=int), weights=mix).rates.rate[0]
    while True:
        few, many = chance.integers(0, len(answered), states), chance.integers(0, others.shape[1], MANY)
        found = kitagawa(accepted[few], answered[few], *others[:, many])
        group = np.zeros(states, dtype=int)
        of_asia = standardised_rates(accepted[few], answered[few], group, weights=mix).rates
        yield {
            "part at the same mix": holds(found.rate, truth.rate.value),
            "part of the mix": holds(found.composition, truth.composition.value),
            "rate at one mix: Asia": holds(of_asia[0], alike),
        }


def changes(chance: np.random.Generator, states: int) -> Iterator[Held]:
    """From the first cycle to the second, in the same states."""

    def change(of: Numbers) -> Gap:
        return paired_change(*of[0], *of[1])

    while True:
        held = {}
        for region, name in REGIONS.items():
            found, truth = change(_drawn(by_cycle(region), chance, states)), change(by_cycle(region)).gap
            held |= {name: holds(found, truth)}
            held[f"{INSTEAD}t, states - 1: {name}"] = _plain(found.gap, found.se, states - 1, truth)
        yield held


def civil_society(chance: np.random.Generator, states: int) -> Iterator[Held]:
    """Shares and rates that few recommendations stand behind: what is asked about civil society.

    Hard where one state or two are asked far more about it than all others of the region: draws without them cannot
    know, and no formula can.
    """
    while True:
        held = {}
        for region, name in REGIONS.items():
            about, asked, accepted, answered = _drawn(raised(region), chance, states)
            share, rate = cluster_rate(about, asked), cluster_rate(accepted, answered)
            truth = [_of(raised(region)[:2]), _of(raised(region)[2:])]
            held[f"{HARD}share: {name}"] = holds(share, truth[0])
            if not rate.reason:
                held[f"{HARD}accepted: {name}"] = holds(rate, truth[1])
            held[f"{INSTEAD}t, states - 1: {name}"] = _plain(rate.rate, rate.se, max(rate.clusters - 1, 1), truth[1])
        yield held


STATES: Mapping[str, tuple[Case, tuple[int, ...]]] = {
    "states: rates": (rates, (3, 5, 10, 20, 50)),
    "states: gap with 47 others": (_gaps(MANY), (3, 5, 10)),
    "states: gap with as many": (_gaps(0), (3, 5, 50)),
    "states: gap with 50 others": (_gaps(50), (10,)),
    "states: gap with 30 others": (_gaps(30), (20,)),
    "states: mix, against 47": (mixes, (10, 20, 47)),
    "states: changes": (changes, (5, 10, 50)),
    "states: civil society": (civil_society, (5, 10, 20, 50)),
}
"""Name -> the case, and the numbers of states that it is run with."""
