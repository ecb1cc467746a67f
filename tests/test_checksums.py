"""Checksums of a folder: damage is told by file, and a change that is stopped anywhere damages nothing."""

import hashlib
import shutil

import pytest

from analytics import build, checksums, database
from analytics.checksums import DamagedError
from analytics.database import writing
from analytics.folders import DATA

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"""NIST's first example of SHA-256: the digest of abc."""


@pytest.fixture
def folder(tmp_path):
    """A folder of two files with their checksums."""
    made = tmp_path / "made"
    (made / "data").mkdir(parents=True)
    (made / "log.json").write_bytes(b"abc")
    (made / "data" / "a.csv").write_bytes(b"abc")
    checksums.keep(made)
    return made


def said(folder):
    return {name: str(each) for name, each in checksums.damage(folder).items()}


def test_checksums_are_written_as_sha256sum_reads_them_and_end_in_their_own(folder):
    lines = f"{ABC}  data/a.csv\n{ABC}  log.json\n"
    own = hashlib.sha256(lines.encode()).hexdigest()
    assert (folder / "SHA256SUMS").read_text(encoding="utf-8") == f"{lines}# sha256 {own}\n"
    assert said(folder) == {}


def test_what_is_missing_changed_and_added_is_told_by_file(folder):
    (folder / "log.json").unlink()
    (folder / "data" / "a.csv").write_bytes(b"abd")
    (folder / "data" / "b.csv").touch()
    assert said(folder) == {
        "log.json": "log.json is missing",
        "data/a.csv": "data/a.csv was changed",
        "data/b.csv": "data/b.csv was added",
    }


@pytest.mark.parametrize("stop", [1, 2, 3, 4])
def test_a_replacement_that_is_stopped_anywhere_leaves_nothing_damaged(folder, tmp_path, monkeypatch, stop):
    parts = {name: tmp_path / name.replace("/", "-") for name in ("data/a.csv", "data/b.csv")}
    for path in parts.values():
        path.write_bytes(b"new")
    steps = []

    def stopped(made):
        def step(*each):
            steps.append(each)
            if len(steps) >= stop:
                raise OSError(28, "No space left on device")
            return made(*each)

        return step

    with monkeypatch.context() as patch:
        patch.setattr(checksums, "swap", stopped(checksums.swap))
        patch.setattr(checksums, "write", stopped(checksums.write))
        with pytest.raises(OSError, match="No space"):
            checksums.replace(folder, parts, gone=["log.json"])
    assert said(folder) == {}
    for path in parts.values():
        path.write_bytes(b"new")
    checksums.replace(folder, parts, gone=["log.json"])
    assert said(folder) == {}
    (folder / "data" / "a.csv").write_bytes(b"abc")
    assert said(folder) == {"data/a.csv": "data/a.csv was changed"}


# The embedded facts


def test_the_checksums_of_the_embedded_facts_are_those_of_the_files():
    assert said(DATA) == {}, "run python -m analytics.build --checksums after a change by hand"


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the embedded facts that stands in for them."""
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    monkeypatch.setattr(writing, "DATA", data)
    return data


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (lambda data: (data / "issues.csv").unlink(), "issues.csv is missing"),
        (lambda data: (data / "issues.csv").write_bytes(b"issue,name\n"), "issues.csv was changed"),
        (lambda data: (data / "texts.parquet").touch(), "texts.parquet was added"),
        (lambda data: (data / "SHA256SUMS").unlink(), "SHA256SUMS cannot be read"),
    ],
)
def test_damaged_embedded_facts_are_named_and_not_shown(copied, tmp_path, damage, what):
    damage(copied)
    with pytest.raises(DamagedError, match=f"built-in data are damaged: {what}.* git checkout -- data/"):
        database.ensure_snapshot(copied, tmp_path)


def test_the_builder_says_what_is_damaged_and_takes_what_was_changed_on_purpose(copied, monkeypatch, capsys):
    monkeypatch.setattr(database, "DATA", copied)
    ensure = database.ensure_snapshot
    monkeypatch.setattr(database, "ensure_snapshot", lambda: ensure(copied, copied.parent))
    with (copied / "build_log.csv").open("a", encoding="utf-8") as file:
        file.write("99,another step,0,0,0,nothing\n")
    assert build.main([]) == 1
    assert "build_log.csv was changed" in capsys.readouterr().err
    assert build.main(["--checksums"]) == 0
    assert said(copied) == {}
