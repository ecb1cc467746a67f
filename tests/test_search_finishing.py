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
from loading_support import as_before_there_were_checksums
from search_support import ROWS, write

from analytics import database, doctor, load, query, small_tables
from analytics import flags as file_of_flags
from analytics.codes import read_codes
from analytics.filters import Filters
from analytics.loading import finishing, intake, store
from analytics.loading.finishing import begin
from analytics.loading.intake import LoadError
from analytics.results import Results

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
    path = store.current("upr_info", root).files / file_of_flags.FLAGS
    return [flag for _, flag in file_of_flags.read(path)] if path.exists() else None


def has_index(root):
    with database.open_snapshot(store.current("upr_info", root).snapshot()) as connection:
        (about,) = database.query(connection, "dataset", {}).itertuples()
        rows = connection.execute("select count(*) from recommendation").fetchone()
    return bool(about.searchable), rows[0]


def test_a_load_is_served_first_and_searchable_after_finishing(fresh):
    assert has_index(fresh) == (False, 9)
    intake.finish(store.current("upr_info", fresh), fresh)
    assert (has_index(fresh), flags(fresh)) == ((True, 9), [])
    made = store.current("upr_info", fresh).made
    intake.finish(store.current("upr_info", fresh), fresh)
    assert store.current("upr_info", fresh).made == made


SPOKEN_OF = ("Ghana", "Paint doors with civil society and Maori.", "France", "Accepted", 5, "Justice", 2)


def counted(root):
    """Flags of the lens of civil society and subjects with their recommendations, as the pages count them."""
    with database.open_snapshot(store.current("upr_info", root).snapshot()) as connection:
        table = Results(connection, read_codes(connection)).table
        by_state, by_review = (table(name, Filters()) for name in ("flags_by_state", "subjects_by_review"))
    of_state = by_state.loc[(by_state["flag"] != "any").to_numpy(), "flag"]
    return [*of_state, *by_review.loc[(by_review["recommendations"] > 0).to_numpy(), "subject"]]


def test_texts_are_flagged_by_both_lenses(tmp_path):
    root = tmp_path / "loaded"
    intake.load([write(tmp_path, [SPOKEN_OF, *ROWS])], root)
    intake.finish(store.current("upr_info", root), root)
    assert sorted(flags(root)) == ["indigenous_peoples", "names_civil_society"]
    assert counted(root) == ["names_civil_society", "indigenous_peoples"]


def test_a_load_from_before_the_subjects_keeps_its_flags_until_it_is_finished_anew(tmp_path):
    root = tmp_path / "loaded"
    intake.load([write(tmp_path, [SPOKEN_OF, *ROWS])], root)
    version = store.current("upr_info", root)
    intake.finish(version, root)
    path = version.files / file_of_flags.FLAGS
    (key,) = {key for key, _ in file_of_flags.read(path)}
    path.unlink()
    as_before_there_were_checksums(version.folder)
    before = version.files / file_of_flags.BEFORE
    small_tables.write(before, [("source_key", "flag"), (key, "names_civil_society")])
    assert counted(root) == ["names_civil_society"]
    intake.finish(store.current("upr_info", root), root)
    assert not before.exists()
    assert counted(root) == ["names_civil_society", "indigenous_peoples"]


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


def test_a_command_that_looks_for_texts_finishes_them_first(fresh, capsys):
    assert query.main(["acceptance_by_region", "--data", "upr_info"]) == 0
    assert (capsys.readouterr().err, has_index(fresh)) == ("", (False, 9))
    assert query.main(["search", "--data", "upr_info", "--q", "roof"]) == 0
    said = capsys.readouterr()
    assert said.err == "The load of 'upr_info' was interrupted: making its texts searchable.\n"
    assert "roof" in said.out
    assert query.main(["search", "--data", "upr_info", "--q", "roof"]) == 0
    assert capsys.readouterr().err == ""


def test_texts_that_cannot_be_finished_are_told_by_the_command_that_looks_for_them(fresh, capsys):
    with store.changing(fresh):
        assert query.main(["search", "--data", "upr_info", "--q", "roof"]) == 2
    assert "python -m analytics.load --finish upr_info" in capsys.readouterr().err


def test_the_next_load_finishes_an_interrupted_one_and_a_look_does_not(fresh, tmp_path, capsys):
    own = tmp_path / "own.csv"
    header = "state_under_review,session,recommending_states,text,response"
    own.write_text(f"{header}\nGhana,2,France,Doors,Noted\n", encoding="utf-8")
    assert load.main([str(own), "--format", "own_recommendations"]) == 0
    assert has_index(fresh) == (False, 9)
    assert load.main([str(own), "--format", "own_recommendations", "--yes"]) == 0
    assert has_index(fresh) == (True, 9)
    assert "The load of 'upr_info' was interrupted: making its texts searchable." in capsys.readouterr().out


def test_a_start_of_the_pages_finishes_beside_them_and_once(fresh):
    begin.cache_clear()
    process = begin(fresh)
    assert process.poll() is None, "nobody waits"
    assert begin(fresh) is process
    assert process.wait(120) == 0
    assert (has_index(fresh), finishing.unfinished(fresh)) == ((True, 9), [])
    begin.cache_clear()
    assert begin(fresh) is None
    begin.cache_clear()


def test_every_page_asks_for_what_is_unfinished(fresh, monkeypatch):
    asked = []
    monkeypatch.setattr(finishing, "begin", asked.append)
    assert not opened("pages/methods.py").exception
    assert set(asked) == {fresh}


LINK = {"data": "upr_info"}


@pytest.mark.usefixtures("fresh")
def test_texts_that_are_not_searchable_yet_are_said_to_be():
    at = opened(PAGE, **LINK, q="roof")
    assert not at.exception
    assert any("--finish upr_info" in each.value for each in at.markdown)
