"""Civic space and the lens: read, counted on invented rows, made by hand and as published."""

import csv
from functools import partial
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, few_rows_and

from analytics import database, flags
from analytics.codes import read_codes
from analytics.compiling import asked_again, lens_scores
from analytics.compiling import civic_space as sources_of
from analytics.filters import Filters
from analytics.lens import read_lens
from analytics.results import Results, civic_space
from analytics.statistics.association import rank_correlation, ranks
from analytics.statistics.means import group_means

EVERYTHING = Filters()
OWN = {"indicator": "v2xcs_ccsi"}
INVENTED = """
insert into issue values ('civil-society', 'Civil society');
insert into recommendation_issue values (1, 'civil-society'), (3, 'civil-society'), (6, 'civil-society');
insert into flag values
    ('room', 'civil_society', 2, null, 'Room.', '1'), ('consults', 'civil_society', 1, null, 'Consult.', '1'),
    ('doors', 'subjects', 1, null, 'Doors.', '1');
insert into recommendation_flag values (1, 'room'), (1, 'consults'), (5, 'room'), (9, 'consults');
insert into recommendation_flag values (1, 'doors'), (2, 'doors'), (9, 'doors'); -- another lens: in no count here
insert into civic_space values
    ('KEN', 2008, 0.5, 0.1, -1, 2, 0.3, 0.4), ('KEN', 2012, 0.6, 0.2, -2, 2, 0.3, 0.4),
    ('CUB', 2011, 0.1, 0.3, -3, 2, 0.3, 0.4), ('ISR', 2012, 0.7, 0.4, 1, 2, 0.3, 0.4),
    ('VAT', 2012, 0.9, 0.4, 1, 2, 0.3, 0.4);
insert into ngo_law values ('KEN', 2011, 0, 0, 0), ('KEN', 2012, 2, 0, 0.5), ('CUB', 2012, 1, 4.5, 0);
insert into nhri_status values ('KEN', 2010, 'A'), ('CUB', 2010, 'none'), ('GHA', 2010, 'B'), ('KEN', 2015, 'C');
insert into lens_score values ('room', 'all', 'recall', 0.8, 0.7, 0.9, 10);
insert into lens_score values ('room', 'africa', 'recall', 0.5, 0.4, 0.6, 4);
insert into lens_score values ('room', '1-20', 'recall', 0.9, 0.8, 1.0, 6);
insert into lens_score values ('doors', 'all', 'recall', 0.7, 0.6, 0.8, 5);
"""


@pytest.fixture(scope="module")
def invented():
    """The ten invented recommendations with civic space, laws, institutions and flags."""
    with few_rows_and(INVENTED) as connection:
        yield connection


@pytest.fixture
def ask(invented):
    """Rows of a query on the invented rows; what is absent is None."""

    def rows(name, filters=EVERYTHING, **own):
        found = database.query(invented, name, {**filters.parameters(read_codes(invented)), **OWN, **own})
        cells = found.astype(object).where(found.notna(), None)
        return [tuple(row) for row in cells.itertuples(index=False)]

    return rows


# Counted


def test_civic_space_is_that_of_member_states_and_of_the_chosen_indicator(ask):
    assert ask("civic_space_by_state") == [
        ("CUB", "lac", 2011, 0.1),
        ("ISR", "asia", 2012, 0.7),
        ("KEN", "africa", 2008, 0.5),
        ("KEN", "africa", 2012, 0.6),
    ]
    assert ask("civic_space_by_state", Filters(scheme="un", regions=("weog",)), indicator="v2csreprss") == [
        ("ISR", "weog", 2012, 1.0)
    ]


def test_a_review_has_the_civic_space_of_its_year_and_none_where_there_is_none(ask):
    assert ask("civil_society_by_review") == [
        ("ARM", "asia", 12, 1, 2011, None, 0, 0, 0, 0, 0),
        ("CUB", "lac", 12, 1, 2011, 0.1, 2, 1, 1, 1, 0),
        ("ISR", "asia", 13, 2, 2012, 0.7, 0, 0, 0, 0, 0),
        ("KEN", "africa", 1, 1, 2008, 0.5, 2, 1, 2, 2, 1),
        ("KEN", "africa", 13, 2, 2012, 0.6, 0, 0, 0, 0, 0),
        ("TON", "oceania", 13, 2, 2012, None, 1, 1, 0, 0, 0),
    ]
    assert ask("civil_society_by_review", Filters(states=("KEN",), asked_by=("FRA",), cycles=(1,))) == [
        ("KEN", "africa", 1, 1, 2008, 0.5, 1, 1, 1, 1, 1)
    ]


