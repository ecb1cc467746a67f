"""`python -m analytics latest`, stopped, killed, or without room: the same command goes on from there."""

import os
import signal
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import latest_support
import pytest
from latest_support import ALL, listed, searchable, served
from source_server import Trap

from analytics import latest
from analytics.fetching import sessions, summaries
from analytics.fetching.polite import TRIES
from analytics.loading import indexing, intake, progress, store
from analytics.loading.default import default

pytestmark = pytest.mark.usefixtures("written_once")
ROOT = Path(__file__).resolve().parents[1]

root, source, waits, run, two_sessions = (
    getattr(latest_support, name) for name in ("root", "source", "waits", "run", "two_sessions")
)


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
