"""Subjects over time: counted on invented rows by hand, with and without the requests of later sessions."""

import pytest
from app_support import behind, card_figures, opened, traces, with_open, words
from conftest import few_rows_and
from test_requests import INVENTED

from analytics import database
from analytics.charts import subjects as charts
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.results import Results
from analytics.text import languages, text

PAGE = "pages/issues.py"
EN = text("en")
SUBJECTS = """
insert into flag values
    ('walls', 'subjects', 2, null, 'Walls.', '3'), ('doors', 'subjects', 1, null, 'Doors.', '3'),
    ('room', 'civil_society', 1, null, 'Room.', '1'), ('names', 'civil_society', 2, null, 'Names.', '1');
insert into lens_score values
    ('doors', 'all', 'precision', 0.85, 0.7, 0.95, 20), ('doors', 'all', 'recall', 0.9, 0.8, 0.95, 20),
    ('walls', 'all', 'precision', 0.9, 0.8, 1, 20), ('walls', 'all', 'recall', 0.5, 0.3, 0.7, 20);
insert into recommendation_flag values
    (1, 'doors'), (1, 'walls'), (1, 'room'), (1, 'names'), (2, 'doors'), (3, 'room'), (4, 'doors'), (5, 'walls');
"""
LATER = f"""
{INVENTED}
insert into request_flag values (28, 'GHA', 'FRA', 'doors', 2), (28, 'GHA', 'KEN', 'doors', 1);
set variable source = 'upr_info';
"""


def counted(more, filters=Filters()):  # noqa: B008 - never changed
    with few_rows_and(f"{SUBJECTS} {more}") as connection:
        rows = database.query(connection, "subjects_asked", filters.parameters(read_codes(connection)))
    kept = rows[rows["recommendations"] > 0]
    return {
        (row.iso3, row.session, row.subject): (row.recommendations, row.total, row.unanswered)
        for row in kept.itertuples()
    }


ANSWERED = {
    ("CUB", 12, "walls"): (1, 2, False),
    ("KEN", 1, "doors"): (2, 3, False),
    ("KEN", 1, "walls"): (1, 3, False),
    ("KEN", 1, "civil_society"): (2, 3, False),  # the first row has two flags of it and counts once
    ("KEN", 13, "doors"): (1, 1, False),
}
UNANSWERED = {
    ("GHA", 28, "doors"): (3, 5, True),
    ("GHA", 28, "civil_society"): (1, 5, True),
    ("KEN", 29, "civil_society"): (1, 1, True),
}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ANSWERED | UNANSWERED),
        (Filters(sessions=(28, 28)), {key: its for key, its in UNANSWERED.items() if key[1] == 28}),
        (
            Filters(cycles=(3,), asked_by=("FRA",)),
            {
                ("GHA", 28, "doors"): (2, 3, True),
                ("GHA", 28, "civil_society"): (1, 3, True),
                ("KEN", 29, "civil_society"): (1, 1, True),
            },
        ),
        (Filters(states=("GHA",)), {key: its for key, its in UNANSWERED.items() if key[0] == "GHA"}),
        (Filters(actions=(2,)), {("CUB", 12, "walls"): (1, 1, False)}),
        (
            Filters(issues=("death-penalty",), states=("KEN",)),
            {
                ("KEN", 1, "doors"): (1, 1, False),
                ("KEN", 1, "walls"): (1, 1, False),
                ("KEN", 1, "civil_society"): (1, 1, False),
                ("KEN", 13, "doors"): (1, 1, False),
            },
        ),
    ],
    ids=str,
)
def test_requests_are_counted_beside_recommendations_and_no_issue_or_action_finds_them(filters, expected):
    assert counted(LATER, filters) == expected


def test_without_texts_that_were_read_only_the_requests_are_left():
    assert counted(f"delete from recommendation_flag; {LATER}") == UNANSWERED


