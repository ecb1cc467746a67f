"""Joint submissions of the third cycle: how many a review has, how large they are, where those who sign are from.

The review is the unit of uncertainty. States without a list that can be read are unknown, never zero. Sizes and numbers
of organisations rest on SIZED lists, counts of submissions and who signs them on all lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

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
INTERVAL = ("lower", "upper")
OTHER = "other"
"""Code of all regions together that are not compared."""


def listed(reviews: pd.DataFrame, grades: tuple[str, ...] = COUNTED["joint"]) -> pd.DataFrame:
    """The reviews with a list of one of these grades."""
    return reviews[(reviews["joint"].notna() & reviews["grade"].fillna("").isin(grades)).to_numpy()]


def unlisted(reviews: pd.DataFrame) -> pd.DataFrame:
    """The states whose joint submissions are unknown."""
    return reviews[reviews["joint"].isna().to_numpy()]


def counts(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region and measure: the median of its reviews with an interval, on all lists and on fewer."""
    made = []
    for measure, region, sensitivity, some, left_out in _counted(rows, setting):
        values = some[measure]
        row: dict[str, Any] = {
            "coalition_measure": measure,
            "region": region,
            "sensitivity": sensitivity,
            "reviews": len(some),
        }
        row |= {"total": int(values.sum()), **_median(_of_reviews(values))}
        made.append(row | {"smallest": values.min(), "largest": values.max(), "left_out": left_out})
    return pd.DataFrame(made)


