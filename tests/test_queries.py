"""Each named query on ten invented recommendations (fixtures/few_rows.sql): the whole result, counted by hand."""

from functools import partial

import pytest
from conftest import few_rows_and

from analytics import database
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.results import Results

EVERYTHING = Filters()
OWN = {"about": "torture"}
COUNTS = "iso3 region session cycle action_category recommendations answered accepted correction"


def rows_of(connection, name, filters=EVERYTHING, **own):
    """Column names and rows of a query under filters; what is absent is None."""
    found = database.query(connection, name, {**filters.parameters(read_codes(connection)), **OWN, **own})
    cells = found.astype(object).where(found.notna(), None)
    return list(found.columns), [tuple(row) for row in cells.itertuples(index=False)]


@pytest.fixture
def ask(few_rows):
    """Asks the ten rows."""
    return partial(rows_of, few_rows)


def test_counts_are_one_row_per_review_and_action(ask):
    assert ask("counts") == (
        COUNTS.split(),
        [
            ("ARM", "asia", 12, 1, 5, 1, 1, 0, None),
            ("CUB", "lac", 12, 1, 2, 1, 1, 1, None),
            ("CUB", "lac", 12, 1, 5, 1, 1, 0, None),
            ("ISR", "asia", 13, 2, 1, 1, 1, 1, None),
            ("ISR", "asia", 13, 2, 5, 1, 1, 0, None),
            ("KEN", "africa", 1, 1, 3, 1, 1, 0, "nobody-asked"),
            ("KEN", "africa", 1, 1, 4, 1, 1, 0, None),
            ("KEN", "africa", 1, 1, 5, 1, 1, 1, None),
            ("KEN", "africa", 13, 2, 5, 1, 0, 0, None),
            ("TON", "oceania", 13, 2, 4, 1, 0, 0, None),
        ],
    )


def test_counts_add_up_recommendations_of_one_review_and_action(few_rows_to_change):
    few_rows_to_change.execute("""insert into selectable by name
        select * replace (11 as recommendation, 'noted' as response) from selectable where recommendation = 1
        union all
        select * replace (12 as recommendation, 'pending' as response) from selectable where recommendation = 1""")
    _, rows = rows_of(few_rows_to_change, "counts", Filters(states=("KEN",), cycles=(1,), actions=(5,)))
    assert rows == [("KEN", "africa", 1, 1, 5, 3, 2, 1, None)]


