"""Searching invented texts from the command line and on the page."""

import csv
import io
import zipfile

import pandas as pd
import pytest
from app_support import folded, opened, words
from streamlit.runtime.media_file_manager import MediaFileManager

from analytics import query
from analytics.text import languages

pytestmark = pytest.mark.usefixtures("written_once")
PAGE = "pages/search.py"


@pytest.fixture
def searchable(ready, monkeypatch):
    """The same for pages and commands."""
    monkeypatch.setenv("UPR_DATA", str(ready))
    return ready


# From the command line


@pytest.mark.usefixtures("searchable")
def test_every_result_on_texts_can_be_printed(capsys):
    asked = ["--data", "upr_info", "--q", 'roof "the house"', "--country", "KEN", "--about", "justice"]
    for name in ("search", "search_totals", "search_words", "accepted_wording"):
        assert query.main([name, *asked, "--format", "json"]) == 0
        out, err = capsys.readouterr()
        assert (bool(out), err) == (True, "")
    for step in ("search_parts", "search_dictionary", "search_spoken", "search_selected", "search_excluded"):
        assert query.main([step, *asked]) == 2
        assert f"There is no result '{step}'. There are: " in capsys.readouterr().err
    query.main(["search", *asked[:4], "--states", "KEN", "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["reviewed_name"], row["asked_by"], row["response"]) for row in rows] == [
        ("Kenya", "France", "accepted")
    ]
    query.main(["totals", "--data", "upr_info", "--format", "csv"])
    assert capsys.readouterr().out.splitlines()[1].startswith("9,")


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("search --q roof", "needs texts, and these data have none"),
        ("search --data upr_info", "needs --q"),
        ("accepted_wording --data upr_info", "needs --country"),
        ("search --data uhri --q roof", "--data does not know 'uhri'. Loaded is: upr_info."),
        ("search --data ../upr_info --q roof", "--data does not know '../upr_info'"),
        ("search --data upr_info --q roof --page 0", "--page does not know '0'. There is: a number from 1, or all."),
    ],
)
def test_what_cannot_be_searched_is_said_with_the_next_step(capsys, line, said):
    assert query.main(line.split()) == 2
    assert said in capsys.readouterr().err


# The page


LINK = {"data": "upr_info"}
QUESTIONS = [
    {"q": "doors"},
    {"q": "zebra roof"},
    {"q": "the"},
    {},
    {"view": "wording", "about": "justice", "country": "KEN"},
]


def on_page(number, **link):
    """A page of the results of a search."""
    at = opened(PAGE, **LINK, **link)
    at.query_params["page"] = number
    return at.run()


def listed(at):
    return "".join(each.proto.body for each in at.get("html") if "<ol" in each.proto.body)


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("link", QUESTIONS, ids=str)
def test_the_page_opens_in_every_language_with_texts(language, link):
    at = opened(PAGE, **LINK, **link, lang=language)
    assert not at.exception
    assert not at.warning
    assert not [each for each in words(at.main) if "nan" in each.split() or "None" in each.split()]


@pytest.mark.usefixtures("searchable")
def test_the_page_lists_what_it_finds_with_marks():
    at = opened(PAGE, **LINK, q="doors")
    assert at.get_by_key("choice.q").value == "doors"
    assert "Paint the <mark>doors</mark> and paint the walls." in listed(at)
    assert "<strong>Ghana</strong><br><small>session 2 · asked by Japan · noted · considering action</small>" in listed(
        at
    )
    assert any("### doors: 2 recommendations to 1 state." in each.value for each in at.markdown)
    assert any("Looked for: doors (as doors; in 2 of all texts)." in each.value for each in at.markdown)
    assert any("Source: UPR Info" in said for said in folded(at))


@pytest.mark.usefixtures("searchable")
def test_a_search_is_kept_in_the_link_and_starts_at_its_first_page():
    at = on_page("3", q="doors")
    at.get_by_key("choice.q").set_value("roof ").run()
    assert at.query_params == {**LINK, "q": "roof"}
    at.get_by_key("choice.q").set_value("").run()
    assert at.query_params == LINK


@pytest.mark.usefixtures("searchable")
def test_an_offered_search_is_one_click():
    at = opened(PAGE, **LINK, q="zebra roof")
    assert not listed(at)
    at.get_by_key("offer.0").click().run()
    assert at.query_params == {**LINK, "q": "roof"}
    assert listed(at).count("<li>") == 3


