"""How often the intervals of `analytics.statistics` hold the truth: `python -m benchmarks.intervals`.

Each case draws synthetic reviews or states of which the truth is known, many times, and counts. A 95 % interval should
hold it in 93 to 97 of 100 draws. Beside ours stand intervals that are often used instead, to say why they are not.
The tests run the same cases with fewer draws. Cases can be named: `python -m benchmarks.intervals states` runs those of
states in groups of 3 to 50. All of it takes some minutes.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.association import rank_correlation, rank_correlation_within
from analytics.statistics.changes import difference_in_differences, over_networks, within_regions
from analytics.statistics.estimates import difference
from analytics.statistics.rates import cluster_rate
from analytics.statistics.reviews import mean_of_reviews, median_of_submissions, share_of_submissions
from analytics.statistics.within_reviews import ranks_within, within_reviews
from benchmarks.held import HARD, INSTEAD, Case, Held, holds
from benchmarks.states import STATES

Numbers = NDArray[np.float64]

LOW, HIGH = 0.93, 0.97
"""What is meant by a 95 % interval that holds."""
ALIKE = 40_000
"""Reviews from which a truth is taken that has no formula."""
RESAMPLES = 400
FEWER = 25
"""Reviews of the other region in a difference."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of draws in which each interval of a case held the truth."""

    shares: Mapping[str, float]
    draws: int


def coverage(case: Case, clusters: int, draws: int, seed: int = 1) -> Coverage:
    """Run one case so often."""
    drawn = case(np.random.default_rng(seed + clusters), clusters)
    held, printed = Counter[str](), Counter[str]()
    for _ in range(draws):
        each = next(drawn)
        held.update({name: int(it) for name, it in each.items()})
        printed.update(each.keys())
    return Coverage({name: held[name] / often for name, often in printed.items()}, draws)