NOBODY = [("FRA", 0, 0, 0), ("GHA", 0, 0, 0)]
OF_EVERYTHING = [("ARM", 1, 1, 0), ("CUB", 2, 2, 1), *NOBODY, ("ISR", 2, 2, 1), ("KEN", 4, 3, 1), ("TON", 1, 0, 0)]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), OF_EVERYTHING),
        (Filters(scheme="un"), OF_EVERYTHING),
        (Filters(regions=("africa",)), [("GHA", 0, 0, 0), ("KEN", 4, 3, 1)]),
        (Filters(regions=("asia",)), [("ARM", 1, 1, 0), ("ISR", 2, 2, 1)]),
        (Filters(scheme="un", regions=("asia",)), [("TON", 1, 0, 0)]),
        (Filters(scheme="un", regions=("weog",)), [("FRA", 0, 0, 0), ("ISR", 2, 2, 1)]),
        (Filters(regions=("europe", "lac")), [("CUB", 2, 2, 1), ("FRA", 0, 0, 0)]),
        (Filters(subregions=("western-asia", "polynesia")), [("ARM", 1, 1, 0), ("ISR", 2, 2, 1), ("TON", 1, 0, 0)]),
        (Filters(states=("KEN", "CUB")), [("CUB", 2, 2, 1), ("KEN", 4, 3, 1)]),
        (Filters(regions=("africa",), states=("CUB",)), []),
        (Filters(states=("KEN",), cycles=(1,)), [("KEN", 3, 3, 1)]),
        (Filters(states=("KEN",), cycles=(1, 2)), [("KEN", 4, 3, 1)]),
        (Filters(states=("CUB",), cycles=(2,)), [("CUB", 0, 0, 0)]),
        (Filters(states=("ISR", "KEN"), sessions=(12, 13)), [("ISR", 2, 2, 1), ("KEN", 1, 0, 0)]),
        (Filters(states=("ISR", "KEN"), sessions=(1, 1)), [("ISR", 0, 0, 0), ("KEN", 3, 3, 1)]),
        (Filters(states=("ISR", "KEN"), issues=("torture",)), [("ISR", 2, 2, 1), ("KEN", 2, 2, 1)]),
        (Filters(states=("ISR", "KEN"), issues=("justice", "torture")), [("ISR", 2, 2, 1), ("KEN", 3, 3, 1)]),
        (Filters(states=("CUB", "KEN"), actions=(5,)), [("CUB", 1, 1, 0), ("KEN", 2, 1, 1)]),
        (Filters(states=("CUB", "KEN"), actions=(2, 3)), [("CUB", 1, 1, 1), ("KEN", 1, 1, 0)]),
        (Filters(states=("ISR", "KEN"), asked_by=("FRA",)), [("ISR", 1, 1, 1), ("KEN", 1, 1, 1)]),
        (Filters(states=("ISR", "KEN"), asked_by=("europe",)), [("ISR", 2, 2, 1), ("KEN", 1, 1, 1)]),
        (Filters(scheme="un", states=("ISR", "KEN"), asked_by=("weog",)), [("ISR", 1, 1, 1), ("KEN", 2, 1, 1)]),
        (Filters(scheme="un", states=("ISR", "KEN"), asked_by=("observer",)), [("ISR", 1, 1, 0), ("KEN", 0, 0, 0)]),
        (Filters(states=("ISR", "KEN"), asked_by=("lac", "VAT")), [("ISR", 1, 1, 0), ("KEN", 1, 1, 0)]),
        (Filters(states=("ARM", "KEN"), acceptance="broad"), [("ARM", 1, 1, 1), ("KEN", 4, 3, 2)]),
        (Filters(states=("KEN", "TON"), cycles=(2,), acceptance="broad"), [("KEN", 1, 0, 0), ("TON", 1, 0, 0)]),
        (
            Filters(
                "un", ("africa",), ("eastern-africa",), ("KEN",), (1,), (1, 12), ("torture",), (5,), ("weog",), "broad"
            ),
            [("KEN", 1, 1, 1)],
        ),
    ],
    ids=str,
)
def test_every_filter_selects_what_it_says(few_rows, filters, expected):
    rows = Results(few_rows, read_codes(few_rows)).table("received_by_state", filters)
    numbers = rows[["iso3", "recommendations", "answered", "accepted"]]
    assert [tuple(row) for row in numbers.itertuples(index=False)] == expected


def test_the_region_of_a_row_is_that_of_the_scheme(few_rows):
    rows = Results(few_rows, read_codes(few_rows)).table("received_by_state", Filters(scheme="un"))
    assert dict(zip(rows["iso3"], rows["region"], strict=True)) == {
        "ARM": "eeg",
        "CUB": "lac",
        "FRA": "weog",
        "GHA": "africa",
        "ISR": "weog",
        "KEN": "africa",
        "TON": "asia",
    }


@pytest.mark.parametrize(
    ("filters", "about", "expected"),
    [
        (
            Filters(),
            "torture",
            [
                ("ARM", 1, 0, None),
                ("CUB", 2, 0, None),
                ("ISR", 2, 2, None),
                ("KEN", 4, 2, "nobody-asked"),
                ("TON", 1, 0, None),
            ],
        ),
        (
            Filters(scheme="un", states=("ISR", "KEN"), cycles=(2,)),
            "death-penalty",
            [("ISR", 2, 0, None), ("KEN", 1, 1, None)],
        ),
    ],
)
def test_recommendations_on_one_issue_are_counted_among_all_of_a_state(ask, filters, about, expected):
    assert ask("on_issue_by_state", filters, about=about) == (
        ["iso3", "recommendations", "about_issue", "correction"],
        expected,
    )


