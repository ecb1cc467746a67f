"""One country: its reviews beside those of its region and sub-region, the next one, its issues, who asks it.

Ranges are the middle half of other states: of their reviews in the same cycle, or of their shares in all sessions. A
state or review counts for a range from FEW recommendations on, and a range needs FEWEST_SPREAD of them. They describe;
one country is not a sample, so nothing is tested here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analytics.results.askers import MIX
from analytics.results.definition import SPECIFIC, Result, Setting, Written, ratio
from analytics.rows import each, kept, read
from analytics.statistics import shrinkage
from analytics.thresholds import FEW, FEWEST_SPREAD

MEASURES = ("rate", "specific_share")
"""What a review is compared by."""
WITHIN = ("subregion", "region")
"""Whose reviews it is compared with."""
FIRST = (
    *("cycle", "session", "year", "recommendations", "askers", "rate", "accepted", "answered", "later"),
    *("national_report", "compilation", "summary"),
)
"""Columns of the reviews that a table begins with."""
ENDS = ("range_lower", "range_middle", "range_upper")
MOST_BESIDE = 3
"""Countries that are drawn beside the chosen one."""
YEARS_OF_A_CYCLE = 5
"""From one review of a state to its next; the last three cycles took 4.7 to 5.5 years."""
OWN: Mapping[str, tuple[object, Callable[..., Any]]] = {
    "beside": ("", lambda _: Written(r"([A-Z]{3}(,[A-Z]{3}){0,2})?", "up to three codes of states, such as UGA,TZA")),
}
"""Parameters of results of this subject."""


def record(known: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each review of the country with its shares, empty where nothing was answered or no action category is known."""
    rows = known[(known["iso3"] == setting.more["country"]).to_numpy()].drop(columns="iso3").reset_index(drop=True)
    counts = {name: rows[name].to_numpy() for name in ("recommendations", "answered", "accepted", *MIX)}
    made = rows.assign(
        rate=ratio(counts["accepted"], counts["answered"]),
        specific_share=ratio(counts["specific"], sum(counts[name] for name in MIX)),
        few=(counts["recommendations"] > 0) & (counts["recommendations"] < FEW),
    )
    return made[[*FIRST, *(name for name in made if name not in FIRST)]]


