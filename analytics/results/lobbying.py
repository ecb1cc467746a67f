"""Whom to lobby: the states that may raise an issue with one state under review, ranked.

Four parts, each 0 to 1 (`statistics.ranking`): interest in the issue anywhere, history of the issue with this state,
acceptance of a state's asks here (shrunken), ties. Their weights are parameters. The list is tried on sessions that it
does not know (`lobby_trial`): in a region where it is not right more often than every plain list, the best of these
stands in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.results.definition import Result, Setting, places, ratio
from analytics.results.lobby_parts import MOST, STEP, TIES, WEIGHTS, acceptance, tied, ties
from analytics.results.lobby_trial import DERIVED as TRIAL
from analytics.results.lobby_trial import ISSUE, LAST, OVERALL, PARTS, SPLITS, VALIDATION, best
from analytics.statistics import ranking
from analytics.thresholds import FEW, HALF_LIFE

STRENGTHS = ("any", "general", "specific")
"""Wording that is wanted: any; action categories 4 and 5; category 5."""
POINTS = ("interest_points", "history_points", "acceptance_points", "ties_points")
"""Columns of the parts, 0 to 100 each, before they are weighted."""


def weights(own: Mapping[str, object]) -> tuple[int, ...]:
    """The weights among parameters of a page, in the order of the parts."""
    return tuple(int(str(own[name])) for name in WEIGHTS)


def ranked(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Every recommending state that raised the issue anywhere, first the one to ask first.

    `rank` is the place in the list, `ranked_by` says by what: the four parts, or the plain list that is right more
    often where this state lies. The rate is of a state's asks here on any issue, shrunken towards that of the others
    that asked here; `few` of them are marked, and a state that asked nothing gets the rate of all.
    """
    country = setting.more["country"]
    states = np.array(rows["recommending_state"].cat.categories)
    counted = _counted(rows, str(country), setting, states)
    asking = (counted["about_issue"] > 0) & (states != country)
    parts = np.stack(
        [
            ranking.interest(counted["recent"]),
            ranking.history(counted["on_issue_here"]),
            counted["accepting"],
            tied(counted),
        ]
    )
    of = weights(setting.more)
    counted |= dict(zip(POINTS, 100 * parts, strict=True))
    counted["points"] = ranking.points(parts, of)
    by = ranked_by(setting, str(country), of)
    place = ranking.places(counted["about_issue"], counted["made"])
    key = {
        PARTS: ranking.keys(counted["points"], place),
        LAST: ranking.keys(counted["on_issue_here"] > 0, place),
        ISSUE: place,
        OVERALL: ranking.places(counted["made"], counted["about_issue"]),
    }[by]
    order = np.flatnonzero(asking)[np.argsort(-key[asking])]
    found = {name: np.asarray(counted[name])[order] for name in COLUMNS}
    return pd.DataFrame({"rank": np.arange(1, len(order) + 1), "iso3": states[order], **found, "ranked_by": by})


def never_here(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """Those of the list that made no recommendation to this state at all, nor a later request, in their order."""
    nothing = ((rows["asked_here"] == 0) & (rows["later_here"] == 0)).to_numpy()
    return rows[nothing].sort_values("interest_points", ascending=False, kind="stable", ignore_index=True)


def ranked_by(setting: Setting, country: str, of: Sequence[int]) -> str:
    """By what the list of a state is ordered: by the parts where the reader weighs them or they are right more often.

    Where these data have nothing to try them on, as last time.
    """
    if tuple(of) != tuple(WEIGHTS.values()):
        return PARTS
    tried = setting.table(VALIDATION, split=SPLITS[0])
    return best(tried, setting.codes.region_of[setting.filters.scheme].get(country, ""))


def _counted(rows: pd.DataFrame, country: str, setting: Setting, states: np.ndarray) -> dict[str, np.ndarray]:
    """Everything that is counted of each of `states`: on the issue anywhere and here, here at all, ties."""
    asking = rows["recommending_state"].cat.codes.to_numpy()
    n, session = rows["recommendations"].to_numpy(dtype=float), rows["session"].to_numpy()
    reviewed = rows["state_under_review"].cat.codes.to_numpy()
    here = reviewed == rows["state_under_review"].cat.categories.get_indexer([country])[0]

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(asking, weights=values, minlength=len(states))

    pairs = np.unique(asking.astype(np.int64) * len(states) + reviewed)
    counted = {
        "recent": total(n * ranking.recency(session, session.max(initial=0), HALF_LIFE)),
        "about_issue": total(n).astype(int),
        "states": np.bincount(pairs // len(states), minlength=len(states)),
        "on_issue_here": total(n * here).astype(int),
    }
    of_country, made = setting.table("asks_of_country"), setting.table("asks_made")
    for name in ("asked_here", "answered", "accepted"):
        counted[name] = _spread(of_country, name, states)
    counted["later_here"] = _spread(of_country, "later", states)
    counted["made"] = _spread(made, "recommendations", states)
    counted["few"] = counted["answered"] < FEW
    counted["rate"] = ratio(counted["accepted"], counted["answered"])
    counted["accepting"], found = acceptance(counted["accepted"], counted["answered"])
    counted |= {name: getattr(found, of) for name, of in RATES.items()}
    return counted | ties(setting.codes, country, states)


def _spread(rows: pd.DataFrame, name: str, states: np.ndarray) -> np.ndarray:
    """A count of each of the states, 0 where it has no row."""
    values = np.zeros(len(states), dtype=int)
    values[places(rows["recommending_state"], states.tolist())] = rows[name].to_numpy()
    return values


RATES = {"shrunken": "rate", "lower": "lower", "upper": "upper"}
COLUMNS = (
    *("points", *POINTS, "about_issue", "states", "on_issue_here", "asked_here", "answered", "accepted", "rate"),
    *(*RATES, "few", *TIES[:3], "shared_groups", "later_here"),
)
MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "whom_to_lobby": Result("asks_on_issues", "state that raised the issues: how well to ask for one country", ranked),
    "never_asked_here": Result(
        "whom_to_lobby", "state that raised the issues and never recommended anything to one country", never_here
    ),
    **TRIAL,
}
OWN = {
    "strength": (STRENGTHS[0], lambda _: STRENGTHS),
    **{name: (str(weight), lambda _: tuple(map(str, range(0, MOST + 1, STEP)))) for name, weight in WEIGHTS.items()},
    "split": (SPLITS[0], lambda _: SPLITS),
}
