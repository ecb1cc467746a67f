"""What the system refuses, to every command: a sentence, an exit code, and what was served is served still.

A full disk, a folder that may not be written to, and a folder in the place of each file.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from loading_support import GHANA, KENYA, ROWS, export, loaded, served

from analytics import build, doctor, latest, load, query
from analytics.loading import store

pytestmark = pytest.mark.usefixtures("written_once")
ROOT = Path(__file__).resolve().parents[1]


def said(capsys, code, wanted=(1,)):
    """The one sentence of a command that ended with one of these codes, on the stream of errors."""
    err = capsys.readouterr().err
    assert code in wanted
    assert "Traceback" not in err
    return err


# A folder in the place of a file


def in_place_of(path):
    """A folder that cannot be removed by the way, where a file should be."""
    if path.is_file():
        path.unlink()
    (path / "inside").mkdir(parents=True)


LOADED = "loaded"
COMMANDS = {
    "query": lambda _: query.main(["acceptance_by_region", "--data", "upr_info"]),
    "load": lambda file: load.main([str(file), "--yes"]),
    "map": lambda _: load.main(["--map", "state", "Frence", "FRA"]),
    "undo": lambda _: load.main(["--undo", "upr_info"]),
    "doctor": lambda _: doctor.main(),
    "latest": lambda _: latest.main(["--undo"]),
    "build": lambda _: build.main([]),
}


@pytest.mark.parametrize(
    ("what", "refused"),
    [
        ("lock", {"load", "map", "undo"}),
        ("mappings.csv", {"load", "map", "doctor"}),
        ("default", set()),
        ("upr_info/current", {"query", "load", "undo", "doctor"}),
    ],
)
def test_a_folder_in_the_place_of_a_file_is_told_and_changes_nothing(tmp_path, root, capsys, what, refused):
    loaded(root, export(tmp_path, *ROWS))
    before = sorted(path.name for path in (root / "upr_info").iterdir())
    in_place_of(root / what)
    file = export(tmp_path, ROWS[0], name="other.csv").path
    for name, command in COMMANDS.items():
        if name in refused:
            told = said(capsys, command(file), (1, 2))
            assert told.strip() or name == "doctor", name
            assert sorted(path.name for path in (root / "upr_info").iterdir()) == before, name
        elif name != "undo":  # which does change what is served
            said(capsys, command(file), (0, 1))
            before = sorted(path.name for path in (root / "upr_info").iterdir())


def test_a_folder_that_is_given_as_a_file_is_told(tmp_path, root, capsys):
    assert load.main([str(tmp_path), "--yes"]) == 1
    assert "is no ordinary file" in capsys.readouterr().err
    assert store.sources(root) == []


def test_a_folder_in_the_place_of_a_snapshot_is_named(tmp_path, root, capsys):
    loaded(root, export(tmp_path, *ROWS))
    made = root / "upr_info" / "0001" / store.current("upr_info", root).made
    in_place_of(made)
    told = said(capsys, COMMANDS["query"](None))
    assert told.count("\n") == 1
    assert "Is a directory" in told or "Directory not empty" in told


@pytest.mark.parametrize("variable", ["UPR_DATA", "UPR_CACHE"])
def test_a_file_in_the_place_of_a_folder_is_told(tmp_path, monkeypatch, capsys, variable):
    (tmp_path / "file").touch()
    monkeypatch.setenv(variable, str(tmp_path / "file"))
    file = export(tmp_path, *ROWS).path
    code = load.main([str(file), "--yes"])
    told = said(capsys, code, (0, 1))
    assert (code, "cannot be written" in told) == ((1, True) if variable == "UPR_DATA" else (0, False))


# Rights


@pytest.fixture
def elsewhere():
    """A folder that every user of this machine reaches."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="this system has other rights")
def test_a_data_folder_that_may_only_be_read_is_told_and_shown(elsewhere, tmp_path, monkeypatch, capsys):
    root = elsewhere / "loaded"
    monkeypatch.setenv("UPR_DATA", str(root))
    loaded(root, export(elsewhere, *ROWS))
    for path in [root, *root.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65_534)
    try:
        for name in ("load", "map"):
            told = said(capsys, COMMANDS[name](elsewhere / "invented.csv"))
            assert "Permission denied" in told, name
            assert told.count("\n") == 1, name
        assert COMMANDS["query"](None) == 0, "what is there can be looked at"
    finally:
        os.seteuid(user)
        for path in [root, *root.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert served(root) == GHANA + KENYA
    del tmp_path


# Room

AT_MOST = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from analytics import load
sys.exit(load.main(sys.argv[2:]))
"""
"""A load on a disk on which no file can be larger than this: it ends as it does where there is no room for more."""


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no such limit")
@pytest.mark.parametrize("most", [0, 3_000, 2_000_000])
def test_a_disk_that_is_full_at_some_step_is_told_and_leaves_what_was_served(tmp_path, root, most):
    loaded(root, export(tmp_path, ROWS[0], ROWS[2]))
    file = export(tmp_path, *ROWS, name="whole.csv").path
    words = [sys.executable, "-c", AT_MOST, str(most), str(file), "--yes"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "File too large" in done.stderr
    assert served(root) == [GHANA[0], *KENYA]
    assert [each.number for each in store.versions("upr_info", root)] == [1]
    assert list(root.glob("*/.*.part")) == []