def test_the_subjects_have_their_scores_and_civil_society_has_none_of_its_own():
    with few_rows_and(SUBJECTS) as connection:
        rows = database.query(connection, "subject_scores", {})
        assert database.query(connection, "later_sessions", {}).empty
    assert rows.astype(object).where(rows.notna(), None).to_numpy().tolist() == [
        ["doors", 0.85, 0.9, "3"],
        ["walls", 0.9, 0.5, "3"],
        ["civil_society", None, None, "1"],
    ]


def test_shares_per_region_and_cycle_are_pooled_over_reviews():
    with few_rows_and(f"{SUBJECTS} {LATER}") as connection:
        assert database.query(connection, "later_sessions", {}).to_numpy().tolist() == [[28, 3], [29, 3]]
        results = Results(connection, read_codes(connection))
        rows = results.table("subject_shares", Filters(), subject="doors")
    columns = [
        "region",
        "cycle",
        "first_session",
        "last_session",
        "unanswered",
        "reviews",
        "of_region",
        "recommendations",
    ]
    africa = rows[rows["region"] == "africa"]
    assert africa[columns].to_numpy().tolist() == [
        ["africa", 1, 1, 12, False, 1, 3, 2],
        ["africa", 2, 13, 13, False, 1, 1, 1],
        ["africa", 3, 28, 29, True, 2, 6, 3],
    ]
    assert africa["share"].isna().all()  # fewer than five reviews
    assert rows["rough"].all()
    assert set(rows["version"]) == {"3"}


def test_the_built_in_shares_are_those_of_the_published_totals(table):
    """61,014 recommendations and 28,917 requests; 1,294 of the requests are on the death penalty (request_flag)."""
    rows = table("subject_shares", subject="death_penalty")
    assert rows["of_region"].sum() == 61_014 + 28_917
    asked = table("subjects_asked")
    later = asked[asked["unanswered"] & (asked["subject"] == "death_penalty")]
    assert (later["total"].sum(), later["recommendations"].sum()) == (28_917, 1_294)
    assert not rows["rough"].any()
    assert table("subject_shares", subject="digital_rights")["rough"].all()
    assert not table("subject_shares", subject="civil_society")["rough"].any()


def test_only_cycles_with_requests_are_hatched(table):
    rows = table("subject_shares", subject="torture")
    drawn = charts.over_time(rows, "m49", EN)
    hatched = [trace.marker.pattern.shape == "/" for trace in drawn.data]
    assert hatched == [False, False, True] * 3
    said = [label.text for label in drawn.layout.annotations]
    assert sum("(hatched)" in each for each in said) == 3
    rough = charts.over_time(table("subject_shares", subject="digital_rights"), "m49", EN)
    assert "rough, precision 87%" in rough.layout.annotations[0].text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("subject", ["digital_rights", "civil_society"])
def test_the_page_opens_with_every_subject_in_every_language(subject, language, codes):
    at = with_open(opened(PAGE, view="subjects", subject=subject, lang=language))
    assert not at.exception
    assert not at.warning
    assert [chart.key for chart in card_figures(at)] == ["issues-subjects-figure"]
    assert len(traces(at, "issues-subjects")) == 9
    (rows,) = behind(at, "issues-subjects")
    assert len(rows) == 18
    assert {text(language)(f"subject.{each}") for each in codes.subjects} <= set(words(at.main))


def test_with_later_sessions_alone_the_page_shows_requests_and_with_an_issue_none():
    at = opened(PAGE, view="subjects", sessions="28-36")
    assert [trace["marker"]["pattern"]["shape"] for trace in traces(at, "issues-subjects")] == ["/"] * 3
    at = opened(PAGE, view="subjects", issues="death-penalty")
    assert not [trace for trace in traces(at, "issues-subjects") if "pattern" in trace["marker"]]
    assert not card_figures(opened(PAGE, view="subjects", sessions="28-36", issues="death-penalty"))
