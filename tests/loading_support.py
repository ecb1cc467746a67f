"""Export files of invented rows, a data folder of one test, and what is served of it."""

import json
from collections import namedtuple

import pytest

from analytics import checksums, database
from analytics.loading import apart, intake, store
from analytics.loading.given import Given

HEADER = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session"
ROWS = (
    ("Ghana", "Paint the doors.", "France", "Accepted", 5, "Justice", 2),
    ("Ghana", "Paint the walls.", "Japan", "Rejected", 3, "Justice", 2),
    ("Kenya", "Mend the roof.", "France", "Accepted", 4, "Justice", 8),
)
LOAD_FOREVER = """
import sys
from pathlib import Path
from analytics.loading import intake
from analytics.loading.given import Given
root, *files = map(Path, sys.argv[1:])
print("ready", flush=True)
for number in range(100):
    intake.load([Given(files[number % len(files)])], root)
"""
"""A process that loads files in turn until it is killed: root, then the files."""


def export(folder, *rows, name="invented.csv"):
    """An export file of these rows."""
    lines = [
        f'{to},,,"{text}",{asks},,,{said},{action},{issue},{session}'
        for to, text, asks, said, action, issue, session in rows
    ]
    path = folder / name
    path.write_bytes("\r".join([HEADER, *lines, ""]).encode("mac_roman"))
    return Given(path)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A data folder of this test."""
    monkeypatch.setenv("UPR_DATA", str(tmp_path / "loaded"))
    return tmp_path / "loaded"


def loaded(root, *files):
    (result,) = intake.load(files, root)
    return result


def served(root, source="upr_info"):
    """State, recommending state and response of everything that is served, sorted."""
    with database.open_snapshot(store.current(source, root).snapshot()) as opened_snapshot:
        rows = opened_snapshot.execute(
            "select state_under_review, recommending_state, response from recommendation"
        ).fetchall()
    return sorted(rows)


GHANA = [("GHA", "FRA", "accepted"), ("GHA", "JPN", "noted")]
KENYA = [("KEN", "FRA", "accepted")]


def load_here(patch):
    """The page previews and loads in this process, which sees what a test has changed; how else, test_loading_apart."""

    def asked(what, files, root, _, progress=lambda *_: None, **more):
        return apart.here(what, files, root, progress, **more)

    patch.setattr(apart, "_asked", asked)


def full_after_the_load(monkeypatch):
    """A disk with room for a load, and none for what comes after it."""
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    complete = store.complete

    def then_full(*each):
        monkeypatch.setattr(store.shutil, "disk_usage", lambda _: usage(10, 9, 1))
        return complete(*each)

    monkeypatch.setattr(store, "complete", then_full)
    load_here(monkeypatch)


def as_before_there_were_checksums(folder):
    """Make a version one that was loaded before 0.2.0."""
    (folder / checksums.NAME).unlink()
    log = json.loads((folder / "log.json").read_text(encoding="utf-8"))
    del log["checksums"]
    (folder / "log.json").write_text(json.dumps(log), encoding="utf-8")
