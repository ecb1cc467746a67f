"""Sessions of a workshop: their scripts in every language, their numbers, their cards, and the page that shows them."""

import json
import re
import string
from dataclasses import replace
from pathlib import Path

import pytest
from app_support import opened, words

from analytics import workshop
from analytics.exports import presenter
from analytics.exports.presenter import figures
from analytics.findings import workshop as find
from analytics.text import LOCALE, languages, text
from analytics.ui import data
from analytics.ui.page import PAGES
from analytics.workshop import NUMBERS, SESSIONS, script

PAGE = "pages/workshop.py"
EVERY = [(language, session) for language in languages() for session in SESSIONS]
LACKING = frozenset({"actions", "askers", "issues"})
CHOSEN = {"country": "KEN", "issues": "torture"}


def prose(language, session):
    return (LOCALE / language / f"workshop_{session}.md").read_text(encoding="utf-8")


def blanks(said):
    return sorted({name for _, name, _, _ in string.Formatter().parse(said) if name})


@pytest.mark.parametrize(("language", "session"), EVERY)
def test_a_script_has_a_section_for_every_step_with_words_and_questions(language, session, table, codes):
    t = text(language)
    filled = find.blanks(SESSIONS[session], CHOSEN, table, codes, t)
    read = script.read(t.prose(f"workshop_{session}"), filled)
    assert list(read.sections) == [step.name for step in SESSIONS[session].steps]
    assert read.title
    assert read.audience
    assert read.goal
    for section in read.sections.values():
        assert section.title
        assert section.said
        assert len(section.questions) >= 2
        assert not re.search(r"[{}]|nan", " ".join((section.title, *section.said, *section.questions)))


@pytest.mark.parametrize(("language", "session"), EVERY)
def test_no_number_stands_in_a_script(language, session):
    assert re.findall(r"\d", prose(language, session)) == []


@pytest.mark.parametrize(("language", "session"), EVERY)
def test_languages_fill_the_same_blanks(language, session):
    assert blanks(prose(language, session)) == blanks(prose("en", session))


def test_what_a_session_says_is_counted(table, codes):
    """Rates, gap and counts of DOMAIN.md."""
    filled = find.blanks(SESSIONS["asia"], {}, table, codes, text("en"))
    assert filled["recommendations"] == "61,014 recommendations"
    assert (filled["africa_rate"], filled["lac_rate"], filled["asia_rate"]) == ("76.9%", "75.7%", "66.2%")
    assert filled["gap"] == "10.6 points"
    assert filled["interval"] == "4.6 to 16.8 points"


def test_without_a_choice_a_session_is_about_a_state_whose_coalitions_are_known(table, codes):
    reviews, received = table("joint_reviews"), table("received_by_state")
    graded = set(reviews.loc[reviews["grade"].isin(["A", "B"]), "iso3"])
    mine = received[received["region"].isin(codes.focus) & received["iso3"].isin(graded)]
    assert find.usual(table, codes)["country"] == mine.sort_values("recommendations")["iso3"].iloc[-1]


@pytest.mark.parametrize("session", SESSIONS)
def test_each_step_projects_a_card_that_exists(session):
    pages = {page for _, page, _ in PAGES}
    for step in (*SESSIONS[session].steps, *workshop.practices().values()):
        if step.card:
            assert step.page in pages
            assert text("en").has(f"{step.card}.reads"), step.card


def test_a_session_takes_as_long_as_its_steps():
    assert {name: session.minutes for name, session in SESSIONS.items()} == {
        "record": 30,
        "advocacy": 45,
        "asia": 45,
        "coalition": 60,
    }


def test_a_heading_without_a_name_is_refused():
    with pytest.raises(ValueError, match="'## No name'"):
        script.read("# Title\n\nWho.\n\nWhat.\n\n## No name\n\nText.", {})


@pytest.mark.parametrize(("said", "is_one"), [("1", True), ("999999", True), ("0", False), ("01", False), ("x", False)])
def test_the_number_of_a_sheet_is_a_number(said, is_one):
    assert (said in NUMBERS) is is_one


# The page


def stage(at):
    """The HTML that the component of the page got."""
    (component,) = [each for each in at.main.get("bidi_component") if "workshop" in str(each.proto.id)]
    return json.loads(component.proto.json)["html"]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_opens_in_every_language(language, session):
    at = opened(PAGE, lang=language, guide=session, country="KEN", about="torture")
    assert not at.exception
    said = " ".join(words(at.main))
    assert text(language)("workshop.show") in stage(at)
    assert not re.search(r"\{\w+\}", said)


@pytest.mark.parametrize("view", ["exercises", "kit"])
@pytest.mark.parametrize("language", languages())
def test_exercises_and_hand_outs_open_in_every_language(language, view):
    at = opened(PAGE, lang=language, view=view, seed="7", place="asia")
    assert not at.exception
    assert at.number_input[0].value == 7
    assert not at.warning


def test_what_the_link_asks_in_vain_is_named():
    at = opened(PAGE, guide="none", seed="0", place="mars")
    (warning,) = at.warning
    assert all(each in warning.value for each in ("guide=none", "seed=0", "place=mars"))


def test_the_styles_and_scripts_ask_nothing_of_the_network():
    for said in (presenter.CSS, presenter.JS, presenter.SHEET_CSS, presenter.SHEET_JS):
        assert re.findall(r"url\(|@import|fetch\(|XMLHttp|WebSocket|sendBeacon|innerHTML|eval\(", said) == []


def test_every_language_has_every_session():
    for language in languages():
        there = {path.stem for path in Path(LOCALE / language).glob("workshop_*.md")}
        assert there == {f"workshop_{session}" for session in SESSIONS}


# Other data


@pytest.mark.usefixtures("ten_rows")
@pytest.mark.parametrize(
    "link", [{"guide": session} for session in SESSIONS] + [{"view": "exercises"}, {"view": "kit"}]
)
def test_ten_recommendations_open_every_session_and_say_what_is_too_few(link):
    at = opened(PAGE, **link)
    assert not at.exception
    if link.get("view") == "exercises":
        lacking = text("en")("workshop.sheet.lacking", kinds="|").partition("|")[0]
        assert any(lacking in each.value for each in at.markdown)


@pytest.mark.usefixtures("ten_rows")
def test_data_without_actions_issues_and_askers_give_the_other_steps(monkeypatch):
    monkeypatch.setattr(data, "codes", lambda known=data.codes: replace(known(), lacks=LACKING, issues=()))
    for session in SESSIONS:
        at = opened(PAGE, guide=session)
        assert not at.exception, session


@pytest.mark.parametrize("language", languages())
def test_what_is_drawn_otherwise_is_read_otherwise(language):
    """A page's words on bands, panels and clicks would be false of a picture that has none."""
    t = text(language)
    for card in figures.READ:
        assert t.has(f"workshop.read.{card.partition('.')[2]}"), card
    assert {*figures.DRAWN} - figures.READ == {
        "glance.states",
        "glance.mix",
        "regions.gaps",
        "country.mix",
        "coalitions.joint",
    }
