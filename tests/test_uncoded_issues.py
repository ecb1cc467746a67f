"""A session whose issues the source has not coded counts in every answer and in no share by issue, never as zero."""

import pytest
from conftest import few_rows_and

from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.findings import dataset
from analytics.results import Results
from analytics.text import languages, text

UNCODED = """
insert into recommendation values
    (11, 'invented', 'key-11', 14, 'KEN', 'FRA', 'accepted', 'Accepted', 5, null),
    (12, 'invented', 'key-12', 14, 'KEN', 'GHA', 'noted', 'Noted', 5, null);
insert into review values ('KEN', 14, null);
"""


@pytest.fixture(scope="module")
def uncoded():
    """The ten invented recommendations, and two of session 14 to Kenya without issues."""
    with few_rows_and(UNCODED) as connection:
        yield Results(connection, read_codes(connection))


def of_kenya(results, name, column, **more):
    rows = results.table(name, Filters(), **more)
    return rows.set_index("iso3").loc["KEN", column].sum()


def test_answers_count_them(uncoded):
    assert of_kenya(uncoded, "received_by_state", "recommendations") == 6
    assert of_kenya(uncoded, "counts", "answered") == 5


def test_shares_by_issue_leave_them_out(uncoded):
    """Four of the six are coded, two of these are on torture: a share of 2 in 4, not of 2 in 6."""
    assert of_kenya(uncoded, "all_issues_by_state", "recommendations") == 4
    assert of_kenya(uncoded, "on_issue_by_state", "recommendations", about="torture") == 4
    assert of_kenya(uncoded, "on_issue_by_state", "about_share", about="torture") == 0.5
    assert of_kenya(uncoded, "issues_by_review", "recommendations", about="torture") == 4


def test_the_sessions_are_known_and_named_on_cards_in_every_language(uncoded, codes):
    assert uncoded.codes.uncoded == (14,)
    assert codes.uncoded == (27,)
    for language in languages():
        assert "27" in dataset.blanks(codes, text(language))["uncoded"]
    with few_rows_and() as connection:
        assert dataset.blanks(read_codes(connection), text("en"))["uncoded"] == ""