def count_gaps(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each measure and pair of regions: how far apart the medians are, with equal values spread over their step."""
    found = {
        (measure, sensitivity, region): _of_reviews(some[measure], step=1)
        for measure, region, sensitivity, some, _ in _counted(rows, setting)
    }
    return _median_gaps(found, setting)


def sizes(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region: the median size of its joint submissions with an interval from reviews."""
    made = []
    for region, sensitivity, some, left_out in _sized(rows, setting):
        values = some["size"]
        row: dict[str, Any] = {"coalition_measure": "size", "region": region, "sensitivity": sensitivity}
        row |= {"reviews": some["review"].nunique(), "joint": len(some)}
        row |= _median(estimated.median_of_submissions(values, some["review"], FEWEST_LISTS))
        made.append(row | {"smallest": values.min(), "largest": values.max(), "left_out": left_out})
    return pd.DataFrame(made)


def size_gaps(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each pair of regions: how far apart the median sizes are."""
    found = {
        ("size", sensitivity, region): estimated.median_of_submissions(
            some["size"], some["review"], FEWEST_LISTS, step=1
        )
        for region, sensitivity, some, _ in _sized(rows, setting)
    }
    return _median_gaps(found, setting)


def size_numbers(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each compared region, or all others, and size: how many joint submissions have it, and in how many reviews."""
    rows = _with_size(rows)
    compared = rows["region"].where(rows["region"].isin(setting.focus), OTHER)
    made = []
    for region in (*setting.focus, OTHER):
        mine = rows[(compared == region).to_numpy()]
        for size, some in mine.groupby("size", sort=True):
            reviews = some["review"].unique()
            single = reviews[0] if len(reviews) == 1 else None
            made.append({"region": region, "size": size, "joint": len(some), "reviews": len(reviews), "review": single})
    return pd.DataFrame(made, columns=["region", "size", "joint", "reviews", "review"])


def scopes(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region and kind of signatories: the share of joint submissions, with an interval from reviews.

    `possible_share` is what the share would be if all that cannot be told had it.
    """
    made = []
    for signatories, region, sensitivity, some, left_out in _signed(rows, setting):
        total = int(some["joint"].sum())
        found = _share(some, signatories)
        row: dict[str, Any] = {
            "signatories": signatories,
            "region": region,
            "sensitivity": sensitivity,
            "reviews": len(some),
        }
        row |= {"joint": total, "signed": int(some[signatories].sum())}
        row |= {"share": found.value, **{f"share_{end}": getattr(found, end) for end in INTERVAL}}
        made.append(row | {"possible_share": _possible(some, signatories), "left_out": left_out})
    return pd.DataFrame(made)


def scope_gaps(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each kind of signatories and pair of regions: the difference of the shares.

    `could_close`: whether what cannot be told could turn it into none.
    """
    found, possible = {}, {}
    for signatories, region, sensitivity, some, _ in _signed(rows, setting):
        key = (signatories, sensitivity, region)
        found[key], possible[key] = _share(some, signatories), _possible(some, signatories)
    made = []
    for row, one, other in _pairs(found, "signatories", setting):
        gap = difference(found[one], found[other])
        low, high = (other, one) if gap.value > 0 else (one, other)
        numbers = {"gap": gap.value, "gap_lower": gap.lower, "gap_upper": gap.upper} if _compared(gap) else {}
        row |= {name: numbers.get(name, np.nan) for name in ("gap", "gap_lower", "gap_upper")}
        row["excludes_zero"] = gap.excludes_zero
        made.append(row | {"could_close": bool(possible[low] >= found[high].value)})
    return pd.DataFrame(made)


def _counted(rows: pd.DataFrame, setting: Setting) -> Iterator[tuple[str, str, str, pd.DataFrame, str | None]]:
    for measure, grades in COUNTED.items():
        of = listed(rows, grades)
        for region in setting.order:
            mine = of[(of["region"] == region).to_numpy()]
            for sensitivity, some, left_out in _checked(mine, measure):
                yield measure, region, sensitivity, some, left_out


def _signed(rows: pd.DataFrame, setting: Setting) -> Iterator[tuple[str, str, str, pd.DataFrame, str | None]]:
    of = listed(rows)
    for region in setting.order:
        mine = of[(of["region"] == region).to_numpy()]
        for sensitivity, some, left_out in _checked(mine, "joint"):
            for signatories in SIGNATORIES:
                yield signatories, region, sensitivity, some, left_out


def _with_size(rows: pd.DataFrame) -> pd.DataFrame:
    """The joint submissions of the third cycle that have a size."""
    known = (rows["cycle"] == CYCLE) & rows["size"].notna() & rows["grade"].isin(SIZED)
    return rows[known.to_numpy()]


def _sized(rows: pd.DataFrame, setting: Setting) -> Iterator[tuple[str, str, pd.DataFrame, str | None]]:
    of = _with_size(rows)
    for region in setting.order:
        mine = of[(of["region"] == region).to_numpy()]
        in_review = mine.groupby("review")["review"].transform("size")
        for sensitivity, some, left_out in _checked(mine.assign(in_review=in_review), "in_review"):
            yield region, sensitivity, some, left_out


def _checked(rows: pd.DataFrame, most: str) -> Iterator[tuple[str, pd.DataFrame, str | None]]:
    """The rows of a region, those of grade A, and those without the review that has most, the first of equals."""
    yield "all", rows, None
    yield "grade_a", rows[(rows["grade"] == "A").to_numpy()], None
    largest = rows["review"].iloc[int(rows[most].to_numpy().argmax())] if len(rows) else None
    yield "without_largest", rows[(rows["review"] != largest).to_numpy()], largest


def _of_reviews(values: pd.Series, step: float = 0) -> Estimate:
    """The median of one number per review."""
    return estimated.median_of_submissions(values, np.arange(len(values)), FEWEST_LISTS, step=step)


def _median(found: Estimate) -> dict[str, float]:
    return {"median": found.value, "median_lower": found.lower, "median_upper": found.upper}


def _share(reviews: pd.DataFrame, part: str) -> Estimate:
    return estimated.share_of_submissions(reviews[part], reviews["joint"], FEWEST_LISTS)


def _possible(reviews: pd.DataFrame, signatories: str) -> float:
    """The share of submissions of which it is true or can be; NaN where that is no question."""
    total, columns = reviews["joint"].sum(), list(SIGNATORIES[signatories])
    return float(reviews[columns].to_numpy().sum() / total) if total and columns else np.nan


def _pairs(
    found: Mapping[tuple[str, str, str], Estimate], name: str, setting: Setting
) -> Iterator[tuple[dict[str, Any], tuple[str, str, str], tuple[str, str, str]]]:
    """Each pair of regions with what is compared, on all lists and on fewer; `name`: the column of the first."""
    for what, sensitivity in dict.fromkeys(key[:2] for key in found):
        for region, reference in PAIRS.values():
            if {region, reference} <= set(setting.order):
                one, other = (what, sensitivity, region), (what, sensitivity, reference)
                row: dict[str, Any] = {
                    name: what,
                    "sensitivity": sensitivity,
                    "region": region,
                    "reference_region": reference,
                }
                row |= {"reviews": found[one].clusters, "reference_reviews": found[other].clusters}
                yield row, one, other


def _median_gaps(found: Mapping[tuple[str, str, str], Estimate], setting: Setting) -> pd.DataFrame:
    made = []
    for row, one, other in _pairs(found, "coalition_measure", setting):
        gap = difference(found[one], found[other])
        numbers = (gap.value, gap.lower, gap.upper) if _compared(gap) else (np.nan,) * 3
        row |= dict(zip(("median_gap", "median_gap_lower", "median_gap_upper"), numbers, strict=True))
        made.append(row | {"excludes_zero": gap.excludes_zero})
    return pd.DataFrame(made)


def _compared(gap: Estimate) -> bool:
    """Whether enough reviews stand on both sides and vary."""
    return not gap.reason


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
