"""Claims that people repeat, each with its test: the evidence, and the verdict that a rule written down first gives.

The rules (also printed on the page, keys `claims.origin` and `claims.<claim>.reads`):

- A claim is a list of comparisons that it says go one way (a difference above zero as the evidence is oriented).
- supported: every comparison goes that way and its 95 % interval excludes zero.
- not supported: no comparison goes that way with an interval that excludes zero.
- mixed: anything between.
- cannot be tested: a comparison rests on fewer than FEWEST_STATES states, or the selection has none, or the data hold
  no comparison yet.
- lacking: the source of the data does not record what a comparison looks at; the claim is then not tested in part.
- not loaded: the tables a claim needs are not in the data.

Restrictive laws and repression, for each state in the year of its last review in the selection that has data: the
share of states with a barrier of each kind, and of states in the world's most repressive third (of all states of the
selection), in Africa minus each other focus region. States are the units.

Coalitions, in the reviews of the third cycle whose joint submissions are held, each state once; a state without a list
is unknown, not zero. Members are looked at where they can be counted (grades A and B), numbers in all grades. Reviews
are the units; a side with fewer than FEWEST_STATES reviews cannot be tested. Of numbers and sizes, which have long
tails, reviews are compared two by two: how often the first has more, ties half, beyond one half.

- latin_networks, Latin America against each other focus region: more joint submissions (two by two); the share of a
  review's joint submissions of known size that name LARGE organisations or more (means of reviews); the share of its
  organisations that are in the largest group which shared signatures link, in reviews with two joint submissions or
  more (means); the share of its organisations that sign in another review of the region, expected among as many
  other reviews as the region with the fewest has (means). The share of joint ones among all submissions joins them
  once each region has FEWEST_LISTS states with a full list, of any cycle.
- african_partners, Africa minus each other focus region: the share of joint submissions with an organisation from the
  state itself and one from elsewhere, of those whose members all have a known country; and the share that an
  international or regional network from another state signs, which names alone tell.
- asia_diverse, Asia against each other focus region: how often a review of Asia lies farther from the median of its
  region than one of the other, beyond one half (two by two): joint submissions per review, and their median size.
- restricted_space, reviews in the less free half of their own region (V-Dem, core civil society, year of the review)
  minus the freer half, regions held fixed: the share of joint submissions with a partner from abroad, of those whose
  members all have a known country, in reviews with FEWEST_TOLD such; the share that an international or regional
  network from another state signs; the share that a digital-rights network signs.
- joint_heard, in each focus region, inside reviews of the third cycle: the share of the other submissions that a joint
  one is cited with in one footnote of the UN summary, minus that of an individual one; and the same on ranks. Each
  review counts once. The rule was written before these numbers, but after a rough first count (fewer for joint ones);
  that the source takes the pages of the list of stakeholders for footnotes was found afterwards, and is corrected.

A partner from abroad counts as told only where all members have a known country, also where one is named: a first
reading took each named one as told, and so found partners in nearly all that could be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analytics.results import claims_coalitions, coalition_impact
from analytics.results.civic_space import BARRIERS, THIRD
from analytics.results.definition import Result, Setting, places
from analytics.results.lens import ANY, TAGGED
from analytics.rows import is_known, read
from analytics.statistics import rates
from analytics.statistics.intervals import difference_df, t_margin
from analytics.thresholds import FEW, FEWEST_CLUSTERS, FEWEST_STATES

REPRESSION = "v2csreprss"
HEARD = "heard_evidence"
"""The comparisons of one claim, which no selection changes."""
LAW = ("iso3", "year", "region", *BARRIERS)
COLUMNS = claims_coalitions.Compared._fields
COALITIONS = ("latin_networks", "african_partners", "asia_diverse", "restricted_space")
"""Claims that rest on reviews with lists of joint submissions."""
NEEDED = {
    "african_laws": ("civic_space", "ngo_law"),
    **dict.fromkeys(COALITIONS, ("submission",)),
    "restricted_space": ("submission", "civic_space"),
    "joint_heard": ("cited_submission",),
}
"""Claims that wait for tables, and the tables."""
RECORDED = {
    "who_asks": {"askers", "actions"},
    "civil_society": {"issues"},
}
"""Claims that look at what not every source records, and what (see `filters.DEPENDENT`)."""
CLAIMS = ("asia_varies", "who_asks", "civil_society", "african_laws", *COALITIONS, "joint_heard")


def evidence(states: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Every comparison of every claim: the difference as the claim says it (above zero agrees), interval, n.

    `states` are those of the smaller side; of coalitions the reviews, of each state one.
    """
    rows = [*_asia_varies(states, setting), *_who_asks(setting), *_civil_society(states, setting)]
    rows += _african_laws(setting)
    made = [(*row, np.nan) for row in rows if not _lacking(row[0], setting)]
    found = [pd.DataFrame(made, columns=COLUMNS), setting.table(HEARD), setting.table("coalition_evidence")]
    return pd.concat(found, ignore_index=True)


