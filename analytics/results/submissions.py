"""Who submitted to a review, alone or together: coverage, the comparison of regions, networks.

A region has no average before FEWEST_LISTS of its reviews, and of another region's, have a full list: see `measures`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analytics.filters import Codes
from analytics.results.definition import Result, Setting, Written, ratio
from analytics.rows import each
from analytics.state_names import state_called
from analytics.thresholds import FEWEST_LISTS

DRAWN = 300
"""Organisations that a drawing of a network can show; those with most partners."""
SIZES = ("any", "joint", "few", "some", "many", "single")
"""Choices of size: all, joint of any size, of 1 to 4, 5 to 9, 10 and more, and single submissions."""
JOINT_SHARE = "joint_share"
SCOPES = ("national", "subregional", "regional", "international", "unknown")


def _lists(codes: Codes) -> tuple[object, ...]:
    regions = dict.fromkeys(region for scheme in codes.regions.values() for region in scheme)
    return ("all", "full", *regions, *codes.listed)


OWN: Mapping[str, tuple[object, Callable[[Codes], Collection[object]]]] = {
    "lists": ("all", _lists),
    "search": ("", lambda _: Written("(?s:.*)", "any text")),
    "size": ("any", lambda _: SIZES),
    "organisation": ("", lambda codes: ("", *codes.stakeholders)),
}


def parameters(own: Mapping[str, Any]) -> dict[str, Any]:
    """Values for the parameters that a search of the catalogue as it was typed stands for."""
    return {"called": state_called(str(own["search"])) or ""}


def reviews(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """The reviews with a list, with the share of joint submissions where all submissions are listed."""
    return rows.assign(
        joint_share=ratio(rows["joint"].to_numpy(dtype=float), rows["submissions"].to_numpy(dtype=float))
    )


def full_lists(rows: pd.DataFrame) -> pd.DataFrame:
    """The reviews whose list holds every submission, not only the joint ones."""
    return rows[(rows["list_kind"] != "joint_only").to_numpy()]


def coverage(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region of the scheme: its member states, those with a full list, the reviews, and how many are missing."""
    rows = full_lists(rows)
    region_of = setting.codes.region_of[setting.filters.scheme]
    made = []
    for region in setting.order:
        mine = rows[rows["region"] == region]
        states = sum(region_of[state] == region for state in setting.codes.members)
        if not states:
            continue
        row = {"region": region, "states": states, "states_listed": mine["iso3"].nunique(), "reviews": len(mine)}
        row |= {"submissions": int(mine["submissions"].sum()), "joint": int(mine["joint"].sum())}
        made.append(row | {"needed": FEWEST_LISTS, "missing": max(FEWEST_LISTS - len(mine), 0)})
    return pd.DataFrame(made)


