"""`python -m analytics.update` against a server on this machine that replays the producers' answers and every trap."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path

import pytest
import reader_support
from source_server import CHALLENGE, Trap, serving

from analytics import folders, load, update
from analytics.fetching import files, summaries, uhri
from analytics.fetching.answers import FetchError, retry_after
from analytics.fetching.polite import LONGEST_WAIT, TRIES, Polite, user_agent
from analytics.sources import recognise
from analytics.swapping import PART

ROOT = Path(__file__).resolve().parents[1]
BULK = json.dumps([{"AnnotationId": f"a{number}", "Text": "x" * 1000} for number in range(2000)]).encode()


@pytest.fixture
def served(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as found:
        yield found


@pytest.fixture
def source(served):
    return served[0]


@pytest.fixture
def waits(monkeypatch):
    """The seconds that would have been waited. No time passes."""
    seconds = []
    monkeypatch.setattr(update, "Polite", partial(Polite, sleep=seconds.append))
    return seconds


@pytest.fixture
def run(served, waits, tmp_path, capsys):
    """Run a command on the server; exit code, what it said, and what it said aside."""
    assert waits == []

    def command(*arguments, folder=tmp_path):
        path = {"uhri": "/bulk.json", "summaries": "/symbol"}.get(arguments[0], "")
        code = update.main([*arguments, "--url", served[1] + path, "--folder", str(folder), "--pause", "0.5"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def rows(folder, number):
    content = json.loads((folder / f"session-{number:02d}.json").read_text(encoding="utf-8"))
    return {row["sharedId"]: row for row in content["rows"]}


def table(said):
    """Session -> rows, new, changed, gone, unchanged of the printed table."""
    lines = [line.replace(",", "").split() for line in said.splitlines()]
    return {int(line[0]): tuple(map(int, line[1:6])) for line in lines if len(line) >= 6 and line[0].isdigit()}


# UPR Info: what is asked, and what comes of it


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


# UPR Info: traps of the API


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


# Traps of any server


@pytest.mark.parametrize(
    "passing",
    [
        (Trap(429, b"", {"Retry-After": "30"}), 30),
        (Trap(503, b"", {"Retry-After": "7"}), 7),
        (Trap(202, b""), None),
        (Trap(200, b""), None),
        (Trap(500, b"oops"), None),
        (Trap(200, b'{"rows": [{"sharedId": "r44-', {"ETag": '"bad"'}), None),
        (Trap(cut=100), None),
        (Trap(200, b"{}", {"Content-Encoding": "gzip"}), None),
    ],
    ids=["429", "503", "202 empty", "200 empty", "500", "truncated JSON", "cut in the body", "damaged compression"],
)
def test_what_may_pass_is_asked_again(source, run, waits, tmp_path, passing):
    trap, wait = passing
    source.fill(s44=3)
    trap.words = "from=2"
    source.traps.append(trap)
    code, _, aside = run("upr-info", "--page", "2")
    assert (code, len(rows(tmp_path, 44))) == (0, 3)
    assert "asking again in" in aside
    longer = [seconds for seconds in waits if seconds != 0.5]
    assert longer == [wait] if wait else 2 <= longer[0] <= 3
    # The damaged answer must not come back out of the cache, today or in the next run.
    assert run("upr-info", "--page", "2")[0] == 0
    assert len(rows(tmp_path, 44)) == 3


def test_a_date_in_retry_after_is_honoured(source, run, waits):
    source.fill(s44=1)
    until = datetime.now(UTC) + timedelta(seconds=120)
    source.traps.append(Trap(503, b"", {"Retry-After": format_datetime(until, usegmt=True)}, "/search"))
    assert run("upr-info")[0] == 0
    assert 110 < max(waits) <= 120


def test_retry_after_is_seconds_or_a_date_or_nothing():
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert retry_after({"Retry-After": "120"}) == 120
    assert retry_after({"Retry-After": "Sun, 22 Nov 2026 12:01:30 GMT"}, now) == 90
    assert retry_after({"Retry-After": "Sun, 22 Nov 2026 11:00:00 GMT"}, now) == 0
    assert retry_after({"Retry-After": "soon"}) is None
    assert retry_after({}) is None


@pytest.mark.parametrize("trap", [Trap(202, b""), Trap(200, b""), Trap(200, b'{"rows": [')], ids=str)
def test_what_does_not_pass_ends_with_one_sentence(source, run, waits, trap):
    source.fill(s44=1)
    source.traps += [Trap(trap.status, trap.body, words="/search") for _ in range(TRIES)]
    code, _, aside = run("upr-info")
    last = aside.splitlines()[-1]
    assert code == 1
    assert f"{TRIES} times. Run the same command again later" in last
    assert len(source.asked("/search")) == TRIES
    assert max(waits) <= 61


def test_a_server_that_asks_for_hours_is_left_alone(source, run, waits):
    source.fill(s44=1)
    source.traps.append(Trap(429, b"", {"Retry-After": "7200"}, "/search"))
    code, _, aside = run("upr-info")
    assert code == 1
    assert "asks to wait 120 minutes" in aside
    assert max(waits) < LONGEST_WAIT
    assert len(source.asked("/search")) == 1


@pytest.mark.parametrize("status", [403, 200])
def test_a_page_that_wants_a_browser_is_not_asked_again(source, run, status):
    source.fill(s44=1)
    source.traps.append(Trap(status, CHALLENGE, {"Content-Type": "text/html"}, "/search"))
    code, _, aside = run("upr-info")
    assert code == 1
    assert f"/api/search answered {status} with a web page instead of data" in aside
    assert len(aside.splitlines()) == 1
    assert len(source.asked("/search")) == 1


def test_a_server_that_is_not_there_is_named(waits, tmp_path, capsys):
    assert update.main(["upr-info", "--url", "http://127.0.0.1:9", "--folder", str(tmp_path)]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("127.0.0.1 could not be reached")
    assert len(waits) == 2 * TRIES - 2


def test_a_damaged_cache_is_made_anew(source, run, tmp_path):
    source.fill(s44=1)
    (tmp_path / ".http-cache.sqlite").write_bytes(b"no database" * 1000)
    code, _, aside = run("upr-info")
    assert (code, len(rows(tmp_path, 44)), aside) == (0, 1, "")
    run("upr-info")
    assert "If-None-Match" in source.requests[-1][1]


def test_a_second_update_of_the_same_folder_is_refused(run, tmp_path):
    with files.reserved(tmp_path):
        code, _, aside = run("upr-info")
    assert code == 1
    assert "Another update is writing to" in aside


def test_a_folder_that_cannot_be_made_is_named(run, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, _, aside = run("upr-info", folder=tmp_path / "file" / "folder")
    assert (code, "cannot be written to" in aside, "--folder" in aside) == (1, True, True)


# Killed


def start(url, folder, *arguments):
    command = [sys.executable, "-m", "analytics.update", *arguments, "--url", url, "--folder", str(folder)]
    return subprocess.Popen(
        [*command, "--pause", "0"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


@pytest.mark.parametrize("cut", [0, 300])
def test_killed_in_the_middle_of_a_session_it_goes_on_from_there(served, tmp_path, cut):
    source, url = served
    source.fill(s42=2, s43=6, s44=2)
    source.traps.append(Trap(words="id-43%22%5D%7D%7D&limit=2&from=4", cut=cut, hang=True))
    with start(url, tmp_path, "upr-info", "--page", "2") as process:
        assert source.hanging.wait(30)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert sorted(path.name for path in tmp_path.glob("session-*")) == ["session-42.json"]
    asked = len(source.requests)
    with start(url, tmp_path, "upr-info", "--page", "2") as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Sessions that it had finished, not asked for again: 1." in said
    assert table(said) == {42: (2, 2, 0, 0, 0), 43: (6, 6, 0, 0, 0), 44: (2, 2, 0, 0, 0)}
    again = source.requests[asked:]
    assert not [path for path, _ in again if "id-42" in path]
    assert [("If-None-Match" in headers) for path, headers in again if "id-43" in path] == [True, True, False]


@pytest.mark.parametrize("moment", ["journal", "session"])
def test_killed_between_any_two_writes_the_next_run_completes(source, run, tmp_path, monkeypatch, moment):
    source.fill(s43=2, s44=2)
    write = files.write

    def killed(path, content):
        if moment in path.name:
            beside = path.with_name(f".{path.name}{PART}")
            beside.write_bytes(content[: len(content) // 2])
            raise KeyboardInterrupt
        write(path, content)

    with monkeypatch.context() as patch:
        patch.setattr("analytics.fetching.sessions.write", killed)
        patch.setattr("analytics.fetching.files.write", killed)
        code, _, aside = run("upr-info")
    assert (code, aside) == (130, "Interrupted. What is complete is kept; the same command goes on from there.\n")
    code, said, _ = run("upr-info")
    assert (code, table(said)) == (0, {43: (2, 2, 0, 0, 0), 44: (2, 2, 0, 0, 0)})
    assert not list(tmp_path.glob(".*.part"))


def test_a_journal_of_the_day_before_yesterday_is_forgotten(source, run, tmp_path):
    source.fill(s44=2)
    run("upr-info")
    old = {"begun": (datetime.now(UTC) - timedelta(days=2)).isoformat(), "sessions": {"44": {"sha256": "x"}}}
    for content in (json.dumps(old), "[]", "{}", "damaged"):
        (tmp_path / ".journal.json").write_text(content, encoding="utf-8")
        code, said, _ = run("upr-info")
        assert (code, table(said)) == (0, {44: (2, 0, 0, 0, 2)})


def test_killed_in_the_bulk_file_it_asks_for_the_rest(served, tmp_path):
    source, url = served
    source.bulk = BULK
    source.traps.append(Trap(words="/bulk.json", cut=700_000, hang=True))
    with start(f"{url}/bulk.json", tmp_path, "uhri") as process:
        assert source.hanging.wait(30)
        part = tmp_path / "export-full-en.json.part"
        while not part.exists() or part.stat().st_size < 500_000:
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    arrived = part.stat().st_size
    with start(f"{url}/bulk.json", tmp_path, "uhri") as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert f"from byte {arrived:,} on" in said
    assert source.requests[-1][1]["Range"] == f"bytes={arrived}-"
    assert (tmp_path / "export-full-en.json").read_bytes() == BULK


# UHRI


def test_the_bulk_file_is_fetched_whole_and_then_only_when_it_changes(source, run, tmp_path):
    source.bulk = BULK
    code, said, _ = run("uhri")
    assert (code, said.splitlines()) == (
        0,
        ["Fetched 2.1 MB.", f"To load it: python -m analytics.load {tmp_path}/export-full-en.json"],
    )
    assert (tmp_path / "export-full-en.json").read_bytes() == BULK
    assert run("uhri")[1].startswith("Unchanged since the last download: 2.1 MB.")
    source.bulk = BULK.replace(b"xx", b"yy")
    assert run("uhri")[1].startswith("Fetched 2.1 MB.")
    assert (tmp_path / "export-full-en.json").read_bytes() == source.bulk
    assert sorted(path.name for path in tmp_path.iterdir() if "part" in path.name) == []


def test_a_broken_bulk_file_is_resumed_as_often_as_more_arrives(source, run, tmp_path):
    source.bulk = BULK
    source.traps += [Trap(words="/bulk.json", cut=100_000) for _ in range(12)]
    code, _, aside = run("uhri")
    assert code == 0
    assert (tmp_path / "export-full-en.json").read_bytes() == BULK
    ranges = [headers.get("Range") for _, headers in source.asked("/bulk.json")]
    assert ranges == [None, *(f"bytes={100_000 * number}-" for number in range(1, 13))]
    assert "asking again" in aside


def test_a_new_version_at_the_source_is_not_glued_to_a_part_of_the_old_one(source, run, tmp_path):
    source.bulk = BULK
    source.traps += [Trap(words="/bulk.json", cut=100_000)] + [Trap(503, b"", words="/bulk.json") for _ in range(20)]
    assert run("uhri")[0] == 1
    assert (tmp_path / "export-full-en.json.part").stat().st_size == 100_000
    source.traps.clear()
    source.bulk = BULK.replace(b"xx", b"yy")
    assert run("uhri")[0] == 0
    assert (tmp_path / "export-full-en.json").read_bytes() == source.bulk


def test_a_server_without_ranges_sends_all_again(source, run, tmp_path):
    source.bulk, source.bulk_ranges = BULK, False
    source.traps.append(Trap(words="/bulk.json", cut=100_000))
    assert run("uhri")[0] == 0
    assert (tmp_path / "export-full-en.json").read_bytes() == BULK


def test_a_part_that_lacks_nothing_is_taken(source, run, tmp_path):
    source.bulk = BULK
    assert run("uhri")[0] == 0
    (tmp_path / "export-full-en.json").rename(tmp_path / "export-full-en.json.part")
    (tmp_path / ".export-full-en.json.version").rename(tmp_path / ".export-full-en.json.part-version")
    asked = len(source.requests)
    assert run("uhri")[0] == 0
    assert (tmp_path / "export-full-en.json").read_bytes() == BULK
    assert len(source.requests) == asked + 1


@pytest.mark.parametrize(
    ("trap", "sentence"),
    [
        (Trap(403, CHALLENGE, {"Content-Type": "text/html"}), "lets only browsers through"),
        (Trap(200, CHALLENGE, {"Content-Type": "text/html"}), "lets only browsers through"),
        (Trap(200, CHALLENGE, {"Content-Type": "application/json"}), "lets only browsers through"),
        (Trap(404, b""), "is not there (answer 404)"),
        (Trap(200, b""), f"nothing in it, {TRIES} times"),
        (Trap(202, b""), "has none, 8 times"),
        (Trap(200, b'[{"a": 1}, {"a'), f"JSON that ends early, {TRIES} times"),
    ],
    ids=["403", "web page", "web page as JSON", "404", "empty", "202", "truncated"],
)
def test_what_is_no_bulk_file_leaves_the_old_one(source, run, tmp_path, trap, sentence):
    source.bulk = BULK
    assert run("uhri")[0] == 0
    source.bulk = b"[]"
    source.traps += [Trap(trap.status, trap.body, trap.headers, "/bulk.json") for _ in range(3 * TRIES)]
    code, _, aside = run("uhri")
    assert code == 1
    assert sentence in aside.splitlines()[-1]
    assert (tmp_path / "export-full-en.json").read_bytes() == BULK


def test_a_challenge_in_between_does_not_cost_what_has_arrived(source, run, tmp_path):
    source.bulk = BULK
    source.traps += [
        Trap(words="/bulk.json", cut=100_000),
        Trap(200, CHALLENGE, {"Content-Type": "text/html"}, "/bulk.json"),
    ]
    assert run("uhri")[0] == 1
    assert (tmp_path / "export-full-en.json.part").stat().st_size == 100_000
    assert "from byte 100,000 on" in run("uhri")[1]


def test_a_disk_that_is_too_small_is_named_before_the_download(source, run, tmp_path, monkeypatch):
    source.bulk = BULK
    monkeypatch.setattr(uhri, "SPARE", 10**15)
    code, _, aside = run("uhri")
    assert (code, "Make room, or choose another place" in aside) == (1, True)
    assert not (tmp_path / "export-full-en.json").exists()


def test_a_dry_run_of_the_bulk_file_asks_for_headers_only(source, run, tmp_path):
    source.bulk = BULK
    assert run("uhri", "--dry-run")[1] == "export-full-en.json: 2.1 MB; not there.\n"
    assert not (tmp_path / "export-full-en.json").exists()
    run("uhri")
    assert run("uhri", "--dry-run")[1] == "export-full-en.json: 2.1 MB; already there.\n"


def test_the_memory_of_a_bulk_download_does_not_grow_with_the_file(served, tmp_path):
    source, url = served
    source.bulk = b"[" + b" " * 60_000_000 + b"]"
    code = (
        "import resource, sys; from analytics import update; "
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; update.main(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    command = [sys.executable, "-c", code, "uhri", "--url", f"{url}/bulk.json", "--folder", str(tmp_path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert int(said.splitlines()[-1]) < 30_000  # kB


# Stakeholder summaries

PDF = b"%PDF-1.7\ninvented\n%%EOF\n"


def test_summaries_are_fetched_by_symbol_and_misses_are_reported(source, run, tmp_path):
    source.documents = {
        "A/HRC/WG.6/8/KEN/3": ("application/pdf", PDF),
        "A/HRC/WG.6/21/KEN/3": ("text/plain; charset=utf-8", b"Summary of 3 stakeholders' submissions"),
    }
    code, said, _ = run("summaries", "--states", "ken,BRA", "--sessions", "8,21")
    assert code == 0
    assert said.splitlines()[0] == "2 fetched, 0 already there, 2 not found."
    assert "BRA, session 8: no document A/HRC/WG.6/8/BRA/3." in said
    assert (tmp_path / "A_HRC_WG.6_8_KEN_3.pdf").read_bytes() == PDF
    assert (tmp_path / "A_HRC_WG.6_21_KEN_3.txt").exists()
    assert source.asked()[0][0].endswith("?s=A%2FHRC%2FWG.6%2F8%2FKEN%2F3&l=en&t=pdf")
    asked = len(source.requests)
    assert run("summaries", "--states", "KEN", "--sessions", "8,21")[1].startswith("0 fetched, 2 already there")
    assert len(source.requests) == asked


def test_what_is_fetched_loads_by_the_command_that_is_said(source, run, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("UPR_DATA", str(tmp_path / "loaded"))
    content = reader_support.summary(tmp_path / "x").read_bytes().replace(b"/44/", b"/21/")
    source.documents = {"A/HRC/WG.6/21/KEN/3": ("text/plain; charset=utf-8", content)}
    folder = tmp_path / "fetched"
    _, said, _ = run("summaries", "--states", "KEN", "--sessions", "21", folder=folder)
    command = said.splitlines()[-1].removeprefix("To load them: python -m analytics.load ")
    assert command == f"{folder}/A_HRC_WG.6_*"
    assert load.main([*map(str, folder.glob(Path(command).name)), "--yes"]) == 0
    assert "submissions, version 1: 2 new" in capsys.readouterr().out


def test_a_code_that_differs_from_the_state_s_own_is_tried_second(tmp_path):
    (tmp_path / "symbol_codes.csv").write_text(
        "iso3,session,code,source\nKEN,9,XKE,invented\nKEN,,KE,invented\n", encoding="utf-8"
    )
    assert summaries.symbols("KEN", 8, tmp_path) == ["A/HRC/WG.6/8/KEN/3", "A/HRC/WG.6/8/KE/3"]
    assert summaries.symbols("KEN", 9, tmp_path)[1] == "A/HRC/WG.6/9/XKE/3"
    assert summaries.symbols("BRA", 9, tmp_path) == ["A/HRC/WG.6/9/BRA/3"]


def test_an_alias_is_tried_where_the_state_s_own_code_has_no_document(served, tmp_path, waits):
    source, url = served
    source.documents = {"A/HRC/WG.6/8/XKE/3": ("application/pdf", PDF)}
    (tmp_path / "symbol_codes.csv").write_text("iso3,session,code,source\nKEN,8,XKE,invented\n", encoding="utf-8")
    with Polite(tmp_path, sleep=waits.append) as guest:
        report = summaries.fetch(guest, [("KEN", 8), ("KEN", 9)], tmp_path, f"{url}/symbol", tmp_path)
    assert [path.name for path in report.fetched] == ["A_HRC_WG.6_8_XKE_3.pdf"]
    assert [miss.tried for miss in report.misses] == [("A/HRC/WG.6/9/KEN/3",)]


@pytest.mark.parametrize(
    ("trap", "sentence"),
    [
        (Trap(200, CHALLENGE, {"Content-Type": "text/html"}), "lets only browsers through"),
        (Trap(403, CHALLENGE, {"Content-Type": "text/html"}), "lets only browsers through"),
        (Trap(200, b"PK\3\4", {"Content-Type": "application/zip"}), "neither a PDF nor text, but application/zip"),
    ],
)
def test_what_is_no_document_is_not_kept(source, run, tmp_path, trap, sentence):
    source.documents = {"A/HRC/WG.6/8/KEN/3": ("application/pdf", PDF)}
    source.traps.append(trap)
    code, _, aside = run("summaries", "--states", "KEN", "--sessions", "8")
    assert (code, sentence in aside) == (1, True)
    assert not list(tmp_path.glob("A_HRC*"))


STATES = [{"iso3": "KEN"}, {"iso3": "BRA"}]


def test_a_document_whose_pdf_cannot_be_read_is_asked_for_as_word(source, run, tmp_path, monkeypatch, capsys):
    word = reader_support.summary_docx(tmp_path / "x.docx").read_bytes()
    source.documents = {
        "A/HRC/WG.6/44/KEN/3": ("application/pdf", PDF),
        ("A/HRC/WG.6/44/KEN/3", "docx"): ("application/msword", word),
        "A/HRC/WG.6/44/BRA/3": ("application/pdf", PDF),
        ("A/HRC/WG.6/44/BRA/3", "docx"): ("application/msword", b"PK\3\4 and nothing else"),
        ("A/HRC/WG.6/44/BRA/3", "doc"): ("text/html", b"<!DOCTYPE html><html>No such document</html>"),
    }
    folder = tmp_path / "fetched"
    code, said, _ = run("summaries", "--states", "KEN,BRA", "--sessions", "44", folder=folder)
    assert code == 0
    assert said.splitlines()[:2] == [
        "2 fetched, 0 already there, 0 not found.",
        "  A_HRC_WG.6_44_BRA_3.pdf: no list of stakeholders can be read in it, and it is not there as Word either.",
    ]
    assert [path.split("t=")[1] for path, _ in source.asked("KEN")] == ["pdf", "docx"]
    assert [path.split("t=")[1] for path, _ in source.asked("BRA")] == ["pdf", "docx", "doc"]
    kept = sorted(path.name for path in folder.glob("*A_HRC*"))
    assert kept == ["A_HRC_WG.6_44_BRA_3.pdf", "A_HRC_WG.6_44_KEN_3.docx"]
    monkeypatch.setenv("UPR_DATA", str(tmp_path / "loaded"))
    assert load.main([str(folder / kept[1]), "--yes"]) == 0
    assert "submissions, version 1: 3 new" in capsys.readouterr().out
    asked = len(source.requests)
    assert run("summaries", "--states", "KEN,BRA", "--sessions", "44", folder=folder)[1].startswith("0 fetched, 2 alr")
    assert len(source.requests) == asked


def test_a_dry_run_of_summaries_shows_the_symbols_that_are_tried_and_asks_nothing(source, run, tmp_path, monkeypatch):
    (tmp_path / "A_HRC_WG.6_8_KEN_3.txt").write_text("invented", encoding="utf-8")
    aliases = [{"iso3": "BRA", "session": "8", "code": "XBR", "source": "invented"}]
    monkeypatch.setattr(summaries.small_tables, "read", lambda path: aliases if "symbol" in path.name else STATES)
    code, said, _ = run("summaries", "--states", "KEN,BRA", "--sessions", "8", "--dry-run")
    assert (code, source.requests) == (0, [])
    assert said.splitlines() == [
        "KEN, session 8: A/HRC/WG.6/8/KEN/3; A_HRC_WG.6_8_KEN_3.txt is there",
        "BRA, session 8: A/HRC/WG.6/8/BRA/3 or A/HRC/WG.6/8/XBR/3; not there",
        "1 would be asked for, each as .pdf, and as .docx where no list can be read in that.",
    ]


def test_a_document_that_ends_early_is_asked_for_again(source, run, tmp_path):
    source.documents = {"A/HRC/WG.6/8/KEN/3": ("application/pdf", PDF)}
    source.traps += [
        Trap(200, PDF[:12], {"Content-Type": "application/pdf"}),
        Trap(200, b""),
        Trap(404, b"", words="x"),
    ]
    assert run("summaries", "--states", "KEN", "--sessions", "8")[0] == 0
    assert (tmp_path / "A_HRC_WG.6_8_KEN_3.pdf").read_bytes() == PDF


def test_a_state_that_does_not_exist_is_refused(source, run):
    code, _, aside = run("summaries", "--states", "KEN,XXX", "--sessions", "8")
    assert (code, aside.startswith("--states does not know XXX.")) == (2, True)
    assert source.requests == []


# The command


def test_downloads_land_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("UPR_DATA", str(tmp_path))
    assert files.downloads("uwazi") == tmp_path / "downloads" / "uwazi"
    monkeypatch.delenv("UPR_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert folders.data_folder() == tmp_path / "share" / "upr-regional-atlas"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert folders.data_folder() == Path.home() / ".local" / "share" / "upr-regional-atlas"


def test_the_command_that_loads_can_be_pasted():
    assert files.how_to_load(Path("a folder"), "session-*.json") == "python -m analytics.load 'a folder'/session-*.json"


@pytest.mark.parametrize("words", ["", "x", "3-1", "0-3", "1-1000000", "1,,2", "1-"])
def test_a_list_of_sessions_that_means_nothing_is_refused(words, capsys):
    with pytest.raises(SystemExit) as refused:
        update.main(["upr-info", "--sessions", words])
    assert refused.value.code == 2
    assert "session" in capsys.readouterr().err


def test_the_address_can_come_from_the_environment(served, waits, monkeypatch, tmp_path, capsys):
    source, url = served
    source.fill(s44=1)
    monkeypatch.setenv("UPR_INFO_URL", url)
    monkeypatch.setenv("UPR_DATA", str(tmp_path))
    assert update.main(["upr-info"]) == 0
    assert (tmp_path / "downloads" / "uwazi" / "session-44.json").exists()
    assert f"{tmp_path}/downloads/uwazi/session-*.json" in capsys.readouterr().out
    assert os.environ["UPR_INFO_URL"] == url
    assert waits


def test_nothing_is_half_written(tmp_path, monkeypatch):
    path = tmp_path / "file"
    files.write(path, b"old")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        files.write(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_folder_is_free_again_after_an_error(tmp_path):
    def fail():
        with files.reserved(tmp_path):
            message = "invented"
            raise FetchError(message)

    for _ in range(2):
        with pytest.raises(FetchError, match="invented"):
            fail()