def test_the_civic_space_of_reviews_is_empty_where_there_are_no_data(ask):
    assert ask("civic_space_of_reviews", Filters(cycles=(2,)), indicator="v2csreprss") == [
        ("ISR", "asia", 13, 2012, 1.0),
        ("KEN", "africa", 13, 2012, -2.0),
        ("TON", "oceania", 13, 2012, None),
    ]


def test_peers_of_a_review_are_the_states_that_recommend_in_it(ask):
    assert ask("peers_by_review", Filters(states=("CUB", "KEN"))) == [
        ("CUB", 12, 2, 1),
        ("KEN", 1, 3, 2),
        ("KEN", 13, 1, 1),
    ]


def test_flags_are_counted_by_state_and_a_recommendation_once_in_any(ask):
    assert ask("flags_by_state") == [
        ("CUB", "lac", "any", 1, 1, 1),
        ("CUB", "lac", "room", 1, 1, 1),
        ("CUB", "lac", "tagged", 1, 1, 0),
        ("KEN", "africa", "any", 1, 1, 1),
        ("KEN", "africa", "consults", 1, 1, 1),
        ("KEN", "africa", "room", 1, 1, 1),
        ("KEN", "africa", "tagged", 2, 2, 1),
        ("TON", "oceania", "any", 1, 0, 0),
        ("TON", "oceania", "consults", 1, 0, 0),
    ]
    assert ask("flags_by_state", Filters(issues=("torture",), states=("KEN",)))[0] == ("KEN", "africa", "any", 1, 1, 1)
    assert ask("flags_by_state", Filters(issues=("justice",), states=("KEN",))) == []


def test_scores_come_by_flag_over_all_then_by_region_then_by_period(ask):
    assert ask("lens_scores") == [
        ("room", "all", "recall", 0.8, 0.7, 0.9, 10, "Room.", "1"),
        ("room", "africa", "recall", 0.5, 0.4, 0.6, 4, "Room.", "1"),
        ("room", "1-20", "recall", 0.9, 0.8, 1.0, 6, "Room.", "1"),
    ]


def test_laws_and_institutions_are_those_of_the_chosen_places(ask):
    assert ask("ngo_laws", Filters(regions=("africa",))) == [
        ("KEN", "africa", 2011, 0, 0, 0),
        ("KEN", "africa", 2012, 2, 0, 0.5),
    ]
    assert ask("nhri_status", Filters(states=("CUB", "GHA"))) == [
        ("CUB", "lac", 2010, "none"),
        ("GHA", "africa", 2010, "B"),
    ]


# Made of counts, by hand


@pytest.fixture
def made(invented):
    """A result on the invented rows."""
    return partial(Results(invented, read_codes(invented)).table, filters=EVERYTHING)


def test_a_barrier_is_half_a_point_and_states_without_data_are_in_no_share(made):
    rows = made("legal_barriers")
    found = rows[(rows["year"] == 2012) & (rows["region"] == "africa")]
    assert found[["barrier", "states", "with_barrier", "share"]].to_numpy().tolist() == [
        ["entry", 1, 1, 1.0],
        ["funding", 1, 0, 0.0],
        ["advocacy", 1, 1, 1.0],
    ]
    assert made("legal_barriers_of_states")[["iso3", "barriers"]].to_numpy().tolist() == [["CUB", 5.5], ["KEN", 2.5]]


def test_institutions_are_shown_for_years_that_cover_all_states(made):
    rows = made("institutions_by_region")
    assert set(rows["year"]) == {2010}
    africa = rows[rows["region"] == "africa"].set_index("status")
    assert africa["with_status"].to_dict() == {"A": 1, "B": 1, "C": 0, "none": 0}
    assert africa["share"].to_dict() == {"A": 0.5, "B": 0.5, "C": 0, "none": 0}


