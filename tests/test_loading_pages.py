"""What pages and commands show of what was loaded."""

from datetime import UTC, datetime

import pytest
from app_support import VIEWS, opened, words
from languages_support import languages_of
from loading_support import GHANA, KENYA, ROWS, export, full_after_the_load, loaded, served
from reader_support import uhri_json

from analytics import doctor, load
from analytics.loading import mappings, store
from analytics.loading.given import Given
from analytics.text import languages, text

pytestmark = pytest.mark.usefixtures("written_once")


@pytest.mark.parametrize("language", languages())
def test_a_loaded_export_is_cited_as_the_users_and_not_as_the_built_in_one(tmp_path, root, language):
    at = opened("pages/methods.py", lang=language)
    assert any("Export of 25 July 2018. " in each.value for each in at.markdown)
    loaded(root, export(tmp_path, *ROWS))
    at = opened("pages/methods.py", lang=language, data="upr_info")
    assert any("Export loaded by the user of this atlas. " in each.value for each in at.markdown)
    assert not any("July 2018" in each.value for each in at.markdown if "UPR Info" in each.value)
    rows = at.dataframe[0].value
    (about,) = rows[rows["coverage"] == text(language).record("as loaded")].itertuples()
    assert about.version == datetime.now(tz=UTC).date().isoformat()


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


# The pages


@pytest.mark.parametrize("language", languages())
def test_the_page_says_what_is_loaded(tmp_path, root, monkeypatch, language):
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    at = opened("pages/your_data.py", lang=language)
    assert not at.exception
    loaded(root, export(tmp_path, *ROWS))
    at = opened("pages/your_data.py", lang=language)
    assert not at.exception
    assert at.dataframe[0].value.iloc[0, 1] == 1


@pytest.mark.parametrize("language", languages_of("loads"))
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


@pytest.mark.parametrize("language", languages_of("loads apart from their search"))
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


@pytest.mark.parametrize("language", languages_of("versions"))
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
    at = opened("pages/countries.py", data="upr_info")
    assert any("**3 recommendations to 2 states**" in each.value for each in at.markdown)
    at = opened(data="uhri")
    assert [each for each in at.warning if "`data=uhri`" in each.value]
    assert any("61,014" in each.value for each in at.markdown)


def test_one_session_is_said_as_one(tmp_path, root):
    loaded(root, export(tmp_path, ROWS[0]))
    at = opened("pages/countries.py", data="upr_info")
    read = " ".join(words(at.main, at.sidebar))
    assert "Data: UPR Info, session 2 (2008), loaded version" in read
    assert "data: session 2 (2008)" in read


def test_a_new_version_is_seen_without_a_restart(tmp_path, root):
    loaded(root, export(tmp_path, *ROWS))
    at = opened("pages/countries.py", data="upr_info")
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
    at = opened("pages/submissions.py", data="upr_info")
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
    at = opened("pages/submissions.py")
    assert any("needs your data" in each.value for each in at.markdown)
