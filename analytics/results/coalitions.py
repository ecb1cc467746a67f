"""Joint submissions of the third cycle: how many a review has, how large they are, where those who sign are from.

The review is the unit of uncertainty. States without a list that can be read are unknown, never zero. Sizes and numbers
of organisations rest on SIZED lists, counts of submissions and who signs them on all lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple, Self

import numpy as np
import pandas as pd

from analytics.results.definition import Result, Setting
from analytics.results.regions import PAIRS
from analytics.statistics import reviews as estimated
from analytics.statistics.estimates import Estimate, difference
from analytics.thresholds import FEWEST_LISTS

CYCLE = 3
SIZED = ("A", "B")
"""Grades of lists whose members can be counted."""
SENSITIVITIES = ("all", "grade_a", "without_largest")
"""All lists; those of grade A only; all without the review that has most of what is counted."""
COUNTED: Mapping[str, tuple[str, ...]] = {"joint": ("A", "B", "C", "D", ""), "organisations_named": SIZED}
"""What is counted in a review, and the grades of the lists that can tell; none has a list without joint submissions."""
SIGNATORIES: Mapping[str, tuple[str, ...]] = {
    "only_national": ("only_national", "untold"),
    "with_region": ("possible_region",),
    "with_elsewhere": ("possible_elsewhere",),
    "untold": (),
}
"""Who signs a joint submission, and the columns that add up to the submissions of which it is true or can be."""
OTHER = "other"
"""Code of all regions together that are not compared."""


def listed(reviews: pd.DataFrame, grades: tuple[str, ...] = COUNTED["joint"]) -> pd.DataFrame:
    """The reviews with a list of one of these grades."""
    return reviews.iloc[listed_places(reviews, grades)]


def listed_places(reviews: pd.DataFrame, grades: tuple[str, ...] = COUNTED["joint"]) -> np.ndarray:
    """Their places among the rows."""
    return np.flatnonzero(reviews["joint"].notna() & reviews["grade"].fillna("").isin(grades))


def unlisted(reviews: pd.DataFrame) -> pd.DataFrame:
    """The states whose joint submissions are unknown."""
    return reviews[reviews["joint"].isna().to_numpy()]


def counts(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each compared region and measure: the median of its reviews with an interval, on all lists and on fewer."""
    made = []
    for measure, grades in COUNTED.items():
        values = rows[measure].to_numpy()
        for choice in _choices(_Lists.of(listed_places(rows, grades), rows, measure), setting):
            of = values[choice.places]
            row: dict[str, Any] = {"coalition_measure": measure, "region": choice.region}
            row |= {"sensitivity": choice.sensitivity, "reviews": of.size, "total": int(of.sum())}
            made.append(row | _median(_of_reviews(of)) | _ends(of) | {"left_out": choice.left_out})
    return pd.DataFrame(made)


