"""A file that is written beside and swapped in: whole or not at all, and patient with a system that refuses."""

from pathlib import Path

import pytest

from analytics import swapping


@pytest.fixture
def refused(monkeypatch):
    """How often a file in use is not replaced, as on Windows, and the pauses that were made."""
    left, pauses = [0], []
    replace = Path.replace

    def refusing(part, path):
        if left[0]:
            left[0] -= 1
            raise PermissionError(13, "in use")
        return replace(part, path)

    monkeypatch.setattr(Path, "replace", refusing)
    monkeypatch.setattr(swapping.time, "sleep", pauses.append)
    return left, pauses


def test_a_file_that_somebody_reads_is_replaced_once_it_is_free(tmp_path, refused):
    left, pauses = refused
    swapping.write(tmp_path / "a", b"old")
    left[0] = 3
    swapping.write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert pauses == [0.05, 0.1, 0.2]


def test_a_file_that_stays_in_use_stays_as_it_was_and_the_error_says_so(tmp_path, refused):
    swapping.write(tmp_path / "a", b"old")
    refused[0][0] = 100
    with pytest.raises(PermissionError, match="in use"):
        swapping.write(tmp_path / "a", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]
    assert sum(refused[1]) < 2


def test_a_write_that_fails_half_way_leaves_the_old_file_and_nothing_beside(tmp_path):
    def half_written():
        with swapping.beside(tmp_path / "a") as part:
            part.write_bytes(b"ne")
            raise OSError(28, "no space left")

    swapping.write(tmp_path / "a", b"old")
    with pytest.raises(OSError, match="no space left"):
        half_written()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    told = []
    replace = Path.replace
    monkeypatch.setattr(swapping.os, "fsync", lambda _: told.append("flushed"))
    monkeypatch.setattr(Path, "replace", lambda *paths: (told.append("named"), replace(*paths))[1])
    swapping.write(tmp_path / "a", b"new")
    assert told == ["flushed", "named"]


def test_what_killed_processes_left_is_cleared(tmp_path):
    for name in (".a.1-2.part", ".b.part", "export.json.part", ".c"):
        (tmp_path / name).touch()
    swapping.clear(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".c", "export.json.part"]
