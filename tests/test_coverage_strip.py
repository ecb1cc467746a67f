"""The coverage strip: where each layer of the data ends, which of them a page uses, and that no answer is invented."""

import json

import pytest
from app_support import PAGES, VIEWS, opened, words
from conftest import few_rows_and
from test_requests import INVENTED

from analytics import database
from analytics.charts import coverage as charts
from analytics.findings import coverage as find
from analytics.text import languages, text
from analytics.ui.coverage import EVERY, OF_VIEW, USES
from analytics.ui.page import PAGES as MENU

EN, FR = text("en"), text("fr")
CIVIC = (
    "insert into civic_space values ('KEN', 2020, 0.5, 0.5, 0, 0, 0.5, 0.5), ('GHA', 2020, 0.5, 0.5, 0, 0, 0.5, 0.5)"
)
LISTED = """
insert into stakeholder_document values
    ('A/HRC/WG.6/28/GHA/3', 'GHA', 28, 'full', 1, 1, null, null, 0, 0, 0, 'invented'),
    ('A/HRC/WG.6/29/KEN/3', 'KEN', 29, 'full', 1, 1, null, null, 0, 0, 0, 'invented')
"""
ANSWERS = [("answers", 2008, 1, 1, 1), ("answers", 2011, 12, 12, 2), ("answers", 2012, 13, 13, 1)]
ISSUES = [("issues", 2008, 1, 1, 1), ("issues", 2011, 12, 12, 2), ("issues", 2012, 13, 13, 3)]
REQUESTS = [("requests", 2017, 28, 28, 1), ("requests", 2018, 29, 29, 1)]


def layers(more):
    with few_rows_and(more) as connection:
        return database.query(connection, "coverage_layers", {})


def strip_of(at):
    return json.loads(at.get_by_key("coverage-strip").proto.spec)


def test_each_layer_has_the_years_and_sessions_that_it_holds():
    """Counted by hand: Kenya's and Tonga's rows of session 13 are pending, so only Israel is answered there."""
    found = layers(f"{INVENTED}; {CIVIC}; {LISTED}; set variable source = 'upr_info'")
    assert list(found.itertuples(index=False, name=None)) == [
        *ANSWERS,
        *ISSUES,
        *REQUESTS,
        ("submissions", 2017, 28, 28, 1),
        ("submissions", 2018, 29, 29, 1),
        ("vdem", 2020, 0, 0, 2),
    ]
    assert find.ends(found, EN) == {
        "answers": "to session 13 (2012)",
        "issues": "to session 13 (2012)",
        "requests": "to session 29 (2018)",
        "submissions": "2 reviews",
        "vdem": "to 2020",
    }
    assert find.later(found, EN) == "For sessions 28–29 they hold who was asked, without answers."
    assert find.layers(found, ("answers", "vdem"), EN) == (
        "This page uses: Answers: to session 13 (2012) and V-Dem: to 2020. Also in these data, but not "
        "used here: Issues: to session 13 (2012), Requests: to session 29 (2018) and Joint submissions: "
        "2 reviews."
    )


@pytest.mark.parametrize(
    ("more", "held"),
    [
        ("set variable source = 'invented'", [*ANSWERS, *ISSUES]),
        ("set variable source = 'invented'; set variable topics = 'themes'", ANSWERS),
    ],
)
def test_data_of_another_source_have_no_layer_of_requests_and_none_of_other_issues(more, held):
    found = layers(f"{INVENTED}; {more}")
    assert list(found.itertuples(index=False, name=None)) == held
    assert find.later(found, EN) == "Later reviews are not in these data."


def test_only_requests_are_hatched_and_only_what_is_used_is_bold():
    found = layers(f"{INVENTED}; set variable source = 'upr_info'")
    drawn = charts.strip(found, ("answers",), find.ends(found, EN), EN)
    hatched = [trace.marker.pattern.shape for trace in drawn.data]
    assert hatched == [None, None, "/"]
    assert [list(trace.base) for trace in drawn.data] == [[2008, 2011, 2012], [2008, 2011, 2012], [2017, 2018]]
    bold = [label.text for label in drawn.layout.annotations if label.text.startswith("<b>")]
    assert bold == ["<b>Answers</b>"]


def test_every_page_says_which_layers_it_uses(table):
    assert set(USES) == {name for _, name, _ in MENU}
    assert {layer for used in (*USES.values(), *OF_VIEW.values()) for layer in used} <= set(EVERY)
    assert tuple(dict.fromkeys(table("coverage_layers")["layer"])) == EVERY
    views = {(page.removeprefix("pages/").removesuffix(".py"), view.get("view")) for page, view in VIEWS}
    assert set(OF_VIEW) - views == set()


def test_the_built_in_layers_end_where_their_sources_end(table):
    """sources.toml: sessions 1-27, no issues in session 27; requests of sessions 28-36; V-Dem to 2023, FH to 2024."""
    found = find.ends(table("coverage_layers"), EN)
    assert found["answers"] == "to session 27 (2017)"
    assert found["issues"] == "to session 26 (2016)"
    assert found["requests"] == "to session 36 (2020)"
    assert (found["submissions"], found["vdem"], found["freedom_house"]) == ("160 reviews", "to 2023", "to 2024")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("page", PAGES)
def test_the_strip_is_on_every_page_and_is_read_as_a_sentence(page, language):
    at = opened(page, lang=language)
    assert not at.exception
    names = [label["text"].removeprefix("<b>").removesuffix("</b>") for label in strip_of(at)["layout"]["annotations"]]
    assert names[::2] == [text(language)(f"layer.{layer}") for layer in EVERY]
    read = " ".join(words(at.main, at.sidebar))
    assert "36 (2020)" in read


def test_two_pages_mark_different_layers():
    def bold(page, **link):
        labels = strip_of(opened(page, **link))["layout"]["annotations"]
        return [label["text"] for label in labels if label["text"].startswith("<b>")]

    assert bold("app.py") == ["<b>Answers</b>"]
    assert bold("pages/who_asks_whom.py") == ["<b>Answers</b>", "<b>Requests</b>"]
    assert bold("pages/regions.py") == ["<b>Answers</b>"]
    assert bold("pages/civic_space.py") == ["<b>Answers</b>", "<b>V-Dem</b>"]
    assert bold("pages/civic_space.py", view="asked") == ["<b>Answers</b>"]
    assert bold("pages/submissions.py") == ["<b>Joint submissions</b>"]
