"""Were coalitions heard? What was recommended where a network signed and where it did not, and who is cited together.

Two parts, and neither shows an effect:

- A network's subject in the recommendations: the share of recommendations on it in the third-cycle review minus that in
  the same state's second-cycle review, where the network signed a joint submission to the third and where it did not.
  The placebo is the change before, from the first cycle to the second, between the same states.
- The common voice of a UN summary: with which share of the other submissions to its review one is cited in footnotes.

Reviews of the third cycle without a list of joint submissions are unknown: in neither group. Those with a list and
without recommendations in these data are counted and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analytics.results.definition import Result, Setting, ratio
from analytics.rows import each
from analytics.statistics import changes, multiplicity, within_reviews
from analytics.statistics.estimates import Estimate
from analytics.thresholds import FEWEST_COMPARED, FEWEST_LISTS, LARGE

GRADES = {"grades_ab": ("A", "B"), "grade_a": ("A",)}
"""Sensitivity: lists whose members can be counted, all but some, or all."""
POOLED = ("all", "regions", "compared", *GRADES, "without_largest")
"""The pooled estimate and its other forms: inside regions, only networks compared one by one, lists by grade, without
the review with most joint submissions."""
CHANGES = (
    *(
        "organisation",
        "acronym",
        "subject",
        "region",
        "states_signed",
        "states_not_signed",
        "change_signed",
        "change_not_signed",
    ),
    *("difference", "lower", "upper", "p", "placebo", "placebo_lower", "placebo_upper", "stakeholder"),
)
"""Columns of the changes of networks; `p` becomes `q`."""
BY_REVIEW = (*("iso3", "session", "region", "review", "joint", "individual", "share", "share_elsewhere", "difference"),)
"""Columns of joint against individual submissions, review by review."""
COMPARISONS = ("joint", "large", "network", "home")
"""Joint against individual; of the joint: large against small, with an international network against without, and,
where all members have a known country, all from the state against one or more from abroad."""
VOICE = ("all", "one_page", "ten", "by_submission", "ranks", "any", "without_largest", "uncited", "with_list")
"""The first comparison and its other forms, see `voice_sensitivity`."""
TEN = 10
"""Submissions under which a review is left out in one of them."""
DRAWN = 1_200
"""Lines that a drawing of a common voice can show; those cited together most often."""


def with_shares(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Network and review: the region of the state, and the share of recommendations on the subject in each cycle."""
    region_of = setting.codes.region_of[setting.filters.scheme]
    shares = {
        name: ratio(rows[f"{cycle}_on"].to_numpy(dtype=float), rows[f"{cycle}_of"].to_numpy(dtype=float))
        for name, cycle in (("earliest", "first"), ("before", "second"), ("after", "third"))
    }
    made = rows.assign(region=rows["iso3"].map(region_of), **shares)
    return made[(made["third_of"] > 0).to_numpy()].reset_index(drop=True)


