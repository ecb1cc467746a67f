"""Claims about coalitions: each comparison on invented reviews whose numbers are worked out by hand, and the page."""

import numpy as np
import pandas as pd
import pytest
from app_support import opened

from analytics.charts.claims import comparison_name
from analytics.filters import Filters
from analytics.findings import claims as findings
from analytics.results.claims import COALITIONS, verdict
from analytics.results.claims_coalitions import evidence, linked_shares, returning
from analytics.results.definition import Setting
from analytics.rows import each
from analytics.text import languages, text

COUNTS = ("told", "with_abroad", "with_both", "with_network", "digital")


def review(region, number, joint=4, *, grade="A", median_size=3.0, value=0.5, **counts):
    """One invented review of the third cycle; of its joint submissions nothing else is known unless said."""
    code = f"{region}{number}"
    head = {"review": f"{code}-30", "iso3": code, "region": region, "cycle": 3, "grade": grade, "joint": joint}
    return {**head, "median_size": median_size, "value": value, **dict.fromkeys(COUNTS, 0), **counts}


def compared(codes, rows, sizes=(), memberships=(), lists=()):
    """The comparisons on these reviews, by claim's comparison and regions."""
    frame = pd.DataFrame(rows)
    tables = {
        "joint_memberships": pd.DataFrame(
            memberships, columns=["review", "code", "stakeholder", "organisation"], dtype=object
        ),
        "joint_sizes": pd.DataFrame(sizes, columns=["review", "size"]),
        "listed_reviews": pd.DataFrame(
            lists, columns=["review", "iso3", "region", "list_kind", "submissions", "joint"]
        ),
        "submission_counts": pd.DataFrame(columns=["iso3", "session", "outlier"]),
        "civic_space_of_lists": frame[["review", "value"]],
    }
    setting = Setting(Filters(), codes, {}, lambda name, **_: tables[name])
    found = evidence(frame.drop(columns="value"), setting)
    return found.set_index(["comparison", "reference_region"])


def three(number, **of):
    """`number` reviews of each region; `of` gives what differs by region."""
    return [
        review(region, place, **{name: values[region][place] for name, values in of.items()})
        for region in ("africa", "lac", "asia")
        for place in range(number)
    ]


def test_numbers_are_compared_two_by_two_and_a_very_large_one_decides_nothing(codes):
    """6 and 8 against 2 and 6: above in three pairs of four, one tie: 3.5 / 4 - 1/2."""
    joint = {"africa": [2, 6], "lac": [6, 8], "asia": [1, 2]}
    found = compared(codes, three(2, joint=joint))
    assert found.loc[("more_joint", "africa"), "difference"] == pytest.approx(3.5 / 4 - 0.5)
    assert found.loc[("more_joint", "asia"), "difference"] == pytest.approx(0.5)
    joint["lac"] = [6, 8_000]
    assert compared(codes, three(2, joint=joint)).loc[("more_joint", "africa"), "difference"] == pytest.approx(0.375)


def test_sizes_are_compared_by_the_share_of_large_ones_with_an_interval_from_five_reviews_on(codes):
    """Shares of joint submissions that name five or more: 1, 1/2, 1 in Latin America; 0, 1/2, 0 in Africa."""
    sizes = [("lac0-30", 5), ("lac0-30", 9), ("lac1-30", 5), ("lac1-30", 4), ("lac2-30", 7)]
    sizes += [("africa0-30", 2), ("africa1-30", 6), ("africa1-30", 3), ("africa2-30", 4), ("africa2-30", np.nan)]
    row = compared(codes, three(3), sizes).loc[("large_joint", "africa")]
    assert row["difference"] == pytest.approx(2.5 / 3 - 0.5 / 3)
    assert row[["lower", "upper"]].isna().all()
    assert row["states"] == 3


def test_reviews_whose_members_cannot_be_counted_are_counted_in_numbers_only(codes):
    rows = [review("lac", 0, joint=9, grade="D"), review("lac", 1), review("africa", 0), review("asia", 0)]
    found = compared(codes, rows, [("lac0-30", 9), ("lac1-30", 2), ("africa0-30", 2)])
    assert found.loc[("more_joint", "africa"), "difference"] == pytest.approx(0.25), "9 above 4, 4 ties 4"
    assert found.loc[("large_joint", "africa"), "difference"] == 0, "the nine of grade D are left out"


