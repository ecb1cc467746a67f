"""Claims that people repeat, each with its test: the evidence, and the verdict that a rule written down first gives.

The rules (also printed on the page, keys `claims.<claim>.rule`):

- A claim is a list of comparisons that it says go one way (a difference above zero as the evidence is oriented).
- supported: every comparison goes that way and its 95 % interval excludes zero.
- not supported: no comparison goes that way with an interval that excludes zero.
- mixed: anything between.
- cannot be tested: a comparison rests on fewer than FEWEST_STATES states, or the selection has none.
- not loaded: the tables a claim needs are not in the data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics.results.definition import FEW, Result, Setting
from analytics.statistics import rates
from analytics.statistics.intervals import t_margin, welch_df

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FEWEST_STATES = 15
"""Below this many states an interval is not relied on."""
COLUMNS = ("claim", "comparison", "region", "reference_region", "difference", "lower", "upper")
NEEDED = {
    "african_laws": ("civic_space", "ngo_law"),
    "latin_networks": ("coalition_comparison",),
}
"""Claims that wait for tables, and the tables. There is no comparison of coalitions before every region has enough
reviews with a full list: results/coalitions.py."""
CLAIMS = ("asia_varies", "who_asks", "civil_society", "african_laws", "latin_networks")


def evidence(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Every comparison of every claim: the difference as the claim says it (above zero agrees), interval, n."""
    rows = [*_asia_varies(states, setting), *_who_asks(setting), *_civil_society(setting)]
    return pd.DataFrame(rows, columns=[*COLUMNS, "states", "recommendations"])


def verdicts(compared: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """One row per claim: how many comparisons it has, how many agree, and the verdict."""
    loaded = set(setting.table("tables")["table_name"])
    rows = []
    for claim in CLAIMS:
        mine = compared[compared["claim"] == claim]
        missing = [table for table in NEEDED.get(claim, ()) if table not in loaded]
        agreeing = int((mine["lower"] > 0).sum())
        rows.append(
            {
                "claim": claim,
                "verdict": "not_loaded" if missing else verdict(mine["lower"], mine["states"]),
                "comparisons": len(mine),
                "agreeing": agreeing,
                "recommendations": int(mine["recommendations"].max()) if len(mine) else 0,
            }
        )
    return pd.DataFrame(rows)


def verdict(lower: Sequence[float], states: Sequence[int]) -> str:
    """The verdict on comparisons given by the lower ends of their intervals and the states behind them."""
    ends, behind = np.asarray(lower, dtype=float), np.asarray(states, dtype=int)
    if not ends.size or np.isnan(ends).any() or behind.min() < FEWEST_STATES:
        return "cannot_be_tested"
    agree = ends > 0
    return "supported" if agree.all() else "mixed" if agree.any() else "not_supported"


def _asia_varies(states: pd.DataFrame, setting: Setting) -> list[tuple[Any, ...]]:
    """Asia against each other focus region: spread of the states' rates, and how much less is accepted."""
    enough = states[states["answered"] >= FEW]
    by_region = {region: enough[enough["region"] == region] for region in setting.focus}
    asia, others = by_region["asia"], [region for region in setting.focus if region != "asia"]
    rows = []
    for region in others:
        other = by_region[region]
        spread = _spread_gap(asia["rate"].to_numpy(), other["rate"].to_numpy())
        n, fewest = int(asia["answered"].sum() + other["answered"].sum()), min(len(asia), len(other))
        rows.append(("asia_varies", "spread", "asia", region, *spread, fewest, n))
    for region in others:
        pair = [states[states["region"] == each] for each in (region, "asia")]
        gap = rates.gap(*(rates.cluster_rate(mine["accepted"], mine["answered"]) for mine in pair))
        n, fewest = (
            sum(int(mine["answered"].sum()) for mine in pair),
            min(int((mine["answered"] > 0).sum()) for mine in pair),
        )
        rows.append(("asia_varies", "less_accepted", region, "asia", gap.gap, gap.lower, gap.upper, fewest, n))
    return rows


def _spread_gap(one: np.ndarray, other: np.ndarray) -> tuple[float, float, float]:
    """Difference of the mean absolute deviations from the median (Brown and Forsythe 1974), Welch interval."""
    if min(one.size, other.size) < 2:  # noqa: PLR2004 - a variance needs two
        return np.nan, np.nan, np.nan
    away = [np.abs(rate - np.median(rate)) for rate in (one, other)]
    variance = [deviation.var(ddof=1) / deviation.size for deviation in away]
    margin = t_margin(
        np.float64(np.sqrt(sum(variance))),
        welch_df(variance[0], np.float64(one.size - 1), variance[1], np.float64(other.size - 1)),
    )
    difference = away[0].mean() - away[1].mean()
    return float(difference), float(difference - margin), float(difference + margin)


def _who_asks(setting: Setting) -> list[tuple[Any, ...]]:
    """Own region against other regions in the same states: all requests, and specific ones alone."""
    rows = setting.table("acceptance_by_asker")
    chosen = {"all": rows["specific"].notna(), "specific": rows["specific"].astype(bool)}
    return [
        ("who_asks", f"own_region_{name}", region, None, *_paired(rows[which], "own_region", region))
        for name, which in chosen.items()
        for region in setting.focus
    ]


def _civil_society(setting: Setting) -> list[tuple[Any, ...]]:
    """Requests on civil-society issues against all others in the same states; oriented as "accepted less"."""
    rows = setting.table("acceptance_of_civil_society_issues")
    found = []
    for region in setting.focus:
        difference, lower, upper, states, n = _paired(rows, "on_civil_society", region)
        found.append(("civil_society", "other_issues", region, None, -difference, -upper, -lower, states, n))
    return found


def _paired(rows: pd.DataFrame, flag: str, region: str) -> tuple[float, float, float, int, int]:
    """Rate where `flag` holds minus where it does not, over the states of a region that have both, and n."""
    mine = rows[rows["region"] == region]
    totals = mine.pivot_table(index="iso3", columns=flag, values=["accepted", "answered"], aggfunc="sum", fill_value=0)
    if totals.empty or len(totals.columns) < 4:  # noqa: PLR2004 - two counts, with and without
        return np.nan, np.nan, np.nan, 0, 0
    change = rates.paired_change(
        *(totals[count, flagged].to_numpy() for flagged in (False, True) for count in ("accepted", "answered"))
    )
    return change.gap, change.lower, change.upper, change.clusters, int(mine["answered"].sum())


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "claim_evidence": Result("received_by_state", "claim and comparison: the difference with interval", evidence),
    "claims": Result("claim_evidence", "claim that people repeat: its verdict", verdicts),
}
