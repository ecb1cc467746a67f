"""The evidence on claims about coalitions: comparisons of reviews of the third cycle, by the rules of `claims`.

Each comparison is a difference that the claim says is above zero, with its interval, the reviews on its smaller side,
and the share of joint submissions behind it that cannot be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import comb, nan
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.results.coalition_country import countable, third_cycle, values
from analytics.results.definition import Result, Setting, places, ratio
from analytics.results.submissions import full_lists, without_mass
from analytics.sources.summaries.persons import A_PERSON
from analytics.statistics import estimates, pairs, reviews
from analytics.statistics.estimates import Estimate
from analytics.thresholds import FEWEST_CLUSTERS, FEWEST_LISTS, FEWEST_TOLD, LARGE

CIVIC_SPACE = "v2xcs_ccsi"
Compare = Callable[[np.ndarray, np.ndarray, int], Estimate]


class Compared(NamedTuple):
    """One comparison, as a row of `claim_evidence`."""

    claim: str
    comparison: str
    region: str | None
    reference_region: str | None
    difference: float
    lower: float
    upper: float
    states: int
    recommendations: int
    unknown_share: float


def evidence(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """All comparisons of the claims about coalitions."""
    rows = third_cycle(rows)
    rows = without_mass(rows[rows["region"].isin(setting.focus).to_numpy()], setting).reset_index(drop=True)
    made = [
        *_latin_networks(rows, setting),
        *_african_partners(rows, setting),
        *_asia_diverse(rows, setting),
        *_restricted_space(rows, setting),
    ]
    return pd.DataFrame(made, columns=Compared._fields)


def _latin_networks(rows: pd.DataFrame, setting: Setting) -> list[Compared]:
    """Latin America against each other focus region: number, size, links, organisations that return."""
    memberships = setting.table("joint_memberships")
    memberships = memberships[(memberships["organisation"] != A_PERSON).to_numpy()]
    counted = countable(rows).reset_index(drop=True)
    joint = setting.table("joint_sizes")
    sized = joint[joint["size"].notna().to_numpy()]
    large = (sized["size"] >= LARGE).groupby(sized["review"]).mean()
    linked = linked_shares(memberships)
    measures: list[tuple[str, pd.DataFrame, pd.Series, Compare]] = [
        ("more_joint", rows, values(rows, "joint"), pairs.more_often),
        ("large_joint", counted, counted["review"].map(large), _means),
        ("linked", counted, counted["review"].map(linked), _means),
        ("returning", counted, returning(memberships, counted, setting), _means),
    ]
    lists = without_mass(full_lists(setting.table("listed_reviews")), setting).drop_duplicates("iso3", keep="last")
    if all((lists["region"] == region).sum() >= FEWEST_LISTS for region in setting.focus):
        measures.append(("joint_share", lists, lists["joint"] / lists["submissions"], _means))
    return [
        compared
        for name, table, of, compare in measures
        for compared in _against_each("latin_networks", name, "lac", table["region"], of, compare, setting)
    ]


def _african_partners(rows: pd.DataFrame, setting: Setting) -> list[Compared]:
    """Africa against each other focus region: national organisations with a partner from elsewhere, and networks."""
    counted = countable(rows)
    made = []
    for name, part, whole in (("with_partners", "with_both", "told"), ("network_partners", "with_network", "joint")):
        mine = {region: counted[(counted["region"] == region).to_numpy()] for region in setting.focus}
        found = {
            region: reviews.share_of_submissions(of[part], of[whole], FEWEST_CLUSTERS) for region, of in mine.items()
        }
        for other in setting.focus:
            if other != "africa":
                gap = estimates.difference(found["africa"], found[other])
                fewest = min(found["africa"].clusters, found[other].clusters)
                unknown = _unknown(pd.concat([mine["africa"], mine[other]]), whole)
                made.append(_compared("african_partners", name, "africa", other, gap, fewest, unknown))
    return made


def _unknown(rows: pd.DataFrame, whole: str) -> float:
    """The share of the joint submissions of these reviews that cannot be told."""
    joint = int(rows["joint"].sum())
    return 1 - int(rows[whole].sum()) / joint if joint else nan


def _asia_diverse(rows: pd.DataFrame, setting: Setting) -> list[Compared]:
    """Asia against each other focus region: how far reviews lie from the middle of their region."""
    measures = {"spread_joint": values(rows, "joint"), "spread_size": values(rows, "median_size")}
    return [
        compared
        for name, of in measures.items()
        for compared in _against_each(
            "asia_diverse", name, "asia", rows["region"], of, pairs.farther_from_the_middle, setting
        )
    ]


def _restricted_space(rows: pd.DataFrame, setting: Setting) -> list[Compared]:
    """The less free half of each region's reviews against the freer half, regions held fixed."""
    space = setting.table("civic_space_of_lists", indicator=CIVIC_SPACE)[["review", "value"]]
    counted = countable(rows).merge(space, on="review", how="left")
    counted = counted[counted["value"].notna().to_numpy()]
    told = counted[(counted["told"] >= FEWEST_TOLD).to_numpy()]
    made = []
    for name, table, part, whole in (
        ("room_abroad", told, "with_abroad", "told"),
        ("room_network", counted, "with_network", "joint"),
        ("room_digital", counted, "digital", "joint"),
    ):
        share = ratio(table[part].to_numpy(dtype=float), table[whole].to_numpy(dtype=float))
        place = places(table["region"], setting.focus)
        low = _lower_half(table["value"].to_numpy(dtype=float), place)
        known = ~np.isnan(share)
        columns = np.column_stack([estimates.indicators(place), low])
        gap = estimates.regression(share[known], columns[known], table["review"].to_numpy()[known], FEWEST_CLUSTERS)
        fewest = int(min(low[known].sum(), (~low[known]).sum()))
        unknown = _unknown(table, whole)
        made.append(_compared("restricted_space", name, None, None, gap, fewest, unknown))
    return made


