"""One country's coalitions, and civic space: queries and results on five invented lists, by hand; the real ones."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from conftest import few_rows_and

from analytics import database
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.results import Results, coalition_country, coalition_room
from analytics.results.definition import Setting

FEW_COALITIONS = Path(__file__).parent / "fixtures" / "few_coalitions.sql"
EVERYTHING = Filters()
EVERYWHERE = {"scheme": "m49", "lists": "all"}


@pytest.fixture(scope="module")
def few_coalitions():
    """The real schema with the five invented lists, for reading."""
    with few_rows_and(FEW_COALITIONS.read_text(encoding="utf-8")) as opened:
        yield opened


@pytest.fixture
def ask(few_coalitions):
    """Rows of a query on them; what is absent is None."""

    def rows(name, *columns, **own):
        found = database.query(few_coalitions, name, {**EVERYWHERE, **own})
        cells = found.astype(object).where(found.notna(), None)
        return [tuple(row) for row in cells[list(columns) or list(cells)].itertuples(index=False)]

    return rows


@pytest.fixture
def made(few_coalitions):
    """A result on them."""
    results = Results(few_coalitions, read_codes(few_coalitions))
    return lambda name, filters=EVERYTHING, **own: results.table(name, filters, **own)


# Counted


def test_a_review_has_its_joint_submissions_and_who_signs_them(ask):
    name = "coalition_reviews"
    columns = ("review", "cycle", "grade", "joint", "sized", "median_size", "organisations_in")
    # The person in the second one of Kenya counts as a member and is no organisation.
    assert ask(name, *columns, "organisations_elsewhere") == [
        ("GHA-30", 3, "D", 1, 0, None, 1, 1),
        ("KEN-30", 3, "A", 3, 3, 2, 4, 3),
        ("TGO-30", 3, "A", 1, 1, 3, 3, 3),
        ("UGA-30", 3, "B", 2, 2, 2, 4, 4),
        ("KEN-45", 4, "A", 1, 1, 2, 2, 2),
    ]


def test_partners_from_abroad_are_told_only_where_every_member_has_a_country(ask):
    """Kenya: JS1 with Ghana and JS3 without are told, JS2 with Keys is not. The own list counts forty more: not told.

    The seat of a network is the country of one that prints none.
    """
    columns = ("review", "told", "with_abroad", "with_both", "with_network", "digital", "document")
    undocs = "https://undocs.org/A/HRC/WG.6/30/{}/3"
    assert ask("coalition_reviews", *columns) == [
        ("GHA-30", 0, 0, 0, 0, 0, undocs.format("GHA")),
        ("KEN-30", 2, 1, 1, 0, 0, undocs.format("KEN")),
        ("TGO-30", 0, 0, 0, 1, 1, undocs.format("TGO")),
        ("UGA-30", 1, 1, 0, 1, 1, undocs.format("UGA")),
        ("KEN-45", 0, 0, 0, 1, 1, None),
    ]


def test_civic_space_of_a_list_is_that_of_its_year(ask):
    rows = ask("civic_space_of_lists", "review", "value", indicator="v2xcs_ccsi")
    expected = [("GHA-30", None), ("KEN-30", 0.7), ("TGO-30", None), ("UGA-30", 0.4), ("KEN-45", None)]
    assert rows == [(review, value and pytest.approx(value)) for review, value in expected]


def test_the_joint_submissions_of_a_country_come_with_scope_and_document(ask):
    columns = ("session", "code", "members", "stated_size", "national", "regional", "international", "unknown")
    assert ask("country_submissions", *columns, "document", country="KEN") == [
        (45, "JS1", 2, 40, 1, 0, 1, 0, None),
        (30, "JS1", 2, None, 1, 1, 0, 0, "https://undocs.org/A/HRC/WG.6/30/KEN/3"),
        (30, "JS2", 3, None, 1, 0, 0, 2, "https://undocs.org/A/HRC/WG.6/30/KEN/3"),
        (30, "JS3", 2, None, 2, 0, 0, 0, "https://undocs.org/A/HRC/WG.6/30/KEN/3"),
    ]
    assert ask("country_submissions", country="ARM") == []
    assert ask("country_submissions", country=None) == []


def test_the_reach_of_an_organisation_leaves_the_country_itself_out(ask):
    columns = ("organisation", "country", "scope", "joint", "other_reviews", "other_states", "other_regions", "reach")
    assert ask("country_organisations", *columns, country="KEN") == [
        ("Gâtes Network", "GHA", "regional", 1, 3, 3, 0, None),
        ("Hinges International", "FRA", "international", 1, 2, 2, 0, "international"),
        ("Keys", None, "unknown", 1, 1, 1, 0, None),
        ("Doors for All", "KEN", "national", 4, 0, 0, 0, None),
        ("Locks", "KEN", "national", 1, 0, 0, 0, None),
    ]


def test_neighbours_are_those_of_the_region_and_of_the_sub_region_first(ask):
    columns = ("iso3", "same_subregion", "joint", "organisations_in", "organisations_shared", "networks_shared")
    assert ask("country_neighbours", *columns, "organisations", country="KEN") == [
        ("UGA", True, 2, 4, 3, 1, "Gâtes Network; Hinges International; Keys"),
        ("TGO", False, 1, 3, 2, 1, "Gâtes Network; Hinges International"),
        ("GHA", False, 1, 1, 1, 0, "Gâtes Network"),
    ]
    assert [row[3:5] for row in ask("country_neighbours", *columns, country="GHA")] == [(3, 1), (5, 1), (4, 1)]
    assert ask("country_neighbours", country="ARM") == []


def test_whom_one_could_join_signs_in_two_other_states_and_not_here(ask):
    columns = ("organisation", "country", "subject", "in_subregion", "in_region", "signs_in", "listed_in")
    assert ask("organisations_nearby", *columns, country="KEN") == [("Saws", None, None, 1, 2, "UGA TGO", 2)]
    assert ask("organisations_nearby", *columns, country="GHA") == [
        ("Hinges International", "FRA", "digital_rights", 1, 3, "TGO KEN UGA", 3),
        ("Saws", None, None, 1, 2, "TGO UGA", 2),
        ("Keys", None, None, 0, 2, "KEN UGA", 2),
    ]


# Made of it


def test_shares_divide_by_what_can_be_told_and_wait_for_three(made):
    rows = made("coalition_reviews").set_index("review")
    assert rows.loc["UGA-30", "network_share"] == 0.5
    assert rows.loc["KEN-30", "elsewhere_share"] == 0.75
    assert rows["abroad_share"].isna().all(), "no review has three that can be told"


def test_a_country_is_set_beside_the_third_cycle_of_its_region(made):
    """Four reviews of the region: too few for a range. The own list of a later cycle is set beside them too."""
    rows = made("coalition_ranges", country="KEN")
    joint = rows[rows["review_measure"] == "joint"]
    assert joint[["session", "own_value", "reviews", "other_reviews", "below", "equal"]].to_numpy().tolist() == [
        [30, 3, 4, 3, 3, 0],
        [45, 1, 4, 3, 0, 2],
    ]
    assert rows["region_middle"].isna().all()
    assert made("coalition_ranges", country="ARM").empty
    assert made("coalition_ranges").empty


def invented(numbers, grade="A"):
    """Reviews of one region with so many joint submissions; the first is the country's."""
    rows = [(f"X{place}", "africa", 30, 3, grade, number) for place, number in enumerate(numbers)]
    made = pd.DataFrame(rows, columns=["iso3", "region", "session", "cycle", "grade", "joint"])
    measures = dict.fromkeys(coalition_country.MEASURES[1:], 0.5)
    return made.assign(review=made["iso3"] + "-30", **measures)


