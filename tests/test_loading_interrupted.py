"""Loading a user’s files: nothing is lost when a load is interrupted, or the disk is full."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import pytest
from filelock import FileLock
from loading_support import GHANA, KENYA, LOAD_FOREVER, ROWS, export, full_after_the_load, loaded, served

from analytics import load
from analytics.database import writing
from analytics.loading import intake, store
from analytics.loading.intake import LoadError

pytestmark = pytest.mark.usefixtures("written_once")
ROOT = Path(__file__).resolve().parents[1]


def test_a_second_load_at_the_same_time_is_refused_with_a_sentence(tmp_path, root):
    given = export(tmp_path, *ROWS)
    root.mkdir()
    with FileLock(root / "lock"), pytest.raises(store.BusyError, match="Another load is running"):
        intake.load([given], root)
    assert loaded(root, given).new == 3


def test_a_full_disk_is_refused_before_anything_is_written(tmp_path, root, monkeypatch):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(store.shutil, "disk_usage", lambda _: usage(10, 9, 1))
    with pytest.raises(store.StoreError, match=r"^Nothing was changed\. Only 0 MB are free"):
        intake.load([export(tmp_path, *ROWS)], root)
    assert store.sources(root) == []


def test_a_disk_that_fills_up_during_a_load_leaves_what_was_served(tmp_path, root, monkeypatch):
    loaded(root, export(tmp_path, *ROWS))

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "write_snapshot", full)
    with pytest.raises(LoadError, match="Nothing was changed: No space left on device"):
        intake.load([export(tmp_path, ROWS[0])], root)
    monkeypatch.undo()
    os.environ["UPR_DATA"] = str(root)
    assert [each.name for each in (root / "upr_info").iterdir() if each.name.endswith(".part")] == []
    assert store.current("upr_info", root).number == 1


def test_a_disk_that_is_full_after_a_load_leaves_what_was_loaded_and_names_the_way_on(
    tmp_path, root, monkeypatch, capsys
):
    full_after_the_load(monkeypatch)
    assert load.main([str(export(tmp_path, *ROWS).path), "--yes"]) == 1
    said = capsys.readouterr()
    assert "upr_info, version 1: 3 new" in said.out
    assert said.err.startswith("What was loaded is served, but cannot be searched yet. Only 0 MB are free in ")
    assert said.err.endswith(" are needed. Then run: python -m analytics.load --finish upr_info\n")
    assert served(root) == GHANA + KENYA
    monkeypatch.undo()
    monkeypatch.setenv("UPR_DATA", str(root))
    assert load.main(["--finish", "upr_info"]) == 0


def test_a_load_killed_at_any_moment_leaves_a_version_that_can_be_read(tmp_path, root):
    """Two files loaded in turn and killed at random moments: what is served is one or the other, whole."""
    whole = export(tmp_path, *ROWS, name="whole.csv")
    part = export(tmp_path, ROWS[0], ROWS[2], name="part.csv")
    loaded(root, whole)
    moments = random.Random(7)
    for _ in range(6):
        command = [sys.executable, "-c", LOAD_FOREVER, str(root), str(part.path), str(whole.path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
            process.stdout.readline()
            time.sleep(moments.uniform(0.02, 1.5))
            process.send_signal(signal.SIGKILL)
        assert served(root) in (GHANA + KENYA, [GHANA[0], *KENYA])
    assert loaded(root, whole).version == store.versions("upr_info", root)[-1].number
    assert served(root) == GHANA + KENYA
    assert list(root.glob("*/.*.part")) == []


def _read_for_a_while(root, seconds, seen):
    end, found = time.monotonic() + seconds, set()
    while time.monotonic() < end:
        found.add(tuple(served(root)))
    seen.put(found)


def test_readers_are_served_during_loads(tmp_path, root, monkeypatch):
    monkeypatch.setattr(writing, "write_snapshot", writing.write_snapshot.__wrapped__)  # loads that take their time
    whole, part = export(tmp_path, *ROWS), export(tmp_path, ROWS[0], name="part.csv")
    loaded(root, whole)
    spawn = multiprocessing.get_context("spawn")
    seen = spawn.Queue()
    reader = spawn.Process(target=_read_for_a_while, args=(root, 4, seen))
    reader.start()
    for given in (part, whole, part):
        loaded(root, given)
    found = seen.get(timeout=60)
    reader.join()
    assert found <= {tuple(GHANA + KENYA), (GHANA[0], *KENYA)}
