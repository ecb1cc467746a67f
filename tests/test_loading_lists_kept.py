"""Lists of submissions that are loaded: nothing is lost, and a producer’s list is as it was."""

import csv
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock
from lists_support import DOORS, EMBEDDED, HINGES, catalogue, counts, loaded, names, own, rows, summary
from loading_support import LOAD_FOREVER, ROWS, export

from analytics import database, load, small_tables
from analytics.catalogue import documents
from analytics.database import writing
from analytics.loading import intake, store
from analytics.loading.given import Given
from analytics.loading.intake import LoadError

pytestmark = pytest.mark.usefixtures("written_once", "ten_rows")
ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"


def logged(snapshot):
    """The last step of the build log: rows in, out and rejected, and its note."""
    return rows(snapshot, "select rows_in, rows_out, rows_rejected, note from build_log order by position").pop()


def data_without(folder, symbol, whole):
    """data/ as it would be without one of its lists."""
    data = folder / "data"
    shutil.copytree(whole, data)
    for name in (*list(documents.FILES)[:3], documents.CORRECTIONS):
        header, *content = csv.reader((data / name).read_text(encoding="utf-8").splitlines())
        small_tables.write(data / name, [header, *(row for row in content if row[0] != symbol)])
    return data


# Nothing is lost


def test_an_undo_goes_back_to_the_version_before_and_then_to_the_built_in_lists_alone(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    loaded(root, summary(tmp_path))
    loaded(root, own(tmp_path, "Ghana,2,individual,LK,,Locks of Accra,,,"))

    def shown():
        snapshots = (store.embedded(root), store.current("upr_info", root).snapshot())
        return [set(catalogue(each)) - EMBEDDED for each in snapshots]

    assert shown() == [{"KEN-8", "GHA-2"}] * 2
    assert store.undo("submissions", root).number == 1
    assert shown() == [{"KEN-8"}] * 2
    assert store.undo("submissions", root) is None
    assert shown() == [set()] * 2
    assert store.embedded(root) == database.ensure_snapshot()
    with pytest.raises(
        store.StoreError, match=r"There are: 1, 2\. None is served; --version 2 serves the last one again\.$"
    ):
        store.undo("submissions", root)
    assert store.undo("submissions", root, 2).number == 2
    assert shown() == [{"KEN-8", "GHA-2"}] * 2


def test_an_undo_never_brings_back_what_was_taken_out_before(tmp_path, root):
    ghana, kenya = own(tmp_path, "Ghana,2,joint,JS1,,Gates,,,"), summary(tmp_path)

    def shown():
        return set(catalogue(store.embedded(root))) - EMBEDDED

    loaded(root, ghana)
    assert store.undo("submissions", root) is None
    loaded(root, kenya)
    assert (store.current("submissions", root).log["before"], shown()) == (0, {"KEN-8"})
    assert (store.undo("submissions", root), shown()) == (None, set())
    assert (store.undo("submissions", root, 2).number, shown()) == (2, {"KEN-8"})
    loaded(root, ghana)
    store.undo("submissions", root, 1)
    loaded(root, kenya)
    assert shown() == {"GHA-2", "KEN-8"}
    assert (store.undo("submissions", root).number, shown()) == (1, {"GHA-2"})


def test_an_undo_that_a_full_disk_stops_is_a_sentence(tmp_path, root, monkeypatch, capsys):
    loaded(root, export(tmp_path, *ROWS))
    loaded(root, summary(tmp_path))
    for path in store.current("upr_info", root).folder.glob("upr-*.duckdb"):
        if path.name != store.current("upr_info", root).made:
            path.unlink()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "write_snapshot", full)
    assert load.main(["--undo", "submissions"]) == 1
    assert "'submissions' could not be taken back: No space left on device." in capsys.readouterr().err
    assert store.current("submissions", root).number == 1


def test_a_second_load_at_the_same_time_is_refused(tmp_path, root):
    root.mkdir()
    with FileLock(root / "lock"), pytest.raises(store.BusyError):
        intake.load([summary(tmp_path)], root)


