"""Civic space after 2014: two judgements, institutions, shutdowns, denominators; by hand and as their files say."""

from functools import partial

import pandas as pd
import pytest
from conftest import few_rows_and

from analytics import database
from analytics.codes import read_codes
from analytics.compiling import civic_space as sources_of
from analytics.filters import Filters
from analytics.results import Results, civic_falls

EVERYTHING = Filters()
INDEX, SCALED = "v2xcs_ccsi", "v2csreprss"
INVENTED = """
set variable source = 'upr_info';
insert into session values (21, 2, 2015, null, null), (28, 3, 2017, null, null);
insert into flag values
    ('room', 'civil_society', 1, null, 'Room.', '1'),
    ('consults', 'civil_society', 2, null, 'Consult.', '1'),
    ('climate', 'subjects', 1, null, 'Climate.', '1');
insert into recommendation values
    (11, 'invented', 'key-21', 21, 'KEN', 'FRA', 'noted', 'Noted', 5, null),
    (12, 'invented', 'key-22', 21, 'KEN', 'FRA', 'noted', 'Noted', 5, null),
    (13, 'invented', 'key-23', 21, 'KEN', 'CUB', 'noted', 'Noted', 5, null);
insert into review values ('KEN', 21, null);
insert into recommendation_flag values
    (1, 'room'), (11, 'room'), (11, 'consults'), (13, 'room'), (2, 'climate'), (12, 'climate');
insert into request values
    (28, 'KEN', 'GHA', 4, 1), (28, 'KEN', 'ISR', 2, 0), (28, 'CUB', 'ISR', 2, 0), (21, 'GHA', 'ISR', 9, 9);
insert into civic_space values
    ('KEN', 2014, 0.5, 0.1, 1, 2, 0.3, 0.4), ('KEN', 2023, 0.3, 0.4, -2, 2, 0.3, 0.4),
    ('CUB', 2014, 0.1, 0.3, -3, 2, 0.3, 0.4), ('CUB', 2023, 0.2, 0.3, -3, 2, 0.3, 0.4),
    ('GHA', 2014, 0.7, 0.3, -3, 2, 0.3, 0.4), ('VAT', 2023, 0.7, 0.3, -3, 2, 0.3, 0.4);
insert into freedom_house values
    ('KEN', 2014, 'PF', 2, 9, 3, 3, 3), ('KEN', 2024, 'NF', 1, 7, 3, 2, 2),
    ('CUB', 2014, 'NF', 0, 3, 1, 1, 1), ('CUB', 2024, 'NF', 0, 1, 0, 0, 1),
    ('TON', 2014, 'F', 3, 8, 3, 3, 2), ('TON', 2024, 'F', 2, 8, 3, 3, 2);
insert into nhri_status values ('KEN', 2019, 'A'), ('CUB', 2018, 'none');
insert into nhri_accreditation values ('KEN', 2019, 'A'), ('KEN', 2020, 'B'), ('CUB', 2019, 'D');
insert into internet_shutdown values ('KEN', 2024, 3, 2), ('CUB', 2021, 1, 0);
insert into denominator values ('KEN', 2024, 56, 'lower_middle'), ('CUB', 2024, 11, null);
"""


@pytest.fixture(scope="module")
def invented():
    """The ten invented recommendations with three more in 2015, requests after them, and judgements of four states."""
    with few_rows_and(INVENTED) as connection:
        yield connection


@pytest.fixture
def ask(invented):
    """Rows of a query on the invented rows; what is absent is None."""

    def rows(name, filters=EVERYTHING, indicator="v2xcs_ccsi"):
        found = Results(invented, read_codes(invented)).table(name, filters, indicator=indicator)
        return [tuple(row) for row in found.astype(object).where(found.notna(), None).itertuples(index=False)]

    return rows


# Counted


def test_both_judgements_stand_beside_each_other_and_what_one_lacks_is_empty(ask):
    assert ask("civic_space_judgements", Filters(states=("KEN", "TON"))) == [
        ("KEN", "africa", 2014, 0.5, 9, 3, 3, 3, 2, "PF"),
        ("KEN", "africa", 2023, 0.3, None, None, None, None, None, None),
        ("KEN", "africa", 2024, None, 7, 3, 2, 2, 1, "NF"),
        ("TON", "oceania", 2014, None, 8, 3, 3, 2, 3, "F"),
        ("TON", "oceania", 2024, None, 8, 3, 3, 2, 2, "F"),
    ]
    assert ask("civic_space_judgements", Filters("un", states=("KEN",)), "v2csreprss")[0][1:4] == ("africa", 2014, 1.0)


