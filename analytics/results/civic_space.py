"""Civic space beside what is asked: over time, against acceptance, laws, institutions, and who is overlooked.

A value for a review is the one of the review's year. States without data stay without: they are in no mean and no
share, and are never counted as zero. What the lens finds is in `lens`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analytics.results.definition import SHOWN, Result, Setting, picked, places, pooled, ratio
from analytics.statistics.association import rank_correlation
from analytics.statistics.means import group_means
from analytics.thresholds import FEWEST_ANSWERS, FEWEST_CLUSTERS, FEWEST_REVIEWS, FEWEST_STATES

INDICATORS = ("v2xcs_ccsi", "v2x_cspart", "v2csreprss", "v2cseeorgs", "v2x_frassoc_thick", "v2x_freexp_altinf")
"""V-Dem's codes; the first is the one that pages open with."""
INDEX, SCALE = (0.0, 1.0), (-4.0, 4.0)
"""Ends of an index, and of the scale of V-Dem's measurement model, as axes show them."""
ON_SCALE = ("v2csreprss", "v2cseeorgs")
BARRIERS = ("entry", "funding", "advocacy")
STATUSES = ("A", "B", "C", "none")
THIRD = 100 / 3
"""Percentile below which a state is among the most restricted."""
REST, ALL = "rest", "all"
MEAN = {"mean": "mean", "value_lower": "lower", "value_upper": "upper"}
MIDDLE = {"middle_lower": "lower_quartile", "middle_upper": "upper_quartile", "least": "lowest", "most": "highest"}
"""Columns in units of the indicator, and what they are in `statistics.means`."""


def ends(indicator: str) -> tuple[float, float]:
    """The lowest and the highest value of an indicator."""
    return SCALE if indicator in ON_SCALE else INDEX


