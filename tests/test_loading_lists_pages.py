"""What pages and commands show of lists of submissions that are loaded."""

import re

import pytest
from app_support import opened, words
from languages_support import languages_of
from lists_support import HINGES, KENYA, PAINTERS, catalogue, loaded, own, summary
from loading_support import ROWS, export

from analytics import doctor, load, query
from analytics.loading import intake, mappings, store
from analytics.text import languages, text

pytestmark = pytest.mark.usefixtures("written_once", "ten_rows")


def test_the_command_shows_loads_and_takes_back(tmp_path, root, capsys):
    path = str(summary(tmp_path, PAINTERS, "LL Locks, Far Away (Great Britain);", declared="4").path)
    assert load.main([path]) == 0
    said = capsys.readouterr().out
    assert f"KEN, session 8 ({KENYA}): declares 4, lists 3 submissions, 1 joint with 2 memberships" in said
    assert "2 notes:" in said
    assert "declared '4 / 3': the document declares the first number of submissions" in said
    assert "and load the list again." in said
    assert "python -m analytics.load --map country 'Great Britain' CODE" in said
    assert load.main([path, "--yes"]) == 0
    said = capsys.readouterr().out
    assert "submissions, version 1: 3 new, 0 changed, 0 unchanged, 0 gone, 0 rejected" in said
    assert str(root / "submissions" / "0001" / "notes.csv") in said
    assert query.main(["listed_reviews", "--lists", "KEN-8", "--format", "csv"]) == 0
    assert "KEN-8" in capsys.readouterr().out
    assert query.main(["listed_reviews", "--data", "submissions"]) == 2
    assert load.main(["--finish", "submissions"]) == 1
    assert "they have no texts to search" in capsys.readouterr().err
    assert load.main(["--undo", "submissions"]) == 0
    assert "came with the atlas are served again" in capsys.readouterr().out


def test_the_doctor_counts_the_lists_and_looks_after_them(tmp_path, root, capsys):
    loaded(root, summary(tmp_path))
    assert doctor.main() == 0
    said = capsys.readouterr().out
    assert "* submissions 1: loaded" in said
    assert "Lists of submissions loaded, part of every data set: 1" in said
    assert "--finish submissions" not in said
    (root / "submissions" / "0001" / "data" / "lists.json").write_text("damage", encoding="utf-8")
    assert doctor.main() == 1


@pytest.mark.parametrize("language", languages_of("loads of lists"))
def test_the_page_shows_what_a_list_holds_and_loads_it(tmp_path, root, monkeypatch, language):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    given = summary(tmp_path, HINGES, "LL Locks, Far Away (Great Britain);", declared="4")
    at = opened("pages/your_data.py", lang=language)
    at.file_uploader[0].set_value([(given.path.name, given.path.read_bytes(), "text/plain")]).run()
    assert not at.exception
    tables = [each.value for each in at.dataframe]
    assert tables[0].iloc[0].tolist()[1:] == [8, KENYA, "4", "3", "1"]
    assert tables[1].iloc[:, 2].tolist() == ["HI", "LL", "JS1"]
    assert [each.proto.alt for each in at.dataframe] == [
        text(language)(f"your_data.{what}", name=given.path.name) for what in ("reviews", "first")
    ]
    assert at.table[0].value.iloc[:, 0].tolist() == ["4 / 3", "Great Britain"]
    at.get_by_key("map.country.Great Britain").select("GBR").run()
    assert mappings.mapped(root)["country"] == {"Great Britain": "GBR"}
    at.get_by_key("load").click().run()
    assert not at.exception
    assert "KEN-8" in catalogue(store.embedded(root))
    t = text(language)
    assert t("your_data.lists.done") in [each.value for each in at.markdown]
    assert not [each.value for each in at.markdown if each.value.startswith("summary")], (
        "no word on the progress is left"
    )
    assert at.main.get("page_link")[-1].proto.label == t("your_data.open", name=t("submissions.title"))
    (loaded_at,) = at.dataframe[-1].value.iloc[:, 3]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d UTC", loaded_at)


