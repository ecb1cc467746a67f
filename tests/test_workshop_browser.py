"""A trainer's hour in a browser: open, present with the network cut, exercise, answers, hand-outs."""

import io
import json
import os
import unicodedata
import zipfile

import pypdf
import pytest
from browser_support import Reader, barriers, browsing, chromium, end, served, started, wait_until_healthy
from pptx import Presentation

from analytics.exports.names import file_name
from analytics.text import languages, text
from analytics.workshop import SESSIONS

if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
    reason = "there is no Chromium, so nothing is tested in a browser: apt install chromium"
    pytest.skip(reason, allow_module_level=True)

pytestmark = pytest.mark.browser
PROJECTOR, PHONE = (1024, 768), (390, 844)
STEP, KIT = ".step.now", ".st-key-workshop-kit button"
FILES = {"agenda": "pdf", "answers": "pdf", "exercises": "pdf", "presenter": "html", "slides": "pptx"}


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    with served(tmp_path_factory.mktemp("server") / "log") as address, browsing() as browser:
        opened = Reader(browser, address, PROJECTOR)
        yield opened
        opened.close()


def at(reader, language, **link):
    query = "&".join(f"{name}={value}" for name, value in {"lang": language, **link}.items())
    page = reader.open(f"/workshop?{query}")
    page.locator(".stage, .sheet, .st-key-workshop-kit").first.wait_for()
    return page


def heading(page):
    return page.locator(f"{STEP} h2").inner_text()


def is_on_screen(page, selector):
    box = page.locator(selector).first.bounding_box()
    size = page.viewport_size
    return (
        box["y"] >= 0
        and box["y"] + box["height"] <= size["height"] + 1
        and box["x"] + box["width"] <= size["width"] + 1
    )


@pytest.mark.parametrize("language", languages())
def test_a_session_is_presented_by_the_keyboard_with_the_network_cut(reader, language):
    t, page = text(language), at(reader, language, country="KEN")
    steps = len(SESSIONS["record"].steps)
    page.get_by_role("button", name=t("workshop.show")).click()
    page.locator("dialog.show").wait_for()
    reader.context.set_offline(True)
    try:
        seen = [heading(page)]
        for key in ("ArrowRight", "PageDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"):
            assert is_on_screen(page, f"{STEP} .drawn"), heading(page)
            page.keyboard.press(key)
            seen.append(heading(page))
        assert len(set(seen)) == steps
        page.keyboard.press("ArrowRight")
        assert heading(page) == seen[-1]
        for key, place in (("PageUp", -2), ("ArrowLeft", -3)):
            page.keyboard.press(key)
            assert heading(page) == seen[place]
        page.keyboard.press("Home")
        assert heading(page) == seen[0]
        assert not page.locator(f"{STEP} .reads").is_visible()
        page.keyboard.press("h")
        assert t("card.limits") in page.locator(f"{STEP} .reads").inner_text()
        page.keyboard.press("h")
        assert not page.locator(f"{STEP} .reads").is_visible()
        page.keyboard.press("t")
        page.wait_for_timeout(1_600)
        assert "0:00" not in page.locator(".clock").inner_text()
        assert page.locator("dialog.show").bounding_box()["height"] == PROJECTOR[1]
    finally:
        reader.context.set_offline(False)
    page.get_by_role("button", name=t("workshop.close")).click()
    page.locator("dialog.show").wait_for(state="detached")
    assert reader.outside() == []