@pytest.mark.usefixtures("searchable")
def test_pages_are_turned_by_buttons_and_a_page_too_far_is_the_last(monkeypatch):
    monkeypatch.setattr("analytics.results.search.PAGE", 2)
    at = opened(PAGE, **LINK, q="roof mend")
    assert at.get_by_key("page.before").disabled
    at.get_by_key("page.after").click().run()
    assert (at.query_params["page"], at.get_by_key("page.after").disabled) == ("2", True)
    assert '<ol start="3"' in listed(at)
    assert '<ol start="3"' in listed(on_page("99", q="roof mend"))
    assert "`page=x`" in on_page("x", q="roof mend").warning[0].value


@pytest.mark.usefixtures("searchable")
def test_filters_apply_to_a_search_on_the_page():
    assert listed(opened(PAGE, **LINK, q="roof", states="KEN")).count("<li>") == 1


@pytest.mark.usefixtures("searchable")
def test_nothing_of_a_text_or_a_search_is_markup_on_the_page():
    at = opened(PAGE, **LINK, q='<script>alert(1)</script> **bold** "lanterns"')
    shown = listed(at)
    assert "&lt;<mark>script</mark>&gt;<mark>alert</mark>(&quot;x&quot;)" in shown
    assert "**<mark>bold</mark>** [link](http://x.example) | pipe :red[x] $y$ &amp; <mark>lanterns</mark>" in shown
    assert not [each for each in words(at.main) if "<script" in each and each != at.get_by_key("choice.q").value]
    assert any("### script alert 1 bold “lanterns”: 1 recommendation to 1 state." in each.value for each in at.markdown)


@pytest.mark.usefixtures("searchable")
def test_accepted_wording_is_listed_with_n():
    at = opened(PAGE, **LINK, view="wording", about="justice", country="KEN")
    assert any(
        "2 accepted wordings of specific or general action, in 3 recommendations" in each.value for each in at.markdown
    )
    assert listed(at).index("Uganda") < listed(at).index("Kenya")
    assert "2 recommendations" in listed(at)


@pytest.mark.usefixtures("searchable")
def test_all_that_is_found_can_be_downloaded_without_a_formula(monkeypatch):
    makers, add_deferred = {}, MediaFileManager.add_deferred

    def remember(self, make, *arguments, **more):
        file_id = add_deferred(self, make, *arguments, **more)
        makers[file_id] = make
        return file_id

    monkeypatch.setattr(MediaFileManager, "add_deferred", remember)
    monkeypatch.setattr("analytics.results.search.PAGE", 1)
    at = opened(PAGE, **LINK, q="lanterns")
    at.session_state["search-texts-more"] = True
    at.run()
    files = {each.key: makers[each.proto.deferred_file_id]() for each in at.get("download_button")}
    (row,) = pd.read_csv(io.BytesIO(files["file.search-texts.csv"]), encoding="utf-8-sig").to_dict("records")
    assert row["text"].startswith("'=1+1 <script>")
    book = zipfile.ZipFile(io.BytesIO(files["file.search-texts.xlsx"]))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    at = opened(PAGE, **LINK, q="roof")
    at.session_state["search-texts-more"] = True
    at.run()
    made = makers[at.get_by_key("file.search-texts.csv").proto.deferred_file_id]()
    assert len(pd.read_csv(io.BytesIO(made), encoding="utf-8-sig")) == 3


@pytest.mark.parametrize("language", languages())
def test_without_texts_the_page_says_what_to_load_and_the_menu_has_no_search(tmp_path, monkeypatch, language):
    monkeypatch.setenv("UPR_DATA", str(tmp_path))
    at = opened(PAGE, lang=language)
    assert not at.exception
    assert any("python -m analytics.load" in each.value for each in at.markdown)
    assert "search" not in {link.proto.page for link in at.sidebar.page_link}


@pytest.mark.usefixtures("searchable")
def test_with_texts_the_menu_has_search_and_the_page_leads_from_the_embedded_facts_to_them():
    at = opened(PAGE)
    assert "search" in {link.proto.page for link in at.sidebar.page_link}
    (link,) = list(at.main.page_link)
    assert link.proto.query_string == "data=upr_info"
