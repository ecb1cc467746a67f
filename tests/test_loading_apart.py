"""Loads of the page run in a process of their own: bounded, ended, killed, and nobody waits for them meanwhile."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from app_support import opened
from loading_support import GHANA, KENYA, ROWS, export, loaded, served

from analytics.loading import apart, store
from analytics.loading.intake import LoadError
from analytics.text import languages, text

OWN = apart.MAIN
FAST = apart.Bounds(5.0, 2_000_000_000)


def doing(monkeypatch, words):
    """The process does this instead, or before what it was started for."""
    monkeypatch.setattr(apart, "MAIN", words)


def test_a_load_made_apart_is_served_searchable_and_told(tmp_path, root):
    told = []
    (result,) = apart.load([export(tmp_path, *ROWS)], root, progress=lambda *said: told.append(said))
    assert (result.version, result.new, result.rejected) == (1, 3, [])
    assert served(root) == GHANA + KENYA
    assert apart.finish(store.current("upr_info", root), root) > 0
    assert store.current("upr_info", root).files.joinpath("search_stems.parquet").exists()
    with pytest.raises(LoadError, match=r"prices\.csv") as refused:
        apart.load([export(tmp_path, *ROWS, name="a.csv"), prices(tmp_path)], root)
    for language in languages():
        assert "prices.csv" in refused.value.said.into(text(language))


def prices(folder):
    from analytics.loading.given import Given

    path = folder / "prices.csv"
    path.write_text("door,price\nred,5\n", encoding="utf-8")
    return Given(path)


def test_what_a_load_reads_is_told_as_it_goes(tmp_path, root, monkeypatch):
    tell = "import sys, time; from pathlib import Path; from analytics.swapping import write\n"
    tell += "write(Path(sys.argv[3]), b'[\"a.csv\", 5000]'); time.sleep(1); sys.exit(3)"
    doing(monkeypatch, tell)
    told = []
    with pytest.raises(LoadError):
        apart.load([export(tmp_path, *ROWS)], root, progress=lambda *said: told.append(said))
    assert told == [("a.csv", 5000)]


HEAVY = "held = [None] * 40_000_000; import time; time.sleep(60)"


@pytest.mark.parametrize(
    "case",
    [
        ("import time; time.sleep(60)", FAST, "Nothing was changed. The load took more than 5 seconds and was ended."),
        ("while True: pass", FAST, "Nothing was changed. The load took more than 5 seconds and was ended."),
        (HEAVY, apart.Bounds(60.0, 200_000_000), "Nothing was changed. The load needed more than 200 MB of memory"),
        ("import os; os.abort()", FAST, "Nothing was changed. The load ended without an answer"),
        ("import sys; sys.exit(0)", FAST, "Nothing was changed. The load ended without an answer"),
    ],
)
def test_a_load_that_does_not_end_well_changes_nothing_and_is_told(tmp_path, root, monkeypatch, case):
    does, bounds, said = case
    if does == HEAVY and not apart.PAGES.exists():
        pytest.skip("this system does not show what a process holds")
    given = export(tmp_path, *ROWS)
    doing(monkeypatch, does)
    started = time.monotonic()
    with pytest.raises(LoadError) as refused:
        apart.load([given], root, bounds=bounds)
    assert str(refused.value).startswith(said)
    assert time.monotonic() - started < 30
    assert store.sources(root) == []


AFTER_THE_SWAP = f"from analytics.loading import apart; apart.pickle.dumps = lambda _: __import__('os').abort()\n{OWN}"


def test_a_load_that_is_killed_when_its_rows_are_served_says_that_they_are(tmp_path, root, monkeypatch):
    given = export(tmp_path, *ROWS)
    doing(monkeypatch, AFTER_THE_SWAP)
    with pytest.raises(
        LoadError, match=r"^Loaded and served all the same: upr_info\. The load ended without an answer"
    ):
        apart.load([given], root)
    assert served(root) == GHANA + KENYA
    doing(monkeypatch, "import sys; sys.exit(3)")
    with pytest.raises(LoadError, match=r"What was loaded is served, but cannot be searched yet\. The load ended"):
        apart.finish(store.current("upr_info", root), root)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system ends processes otherwise")
@pytest.mark.parametrize("moment", [0.4, 1.2, 2.0])
def test_a_load_killed_at_some_moment_leaves_the_old_version_or_the_new_one(tmp_path, root, monkeypatch, moment):
    loaded(root, export(tmp_path, ROWS[0], ROWS[2]))
    started = []
    popen = subprocess.Popen

    def remembered(*words, **more):
        started.append(popen(*words, **more))
        threading.Timer(moment, started[-1].kill).start()  # which lets one be that has ended already
        return started[-1]

    monkeypatch.setattr(apart.subprocess, "Popen", remembered)
    try:
        apart.load([export(tmp_path, *ROWS, name="whole.csv")], root)
    except LoadError as error:
        assert "The load ended without an answer" in str(error)  # noqa: PT017 - it may have been quicker
    started[-1].wait()
    assert served(root) in ([GHANA[0], *KENYA], GHANA + KENYA)
    monkeypatch.undo()
    with store.changing(root):
        assert list(root.glob("*/.*.part")) == []


def test_a_page_that_is_left_ends_the_load(tmp_path, root, monkeypatch):
    class Left(BaseException):
        pass

    def leave(*_):
        raise Left

    tell = "import sys, time; from pathlib import Path; from analytics.swapping import write\n"
    doing(monkeypatch, tell + "write(Path(sys.argv[3]), b'[\"a.csv\", 1]'); time.sleep(60)")
    started = time.monotonic()
    with pytest.raises(Left):
        apart.load([export(tmp_path, *ROWS)], root, progress=leave)
    assert time.monotonic() - started < 30


def test_where_no_process_can_be_started_the_files_are_loaded_here(tmp_path, root, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    (result,) = apart.load([export(tmp_path, *ROWS)], root)
    assert result.new == 3
    assert apart.finish(store.current("upr_info", root), root) > 0


def test_the_page_loads_apart(tmp_path, root, monkeypatch):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    given = export(tmp_path, *ROWS)
    at = opened("pages/your_data.py")
    at.file_uploader[0].set_value((given.path.name, given.path.read_bytes(), "text/csv")).run()
    asked = []
    own = apart._asked  # noqa: SLF001 - to see who was asked
    monkeypatch.setattr(apart, "_asked", lambda *words, **more: asked.append(words[0]) or own(*words, **more))
    monkeypatch.setattr("analytics.loading.intake.load", None)
    at.get_by_key("load").click().run(timeout=240)
    assert not at.exception
    assert asked == ["load", "finish"]
    assert at.status[0].label == text("en")("your_data.done")
    assert Path(root / "upr_info" / "0001" / "data" / "search_stems.parquet").exists()
    assert served(root) == GHANA + KENYA
