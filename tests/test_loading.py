"""Loading a user's files: what comes of it, and that nothing is lost when it is interrupted, refused or undone."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path

import pytest
from app_support import VIEWS, opened, words
from filelock import FileLock
from reader_support import uhri_json, uhri_record

from analytics import database, doctor, load
from analytics.database import writing
from analytics.loading import facts, forecast, intake, mappings, store
from analytics.loading.given import Given
from analytics.loading.intake import LoadError
from analytics.text import languages, text

pytestmark = pytest.mark.usefixtures("written_once")
ROOT = Path(__file__).resolve().parents[1]
HEADER = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session"
ROWS = (
    ("Ghana", "Paint the doors.", "France", "Accepted", 5, "Justice", 2),
    ("Ghana", "Paint the walls.", "Japan", "Rejected", 3, "Justice", 2),
    ("Kenya", "Mend the roof.", "France", "Accepted", 4, "Justice", 8),
)


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


def test_a_preview_keeps_nothing(tmp_path, root):
    found = forecast.preview(export(tmp_path, *ROWS), root)
    assert (found.format.code, found.rows, found.pledges, sorted(found.reviews)) == (
        "upr_info_csv",
        3,
        0,
        [(2, "GHA"), (8, "KEN")],
    )
    assert [raw.text for raw, _ in found.first] == ["Paint the doors.", "Paint the walls.", "Mend the roof."]
    assert not root.exists()


def test_a_load_is_served_with_its_texts(tmp_path, root):
    result = loaded(root, export(tmp_path, *ROWS))
    assert (result.new, result.changed, result.unchanged, result.gone, result.rejected) == (3, 0, 0, 0, [])
    assert served(root) == GHANA + KENYA
    with database.open_snapshot(store.current("upr_info", root).snapshot()) as snapshot:
        assert snapshot.execute("select text from recommendation_text order by text").fetchall() == [
            ("Mend the roof.",),
            ("Paint the doors.",),
            ("Paint the walls.",),
        ]


@pytest.mark.parametrize("language", languages())
def test_a_loaded_export_is_cited_as_the_users_and_not_as_that_of_2015(tmp_path, root, language):
    at = opened("pages/methods.py", lang=language)
    assert any("Export of 14 August 2015. " in each.value for each in at.markdown)
    loaded(root, export(tmp_path, *ROWS))
    at = opened("pages/methods.py", lang=language, data="upr_info")
    assert any("Export loaded by the user of this atlas. " in each.value for each in at.markdown)
    assert not any("2015" in each.value for each in at.markdown if "UPR Info" in each.value)
    (about,) = at.dataframe[0].value.query("title.str.startswith('Database of Rec')").itertuples()
    assert (about.coverage, about.version) == ("as loaded", datetime.now(tz=UTC).date().isoformat())


@pytest.mark.parametrize(
    "text", ['Say "yes" ...', "C:\\new\\u0041", "one\ntwo\tthree", "{[']},:", "é “ü” ñ", "a\x1f\x7fb"]
)
def test_a_text_is_loaded_as_it_stands_in_the_file(tmp_path, root, text):
    loaded(root, export(tmp_path, ("Ghana", text.replace('"', '""'), "France", "Accepted", 5, "Justice", 2)))
    with database.open_snapshot(store.current("upr_info", root).snapshot()) as snapshot:
        assert snapshot.execute("select text from recommendation_text").fetchall() == [(text,)]


def test_a_load_needs_neither_pandas_nor_pyarrow(tmp_path, root):
    """Their import takes longer, and more memory, than writing the rows of most files."""
    given = export(tmp_path, *ROWS)
    for number in (1, 2):
        code = f"""
