"""Issues: how often each is raised with a region and what stands out, what is accepted, what moves, what is missing.

On this subject the filter of issues chooses which issues are shown. It never changes what a share divides by: the
recommendations that the other filters leave.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.results.definition import COUNTED, Result, Setting, picked, pooled, ratio, with_states
from analytics.statistics.distinctiveness import distinctive_issues
from analytics.thresholds import FEW, FEWEST_CLUSTERS

REST, ALL = "rest", "all"
LEFT_OVER = "other"
"""The tag of what no issue fits: nobody can be said never to have been asked about it."""
"""In the place of a region: the states outside the regions compared, and every state."""
NO_FAMILY = "other"
"""Of topics that are not among the issues of UPR Info: themes of other sources."""
FAMILIES = (
    "physical-integrity",
    "civil-liberties",
    "civic-space",
    "equality",
    "economic-and-social",
    "institutions",
    "other",
)
"""In the order of lists."""
MOST_SHOWN = 4
"""Issues whose periods are shown at once; of more, those raised most."""
THIRDS = 3
"""Parts of a cycle."""
SHARE_COLUMNS = (
    *("recommendations", "of_region", "share", "elsewhere", "share_elsewhere"),
    *("odds_ratio", "odds_lower", "odds_upper", "z", "q", "tested", "distinctive"),
)
ENDS = {"lower": "lower", "upper": "upper"}
RATE = {"states": "states", "recommendations": "whole", "accepted": "part", "rate": "rate", **ENDS}
SHARE = {"states": "states", "of_region": "whole", "recommendations": "part", "share": "rate", **ENDS}
"""Columns, and what they are of a pooled rate."""


def by_region(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """What shares divide by: the recommendations to each focus region and to the rest of the world."""
    compared, place = _compared(states, setting)
    counted = {
        name: np.bincount(place, weights=states[name].to_numpy(), minlength=len(compared)).astype(int)
        for name in ("reviews", *COUNTED)
    }
    return with_states({"region": compared, "states": np.bincount(place, minlength=len(compared)), **counted})


def shares(cells: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Share of each region's recommendations that is on an issue, and how it stands out against all other states.

    Shares and odds are of recommendations, not of tags.
    """
    states = setting.table("all_issues_by_state")
    compared, place = _compared(states, setting)
    here = [index for index in range(len(compared)) if (place == index).any()]
    n, mentions = states["recommendations"].to_numpy(), _matrix(cells, states, "issue", setting.codes.issues)
    shown = _shown(setting)
    columns: dict[str, list[np.ndarray]] = {}
    for index in here:
        inside = place == index
        on_issue, elsewhere = mentions[inside].sum(axis=0), mentions[~inside].sum(axis=0)
        of_region, of_elsewhere = np.full_like(on_issue, n[inside].sum()), np.full_like(on_issue, n[~inside].sum())
        part = {
            "recommendations": on_issue,
            "of_region": of_region,
            "share": ratio(on_issue, of_region),
            "elsewhere": elsewhere,
            "share_elsewhere": ratio(elsewhere, of_elsewhere),
            **_standing_out(mentions, inside, n, context=compared[index] == REST),
        }
        for name, values in part.items():
            columns.setdefault(name, []).append(values[shown])
    codes = np.array(setting.codes.issues)[shown]
    return pd.DataFrame(
        {
            "issue": np.repeat(codes, len(here)),
            "family": np.repeat(_family_of(codes, setting), len(here)),
            "region": np.tile([compared[index] for index in here], len(codes)),
            **{name: np.stack(columns[name], axis=1).ravel() if here else [] for name in SHARE_COLUMNS},
        }
    )