def test_the_middle_half_is_that_of_all_reviews_of_the_region(codes):
    """Of 7, 1, 2, 4, 9 the quarters are 2, 4 and 7; three of the four others have less."""
    setting = Setting(EVERYTHING, codes, {"country": "X0"}, lambda _: None)
    rows = coalition_country.ranges(invented([7, 1, 2, 4, 9]), setting)
    row = rows[rows["review_measure"] == "joint"].iloc[0]
    assert row[["region_lower", "region_middle", "region_upper"]].tolist() == [2, 4, 7]
    assert row[["reviews", "other_reviews", "below", "equal"]].tolist() == [5, 4, 3, 0]


def test_members_are_not_compared_where_they_cannot_be_counted(codes):
    setting = Setting(EVERYTHING, codes, {"country": "X0"}, lambda _: None)
    rows = coalition_country.ranges(invented([7, 1, 2, 4, 9], grade="D"), setting).set_index("review_measure")
    assert rows.loc["joint", "own_value"] == 7
    assert rows["own_value"].isna().sum() == len(coalition_country.MEASURES) - 1


def test_a_state_without_a_list_is_empty_on_the_map_and_not_zero(made):
    rows = made("coalition_states").set_index("iso3")
    assert rows.loc["KEN", ["session", "joint", "grade"]].tolist() == [45, 1, "A"], "its last review"
    assert rows.loc[["ARM", "TON"], "joint"].isna().all()


def test_case_notes_have_the_third_cycle_and_leave_empty_what_is_unknown(made):
    rows = made("case_notes").set_index("iso3")
    assert tuple(rows.index) == coalition_country.CASES
    third = ["session", "joint_third", "organisations_in", "median_size", "with_network"]
    assert rows.loc["KEN", third].tolist() == [30, 3, 4, 2, 0]
    assert rows.loc["UGA", third].tolist() == [30, 2, 4, 2, 1]
    assert rows.loc["KEN", ["lists", "submissions", "joint"]].tolist() == [1, 2, 1]
    assert rows.loc["IND", third].isna().all()
    assert made("country_notes", country="UGA").iloc[0]["joint_third"] == 2