def _lower_half(value: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Whether each value is below the median of its group; one at the median is not."""
    low = np.zeros(value.size, dtype=bool)
    for group in np.unique(place):
        mine = place == group
        low[mine] = value[mine] < np.median(value[mine])
    return low


def linked_shares(memberships: pd.DataFrame) -> pd.Series:
    """Of each review with two joint submissions or more: the share of organisations in its largest linked group.

    Two organisations are linked where a chain of joint submissions of that review leads from one to the other.
    """
    if memberships.empty:
        return pd.Series(dtype=float)

    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    submission, named = pd.factorize(memberships["review"] + "|" + memberships["code"])
    organisation, signing = pd.factorize(memberships["review"] + "|" + memberships["stakeholder"])
    size = len(named) + len(signing)
    edges = coo_array((np.ones(len(submission)), (submission, len(named) + organisation)), shape=(size, size))
    label = connected_components(edges, directed=False)[1]
    first = np.unique(organisation, return_index=True)[1]
    reviewed = memberships["review"].to_numpy(dtype=object)[first]
    groups = pd.DataFrame({"review": reviewed, "label": label[len(named) :]}).value_counts().groupby("review")
    share = groups.max() / groups.sum()
    joint = memberships.groupby("review")["code"].nunique()
    return share[joint.reindex(share.index) > 1]


def returning(memberships: pd.DataFrame, counted: pd.DataFrame, setting: Setting) -> pd.Series:
    """Of each review: the share of its organisations expected to sign in another review of the region.

    Expected among as many other reviews, drawn without return, as the region with the fewest has: one with more
    reviews would otherwise see more of them again. Exact, nothing is drawn (rarefaction: Hurlbert 1971, Ecology 52,
    577-586).
    """
    signing = memberships[["review", "stakeholder"]].drop_duplicates()
    signing = signing.merge(counted[["review", "region"]], on="review")
    number = counted["region"].value_counts()
    others = min((int(number.get(region, 0)) for region in setting.focus), default=0) - 1
    if others < 1:
        return pd.Series(nan, index=counted.index)
    again = signing.groupby(["region", "stakeholder"])["review"].transform("size") - 1
    chance = [
        1 - comb(int(number[region]) - 1 - more, others) / comb(int(number[region]) - 1, others)
        for region, more in zip(signing["region"], again, strict=True)
    ]
    mean = pd.Series(chance, index=signing.index, dtype=float).groupby(signing["review"]).mean()
    return counted["review"].map(mean)


def _means(one: np.ndarray, other: np.ndarray, fewest: int) -> Estimate:
    """Difference of two means of reviews, with an interval."""
    return estimates.difference(*(reviews.mean_of_reviews(each, fewest) for each in (one, other)))


def _against_each(  # noqa: PLR0917 - what a comparison with each region needs
    claim: str,
    name: str,
    region: str,
    regions: pd.Series,
    of: pd.Series,
    compare: Compare,
    setting: Setting,
) -> list[Compared]:
    """One measure of a region against each other focus region."""
    known: Mapping[str, Any] = {
        each: of[(regions == each).to_numpy()].dropna().to_numpy(dtype=float) for each in setting.focus
    }
    return [
        _compared(
            claim,
            name,
            region,
            other,
            compare(known[region], known[other], FEWEST_CLUSTERS),
            min(known[region].size, known[other].size),
            nan,
        )
        for other in setting.focus
        if other != region
    ]


def _compared(  # noqa: PLR0917 - what a comparison is
    claim: str, name: str, region: str | None, other: str | None, found: Estimate, fewest: int, unknown: float
) -> Compared:
    return Compared(claim, name, region, other, found.value, found.lower, found.upper, fewest, 0, unknown)


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "coalition_evidence": Result(
        "coalition_reviews", "claim about coalitions and comparison: the difference with interval", evidence
    ),
}