def test_a_disk_that_fills_up_leaves_what_was_served(tmp_path, root, monkeypatch):
    loaded(root, summary(tmp_path))

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write_snapshot", full)
        with pytest.raises(LoadError, match="Nothing was changed: No space left on device"):
            intake.load([own(tmp_path, "Ghana,2,individual,LK,,Locks of Accra,,,")], root)
    assert set(catalogue(store.embedded(root))) == EMBEDDED | {"KEN-8"}
    assert list(root.glob("*/.*.part")) == []


@pytest.mark.parametrize("error", [database.Error("could not write block"), OSError(28, "No space left on device")])
def test_a_data_set_without_room_for_the_lists_stops_the_load_before_anything_is_changed(
    tmp_path, root, monkeypatch, error
):
    loaded(root, export(tmp_path, *ROWS))
    before, write = store.current("upr_info", root), database.write_snapshot

    def full(path, data):
        if before.folder in path.parents:
            raise error
        write(path, data)

    monkeypatch.setattr(writing, "write_snapshot", full)
    with pytest.raises(LoadError, match=r"^Nothing was changed: (could not write block|No space left on device)"):
        intake.load([summary(tmp_path)], root)
    assert (store.sources(root), store.current("upr_info", root)) == (["upr_info"], before)
    assert set(catalogue(before.snapshot())) == EMBEDDED


