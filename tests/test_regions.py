"""What the page Regions counts: the spread inside regions, gaps, their parts and change, by hand and as published."""

from itertools import chain

import numpy as np
import pandas as pd
import pytest

from analytics import database
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.findings import regions as findings
from analytics.results import Results, mix, regions
from analytics.results.definition import Setting
from analytics.rows import each
from analytics.text import text

T = text("en")
EVERYTHING = Filters()
OWN = {"pair": "africa-asia", "strata": "action"}
STRATA = ["iso3", "region", "session", "cycle", "action_category", "recommending_group", "answered", "accepted"]
FOCUS = ("africa", "lac", "asia")


def absent_as_none(rows):
    cells = rows.astype(object).where(rows.notna(), None)
    return [tuple(row) for row in cells.itertuples(index=False)]


# Counted


@pytest.mark.parametrize("acceptance", ["strict", "broad"])
def test_strata_are_counted_by_review_action_and_recommending_group(few_rows, acceptance):
    filters = Filters(acceptance=acceptance)
    found = database.query(few_rows, "strata", {**filters.parameters(read_codes(few_rows)), "strata": "action_group"})
    partly = int(acceptance == "broad")
    assert list(found) == STRATA
    assert absent_as_none(found) == [
        ("ARM", "asia", 12, 1, 5, "asia", 1, partly),
        ("CUB", "lac", 12, 1, 2, "africa", 1, 1),
        ("CUB", "lac", 12, 1, 5, "africa", 1, 0),
        ("ISR", "asia", 13, 2, 1, "weog", 1, 1),
        ("ISR", "asia", 13, 2, 5, "observer", 1, 0),
        ("KEN", "africa", 1, 1, 3, "unknown", 1, 0),
        ("KEN", "africa", 1, 1, 4, "lac", 1, partly),
        ("KEN", "africa", 1, 1, 5, "weog", 1, 1),
        ("KEN", "africa", 13, 2, 5, "weog", 0, 0),
        ("TON", "oceania", 13, 2, 4, "eeg", 0, 0),
    ]


def test_strata_without_recommending_groups_leave_them_empty(few_rows):
    filters = Filters(scheme="un", regions=("lac", "weog"))
    found = database.query(few_rows, "strata", {**filters.parameters(read_codes(few_rows)), "strata": "action_cycle"})
    assert absent_as_none(found) == [
        ("CUB", "lac", 12, 1, 2, None, 1, 1),
        ("CUB", "lac", 12, 1, 5, None, 1, 0),
        ("ISR", "weog", 13, 2, 1, None, 1, 1),
        ("ISR", "weog", 13, 2, 5, None, 1, 0),
    ]


def test_too_few_reviews_have_counts_and_no_numbers(few_rows):
    """Kenya answered in one review, Cuba in one, Armenia and Israel in one each."""
    results = Results(few_rows, read_codes(few_rows))
    spread = results.table("spread_by_region", EVERYTHING)
    assert spread[["region", "states", "reviews", "recommendations", "accepted"]].to_numpy().tolist() == [
        ["africa", 1, 2, 3, 1],
        ["lac", 1, 1, 2, 1],
        ["asia", 2, 2, 3, 1],
    ]
    assert spread[["rate", "mean_of_states", "lower_quartile"]].isna().all(axis=None)
    assert results.table("regional_gaps", EVERYTHING)["gap"].isna().all()
    assert results.table("gap_parts", EVERYTHING)["difference"].isna().all()
    assert results.table("answers_by_action", EVERYTHING)["rate"].isna().all()
    assert results.table("cycle_changes", EVERYTHING)["gap"].isna().all()
    assert results.table("standardised_rates", EVERYTHING).empty


# Made of counts, by hand


def setting(codes, **more):
    return Setting(EVERYTHING, codes, {**OWN, **more}, lambda name: pytest.fail(f"asks for {name}"))


def states(region, subregion, answers):
    """States that answered n recommendations in one review each, y of them accepted."""
    columns = ["iso3", "region", "subregion", "answered", "accepted", "rate", "reviews"]
    made = [(f"{region[:2]}{place}", region, subregion, n, y, y / n, 1) for place, (y, n) in enumerate(answers)]
    return pd.DataFrame(made, columns=columns)


