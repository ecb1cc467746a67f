"""Loading a user's files: what comes of it, what is refused, and what is undone."""

import subprocess
import sys
from pathlib import Path

import pytest
from app_support import opened
from loading_support import GHANA, HEADER, KENYA, ROWS, export, loaded, served
from reader_support import uhri_json, uhri_record

from analytics import database, load
from analytics.database import writing
from analytics.loading import facts, forecast, intake, mappings, store
from analytics.loading.given import Given
from analytics.loading.intake import LoadError

pytestmark = pytest.mark.usefixtures("written_once", "ten_rows")
ROOT = Path(__file__).resolve().parents[1]


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


@pytest.mark.parametrize(
    "text", ['Say "yes" ...', "C:\\new\\u0041", "one\ntwo\tthree", "{[']},:", "é “ü” ñ", "a\x1f\x7fb"]
)
def test_a_text_is_loaded_as_it_stands_in_the_file(tmp_path, root, text):
    loaded(root, export(tmp_path, ("Ghana", text.replace('"', '""'), "France", "Accepted", 5, "Justice", 2)))
    with database.open_snapshot(store.current("upr_info", root).snapshot()) as snapshot:
        assert snapshot.execute("select text from recommendation_text").fetchall() == [(text,)]


def test_a_load_needs_neither_pandas_nor_pyarrow(tmp_path, root, monkeypatch):
    """Their import takes longer, and more memory, than writing the rows of most files."""
    monkeypatch.setattr(database, "ensure_snapshot", database.ensure_snapshot.__wrapped__)  # as the other process does
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
    assert topics == 56 + 3
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