def shares_of_reviews(counts: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Share accepted and share specific of every review, from the rows of `counts`; empty below FEW."""
    action = counts["action_category"].to_numpy()
    received = counts["recommendations"].to_numpy()
    columns = {
        "iso3": counts["iso3"],
        "region": counts["region"],
        "session": counts["session"],
        "cycle": counts["cycle"],
        "recommendations": received,
        "answered": counts["answered"],
        "accepted": counts["accepted"],
        "categorised": received * (action > 0),
        "specific": received * (action == SPECIFIC),
    }
    keys = ["iso3", "region", "session", "cycle"]
    made = pd.DataFrame(columns).groupby(keys, sort=True, observed=True).sum().reset_index()
    for share, part, whole in (("rate", "accepted", "answered"), ("specific_share", "specific", "categorised")):
        n = made[whole].to_numpy()
        made[share] = np.where(n >= FEW, ratio(made[part].to_numpy(), n), np.nan)
    made.insert(2, "subregion", made["iso3"].map(setting.codes.subregion_of))
    return made


def ranges(every: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each answered review of the country, by measure: beside other reviews of the cycle in sub-region and region."""
    country, made = setting.more["country"], []
    cells = kept(every, as_arrays)
    is_own = cells["iso3"] == country
    for review in each(every[is_own]):
        same = (cells["cycle"] == review.cycle) & ~is_own
        near = {within: same & (cells[within] == getattr(review, within)) for within in WITHIN}
        for measure in MEASURES:
            own = getattr(review, measure)
            for within in WITHIN:
                others = cells[measure][near[within]]
                others = others[~np.isnan(others)]
                row = {"region": review.region, "subregion": review.subregion, "session": review.session}
                row |= {"cycle": review.cycle, "record_measure": measure, "within": within, "own_share": own}
                made.append(row | beside(own, others) | {"other_reviews": others.size})
    names = ("region", "subregion", "session", "cycle", "record_measure", "within", "own_share", *ENDS)
    return pd.DataFrame(made, columns=[*names, "other_reviews", "below", "equal"])


def as_arrays(every: pd.DataFrame) -> dict[str, np.ndarray]:
    """The columns that reviews are compared by; those of words as objects."""
    words = ("iso3", *WITHIN)
    return {
        name: every[name].to_numpy(dtype=object if name in words else None) for name in (*words, "cycle", *MEASURES)
    }


def beside(own: float, others: np.ndarray) -> dict[str, float]:
    """The middle half of others, once they are enough, and how many have less or as much."""
    (spread,) = middle_halves(others[np.newaxis])
    return dict(zip(ENDS, spread, strict=True)) | below(own, others)


def below(own: float, others: np.ndarray) -> dict[str, int]:
    """How many of the others have less, how many as much."""
    return {"below": int((others < own).sum()), "equal": int((others == own).sum())}


def middle_halves(others: np.ndarray) -> np.ndarray:
    """Quartiles of each row of others, once they are FEWEST_SPREAD: an array of rows and the three ENDS."""
    if others.shape[1] < FEWEST_SPREAD:
        return np.full((len(others), 3), np.nan)
    return np.quantile(others, (0.25, 0.5, 0.75), axis=1).T


def issues(cells: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each issue: its share of what was asked of the country, beside the other states of the sub-region.

    `difference` is from their middle, furthest above first. Issues that neither it nor they were asked about are left
    out, those that they were and it was not are rows of nothing.
    """
    country, subregion_of = setting.more["country"], setting.codes.subregion_of
    coded = dict(read(setting.table("all_issues_by_state"), "iso3", "recommendations"))
    if not coded.get(country):
        return pd.DataFrame(columns=[*ISSUES, "family"])
    near = [iso3 for iso3 in coded if subregion_of[iso3] == subregion_of[country]]
    family_of = dict(read(setting.table("issue_families"), "issue", "family"))
    made = issues_beside(country, near, coded, kept(cells, on_issues), setting.codes.issues)
    return made.assign(family=[family_of.get(issue, "other") for issue in made["issue"]])


def on_issues(cells: pd.DataFrame) -> dict[tuple[str, str], int]:
    """State and issue -> recommendations."""
    return {(iso3, issue): n for iso3, issue, n in read(cells, "iso3", "issue", "recommendations")}


def issues_beside(
    country: str, near: Sequence[str], coded: Mapping[str, int], on: Mapping[tuple[str, str], int], codes: Sequence[str]
) -> pd.DataFrame:
    """Each issue of `codes`: its share of a state's recommendations, beside those of the states `near` with FEW.

    `coded`: recommendations of each state whose issues are coded; `on`: those of them on an issue.
    """
    near = [iso3 for iso3 in near if iso3 != country and coded[iso3] >= FEW]
    count = {issue: on.get((country, issue), 0) for issue in codes}
    others_of = {issue: np.array([on.get((iso3, issue), 0) / coded[iso3] for iso3 in near]) for issue in codes}
    raised = [issue for issue in codes if count[issue] or others_of[issue].any()]
    spreads = middle_halves(np.array([others_of[issue] for issue in raised]).reshape(len(raised), len(near)))
    made = []
    for issue, spread in zip(raised, spreads, strict=True):
        share = count[issue] / coded[country]
        found = dict(zip(ENDS, spread, strict=True)) | below(share, others_of[issue])
        row = {"issue": issue, "recommendations": count[issue], "coded": coded[country], "share": share}
        row |= {"difference": share - found["range_middle"], "against_range": against(share, found)}
        made.append(row | found | {"other_states": len(near)})
    order = pd.DataFrame(made, columns=[*ISSUES])
    return order.sort_values(["difference", "share"], ascending=False, kind="stable", ignore_index=True)


ISSUES = (
    *("issue", "recommendations", "share", "difference", "against_range", "other_states", "below", "equal"),
    *(*ENDS, "coded"),
)


def against(own: float, beside: Mapping[str, float]) -> str:
    """Whether a share lies above, below or inside a range; `none` where there is no range."""
    if np.isnan(beside["range_middle"]):
        return "none"
    return "above" if own > beside["range_upper"] else "below" if own < beside["range_lower"] else "inside"


def askers(pairs: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each recommending state: what it asked of the country, what of it was accepted, requests without answers."""
    return with_each(pairs, setting, own="state_under_review", other="recommending_state")


def with_each(pairs: pd.DataFrame, setting: Setting, *, own: str, other: str) -> pd.DataFrame:
    """Each state `other` that makes a pair with the chosen one: asked, accepted, specific, requests without answers.

    The shrunken rate pulls each pair towards the others; most recommendations first.
    """
    country = setting.more["country"]
    mine, later = (
        rows[(rows[own].astype(object) == country).to_numpy()] for rows in (pairs, setting.table("later_pairs"))
    )
    asked = {getattr(row, other): row for row in each(mine) if isinstance(getattr(row, other), str)}
    requested = dict(read(later, other, "later"))
    region_of = setting.codes.region_of[setting.filters.scheme]
    iso3 = [*asked, *(state for state in requested if state not in asked)]
    columns = {
        name: np.array([getattr(asked[state], name) if state in asked else 0 for state in iso3], dtype=int)
        for name in ("recommendations", "answered", "accepted", "specific")
    }
    shrunken = shrinkage.shrunken_rates(columns["accepted"], columns["answered"])
    made = pd.DataFrame(
        {
            "iso3": iso3,
            "region": [region_of[state] for state in iso3],
            "recommendations": columns["recommendations"],
            "accepted": columns["accepted"],
            "answered": columns["answered"],
            "rate": ratio(columns["accepted"], columns["answered"]),
            "shrunken": shrunken.rate,
            "specific": columns["specific"],
            "few": columns["recommendations"] < FEW,
            "later": [int(requested.get(state, 0)) for state in iso3],
        }
    )
    return made.sort_values(["recommendations", "later"], ascending=False, kind="stable", ignore_index=True)


def next_reviews(reviews: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The reviews to come after the last that is known: session and year, as the order of reviews lets expect.

    Since the second cycle a cycle has as many sessions as the one before, and states keep their place: of the 187 whose
    session in the third cycle is known here, 185 came as many sessions after the second. `in_calendar` is whether the
    session is one of those that the calendar here has; beyond it, the year is YEARS_OF_A_CYCLE later.
    """
    calendar = setting.table("session_dates")
    year_of, cycle_of = (dict(read(calendar, "session", name)) for name in ("year", "cycle"))
    made: list[tuple[object, ...]] = []
    if not reviews.empty:
        last = list(each(reviews))[-1]
        length = sum(cycle == last.cycle for cycle in cycle_of.values())
        session, year, cycle = last.session, last.year, last.cycle
        while session in year_of:
            session, cycle = session + length, cycle + 1
            year = year_of.get(session, year + YEARS_OF_A_CYCLE)
            made.append((cycle, session, year, session in year_of))
    return pd.DataFrame(made, columns=["cycle", "session", "year", "in_calendar"])


def civic_space(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Civic space of the country year by year, with the middle half of the other states of its sub-region."""
    country, subregion_of = setting.more["country"], setting.codes.subregion_of
    value_of = kept(rows, by_state)
    near = [iso3 for iso3 in value_of if iso3 != country and subregion_of[iso3] == subregion_of.get(country)]
    years = set(setting.table("country_reviews")["year"])
    made = []
    for year, value in value_of.get(country, {}).items():
        others = np.array([value_of[iso3][year] for iso3 in near if year in value_of[iso3]], dtype=float)
        enough = others.size >= FEWEST_SPREAD
        ends = np.quantile(others, (0.25, 0.75)) if enough else (np.nan, np.nan)
        made.append((year, value, *ends, others.size, year in years))
    return pd.DataFrame(made, columns=["year", "value", "middle_lower", "middle_upper", "states", "reviewed"])


def by_state(rows: pd.DataFrame) -> dict[str, dict[int, float]]:
    """State -> year -> value."""
    made: dict[str, dict[int, float]] = {}
    for iso3, year, value in read(rows, "iso3", "year", "value"):
        made.setdefault(iso3, {})[year] = value
    return made


def compared(every: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Reviews of the country and of those put beside it: share accepted with n, share of specific asks."""
    countries = in_order(setting.more["country"], setting.more["beside"])
    made = every[every["iso3"].isin(countries).to_numpy()].assign(few=lambda rows: rows["recommendations"] < FEW)
    place = made["iso3"].map({iso3: number for number, iso3 in enumerate(countries)})
    order = np.lexsort((made["session"], place))
    shown = ("iso3", "cycle", "session", "recommendations", "answered", "accepted", "rate", "specific_share", "few")
    return made.iloc[order][[*shown, "region"]].reset_index(drop=True)


def in_order(country: str | None, others: str) -> Sequence[str]:
    """The country, then up to MOST_BESIDE others, each once."""
    codes = [code for code in str(others).split(",") if code]
    return list(dict.fromkeys([*([country] if country else []), *codes]))[: MOST_BESIDE + 1]


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "country_reviews": Result("known_reviews", "review of one state that is known here: first ones first", record),
    "review_shares": Result("counts", "review with answers: share accepted, share specific", shares_of_reviews),
    "country_ranges": Result(
        "review_shares", "answered review of a country, measure and group: beside other reviews", ranges
    ),
    "country_issues": Result("issues_by_state", "issue: its share in one country beside its sub-region", issues),
    "country_askers": Result("state_pairs", "recommending state: what it asked of one country", askers),
    "country_next": Result("country_reviews", "review to come of one country, as its order lets expect", next_reviews),
    "country_civic_space": Result("civic_space_by_state", "year: civic space of one country", civic_space),
    "country_compared": Result("review_shares", "answered review of one country and those beside it", compared),
}