def test_falls_are_those_of_each_judgement_and_a_disagreement_is_said(ask):
    assert ask("civic_space_falls") == [
        ("KEN", "africa", 0.5, 0.3, -0.2, 2023, 9, 7, -2, 2024, False, 28, 9, 3, 3),
        ("CUB", "lac", 0.1, 0.2, 0.1, 2023, 3, 1, -2, 2024, True, 28, 2, 0, 0),
        ("TON", "oceania", None, None, None, None, 8, 8, 0, 2024, None, None, 0, 0, 0),
    ]


def test_what_was_asked_is_what_the_chosen_sessions_and_states_asked(ask):
    (row,) = ask("civic_space_falls", Filters(states=("KEN",), asked_by=("FRA", "GHA")))
    assert row[-4:] == (28, 6, 2, 2)
    (row,) = ask("civic_space_falls", Filters(states=("KEN",), cycles=(2,)))
    assert row[-4:] == (21, 3, 2, 2)


def test_no_requests_are_added_to_recommendations_of_another_source():
    with few_rows_and(INVENTED.replace("source = 'upr_info'", "source = 'invented'")) as connection:
        rows = Results(connection, read_codes(connection)).table("civic_space_falls", Filters(states=("KEN", "CUB")))
        assert rows[["recommendations", "about", "askers_about"]].to_numpy().tolist() == [[3, 2, 2], [0, 0, 0]]


def test_the_seam_between_the_two_sources_on_institutions_shows(ask):
    assert ask("nhri_over_time") == [
        ("CUB", "lac", "nhri_status", 2018, "none"),
        ("CUB", "lac", "nhri_accreditation", 2019, "D"),
        ("KEN", "africa", "nhri_status", 2019, "A"),
        ("KEN", "africa", "nhri_accreditation", 2019, "A"),
        ("KEN", "africa", "nhri_accreditation", 2020, "B"),
    ]


def test_shutdowns_and_denominators_are_those_of_the_chosen_places(ask):
    assert ask("internet_shutdowns", Filters(regions=("africa",))) == [("KEN", "africa", 2024, 3, 2)]
    assert ask("denominators") == [
        ("CUB", "lac", 2024, 11, None),
        ("KEN", "africa", 2024, 56, "lower_middle"),
    ]


def test_a_region_counts_the_states_that_both_judge(invented):
    made = partial(Results(invented, read_codes(invented)).table, filters=EVERYTHING)
    rows = made("civic_space_falls_by_region")
    assert rows.columns.to_list() == [
        "region",
        "states",
        "fell",
        "rose",
        "disagreeing",
        "unchanged",
        "fell_asked",
        "unasked",
    ]
    assert rows.to_numpy().tolist() == [["africa", 1, 1, 0, 0, 0, 1, 0], ["lac", 1, 0, 0, 1, 0, 0, 0]]


def test_a_fall_that_no_peer_asked_about_is_one_only_where_there_was_a_review(few_rows):
    states = pd.DataFrame(
        {
            "region": ["asia"] * 5,
            "change": [-0.1, -0.1, -0.1, 0.1, 0.1],
            "score_change": [-1, -1, -1, 1, 0],
            "recommendations": [5, 5, 0, 5, 5],
            "about": [2, 0, 0, 0, 0],
        }
    )
    made = Results(few_rows, read_codes(few_rows))
    setting = civic_falls.Setting(EVERYTHING, made.codes, {"indicator": INDEX}, made.table)
    (row,) = civic_falls.by_region(states, setting).to_dict("records")
    assert row == dict(region="asia", states=5, fell=3, rose=1, disagreeing=0, unchanged=1, fell_asked=1, unasked=1)  # noqa: C408


@pytest.mark.parametrize(
    "row",
    [
        "freedom_house values ('KEN', 2015, 'PF', 2, 9, 3, 3, 2)",
        "freedom_house values ('KEN', 2015, 'PF', 5, 9, 3, 3, 3)",
        "nhri_accreditation values ('KEN', 2021, 'C')",
        "internet_shutdown values ('GHA', 2021, 1, 2)",
        "internet_shutdown values ('GHA', 2021, 0, 0)",
        "denominator values ('GHA', 2021, 1, 'middle')",
        "request values (28, 'GHA', 'FRA', 1, 2)",
    ],
)
def test_the_schema_refuses_what_a_source_cannot_say(invented, row):
    with pytest.raises(database.Error, match=r"(?i)check constraint"):
        invented.execute(f"insert into {row}")


# Read


def test_an_edition_of_freedom_house_is_about_the_year_before_it():
    source = next(each for each in sources_of.SOURCES if each.source == "freedom_house")
    raw = dict.fromkeys(("D1", "E", "E1", "E2", "E3"), "2") | {"iso3": "KEN", "Edition": "2025", "Status": "PF"}
    assert sources_of.read([source.ours(raw)], source, ["KEN"]).rows == [("KEN", "2024", "PF", *"22222")]


