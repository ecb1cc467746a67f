"""Joint submissions of the third cycle: the query on invented lists, results by hand, totals that others counted."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import few_rows_and

from analytics import database
from analytics.filters import Codes, Filters
from analytics.results import coalitions
from analytics.results.definition import Setting

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
REVIEWS = {"africa": 36, "asia": 44, "lac": 30}
"""Reviews of the third cycle with joint submissions, as DOMAIN.md counts them."""
NUMBERS = {"ITA-34": 16, "GHA-28": 16, "COL-30": 27, "BRN-33": 3, "AFG-32": 1, "BRB-29": 4, "BRA-27": 28}
"""Joint submissions of single reviews, counted in their documents."""
MEDIANS = {"africa": 8, "lac": 10, "asia": 10}
"""Half of the reviews have so many joint submissions or more, counted apart from this program."""
UNKNOWN = {
    *("BWA", "CAF", "CPV", "ERI", "ETH", "GMB", "KEN", "LSO", "MAR", "MWI", "NAM", "NGA", "RWA", "STP", "SYC", "TZA"),
    *("ZMB", "ZWE", "DMA", "GRD", "GUY", "PHL", "TJK", "VNM"),
}
"""States of the three regions without a list that can be read: DOMAIN.md names them."""
FOCUS = ("africa", "lac", "asia")
SETTING = Setting(Filters(), Codes({"m49": FOCUS}, (), (), (), (), (1, 2), (), focus=FOCUS), {}, pd.DataFrame)
PARTS = ("only_national", "with_region", "with_elsewhere", "untold", "possible_region", "possible_elsewhere")


@pytest.fixture(scope="module")
def few_joint():
    """The real schema with invented lists of the third cycle, for reading."""
    added = "\n".join((FIXTURES / f"{name}.sql").read_text(encoding="utf-8") for name in ("few_lists", "few_joint"))
    with few_rows_and(added) as opened:
        yield opened


# Counted


def test_a_state_without_a_list_is_unknown_and_one_without_joint_submissions_has_none(few_joint):
    found = database.query(few_joint, "joint_reviews", {"scheme": "m49"})
    cells = found.astype(object).where(found.notna(), None)
    assert list(map(tuple, cells.iloc[:, :13].itertuples(index=False))) == [
        ("ARM-29", "ARM", "asia", "western-asia", 29, 2018, "full", "invented", None, 0, 0, None, 0),
        (None, "CUB", "lac", "caribbean", 36, 2020, *[None] * 7),
        (None, "FRA", "europe", "western-europe", None, None, *[None] * 7),
        (None, "GHA", "africa", "western-africa", 28, 2017, *[None] * 7),
        (None, "ISR", "asia", "western-asia", None, None, *[None] * 7),
        ("KEN-28", "KEN", "africa", "eastern-africa", 28, 2017, "joint_only", "invented", "B", 7, 5, 2, 5),
        (None, "TON", "oceania", "polynesia", None, None, *[None] * 7),
    ]
    assert list(found.columns[8:13]) == ["grade", "joint", "sized", "median_size", "organisations_named"]
    assert cells.iloc[1:5, 13:].isna().all(axis=None)
    assert (cells.iloc[0, 13:] == 0).all()


def test_a_name_alone_or_a_text_that_breaks_off_is_never_only_national(few_joint):
    """JS1 is national; JS2 and JS3 have one from the region, JS3 and JS6 one from outside; of three nobody can tell."""
    found = database.query(few_joint, "joint_reviews", {"scheme": "m49"}).set_index("iso3").loc["KEN"]
    scopes = ("memberships", "national", "subregional", "regional", "international", "unknown")
    assert found[list(scopes)].to_list() == [15, 9, 0, 2, 2, 2]
    assert found[list(PARTS)].to_list() == [1, 2, 2, 3, 6, 5]


def test_the_scheme_changes_the_regions_and_nothing_else(few_joint):
    m49, un = (database.query(few_joint, "joint_reviews", {"scheme": scheme}) for scheme in ("m49", "un"))
    assert un["region"].tolist() == ["eeg", "lac", "weog", "africa", "weog", "africa", "asia"]
    pd.testing.assert_frame_equal(m49.drop(columns="region"), un.drop(columns="region"))


# By hand


def reviews(region, joint, grade="A", **more):
    """Invented reviews of a region with so many joint submissions each."""
    n = len(joint)
    columns = {"review": [f"{region}-{number}" for number in range(n)], "region": region, "grade": grade}
    columns |= {"joint": joint, "organisations_named": joint, **dict.fromkeys(PARTS, [0] * n), **more}
    return pd.DataFrame(columns)


def test_the_median_of_reviews_has_an_interval_from_ten_on_and_none_without_width():
    rows = pd.concat([reviews("africa", range(1, 11)), reviews("lac", range(1, 10)), reviews("asia", [3] * 10)])
    found = coalitions.counts(rows, SETTING)
    found = found[(found["coalition_measure"] == "joint") & (found["sensitivity"] == "all")].set_index("region")
    numbers = ["reviews", "total", "median", "median_lower", "median_upper", "smallest", "largest"]
    # 0.5 -+ 2.2622 * 0.16667: from 12 % to 88 % of ten values
    assert found.loc["africa", numbers].tolist() == [10, 55, 5.5, 2, 9, 1, 10]
    assert found.loc["lac", numbers[:3]].tolist() == [9, 45, 5]
    assert found.loc["asia", numbers[:3]].tolist() == [10, 30, 3]
    assert found.loc[["lac", "asia"], numbers[3:5]].isna().all(axis=None)


def test_what_is_counted_on_fewer_lists_stands_beside_it():
    rows = reviews("africa", [1, 2, 3, 4, 40], grade=["A", "B", "C", "D", "A"])
    found = coalitions.counts(rows, SETTING)
    found = found[found["region"] == "africa"].set_index(["coalition_measure", "sensitivity"])
    columns = ["reviews", "median", "left_out"]
    assert found.loc["joint", columns].fillna("").to_numpy().tolist() == [
        [5, 3, ""],
        [2, 20.5, ""],
        [4, 2.5, "africa-4"],
    ]
    assert found.loc["organisations_named", columns].fillna("").to_numpy().tolist() == [
        [3, 2, ""],
        [2, 20.5, ""],
        [2, 1.5, "africa-4"],
    ]


def test_a_region_without_reviews_has_a_row_without_numbers():
    found = coalitions.counts(reviews("africa", range(1, 11)), SETTING)
    empty = found[found["region"] == "lac"]
    assert (len(empty), empty["reviews"].sum(), empty["total"].sum()) == (6, 0, 0)
    assert empty[["median", "smallest", "largest"]].isna().all(axis=None)
    signed = coalitions.scopes(reviews("africa", range(1, 11)), SETTING)
    assert signed.loc[signed["region"] == "lac", ["share", "possible_share"]].isna().all(axis=None)


def test_two_medians_differ_where_the_interval_of_the_difference_excludes_zero():
    rows = pd.concat([reviews("africa", range(1, 11)), reviews("asia", range(11, 21)), reviews("lac", range(9))])
    found = coalitions.count_gaps(rows, SETTING)
    found = found[(found["coalition_measure"] == "joint") & (found["sensitivity"] == "all")]
    found = found.set_index(["region", "reference_region"])
    # Equal shapes: se = 1.66667 each, 2.35702 of the difference, 18 degrees of freedom, t = 2.10092
    gap = found.loc[("africa", "asia"), ["median_gap", "median_gap_lower", "median_gap_upper"]].astype(float)
    assert gap.tolist() == pytest.approx([-10, -14.952, -5.048], abs=0.001)
    assert found["excludes_zero"].to_dict() == {
        ("africa", "asia"): True,
        ("lac", "asia"): False,
        ("africa", "lac"): False,
    }
    assert found.loc[[("lac", "asia"), ("africa", "lac")], "median_gap"].isna().all()


def test_the_share_of_submissions_has_an_interval_from_reviews():
    half = [2, 0] * 5
    rows = reviews("africa", [2] * 10, with_elsewhere=half, untold=[0] * 10, possible_elsewhere=[2] * 8 + [0] * 2)
    found = coalitions.scopes(rows, SETTING)
    found = found[(found["region"] == "africa") & (found["sensitivity"] == "all")].set_index("signatories")
    row = found.loc["with_elsewhere"]
    assert row[["reviews", "joint", "signed"]].tolist() == [10, 20, 10]
    # Wilson for an effective number of 9 and t = 2.26216
    assert row[["share", "share_lower", "share_upper"]].astype(float).tolist() == pytest.approx(
        [0.5, 0.19897, 0.80103], abs=1e-4
    )
    assert row["possible_share"] == 0.8
    assert found.loc["only_national", ["share", "possible_share"]].tolist() == [0, 0]
    assert np.isnan(found.loc["only_national", "share_lower"])
    assert np.isnan(found.loc["untold", "possible_share"])


@pytest.mark.parametrize(("possible", "close"), [(2, True), (1, False)])
def test_what_cannot_be_told_can_close_a_gap_of_shares(possible, close):
    high = reviews("asia", [4] * 10, with_elsewhere=[3, 4] * 5, possible_elsewhere=[4] * 10)
    low = reviews("lac", [4] * 10, with_elsewhere=[0, 1] * 5, possible_elsewhere=[possible * 2] * 10)
    found = coalitions.scope_gaps(pd.concat([high, low]), SETTING)
    found = found[(found["signatories"] == "with_elsewhere") & (found["sensitivity"] == "all")]
    row = found.set_index(["region", "reference_region"]).loc[("lac", "asia")]
    assert (row["gap"], row["excludes_zero"]) == (pytest.approx(-0.75), True)
    assert row["could_close"] == close


def test_sizes_rest_on_submissions_of_the_third_cycle_whose_members_can_be_counted():
    rows = pd.DataFrame(
        {
            "region": "africa",
            "review": ["KEN-28", "KEN-28", "KEN-28", "GHA-28", "GHA-28", "UGA-41"],
            "size": [2, 2, 9, 5, np.nan, 50],
            "grade": ["A", "A", "A", "B", "B", "A"],
            "cycle": [3, 3, 3, 3, 3, 4],
        }
    )
    rows = pd.concat([rows, rows.head(1).assign(grade="D", size=80)])
    found = coalitions.sizes(rows, SETTING)
    found = found[found["region"] == "africa"].set_index("sensitivity")
    columns = ["reviews", "joint", "median", "smallest", "largest"]
    assert found[columns].to_numpy().tolist() == [[2, 4, 3.5, 2, 9], [1, 3, 2, 2, 9], [1, 1, 5, 5, 5]]
    assert found.loc["without_largest", "left_out"] == "KEN-28"
    numbers = coalitions.size_numbers(rows, replace(SETTING, codes=replace(SETTING.codes, focus=("asia",))))
    assert numbers.to_numpy().tolist() == [
        ["other", 2, 2, 1, "KEN-28"],
        ["other", 5, 1, 1, "GHA-28"],
        ["other", 9, 1, 1, "KEN-28"],
    ]


# The real ones


def test_every_state_has_a_row_and_the_reviews_are_as_many_as_others_counted(table):
    rows = table("joint_reviews")
    known = rows[rows["joint"].notna()]
    assert (len(rows), rows["iso3"].nunique(), len(known), known["joint"].sum()) == (193, 193, 156, 1_840)
    assert known.groupby("region").size()[list(REVIEWS)].to_dict() == REVIEWS
    assert known.set_index("review")["joint"][list(NUMBERS)].to_dict() == NUMBERS
    unknown = rows[rows["joint"].isna()]
    assert set(unknown.loc[unknown["region"].isin(REVIEWS), "iso3"]) == UNKNOWN
    assert unknown[["review", "grade", "organisations_named", *PARTS]].isna().all(axis=None)


@pytest.mark.parametrize("name", ["coalition_counts", "coalition_sizes", "coalition_scopes"])
def test_each_compared_region_has_the_reviews_of_its_lists(table, name):
    rows = table(name)
    rows = rows[rows["sensitivity"] == "all"]
    if name == "coalition_counts":
        rows = rows[rows["coalition_measure"] == "joint"]
        assert rows.set_index("region")["median"][list(MEDIANS)].to_dict() == MEDIANS
    if name != "coalition_sizes":
        assert rows.groupby("region")["reviews"].agg(set)[list(REVIEWS)].to_dict() == {
            region: {reviews} for region, reviews in REVIEWS.items()
        }
    assert (rows.set_index("region").loc[list(REVIEWS), "reviews"] >= 10).all()


def test_the_results_are_those_of_a_count_of_the_files_apart_from_the_database(table):
    """With pandas from data/*.csv: joint submissions, organisations and where they are from, review by review."""

    def read(name):
        return pd.read_csv(ROOT / "data" / f"{name}.csv", keep_default_na=False, dtype=str)

    states = read("states").set_index("iso3")
    cycle = read("sessions").set_index("session")["cycle"]
    documents = read("stakeholder_documents")
    documents = documents[documents["session"].map(cycle) == "3"].set_index("symbol")
    submissions = read("submissions")
    submissions = submissions[(submissions["kind"] == "joint") & submissions["symbol"].isin(documents.index)]
    members = read("submission_members").merge(submissions[["symbol", "code"]], on=["symbol", "code"])
    home = read("stakeholders").set_index("stakeholder")["country"]
    seat = read("networks").set_index("network")["seat"]
    country = members["country"]
    for other in (home, seat):
        country = country.where(country != "", members["stakeholder"].map(other).fillna(""))
    state = members["symbol"].map(documents["state"])
    near = country.map(states["m49_region"]) == state.map(states["m49_region"])
    members = members.assign(unknown=country == "", national=country == state, near=near & (country != state))
    members = members.assign(far=~(members["unknown"] | near), all=1)
    who = members.groupby(["symbol", "code"])[["unknown", "national", "near", "far", "all"]].sum()
    who = submissions.merge(who, on=["symbol", "code"], how="left").fillna(0).set_index("symbol")
    stated = pd.to_numeric(who["stated_size"]).fillna(0)
    sized = (who["uncertain"] != "1") & (who["all"] > 1)
    complete = sized & (who["unknown"] == 0) & (stated <= who["all"])
    expected = pd.DataFrame(
        {
            "joint": 1,
            "sized": sized,
            "only_national": complete & (who["national"] == who["all"]),
            "with_region": who["near"] > 0,
            "with_elsewhere": who["far"] > 0,
            "untold": ~complete & (who["near"] + who["far"] == 0),
        }
    )
    expected = expected.groupby(level="symbol").sum()
    named = members["stakeholder"].map(read("stakeholders").set_index("stakeholder")["name"])
    organisations = members[named != "a person"].groupby("symbol")["stakeholder"].nunique()
    expected["organisations_named"] = organisations.reindex(expected.index, fill_value=0)
    expected.index = documents.loc[expected.index, "state"].to_numpy()
    rows = table("joint_reviews").set_index("iso3")
    rows = rows.loc[expected.index, list(expected)].astype(int)
    pd.testing.assert_frame_equal(rows, expected.astype(int), check_names=False)


def test_nothing_is_compared_with_a_region_of_few_reviews(table):
    for name in ("coalition_count_gaps", "coalition_size_gaps", "coalition_scope_gaps"):
        rows = table(name)
        gap = "gap" if "gap" in rows else "median_gap"
        few = (rows["reviews"] < 10) | (rows["reference_reviews"] < 10)
        assert few.any()
        assert rows.loc[few, gap].isna().all()
        assert not rows.loc[few, "excludes_zero"].any()
    assert (table("coalition_size_numbers")["joint"].sum()) == table("joint_reviews").query("grade in ['A', 'B']")[
        "sized"
    ].sum()