def verdicts(compared: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """One row per claim: its comparisons, how many speak for it, against it and for neither, the verdict."""
    tables = setting.table("tables")
    loaded = set(tables["table_name"])
    of = compared["claim"].to_numpy()
    lower, upper, states, n = (compared[name].to_numpy() for name in ("lower", "upper", "states", "recommendations"))
    rows = []
    for claim in CLAIMS:
        mine = of == claim
        missing = [table for table in NEEDED.get(claim, ()) if table not in loaded]
        rows.append(
            {
                "claim": claim,
                "verdict": "lacking"
                if _lacking(claim, setting)
                else "not_loaded"
                if missing
                else verdict(lower[mine], states[mine]),
                "comparisons": int(mine.sum()),
                "agreeing": int((lower[mine] > 0).sum()),
                "opposing": int((upper[mine] < 0).sum()),
                "undecided": int((~((lower[mine] > 0) | (upper[mine] < 0))).sum()),
                "recommendations": int(n[mine].max(initial=0)),
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


def _lacking(claim: str, setting: Setting) -> bool:
    """Whether the source of the data does not record what a claim looks at."""
    return not setting.codes.lacks.isdisjoint(RECORDED.get(claim, ()))


def _asia_varies(states: pd.DataFrame, setting: Setting) -> list[tuple[Any, ...]]:
    """Asia against each other focus region: spread of the states' rates, and how much less is accepted."""
    region = states["region"].to_numpy(dtype=object)
    accepted, answered, rate = (states[name].to_numpy() for name in ("accepted", "answered", "rate"))
    mine = {each: (region == each) & (answered > 0) for each in setting.focus}
    many = {each: inside & (answered >= FEW) for each, inside in mine.items()}
    others = [each for each in setting.focus if each != "asia"]
    rows = []
    for other in others:
        spread = _spread_gap(rate[many["asia"]], rate[many[other]])
        n, fewest = answered[many["asia"] | many[other]].sum(), min(many["asia"].sum(), many[other].sum())
        rows.append(("asia_varies", "spread", "asia", other, *spread, int(fewest), int(n)))
    pooled = {
        each: rates.cluster_rate(accepted[inside], answered[inside], FEWEST_CLUSTERS) for each, inside in mine.items()
    }
    for other in others:
        gap = rates.gap(pooled[other], pooled["asia"])
        n = pooled[other].n + pooled["asia"].n
        fewest = min(pooled[each].clusters for each in (other, "asia"))
        rows.append(("asia_varies", "less_accepted", other, "asia", gap.gap, gap.lower, gap.upper, fewest, n))
    return rows


def _spread_gap(one: np.ndarray, other: np.ndarray) -> tuple[float, float, float]:
    """Difference of the mean absolute deviations from the median (Brown and Forsythe 1974)."""
    if not min(one.size, other.size):
        return np.nan, np.nan, np.nan
    return _mean_gap(np.abs(one - np.median(one)), np.abs(other - np.median(other)))


def _mean_gap(one: np.ndarray, other: np.ndarray) -> tuple[float, float, float]:
    """Difference of two means, with an interval."""
    if min(one.size, other.size) < FEWEST_CLUSTERS:
        return np.nan, np.nan, np.nan
    variance = [values.var(ddof=1) / values.size for values in (one, other)]
    margin = t_margin(
        np.float64(np.sqrt(sum(variance))),
        np.float64(difference_df(variance[0], one.size - 1, variance[1], other.size - 1)),
    )
    difference = one.mean() - other.mean()
    return float(difference), float(difference - margin), float(difference + margin)


def _who_asks(setting: Setting) -> list[tuple[Any, ...]]:
    """Own region against other regions in the same states: all requests, and specific ones alone."""
    rows = setting.table("acceptance_by_asker")
    specific, own = (rows[name].to_numpy(dtype=bool) for name in ("specific", "own_region"))
    return [
        ("who_asks", f"own_region_{name}", region, None, *found)
        for name, which in (("all", np.ones_like(specific)), ("specific", specific))
        for region, found in zip(setting.focus, _paired(rows, which, own, setting), strict=True)
    ]


def _civil_society(received: pd.DataFrame, setting: Setting) -> list[tuple[Any, ...]]:
    """Requests about civil society, by tags and by the lens, against all others in the same states: "accepted less".

    What has no issue coded is in no comparison by tags. Under a choice of issues everything received has one.
    """
    raised = setting.table("flags_by_state")
    coded = received if setting.filters.issues else setting.table("all_issues_by_state")
    found = []
    for comparison, flag, states in (("other_issues", TAGGED, coded), ("other_flags", ANY, received)):
        region = states["region"].to_numpy(dtype=object)
        whole = np.array([states[name].to_numpy() for name in ("accepted", "answered")])
        mine = raised[(raised["flag"] == flag).to_numpy()]
        about = np.zeros_like(whole)
        about[:, places(mine["iso3"], states["iso3"].to_list())] = [mine[name] for name in ("accepted", "answered")]
        by_region = _by_region(region, whole - about, about, setting)
        found += [(comparison, each, *numbers) for each, numbers in zip(setting.focus, by_region, strict=True)]
    return [
        ("civil_society", comparison, region, None, -difference, -upper, -lower, states_behind, n)
        for comparison, region, difference, lower, upper, states_behind, n in found
    ]


def _african_laws(setting: Setting) -> list[tuple[Any, ...]]:
    """Africa against each other focus region: share of states with a barrier of each kind, and with most repression."""
    reviews = setting.table("civic_space_of_reviews", indicator=REPRESSION)
    last = {
        iso3: (value, region) for iso3, value, region in read(reviews, "iso3", "value", "region") if is_known(value)
    }
    value = np.array([value for value, _ in last.values()], dtype=float)
    region = np.array([region for _, region in last.values()], dtype=object)
    bound = np.percentile(value, THIRD) if value.size else np.nan
    of_year = {(iso3, year): law for iso3, year, *law in read(setting.table("ngo_laws"), *LAW)}
    laws = {iso3: of_year[iso3, year] for iso3, year in read(reviews, "iso3", "year") if (iso3, year) in of_year}
    of_law = np.array([law[0] for law in laws.values()], dtype=object)
    has = np.array([law[1:] for law in laws.values()], dtype=float).reshape(len(laws), len(BARRIERS)).T
    measures = [(f"law_{barrier}", number > 0, of_law) for barrier, number in zip(BARRIERS, has, strict=True)]
    rows = []
    for name, having, place in [*measures, ("repressed", value <= bound, region)]:
        share = {
            each: rates.cluster_rate(having[place == each], np.ones((place == each).sum()), FEWEST_CLUSTERS)
            for each in setting.focus
        }
        for other in setting.focus:
            if other != "africa":
                gap = rates.gap(share["africa"], share[other])
                fewest = min(share[each].clusters for each in ("africa", other))
                rows.append(("african_laws", name, "africa", other, gap.gap, gap.lower, gap.upper, fewest, 0))
    return rows


def joint_heard(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Joint minus individual submissions inside the reviews of each focus region: cited with how many others."""
    if _lacking("joint_heard", setting):
        return pd.DataFrame([], columns=COLUMNS)
    found = coalition_impact.heard(rows, setting)
    made = [("joint_heard", name, region, None, *numbers, 0, np.nan) for name, region, *numbers in found]
    return pd.DataFrame(made, columns=COLUMNS)


def _paired(
    rows: pd.DataFrame, which: np.ndarray, raised: np.ndarray, setting: Setting
) -> list[tuple[float, float, float, int, int]]:
    """For each focus region: rate of `which` rows `raised` minus not, over its states that have both, and n."""
    state, iso3 = pd.factorize(rows["iso3"])
    region = np.empty(len(iso3), dtype=object)
    region[state] = rows["region"].to_numpy(dtype=object)
    counts = [rows[name].to_numpy() for name in ("accepted", "answered")]

    def total(some: np.ndarray) -> np.ndarray:
        return np.array([np.bincount(state[some], weights=each[some], minlength=len(iso3)) for each in counts])

    return _by_region(region, total(which & ~raised), total(which & raised), setting)


def _by_region(
    region: np.ndarray, without: np.ndarray, having: np.ndarray, setting: Setting
) -> list[tuple[float, float, float, int, int]]:
    """Of each focus region: the difference between two rates of the same states; rows are accepted and answered."""
    found = []
    for each in setting.focus:
        mine = region == each
        change = rates.paired_change(*without[:, mine], *having[:, mine], FEWEST_CLUSTERS)
        n = int(without[1, mine].sum() + having[1, mine].sum())
        found.append((change.gap, change.lower, change.upper, change.clusters, n))
    return found


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "claim_evidence": Result("received_by_state", "claim and comparison: the difference with interval", evidence),
    HEARD: Result("cited_submissions", "comparison of joint and individual submissions: cited together", joint_heard),
    "claims": Result("claim_evidence", "claim that people repeat: its verdict", verdicts),
}
