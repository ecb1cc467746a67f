"""Making texts searchable after a load: what is served meanwhile, and that it can be interrupted."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from app_support import opened
from search_support import ROWS, write

from analytics import database, doctor, load, query
from analytics.loading import indexing, intake, store
from analytics.loading.intake import LoadError

pytestmark = pytest.mark.usefixtures("written_once")
ROOT = Path(__file__).resolve().parents[1]
PAGE = "pages/search.py"


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """A data folder of this test with the texts loaded, not finished."""
    root = tmp_path / "loaded"
    monkeypatch.setenv("UPR_DATA", str(root))
    intake.load([write(tmp_path)], root)
    return root


def flags(root):
    path = store.current("upr_info", root).files / indexing.FLAGS
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else None


def has_index(root):
    with database.open_snapshot(store.current("upr_info", root).snapshot()) as connection:
        (about,) = database.query(connection, "dataset", {}).itertuples()
        rows = connection.execute("select count(*) from recommendation").fetchone()
    return bool(about.searchable), rows[0]


def test_a_load_is_served_first_and_searchable_after_finishing(fresh):
    assert has_index(fresh) == (False, 9)
    intake.finish(store.current("upr_info", fresh), fresh)
    assert (has_index(fresh), flags(fresh)[0]) == ((True, 9), "source_key,flag")
    made = store.current("upr_info", fresh).made
    intake.finish(store.current("upr_info", fresh), fresh)
    assert store.current("upr_info", fresh).made == made


def test_texts_that_name_civil_society_are_flagged(tmp_path):
    rows = [("Ghana", "Paint doors with civil society.", "France", "Accepted", 5, "Justice", 2), *ROWS]
    intake.load([write(tmp_path, rows)], tmp_path / "loaded")
    intake.finish(store.current("upr_info", tmp_path / "loaded"), tmp_path / "loaded")
    assert [line.split(",")[1] for line in flags(tmp_path / "loaded")[1:]] == ["names_civil_society"]


@pytest.mark.parametrize("step", ["loading.indexing.write_flags", "loading.indexing.write_index", "swapping.swap"])
def test_a_finishing_step_that_fails_leaves_what_is_served_and_can_be_run_again(fresh, monkeypatch, step):
    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"analytics.{step}", fail)
        with pytest.raises(
            LoadError, match=r"served, but .* yet\. No space left on device\. Then run: .*--finish upr_info$"
        ):
            intake.finish(store.current("upr_info", fresh), fresh)
    assert has_index(fresh) == (False, 9)
    intake.finish(store.current("upr_info", fresh), fresh)
    assert has_index(fresh) == (True, 9)


def test_finishing_can_be_killed_at_any_moment(fresh):
    code = (
        "import sys; from pathlib import Path; from analytics.loading import intake, store; root = Path(sys.argv[1]); "
        "print('go', flush=True)\nwhile True: intake.finish(store.current('upr_info', root), root)"
    )
    lot = random.Random(7)
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", code, str(fresh)], cwd=ROOT, stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(lot.uniform(0.1, 1.2))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert has_index(fresh)[1] == 9
    intake.finish(store.current("upr_info", fresh), fresh)
    assert has_index(fresh) == (True, 9)
    version = store.current("upr_info", fresh)
    assert not [path.name for path in version.folder.iterdir() if "part" in path.name]


def test_snapshots_that_are_served_no_longer_go_but_the_one_before(fresh, tmp_path):
    version = store.current("upr_info", fresh)
    first = version.made
    for name in ("upr-000000000000.duckdb", "upr-000000000001.duckdb"):
        path = version.folder / name
        path.write_bytes(b"old")
        os.utime(path, (1, 1))
    intake.finish(version, fresh)
    made = store.current("upr_info", fresh).made
    assert {path.name for path in version.folder.glob("*.duckdb")} == {first, made}
    intake.load([write(tmp_path, ROWS[:2])], fresh)
    assert len(list(version.folder.glob("*.duckdb"))) == 1
    with store.changing(fresh):
        store.undo("upr_info", fresh)
    assert has_index(fresh) == (True, 9)


def test_finishing_a_version_that_is_no_longer_current_changes_nothing_for_readers(fresh, tmp_path):
    old = store.current("upr_info", fresh)
    intake.load([write(tmp_path, ROWS[:1])], fresh)
    now = store.current("upr_info", fresh)
    intake.finish(old, fresh)
    assert store.current("upr_info", fresh) == now


def test_the_command_line_loads_then_finishes(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("UPR_DATA", str(tmp_path / "loaded"))
    assert load.main([str(write(tmp_path).path), "--yes"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert (
        any(line.startswith("upr_info, version 1: 9 new") for line in said),
        said[-1].startswith("Searchable after "),
    ) == (True, True)
    assert load.main(["--finish", "upr_info"]) == 0
    assert load.main(["--finish", "uhri"]) == 1
    assert capsys.readouterr().err == "'uhri' is not loaded. Loaded are: upr_info.\n"


def test_the_doctor_says_what_is_not_searchable_yet(fresh, capsys):
    doctor.main()
    assert "python -m analytics.load --finish upr_info" in capsys.readouterr().out
    intake.finish(store.current("upr_info", fresh), fresh)
    doctor.main()
    assert "--finish" not in capsys.readouterr().out


@pytest.mark.usefixtures("fresh")
def test_texts_that_are_not_finished_cannot_be_searched_from_the_command_line(capsys):
    assert query.main(["search", "--data", "upr_info", "--q", "roof"]) == 2
    assert "python -m analytics.load --finish upr_info" in capsys.readouterr().err


LINK = {"data": "upr_info"}


@pytest.mark.usefixtures("fresh")
def test_texts_that_are_not_searchable_yet_are_said_to_be():
    at = opened(PAGE, **LINK, q="roof")
    assert not at.exception
    assert any("--finish upr_info" in each.value for each in at.markdown)
