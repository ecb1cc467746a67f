"""What each column is: every column of every result is known, holds what is said of it, and is written by it."""

import zipfile
from io import BytesIO

import numpy as np
import pandas as pd
import pytest

from analytics import columns, query
from analytics.codes import read_codes
from analytics.columns import Kind
from analytics.exports import csv, xlsx
from analytics.filters import Filters
from analytics.findings import countries, lobbying
from analytics.results import Results, results
from analytics.results.submissions import JOINT_SHARE
from analytics.text import languages, text
from analytics.ui import tables

T = text("en")
EVERY = list(results())
OWN = {"country": "KEN", "organisation": "sexual-rights-initiative", "q": "doors"}
"""Without these some results have no rows."""
BETWEEN_0_AND_1 = (
    *("first_value", "last_value", "least", "mean", "middle_lower", "middle_upper", "most"),  # indices of V-Dem
    *("value", "value_lower", "value_upper"),
    *("rho", "rho_lower", "rho_upper", "ratio", "ratio_lower", "ratio_upper", "expected"),
    *("median_gap", "median_gap_lower", "median_gap_upper"),
    *("odds_lower", "odds_ratio", "odds_upper", "q", "weight"),
)
"""Numbers that can all lie between 0 and 1 and are no shares."""


@pytest.fixture(scope="module")
def of_few_rows(few_rows):
    """Every result on the ten invented recommendations."""
    asked = Results(few_rows, read_codes(few_rows))
    return asked.table


@pytest.fixture(params=["the embedded facts", "ten invented rows"])
def rows_of(request, table, of_few_rows):
    """A result on the embedded facts, and on few rows."""
    return table if request.param == "the embedded facts" else of_few_rows


def holds(column, cells):
    """Whether known cells are what the column says."""
    if column.kind is Kind.FLAG:
        return cells.map(lambda cell: isinstance(cell, (bool, np.bool_))).all()
    numeric = cells.map(lambda cell: isinstance(cell, (int, float, np.number)) and not isinstance(cell, bool))
    if column.kind in {Kind.CODE, Kind.TEXT, Kind.LINK}:
        return not numeric.any() and (column.kind is not Kind.LINK or cells.str.match("https?://").all())
    if not numeric.all():
        return False
    if column.kind in columns.WHOLE:
        return (cells.astype(float) % 1 == 0).all()
    if column.kind in columns.PERCENT:
        return cells.astype(float).between(-1 if column.kind is Kind.POINTS else 0, 1).all()
    return column.kind is Kind.MIXED or column.name in BETWEEN_0_AND_1 or not fractions(cells)


def fractions(cells):
    """Whether all numbers lie between 0 and 1, not all of them at an end: they may be shares."""
    inside = cells.astype(float)
    return inside.between(0, 1).all() and (inside % 1 != 0).any()


@pytest.mark.parametrize("filters", [Filters(), Filters(scheme="un", cycles=(1,), regions=("africa",))], ids=repr)
@pytest.mark.parametrize("name", EVERY)
def test_every_column_of_every_result_is_known_and_holds_what_is_said_of_it(rows_of, name, filters):
    rows = rows_of(name, filters, **OWN)
    assert [column for column in rows if column not in columns.COLUMNS] == []
    known = {column: rows[column].dropna() for column in rows}
    wrong = [column for column, cells in known.items() if len(cells) and not holds(columns.of(column, name), cells)]
    assert wrong == []


def test_nothing_is_said_of_a_column_that_no_result_has(table):
    there = {column for name in EVERY for column in table(name, **OWN)}
    beside = {column.beside for column in columns.COLUMNS.values()} - {""}
    assert set(columns.COLUMNS) - there - beside - {JOINT_SHARE, lobbying.WHY} == set()
    assert [key for key in columns.OF_RESULT if key[1] not in table(key[0], **OWN)] == []


def test_a_column_that_nobody_described_is_an_error_that_names_it():
    with pytest.raises(KeyError, match="doors"):
        columns.of("doors")
    assert columns.kind("doors") is None