def _reviews(chance: np.random.Generator, reviews: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Submissions of each review, 1 to 30, most reviews with few; and the review of each submission."""
    size = np.clip(np.round(chance.lognormal(2, 0.9, reviews)), 1, 30).astype(np.int64)
    return size, np.repeat(np.arange(reviews), size)


def means(chance: np.random.Generator, reviews: int) -> Iterator[Held]:
    """Shares (mean 0.4) and sizes (lognormal, skewness 1.75), one per review."""
    mean_size = math.exp(0.125)
    while True:
        one, other = chance.beta(2, 3, (2, reviews))
        sizes, more = np.exp(0.5 * chance.normal(size=(2, reviews)))
        yield {
            "mean of shares": holds(mean_of_reviews(one), 0.4),
            "difference of two regions": holds(
                difference(mean_of_reviews(one), mean_of_reviews(2 * other[:FEWER])), -0.4
            ),
            "mean of skewed sizes": holds(mean_of_reviews(sizes, skewed=True), mean_size),
            "difference of skewed sizes": holds(difference(mean_of_reviews(sizes), mean_of_reviews(more)), 0),
            f"{INSTEAD}t of skewed sizes": holds(mean_of_reviews(sizes), mean_size),
        }


def shares(chance: np.random.Generator, reviews: int) -> Iterator[Held]:
    """Shares of submissions, 0.3 in the mean, correlation inside reviews 0.2."""
    while True:
        size, _ = _reviews(chance, reviews)
        part = chance.binomial(size, chance.beta(1.2, 2.8, reviews))
        more, _ = _reviews(chance, FEWER)
        other = share_of_submissions(chance.binomial(more, chance.beta(1.2, 2.8, FEWER)), more)
        found = share_of_submissions(part, size)
        yield {
            "share of submissions": holds(found, 0.3),
            "difference of two regions": holds(difference(found, other), 0),
            f"{INSTEAD}linearised, t with reviews - 1": holds(cluster_rate(part, size), 0.3),
        }


def _medians(larger: float, step: float) -> Case:
    """Lognormal values that reviews have a level of, higher in large reviews, in steps or not."""

    def values(chance: np.random.Generator, size: NDArray[np.int64], review: NDArray[np.int64]) -> Numbers:
        level = 0.6 * chance.normal(size=size.size) + larger * (np.log(size) - 2)
        made = np.exp(1.3 + level[review] + chance.normal(size=review.size))
        return np.ceil(made) if step else made

    def case(chance: np.random.Generator, reviews: int) -> Iterator[Held]:
        size, review = _reviews(chance, ALIKE)
        truth = median_of_submissions(values(chance, size, review), review, step=step).value
        while True:
            found = []
            for number in (reviews, FEWER):
                size, review = _reviews(chance, number)
                found.append(median_of_submissions(values(chance, size, review), review, step=step))
            yield {"median": holds(found[0], truth), "difference of two regions": holds(difference(*found), 0)}

    return case


def bootstrap(chance: np.random.Generator, reviews: int) -> Iterator[Held]:
    """The same medians by drawing whole reviews with replacement: percentiles of the medians."""
    truth = math.exp(1.3)
    while True:
        size, review = _reviews(chance, reviews)
        drawn = np.exp(1.3 + (0.6 * chance.normal(size=reviews))[review] + chance.normal(size=review.size))
        order = np.argsort(drawn)
        often = chance.multinomial(reviews, np.full(reviews, 1 / reviews), RESAMPLES)
        up_to = often[:, review[order]].cumsum(axis=1)
        middle = (up_to >= (often @ size)[:, None] / 2).argmax(axis=1)
        lower, upper = np.quantile(drawn[order][middle], (0.025, 0.975))
        yield {
            "median": holds(median_of_submissions(drawn, review), truth),
            f"{INSTEAD}percentiles of resampled reviews": bool(lower <= truth <= upper),
        }


def sides(chance: np.random.Generator, reviews: int) -> Iterator[Held]:
    """Joint submissions have 0.5 more in the mean, more in some reviews than in others; ranks by symmetry have none."""
    while True:
        _, review = _reviews(chance, reviews)
        joint = chance.random(review.size) < 0.4  # noqa: PLR2004 - most are individual
        level, gain, noise = (
            3 * chance.normal(size=reviews),
            0.5 * chance.normal(size=reviews),
            chance.normal(size=review.size),
        )
        found = within_reviews(level[review] + (0.5 + gain[review]) * joint + noise, joint, review)
        ranked = within_reviews(ranks_within(level[review] + gain[review] * joint + noise, review), joint, review)
        yield {
            "difference inside reviews": holds(found.by_review, 0.5),
            "weighted difference inside reviews": holds(found.by_submission, 0.5),
            "difference of ranks": holds(ranked.by_review, 0),
            "weighted difference of ranks": holds(ranked.by_submission, 0),
        }


def changes(chance: np.random.Generator, states: int) -> Iterator[Held]:
    """So many states that signed against 70: their changes vary twice as much, are skewed and 0.3 higher."""
    signed, region = np.arange(states + 70) < states, np.arange(states + 70) % 4
    truth = 0.3 + 0.5 * (region[signed].mean() - region[~signed].mean())
    while True:
        before = chance.normal(size=signed.size)
        own = (1 + signed) * (chance.gamma(4, 0.5, signed.size) - 2)
        after = before + 0.5 * region + 0.3 * signed + own
        yield {
            "difference in differences": holds(difference_in_differences(before, after, signed).estimate, truth),
            "inside regions": holds(within_regions(before, after, signed, region).estimate, 0.3),
        }


def networks(chance: np.random.Generator, states: int) -> Iterator[Held]:
    """Ten networks; each state has a change in all of them, and draws many or few networks."""
    network, state = np.divmod(np.arange(10 * states), states)
    while True:
        pull = 1.5 * chance.normal(size=states) - 1
        signed = chance.random(network.size) < 1 / (1 + np.exp(-pull[state]))
        before, after = (
            np.zeros(network.size),
            chance.normal(size=states)[state] + 0.5 * chance.normal(size=network.size),
        )
        together = over_networks(before, after, signed, network=network, state=state)
        yield {
            "many networks, states as clusters": holds(together, 0),
            f"{INSTEAD}rows as independent": holds(difference_in_differences(before, after, signed).estimate, 0),
        }


def correlations(chance: np.random.Generator, reviews: int) -> Iterator[Held]:
    """Normal pairs with r = 0.5, so Spearman's rho is 6 / pi asin(r / 2); three regions of different levels."""
    truth, region = 6 / math.pi * math.asin(0.25), np.repeat([0, 1, 2], reviews)
    while True:
        one, more = chance.normal(size=(2, region.size))
        other = 0.5 * one + math.sqrt(0.75) * more
        inside = rank_correlation_within(one + 2 * region, other - 2 * region, region)
        yield {
            "rank correlation": holds(rank_correlation(one[:reviews], other[:reviews]), truth),
            "rank correlation inside regions": holds(inside, truth),
        }


CASES: Mapping[str, tuple[Case, tuple[int, ...]]] = {
    "means": (means, (25, 30, 40)),
    "shares": (shares, (25, 30, 40)),
    "medians": (_medians(0, 0), (25, 30, 40)),
    "medians, large reviews higher": (_medians(0.3, 0), (25, 30, 40)),
    "medians of whole numbers": (_medians(0, 1), (25, 30, 40)),
    "medians resampled": (bootstrap, (25, 40)),
    "inside reviews": (sides, (25, 40)),
    "changes": (changes, (25,)),
    "networks": (networks, (25, 60)),
    "correlations": (correlations, (25, 40)),
    **STATES,
}
"""Name -> the case, and the numbers of reviews or states that it is run with."""


def main(arguments: list[str] | None = None) -> int:
    """Command line; 1 when one of our intervals does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intervals", description=__doc__)
    parser.add_argument("--draws", type=int, default=4000, help="draws of each case (4000)")
    parser.add_argument("cases", nargs="*", metavar="case", help="how the names of cases begin; without any, all")
    options = parser.parse_args(arguments)
    draws, begin, missed = options.draws, perf_counter(), 0
    chosen = {name: case for name, case in CASES.items() if name.startswith(tuple(options.cases) or "")}
    print(f"{'case':<32}{'interval':<56}{'clusters':>8}{'held':>8}")
    for name, (case, sizes) in chosen.items():
        for clusters in sizes:
            for interval, share in coverage(case, clusters, draws).shares.items():
                wrong = not (interval.startswith((INSTEAD, HARD)) or LOW <= share <= HIGH)
                missed += wrong
                print(f"{name:<32}{interval:<56}{clusters:>8}{share:>8.1%}{'  missed' if wrong else ''}")
    print(f"{draws} draws of each case, measured in {perf_counter() - begin:.0f} s.")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