def test_links_are_the_largest_group_that_shared_signatures_join():
    """A-B, B-C and D-E: three of five. In Q everybody is one; R has a single submission: no link to look for."""
    signed = {"P": {"JS1": "AB", "JS2": "BC", "JS3": "DE"}, "Q": {"JS1": "AB", "JS2": "BA"}, "R": {"JS1": "ABC"}}
    rows = [(name, code, who) for name, joint in signed.items() for code, names in joint.items() for who in names]
    found = linked_shares(pd.DataFrame(rows, columns=["review", "code", "stakeholder"]))
    assert found.to_dict() == {"P": 3 / 5, "Q": 1.0}
    assert linked_shares(pd.DataFrame(columns=["review", "code", "stakeholder"])).empty


def test_return_is_expected_among_as_many_other_reviews_as_the_smallest_region_has(codes):
    """Africa has two reviews, so one other is looked at. Asia has three: X signs in all, Y in two, Z in one.

    From its review X surely meets itself, Y in one of two others, Z never: Asia 0 has X, Y, Z, Asia 2 only X.
    """
    counted = pd.DataFrame([review("africa", 0), review("africa", 1), *(review("asia", place) for place in range(3))])
    counted = pd.concat([counted, pd.DataFrame([review("lac", 0), review("lac", 1)])], ignore_index=True)
    signed = {"asia0-30": "XYZ", "asia1-30": "XY", "asia2-30": "X", "africa0-30": "XA", "africa1-30": "A"}
    rows = [(name, "JS1", who) for name, names in signed.items() for who in names]
    memberships = pd.DataFrame(rows, columns=["review", "code", "stakeholder"])
    found = returning(memberships, counted, Setting(Filters(), codes, {}, lambda _: None))
    of = dict(zip(counted["review"], found, strict=True))
    assert of["asia0-30"] == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert of["asia1-30"] == pytest.approx((1 + 1 / 2) / 2)
    assert of["asia2-30"] == 1
    assert of["africa0-30"] == pytest.approx((0 + 1) / 2), "X signs in no other African review"
    assert np.isnan(of["lac0-30"]), "no organisation is named there"


def test_partners_are_shares_of_what_can_be_told_and_the_rest_is_said(codes):
    """Africa 3 of 4 told, of 16 joint ones; Latin America 1 of 4: the difference is a half, three quarters unknown."""
    told = {region: [1, 1, 1, 1] for region in ("africa", "lac", "asia")}
    both = {"africa": [1, 1, 0, 1], "lac": [0, 0, 1, 0], "asia": [1, 0, 1, 0]}
    found = compared(codes, three(4, told=told, with_both=both))
    row = found.loc[("with_partners", "lac")]
    assert row["difference"] == pytest.approx(0.5)
    assert row["unknown_share"] == pytest.approx(1 - 8 / 32)
    assert found.loc[("network_partners", "lac"), "unknown_share"] == 0


def test_spread_is_compared_around_the_middle_of_each_region(codes):
    """Asia 1, 5, 30 lies 4, 0, 25 from its middle; Africa 4, 5, 6 lies 1, 0, 1: (0.5 + 3 + 3) / 9 - 1/2."""
    joint = {"africa": [4, 5, 6], "lac": [5, 5, 5], "asia": [1, 5, 30]}
    found = compared(codes, three(3, joint=joint))
    assert found.loc[("spread_joint", "africa"), "difference"] == pytest.approx(6.5 / 9 - 0.5)


def test_space_is_halved_inside_each_region(codes):
    """Africa is freer than Asia throughout, and in each the less free half has networks in all, the freer in none.

    Over all regions the freest Asian review would be in the less free half.
    """
    values = {"africa": [0.6, 0.7, 0.8, 0.9], "lac": [0.4, 0.45, 0.5, 0.55], "asia": [0.1, 0.2, 0.3, 0.35]}
    signed = {region: [4, 4, 0, 0] for region in values}
    digital = {region: [1, 0, 0, 0] for region in values}
    found = compared(codes, three(4, value=values, with_network=signed, digital=digital))
    row = found.xs("room_network").iloc[0]
    assert row["difference"] == pytest.approx(1)
    assert np.isnan(row["lower"]), "no review differs from the others of its half"
    assert row["states"] == 6
    assert found.xs("room_digital").iloc[0]["difference"] == pytest.approx(1 / 8), "1/4 in one of two"


