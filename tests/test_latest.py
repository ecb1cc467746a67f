"""`python -m analytics latest` against a server on this machine: the plan, all steps, and the traps of the source."""

import json
import sys
from pathlib import Path

import latest_support
import pytest
from latest_support import ALL, fill, listed, searchable, served
from source_server import CHALLENGE, Trap

from analytics import load
from analytics.fetching import plan as planning
from analytics.loading import progress, store
from analytics.loading.default import default

pytestmark = pytest.mark.usefixtures("written_once")
ROOT = Path(__file__).resolve().parents[1]

root, source, waits, run, two_sessions = (
    getattr(latest_support, name) for name in ("root", "source", "waits", "run", "two_sessions")
)


# The plan


def test_the_plan_comes_from_the_counts_of_the_api_and_the_pause(source, run, root):
    """3 sessions of 2 rows, 1 page each, and 14 summaries each: 45 requests of 0.5 s and nothing else, a minute."""
    for number in (27, 28, 29, 30):
        fill(source, number, "Kenya")
    code, said, _ = run("--dry-run")
    assert (code, said.splitlines()) == (
        0,
        [
            "From session 28 on the database has about 6 recommendations",
            "in 3 sessions, 28 to 30; with the summaries of stakeholders to the same",
            "reviews that is 45 requests with pauses between them: about 1 minutes.",
        ],
    )
    assert not list((root / "downloads" / "uwazi").glob("session-*"))
    assert progress.told(root)["plan"] == {"sessions": 3, "rows": 6, "minutes": 1, "first": 28, "last": 30}


def test_the_minutes_of_a_real_size(tmp_path):
    """27 sessions of 2,080 rows are 5 pages each, with 14 summaries 19 requests: 513 with 1 s and 2 s make 26 min."""

    class Api:
        size = 500
        guest = type("Guest", (), {"asked": 0, "pause": 1.0})()

        def sessions(self):
            return {number: type("Session", (), {"number": number}) for number in range(1, 55)}

    clock = iter([0.0, 81.0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning.time, "monotonic", lambda: next(clock))

        def look(api, wanted, _):
            api.guest.asked = 27
            return [planning_here(session, 2080) for session in wanted]

        patch.setattr(planning.sessions, "look", look)
        made = planning.plan(Api(), 28, {}, tmp_path, [])
    assert (made.rows, len(made.held), made.requests, made.minutes) == (56_160, 27, 513, 26)


def planning_here(session, rows, *, exact=True):
    return type("Here", (), {"session": session, "at_source": rows, "exact": exact})()


@pytest.mark.usefixtures("two_sessions")
def test_without_a_terminal_and_without_yes_nothing_is_fetched(run, root):
    code, said, _ = run()
    assert (code, said.splitlines()[-1]) == (0, "Nothing was fetched. Add --yes to fetch.")
    assert store.current("uwazi", root) is None


@pytest.mark.usefixtures("two_sessions")
@pytest.mark.parametrize(("answer", "loads"), [("y", True), ("", False), ("no", False)])
def test_a_terminal_is_asked(run, root, monkeypatch, answer, loads):
    monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda _: True})())
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert run()[0] == 0
    assert (store.current("uwazi", root) is not None) == loads


def test_a_database_without_newer_sessions_changes_nothing(source, run, root):
    fill(source, 27, "Kenya")
    code, said, _ = run("--yes")
    assert (code, said) == (
        0,
        "The database lists no session 28 or later: there is nothing newer than the built-in data.\n",
    )
    assert (store.current("uwazi", root), default(root)) == (None, None)


# All of it


def test_one_command_fetches_loads_indexes_sets_the_default_and_adds_lists(two_sessions, run, root):
    code, said, _ = run("--yes")
    assert code == 0
    assert served(root) == ALL
    assert searchable(root)
    assert default(root) == "uwazi"
    assert listed(root) == ["28-KEN", "29-NPL"]
    end = said[said.index("What is new") :].splitlines()
    assert [line.split() for line in end[2:4]] == [["28", *"44000"], ["29", *"22000"]]
    assert "Shown by default now: 'uwazi', version 1, 6 recommendations, sessions 28 to 29." in end
    assert "2 fetched, 0 already there, 1 not found." in end
    assert any(line.startswith("  BRA, session 28: no document A/HRC/WG.6/28/BRA/3.") for line in end)
    assert end[-1].startswith("The built-in data stay in the menu")
    told = progress.told(root)
    assert (told["step"], told["missing"], told["rows"], told["problem"]) == ("done", 1, 6, "")
    assert not [path for path, _ in two_sessions.asked("/api/search") if "id-27" in path]


def test_a_second_run_with_nothing_new_loads_nothing(two_sessions, run, root):
    run("--yes")
    before = [(source, version.number) for source in store.kept(root) for version in store.versions(source, root)]
    asked = len(two_sessions.requests)
    code, said, _ = run("--yes")
    assert (code, "session 28: 4 rows are loaded; asked again" in said) == (0, True)
    assert [line.split() for line in said.splitlines() if line.startswith("     2")] == [
        ["28", "4", *"000", "4"],
        ["29", "2", *"000", "2"],
    ]
    after = [(source, version.number) for source in store.kept(root) for version in store.versions(source, root)]
    assert after == before == [("submissions", 1), ("uwazi", 1)]
    again = [headers for path, headers in two_sessions.requests[asked:] if "/api/" in path]
    assert all("If-None-Match" in headers for headers in again)