def coverage_by_state(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each member state: its reviews with a full list, none for most."""
    rows = full_lists(rows)
    region_of = setting.codes.region_of[setting.filters.scheme]
    of_state = dict(iter(rows.groupby("iso3")))
    empty = rows.iloc[:0]
    made = []
    for iso3 in setting.codes.members:
        mine = of_state.get(iso3, empty)
        row = {"iso3": iso3, "region": region_of[iso3], "reviews": len(mine)}
        row |= {"submissions": int(mine["submissions"].sum()), "joint": int(mine["joint"].sum())}
        made.append(row | {"review": ", ".join(mine["review"])})
    return pd.DataFrame(made)


def measures(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The share of joint submissions of each compared region: the reviews that carry it, and its mean if enough do.

    Only a full list carries it. The mean, each review counted once, is there only if the region and at least one other
    have FEWEST_LISTS of them. Mass submissions are in no average. Sizes and members are compared in `coalitions`.
    """
    rows = without_mass(full_lists(rows), setting)
    shares = {region: rows.loc[(rows["region"] == region).to_numpy(), "joint_share"] for region in setting.focus}
    enough = {region for region, mine in shares.items() if len(mine) >= FEWEST_LISTS}
    made = []
    for region, mine in shares.items():
        row: dict[str, Any] = {"coalition_measure": JOINT_SHARE, "region": region, "reviews": len(mine)}
        row |= {"needed": FEWEST_LISTS, "missing": max(FEWEST_LISTS - len(mine), 0)}
        compared = region in enough and len(enough) > 1
        made.append(row | {"mean_of_reviews": float(mine.mean()) if compared else float("nan")})
    return pd.DataFrame(made)


def without_mass(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Reviews with lists, without those that are known for a mass submission."""
    stated = setting.table("submission_counts")
    return rows[~rows["review"].isin([f"{row.iso3}-{row.session:.0f}" for row in each(stated) if row.outlier])]


def scopes(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """Each review that names any: memberships in its joint submissions by where the organisation is from."""
    columns = ["iso3", "session", "region", "review", "scope", "memberships", "share", "known"]
    made = []
    for review in rows["review"].unique():
        mine = rows[rows["review"] == review]
        total = int(mine["members"].sum())
        if not total:
            continue
        known = total - int(mine["unknown"].sum())
        head = mine[["iso3", "session", "region", "review"]].iloc[0].to_dict()
        for scope in SCOPES:
            count = int(mine[scope].sum())
            made.append(head | {"scope": scope, "memberships": count, "share": count / total, "known": known})
    return pd.DataFrame(made, columns=columns)


def _numbers(rows: pd.DataFrame) -> np.ndarray:
    """Each row's submission as a number."""
    return pd.factorize(rows["review"] + "|" + rows["code"])[0]


def network(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """Each organisation of the network of joint submissions, most betweenness first, and where to draw it."""
    from analytics.statistics import co_submission

    code, organisations = pd.factorize(rows["stakeholder"])
    found = co_submission.co_submission(_numbers(rows), code, len(organisations))
    first_seen = rows.drop_duplicates("stakeholder")
    made = first_seen[["organisation", "country", "organisation_kind", "region"]].reset_index(drop=True)
    made = made.assign(
        submissions=found.submissions,
        partners=found.partners,
        component=found.component + 1,
        betweenness=found.betweenness,
        stakeholder=np.asarray(organisations, dtype=object),
        number=np.arange(len(organisations)),
    )
    made = made.sort_values(["partners", "betweenness", "stakeholder"], ascending=[False, False, True], kind="stable")
    drawn = np.sort(made["number"].to_numpy()[:DRAWN])
    at = np.full(len(organisations), -1)
    at[drawn] = np.arange(len(drawn))
    inside = (at[found.first] >= 0) & (at[found.second] >= 0)
    places = co_submission.layout(at[found.first][inside], at[found.second][inside], len(drawn))
    x, y = (np.full(len(organisations), np.nan) for _ in range(2))
    x[drawn], y[drawn] = places[:, 0], places[:, 1]
    number = made["number"].to_numpy()
    made = made.assign(x=np.round(x[number], 3), y=np.round(y[number], 3))
    order = ["betweenness", "partners", "stakeholder"]
    return made.sort_values(order, ascending=[False, False, True], kind="stable").drop(
        columns="number", errors="ignore"
    )


def links(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """Each pair of organisations that share joint submissions, most shared first."""
    from analytics.statistics import co_submission

    code, organisations = pd.factorize(rows["stakeholder"])
    first, second, shared = co_submission.shared_submissions(_numbers(rows), code)
    codes = np.asarray(organisations, dtype=object)
    called = rows.drop_duplicates("stakeholder")["organisation"].to_numpy(dtype=object)
    ends = {"organisation": called[first], "partner_organisation": called[second], "shared": shared}
    made = pd.DataFrame({**ends, "stakeholder": codes[first], "partner": codes[second]})
    return made.sort_values(["shared", "stakeholder", "partner"], ascending=[False, True, True], kind="stable")


def network_summary(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """One row: how large the network is, in how many parts, how dense, and who stands between most others."""
    nodes, edges = setting.table("co_submission"), setting.table("co_submission_links")
    size = len(nodes)
    first = nodes.iloc[0] if size else None
    largest = int((nodes["component"] == 1).sum()) if size else 0
    return pd.DataFrame(
        [
            {
                "organisations_in": size,
                "joint": len(rows[["review", "code"]].drop_duplicates()),
                "links": len(edges),
                "components": int(nodes["component"].max()) if size else 0,
                "largest_component": largest,
                "density": len(edges) / (size * (size - 1) / 2) if size > 1 else float("nan"),
                "broker": first["organisation"] if first is not None and first["betweenness"] > 0 else None,
                "broker_betweenness": first["betweenness"] if first is not None else float("nan"),
                "drawn": min(size, DRAWN),
            }
        ]
    )


def answers(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """With the share accepted of what was answered on an issue in one review: a count of all, so it has no interval."""
    return rows.assign(rate=ratio(rows["accepted"].to_numpy(), rows["answered"].to_numpy()))


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {
    "listed_reviews": reviews,
    "asks_and_answers": answers,
}
DERIVED: Mapping[str, Result] = {
    "list_coverage": Result("listed_reviews", "region: reviews with a full list, and how many are missing", coverage),
    "list_coverage_by_state": Result("listed_reviews", "member state: its reviews with a full list", coverage_by_state),
    "coalition_measures": Result("listed_reviews", "measure and region: a value once reviews are enough", measures),
    "scopes_by_review": Result("joint_sizes", "review and scope: memberships in joint submissions", scopes),
    "co_submission": Result("joint_memberships", "organisation of the network of joint submissions", network),
    "co_submission_links": Result("joint_memberships", "pair of organisations in that network", links),
    "co_submission_summary": Result("joint_memberships", "network: size, parts, density, broker", network_summary),
}
