"""`python -m analytics.update upr-info` against a server on this machine that replays the producers’ answers."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from source_server import Trap
from update_support import rows, table

from analytics.fetching.polite import user_agent
from analytics.sources import recognise

ROOT = Path(__file__).resolve().parents[1]


# What is asked, and what comes of it


def test_sessions_land_in_files_that_the_readers_recognise(source, run, tmp_path):
    source.fill(s43=3, s44=5)
    code, said, _ = run("upr-info", "--page", "2")
    assert code == 0
    assert table(said) == {43: (3, 3, 0, 0, 0), 44: (5, 5, 0, 0, 0)}
    assert said.splitlines()[-1] == f"To load them: python -m analytics.load {tmp_path}/session-*.json"
    reading = recognise.read_any(tmp_path / "session-44.json")
    assert reading.format.code == "uwazi_json"
    read = list(reading.rows)
    assert [row.identity for row in read] == [f"r44-{number}" for number in range(5)]
    assert {row.session for row in read} == {"44 - November 2023"}
    assert "_explanation" not in rows(tmp_path, 44)["r44-0"]


def test_the_guest_says_who_it_is_asks_in_english_and_rests(source, run, waits):
    source.fill(s44=5)
    run("upr-info", "--page", "2")
    assert {headers["User-Agent"] for _, headers in source.requests} == {user_agent()}
    assert user_agent().startswith("upr-regional-atlas/0.")
    assert {headers["Accept-Language"] for _, headers in source.requests} == {"en"}
    assert waits == [0.5] * (len(source.requests) - 1)
    assert source.searches() == [({"session": {"values": ["id-44"]}}, start) for start in (0, 2, 4)]
    assert not source.asked("searchTerm")


def test_only_the_sessions_asked_for_are_fetched(source, run, tmp_path):
    source.fill(s1=1, s2=1, s3=1, s44=1)
    assert run("upr-info", "--sessions", "2-3,44")[0] == 0
    assert sorted(path.name for path in tmp_path.glob("session-*")) == [
        "session-02.json",
        "session-03.json",
        "session-44.json",
    ]


def test_a_session_that_is_not_listed_is_refused_before_anything_is_fetched(source, run):
    source.fill(s1=1, s2=1)
    code, _, aside = run("upr-info", "--sessions", "1,60")
    assert (code, aside) == (1, "The database lists no session 60. It lists: 1, 2.\n")
    assert source.searches() == []


def test_what_changed_is_said_per_session(source, run, tmp_path):
    source.fill(s43=2, s44=4)
    run("upr-info")
    before = (tmp_path / "session-43.json").stat().st_ino
    source.rows = [row for row in source.rows if row["sharedId"] != "r44-0"]
    source.rows[-1]["metadata"]["response"] = [{"value": "n", "label": "Noted"}]
    source.add("r44-9", 44)
    _, said, _ = run("upr-info")
    assert table(said) == {43: (2, 0, 0, 0, 2), 44: (4, 1, 1, 1, 2)}
    assert (tmp_path / "session-43.json").stat().st_ino == before
    assert rows(tmp_path, 44)["r44-3"]["metadata"]["response"][0]["label"] == "Noted"


def test_what_has_not_changed_is_not_sent_again_and_nothing_is_believed_unasked(source, run):
    source.fill(s44=2)
    source.traps.append(Trap(headers={"Cache-Control": "max-age=1000"}, words="/api/search"))
    run("upr-info")
    asked = len(source.requests)
    run("upr-info")
    assert len(source.requests) == 2 * asked
    assert all("If-None-Match" in headers for _, headers in source.requests[asked:])
    for words in ("first", "second"):
        source.rows[0]["metadata"]["recommendation"] = [{"value": f"Invented words, {words} change"}]
        _, said, _ = run("upr-info")
        assert table(said) == {44: (2, 0, 1, 0, 1)}


def test_a_dry_run_says_what_is_at_the_source_and_what_is_here(source, run, tmp_path):
    source.fill(s43=3, s44=5)
    run("upr-info", "--sessions", "43")
    day = datetime.now(UTC).date().isoformat()
    code, said, _ = run("upr-info", "--dry-run")
    assert (code, said.splitlines()) == (
        0,
        [
            f"43 - November 2023: 3 rows; 3 rows of {day} are there",
            "44 - November 2023: 5 rows; not there",
        ],
    )
    assert not (tmp_path / "session-44.json").exists()


# Traps of the API


def test_a_session_beyond_the_window_is_read_state_by_state(source, run, tmp_path):
    source.window = 10
    source.fill(s44=24)
    source.add("nobody", 44, state_under_review=None)
    source.add("empty", 44, state_under_review=[])
    code, said, _ = run("upr-info", "--page", "4")
    assert (code, table(said)) == (0, {44: (26, 26, 0, 0, 0)})
    assert {"nobody", "empty"} < rows(tmp_path, 44).keys()
    by_state = [filters.get("state_under_review", {}).get("values") for filters, _ in source.searches()]
    assert [each for each in by_state if each][-1] == ["missing"]
    assert "or more, read by state" in run("upr-info", "--dry-run")[1]


def test_a_state_that_fills_the_window_is_refused(source, run, tmp_path):
    source.window = 4
    source.fill(s44=24)
    code, _, aside = run("upr-info", "--page", "4")
    assert code == 1
    assert "Session 44 has 10,000 rows or more on one state" in aside
    assert not list(tmp_path.glob("session-*"))


def test_values_that_are_empty_or_missing_are_kept(source, run, tmp_path):
    source.fill(s44=1)
    source.add("without", 44, issues=[], action_category=None, session=[{"value": "id-44"}])
    assert run("upr-info")[0] == 0
    assert rows(tmp_path, 44)["without"]["metadata"]["issues"] == []


def test_an_id_that_comes_twice_is_kept_once_and_reported(source, run, tmp_path):
    source.fill(s44=4)
    source.rows.insert(1, source.rows[0])
    code, said, _ = run("upr-info")
    assert (code, len(rows(tmp_path, 44))) == (0, 4)
    assert "ids that came twice, kept once: 1" in said


def test_an_id_that_always_comes_on_two_pages_is_kept_once_after_reading_again(source, run, tmp_path):
    source.fill(s44=4)
    source.rows.append(source.rows[0])
    code, said, _ = run("upr-info", "--page", "2")
    assert (code, len(rows(tmp_path, 44))) == (0, 4)
    assert "ids that came twice, kept once: 1" in said
    assert sum(start == 0 and len(filters) == 1 for filters, start in source.searches()) == 3


@pytest.mark.parametrize("happens", ["a record is added", "a record is removed", "the pages shift"])
def test_a_session_that_changes_while_it_is_read_is_read_again(source, run, tmp_path, happens):
    source.fill(s44=6)
    source.labels["id-44"] = "44 - November 2023"
    pending = [happens]

    def before_page(start):
        if start == 2 and pending:
            pending.pop()
            if happens == "a record is added":
                source.add("late", 44)
                source.rows.insert(0, source.rows.pop())
            elif happens == "a record is removed":
                del source.rows[0]
            else:
                source.rows.insert(0, source.rows.pop())

    source.before_page = before_page
    code, said, _ = run("upr-info", "--page", "2")
    assert code == 0
    assert set(rows(tmp_path, 44)) == {row["sharedId"] for row in source.rows}
    assert "twice" not in said
    assert [start for _, start in source.searches()].count(0) == 2


def test_a_session_that_never_holds_still_is_named_and_the_others_are_kept(source, run, tmp_path):
    source.fill(s43=2, s44=6)
    (tmp_path / "session-44.json").write_text('{"rows": [], "totalRows": 0}', encoding="utf-8")

    def before_page(start):
        if start == 2:
            source.add(f"late-{len(source.rows)}", 44)

    source.before_page = before_page
    code, said, aside = run("upr-info", "--page", "2")
    assert code == 1
    assert "Session 44 changed each of the 4 times it was read" in aside
    assert table(said) == {43: (2, 2, 0, 0, 0)}
    assert rows(tmp_path, 44) == {}
    source.before_page = None
    asked = len(source.requests)
    _, said, _ = run("upr-info")
    assert "not asked for again: 1." in said
    assert all("id-44" in path for path, _ in source.requests[asked:] if "/search" in path)


def test_ids_that_the_database_does_not_know_are_an_error_and_never_an_empty_session(source, run, tmp_path):
    source.fill(s43=2, s44=2)
    run("upr-info")
    source.unknown_ids = True
    code, said, aside = run("upr-info")
    assert code == 1
    assert "Session 44 answered with no row at all, as the database does for an id that it does not know" in aside
    assert "The 2 rows fetched before are kept." in aside
    assert "To load" not in said
    assert len(rows(tmp_path, 44)) == 2


def test_a_session_to_come_has_no_rows_yet_and_a_hole_is_an_error(source, run):
    source.fill(s43=0, s44=2, s90=0)
    source.labels["id-90"] = "90 - November 2090"
    code, said, aside = run("upr-info")
    assert code == 1
    assert "Listed, but without rows yet: session 90." in said
    assert aside.startswith("Session 43 answered with no row at all")
    assert "Session 90" not in aside


def test_a_list_of_ids_that_is_gone_is_an_error(source, run):
    source.fill(s44=1)
    source.only_templates = True
    code, _, aside = run("upr-info")
    assert code == 1
    assert "from which the values of 'session' come, is not in /api/thesauris" in aside


def test_a_filter_that_is_ignored_is_noticed(source, run, tmp_path):
    source.fill(s43=2, s44=2)
    source.matches = lambda *_: True
    code, _, aside = run("upr-info")
    assert code == 1
    assert "rows of '44 - November 2023' that were not asked for" in aside
    assert not list(tmp_path.glob("session-*"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"data": []}, "does not answer with rows and totalRows any more, but: data."),
        ({"rows": [{"title": "x"}], "totalRows": 1}, "a record without an id"),
        ({"rows": [{"sharedId": "x", "language": "es"}], "totalRows": 1}, "answers in 'es'"),
    ],
)
def test_an_answer_of_another_shape_is_named(source, run, content, sentence):
    source.fill(s44=1)
    source.traps.append(Trap(body=json.dumps(content).encode(), words="/search"))
    code, _, aside = run("upr-info")
    assert (code, sentence in aside) == (1, True)
