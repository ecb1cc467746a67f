"""One recommending state: to whom, on what, how specific, how answered, beside the others of its region.

Ranges are as in `country`: the middle half of other recommending states of its region, and of all others, each with
FEW recommendations or more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analytics.results.askers import spread_of
from analytics.results.country import ENDS, ISSUES, beside, issues_beside, on_issues, with_each
from analytics.results.definition import Result, Setting, ratio
from analytics.rows import each, kept, read
from analytics.thresholds import FEW

WITHIN = ("region", "all")
"""Whom a recommending state is compared with."""
SHARES = (("rate", "accepted", "answered"), ("specific_share", "specific", "categorised"))


def record(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """What the state asked in each cycle: to how many states, share specific, share accepted."""
    mine = rows[(rows["iso3"] == setting.more["country"]).to_numpy()].reset_index(drop=True)
    shares = {share: ratio(mine[part].to_numpy(), mine[whole].to_numpy()) for share, part, whole in SHARES}
    return mine.assign(**shares, few=mine["recommendations"] < FEW)


def ranges(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each cycle of the state, by measure: beside other recommending states of its region, and all others."""
    country, made = setting.more["country"], []
    for own in each(rows[(rows["iso3"] == country).to_numpy()]):
        same = rows[((rows["cycle"] == own.cycle) & (rows["iso3"] != country)).to_numpy()]
        places = {"region": (same["region"] == own.region).to_numpy(), "all": np.ones(len(same), dtype=bool)}
        for measure, part, whole in SHARES:
            n = getattr(own, whole)
            share = getattr(own, part) / n if n >= FEW else np.nan
            for within in WITHIN:
                others = same[places[within]]
                enough = others[whole].to_numpy() >= FEW
                values = ratio(others[part].to_numpy()[enough], others[whole].to_numpy()[enough])
                row = {"region": own.region, "cycle": own.cycle, "record_measure": measure, "within": within}
                made.append(row | {"own_share": share} | beside(share, values) | {"other_states": values.size})
    names = ("region", "cycle", "record_measure", "within", "own_share", *ENDS, "other_states", "below", "equal")
    return pd.DataFrame(made, columns=[*names])


def issues(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each issue: its share of what the state asks, beside the other recommending states of its region."""
    country, region_of = setting.more["country"], setting.codes.region_of[setting.filters.scheme]
    coded = dict(read(rows, "iso3", "coded"))
    if country not in coded:
        return pd.DataFrame(columns=[*ISSUES])
    near = [iso3 for iso3 in coded if region_of[iso3] == region_of[country]]
    return issues_beside(country, near, coded, kept(rows, on_issues), setting.codes.issues)


def addressed(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each state that it made recommendations to: how many, how specific, what was accepted (raw and shrunken)."""
    return with_each(pairs, setting, own="recommending_state", other="state_under_review")


def spread(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """How its recommendations spread over the focus regions, beside what the totals alone would give."""
    return spread_of(pairs, setting, [setting.more["country"]])


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "asker_record": Result(
        "asks_by_cycle", "cycle of one recommending state: what it asked, what was accepted", record
    ),
    "asker_ranges": Result(
        "asks_by_cycle", "cycle of one recommending state, measure and group: beside others", ranges
    ),
    "asker_issues": Result("issues_by_asker", "issue: its share in what one recommending state asks", issues),
    "asker_addressed": Result("state_pairs", "state that one recommending state made recommendations to", addressed),
    "asker_spread": Result("state_pairs", "focus region: what one recommending state asked of it", spread),
}