def acceptance(cells: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Acceptance on each issue: of each region, of the rest of the world, and of all states together."""
    compared, place = _compared(cells, setting)
    regions, codes = (*compared, ALL), np.array(setting.codes.issues)
    first = _places(cells["issue"], setting.codes.issues) * len(regions)
    group = np.concatenate([first + place, first + len(compared)])
    accepted, answered, reviews = (np.tile(cells[name].to_numpy(), 2) for name in ("accepted", "answered", "reviews"))
    size = len(codes) * len(regions)
    wanted = np.repeat(_shown(setting), len(regions))
    columns = {
        "issue": np.repeat(codes, len(regions)),
        "family": np.repeat(_family_of(codes, setting), len(regions)),
        "region": np.tile(regions, len(codes)),
        **picked(pooled(accepted, answered, group, size, reviews=reviews), **RATE),
    }
    return with_states({name: values[wanted] for name, values in columns.items()})


def families(cells: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Share of each region's recommendations that is on any issue of a family."""
    states = setting.table("all_issues_by_state")
    compared, place = _compared(states, setting)
    size = len(FAMILIES)
    on_family = _matrix(cells, states, "family", FAMILIES).ravel()
    n, reviews = (np.repeat(states[name].to_numpy(), size) for name in ("recommendations", "reviews"))
    group = (np.arange(size) * len(compared) + place[:, None]).ravel()
    return with_states(
        {
            "family": np.repeat(FAMILIES, len(compared)),
            "region": np.tile(compared, size),
            **picked(pooled(on_family, n, group, size * len(compared), reviews=reviews), **SHARE),
        }
    )


def periods(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each issue shown, per focus region and cycle (third 0), and per third of it: acceptance or share (`moves`)."""
    rows, place = _in_focus(rows, setting)
    names, on_issue = _memberships(rows)
    cell, group, labels = _cells(rows, place, setting)
    share = setting.more["moves"] == "share"
    recommendations, answered, accepted = (rows[name].to_numpy() for name in COUNTED)
    columns = SHARE if share else RATE
    made = []
    for name, on in zip(names, on_issue, strict=True):
        whole, part = (recommendations, recommendations * on) if share else (answered * on, accepted * on)
        n, y = (np.bincount(cell, weights=np.tile(counts, 2), minlength=group.size) for counts in (whole, part))
        found = picked(pooled(y, n, group, len(labels["region"])), **columns)
        made.append(with_states({"issue": np.full(len(labels["region"]), name), **labels, **found}))
    return (
        pd.concat(made, ignore_index=True)
        if made
        else pd.DataFrame(columns=["issue", *labels, "states", "recommendations"])
    )


def period_totals(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """What the rows of `periods` rest on: per focus region and third, recommendations on any issue shown, or all.

    Each recommendation counts once, also when it is on several of these issues.
    """
    rows, place = _in_focus(rows, setting)
    cell, group, labels = _cells(rows, place, setting)
    counted = rows["recommendations"].to_numpy()
    if setting.more["moves"] != "share":
        counted = counted * _memberships(rows)[1].any(axis=0)
    n = np.bincount(cell, weights=np.tile(counted, 2), minlength=group.size)
    columns = {
        **labels,
        "states": np.bincount(group[n > 0], minlength=len(labels["region"])),
        "recommendations": np.bincount(group, weights=n, minlength=len(labels["region"])).astype(int),
    }
    thirds = labels["third"] > 0
    return with_states({name: values[thirds] for name, values in columns.items()})


def never_asked(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Issues raised with so many other states of a sub-region and never with one of them.

    Nothing where that state has no recommendation in the selection: then it was not asked about anything.
    """
    peers = setting.table("peers")
    asked, own = peers["recommendations"].to_numpy() > 0, peers["is_country"].to_numpy(dtype=bool)
    rows = rows[(rows["issue"] != LEFT_OVER).to_numpy()] if (asked & own).any() else rows.iloc[:0]
    return rows.assign(peers=int((asked & ~own).sum()))


def _compared(rows: pd.DataFrame, setting: Setting) -> tuple[tuple[str, ...], np.ndarray]:
    """The focus regions and the rest of the world, and the place of each row's state among them."""
    compared = (*setting.focus, REST)
    region_of, place_of = (
        setting.codes.region_of[setting.filters.scheme],
        {name: at for at, name in enumerate(compared)},
    )
    state, iso3 = pd.factorize(rows["iso3"])
    return compared, np.array([place_of.get(region_of[each], len(compared) - 1) for each in iso3], dtype=int)[state]


def _in_focus(rows: pd.DataFrame, setting: Setting) -> tuple[pd.DataFrame, np.ndarray]:
    """The rows of states in the focus regions, and the place of their region."""
    _, place = _compared(rows, setting)
    inside = place < len(setting.focus)
    return rows[inside], place[inside]


def _places(values: pd.Series, order: Sequence[str]) -> np.ndarray:
    """Place of each value in `order`, for columns of many rows and few values."""
    by_value = {value: place for place, value in enumerate(order)}
    code, found = pd.factorize(values)
    return np.array([by_value[value] for value in found], dtype=int)[code]


def _matrix(cells: pd.DataFrame, states: pd.DataFrame, column: str, order: Sequence[str]) -> np.ndarray:
    """Recommendations by state and value of a column: states in rows, a zero where there is no cell."""
    counted = np.zeros((len(states), len(order)), dtype=int)
    place = _places(cells["iso3"], states["iso3"].to_list()), _places(cells[column], order)
    counted[place] = cells["recommendations"].to_numpy()
    return counted


def _shown(setting: Setting) -> np.ndarray:
    """Which issues are shown: those of the filter, or all."""
    wanted = setting.filters.issues
    return np.array([not wanted or issue in wanted for issue in setting.codes.issues], dtype=bool)


def _family_of(codes: np.ndarray, setting: Setting) -> list[str]:
    known = setting.table("issue_families")
    by_issue = dict(zip(known["issue"].to_list(), known["family"].to_list(), strict=True))
    return [by_issue.get(code, NO_FAMILY) for code in codes.tolist()]


def _standing_out(mentions: np.ndarray, inside: np.ndarray, n: np.ndarray, *, context: bool) -> dict[str, np.ndarray]:
    """How each issue stands out in the states `inside`; unknown for the rest of the world, which is context.

    `z` orders, the interval of the odds ratio is by state, `q` is the larger of the two tests that must agree.
    """
    if context:
        unknown = np.full(mentions.shape[1], np.nan)
        return {
            **dict.fromkeys(("odds_ratio", "odds_lower", "odds_upper", "z", "q"), unknown),
            **dict.fromkeys(("tested", "distinctive"), np.zeros(mentions.shape[1], dtype=bool)),
        }
    found = distinctive_issues(mentions, inside, n, minimum=FEW, fewest=FEWEST_CLUSTERS)
    with np.errstate(over="ignore"):
        return {
            "odds_ratio": np.exp(found.log_odds),
            "odds_lower": np.exp(found.by_state.lower),
            "odds_upper": np.exp(found.by_state.upper),
            "z": found.plain.z,
            "q": np.maximum(found.by_state.q, found.alike.q),
            "tested": found.tested,
            "distinctive": found.distinctive,
        }


def _memberships(rows: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """The issues shown (of those in the sets of `rows`, the most raised), and for each of them which rows are on it."""
    code, found = pd.factorize(rows["issues"])
    sets = [each.split(",") for each in found]
    names = sorted({name for each in sets for name in each})
    member = np.array([[name in each for each in (*sets, ())] for name in names], dtype=bool)  # the last: no issue
    on_issue = member.reshape(len(names), len(sets) + 1)[:, code]
    most = np.argsort(-(on_issue @ rows["recommendations"].to_numpy()), kind="stable")[:MOST_SHOWN]
    return [names[index] for index in most], on_issue[most]


def _cells(
    rows: pd.DataFrame, place: np.ndarray, setting: Setting
) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """The cell (a state in a period) of each row, the group of each cell, and what the groups are.

    Every row is twice in the cells: in its cycle (third 0), and in its third. A state is reviewed once in a cycle, so
    a cell is one review.
    """
    cycle, third = (rows[name].to_numpy(dtype=int) for name in ("cycle", "third"))
    key = np.concatenate([cycle * (THIRDS + 1), cycle * (THIRDS + 1) + third])
    keys, period = np.unique(key, return_inverse=True)
    session = np.tile(rows["session"].to_numpy(dtype=int), 2)
    ends = [(session[period == index].min(), session[period == index].max()) for index in range(len(keys))]
    state, iso3 = pd.factorize(rows["iso3"])
    region = np.zeros(len(iso3), dtype=int)
    region[state] = place
    of_period = {
        "cycle": keys // (THIRDS + 1),
        "third": keys % (THIRDS + 1),
        "first_session": np.array([first for first, _ in ends], dtype=int),
        "last_session": np.array([last for _, last in ends], dtype=int),
    }
    return (
        np.tile(state * len(keys), 2) + period,
        (region[:, None] * len(keys) + np.arange(len(keys))).ravel(),
        {
            "region": np.repeat(setting.focus, len(keys)),
            **{name: np.tile(values, len(setting.focus)) for name, values in of_period.items()},
        },
    )


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {
    "never_asked": never_asked,
}
DERIVED: Mapping[str, Result] = {
    "issue_regions": Result(
        "all_issues_by_state", "region (and the rest of the world): what shares divide by", by_region
    ),
    "issue_shares": Result("issues_by_state", "issue and region: its share, and how it stands out", shares),
    "issue_acceptance": Result("issues_by_state", "issue and region: acceptance with interval", acceptance),
    "issue_periods": Result("issues_by_review", "issue, focus region and cycle or third of it", periods),
    "issue_period_totals": Result(
        "issues_by_review", "focus region and third of a cycle: what it rests on", period_totals
    ),
    "family_shares": Result("families_by_state", "family of issues and region: its share with interval", families),
}