def test_a_list_of_codes_names_them_in_every_language(table):
    for language in languages():
        shown = columns.named(table("received_by_state"), text(language), "m49")
        assert list(shown.columns[:3]) == ["iso3", "state", "region"]
        assert shown.set_index("iso3").loc["KEN", "region"] == text(language).region("africa", "m49")
    named = {listed for column in columns.COLUMNS.values() for listed in (column.codes, column.words)}
    assert named - {""} == set(columns.LISTS)


def test_action_categories_are_words_where_a_file_is_read():
    rows = pd.DataFrame({"action_category": [1, 5, 0]})
    assert columns.named(rows, T, "m49")["action_category"].to_list() == [1, 5, 0]
    read = columns.named(rows, T, "m49", as_words=True)["action_category"]
    assert read.fillna("").to_list() == ["minimal action", "specific action", ""]


# How a kind is written


def test_a_sentence_writes_shares_as_percent_and_counts_with_marks():
    assert columns.written("rate", 0.7763, T) == "77.6%"
    assert columns.written("rate", 0.7763, T, 0) == "78%"
    assert columns.written("recommendations", 41_066, T) == "41,066"
    assert columns.written("members", 4.26, T, 1) == "4.3"


def test_a_page_writes_every_share_as_percent_and_no_year_with_a_mark():
    formats = {
        column.kind: tables.column_config(pd.DataFrame({name: [0.5]}), name, "")["type_config"]["format"]
        for name, column in columns.COLUMNS.items()
        if column.kind is not Kind.LINK
    }
    assert {kind for kind, form in formats.items() if form == "percent"} == {Kind.SHARE, Kind.POINTS}
    assert formats[Kind.ORDINAL] == "%d"


def test_the_command_line_writes_shares_as_percent_in_tables_only(capsys):
    # 17,369 recommendations, rate 0.7688, standard error 0.0167 (DOMAIN.md: export of 2018, sessions 1-27)
    query.main(["acceptance_by_region"])
    printed = capsys.readouterr().out.splitlines()
    assert printed[1].split()[:6] == ["Africa", "54", "17369", "13354", "76.9%", "1.7%"]
    query.main(["acceptance_by_region", "--format", "csv"])
    assert capsys.readouterr().out.splitlines()[1].startswith("Africa,54,17369,13354,0.7688")


def test_an_excel_file_keeps_the_number_and_shows_it_by_its_kind():
    rows = pd.DataFrame({"rate": [0.7763], "year": [2011], "recommendations": [41_066], "value": [0.448]})
    with zipfile.ZipFile(BytesIO(xlsx.write({"data": rows}, {}, {"rate": "Accepted (share)"}))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
        assert "Accepted (share)" in book.read("xl/sharedStrings.xml").decode()
    assert all(f"<v>{number}</v>" in sheet for number in (0.7763, 2011, 41066, 0.448))
    assert 'formatCode="0.0%"' in styles


def test_a_csv_file_has_years_and_counts_without_decimals_and_shares_as_numbers():
    rows = pd.DataFrame({"year": [2011.0, np.nan], "declared": [8, np.nan], "rate": [0.5, np.nan], "value": [1.0, 0.5]})
    assert csv.write(rows).decode("utf-8-sig").splitlines() == ["year,declared,rate,value", "2011,8,0.5,1.0", ",,,0.5"]


def test_a_mean_is_written_by_what_it_is_a_mean_of():
    rows = pd.DataFrame(
        {"coalition_measure": ["members", "joint_share", "members"], "mean_of_reviews": [4.26, 0.776, np.nan]}
    )
    shown = columns.named(rows, T, "m49", as_words=True)["mean_of_reviews"]
    assert (shown.to_list()[:2], shown.isna().to_list()) == (["4.3", "77.6%"], [False, False, True])
    assert columns.named(rows, T, "m49")["mean_of_reviews"].to_list()[:2] == [4.26, 0.776]


def test_a_heading_gives_rates_as_they_were_counted():
    rows = pd.DataFrame(
        {
            "iso3": ["KEN", "CUB"],
            "recommendations": [20, 400],
            "rate": [1.0, 0.9],
            "shrunken": [0.8, 0.9],
            "correction": [None, None],
        }
    )
    said = countries.ranked(rows, "rate", T, "torture")
    assert said.heading == "Acceptance is highest in Kenya (100.0%) and lowest in Cuba (90.0%)."
    assert "80.0%" not in said.whole
    assert "Kenya (100.0% of 20)" in said.whole