UNEQUAL = [(20, 20), (16, 20), (12, 20), (8, 20), (20, 100)]
"""Together 76 of 180; each state counted once, the mean of 1, 0.8, 0.6, 0.4, 0.2; quartiles 0.4 and 0.8."""


def test_the_mean_of_states_stands_beside_the_pooled_rate_with_the_middle_half(codes):
    (row,) = regions.spread(states("africa", "western-africa", UNEQUAL), setting(codes)).to_dict("records")
    assert (row["states"], row["reviews"], row["recommendations"], row["accepted"]) == (5, 5, 180, 76)
    assert row["rate"] == pytest.approx(76 / 180)
    assert row["mean_of_states"] == pytest.approx(0.6)
    assert [row[name] for name in ("lowest", "lower_quartile", "upper_quartile", "highest")] == [0.2, 0.4, 0.8, 1.0]
    assert row["few_states"]
    # standard deviation of the five rates 0.316228, over sqrt(5): 0.141421; t(0.975, 4) = 2.776445, c = t^2 / 12
    assert [row["mean_lower"], row["mean_upper"]] == pytest.approx([0.252017, 0.869757], abs=1e-5)


def test_equal_rates_have_no_interval(codes):
    (row,) = regions.spread(states("asia", "eastern-asia", [(0, 20)] * 5), setting(codes)).to_dict("records")
    assert row["rate"] == 0
    assert np.isnan(row["lower"])


def test_states_with_few_recommendations_are_in_the_rate_but_not_in_the_middle_half(codes):
    answers = [*UNEQUAL[:4], (19, 19)]
    (row,) = regions.spread(states("asia", "eastern-asia", answers), setting(codes)).to_dict("records")
    assert (row["states"], row["states_with_many"]) == (5, 0)
    assert row["rate"] == pytest.approx(75 / 99)
    assert np.isnan(row["lower_quartile"])


def test_sub_regions_come_in_order_each_followed_by_its_states(codes):
    made = pd.concat(
        [
            states("asia", "eastern-asia", [(1, 2)] * 5),
            states("lac", "caribbean", [(3, 4)]),
            states("europe", "x", [(1, 1)]),
        ]
    )
    rows = regions.within_subregions(made, setting(codes))
    shown = rows[["region", "subregion", "iso3", "states", "recommendations", "rate"]]
    assert absent_as_none(shown) == [
        ("lac", "caribbean", None, 1, 4, None),
        ("lac", "caribbean", "la0", 1, 4, 0.75),
        ("asia", "eastern-asia", None, 5, 10, 0.5),
        *(("asia", "eastern-asia", f"as{place}", 1, 2, 0.5) for place in range(5)),
    ]


def answers(region, *strata):
    """Five states, each with these answers: action, recommending group, cycle, answered, accepted."""
    return [
        (f"{region}{place}", region, 1, cycle, action, group, n, y)
        for place in range(5)
        for action, group, cycle, n, y in strata
    ]


def counted(*rows):
    return pd.DataFrame([*chain(*rows)], columns=STRATA)


TWO_KINDS = (
    answers("africa", (2, None, 1, 10, 9), (5, None, 1, 10, 5)),
    answers("asia", (2, None, 1, 5, 4), (5, None, 1, 15, 6)),
)
"""Mix half and half against a quarter and three; rates 0.9 and 0.5 against 0.8 and 0.4; 0.7 and 0.5 together."""


def test_the_parts_of_a_gap_add_up_to_it_by_hand(codes):
    """Composition 0.25 * 0.85 - 0.25 * 0.45 = 0.1; rate 0.1 * 0.375 + 0.1 * 0.625 = 0.1; gap 0.7 - 0.5 = 0.2."""
    rows = mix.parts(counted(*TWO_KINDS), setting(codes))
    assert list(rows["part"]) == ["composition", "rate", "not_overlapping", "gap"]
    assert rows["difference"].to_list() == pytest.approx([0.1, 0.1, 0.0, 0.2])
    assert rows["strata"].to_list() == [2, 2, 0, 2]