def test_a_change_is_from_the_first_review_to_the_last_and_only_of_states_with_two(made):
    rows = made("civic_space_changes")
    assert rows[["iso3", "first_year", "last_year"]].to_numpy().tolist() == [["KEN", 2008, 2012]]
    assert rows["change"].round(6).to_list() == [0.1]


def test_acceptance_stands_beside_civic_space_weighted_by_answers(made):
    rows = made("acceptance_and_civic_space").set_index("iso3")
    assert rows[["value", "answered", "accepted", "rate"]].to_numpy().tolist() == [[0.1, 1, 0, 0.0], [0.5, 2, 1, 0.5]]
    assert rows["few"].all()


def test_a_state_with_two_reviews_has_the_mean_of_its_years_by_answers():
    reviews = pd.DataFrame(
        {
            "iso3": ["KEN", "KEN"],
            "region": ["africa"] * 2,
            "value": [0.2, 0.8],
            "on_issues": [3, 1],
            "answered": [3, 1],
            "accepted": [3, 0],
        }
    )
    row = civic_space.acceptance(reviews, None).iloc[0]
    assert (round(row["value"], 6), row["rate"], row["few"]) == (0.35, 0.75, True)


def test_overlooked_are_restricted_states_with_fewer_asking_peers_than_the_median():
    last = pd.DataFrame(
        {"iso3": list("ABCDEF"), "value": [0.1, 0.2, 0.3, 0.7, 0.8, 0.9], "share": [0.5, 0.1, 0.0, 0.2, 0.3, 0.1]}
    )
    setting = SimpleNamespace(everywhere=lambda _: last)
    bounds = civic_space.bounds(last.head(2), setting).iloc[0]
    assert (bounds["states"], round(bounds["value"], 4), round(bounds["share"], 4)) == (6, 0.2667, 0.15)
    assert civic_space.overlooked(last, setting)["iso3"].to_list() == ["B"]


# Statistics


def test_equal_values_share_the_mean_of_their_ranks():
    assert ranks([10, 20, 20, 5]).tolist() == [2, 3.5, 3.5, 1]


def test_a_rank_correlation_is_that_of_a_textbook():
    """IQ and hours of television of ten people: rho = -29/165, the common worked example."""
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    found = rank_correlation(iq, hours)
    assert found.rho == pytest.approx(-29 / 165)
    se = np.sqrt((1 + found.rho**2 / 2) / 7)
    assert np.arctanh([found.lower, found.upper]) == pytest.approx(
        np.arctanh(-29 / 165) + se * np.array([-1, 1]) * 1.959964
    )


def test_a_rank_correlation_knows_its_limits():
    assert rank_correlation([1, 2, 3, 4], [2, 4, 6, 9]).rho == pytest.approx(1)
    assert np.isnan(rank_correlation([1, 2, 3], [1, 2, 3]).rho)
    assert np.isnan(rank_correlation([1, 1, 1, 1], [1, 2, 3, 4]).rho)
    assert rank_correlation([1, 2, 3, 4, np.nan], [4, 3, 2, 1, 9]).n == 4
    with pytest.raises(ValueError, match="pairs"):
        rank_correlation([1, 2], [1])


def test_a_mean_has_students_interval_and_one_state_has_none():
    found = group_means([1, 2, 3, 7], [0, 0, 0, 2], 3)
    assert found.mean[[0, 2]].tolist() == [2, 7]
    assert np.isnan(found.mean[1])
    assert found.lower[0] == pytest.approx(2 - 4.302653 / np.sqrt(3))
    assert np.isnan(found.lower[2])
    assert (found.lower_quartile[0], found.highest[0], found.n.tolist()) == (1.5, 3, [3, 0, 1])
    with pytest.raises(ValueError, match="absent"):
        group_means([np.nan], [0], 1)


# DOMAIN.md 3 and 6; counts by issue from the rows of the export of 25 July 2018 (`sources/upr_info_2018`)


def test_recommendations_on_civil_society_issues_are_those_of_the_export(table):
    rows = table("civil_society_by_region").set_index("region").loc[["africa", "asia", "lac", "rest"]]
    # Rows with one or more of the three issues; accepted 520, 546, 338, 347
    assert rows["recommendations"].to_list() == [794, 853, 408, 444]
    assert rows["recommendations"].sum() == 2_499
    assert rows["rate"].round(3).to_list() == [0.655, 0.640, 0.828, 0.782]


