"""What must hold where there is no Unix: this machine, with what Windows lacks hidden (see elsewhere/)."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from loading_support import ROWS, export

from analytics import database, load, swapping
from analytics.database import writing
from analytics.loading import intake, store

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = {
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONIOENCODING": "cp1252",
    "PYTHONPATH": str(ROOT / "tests" / "elsewhere"),
}
PARTS = {
    "app": ("every_page_opens_in_every_language",),
    "database": (
        "a_damaged_snapshot_is_rebuilt",
        "a_snapshot_that_lay_unread_for_long_is_removed_and_a_recent_one_stays",
    ),
    "loading": (
        "a_load_is_served_with_its_texts",
        "a_review_that_comes_again_replaces_the_one_that_was_there_and_no_other",
        "an_undo_of_the_first_version_leaves_the_built_in_data_alone",
    ),
    "loading_interrupted": ("a_second_load_at_the_same_time_is_refused_with_a_sentence",),
    "loading_pages": (
        "a_new_version_is_seen_without_a_restart",
        "the_command_looks_first_and_loads_when_told",
        "the_doctor_lists_versions_overlaps_and_what_is_unsound",
        "the_page_loads_and_leads_to_what_was_loaded",
    ),
    "query_command": ("it_runs_as_a_module_and_stops_when_its_reader_does", "the_three_formats_hold_the_same_rows"),
}
"""Tests, by file, that are run again where what Windows lacks is hidden."""


@pytest.fixture
def root(tmp_path):
    return tmp_path / "loaded"


def elsewhere(*command):
    """A Python process without what Windows lacks; the end of what it says, when it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "LANG", "LC_"))}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment | ELSEWHERE,
        capture_output=True,
        encoding="cp1252",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_what_windows_lacks_is_hidden_from_what_follows(tmp_path):
    code = f"""
import os, pathlib, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    try:
        __import__(name)
    except ImportError:
        print("no", name)
one, other = (pathlib.Path({str(tmp_path)!r}, name) for name in ("one", "other"))
one.touch()
for change in (one.unlink, lambda: one.replace(other), lambda: other.replace(one), lambda: other.symlink_to(one)):
    other.touch()
    try:
        with one.open():
            change()
    except OSError as error:
        print(error.strerror)
print(sys.stdout.encoding)
"""
    _, said, _ = elsewhere("-c", code)
    held = "The process cannot access the file: it is in use"
    absent = [f"no {name}" for name in ("fcntl", "resource", "pwd", "grp", "termios")]
    assert said.splitlines() == [*absent, held, held, held, "A required privilege is not held by the client", "cp1252"]


def test_pages_loads_databases_and_commands_do_without_what_windows_lacks():
    chosen = [f"tests/test_{part}.py::test_{test}" for part, tests in PARTS.items() for test in tests]
    code, said, _ = elsewhere("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not -fr]", *chosen)
    assert code == 0, said[-3000:]


def test_a_name_that_a_terminal_cannot_print_is_no_error():
    code, said, _ = elsewhere("-c", f"import analytics; print({'Türkiye ← Côte d’Ivoire'!a})")
    assert (code, said.strip()) == (0, "Türkiye \\u2190 Côte d’Ivoire")


# A way on


def test_tables_are_copied_where_a_file_has_one_name_only(tmp_path, root, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    (result,) = intake.load([export(tmp_path, *ROWS)], root)
    assert result.new == len(ROWS)
    with database.open_snapshot(store.current("upr_info", root).snapshot()) as connection:
        assert connection.execute("select count(*) from recommendation").fetchone() == (len(ROWS),)


def test_a_snapshot_that_another_process_wrote_and_reads_is_used(tmp_path, monkeypatch):
    def held(path, target):
        shutil.copy(path, target)
        raise PermissionError(errno.EACCES, "in use", str(target))

    monkeypatch.setattr(writing.Path, "replace", held)
    path = database.ensure_snapshot(folder=tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_damaged_snapshot_that_cannot_be_replaced_is_an_error(tmp_path, monkeypatch):
    def held(_, target):
        raise PermissionError(errno.EACCES, "in use", str(target))

    monkeypatch.setattr(writing.Path, "replace", held)
    with pytest.raises(PermissionError):
        database.ensure_snapshot(folder=tmp_path)


def test_what_is_left_of_a_snapshot_is_no_reason_to_fail(tmp_path, monkeypatch):
    def held(path, **_):
        raise PermissionError(errno.EACCES, "in use", str(path))

    (tmp_path / "upr-0.duckdb").touch()
    monkeypatch.setattr(writing.Path, "unlink", held)
    swapping.remove(tmp_path / "upr-0.duckdb")
    swapping.remove(tmp_path / "never")
    assert (tmp_path / "upr-0.duckdb").exists()


def test_a_name_with_a_star_means_the_files_that_are_there(tmp_path, capsys):
    first, second = export(tmp_path, *ROWS, name="1.csv").path, export(tmp_path, ROWS[0], name="2.csv").path
    assert load.main([str(first.parent / "?.csv")]) == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines() if ".csv" in line] == ["1.csv", "2.csv"]
    assert load.main([str(second.parent / "no*.csv")]) == 1
    assert "no*.csv" in capsys.readouterr().err