def test_the_mirrored_pair_of_regions_is_asked_for_by_name(codes):
    rows = mix.parts(counted(*TWO_KINDS), setting(codes, pair="africa-lac"))
    assert set(rows["reference_region"]) == {"lac"}
    assert rows["difference"].isna().all()


def test_standardised_rates_stand_on_one_mix_by_hand(codes):
    """The mix of both: 75 of 200 and 125 of 200. Africa 0.375 * 0.9 + 0.625 * 0.5; Asia 0.375 * 0.8 + 0.625 * 0.4."""
    rows = mix.standardised(counted(*TWO_KINDS), setting(codes))
    assert rows["region"].to_list() == ["africa", "asia"]
    assert rows["rate"].to_list() == pytest.approx([0.7, 0.5])
    assert rows["standardised"].to_list() == pytest.approx([0.65, 0.55])
    assert rows["recommendations"].to_list() == [100, 100]


def test_strata_of_one_region_only_are_shown_with_their_shares(codes):
    rows = (
        answers("africa", (5, "weog", 1, 8, 4), (5, "observer", 1, 2, 2)),
        answers("asia", (5, "weog", 1, 10, 5)),
    )
    chosen = setting(codes, strata="action_group")
    part = mix.parts(counted(*rows), chosen).set_index("part")
    # Africa: 0.8 * 0.5 + 0.2 * 1 = 0.6; Asia 0.5; w_a - w_b = -0.2 at a rate of 0.5; 0.2 lies in the other stratum
    assert part["difference"].to_dict() == pytest.approx(
        {"composition": -0.1, "rate": 0.0, "not_overlapping": 0.2, "gap": 0.1}, abs=1e-12
    )
    assert part.loc["not_overlapping", ["strata", "share", "reference_share"]].to_list() == [1, 0.2, 0.0]
    kinds = mix.by_stratum(counted(*rows), chosen)
    assert kinds["recommending_group"].to_list() == ["weog", "observer"]
    assert kinds["overlap"].to_list() == [True, False]
    assert kinds["recommendations"].to_list() == [90, 10]
    for name, column in (("composition", "composition"), ("rate", "rate_part"), ("not_overlapping", "not_overlapping")):
        assert kinds[column].sum() == pytest.approx(part.loc[name, "difference"])
    alike = mix.standardised(counted(*rows), chosen)
    assert alike["dropped"].to_list() == pytest.approx([0.2, 0.0])


def test_a_change_on_the_same_states_and_on_all_can_differ_in_sign(codes):
    """Five states rise from 0.5 to 0.6; a sixth, with 0.9, is in the first cycle only and lifts it to 0.7."""
    both = [(f"A{place}", "africa", cycle, 10, y) for place in range(5) for cycle, y in ((1, 5), (2, 6))]
    rows = pd.DataFrame(
        [*both, ("A9", "africa", 1, 50, 45)], columns=["iso3", "region", "cycle", "answered", "accepted"]
    )
    change = regions.changes(rows, setting(codes)).set_index("basis")
    assert change.loc["both", ["reference", "rate", "gap"]].to_list() == pytest.approx([0.5, 0.6, 0.1])
    assert change.loc["all", ["reference", "rate", "gap"]].to_list() == pytest.approx([0.7, 0.6, -0.1])
    assert change[["reference_states", "states"]].to_numpy().tolist() == [[5, 5], [6, 5]]
    said = findings.changes(change.reset_index(), "m49", T).full
    assert said.startswith("Same states, cycle 1 to cycle 2: Africa +10.0 points")
    assert "Counting all states the sign turns for Africa (−10.0 points)" in said


# The published references, sessions 1-27: DOMAIN.md 8; where more is said, worked out again from the rows of the
# export of 25 July 2018 (`sources/upr_info_2018`)


def test_the_gap_between_africa_and_asia_is_rate_not_composition_by_action(table):
    part = table("gap_parts", **OWN).set_index("part")["difference"].round(4)
    assert part.to_dict() == {"composition": -0.0006, "rate": 0.1069, "not_overlapping": 0.0, "gap": 0.1064}