def test_a_state_without_civic_space_is_in_no_half(codes):
    values = {"africa": [0.6, 0.7, np.nan], "lac": [0.4, 0.45, np.nan], "asia": [0.1, 0.2, np.nan]}
    assert compared(codes, three(3, value=values)).xs("room_network").iloc[0]["states"] == 3


def test_the_share_of_joint_ones_waits_for_ten_full_lists_in_each_region(codes):
    lists = [
        (f"{region}{place}-45", f"{region}{place}", region, "full", 10, joint + place % 2)
        for region, joint in (("africa", 2), ("lac", 4), ("asia", 3))
        for place in range(10)
    ]
    assert "joint_share" not in compared(codes, three(2), lists=lists[1:]).index.get_level_values(0)
    found = compared(codes, three(2), lists=lists)
    assert found.loc["joint_share", "difference"].to_list() == pytest.approx([0.2, 0.1])


def test_fewer_than_fifteen_reviews_on_a_side_test_no_claim(codes):
    found = compared(codes, three(14, joint={"africa": [1] * 14, "lac": range(10, 24), "asia": [2] * 14}))
    mine = found.loc["more_joint"]
    assert (mine["difference"] == 0.5).all()
    assert verdict(mine["lower"], mine["states"]) == "cannot_be_tested"


def test_no_list_gives_comparisons_without_numbers_and_no_error(codes):
    columns = list(review("africa", 0))
    found = compared(codes, pd.DataFrame(columns=columns))
    assert found["difference"].isna().all()
    assert (found["states"] == 0).all()


def test_the_lists_behind_the_claims_are_those_of_the_source(table):
    """DOMAIN.md 5: joint submissions are held of 36 reviews in Africa, 44 in Asia, 30 in Latin America & Caribbean."""
    rows = table("claim_evidence")
    mine = rows[rows["comparison"] == "more_joint"].set_index("reference_region")["states"]
    assert mine.to_dict() == {"africa": 30, "asia": 30}, "the smaller side is Latin America"
    spread = rows[rows["comparison"] == "spread_joint"].set_index("reference_region")["states"]
    assert spread.to_dict() == {"africa": 36, "lac": 30}


def test_no_filter_but_the_scheme_changes_the_evidence_on_coalitions(table):
    whole, narrowed = (
        rows[rows["claim"].isin(COALITIONS)].reset_index(drop=True)
        for rows in (table("claim_evidence"), table("claim_evidence", Filters(cycles=(1,), regions=("asia",))))
    )
    pd.testing.assert_frame_equal(whole, narrowed)
    assert not whole.equals(table("coalition_evidence", Filters(scheme="un")))


@pytest.mark.parametrize("language", languages())
def test_the_basis_says_what_is_held_and_what_is_unknown(table, codes, language):
    """134 member states in the three regions, 110 with a list, so 24 without."""
    rows, reviews = table("claim_evidence"), table("coalition_reviews")
    said = findings.counted(rows, "african_partners", reviews, text(language), scheme="m49", codes=codes)
    assert "110" in said
    assert "24" in said
    assert findings.counted(rows, "who_asks", reviews, text(language), scheme="m49", codes=codes) == ""
    assert "%" not in findings.counted(rows, "asia_diverse", reviews, text(language), scheme="m49", codes=codes)


@pytest.mark.parametrize("language", languages())
def test_every_comparison_has_a_name_in_words(table, language):
    t = text(language)
    for row in each(table("coalition_evidence")):
        assert "{" not in comparison_name(row, "un", t)


def test_the_page_gives_each_claim_about_coalitions_its_verdict():
    at = opened("pages/claims.py")
    assert not at.exception
    read = " ".join(each_one.value for each_one in at.markdown)
    assert "“African coalitions are grassroots bodies with international partners.” cannot be tested" in read
    assert "“Latin American networks are stronger.” is not supported" in read