def test_what_changed_in_a_loaded_session_is_loaded_again_alone(two_sessions, run, root):
    run("--yes")
    two_sessions.rows[-1]["metadata"]["response"] = [{"value": "n", "label": "Noted"}]
    fill(two_sessions, 30, "Brazil")
    assert run("--yes")[0] == 0
    log = store.current("uwazi", root).log
    assert log["files"] == ["session-29.json", "session-30.json"]
    assert (log["new"], log["changed"], log["gone"]) == (2, 1, 0)
    assert served(root) == [*ALL, (30, "BRA", 2)]


def test_a_session_before_28_that_was_loaded_is_asked_again_too(two_sessions, run, root, tmp_path):
    path = tmp_path / "own.json"
    early = [row for row in two_sessions.rows if row["sharedId"].startswith("27")]
    path.write_text(json.dumps({"rows": early}), encoding="utf-8")
    assert load.main([str(path), "--yes"]) == 0
    assert run("--yes")[0] == 0
    assert served(root) == [(27, "KEN", 2), *ALL]


@pytest.mark.usefixtures("two_sessions")
def test_the_default_is_taken_back_and_comes_again(run, root):
    run("--yes")
    assert run("--undo")[1].splitlines() == [
        "The built-in data are the default again.",
        "What was loaded stays in the menu; python -m analytics.load --undo uwazi takes it out.",
    ]
    assert (default(root), len(served(root))) == (None, 3)
    assert run("--undo")[1].startswith("The built-in data are the default already.")
    run("--yes")
    assert default(root) == "uwazi"
    load.main(["--undo", "uwazi"])
    assert default(root) is None
    run("--yes")
    assert (default(root), served(root)) == ("uwazi", ALL)


def test_rejected_rows_are_counted_with_what_to_do(two_sessions, run, root):
    two_sessions.add("gondor", 29, state_under_review=[{"value": "state-1", "label": "Gondor"}])
    code, said, _ = run("--yes")
    assert code == 0
    assert f"  1 rows were rejected: {root}/uwazi/0001/rejected.csv says why, row by row." in said
    assert f"python -m analytics.load {root}/downloads/uwazi/session-*.json --yes" in said


# Traps


def test_a_session_beyond_the_window_and_busy_answers_are_read_whole(two_sessions, run, root, waits):
    fill(two_sessions, 30, "Kenya", "Brazil", rows=300)
    two_sessions.window = 500
    two_sessions.traps += [Trap(429, b"", {"Retry-After": "7"}, "/api/search"), Trap(503, b"", words="symbol")]
    code, said, _ = run("--yes")
    assert (code, served(root)) == (0, [*ALL, (30, "BRA", 300), (30, "KEN", 300)])
    assert "the database has more than 506 recommendations" in said
    assert 7.0 in waits


def test_an_id_that_the_database_does_not_know_is_no_empty_session(two_sessions, run, root):
    two_sessions.unknown_ids = True
    code, said, _ = run("--yes")
    assert (code, store.current("uwazi", root)) == (1, None)
    assert said.startswith("The database lists session 29 and answers with no row at all, as it does for an id")


def test_an_empty_session_before_one_with_rows_is_named_and_the_rest_is_loaded(two_sessions, run, root):
    two_sessions.labels["id-30"] = "30 - May 2018"
    fill(two_sessions, 31, "Kenya")
    code, said, aside = run("--yes")
    assert (code, served(root)) == (1, [*ALL, (31, "KEN", 2)])
    assert "Session 30 answered with no row at all" in aside
    assert "Not all of it is there." in said
    assert "Session 30" in progress.told(root)["problem"]


def test_pages_that_shift_are_read_again(two_sessions, run, root):
    pending = [True]

    def before_page(start):
        if pending and start == 0 and two_sessions.searches()[-1:] and len(two_sessions.searches()) > 3:
            pending.pop()
            two_sessions.rows.append(two_sessions.rows.pop(0))

    two_sessions.before_page = before_page
    assert run("--yes")[0] == 0
    assert served(root) == ALL


def test_a_documents_server_for_browsers_only_costs_the_summaries_alone(two_sessions, run, root):
    two_sessions.traps += [Trap(403, CHALLENGE, {"Content-Type": "text/html"}, "BRA")]
    code, said, aside = run("--yes")
    assert (code, served(root), default(root)) == (1, ALL, "uwazi")
    assert "lets only browsers through" in aside
    assert "Not all of it is there." in said
    assert store.current(store.LISTS, root) is None
    asked = len(two_sessions.requests)
    assert run("--yes")[0] == 0
    assert listed(root) == ["28-KEN", "29-NPL"]
    assert not [path for path, _ in two_sessions.requests[asked:] if "limit=500" in path]


def test_a_summary_that_cannot_be_read_is_named_and_the_others_are_added(two_sessions, run, root):
    two_sessions.documents["A/HRC/WG.6/28/BRA/3"] = ("application/pdf", b"%PDF-1.7\ninvented\n%%EOF\n")
    code, said, _ = run("--yes")
    assert (code, listed(root)) == (0, ["28-KEN", "29-NPL"])
    assert "A_HRC_WG.6_28_BRA_3.pdf: no list of stakeholders can be read in it" in said
