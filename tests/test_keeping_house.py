"""The data folder over time: old versions listed and removed, names mapped at once, what killed processes left."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import pytest
from loading_support import GHANA, KENYA, ROWS, export, loaded, served

from analytics import database, load, swapping
from analytics.loading import mappings, store

pytestmark = pytest.mark.usefixtures("written_once")
ROOT = Path(__file__).resolve().parents[1]


# Versions


@pytest.fixture
def three(tmp_path, root):
    """Three versions of a source, each made from the one before; the last one is served."""
    for number in (1, 2, 3):
        assert loaded(root, export(tmp_path, *ROWS[:number])).version == number
    return root


def numbers(root):
    return [each.number for each in store.versions("upr_info", root)]


def test_versions_are_listed_with_what_is_served_and_their_size(three, capsys):
    assert load.main(["--versions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:13] for line in lines] == ["    upr_info ", "    upr_info ", "  * upr_info "]
    assert all(line.endswith(" MB") for line in lines)
    assert load.main(["--versions", "upr_info"]) == 0
    assert capsys.readouterr().out.splitlines() == lines
    assert load.main(["--versions", "uhri"]) == 0
    assert capsys.readouterr().out == "Nothing is loaded of 'uhri'. There are: upr_info.\n"
    assert numbers(three) == [1, 2, 3]


def test_the_version_that_is_served_is_never_removed(three, capsys):
    assert load.main(["--remove", "upr_info", "3", "--yes"]) == 1
    assert capsys.readouterr().err.startswith("Version 3 of 'upr_info' is served: it is not removed.")
    assert numbers(three) == [1, 2, 3]


def test_a_version_that_an_undo_would_serve_is_removed_only_where_that_is_said(three, capsys):
    assert load.main(["--remove", "upr_info", "2"]) == 1
    assert capsys.readouterr().err.startswith("Version 2 of 'upr_info' is what an undo would serve: it is not removed.")
    size = sum(path.stat().st_size for path in (three / "upr_info" / "0002").rglob("*") if path.is_file())
    assert load.main(["--remove", "upr_info", "2", "--yes"]) == 0
    assert capsys.readouterr().out == f"Version 2 of 'upr_info' is removed: {size / 1e6:,.1f} MB are free again.\n"
    assert (numbers(three), served(three)) == ([1, 3], GHANA + KENYA)
    assert load.main(["--undo", "upr_info"]) == 0
    assert served(three) == [GHANA[0]], "the version before the removed one"


def test_a_version_that_was_taken_back_is_removed_without_a_question(three, tmp_path, capsys):
    assert load.main(["--undo", "upr_info"]) == 0
    assert load.main(["--remove", "upr_info", "3"]) == 0
    assert numbers(three) == [1, 2]
    assert loaded(three, export(tmp_path, *ROWS)).version == 3
    assert served(three) == GHANA + KENYA
    capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["upr_info", "9"], "There is no version 9 of 'upr_info'. There are: 1, 2, 3."),
        (["uhri", "1"], "There is no version 1 of 'uhri'. There are: none."),
        (["upr_info", "two"], "'two' is no number of a version."),
        (["../upr_info", "1"], "There is no version 1 of '../upr_info'. There are: none."),
    ],
)
def test_what_is_not_there_cannot_be_removed(three, capsys, words, said):
    assert load.main(["--remove", *words]) == 1
    assert capsys.readouterr().err == f"{said}\n"
    assert numbers(three) == [1, 2, 3]


def test_a_removal_that_fails_leaves_the_version(three, monkeypatch, capsys):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        assert load.main(["--remove", "upr_info", "1", "--yes"]) == 1
    assert "cannot be written: Permission denied" in capsys.readouterr().err
    assert numbers(three) == [1, 2, 3]


# No room


def test_what_needs_no_room_is_not_refused_for_lack_of_it(three, monkeypatch, capsys):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(store.shutil, "disk_usage", lambda _: usage(10, 10, 0))
    assert load.main(["--undo", "upr_info"]) == 0
    assert load.main(["--map", "state", "Frence", "FRA"]) == 0
    assert load.main(["--unmap", "state", "Frence"]) == 0
    assert load.main(["--remove", "upr_info", "3"]) == 0
    assert capsys.readouterr().err == ""
    assert served(three) == GHANA


def test_an_undo_that_needs_room_says_what_is_lacking_and_leaves_what_was_served(three, monkeypatch, capsys):
    for made in (three / "upr_info" / "0002").glob("*.duckdb"):
        made.unlink()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(database.writing, "write_snapshot", full)
        assert load.main(["--undo", "upr_info"]) == 1
    assert "'upr_info' could not be taken back: No space left on device." in capsys.readouterr().err
    assert store.current("upr_info", three).number == 3


# Names at once

NAMES = 20


def map_names(root, kind, barrier):
    for number in range(NAMES):
        barrier.wait(60)
        mappings.map_name("state", f"{kind} {number}", "FRA", root)


def test_of_names_that_two_processes_map_at_once_none_is_lost(root):
    spawned = multiprocessing.get_context("spawn")
    barrier = spawned.Barrier(2)
    processes = [spawned.Process(target=map_names, args=(root, kind, barrier)) for kind in ("one", "other")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    wanted = {f"{kind} {number}" for kind in ("one", "other") for number in range(NAMES)}
    assert set(mappings.mapped(root)["state"]) == wanted


def test_a_name_waits_for_a_load_and_says_so_when_that_lasts(root, monkeypatch, capsys):
    monkeypatch.setattr(mappings, "PATIENCE", 0.2)
    with store.changing(root):
        assert load.main(["--map", "state", "Frence", "FRA"]) == 1
    assert capsys.readouterr().err.startswith("Another load is running.")
    assert mappings.mapped(root)["state"] == {}


# What killed processes leave

MAKE = """
import sys, time
from pathlib import Path
from analytics import swapping
with swapping.workplace(Path(sys.argv[1]), "upr") as place:
    (place / "made.duckdb").write_bytes(b"half")
    (place / "data").mkdir()
    print(place.name, flush=True)
    time.sleep(60)