def test_by_action_and_recommending_group_six_strata_lie_outside(table):
    part = table("gap_parts", pair="africa-asia", strata="action_group").set_index("part")
    # From the rows: 35 kinds, six of them asked of one region only, which makes up for -0.0005
    assert part.loc[["composition", "rate"], "difference"].round(4).to_list() == [0.0004, 0.1065]
    assert part.loc["not_overlapping", "strata"] == 6
    assert (
        abs(part.loc[["composition", "rate", "not_overlapping"], "difference"].sum() - part.loc["gap", "difference"])
        < 1e-12
    )


def test_the_gap_between_latin_america_and_asia_by_action(table):
    part = table("gap_parts", pair="lac-asia", strata="action").set_index("part")["difference"].round(4)
    assert part[["gap", "composition", "rate"]].to_list() == [0.0948, 0.0069, 0.0879]


def test_rates_standardised_by_action(table):
    rows = table("standardised_rates", **OWN)
    # From the rows: each region's rate per action category, on the mix of the three regions together
    assert rows["standardised"].round(4).to_list() == [0.7699, 0.7522, 0.6635]
    assert rows["rate"].round(4).to_list() == [0.7688, 0.7573, 0.6625]


def test_changes_of_the_states_reviewed_twice(table):
    rows = table("cycle_changes")
    both = rows[rows["basis"] == "both"]
    assert set(zip(rows["reference_cycle"], rows["cycle"], strict=True)) == {(1, 2)}, "cycle 3 is one session"
    assert both["states"].to_list() == [54, 33, 47]
    # The ends from the rows: change -+ t * se, se 0.0274, 0.0262 and 0.0288; t with the 40.6, 23.7 and 38.4 degrees of
    # freedom that the states' shares of the answers of both cycles leave (matrices as in test_statistics_unequal)
    assert both[["gap", "lower", "upper"]].round(4).to_numpy().tolist() == [
        [0.0190, -0.0364, 0.0743],
        [0.0063, -0.0478, 0.0603],
        [0.0011, -0.0573, 0.0594],
    ]


def test_regions_and_gaps_are_those_of_the_domain(table):
    spread = table("spread_by_region")
    assert spread[["rate", "se"]].round(4).to_numpy().tolist() == [[0.7688, 0.0167], [0.7573, 0.0315], [0.6625, 0.0258]]
    assert spread[["states", "recommendations"]].to_numpy().tolist() == [[54, 17_369], [33, 9_327], [47, 17_362]]
    gaps = table("regional_gaps")
    pairs = gaps[["region", "reference_region"]].to_numpy().tolist()
    assert pairs == [["africa", "asia"], ["lac", "asia"], ["africa", "lac"]]
    assert gaps["gap"].round(4).to_list()[:2] == [0.1064, 0.0948]
    assert gaps["excludes_zero"].to_list() == [True, True, False]


@pytest.mark.parametrize("scheme", ["m49", "un"])
def test_sub_regions_and_their_states_add_up_to_the_region(table, scheme):
    filters = Filters(scheme=scheme)
    spread, rows = table("spread_by_region", filters), table("states_within_subregions", filters)
    heads = rows["iso3"].isna()
    for part in (rows[heads], rows[~heads]):
        sums = part.groupby("region")[["states", "recommendations", "accepted"]].sum().loc[list(FOCUS)]
        assert sums.to_numpy().tolist() == spread[["states", "recommendations", "accepted"]].to_numpy().tolist()


def test_a_chosen_state_stands_beside_the_other_states_of_its_sub_region(table):
    """Kenya accepted 336 of 419; the 17 other states of Eastern Africa are all of it but Kenya."""
    (row,) = each(table("beside_subregion", Filters(states=("KEN",))))
    eastern = table("received_by_state", Filters(subregions=("eastern-africa",)))
    others = eastern[(eastern["iso3"] != "KEN").to_numpy()]
    assert (row.recommendations, row.accepted, row.reference_states) == (419, 336, 17)
    assert row.reference_recommendations == others["answered"].sum()
    assert row.reference == others["accepted"].sum() / others["answered"].sum()
    assert row.reference_lower < row.reference < row.reference_upper


def test_no_state_stands_beside_its_sub_region_where_none_or_many_are_chosen(table):
    assert table("beside_subregion").empty
    assert table("beside_subregion", Filters(states=("KEN", "GHA", "TGO", "CHN"))).empty