SUBJECTS = """
insert into flag values
    ('walls', 'subjects', 2, null, 'Walls.', '1'), ('doors', 'subjects', 1, null, 'Doors.', '1'),
    ('room', 'civil_society', 1, null, 'Room.', '1');
insert into recommendation_flag values
    (1, 'doors'), (1, 'walls'), (1, 'room'), (2, 'doors'), (3, 'room'), (4, 'doors'), (5, 'walls'), (7, 'room');
"""


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (
            Filters(states=("CUB", "ISR", "KEN")),
            [
                ("CUB", "lac", 12, 1, "doors", 0, 0, 0, 2),
                ("CUB", "lac", 12, 1, "walls", 1, 1, 1, 2),
                ("ISR", "asia", 13, 2, "doors", 0, 0, 0, 2),
                ("ISR", "asia", 13, 2, "walls", 0, 0, 0, 2),
                ("KEN", "africa", 1, 1, "doors", 2, 2, 1, 3),
                ("KEN", "africa", 1, 1, "walls", 1, 1, 1, 3),
                ("KEN", "africa", 13, 2, "doors", 1, 0, 0, 1),
                ("KEN", "africa", 13, 2, "walls", 0, 0, 0, 1),
            ],
        ),
        (
            Filters(scheme="un", states=("ISR", "KEN"), cycles=(1,), acceptance="broad"),
            [("KEN", "africa", 1, 1, "doors", 2, 2, 2, 3), ("KEN", "africa", 1, 1, "walls", 1, 1, 1, 3)],
        ),
        (
            Filters(scheme="un", states=("ISR", "KEN"), asked_by=("weog",), actions=(1, 5)),
            [
                ("ISR", "weog", 13, 2, "doors", 0, 0, 0, 1),
                ("ISR", "weog", 13, 2, "walls", 0, 0, 0, 1),
                ("KEN", "africa", 1, 1, "doors", 1, 1, 1, 1),
                ("KEN", "africa", 1, 1, "walls", 1, 1, 1, 1),
                ("KEN", "africa", 13, 2, "doors", 1, 0, 0, 1),
                ("KEN", "africa", 13, 2, "walls", 0, 0, 0, 1),
            ],
        ),
        (
            Filters(states=("KEN",), issues=("justice",)),
            [("KEN", "africa", 1, 1, "doors", 1, 1, 0, 1), ("KEN", "africa", 1, 1, "walls", 0, 0, 0, 1)],
        ),
        (Filters(states=("CUB",), cycles=(2,)), []),
    ],
    ids=str,
)
def test_subjects_are_counted_among_all_of_each_review(filters, expected):
    with few_rows_and(SUBJECTS) as connection:
        columns, rows = rows_of(connection, "subjects_by_review", filters)
    numbers = ["recommendations", "answered", "accepted", "total"]
    assert (columns, rows) == (["iso3", "region", "session", "cycle", "subject", *numbers], expected)


def test_regions_come_in_the_order_of_lists(ask):
    assert ask("regions") == (
        ["scheme", "region", "name", "focus"],
        [
            ("m49", "africa", "Africa", True),
            ("m49", "lac", "Latin America & Caribbean", True),
            ("m49", "asia", "Asia", True),
            ("m49", "europe", "Europe", False),
            ("m49", "oceania", "Oceania", False),
            ("un", "africa", "African Group", True),
            ("un", "lac", "GRULAC", True),
            ("un", "asia", "Asia-Pacific Group", True),
            ("un", "eeg", "Eastern European Group", False),
            ("un", "weog", "Western European and Others Group", False),
            ("un", "observer", "Observer states", False),
        ],
    )


def test_subregions_come_in_the_order_of_lists(ask):
    columns, rows = ask("subregions")
    assert columns == ["subregion", "region", "name"]
    assert rows == [
        ("western-africa", "africa", "Western Africa"),
        ("eastern-africa", "africa", "Eastern Africa"),
        ("caribbean", "lac", "Caribbean"),
        ("western-asia", "asia", "Western Asia"),
        ("southern-europe", "europe", "Southern Europe"),
        ("western-europe", "europe", "Western Europe"),
        ("polynesia", "oceania", "Polynesia"),
    ]


STATES = [
    ("ARM", "Armenia", "asia", "eeg", "western-asia", 40.0, 45.0, False, True),
    ("CUB", "Cuba", "lac", "lac", "caribbean", 21.0, -77.0, False, True),
    ("FRA", "France", "europe", "weog", "western-europe", 47.0, 3.0, False, False),
    ("GHA", "Ghana", "africa", "africa", "western-africa", 8.0, -1.0, False, False),
    ("ISR", "Israel", "asia", "weog", "western-asia", 31.0, 35.0, False, True),
    ("KEN", "Kenya", "africa", "africa", "eastern-africa", 0.0, 38.0, False, True),
    ("TON", "Tonga", "oceania", "asia", "polynesia", -21.0, -175.0, True, True),
    ("VAT", "Holy See", "europe", "observer", "southern-europe", 42.0, 12.0, True, False),
]