def test_a_session_goes_on_when_the_server_is_gone(tmp_path, reader):
    with started(tmp_path / "log") as server:
        wait_until_healthy(server.address, server.process, tmp_path / "log")
        alone = Reader(reader.context.browser, server.address, PROJECTOR)
        page = at(alone, "en", country="KEN")
        page.locator("[data-do=show]").click()
        page.locator("dialog.show").wait_for()
        end(server.process)
        page.wait_for_timeout(3_000)
        before = heading(page)
        page.keyboard.press("PageDown")
        assert heading(page) != before
        box = page.locator(STEP).bounding_box()
        top = page.locator(STEP).evaluate(
            "(step, [x, y]) => step.contains(step.getRootNode().elementFromPoint(x, y))",
            [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
        )
        assert top, "something stands before the step"
        alone.close()


@pytest.mark.parametrize("session", SESSIONS)
def test_every_step_of_a_session_fits_the_projector(reader, session):
    page = at(reader, "en", guide=session, country="KEN", about="torture")
    page.get_by_role("button", name=text("en")("workshop.show")).click()
    for _ in SESSIONS[session].steps:
        assert page.evaluate("document.documentElement.scrollWidth") <= PROJECTOR[0]
        assert is_on_screen(page, ".bar"), heading(page)
        step = page.locator(STEP)
        tall = step.evaluate("step => step.scrollHeight - step.clientHeight")
        assert tall <= 1, heading(page)
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")


def test_the_chart_is_on_the_first_screen(reader):
    page = at(reader, "en", country="KEN")
    assert is_on_screen(page, f"{STEP} .drawn svg:visible")


@pytest.mark.parametrize("language", languages())
def test_an_exercise_is_answered_and_its_answer_revealed(reader, language):
    page = at(reader, language, view="exercises", seed="5", country="KEN")
    tasks = page.locator(".sheet .task")
    assert tasks.count() >= 12
    choice = tasks.filter(has=page.locator("input[type=radio]")).first
    choice.locator("input[type=radio]").first.check()
    assert choice.locator("input[type=radio]").first.is_checked()
    answer = choice.locator(".answer p").first
    assert not answer.is_visible()
    choice.locator("summary").focus()
    page.keyboard.press("Enter")
    assert answer.is_visible()
    assert choice.locator(".option.right").inner_text()[:2] in answer.inner_text()
    table = page.locator(".sheet table.fill input").first
    table.fill("77 %")
    assert table.input_value() == "77 %"
    asked = page.locator(".sheet .question").all_inner_texts()
    again = at(reader, language, view="exercises", seed="5", country="KEN")
    assert again.locator(".sheet .question").all_inner_texts() == asked
    other = at(reader, language, view="exercises", seed="6", country="KEN")
    assert other.locator(".sheet .question").all_inner_texts() != asked


@pytest.mark.parametrize("language", languages())
def test_the_answers_are_printed_on_a_page_of_their_own(reader, language):
    page = at(reader, language, view="exercises", seed="5")
    made = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    pages = [unicodedata.normalize("NFKC", each.extract_text()) for each in made.pages]  # letters as they are joined
    title = text(language)("offline.key")
    (first,) = [place for place, said in enumerate(pages) if stands(title, said)]
    assert first > 0
    question = page.locator(".sheet .question").first.inner_text()
    assert any(stands(" ".join(question.split()[:2]), said) for said in pages[:first])


def stands(words, said):
    """Whether all the words are there: what reads a PDF gives them from the left, in every language."""
    return all(word in said for word in words.split())


@pytest.mark.parametrize("language", languages())
def test_the_hand_outs_are_one_file_that_holds_what_it_says(reader, language):
    page = at(reader, language, view="kit", country="KEN", seed="5")
    with page.expect_download() as download:
        page.locator(KIT).click()
    kit = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    assert kit.testzip() is None
    names = {name.rpartition("/")[2]: name for name in kit.namelist()}
    file = {
        part: f"{file_name(text(language)(f'workshop.kit.{part}.file'))}.{ending}" for part, ending in FILES.items()
    }
    assert {*names} == {*file.values(), "README.txt", f"upr-offline-{language}.html"}
    note = kit.read(names["README.txt"]).decode()
    assert all(name in note for name in names if name != "README.txt")
    for name in ("agenda", "exercises", "answers"):
        said = pypdf.PdfReader(io.BytesIO(kit.read(names[file[name]]))).pages[0].extract_text()
        assert stands(text(language)(f"briefs.{name}.kind").upper(), said)
    deck = Presentation(io.BytesIO(kit.read(names[file["slides"]])))
    assert len(deck.slides) == sum(bool(step.card) for step in SESSIONS["record"].steps)
    stage = kit.read(names[file["presenter"]]).decode()
    assert f'lang="{language}"' in stage
    assert text(language)("workshop.reads") in stage


def test_the_session_as_a_file_moves_without_any_network(reader, tmp_path):
    page = at(reader, "fr", country="KEN")
    with page.expect_download() as download:
        page.locator(".st-key-workshop-file button").click()
    file = tmp_path / "session.html"
    file.write_bytes(download.value.path().read_bytes())
    context = reader.context.browser.new_context(offline=True, viewport={"width": 1024, "height": 768})
    alone, asked = context.new_page(), []
    context.on("request", lambda request: asked.append(request.url))
    alone.goto(file.as_uri())
    before = heading(alone)
    alone.keyboard.press("PageDown")
    assert heading(alone) != before
    assert asked == [file.as_uri()]
    context.close()


@pytest.mark.parametrize("link", [{"country": "KEN"}, {"view": "exercises"}], ids=json.dumps)
def test_nothing_stands_in_the_way_of_assistive_technology(reader, link):
    assert barriers(at(reader, "en", **link)) == set()


@pytest.mark.parametrize("view", ["sessions", "exercises", "kit"])
def test_a_phone_shows_all_without_moving_the_page_sideways(reader, view):
    reader.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    try:
        page = at(reader, "en", view=view, country="KEN")
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    finally:
        reader.page.set_viewport_size({"width": PROJECTOR[0], "height": PROJECTOR[1]})


def test_the_browser_reported_no_error(reader):
    assert [each for each in reader.errors if "ERR_INTERNET_DISCONNECTED" not in each] == []