def test_a_data_set_that_is_damaged_already_does_not_stop_a_list(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    (store.current("upr_info", root).files / "recommendations.parquet").write_bytes(b"damage")
    assert loaded(root, summary(tmp_path)).new == 3


def test_a_load_killed_at_any_moment_leaves_lists_that_can_be_read(tmp_path, root, monkeypatch):
    monkeypatch.setattr(database, "ensure_snapshot", database.ensure_snapshot.__wrapped__)  # as the killed process does
    one, two = summary(tmp_path), summary(tmp_path, HINGES, name="other.txt", declared="two")
    loaded(root, one)
    moments = random.Random(3)
    for _ in range(3):
        command = [sys.executable, "-c", LOAD_FOREVER, str(root), str(two.path), str(one.path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
            process.stdout.readline()
            time.sleep(moments.uniform(0.1, 2))
            process.send_signal(signal.SIGKILL)
        assert catalogue(store.embedded(root))["KEN-8"] in {(3, 3, 1), (2, 2, 1)}
    loaded(root, one)
    assert list(root.glob("*/.*.part")) == []


def test_a_list_that_a_new_atlas_brings_itself_wins_over_another_one_that_was_loaded(tmp_path, root, ten_rows):
    """Loaded while the atlas had no list of Namibia; the next one has it."""
    old = data_without(tmp_path, "A/HRC/WG.6/52/NAM/3", ten_rows)
    intake.load(
        [own(tmp_path, "Namibia,52,individual,DA,,Doors for All,,,", "KEN,8,joint,JS1,,Gates,,,")], root, data=old
    )
    version = store.current("submissions", root)
    assert catalogue(version.snapshot(old))["NAM-52"] == (0, 1, 0)
    new = catalogue(version.snapshot())
    assert (new["NAM-52"], new["KEN-8"]) == ((13, 14, 8), (0, 1, 1))
    assert logged(version.snapshot()) == (
        *(2, 1, 1),
        "own/8/KEN; left out, because the atlas has another list of the review: own/52/NAM",
    )


def test_the_build_log_says_what_the_last_load_rejected_and_counts_what_is_there(tmp_path, root):
    loaded(root, own(tmp_path, "KEN,8,joint,JS1,,Gates,,,", "Gondor,8,joint,JS1,,Gates,,,"))
    note = "own/8/KEN; submissions that the last load rejected before, not counted here: 1"
    assert logged(store.embedded(root)) == (1, 1, 0, note)
    loaded(root, own(tmp_path, "GHA,2,joint,JS1,,Gates,,,"))
    assert logged(store.embedded(root)) == (2, 2, 0, "own/2/GHA, own/8/KEN")


def test_a_correction_that_does_not_fit_a_loaded_list_is_not_shown_as_made(tmp_path, root):
    """The record about JS3 of Brunei expects a member that this version of the document does not name."""
    about = "select count(*) from submission_correction where symbol = 'A/HRC/WG.6/33/BRN/3'"
    assert rows(database.ensure_snapshot(), about) == [(1,)]
    joint = f"{DOORS}\nJS2 Joint submission 2 submitted by: {DOORS}\nJS3 Joint submission 3 submitted by: {DOORS}"
    loaded(root, summary(tmp_path, joint=joint, symbol="A/HRC/WG.6/33/BRN/3"))
    assert "JS3" in names(root, "BRN-33")
    assert rows(store.embedded(root), about) == [(0,)]


# The producers' files


@pytest.mark.parametrize(
    "case",
    [
        ("A/HRC/WG.6/52/NAM/3", "A_HRC_WG.6_52_NAM_3_endnote2_excerpt.txt", "NAM-52", (13, 14, 8)),
        ("A/HRC/WG.6/47/CRI/3", "A_HRC_WG.6_47_CRI_3.txt", "CRI-47", (26, 26, 11)),
    ],
    ids=lambda case: case[2],
)
def test_a_list_taken_out_and_loaded_is_as_it_was(sources, tmp_path, root, ten_rows, case):
    """Declared, listed and joint submissions as a person counts them; every row of the catalogue as it was."""
    symbol, file, review, numbers = case
    data = data_without(tmp_path, symbol, ten_rows)
    assert review not in catalogue(database.ensure_snapshot(data, tmp_path))
    result = loaded(root, Given(sources / "stakeholder_summaries" / file), data=data)
    assert counts(result) == (numbers[1], 0, 0, 0, 0)
    snapshot = store.current("submissions", root).snapshot(data)
    assert catalogue(snapshot)[review] == numbers
    for table in ("submission_member", "submission", "stakeholder", "listed_membership"):
        whole = f"select * from {table} order by all"
        assert rows(snapshot, whole) == rows(database.ensure_snapshot(), whole), table


def test_the_seven_lists_change_nothing_when_they_are_loaded(sources, root):
    lists = [row for row in small_tables.read(DATA / "stakeholder_documents.csv") if row["kind"] == "full"]
    seven = {row["symbol"].replace("/", "_") for row in lists}
    texts = sorted((sources / "stakeholder_summaries").glob("*.txt"))
    files = [Given(path) for path in texts if any(path.stem.startswith(symbol) for symbol in seven)]
    result = loaded(root, *files)
    assert counts(result) == (0, 0, 158, 0, 0)
    assert [note for note in result.notes if note.reason in {"alike", "country_unknown"}] == []
    assert [note.value for note in result.notes if note.reason == "declared_differs"] == ["13 / 14"]
    assert sum(joint for _, _, joint in catalogue(store.embedded(root)).values()) == 91


def test_what_is_read_back_from_the_catalogue_makes_the_same_catalogue():
    made = documents.rows(documents.documents(DATA), DATA)
    for name, content in zip(documents.FILES, made, strict=True):
        _, *committed = csv.reader((DATA / name).read_text(encoding="utf-8").splitlines())
        assert [["" if value is None else str(value) for value in row] for row in content] == committed, name


def test_many_small_loads_do_not_fill_the_disk_and_each_can_be_gone_back_to(tmp_path, root):
    for number in range(1, 5):
        loaded(root, own(tmp_path, f"Kenya,{number},individual,LK,,Locks of Nairobi,,,"))
    kept = [len(list(each.folder.glob("upr-*.duckdb"))) for each in store.versions("submissions", root)]
    assert kept == [0, 0, 1, 1]
    store.undo("submissions", root, 1)
    assert set(catalogue(store.embedded(root))) == EMBEDDED | {"KEN-1"}
