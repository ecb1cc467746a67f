"""Decades from now: a recommendation of session 120, in cycle 8, is read, counted and selected as any other."""

import pytest
from conftest import few_rows_and

from analytics.codes import read_codes
from analytics.filters import Filters, decode
from analytics.results import Results
from analytics.sources.ohchr import SESSION_IN_NAME
from analytics.sources.recommendations import session_number
from analytics.sources.summaries.lists import SYMBOL
from analytics.sources.summaries.reader import NAME_OF_FILE

FAR = """
insert into session by name select 120 as session, 8 as cycle, 2049 as year;
insert into issue values ('civil-society', 'Civil society');
insert into issue_family values ('civil-society', 'civic-space', 'ours');
insert into recommendation values
    (11, 'invented', 'key-11', 120, 'KEN', 'FRA', 'accepted', 'Accepted', 5, null),
    (12, 'invented', 'key-12', 120, 'KEN', 'GHA', 'noted', 'Noted', 4, null);
insert into recommendation_issue values (11, 'civil-society'), (11, 'torture'), (12, 'torture');
insert into review values ('KEN', 120, null);
"""
SELECTIONS = {
    "everything": Filters(),
    "the session": Filters(sessions=(120, 120)),
    "its cycle": Filters(cycles=(8,)),
    "a range": Filters(sessions=(14, 120)),
}


@pytest.fixture(scope="module")
def far():
    """The ten invented recommendations, and two of session 120 to Kenya."""
    with few_rows_and(FAR) as connection:
        yield Results(connection, read_codes(connection))


@pytest.mark.parametrize("filters", SELECTIONS.values(), ids=list(SELECTIONS))
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("received_by_state", {"recommendations": 2, "answered": 2, "accepted": 1}),
        ("counts", {"session": 120, "cycle": 8, "recommendations": 1}),
        ("totals", {"recommendations": 2, "states": 1, "reviews": 1}),
        ("all_issues_by_state", {"iso3": "KEN", "reviews": 1, "recommendations": 2}),
        ("issues_by_state", {"iso3": "KEN", "issue": "torture", "reviews": 1, "recommendations": 2}),
        ("issues_by_review", {"cycle": 8, "third": 3, "session": 120, "issues": "torture", "recommendations": 2}),
        ("families_by_state", {"iso3": "KEN", "family": "physical-integrity", "recommendations": 2}),
        ("on_issue_by_state", {"iso3": "KEN", "recommendations": 2, "about_issue": 2}),
        ("acceptance_by_asker", {"iso3": "KEN", "answered": 1, "accepted": 1}),
        ("strata", {"iso3": "KEN", "session": 120, "cycle": 8, "answered": 1, "accepted": 1}),
        ("peers_by_review", {"iso3": "KEN", "session": 120, "recommendations": 2, "askers": 2}),
        ("civic_space_of_reviews", {"iso3": "KEN", "session": 120, "year": 2049}),
        ("civil_society_by_review", {"iso3": "KEN", "session": 120, "cycle": 8, "about": 1, "askers_about": 1}),
        ("flags_by_state", {"iso3": "KEN", "flag": "tagged", "recommendations": 1}),
        ("peers", {"iso3": "KEN", "recommendations": 2}),
        ("state_pairs", {"recommending_state": "FRA", "state_under_review": "KEN", "recommendations": 1}),
        ("actions_by_asker", {"recommending_state": "FRA", "action_category": 5, "recommendations": 1}),
        ("calendar", {"session": 120, "cycle": 8, "third": 3}),
        ("sessions", {"session": 120, "cycle": 8, "year": 2049, "recommendations": 2}),
    ],
)
def test_a_recommendation_of_session_120_is_counted_everywhere(far, name, expected, filters):
    before = {
        "received_by_state": {"recommendations": 4, "answered": 3, "accepted": 1},
        "totals": {"recommendations": 10, "states": 5, "reviews": 6},
        "all_issues_by_state": {"reviews": 2, "recommendations": 4},
        "issues_by_state": {"reviews": 1, "recommendations": 2},
        "families_by_state": {"recommendations": 3},
        "on_issue_by_state": {"recommendations": 4, "about_issue": 2},
        "acceptance_by_asker": {"answered": 1, "accepted": 1},
        "peers": {"recommendations": 4},
        "state_pairs": {"recommendations": 1},
        "actions_by_asker": {"recommendations": 1},
    }
    if filters == Filters():
        for column, number in before.get(name, {}).items():
            expected = expected | {column: expected[column] + number if column != "states" else number}
    rows = far.table(name, filters, about="torture", country="KEN")
    found = [{column: getattr(row, column) for column in expected} for row in rows.itertuples()]
    assert expected in found


@pytest.mark.parametrize("link", [{"sessions": "120"}, {"sessions": "14-120"}, {"cycles": "8"}])
def test_session_120_and_its_cycle_can_be_asked_for_in_a_link(far, link):
    filters, problems = decode(link, far.codes)
    assert problems == []
    assert far.table("totals", filters)["recommendations"].item() == 2


def test_a_choice_of_other_sessions_leaves_session_120_out(far):
    assert far.table("totals", Filters(sessions=(1, 119)))["recommendations"].item() == 10
    assert far.codes.calendar[120] == (8, 3)
    assert far.codes.cycle_of[120] == 8


@pytest.mark.parametrize("written", ["120", "Session 120", "120th session", "S120", "Cycle 8 - Session 120"])
def test_session_120_is_read_as_people_write_it(written):
    assert session_number(written) == 120


def test_session_120_is_read_from_symbols_and_names_of_files():
    assert SYMBOL.findall("see A/HRC/WG.6/120/KEN/3, page 2") == [("120", "KEN")]
    assert NAME_OF_FILE.search("A_HRC_WG.6_120_KEN_3.pdf").groups() == ("120", "KEN")
    assert SESSION_IN_NAME.search("UPR120_Kenya_matrix.docx")[1] == "120"