"""


def making(folder):
    process = subprocess.Popen(
        [sys.executable, "-c", MAKE, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return process, process.stdout.readline().strip()


def test_what_a_killed_build_left_goes_at_the_next_and_what_a_living_one_makes_stays(tmp_path, small_data):
    killed, left = making(tmp_path)
    living, made = making(tmp_path)
    try:
        killed.kill()
        killed.communicate()
        assert {left, made} <= {path.name for path in tmp_path.iterdir()}
        snapshot = database.ensure_snapshot(small_data, tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {snapshot.name, made, f"{made}.lock"}
        assert (tmp_path / made / "made.duckdb").read_bytes() == b"half"
    finally:
        living.kill()
        living.communicate()
    database.ensure_snapshot(small_data, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [snapshot.name]


def test_a_change_clears_what_killed_ones_left_in_every_version(three):
    version = store.versions("upr_info", three)[0]
    killed, left = making(version.folder)
    killed.kill()
    killed.communicate()
    half = three / "upr_info" / ".0009-ab.part"
    half.mkdir()
    pointer, table = three / "upr_info" / ".current.1-ab.part", version.files / ".texts.parquet.1-ab.part"
    old, young = three / ".mappings.csv.1-ab.part", three / ".latest.json.2-ab.part"
    for path in (pointer, table, old, young):
        path.write_bytes(b"half")
    then = time.time() - 2 * 3_600
    os.utime(old, (then, then))
    with store.changing(three, store.NO_ROOM):
        store.undo("upr_info", three)
    gone = [version.folder / left, half, pointer, table, old]
    assert [path.name for path in gone if path.exists()] == []
    assert young.exists(), "somebody may be writing it"


def test_a_folder_in_the_place_of_what_goes_is_removed_too(tmp_path):
    (tmp_path / ".a.part").mkdir()
    (tmp_path / ".a.part" / "b").touch()
    swapping.clear(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_load_whose_swap_fails_leaves_no_version_that_nobody_serves(three, tmp_path, capsys):
    pointer = three / "upr_info" / "current"
    shutil.copy(pointer, tmp_path / "pointer")
    pointer.unlink()
    (pointer / "inside").mkdir(parents=True)
    assert load.main([str(export(tmp_path, *ROWS).path), "--yes"]) == 1
    assert "Nothing was changed" in capsys.readouterr().err
    assert numbers(three) == [1, 2, 3]