def test_only_the_number_is_noted_where_members_cannot_be_counted(made):
    row = made("country_notes", country="GHA").iloc[0]
    assert row["joint_third"] == 1
    assert row[["organisations_in", "median_size", "with_network"]].isna().all()


# Civic space


def test_each_review_has_civic_space_and_what_is_set_against_it(made):
    rows = made("coalition_room", counted="joint")
    assert dict(zip(rows["iso3"], rows["against"], strict=True)) == {"GHA": 1, "KEN": 3, "TGO": 1, "UGA": 2}
    space = rows.set_index("iso3")["value"]
    assert space[["KEN", "UGA"]].tolist() == pytest.approx([0.7, 0.4])
    assert space[["GHA", "TGO"]].isna().all()
    assert list(made("coalition_room", counted="network_share")["iso3"]) == ["KEN", "TGO", "UGA"], "not of grade D"


def space(regions, codes, counted="joint"):
    """Correlations on invented reviews: region -> pairs of civic space and what is counted."""
    rows = [
        (f"{region}{place}", region, "A", value, against, place)
        for region, pairs in regions.items()
        for place, (value, against) in enumerate(pairs)
    ]
    frame = pd.DataFrame(rows, columns=["iso3", "region", "grade", "value", "against", "joint"])
    setting = Setting(EVERYTHING, codes, {"counted": counted}, lambda _: None)
    return coalition_room.correlations(frame, setting).set_index(["region", "sensitivity"])


def test_ranks_inside_regions_leave_the_difference_between_regions_out(codes):
    """In each region less room goes with more; Asia has less room and fewer, so over all it would seem the opposite."""
    africa = [(0.9 - place / 100, 20 + place + 3 * (place % 2)) for place in range(16)]
    asia = [(0.3 - place / 100, 1 + place + 3 * (place % 2)) for place in range(16)]
    found = space({"africa": africa, "asia": asia}, codes)
    one = found.loc[("africa", "all")]
    assert one["rho"] == pytest.approx(scipy.stats.spearmanr(*zip(*africa, strict=True)).statistic)
    assert found.loc[("within", "all"), "rho"] == pytest.approx(one["rho"]), "both regions have the same ranks"
    assert scipy.stats.spearmanr(*zip(*africa, *asia, strict=True)).statistic > 0


def test_fewer_than_fifteen_reviews_have_no_correlation(codes):
    pairs = [(place / 20, (place * 7) % 11) for place in range(15)]
    found = space({"africa": pairs[:14], "lac": pairs, "asia": [*pairs[:14], (np.nan, 3)]}, codes)
    known = found["rho"].notna()
    assert known[:, "all"].to_dict() == {"within": True, "africa": False, "lac": True, "asia": False}
    assert found.loc[("lac", "without_largest"), "reviews"] == 14
    assert found.loc[("asia", "all"), "reviews"] == 14, "the one without civic space is not in it"


def test_without_the_largest_review_each_region_loses_the_one_with_most_joint_submissions(codes):
    pairs = [(place / 20, place) for place in range(20)]
    found = space({"africa": pairs, "asia": pairs}, codes)
    assert found.loc[("within", "without_largest"), "reviews"] == 38


# The real lists


def test_the_reviews_held_of_the_third_cycle_are_those_of_the_source(table):
    """DOMAIN.md 5: Africa 36, Asia 44, Latin America & Caribbean 30, Europe 36, Oceania 9, Northern America 2.

    Slovenia, a full list of session 34, is one of the 36 in Europe where it is in the catalogue.
    """
    rows = coalition_country.third_cycle(table("coalition_reviews"))
    held = rows["region"].value_counts()
    assert [held[region] for region in ("africa", "asia", "lac")] == [36, 44, 30]
    assert set(coalition_country.countable(rows)["grade"]) == {"A", "B"}


def test_kenya_and_nigeria_are_unknown_and_not_zero(table):
    """DOMAIN.md 5 names them among the states that the source does not have."""
    rows = table("case_notes").set_index("iso3")
    assert rows.loc[["KEN", "NGA"], "joint_third"].isna().all()
    assert rows["joint_third"].notna().sum() == 6
    states = table("coalition_states").set_index("iso3")
    assert states.loc[["KEN", "NGA"], "joint"].isna().all()


def test_no_country_is_its_own_neighbour_and_none_of_what_it_could_join_signs_there(table):
    for country in ("BRA", "UGA", "IND"):
        assert country not in set(table("country_neighbours", country=country)["iso3"])
        here = set(table("country_organisations", country=country)["stakeholder"])
        assert here.isdisjoint(table("organisations_nearby", country=country)["stakeholder"])