def by_region(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region and year: states with data, the mean of their values with interval, the middle half, the ends."""
    years = np.unique(states["year"])
    place = places(states["region"], setting.order)
    means = group_means(
        states["value"],
        place * len(years) + np.searchsorted(years, states["year"]),
        len(setting.order) * len(years),
        ends=ends(setting.more["indicator"]),
        fewest=FEWEST_CLUSTERS,
    )
    rows = {
        "region": np.repeat(setting.order, len(years)),
        "year": np.tile(years, len(setting.order)),
        "states": means.n,
        **{name: getattr(means, of) for name, of in {**MEAN, **MIDDLE}.items()},
    }
    return pd.DataFrame({name: values[means.n > 0] for name, values in rows.items()})


def changes(reviews: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """Each state with data in the years of two reviews of the selection: from the first of them to the last."""
    known = reviews[reviews["value"].notna().to_numpy()]
    first, last = (known.drop_duplicates("iso3", keep=which).reset_index(drop=True) for which in ("first", "last"))
    twice = (first["session"] < last["session"]).to_numpy()
    rows = {
        "iso3": first["iso3"],
        "region": first["region"],
        "first_year": first["year"],
        "last_year": last["year"],
        "first_value": first["value"],
        "last_value": last["value"],
        "change": last["value"] - first["value"],
    }
    return pd.DataFrame(rows)[twice].reset_index(drop=True)


def changes_by_region(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region: states with two reviews, the mean of their changes with interval, how many rose and fell."""
    place = places(states["region"], setting.order)
    change = states["change"].to_numpy(dtype=float)
    means = group_means(change, place, len(setting.order), fewest=FEWEST_CLUSTERS)
    enough = means.n >= FEWEST_REVIEWS
    rows = {
        "region": np.asarray(setting.order),
        "states": means.n,
        **{name: np.where(enough, getattr(means, of), np.nan) for name, of in MEAN.items()},
        "rose": np.bincount(place, weights=change > 0, minlength=len(setting.order)).astype(int),
        "fell": np.bincount(place, weights=change < 0, minlength=len(setting.order)).astype(int),
    }
    return pd.DataFrame({name: values[means.n > 0] for name, values in rows.items()})


def on_issues_by_region(reviews: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each focus region and the rest: recommendations on civil-society issues, answered, accepted, rate, interval."""
    groups = (*setting.focus, REST)
    states = _by_state(reviews)
    place = _focus_or_rest(states["region"], setting)
    held = np.bincount(place, weights=states["reviews"], minlength=len(groups))
    found = pooled(states["accepted"], states["answered"], place, len(groups), held=held)
    rows = {
        "region": np.asarray(groups),
        "states": found["states"],
        "recommendations": np.bincount(place, weights=states["on_issues"], minlength=len(groups)).astype(int),
        **picked(found, answered="whole", accepted="part", **SHOWN),
    }
    return pd.DataFrame({name: values[rows["recommendations"] > 0] for name, values in rows.items()})


def acceptance(reviews: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """Each state with answers on civil-society issues: its acceptance and its civic space in the years of its reviews.

    Of two reviews, each year counts by its answered recommendations. `few` marks states below FEWEST_ANSWERS.
    """
    states = _by_state(reviews)
    some = states["answered"] > 0
    rows = {
        "iso3": states["iso3"],
        "region": states["region"],
        "value": states["value"],
        "recommendations": states["on_issues"],
        "answered": states["answered"],
        "accepted": states["accepted"],
        "rate": ratio(states["accepted"], states["answered"]),
        "few": states["answered"] < FEWEST_ANSWERS,
    }
    return pd.DataFrame({name: values[some] for name, values in rows.items()})


def correlations(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """All states and each focus region: Spearman's rank correlation of acceptance with civic space, interval, n."""
    counted = ~states["few"].to_numpy(dtype=bool) & states["value"].notna().to_numpy()
    place = places(states["region"], setting.focus)
    value, rate = (states[name].to_numpy(dtype=float) for name in ("value", "rate"))
    rows = []
    for name, inside in ((ALL, counted), *((name, counted & (place == at)) for at, name in enumerate(setting.focus))):
        found = rank_correlation(value[inside], rate[inside])
        enough = found.n >= FEWEST_STATES
        numbers = (found.rho, found.lower, found.upper) if enough else (np.nan,) * 3
        rows.append((name, found.n, int(states["answered"].to_numpy()[inside].sum()), *numbers))
    return pd.DataFrame(rows, columns=["region", "states", "answered", "rho", "rho_lower", "rho_upper"])


def barriers_by_region(laws: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region, kind of barrier and year: states with data, those with a barrier (0.5 or more), their share."""
    years = np.unique(laws["year"])
    size = len(setting.order) * len(years)
    cell = places(laws["region"], setting.order) * len(years) + np.searchsorted(years, laws["year"])
    states = np.bincount(cell, minlength=size)
    tables = []
    for barrier in BARRIERS:
        having = np.bincount(cell, weights=laws[barrier].to_numpy() > 0, minlength=size).astype(int)
        rows = {
            "region": np.repeat(setting.order, len(years)),
            "barrier": np.full(size, barrier),
            "year": np.tile(years, len(setting.order)),
            "states": states,
            "with_barrier": having,
            "share": ratio(having, states),
        }
        tables.append(pd.DataFrame({name: values[states > 0] for name, values in rows.items()}))
    return pd.concat(tables, ignore_index=True)


def barriers_of_states(laws: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """Each state in its last year with data: its barriers of each kind; most barriers first."""
    last = laws.drop_duplicates("iso3", keep="last")
    total = last[list(BARRIERS)].sum(axis=1)
    return last.assign(barriers=total).sort_values(["barriers", "iso3"], ascending=[False, True], ignore_index=True)


def institutions_by_region(statuses: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region, year and status: how many states have it and their share; years that cover all states only."""
    per_year = statuses["year"].value_counts()
    whole = set(per_year.index[per_year == per_year.max()]) if len(statuses) else set()
    covered = statuses[statuses["year"].isin(whole)]
    years = np.unique(covered["year"])
    size = len(setting.order) * len(years)
    cell = places(covered["region"], setting.order) * len(years) + np.searchsorted(years, covered["year"])
    states = np.bincount(cell, minlength=size)
    status = places(covered["status"], STATUSES)
    counted = np.bincount(cell * len(STATUSES) + status, minlength=size * len(STATUSES))
    rows = {
        "region": np.repeat(setting.order, len(years) * len(STATUSES)),
        "year": np.tile(np.repeat(years, len(STATUSES)), len(setting.order)),
        "status": np.tile(STATUSES, size),
        "with_status": counted,
        "states": np.repeat(states, len(STATUSES)),
    }
    rows["share"] = ratio(rows["with_status"], rows["states"])
    return pd.DataFrame({name: values[rows["states"] > 0] for name, values in rows.items()})


def last_reviews(reviews: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each state's last review of the selection with data: the share of its peers that asked about civil society.

    Only of reviews whose issues are coded: without them fewer peers are seen to ask.
    """
    peers = setting.table("peers_by_review")
    reviews = reviews[~reviews["session"].isin(setting.codes.uncoded)]
    rows = reviews.merge(peers, on=["iso3", "session"])
    rows = rows[rows["value"].notna().to_numpy()].drop_duplicates("iso3", keep="last")
    rows = rows.assign(share=ratio(rows["askers_about"].to_numpy(), rows["askers"].to_numpy()))
    names = [
        "iso3",
        "region",
        "session",
        "year",
        "value",
        "askers",
        "askers_about",
        "share",
        "recommendations",
        "about",
    ]
    return rows[names].reset_index(drop=True)


def bounds(_: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """One row: the bounds of the gap list, and how many states they come from: all, whatever places are selected.

    `value`: civic space below which a third of the states are; `share`: the median share of peers that asked.
    """
    last = setting.everywhere("last_reviews")
    some = len(last) > 0
    row = {
        "states": len(last),
        "value": float(np.percentile(last["value"], THIRD)) if some else np.nan,
        "share": float(np.nanmedian(last["share"])) if some else np.nan,
    }
    return pd.DataFrame([row])


def overlooked(last: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """States among the most restricted third whose peers asked less than the median: fewest askers, then least room."""
    bound = bounds(last, setting).iloc[0]
    inside = (last["value"].to_numpy() <= bound["value"]) & (last["share"].to_numpy() < bound["share"])
    return last[inside].sort_values(["share", "value", "iso3"], ignore_index=True)


def _by_state(reviews: pd.DataFrame) -> dict[str, np.ndarray]:
    """Sums over the reviews of each state, and the mean of its values weighted by answered recommendations."""
    state, iso3 = pd.factorize(reviews["iso3"])
    size = len(iso3)

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(state, weights=values, minlength=size)

    value, answered = (reviews[name].to_numpy(dtype=float) for name in ("value", "answered"))
    known = ~np.isnan(value)
    region = np.empty(size, dtype=object)
    region[state] = reviews["region"].to_numpy(dtype=object)
    return {
        "iso3": np.asarray(iso3, dtype=object),
        "region": region,
        "reviews": np.bincount(state, minlength=size),
        "value": ratio(total(np.where(known, value * answered, 0.0)), total(np.where(known, answered, 0.0))),
        **{name: total(reviews[name].to_numpy()).astype(int) for name in ("on_issues", "answered", "accepted")},
    }


def _focus_or_rest(regions: np.ndarray, setting: Setting) -> np.ndarray:
    place = places(pd.Series(regions, dtype=object), setting.focus)
    return np.where(place < 0, len(setting.focus), place)


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "civic_space_by_region": Result(
        "civic_space_by_state", "region and year: mean of the states' civic space with interval, middle half", by_region
    ),
    "civic_space_changes": Result(
        "civil_society_by_review", "state with two reviews: civic space from the first to the last", changes
    ),
    "civic_space_change_by_region": Result(
        "civic_space_changes", "region: mean change between two reviews with interval", changes_by_region
    ),
    "civil_society_by_region": Result(
        "civil_society_by_review", "focus region, or the rest: civil-society issues, acceptance", on_issues_by_region
    ),
    "acceptance_and_civic_space": Result(
        "civil_society_by_review", "state with answers on civil-society issues: acceptance, civic space", acceptance
    ),
    "civic_space_correlations": Result(
        "acceptance_and_civic_space", "all states or focus region: rank correlation with interval", correlations
    ),
    "legal_barriers": Result("ngo_laws", "region, kind of barrier and year: share of states", barriers_by_region),
    "legal_barriers_of_states": Result("ngo_laws", "state in its last year with data: barriers", barriers_of_states),
    "institutions_by_region": Result("nhri_status", "region, year and status: share of states", institutions_by_region),
    "last_reviews": Result(
        "civil_society_by_review",
        "state: its last review, the share of peers that asked about civil society",
        last_reviews,
    ),
    "overlooked_bounds": Result("last_reviews", "selection: the bounds of the list of overlooked states", bounds),
    "overlooked_states": Result("last_reviews", "restricted state that few peers asked, fewest first", overlooked),
}
