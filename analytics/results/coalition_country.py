"""One country's coalitions: its reviews beside the range of its region, and the case notes.

A review without a list is unknown, never zero: it is in no range. Ranges are of the third cycle, in which each state
was reviewed once. Numbers of joint submissions are of all grades, as far as their list holds them; organisations and
sizes of grades A and B, in which members can be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.results.definition import Result, Setting, ratio
from analytics.results.submissions import full_lists
from analytics.rows import each, kept
from analytics.thresholds import FEWEST_REVIEWS, FEWEST_TOLD

THIRD_CYCLE = 3
COUNTABLE = ("A", "B")
"""Grades of lists whose members can be counted."""
MEASURES = ("joint", "organisations_in", "median_size", "network_share", "elsewhere_share")
"""What one review is compared by, in the order of the figure; the first is of all grades."""
CASES = ("BRA", "VEN", "IND", "IDN", "KHM", "KEN", "NGA", "UGA")
"""Countries of the case notes: those whose coalitions people often cite."""


def measured(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """The reviews with their shares: networks, partners from abroad where told, organisations that return."""

    def share(part: str, whole: str) -> np.ndarray:
        return ratio(rows[part].to_numpy(dtype=float), rows[whole].to_numpy(dtype=float))

    told = rows["told"].to_numpy() >= FEWEST_TOLD
    return rows.assign(
        network_share=share("with_network", "joint"),
        abroad_share=np.where(told, share("with_abroad", "told"), np.nan),
        elsewhere_share=share("organisations_elsewhere", "organisations_in"),
    )


def countable(rows: pd.DataFrame) -> pd.DataFrame:
    """The reviews whose members can be counted."""
    return rows[rows["grade"].isin(COUNTABLE).to_numpy()]


def third_cycle(rows: pd.DataFrame) -> pd.DataFrame:
    """The reviews of the third cycle, each state once."""
    return rows[(rows["cycle"] == THIRD_CYCLE).to_numpy()]


def values(rows: pd.DataFrame, measure: str) -> pd.Series:
    """A measure of each review; empty where its list does not give it."""
    known = rows[measure].astype(float)
    return known if measure == MEASURES[0] else known.where(rows["grade"].isin(COUNTABLE))


def ranges(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each review of the country and measure: its value, and the middle, the middle half and the ends of its region.

    The range needs FEWEST_REVIEWS reviews with the measure. `below` counts those of the region that have less, `equal`
    those that have as much, without the country itself.
    """
    cells, made = kept(rows, as_arrays), []
    for place in np.flatnonzero(cells["iso3"] == setting.more["country"]):
        review = rows.iloc[place]
        region = (cells["region"] == review.region) & (cells["cycle"] == THIRD_CYCLE)
        others = region & (cells["iso3"] != review.iso3)
        for measure in MEASURES:
            own = float(cells[measure][place])
            known, rest = (cells[measure][which & ~np.isnan(cells[measure])] for which in (region, others))
            spread = np.quantile(known, (0.25, 0.5, 0.75)) if known.size >= FEWEST_REVIEWS else np.full(3, np.nan)
            row = {"iso3": review.iso3, "region": review.region, "session": review.session, "grade": review.grade}
            row |= {"review_measure": measure}
            row |= {"own_value": own, "region_lower": spread[0], "region_middle": spread[1], "region_upper": spread[2]}
            row |= {"reviews": known.size, "other_reviews": rest.size}
            row |= {"below": int((rest < own).sum()), "equal": int((rest == own).sum())}
            made.append(row)
    columns = ("iso3", "region", "session", "grade", "review_measure", "own_value", "region_lower", "region_middle")
    return pd.DataFrame(made, columns=[*columns, "region_upper", "reviews", "other_reviews", "below", "equal"])


def as_arrays(rows: pd.DataFrame) -> dict[str, np.ndarray]:
    """What reviews are compared by, and where they belong."""
    places = {name: rows[name].to_numpy(dtype=object) for name in ("iso3", "region")}
    return places | {"cycle": rows["cycle"].to_numpy()} | {name: values(rows, name).to_numpy() for name in MEASURES}


def states(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each member state: joint submissions of its last review with a list, empty where there is none."""
    region_of = setting.codes.region_of[setting.filters.scheme]
    last = {row.iso3: row for row in each(rows)}
    made = []
    for iso3 in setting.codes.members:
        row = last.get(iso3)
        made.append(
            {
                "iso3": iso3,
                "region": region_of[iso3],
                "session": float(row.session) if row else np.nan,
                "joint": float(row.joint) if row else np.nan,
                "grade": row.grade if row else None,
            }
        )
    return pd.DataFrame(made)


def case_notes(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each country of the case notes: what every table of the catalogue holds about it; nothing where it holds none."""
    return _notes(CASES, rows, setting)


def country_notes(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The same of one country."""
    country = setting.more["country"]
    return _notes((country,) if country else (), rows, setting)


def _notes(countries: Sequence[str], rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    lists, counts = full_lists(setting.table("listed_reviews")), setting.table("submission_counts")
    third = third_cycle(setting.table("coalition_reviews"))
    made = []
    for iso3 in countries:
        listed, stated, coalitions, mine = (part[part["iso3"] == iso3] for part in (lists, counts, rows, third))
        sizes = coalitions["organisations_stated"].dropna()
        made.append(
            {
                "iso3": iso3,
                **_of_third(mine),
                "lists": len(listed),
                "submissions": int(listed["submissions"].sum()),
                "joint": int(listed["joint"].sum()),
                "counts_stated": len(stated),
                "outlier": bool(stated["outlier"].any()),
                "statements": len(coalitions),
                "sizes_stated": len(sizes),
                "smallest": sizes.min() if len(sizes) else float("nan"),
                "largest": sizes.max() if len(sizes) else float("nan"),
            }
        )
    return pd.DataFrame(made)


def _of_third(mine: pd.DataFrame) -> dict[str, object]:
    """What the review of the third cycle holds, empty where its list is not there."""
    if mine.empty:
        nothing: Sequence[str] = ("session", "joint_third", "organisations_in", "median_size", "with_network")
        return {**dict.fromkeys(nothing, float("nan")), "grade": None}
    row = next(each(mine))
    counted = row.grade in COUNTABLE
    return {
        "session": float(row.session),
        "joint_third": float(row.joint),
        "organisations_in": float(row.organisations_in) if counted else float("nan"),
        "median_size": float(row.median_size) if counted else float("nan"),
        "with_network": float(row.with_network) if counted else float("nan"),
        "grade": row.grade,
    }


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {"coalition_reviews": measured}
DERIVED: Mapping[str, Result] = {
    "coalition_ranges": Result(
        "coalition_reviews", "review of a country and measure: beside the range of its region", ranges
    ),
    "coalition_states": Result("coalition_reviews", "member state: joint submissions of its last review held", states),
    "case_notes": Result("named_coalitions", "country of the case notes: what the tables hold", case_notes),
    "country_notes": Result("named_coalitions", "one country: what the tables hold", country_notes),
}
