"""What was fetched is shown by default, and the page "Your data" fetches it with one button."""

from pathlib import Path
from urllib.parse import parse_qsl

import latest_support
import pytest
from app_support import opened, sentence, with_open, words
from languages_support import languages_of
from latest_support import ALL, served

from analytics.loading import progress, store
from analytics.loading.default import default
from analytics.text import text
from analytics.ui import latest as ui_latest

pytestmark = pytest.mark.usefixtures("written_once")
ROOT = Path(__file__).resolve().parents[1]

root, source, waits, run, two_sessions = (
    getattr(latest_support, name) for name in ("root", "source", "waits", "run", "two_sessions")
)


# The pages


def words_of(at):
    return "\n".join(words(at.main, at.sidebar))


def plan_of(at):
    return next((each.value for each in at.markdown if each.value.startswith("To fetch: ")), None)


def link_of(at, label):
    """Query parameters of a link to another page."""
    (found,) = [each for each in at.get("page_link") if each.proto.label == label]
    return dict(parse_qsl(found.proto.query_string))


@pytest.mark.usefixtures("two_sessions")
def test_the_default_is_shown_where_a_link_names_no_data_set_and_says_so(run):
    run("--yes")
    at = opened("pages/countries.py", lang="en")
    assert "**61,020 recommendations to" in sentence(at)  # 61,014 built in and 6
    assert (
        "This link names no data set, so it shows the default here: UPR Info, built in and continued, sessions 1–27 "
        "built in, sessions 28–29 fetched on "
    ) in words_of(at)
    assert link_of(at, "Open it with the built-in data")["data"] == "embedded"
    assert link_of(at, text("en")("issues.title"))["data"] == "uwazi"
    at = opened("pages/countries.py", data="embedded")
    assert "**61,014 recommendations to" in sentence(at)
    assert "names no data set" not in words_of(at)
    assert not at.warning
    assert link_of(at, text("en")("issues.title"))["data"] == "embedded"
    at.get_by_key("choice.data").select("uwazi").run()
    assert (sentence(at).count("61,020 recommendations"), at.query_params["data"]) == (1, "uwazi")
    assert "UPR Info, built in and continued, by default" in words_of(at)
    run("--undo")
    at = opened("pages/countries.py")
    assert "names no data set" not in words_of(at)
    assert "data" not in link_of(at, text("en")("issues.title"))


@pytest.mark.usefixtures("two_sessions")
def test_the_link_of_a_card_always_names_what_it_shows_where_there_is_a_default(run):
    run("--yes")
    at = with_open(opened("pages/countries.py"))
    assert "data=uwazi" in "\n".join(each.value for each in at.code)


@pytest.fixture
def may_load(monkeypatch, source, root):
    """A server that may load, whose command asks the server of this test without pauses."""
    monkeypatch.setenv("UPR_ALLOW_LOADING", "1")
    monkeypatch.setenv("UPR_INFO_URL", source.url)
    monkeypatch.setenv("UPR_DOCUMENTS_URL", f"{source.url}/symbol")
    monkeypatch.setattr(ui_latest, "started", [])
    return root


def until_it_ends():
    for process in ui_latest.started:
        assert process.wait(120) == 0


@pytest.mark.usefixtures("two_sessions")
@pytest.mark.parametrize("language", languages_of("fetching"))
def test_the_button_shows_the_plan_then_fetches_in_a_process_of_its_own(may_load, language):
    t = text(language)
    at = opened("pages/your_data.py", lang=language)
    assert at.get_by_key("latest").label == t("your_data.latest.look")
    at.get_by_key("latest").click().run()
    assert not at.exception
    until_it_ends()
    at = opened("pages/your_data.py", lang=language)
    assert at.get_by_key("latest").label == t("your_data.latest.fetch")
    assert [each for each in words(at.main) if "28" in each and "29" in each and "6" in each]
    assert store.current("uwazi", may_load) is None
    at.get_by_key("latest").click().run()
    assert not at.exception
    until_it_ends()
    assert (served(may_load), default(may_load)) == (ALL, "uwazi")
    at = opened("pages/your_data.py", lang=language)
    complete = {
        "en": "Complete: 6 recommendations, sessions 28",
        "fr": "Terminé : 6 recommandations, sessions 28",
        "es": "Completo: 6 recomendaciones, sesiones 28",
        "pt": "Completo: 6 recomendações, sessões 28",
        "ar": "اكتمل: 6 توصيات، الدورات من 28",
    }[language]
    assert [each for each in words(at.main) if complete in each.replace("\u00a0", " ")]
    at.get_by_key("latest.undo").click().run()
    assert not at.exception
    assert default(may_load) is None


def test_while_it_runs_the_page_says_how_far_it_is_and_offers_no_second_start(may_load):
    may_load.mkdir()
    progress.Progress(may_load).tell("documents", done=7, total=40)
    with progress.alone(may_load, 0):
        at = opened("pages/your_data.py")
        assert "Fetching summaries of stakeholders: 7 of 40 …" in [each.proto.text for each in at.get("progress")]
        assert "latest" not in [each.key for each in at.button]
    at = opened("pages/your_data.py")
    assert text("en")("your_data.latest.interrupted") in [each.value for each in at.info]
    progress.Progress(may_load).tell("load", problem="**No room** in ![door](http://door.example)")
    at = opened("pages/your_data.py")
    assert "\\*\\*No room" in at.warning[0].value


def test_where_loading_is_off_there_is_no_button(monkeypatch, root):
    assert root
    monkeypatch.setenv("UPR_ALLOW_LOADING", "0")
    assert "latest" not in [each.key for each in opened("pages/your_data.py").button]
