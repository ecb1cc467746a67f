"""`python -m analytics.update` against every trap of a server, and killed in between."""

import json
import signal
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from source_server import CHALLENGE, Trap
from update_support import BULK, rows, start, table

from analytics import update
from analytics.fetching import files
from analytics.fetching.answers import retry_after
from analytics.fetching.polite import LONGEST_WAIT, TRIES
from analytics.swapping import PART

ROOT = Path(__file__).resolve().parents[1]


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