def test_an_income_group_that_has_no_code_is_refused():
    source = next(each for each in sources_of.SOURCES if each.source == "income_groups")
    rows = [
        {"iso3": "KEN", "year": year, "income_group": group}
        for year, group in zip("12", ("Low income", "Rich"), strict=True)
    ]
    found = sources_of.read([source.ours(row) for row in rows], source, ["KEN"])
    assert found.rows == [("KEN", "1", "low")]
    assert "income_group 'Rich' is not one of low," in found.refused[0].reason


# As the files say, read by hand


def only(rows, **where):
    """The one row of a table where columns have these values, without them."""
    for name, value in where.items():
        rows = rows[rows[name] == value]
    (row,) = rows.drop(columns=[*where, "region"]).to_numpy().tolist()
    return row


@pytest.mark.parametrize(
    ("iso3", "year", "values"),
    [
        ("NIC", 2014, [0.386, 6, 2, 2, 2, 2, "PF"]),
        ("NIC", 2023, [0.061, 2, 0, 0, 2, 0, "NF"]),
        ("HUN", 2014, [0.647, 11, 4, 3, 4, 3, "F"]),
    ],
)
def test_the_judgements_are_those_of_the_files(table, iso3, year, values):
    assert only(table("civic_space_judgements"), iso3=iso3, year=year) == values


def test_freedom_house_reaches_a_year_further_and_judges_small_states(table):
    rows = table("civic_space_judgements")
    assert only(rows, iso3="TON", year=2024)[1:] == [11, 4, 4, 3, 2, "F"]
    assert only(rows, iso3="HUN", year=2024)[1:] == [8, 3, 2, 3, 2, "PF"]
    judged = rows[rows["e"].notna()]
    assert (len(judged), judged["iso3"].nunique(), judged["year"].min(), judged["year"].max()) == (
        2_509,
        193,
        2012,
        2024,
    )
    assert rows["value"].notna().sum() == 3_091


def test_the_falls_of_known_states_are_those_of_the_files(table):
    rows = table("civic_space_falls").set_index("iso3")
    names = ["first_value", "last_value", "change", "first_score", "last_score", "score_change", "disagree"]
    assert rows.loc["NIC", names].to_list() == [0.386, 0.061, -0.325, 6, 2, -4, False]
    assert rows.loc["COG", names[:3]].to_list() == [0.17, 0.211, 0.041]
    assert rows.loc["COG", "disagree"]
    assert pd.isna(rows.loc["TON", "disagree"])
    assert (set(rows["last_year"].dropna()), set(rows["last_score_year"])) == ({2023}, {2024})
    assert (rows["change"].notna().sum(), rows["score_change"].notna().sum()) == (172, 193)


def test_two_sources_on_institutions_agree_on_the_year_that_both_have(table):
    """README of the sources: the later file agrees with the SDG file on all 115 states of 2019."""
    rows = table("nhri_over_time")
    both = (
        rows[rows["year"] == 2019].pivot_table(index="iso3", columns="source", values="status", aggfunc="max").dropna()
    )
    assert len(both) == 115
    in_later_words = both["nhri_status"].replace({"C": "D", "none": "D"})
    assert (in_later_words == both["nhri_accreditation"]).all()
    assert only(rows, iso3="AFG", year=2025, source="nhri_accreditation") == ["D"]
    assert only(rows, iso3="PRY", year=2019, source="nhri_accreditation") == ["B"]
    assert rows["source"].value_counts().to_dict() == {"nhri_status": 1_466, "nhri_accreditation": 1_351}


def test_shutdowns_are_records_of_94_states(table):
    rows = table("internet_shutdowns")
    assert (rows["iso3"].nunique(), len(rows), rows["year"].min(), rows["year"].max()) == (94, 369, 2016, 2025)
    assert only(rows, iso3="IND", year=2025) == [65, 60]
    assert only(rows, iso3="IRN", year=2020) == [4, 1]
    assert "DEU" not in set(rows["iso3"])


def test_denominators_are_whole_for_all_member_states(table):
    rows = table("denominators")
    assert (rows["iso3"].nunique(), len(rows), rows["year"].max()) == (193, 193 * 25, 2024)
    assert rows[["population", "income_group"]].notna().all(axis=None)
    assert only(rows, iso3="KEN", year=2024) == [56_432_944, "lower_middle"]
    assert only(rows, iso3="GTM", year=2014) == [15_681_725, "lower_middle"]
    assert only(rows, iso3="CHN", year=2024) == [1_408_975_000, "upper_middle"]
    assert only(rows, iso3="TUV", year=2024) == [9_646, "upper_middle"]