@pytest.mark.usefixtures("root")
def test_the_page_shows_rejected_rows_whole_and_as_nothing_but_text(tmp_path, monkeypatch):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    lines = "Kenya,8,individual,DA,,Doors for All,,,", "![Gondor](https://gate.example),8,individual,GK,,Gates,,,"
    at = opened("pages/your_data.py")
    at.file_uploader[0].set_value([("own.csv", own(tmp_path, *lines).path.read_bytes(), "text/csv")]).run()
    (row,) = at.table[0].value.itertuples(index=False, name=None)
    said = ("3", "state under review", "!\\[Gondor\\](https:\u2060//gate.example)")
    assert row == (*said, r"this name is not in data/state\_aliases.csv", "")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("language", languages())
def test_the_page_asks_what_a_name_stands_for_and_says_of_what_kind_it_is(tmp_path, monkeypatch, language):
    """One word can be a state in one column and a country in another; each is asked for by itself."""
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    lines = (
        "Kenia,8,individual,DA,,Doors for All,,,",
        "Kenya,8,individual,GK,,Gate Keepers,,Kenia,",
    )
    content = own(tmp_path, *lines).path.read_bytes()
    at = opened("pages/your_data.py", lang=language)
    at.file_uploader[0].set_value([("own.csv", content, "text/csv"), ("doors.txt", b"Doors", "text/plain")]).run()
    t = text(language)
    asked = [each for each in at.selectbox if each.key.startswith(("map.", "state."))]
    assert [(each.label, each.proto.placeholder) for each in asked] == [
        (t("your_data.state", file="doors.txt"), t("country.placeholder")),
        (t("your_data.map.state", name="Kenia"), t("your_data.map.choose")),
        (t("your_data.map.country", name="Kenia"), t("your_data.map.choose")),
    ]


@pytest.mark.parametrize("language", languages())
def test_the_pages_say_that_lists_are_loaded(tmp_path, root, language):
    loaded(root, summary(tmp_path))
    t = text(language)
    for page in ("app.py", "pages/claims.py", "pages/civic_space.py"):
        at = opened(page, lang=language)
        read = " ".join(words(at.main, at.sidebar))
        assert t("coverage.lists", n=1) in read, page
        assert "+1-loaded-lists" in read
    at = opened("pages/submissions.py", lang=language, view="catalogue")
    assert not at.exception
    read = " ".join(words(at.main))
    assert t("submissions.covered.loaded", n=1) in read
    symbol = "A/HRC/WG.6/<session>/<state>/3"
    assert read.count(symbol) == 2, "built-in and loaded summaries are both named as sources"


@pytest.fixture(scope="module")
def both_kinds(tmp_path_factory):
    """A data folder with an export, a summary and a list of one's own."""
    files, folder = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("both")
    lines = ("Ghana,2,joint,JS1,,,,,about 40", "Ghana,2,individual,LK,,Locks of Accra,,,")
    intake.load([export(files, *ROWS), summary(files), own(files, *lines)], folder)
    return folder


@pytest.mark.parametrize("view", ["coverage", "catalogue", "reviews", "network", "named"])
def test_every_question_about_coalitions_opens_with_lists_of_both_kinds(both_kinds, monkeypatch, view):
    monkeypatch.setenv("UPR_DATA", str(both_kinds))
    for chosen in ({}, {"lists": "KEN-8"}, {"lists": "GHA-2"}, {"data": "upr_info"}):
        at = opened("pages/submissions.py", view=view, **chosen)
        assert (list(at.exception), list(at.warning)) == ([], []), chosen


def test_asks_and_recommendations_meet_where_a_loaded_list_is_about_an_embedded_review(tmp_path, root):
    """Kenya's session 8 is in the embedded recommendations, and has no list among the embedded ones."""
    loaded(root, summary(tmp_path))
    at = opened("pages/submissions.py")
    assert any("Kenya, session 8: 3 submissions, 1 of them joint" in each.value for each in at.markdown)
    assert any("but the filters of those pages do not apply" in each.value for each in at.markdown)


def test_a_list_that_is_loaded_is_seen_without_a_restart_and_so_is_its_undo(tmp_path, root):
    at = opened("pages/submissions.py", view="catalogue", search="gate keepers")
    assert at.dataframe[0].value.empty
    loaded(root, summary(tmp_path))
    assert at.run().dataframe[0].value["code"].tolist() == ["JS1"]
    store.undo("submissions", root)
    assert at.run().dataframe[0].value.empty


def test_lists_are_no_data_set_of_their_own(tmp_path, root):
    loaded(root, summary(tmp_path))
    at = opened(data="submissions")
    assert any("`data=submissions`" in each.value for each in at.warning)
    assert not [each for each in at.selectbox if each.key == "choice.data"]
