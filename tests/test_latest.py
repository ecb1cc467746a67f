"""`python -m analytics latest` against a server on this machine: the plan, all steps, and how it is interrupted."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import namedtuple
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import reader_support
from app_support import opened, sentence, with_open, words
from source_server import CHALLENGE, Trap, serving

from analytics import database, latest, load
from analytics.catalogue import documents
from analytics.fetching import plan as planning
from analytics.fetching import sessions, summaries
from analytics.fetching.polite import TRIES, Polite
from analytics.loading import indexing, intake, progress, store
from analytics.loading.default import default
from analytics.text import languages, text
from analytics.ui import latest as ui_latest

pytestmark = pytest.mark.usefixtures("written_once")
ROOT = Path(__file__).resolve().parents[1]
STATES = {"Kenya": "KEN", "Brazil": "BRA", "Nepal": "NPL"}


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A data folder of this test."""
    monkeypatch.setenv("UPR_DATA", str(tmp_path / "loaded"))
    return tmp_path / "loaded"


@pytest.fixture
def source(monkeypatch):
    """What is served, with `url` where."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as (found, url):
        found.url = url
        yield found


@pytest.fixture
def waits(monkeypatch):
    """The seconds that would have been waited. No time passes."""
    seconds = []
    monkeypatch.setattr(latest, "Polite", partial(Polite, sleep=seconds.append))
    return seconds


@pytest.fixture
def run(source, root, waits, capsys):
    """Run the command on the server; exit code, what it said, and what it said aside."""
    assert (root, waits) == (root, [])

    def command(*arguments):
        places = ("--url", source.url, "--documents-url", f"{source.url}/symbol", "--pause", "0.5")
        code = latest.main([*arguments, *places])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def fill(source, session, *names, rows=2):
    """Rows of a session, so many about each of these states."""
    source.labels.setdefault(f"id-{session}", f"{session} - November 2018")
    for name in names:
        about = [{"value": f"state-{list(STATES).index(name)}", "label": name}]
        for number in range(rows):
            source.add(f"{session}-{name}-{number}", session, state_under_review=about)


def document(source, session, code):
    """A summary of a review, with two submissions."""
    content = reader_support.SUMMARY.replace("/44/KEN/", f"/{session}/{code}/").encode()
    source.documents[f"A/HRC/WG.6/{session}/{code}/3"] = ("text/plain; charset=utf-8", content)


@pytest.fixture
def two_sessions(source):
    """Sessions 28 and 29 after those that are built in, one of these too, and the summaries of two of three reviews."""
    fill(source, 27, "Kenya")
    fill(source, 28, "Kenya", "Brazil")
    fill(source, 29, "Nepal")
    document(source, 28, "KEN")
    document(source, 29, "NPL")
    return source


def served(root, name="uwazi"):
    """Session, state under review and number of rows of what is served."""
    version = store.current(name, root)
    with database.open_snapshot(version.snapshot()) as opened:
        found = opened.execute(
            "select session, state_under_review, count(*) from recommendation group by all order by all"
        )
        return found.fetchall()


def searchable(root):
    with database.open_snapshot(store.current("uwazi", root).snapshot()) as opened:
        return opened.execute("select count(*) from search_word").fetchone()[0] > 0


def listed(root):
    """Reviews in the catalogue that were loaded."""
    return sorted(
        f"{each.session}-{each.state}" for each in documents.read_lists(store.current(store.LISTS, root).files)
    )


ALL = [(28, "BRA", 2), (28, "KEN", 2), (29, "NPL", 2)]


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


# Interruptions

MOMENTS = {
    "before the load": (intake, "load", 1),
    "before the index": (intake, "finish", 1),
    "in the index": (indexing, "write_index", 1),
    "before the default": (latest, "make_default", 1),
    "between summaries": (summaries, "there", 2),
    "before the catalogue": (intake, "load", 2),
    "at the very end": (sessions, "forget", 1),
}


@pytest.mark.parametrize("stops", [KeyboardInterrupt, OSError(28, "No space left on device")], ids=["stop", "full"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_stopped_at_any_moment_the_same_command_goes_on(two_sessions, run, root, moment, stops):
    target, name, call = MOMENTS[moment]
    calls = []
    true = getattr(target, name)

    def stop(*arguments, **named):
        calls.append(1)
        if len(calls) == call:
            raise stops
        return true(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, name, stop)
        code, _, aside = run("--yes")
    assert code == (130 if stops is KeyboardInterrupt else 1)
    assert "goes on from there" in aside or "run the same command again" in aside or "--finish uwazi" in aside
    asked = len(two_sessions.requests)
    assert run("--yes")[0] == 0
    assert not [path for path, _ in two_sessions.requests[asked:] if "limit=500" in path]
    assert (served(root), searchable(root), default(root)) == (ALL, True, "uwazi")
    assert listed(root) == ["28-KEN", "29-NPL"]
    assert [version.number for version in store.versions("uwazi", root)] == [1]


def test_stopped_between_sessions_the_finished_ones_are_not_asked_again(two_sessions, run, root):
    two_sessions.traps += [Trap(503, b"", words="id-29") for _ in range(2 * TRIES)]
    two_sessions.traps.insert(0, Trap(words="id-29"))  # the plan counts it
    code, _, aside = run("--yes")
    assert (code, "keeps failing" in aside or "goes on from there" in aside) == (1, True)
    assert progress.told(root)["problem"]
    two_sessions.traps.clear()
    asked = len(two_sessions.requests)
    assert run("--yes")[0] == 0
    reads = [path for path, _ in two_sessions.requests[asked:] if "limit=500" in path and "filters" in path]
    assert not [path for path in reads if "id-28" in path]
    assert served(root) == ALL


@pytest.mark.usefixtures("two_sessions")
def test_a_full_disk_is_told_and_leaves_what_was_served(run, root, monkeypatch):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    with monkeypatch.context() as patch:
        patch.setattr(store.shutil, "disk_usage", lambda _: usage(10, 9, 1))
        code, _, aside = run("--yes")
    assert (code, "300 MB are needed" in aside or "300" in aside) == (1, True)
    assert store.current("uwazi", root) is None
    assert run("--yes")[0] == 0
    assert served(root) == ALL


def test_killed_it_lets_go_and_goes_on(two_sessions, run, root):
    two_sessions.traps += [Trap(words="id-28"), Trap(words="id-29"), Trap(words="id-29", cut=10, hang=True)]
    command = [sys.executable, "-m", "analytics.latest", "--yes", "--url", two_sessions.url, "--pause", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL) as process:
        assert two_sessions.hanging.wait(60)
        assert progress.runs(root)
        assert progress.told(root)["step"] == "sessions"
        process.send_signal(signal.SIGKILL)
    assert not progress.runs(root)
    assert run("--yes")[0] == 0
    assert served(root) == ALL


def test_it_runs_once_at_a_time(two_sessions, run, root, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0)
    with progress.alone(root, 0):
        assert progress.runs(root)
        start = time.monotonic()
        code, _, aside = run("--yes")
    assert (code, aside.startswith("This command runs already")) == (1, True)
    assert time.monotonic() - start < 20
    assert two_sessions.requests == []


@pytest.mark.usefixtures("two_sessions")
def test_what_is_finished_is_not_made_again(run, monkeypatch):
    run("--yes")
    monkeypatch.setattr(indexing, "write_index", lambda *_: pytest.fail("the index was made again"))
    monkeypatch.setattr(intake, "load", lambda *_, **__: pytest.fail("something was loaded again"))
    assert run("--yes")[0] == 0


# The pages


def words_of(at):
    return "\n".join(words(at.main, at.sidebar))


def plan_of(at):
    return next((each.value for each in at.markdown if each.value.startswith("To fetch: ")), None)


def link_of(at, label):
    """Query parameters of a link to another page."""
    (found,) = [each for each in at.get("page_link") if each.proto.label == label]
    return dict(parse_qsl(found.proto.query_string))


@pytest.mark.usefixtures("two_sessions")
def test_the_default_is_shown_where_a_link_names_no_data_set_and_says_so(run):
    run("--yes")
    at = opened("pages/countries.py", lang="en")
    assert sentence(at).count("6 recommendations")
    assert (
        "This link names no data set, so it shows the default here: UPR Info database (loaded), sessions 28"
        in words_of(at)
    )
    assert link_of(at, "Open it with the built-in data")["data"] == "embedded"
    assert link_of(at, text("en")("issues.title"))["data"] == "uwazi"
    at = opened("pages/countries.py", data="embedded")
    assert re.search(r"[\d,]{6} recommendations", sentence(at))
    assert "names no data set" not in words_of(at)
    assert not at.warning
    assert link_of(at, text("en")("issues.title"))["data"] == "embedded"
    at.get_by_key("choice.data").select("uwazi").run()
    assert (sentence(at).count("6 recommendations"), at.query_params["data"]) == (1, "uwazi")
    assert "UPR Info database (loaded), by default" in words_of(at)
    run("--undo")
    at = opened("pages/countries.py")
    assert "names no data set" not in words_of(at)
    assert "data" not in link_of(at, text("en")("issues.title"))


@pytest.mark.usefixtures("two_sessions")
def test_the_link_of_a_card_always_names_what_it_shows_where_there_is_a_default(run):
    run("--yes")
    at = with_open(opened("pages/countries.py"))
    assert "data=uwazi" in "\n".join(each.value for each in at.code)


@pytest.fixture
def may_load(monkeypatch, source, root):
    """A server that may load, whose command asks the server of this test without pauses."""
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    monkeypatch.setenv("UPR_INFO_URL", source.url)
    monkeypatch.setenv("UPR_DOCUMENTS_URL", f"{source.url}/symbol")
    monkeypatch.setattr(ui_latest, "started", [])
    return root


def until_it_ends():
    for process in ui_latest.started:
        assert process.wait(120) == 0


@pytest.mark.usefixtures("two_sessions")
@pytest.mark.parametrize("language", languages())
def test_the_button_shows_the_plan_then_fetches_in_a_process_of_its_own(may_load, language):
    t = text(language)
    at = opened("pages/your_data.py", lang=language)
    assert at.get_by_key("latest").label == t("your_data.latest.look")
    at.get_by_key("latest").click().run()
    assert not at.exception
    until_it_ends()
    at = opened("pages/your_data.py", lang=language)
    assert at.get_by_key("latest").label == t("your_data.latest.fetch")
    assert [each for each in words(at.main) if "28" in each and "29" in each and "6" in each]
    assert store.current("uwazi", may_load) is None
    at.get_by_key("latest").click().run()
    assert not at.exception
    until_it_ends()
    assert (served(may_load), default(may_load)) == (ALL, "uwazi")
    at = opened("pages/your_data.py", lang=language)
    complete = {"en": "Complete: 6 recommendations, sessions 28", "fr": "Terminé : 6 recommandations, sessions 28"}
    assert [each for each in words(at.main) if complete[language] in each.replace("\u00a0", " ")]
    at.get_by_key("latest.undo").click().run()
    assert not at.exception
    assert default(may_load) is None


def test_while_it_runs_the_page_says_how_far_it_is_and_offers_no_second_start(may_load):
    may_load.mkdir()
    progress.Progress(may_load).tell("documents", done=7, total=40)
    with progress.alone(may_load, 0):
        at = opened("pages/your_data.py")
        assert "Fetching summaries of stakeholders: 7 of 40 …" in [each.proto.text for each in at.get("progress")]
        assert "latest" not in [each.key for each in at.button]
    at = opened("pages/your_data.py")
    assert text("en")("your_data.latest.interrupted") in [each.value for each in at.info]
    progress.Progress(may_load).tell("load", problem="**No room** in ![door](http://door.example)")
    at = opened("pages/your_data.py")
    assert "\\*\\*No room" in at.warning[0].value


def test_where_loading_is_off_there_is_no_button(monkeypatch, root):
    assert root
    monkeypatch.setenv("UPR_ALLOW_LOADING", "0")
    assert "latest" not in [each.key for each in opened("pages/your_data.py").button]