def network_changes(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each network, everywhere and in each focus region: the difference of the two groups' changes, and its placebo.

    No number where either group has fewer than FEWEST_COMPARED states. `q` counts all networks with a number everywhere
    as tests; regions are not tested again.
    """
    rows = with_shares(rows, setting)
    made = []
    for region in (None, *setting.focus):
        inside = rows if region is None else rows[(rows["region"] == region).to_numpy()]
        for network, mine in inside.groupby("stakeholder", sort=False):
            signed = (mine["joint"] > 0).to_numpy()
            row = {name: mine[name].iloc[0] for name in ("organisation", "acronym", "subject")}
            row |= {"region": region, "states_signed": int(signed.sum()), "states_not_signed": int((~signed).sum())}
            if min(row["states_signed"], row["states_not_signed"]) >= FEWEST_COMPARED:
                found = _change(mine, signed)
                row |= {"change_signed": found.signed.value, "change_not_signed": found.not_signed.value}
                row |= {**_interval(found.estimate), "p": found.estimate.p}
                row |= _placebo(_change(mine, signed, "earliest", "before").estimate)
            made.append(row | {"stakeholder": network})
    changed = pd.DataFrame(made, columns=CHANGES)
    everywhere = changed["region"].isna().to_numpy()
    p = np.where(everywhere, changed["p"].to_numpy(dtype=float), np.nan)
    changed["p"] = multiplicity.benjamini_hochberg(p)
    return changed.rename(columns={"p": "q"})


def _change(
    rows: pd.DataFrame, signed: np.ndarray, before: str = "before", after: str = "after"
) -> changes.DifferenceInDifferences:
    return changes.difference_in_differences(rows[before], rows[after], signed, FEWEST_COMPARED)


def network_pooled(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """All networks together, and the same in other forms (POOLED); regions are those of the scheme."""
    rows = with_shares(rows, setting)
    signed = rows["joint"] > 0
    group = rows.groupby("stakeholder")["stakeholder"]
    often = signed.groupby(rows["stakeholder"]).transform("sum")
    compared = (often >= FEWEST_COMPARED) & (group.transform("size") - often >= FEWEST_COMPARED)
    largest = rows.loc[rows["in_review"].idxmax(), "iso3"] if len(rows) else ""
    parts = {
        "all": rows,
        "regions": rows.assign(stakeholder=rows["stakeholder"] + " " + rows["region"]),
        "compared": rows[compared.to_numpy()],
        **{name: rows[rows["grade"].isin(grades).to_numpy()] for name, grades in GRADES.items()},
        "without_largest": rows[(rows["iso3"] != largest).to_numpy()],
    }
    return pd.DataFrame([{"variant": name, **_pooled(parts[name])} for name in POOLED])


def network_pooled_by_region(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """All networks together in each focus region."""
    rows = with_shares(rows, setting)
    return pd.DataFrame(
        [{"region": region, **_pooled(rows[(rows["region"] == region).to_numpy()])} for region in setting.focus]
    )


def _pooled(rows: pd.DataFrame) -> dict[str, Any]:
    """The pooled difference in differences of these rows and its placebo, with the state as the cluster."""
    network, state = (pd.factorize(rows[name])[0] for name in ("stakeholder", "iso3"))
    signed = (rows["joint"] > 0).to_numpy()
    kept = np.isin(network, network[signed])

    def over(before: str, after: str) -> Estimate:
        values = (rows[name].to_numpy(dtype=float)[kept] for name in (before, after))
        return changes.over_networks(
            *values, signed[kept], network=network[kept], state=state[kept], fewest=FEWEST_COMPARED
        )

    return {
        "networks": len(set(rows["organisation"][signed])),
        "states": int(rows["iso3"].nunique()),
        "states_signed": int(rows["iso3"][signed].nunique()),
        "signatures": int(signed.sum()),
        **_interval(over("before", "after")),
        **_placebo(over("earliest", "before")),
    }


def _interval(found: Estimate) -> dict[str, float]:
    return {"difference": found.value, "lower": found.lower, "upper": found.upper}


def _placebo(found: Estimate) -> dict[str, float]:
    return {"placebo": found.value, "placebo_lower": found.lower, "placebo_upper": found.upper}


def outcomes(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each region: its member states; of their third-cycle reviews those compared, without outcome, without list."""
    region_of = setting.codes.region_of[setting.filters.scheme]
    reviews = rows.drop_duplicates("iso3")
    outcome = dict(zip(reviews["iso3"], reviews["third_of"] > 0, strict=True))
    made = []
    for region in setting.order:
        members = [state for state in setting.codes.members if region_of[state] == region]
        if members:
            known = [outcome[state] for state in members if state in outcome]
            row = {"region": region, "states": len(members), "reviews": sum(known), "waiting": len(known) - sum(known)}
            made.append(row | {"unlisted": len(members) - len(known)})
    return pd.DataFrame(made)


def accepted(rows: pd.DataFrame, _: Setting) -> pd.DataFrame:
    """One row: share accepted on subjects where a network on it signed, and where none did, inside subjects.

    The rates pool all recommendations of a side. The difference compares states on each subject, with the state as the
    cluster, and has no number with fewer than FEWEST_COMPARED states on a side.
    """
    signed = rows["network_signed"].to_numpy(dtype=bool)
    answered, taken = (rows[name].to_numpy(dtype=float) for name in ("answered", "accepted"))
    network, state = (pd.factorize(rows[name])[0] for name in ("subject", "iso3"))
    found = changes.over_networks(
        np.zeros(len(rows)), ratio(taken, answered), signed, network=network, state=state, fewest=FEWEST_COMPARED
    )
    sides = {"signed": signed, "not_signed": ~signed}
    return pd.DataFrame(
        [
            {
                "first_session": rows["session"].min(),
                "last_session": rows["session"].max(),
                "states": rows["iso3"].nunique(),
                **{f"states_{name}": rows["iso3"][side].nunique() for name, side in sides.items()},
                "answered": int(answered.sum()),
                **{
                    f"share_{name}": float(ratio(taken[side].sum(), answered[side].sum()))
                    for name, side in sides.items()
                },
                **_interval(found),
            }
        ]
    )


def review_subjects(asks: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """One review: joint submissions by the subject of their networks beside its recommendations on each subject.

    Nothing where the review has no list of joint submissions. `share` is empty where these data hold no recommendation.
    """
    signing = setting.table("network_signing")
    mine = signing[(signing["iso3"] == setting.more["country"]).to_numpy()].drop_duplicates("subject")
    made = mine[["iso3", "session", "subject", "in_review", "third_on", "third_of", "second_on", "second_of"]].merge(
        asks, on="subject"
    )
    for share, part, whole in (("share", "third_on", "third_of"), ("reference_share", "second_on", "second_of")):
        made[share] = ratio(made[part].to_numpy(dtype=float), made[whole].to_numpy(dtype=float))
    return made.sort_values(["joint", "share", "subject"], ascending=[False, False, True], kind="stable").reset_index(
        drop=True
    )


# Cited together


def with_voice(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each submission with the region of its state and the share of the other submissions that it is cited with."""
    region_of = setting.codes.region_of[setting.filters.scheme]
    others = rows["submissions"].to_numpy(dtype=float) - 1
    return rows.assign(
        region=rows["iso3"].map(region_of), share=ratio(rows["cited_with"].to_numpy(dtype=float), others)
    )


def sides(rows: pd.DataFrame, comparison: str) -> tuple[pd.DataFrame, np.ndarray]:
    """The submissions that a comparison looks at, and which of them are on its first side."""
    joint = rows["is_joint"].to_numpy(dtype=bool)
    if comparison == "joint":
        return rows, joint
    size = rows["size"].to_numpy(dtype=float)
    abroad, told = (rows[name].to_numpy(dtype=float, na_value=0) for name in ("foreign", "members"))
    unknown = rows["unknown"].to_numpy(dtype=float, na_value=0)
    kept, side = {
        "large": (np.isfinite(size) & rows["grade"].isin(GRADES["grades_ab"]).to_numpy(), size >= LARGE),
        "network": (rows["networks"].notna().to_numpy(), rows["networks"].to_numpy(dtype=float) > 0),
        "home": ((told > 0) & (unknown == 0), abroad == 0),
    }[comparison]
    kept = kept & joint
    return rows[kept], side[kept]


def voice_gaps(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each comparison, everywhere and in each focus region: one side minus the other inside reviews."""
    rows = with_voice(rows, setting)
    made = []
    for comparison in COMPARISONS:
        mine, side = sides(rows, comparison)
        for region in (None, *setting.focus):
            inside = np.ones(len(mine), dtype=bool) if region is None else (mine["region"] == region).to_numpy()
            row = {"comparison": comparison, "region": region}
            made.append(row | _gap(mine[inside], side[inside]))
    return pd.DataFrame(made)


def _gap(rows: pd.DataFrame, side: np.ndarray, values: np.ndarray | None = None, *, weighted: bool = False) -> dict:
    """One side minus the other inside reviews, each review once; `weighted`: by its submissions."""
    review = pd.factorize(rows["review"])[0]
    values = rows["share"].to_numpy(dtype=float) if values is None else values
    found = within_reviews.within_reviews(values, side, review, FEWEST_LISTS)
    estimate = found.by_submission if weighted else found.by_review
    shown = {"difference": np.nan, "lower": np.nan, "upper": np.nan} if estimate.reason else _interval(estimate)
    return {
        "reviews": estimate.clusters,
        "submissions": estimate.n,
        **shown,
        "agreeing": found.higher,
        "disagreeing": found.lower,
    }


def voice_by_review(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each review with joint and individual submissions: mean share of the others that each kind is cited with."""
    rows = with_voice(rows, setting)
    joint, share = rows["is_joint"].to_numpy(dtype=bool), rows["share"].to_numpy(dtype=float)
    review = pd.factorize(rows["review"])[0]
    made = rows.drop_duplicates("review").reset_index(drop=True)
    size = len(made)
    for name, mean, side in (("joint", "share", joint), ("individual", "share_elsewhere", ~joint)):
        count = np.bincount(review[side], minlength=size)
        total = np.bincount(review[side], weights=share[side], minlength=size)
        made = made.assign(**{name: count, mean: ratio(total, count)})
    made = made.assign(difference=made["share"] - made["share_elsewhere"])
    return made.loc[made["difference"].notna(), list(BY_REVIEW)].reset_index(drop=True)


def voice_sensitivity(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Joint against individual submissions in other forms (VOICE), everywhere.

    one_page: lists on one page, where what the source counts too much is known exactly; ten: reviews with TEN
    submissions or more; by_submission: each review with the weight of its submissions; ranks inside reviews; any: cited
    with another at all; without_largest: without the review with most submissions; uncited: with the joint submissions
    that are in the lists and never cited; with_list: as the source counts, pages of the list taken for footnotes.
    """
    rows = with_voice(rows, setting)
    joint = rows["is_joint"].to_numpy(dtype=bool)
    number = rows["submissions"].to_numpy()
    cited = rows["cited_with"].to_numpy(dtype=float)
    largest = rows["review"].to_numpy() == rows["review"].iloc[int(number.argmax())] if len(rows) else joint
    uncited = _uncited(rows, setting)
    kept = {
        "one_page": (rows["pages"] == 1).to_numpy(),
        "ten": number >= TEN,
        "without_largest": ~largest,
    }
    values = {
        "ranks": within_reviews.ranks_within(cited, pd.factorize(rows["review"])[0]),
        "any": (cited > 0).astype(float),
        "with_list": ratio(rows["with_list"].to_numpy(dtype=float), number - 1.0),
    }
    found = {
        **{name: _gap(rows[which], joint[which]) for name, which in kept.items()},
        **{name: _gap(rows, joint, of) for name, of in values.items()},
        "all": _gap(rows, joint),
        "by_submission": _gap(rows, joint, weighted=True),
        "uncited": _gap(uncited, uncited["is_joint"].to_numpy(dtype=bool)),
    }
    return pd.DataFrame([{"variant": name, **found[name]} for name in VOICE])


def _uncited(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The submissions, and the joint ones of the lists that no footnote and no page of the list has with another."""
    joint = setting.table("joint_sizes")[["review", "code"]]
    held = pd.MultiIndex.from_frame(rows[["review", "code"]])
    there = joint["review"].isin(set(rows["review"])).to_numpy()
    lacking = joint[there & ~pd.MultiIndex.from_frame(joint).isin(held)]
    return pd.concat([rows[["review", "is_joint", "share"]], lacking[["review"]].assign(is_joint=True, share=0.0)])


def voice_network(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Each submission to one review, those cited with most others first, and where to draw it."""
    from analytics.statistics.co_submission import layout

    cited = setting.table("cited_submissions")
    mine = cited[(cited["iso3"] == setting.more["country"]).to_numpy()].reset_index(drop=True)
    first, second = (rows[name].to_numpy(dtype=int) - 1 for name in ("one", "other"))
    places = layout(first[:DRAWN], second[:DRAWN], len(mine)) if len(mine) else np.zeros((0, 2))
    made = mine[["iso3", "session", "code", "is_joint", "submissions", "cited_with", "position"]]
    made = made.assign(x=np.round(places[:, 0], 3), y=np.round(places[:, 1], 3))
    return made.sort_values(["cited_with", "position"], ascending=[False, True], kind="stable").reset_index(drop=True)


def heard(rows: pd.DataFrame, setting: Setting) -> list[tuple[str, Any, float, float, float, int]]:
    """For the claim about joint submissions: comparison, region, difference, interval and reviews, by focus region."""
    rows = with_voice(rows, setting)
    ranks = within_reviews.ranks_within(rows["cited_with"], pd.factorize(rows["review"])[0])
    found = []
    for comparison, values in (("cited_share", rows["share"].to_numpy(dtype=float)), ("cited_rank", ranks)):
        for region in setting.focus:
            inside = (rows["region"] == region).to_numpy()
            gap = _gap(rows[inside], rows["is_joint"].to_numpy(dtype=bool)[inside], values[inside])
            found.append((comparison, region, gap["difference"], gap["lower"], gap["upper"], gap["reviews"]))
    return found


def numbered(changed: pd.DataFrame) -> list[Any]:
    """The networks that have a number everywhere, in the order of the rows."""
    return list(each(changed[(changed["region"].isna() & changed["difference"].notna()).to_numpy()]))


def compared(gaps: pd.DataFrame, comparison: str) -> list[Any]:
    """The rows of one comparison."""
    return [row for row in each(gaps) if row.comparison == comparison]


MAKE: Mapping[str, Callable[[pd.DataFrame, Setting], pd.DataFrame]] = {}
DERIVED: Mapping[str, Result] = {
    "network_changes": Result(
        "network_signing", "network and region: its subject, signed against not", network_changes
    ),
    "network_pooled": Result("network_signing", "form of the estimate over all networks", network_pooled),
    "network_pooled_by_region": Result(
        "network_signing", "region: the estimate over all networks", network_pooled_by_region
    ),
    "impact_outcomes": Result("network_signing", "region: reviews compared, without outcome, without list", outcomes),
    "network_accepted": Result("network_answers", "comparison of shares accepted, where answers exist", accepted),
    "review_subjects": Result(
        "network_asks", "subject, in one review: joint submissions, recommendations", review_subjects
    ),
    "voice_gaps": Result("cited_submissions", "comparison and region: cited together inside reviews", voice_gaps),
    "voice_by_review": Result("cited_submissions", "review: cited together, joint and individual", voice_by_review),
    "voice_sensitivity": Result("cited_submissions", "form of joint against individual", voice_sensitivity),
    "voice_network": Result(
        "common_voice", "submission to one review: cited with how many, drawn where", voice_network
    ),
}
