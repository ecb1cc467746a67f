"""95 % intervals hold a known truth in 93 to 97 of 100 synthetic draws; `python -m benchmarks.intervals` draws more."""

import pytest

from benchmarks.held import INSTEAD
from benchmarks.intervals import CASES, HIGH, LOW, coverage

RUNS = [
    (name, clusters)
    for name, (_, sizes) in CASES.items()
    for clusters in sizes
    if name != "medians resampled" and not name.startswith("states")
]


@pytest.mark.parametrize(("name", "clusters"), RUNS, ids=[f"{name}, {clusters}" for name, clusters in RUNS])
def test_an_interval_holds_the_truth_in_95_of_100_draws(name, clusters):
    shares = coverage(CASES[name][0], clusters, draws=1000).shares
    ours = {interval: share for interval, share in shares.items() if not interval.startswith(INSTEAD)}
    assert ours
    assert {interval: share for interval, share in ours.items() if not LOW <= share <= HIGH} == {}


def test_whole_reviews_drawn_again_hold_the_median_less_often():
    """Which is why the median has Woodruff's interval: seen with few draws, for the two share them."""
    shares = coverage(CASES["medians resampled"][0], 25, draws=600).shares
    assert shares[f"{INSTEAD}percentiles of resampled reviews"] < shares["median"]


def test_rows_of_one_state_taken_as_independent_hold_the_truth_far_too_rarely():
    assert coverage(CASES["networks"][0], 25, draws=200).shares[f"{INSTEAD}rows as independent"] < 0.85