def count_gaps(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each measure and pair of regions: how far apart the medians are, with equal values spread over their step."""
    found = {}
    for measure, grades in COUNTED.items():
        values = rows[measure].to_numpy()
        for choice in _choices(_Lists.of(listed_places(rows, grades), rows, measure), setting):
            found[measure, choice.sensitivity, choice.region] = _of_reviews(values[choice.places], step=1)
    return _median_gaps(found, setting)


def sizes(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each compared region: the median size of its joint submissions with an interval from reviews."""
    size, review = rows["size"].to_numpy(), rows["review"].to_numpy()
    made = []
    for choice in _choices(_with_size(rows), setting):
        of, where = size[choice.places], review[choice.places]
        row: dict[str, Any] = {"coalition_measure": "size", "region": choice.region, "sensitivity": choice.sensitivity}
        row |= {"reviews": len(set(where)), "joint": of.size}
        row |= _median(estimated.median_of_submissions(of, where, FEWEST_LISTS))
        made.append(row | _ends(of) | {"left_out": choice.left_out})
    return pd.DataFrame(made)


def size_gaps(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each pair of regions: how far apart the median sizes are."""
    size, review = rows["size"].to_numpy(), rows["review"].to_numpy()
    found = {}
    for choice in _choices(_with_size(rows), setting):
        median = estimated.median_of_submissions(size[choice.places], review[choice.places], FEWEST_LISTS, step=1)
        found["size", choice.sensitivity, choice.region] = median
    return _median_gaps(found, setting)


def size_numbers(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each compared region, or all others, and size: how many joint submissions have it, and in how many reviews.

    `review` is the one, where it is one.
    """
    found: dict[tuple[str, float], list[str]] = {}
    places = _with_size(rows).places
    region, size, review = (rows[name].to_numpy()[places] for name in ("region", "size", "review"))
    for of, number, where in zip(region, size, review, strict=True):
        found.setdefault((of if of in setting.focus else OTHER, number), []).append(where)
    order = (*setting.focus, OTHER)
    made = [
        (of, number, len(where), len(set(where)), where[0] if len(set(where)) == 1 else None)
        for (of, number), where in sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    ]
    return pd.DataFrame(made, columns=["region", "size", "joint", "reviews", "review"])


def scopes(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each compared region and kind of signatories: the share of joint submissions, with an interval from reviews.

    `possible_share` is what the share would be if all that cannot be told had it.
    """
    made = []
    for signatories, choice, found, possible in _signed(rows, setting):
        row: dict[str, Any] = {"signatories": signatories, "region": choice.region, "sensitivity": choice.sensitivity}
        signed = int(rows[signatories].to_numpy()[choice.places].sum())
        row |= {"reviews": found.clusters, "joint": found.n, "signed": signed, "share": found.value}
        row |= {"share_lower": found.lower, "share_upper": found.upper, "possible_share": possible}
        made.append(row | {"left_out": choice.left_out})
    return pd.DataFrame(made)


def scope_gaps(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each kind of signatories and pair of regions: the difference of the shares.

    `could_close`: whether what cannot be told could turn it into none.
    """
    found, can_be = {}, {}
    for signatories, choice, share, possible in _signed(rows, setting):
        key = (signatories, choice.sensitivity, choice.region)
        found[key], can_be[key] = share, possible
    made = []
    for row, one, other in _pairs(found, "signatories", setting):
        gap = difference(found[one], found[other])
        low, high = (other, one) if gap.value > 0 else (one, other)
        made.append(row | _known(gap, "gap") | {"could_close": bool(can_be[low] >= found[high].value)})
    return pd.DataFrame(made)


class _Lists(NamedTuple):
    """Rows that can tell: their places, and of these region, review, grade and what the largest review has most of."""

    places: np.ndarray
    region: np.ndarray
    review: np.ndarray
    grade: np.ndarray
    most: np.ndarray

    @classmethod
    def of(cls, places: np.ndarray, rows: pd.DataFrame, most: str) -> Self:
        """Those of some rows; `most` names a column."""
        return cls(places, *(rows[name].to_numpy()[places] for name in ("region", "review", "grade", most)))


class _Choice(NamedTuple):
    """The rows of a region under a sensitivity, and the review that is left out."""

    region: str
    sensitivity: str
    places: np.ndarray
    left_out: str | None


def _choices(lists: _Lists, setting: Setting) -> Iterator[_Choice]:
    """Of each compared region all rows, those of grade A, those without the review that has most."""
    for region in setting.focus:
        mine = np.flatnonzero(lists.region == region)
        yield _Choice(region, "all", lists.places[mine], None)
        yield _Choice(region, "grade_a", lists.places[mine[lists.grade[mine] == "A"]], None)
        largest = lists.review[mine[lists.most[mine].argmax()]] if mine.size else None
        yield _Choice(region, "without_largest", lists.places[mine[lists.review[mine] != largest]], largest)


def _with_size(rows: pd.DataFrame) -> _Lists:
    """The joint submissions of the third cycle that have a size; the largest review is the one with most of them."""
    known = (rows["cycle"] == CYCLE) & rows["size"].notna() & rows["grade"].isin(SIZED)
    places = np.flatnonzero(known)
    _, index, number = np.unique(rows["review"].to_numpy()[places], return_inverse=True, return_counts=True)
    return _Lists.of(places, rows, "review")._replace(most=number[index])


def _signed(rows: pd.DataFrame, setting: Setting) -> Iterator[tuple[str, _Choice, Estimate, float]]:
    """Each kind of signatories and choice of lists: the share of joint submissions, and what it could be."""
    joint = rows["joint"].to_numpy()
    parts = {name: rows[name].to_numpy() for name in {*SIGNATORIES, *chain(*SIGNATORIES.values())}}
    for choice in _choices(_Lists.of(listed_places(rows), rows, "joint"), setting):
        whole = joint[choice.places]
        total = whole.sum()
        for signatories, columns in SIGNATORIES.items():
            found = estimated.share_of_submissions(parts[signatories][choice.places], whole, FEWEST_LISTS)
            can_be = sum(parts[name][choice.places].sum() for name in columns)
            yield signatories, choice, found, float(can_be / total) if total and columns else np.nan


def _of_reviews(values: np.ndarray, step: float = 0) -> Estimate:
    """The median of one number per review."""
    return estimated.median_of_submissions(values, np.arange(values.size), FEWEST_LISTS, step=step)


def _median(found: Estimate) -> dict[str, float]:
    return {"median": found.value, "median_lower": found.lower, "median_upper": found.upper}


def _ends(values: np.ndarray) -> dict[str, float]:
    return {name: end(values) if values.size else np.nan for name, end in (("smallest", np.min), ("largest", np.max))}


def _pairs(
    found: Mapping[tuple[str, str, str], Estimate], name: str, setting: Setting
) -> Iterator[tuple[dict[str, Any], tuple[str, str, str], tuple[str, str, str]]]:
    """Each pair of regions with what is compared, on all lists and on fewer; `name`: the column of the first."""
    for what, sensitivity in dict.fromkeys(key[:2] for key in found):
        for region, reference in PAIRS.values():
            if {region, reference} <= set(setting.focus):
                one, other = (what, sensitivity, region), (what, sensitivity, reference)
                row: dict[str, Any] = {name: what, "sensitivity": sensitivity}
                row |= {"region": region, "reference_region": reference}
                row |= {"reviews": found[one].clusters, "reference_reviews": found[other].clusters}
                yield row, one, other


def _median_gaps(found: Mapping[tuple[str, str, str], Estimate], setting: Setting) -> pd.DataFrame:
    pairs = _pairs(found, "coalition_measure", setting)
    return pd.DataFrame([row | _known(difference(found[one], found[other]), "median_gap") for row, one, other in pairs])


def _known(gap: Estimate, name: str) -> dict[str, Any]:
    """A difference as columns; without numbers where a side has too few reviews or does not vary."""
    numbers = (np.nan,) * 3 if gap.reason else (gap.value, gap.lower, gap.upper)
    columns = (name, f"{name}_lower", f"{name}_upper")
    return {**dict(zip(columns, numbers, strict=True)), "excludes_zero": gap.excludes_zero}


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "coalition_counts": Result(
        "joint_reviews", "measure, region and sensitivity: the median of its reviews with interval", counts
    ),
    "coalition_count_gaps": Result(
        "joint_reviews", "measure, sensitivity and pair of regions: how far apart the medians are", count_gaps
    ),
    "coalition_sizes": Result(
        "joint_sizes", "region and sensitivity: the median size of joint submissions with interval", sizes
    ),
    "coalition_size_gaps": Result(
        "joint_sizes", "sensitivity and pair of regions: how far apart the median sizes are", size_gaps
    ),
    "coalition_size_numbers": Result(
        "joint_sizes",
        "compared region, or all others, and size: joint submissions of the third cycle that have it",
        size_numbers,
    ),
    "coalition_scopes": Result(
        "joint_reviews", "region, sensitivity and kind of signatories: share of joint submissions", scopes
    ),
    "coalition_scope_gaps": Result(
        "joint_reviews", "sensitivity, kind of signatories and pair of regions: difference of shares", scope_gaps
    ),
}