def test_states_say_where_they_are_drawn_and_whether_they_are_reviewed(ask):
    columns, rows = ask("states")
    assert columns == (
        [
            "iso3",
            "name",
            "m49_region",
            "un_group",
            "subregion",
            "latitude",
            "longitude",
            "small",
            "reviewed",
            "recommends",
        ]
    )
    assert [row[:-1] for row in rows] == STATES


def test_states_say_whether_they_recommend(ask):
    assert {row[0]: row[-1] for row in ask("states")[1]} == {
        "ARM": True,
        "CUB": True,
        "FRA": True,
        "GHA": True,
        "ISR": True,
        "KEN": False,
        "TON": True,
        "VAT": True,
    }


def test_sessions_are_those_with_recommendations(ask):
    assert ask("sessions") == (
        ["session", "cycle", "year", "states", "recommendations", "coded"],
        [(1, 1, 2008, 1, 3, 3), (12, 1, 2011, 2, 3, 3), (13, 2, 2012, 3, 4, 4)],
    )


def test_the_calendar_has_every_session_of_a_cycle_with_data(few_rows_to_change):
    """Cycle 1 has the sessions 1, 2 and 12 here, 2 of them without data; cycle 3 has no data at all."""
    few_rows_to_change.execute("insert into session by name select 2 as session, 1 as cycle, 2008 as year")
    few_rows_to_change.execute("insert into session by name select 40 as session, 3 as cycle, 2022 as year")
    assert rows_of(few_rows_to_change, "calendar") == (
        ["session", "cycle", "third"],
        [(1, 1, 1), (2, 1, 2), (12, 1, 3), (13, 2, 2), (14, 2, 3)],
    )


def test_issues_count_the_recommendations_that_carry_them(few_rows_to_change):
    few_rows_to_change.execute("insert into issue values ('labour', 'Labour')")
    assert rows_of(few_rows_to_change, "issues") == (
        ["issue", "name", "recommendations"],
        [
            ("death-penalty", "Death penalty", 4),
            ("justice", "Justice", 4),
            ("labour", "Labour", 0),
            ("torture", "Torture", 4),
        ],
    )


def test_corrections_are_listed_as_recorded(ask):
    assert ask("corrections") == (
        ["title", "source", "rows_met", "treatment", "reason", "correction"],
        [("Kenya, session 1", "invented", 1, "no_recommending_state", "Invented.", "nobody-asked")],
    )


def test_the_build_log_is_in_the_order_of_the_steps(ask):
    assert ask("build_log") == (
        ["position", "step", "rows_in", "rows_out", "rows_rejected", "note"],
        [(1, "first step", 11, 11, 0, "no row rejected"), (2, "second step", 11, 10, 1, "one pledge kept apart")],
    )


def test_the_source_of_the_recommendations_comes_first(ask):
    columns, rows = ask("sources")
    assert columns[:4] == ["source", "producer", "title", "citation"]
    assert [row[:4] for row in rows] == [
        ("upr_info", "Somebody", "No row", "Somebody (2021)."),
        ("invented", "Nobody", "Ten rows", "Nobody (2020). Ten rows."),
    ]


def test_a_snapshot_knows_its_version(ask):
    assert ask("snapshot") == (["data_version", "recommendations"], [("invented-1", 10)])


def test_tables_are_listed_with_their_meaning_and_rows(ask):
    columns, rows = ask("tables")
    by_name = {name: (meaning, number) for name, meaning, number in rows}
    assert columns == ["table_name", "meaning", "rows"]
    assert [name for name, *_ in rows] == sorted(by_name)
    assert by_name["recommendation"] == ("One row per recommendation and recommending state: the unit of UPR Info.", 10)
    assert {name: number for name, (_, number) in by_name.items() if name in {"state", "session", "review"}} == {
        "state": 8,
        "session": 4,
        "review": 6,
    }


def test_the_dictionary_explains_every_column_in_the_order_of_its_table(ask):
    columns, rows = ask("dictionary")
    assert columns == ["table_name", "column_name", "column_type", "meaning"]
    assert [row[1:] for row in rows if row[0] == "session"] == [
        ("session", "utinyint", "Number of the session."),
        ("cycle", "utinyint", "Cycle it belongs to; a cycle reviews every state once."),
        ("year", "usmallint", "Year it was or will be held."),
        ("start_date", "date", "First day, where a document states it."),
        ("end_date", "date", "Last day, where a document states it."),
    ]
    assert [row for row in rows if not row[3]] == []