def test_the_sources_cover_what_they_say(table):
    space, laws, status = (table(name) for name in ("civic_space_by_state", "ngo_laws", "nhri_status"))
    assert (space["iso3"].nunique(), len(space), space["year"].min(), space["year"].max()) == (172, 3_091, 2006, 2023)
    assert (laws["iso3"].nunique(), laws["year"].min(), laws["year"].max()) == (161, 2000, 2013)
    assert (status["iso3"].nunique(), len(status)) == (193, 1_466)
    assert "TON" not in set(space["iso3"])


def test_the_bounds_of_the_list_leave_a_third_of_the_states(table):
    last, bounds, rows = (table(name) for name in ("last_reviews", "overlooked_bounds", "overlooked_states"))
    bound = bounds.iloc[0]
    assert bound["states"] == len(last) == 172
    assert last["session"].max() == 26, "without coded issues fewer peers are seen to ask"
    assert (last["value"] <= bound["value"]).mean() == pytest.approx(1 / 3, abs=0.01)
    assert (rows["value"] <= bound["value"]).all()
    assert (rows["share"] < bound["share"]).all()
    assert rows["share"].is_monotonic_increasing


def test_shares_of_flags_are_those_of_the_committed_flags(table):
    rows = table("flag_shares").set_index(["flag", "region"])
    raised = [flag for _, flag in flags.read(ROOT / "data" / flags.FLAGS)]
    for flag in ("names_civil_society", "consults", "follow_up", "room", "defenders"):
        assert rows.loc[flag, "recommendations"].sum() == raised.count(flag)
    assert {flag for flag, _ in rows.index} & set(read_lens(ROOT / "data" / "subjects.toml").names) == set()
    africa = rows.loc[("room", "africa")]
    assert africa["share"] == pytest.approx(africa["recommendations"] / 17_369)
    assert africa["share_lower"] < africa["share"] < africa["share_upper"]


def test_recall_and_precision_stand_beside_the_shares_of_each_region(table):
    rows = table("flag_shares").set_index(["flag", "region"])
    assert rows.loc["room"].loc[["africa", "asia", "lac"], "recall"].round(2).to_list() == [0.92, 0.82, 0.81]
    assert rows.loc[("room", "lac"), "rough"]
    assert not rows.loc[("room", "africa"), "rough"]
    under_un = table("flag_shares", Filters(scheme="un")).set_index(["flag", "region"])
    assert under_un.loc["room", "recall"].round(2).unique().tolist() == [0.84]


def test_the_committed_scores_are_those_of_the_sample(table):
    with (ROOT / "data" / "lens_scores.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    scored = [*lens_scores.score_rows(), *asked_again.score_rows()]
    assert rows == [[str(cell) for cell in row] for row in scored]
    assert len(table("lens_scores")) == 70  # of the civil-society lens; the rest are subjects, treaties and pairs


# Read


RAW = "iso3,year,status\nKEN,2010,A\nKEN,2011,B\nKEN,2011,none\nXKX,2010,A\nCUB,2010,Z\nCUB,2012,none\n"


def test_rows_are_refused_with_their_reason():
    source = sources_of.SOURCES[2]
    found = sources_of.read([*csv.DictReader(RAW.splitlines())], source, ["KEN", "CUB"])
    assert found.rows == [("CUB", "2012", "none"), ("KEN", "2010", "A")]
    assert [row.reason for row in found.refused] == [
        "KEN has several rows for 2011",
        "KEN has several rows for 2011",
        "XKX is no member state",
        "status 'Z' is not one of A, B, C, none",
    ]


def test_an_absent_value_is_refused_and_never_zero():
    raw = "iso3,year,entry,funding,advocacy\nKEN,2010,0,0,0\nKEN,2011,,0,0\nKEN,2012,NA,0,0\n"
    found = sources_of.read([*csv.DictReader(raw.splitlines())], sources_of.SOURCES[1], ["KEN"])
    assert found.rows == [("KEN", "2010", "0", "0", "0")]
    assert {row.reason for row in found.refused} == {"no value"}