import sys
from pathlib import Path
from analytics.loading import intake
from analytics.loading.given import Given
intake.load([Given(Path({str(given.path)!r}))], Path({str(root)!r}))
print({{"pandas", "pyarrow", "numpy", "streamlit"}} & set(sys.modules))
"""
        said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
        assert (said.stdout.strip(), store.current("upr_info", root).number) == ("set()", number)
    assert served(root) == GHANA + KENYA


@pytest.mark.parametrize("at_once", [1, 2, 3, 4])
def test_texts_that_are_put_in_part_by_part_are_all_there(tmp_path, root, monkeypatch, at_once):
    monkeypatch.setattr(writing, "write_snapshot", writing.write_snapshot.__wrapped__)
    monkeypatch.setattr(writing, "AT_ONCE", at_once)
    loaded(root, export(tmp_path, *ROWS))
    with database.open_snapshot(store.current("upr_info", root).snapshot()) as snapshot:
        rows = snapshot.execute("select recommendation, text from recommendation_text").fetchall()
    assert sorted(rows) == rows
    assert sorted(text for _, text in rows) == ["Mend the roof.", "Paint the doors.", "Paint the walls."]


def test_a_review_that_comes_again_replaces_the_one_that_was_there_and_no_other(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    doors, walls, _ = ROWS
    answered = ("Ghana", "Paint the walls.", "Japan", "Accepted", 3, "Justice", 2)
    fresh = ("Ghana", "Paint the floor.", "Italy", "Noted", 1, "Justice", 2)
    result = loaded(root, export(tmp_path, doors, answered, fresh))
    assert (result.new, result.changed, result.unchanged, result.gone) == (1, 1, 1, 0)
    assert served(root) == [("GHA", "FRA", "accepted"), ("GHA", "ITA", "noted"), ("GHA", "JPN", "accepted"), *KENYA]
    result = loaded(root, export(tmp_path, doors))
    assert (result.new, result.changed, result.unchanged, result.gone) == (0, 0, 1, 2)
    assert walls not in served(root)


def test_the_same_file_twice_counts_once(tmp_path, root):
    twin = export(tmp_path, *ROWS, name="twin.csv")
    assert loaded(root, export(tmp_path, *ROWS), twin).new == 3


def test_what_cannot_be_coded_is_rejected_with_a_suggestion_and_taken_once_it_is_mapped(tmp_path, root):
    given = export(tmp_path, *ROWS, ("Ghana", "Open the gate.", "Frence", "Accepted", 5, "Justice", 2))
    (row,) = forecast.preview(given, root).rejected
    assert (row.line, row.field, row.value, row.suggestion) == (5, "recommending state", "Frence", "France")
    assert len(loaded(root, given).rejected) == 1
    assert "Frence" in (root / "upr_info" / "0001" / "rejected.csv").read_text(encoding="utf-8")
    mappings.map_name("state", "Frence", "FRA", root)
    assert forecast.preview(given, root).rejected == []
    assert loaded(root, given).new == 1


def test_a_name_that_is_mapped_wrongly_is_forgotten_and_asked_for_again(tmp_path, root, capsys):
    given = export(tmp_path, *ROWS, ("Ghana", "Open the gate.", "Frence", "Accepted", 5, "Justice", 2))
    mappings.map_name("state", "Frence", "FIN", root)
    mappings.map_name("country", "Frence", "FRA", root)
    assert forecast.preview(given, root).rejected == []
    assert load.main(["--unmap", "state", "Frence"]) == 0
    assert "'Frence' is no longer mapped." in capsys.readouterr().out
    assert [row.value for row in forecast.preview(given, root).rejected] == ["Frence"]
    assert mappings.mapped(root)["country"] == {"Frence": "FRA"}
    assert load.main(["--unmap", "state", "Frence"]) == 0
    assert "was not mapped" in capsys.readouterr().out


@pytest.mark.parametrize(("kind", "name", "code"), [("state", "Kenya", "UGA"), ("issue", "Justice", "torture")])
def test_a_name_of_the_tables_cannot_be_given_another_meaning(root, kind, name, code):
    with pytest.raises(store.StoreError, match=f"'{name}' is a name of the tables and stands for"):
        mappings.map_name(kind, name, code, root)
    assert not root.exists()


@pytest.mark.parametrize("language", languages())
def test_the_page_lists_what_names_stand_for_and_forgets_one(root, language, monkeypatch):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    mappings.map_name("state", "Kenia", "UGA", root)
    mappings.map_name("response", "Perhaps", "", root)
    at = opened("pages/your_data.py", lang=language)
    said = [each.value for each in at.markdown if "→" in each.value]
    assert ["Kenia" in said[0], text(language).state("UGA") in said[0], "Perhaps" in said[1]] == [True] * 3
    at.button(key="forget.state.Kenia").click().run()
    assert mappings.mapped(root) == {"state": {}, "issue": {}, "response": {"Perhaps": ""}, "country": {}}
    assert [each.value for each in at.markdown if "→" in each.value] == said[1:]


def test_a_file_of_which_hardly_a_row_can_be_taken_is_refused(tmp_path, root, monkeypatch):
    monkeypatch.setattr("analytics.loading.given.MOST_REJECTED", 3)
    given = export(
        tmp_path, ROWS[0], *[("Gondor", f"Open gate {n}.", "France", "Accepted", 5, "Justice", 2) for n in range(4)]
    )
    for try_it in (lambda: forecast.preview(given, root), lambda: intake.load([given], root)):
        with pytest.raises(LoadError, match=r"More than 3 rows of .* cannot be taken"):
            try_it()
    assert store.current("upr_info", root) is None


def test_themes_of_a_list_of_ones_own_stand_beside_the_issues(tmp_path, root):
    path, header = tmp_path / "own.csv", "state_under_review,session,recommending_states,text,response,issues,themes"
    path.write_text(f"{header}\nKenya,8,Japan,Mend the roof.,accepted,Justice,Roofs|Doors\n", encoding="utf-8")
    loaded(root, Given(path))
    path.write_text(f"{header}\nKenya,8,Japan,Paint the doors.,accepted,,Gates\n", encoding="utf-8")
    loaded(root, Given(path))
    with database.open_snapshot(store.current("own", root).snapshot()) as snapshot:
        tags = snapshot.execute("select issue from recommendation_issue order by issue").fetchall()
        (topics,) = snapshot.execute("select count(*) from issue").fetchone()
    assert [tag for (tag,) in tags] == ["doors", "gates", "justice", "roofs"]
    assert topics == 54 + 3
    assert not opened("pages/issues.py", data="own").exception


def test_an_earlier_version_is_served_again(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    loaded(root, export(tmp_path, ROWS[0]))
    assert served(root) == [GHANA[0], *KENYA]
    store.undo("upr_info", root)
    assert served(root) == GHANA + KENYA
    assert store.undo("upr_info", root, 2).number == 2
    assert served(root) == [GHANA[0], *KENYA]


def test_an_undo_of_the_first_version_leaves_the_built_in_data_alone(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    assert store.undo("upr_info", root) is None
    assert (store.current("upr_info", root), store.datasets(root)) == (None, [])
    at = opened(data="upr_info")
    assert any("`data=upr_info`" in each.value for each in at.warning)
    assert not [each for each in at.selectbox if each.key == "choice.data"]
    with pytest.raises(
        store.StoreError, match=r"There are: 1\. None is served; --version 1 serves the last one again\.$"
    ):
        store.undo("upr_info", root)
    assert store.undo("upr_info", root, 1).number == 1
    assert served(root) == GHANA + KENYA


def test_an_undo_goes_back_to_what_the_version_was_made_from(tmp_path, root):
    for count in (1, 2, 3):
        loaded(root, export(tmp_path, *ROWS[:count]))
    store.undo("upr_info", root)
    loaded(root, export(tmp_path, ROWS[0]))
    assert [each.log["before"] for each in store.versions("upr_info", root)] == [0, 1, 2, 2]
    assert store.undo("upr_info", root).number == 2
    assert store.undo("upr_info", root).number == 1
    assert store.undo("upr_info", root) is None
    assert loaded(root, export(tmp_path, ROWS[2])).version == 5
    assert served(root) == KENYA, "what was taken out does not come back"
    assert store.undo("upr_info", root) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a,b\n1,2\n", HEADER.encode()])
def test_a_file_that_is_none_of_ours_changes_nothing(tmp_path, root, content):
    loaded(root, export(tmp_path, *ROWS))
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    with pytest.raises(LoadError, match=r"^Nothing was changed\. bad\.csv"):
        intake.load([Given(bad)], root)
    assert served(root) == GHANA + KENYA
    assert len(store.versions("upr_info", root)) == 1


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


def full_after_the_load(monkeypatch):
    """A disk with room for a load, and none for what comes after it."""
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    complete = store.complete

    def then_full(*each):
        monkeypatch.setattr(store.shutil, "disk_usage", lambda _: usage(10, 9, 1))
        return complete(*each)

    monkeypatch.setattr(store, "complete", then_full)


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


@pytest.mark.usefixtures("root")
def test_the_command_looks_first_and_loads_when_told(tmp_path, capsys):
    path = str(export(tmp_path, *ROWS).path)
    assert load.main([path]) == 0
    said = capsys.readouterr().out
    assert "3 recommendations, 0 pledges, 2 reviews, sessions 2-8" in said
    assert "Nothing was loaded" in said
    assert load.main([path, "--yes"]) == 0
    assert "upr_info, version 1: 3 new" in capsys.readouterr().out
    assert load.main([path, "--yes"]) == 0
    assert load.main(["--undo", "upr_info"]) == 0
    assert "Version 1 of 'upr_info' is served again" in capsys.readouterr().out
    assert load.main(["--undo", "upr_info"]) == 0
    assert "'upr_info' is served no longer" in capsys.readouterr().out
    assert load.main(["--undo", "upr_info", "--version", "1"]) == 0
    assert load.main([str(tmp_path / "absent.csv")]) == 1
    assert "absent.csv cannot be opened" in capsys.readouterr().err


def test_the_doctor_lists_versions_overlaps_and_what_is_unsound(tmp_path, root, capsys):
    assert doctor.main() == 0
    assert "nothing loaded yet" in capsys.readouterr().out
    loaded(root, export(tmp_path, *ROWS))
    assert doctor.main() == 0
    said = capsys.readouterr().out
    assert "* upr_info 1: loaded" in said
    assert "In two sources: 2 reviews, embedded 222, upr_info 3 rows." in said
    assert "  session 8, KEN: embedded 166, upr_info 1 rows" in said
    (root / "upr_info" / "0001" / "data" / "recommendations.parquet").write_bytes(b"damage")
    assert doctor.main() == 1


def test_the_six_exports_load_as_published(sources, root):
    files = [Given(path) for path in sorted((sources / "upr_info").glob("*.csv"))]
    assert len(files) == 6
    assert loaded(root, *files).new == 41_066 + 947
    with database.open_snapshot(store.current("upr_info", root).snapshot()) as snapshot:
        assert snapshot.execute(
            "select count(*), count(*) filter (response = 'accepted') from recommendation"
        ).fetchone() == (
            41_066,
            30_472,
        )
        assert snapshot.execute("select count(*) from voluntary_pledge").fetchone() == (947,)
    again = loaded(root, Given(sources / "upr_info" / "1-5.xls"))
    assert (again.new, again.changed, again.gone) == (0, 0, 0), "the .xls says what the .csv says"


def test_matrices_load_with_their_own_themes_and_unit(sources, root):
    folder = sources / "ohchr_matrices"
    result = loaded(root, Given(folder / "China_Matrix_recommendations_2013.docx", "China", 17))
    assert (result.new, len(result.rejected)) == (250, 2)
    about = database.query(database.open_snapshot(store.current("ohchr", root).snapshot()), "dataset", {})
    assert about[["source", "topics", "actions", "askers", "texts"]].iloc[0].to_list() == [
        "ohchr",
        "themes",
        False,
        False,
        True,
    ]


# The pages


@pytest.mark.parametrize("language", languages())
def test_the_page_says_what_is_loaded(tmp_path, root, language):
    at = opened("pages/your_data.py", lang=language)
    assert not at.exception
    loaded(root, export(tmp_path, *ROWS))
    at = opened("pages/your_data.py", lang=language)
    assert not at.exception
    assert at.dataframe[0].value.iloc[0, 1] == 1


@pytest.mark.parametrize("language", languages())
def test_the_page_loads_and_leads_to_what_was_loaded(tmp_path, root, monkeypatch, language):
    """The menu was drawn before the load, so it does not offer the data set yet."""
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    given = export(tmp_path, *ROWS)
    at = opened("pages/your_data.py", lang=language)
    at.file_uploader[0].set_value([(given.path.name, given.path.read_bytes(), "text/csv")]).run()
    at.get_by_key("load").click().run()
    assert not at.exception
    assert served(root) == GHANA + KENYA
    t = text(language)
    link = at.main.get("page_link")[-1].proto
    assert link.label == t("your_data.open", name=t("dataset.upr_info"))
    assert "data=upr_info" in link.query_string
    assert at.status[0].label == t("your_data.done")


@pytest.mark.parametrize("language", languages())
def test_the_page_says_that_what_it_loaded_is_there_when_it_cannot_be_searched(tmp_path, root, monkeypatch, language):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    given = export(tmp_path, *ROWS)
    at = opened("pages/your_data.py", lang=language)
    at.file_uploader[0].set_value([(given.path.name, given.path.read_bytes(), "text/csv")]).run()
    full_after_the_load(monkeypatch)
    at.get_by_key("load").click().run()
    t = text(language)
    assert at.status[0].label == t("your_data.unsearchable")
    assert "finish upr\\_info" in at.status[0].markdown[-1].value
    assert at.main.get("page_link")[-1].proto.label == t("your_data.open", name=t("dataset.upr_info"))
    assert served(root) == GHANA + KENYA


@pytest.mark.parametrize("language", languages())
def test_the_page_takes_out_the_first_version_and_brings_it_back(tmp_path, root, monkeypatch, language):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    loaded(root, export(tmp_path, *ROWS))
    at = opened("pages/your_data.py", lang=language)
    t = text(language)
    name = t("dataset.upr_info")
    assert at.get_by_key("undo.upr_info").label == t("your_data.undo.first", name=name)
    at.get_by_key("undo.upr_info").click().run()
    assert store.current("upr_info", root) is None
    assert at.dataframe[0].value.iloc[:, :3].to_numpy().tolist() == [[name, 1, False]]
    assert at.get_by_key("undo.upr_info").label == t("your_data.undo", name=name, version=1)
    at.get_by_key("undo.upr_info").click().run()
    assert served(root) == GHANA + KENYA


def test_a_page_shows_the_data_set_of_the_link_and_names_one_that_is_not_there(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    at = opened(data="upr_info")
    assert any("**3 recommendations to 2 states**" in each.value for each in at.markdown)
    at = opened(data="uhri")
    assert [each for each in at.warning if "`data=uhri`" in each.value]
    assert any("41,066" in each.value for each in at.markdown)


def test_one_session_is_said_as_one(tmp_path, root):
    loaded(root, export(tmp_path, ROWS[0]))
    read = " ".join(words(opened("pages/countries.py", data="upr_info").main))
    assert "Data: UPR Info, session 2 (2008), loaded version" in read
    assert "data: session 2 (2008)" in read


def test_a_new_version_is_seen_without_a_restart(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    at = opened(data="upr_info")
    loaded(root, export(tmp_path, ROWS[0]))
    assert any("**2 recommendations to 2 states**" in each.value for each in at.run().markdown)


@pytest.fixture(scope="module")
def paragraphs(sources, tmp_path_factory):
    """A data folder with a thematic list of OHCHR."""
    folder = tmp_path_factory.mktemp("paragraphs")
    thematic = sources / "ohchr_matrices" / "UPR34_Slovenia_Thematic_list_of_Recommendations.docx"
    loaded(folder, Given(thematic, "Slovenia", 34))
    return folder


@pytest.mark.parametrize(("page", "view"), VIEWS)
def test_every_page_opens_on_paragraphs_without_actions_or_issues(paragraphs, monkeypatch, page, view):
    monkeypatch.setenv("UPR_DATA", str(paragraphs))
    at = opened(page, data="ohchr", **view)
    assert not at.exception


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Égalité & non-discrimination (general)", "Égalité & non-discrimination (general)"),
        ("A1: Ratification / accession", "A1: Ratification / accession"),
        ("[go](http://doors.example)", "go (http: doors.example)"),
        ("![x](www.doors.example)", "x ( doors.example)"),
        ('<a href="x">**b**</a> $y$ :red[z] :smile: a_b', "a href x b /a y : red z : smile: a b"),
    ],
)
def test_a_theme_keeps_nothing_that_a_page_would_take_for_markup(name, kept):
    assert facts.harmless(name) == kept


def test_the_themes_of_a_file_are_no_links_on_the_pages(tmp_path, root):
    uhri_json(tmp_path / "uhri.json", [uhri_record(Themes=["[Doors](http://doors.example)"])])
    loaded(root, Given(tmp_path / "uhri.json"))
    with database.open_snapshot(store.current("uhri", root).snapshot()) as snapshot:
        assert snapshot.execute("select name from issue").fetchall() == [("Doors (http: doors.example)",)]


def test_the_issues_page_moves_on_to_a_theme_where_the_usual_issue_is_none(tmp_path, root):
    uhri_json(tmp_path / "uhri.json")
    loaded(root, Given(tmp_path / "uhri.json"))
    at = opened("pages/issues.py", data="uhri", view="moves")
    assert not at.exception
    assert not at.warning


def test_asks_and_recommendations_stand_side_by_side_where_a_review_has_both(tmp_path, root, table):
    """The catalogue lists Brazil's session 41: 70 submissions, 50 of them joint."""
    doors = ("Brazil", "Paint the doors.", "France", "Accepted", 5, "Justice", 41)
    walls = ("Brazil", "Paint the walls.", "Japan", "Noted", 5, "Justice", 41)
    loaded(root, export(tmp_path, doors, walls))
    at = opened("pages/coalitions.py", data="upr_info")
    assert not at.exception
    (rows,) = (each.value for each in at.dataframe if "issue" in each.value and "joint" in each.value)
    assert rows[["submissions", "joint", "recommendations", "accepted", "rate"]].iloc[0].to_list() == [
        70,
        50,
        2,
        1,
        0.5,
    ]
    assert any("Brazil, session 41: 70 submissions, 50 of them joint" in each.value for each in at.markdown)
    assert table("asks_and_answers").empty, "no embedded review has both"
    at = opened("pages/coalitions.py")
    assert any("needs your data" in each.value for each in at.markdown)
