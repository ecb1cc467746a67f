"""Three charts in slides in five clicks, as a reader's browser does it."""

import io
import os

import pytest
from browser_support import Reader, browsing, chromium, served
from pptx import Presentation

if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
    reason = "there is no Chromium, so nothing is tested in a browser: apt install chromium"
    pytest.skip(reason, allow_module_level=True)

pytestmark = pytest.mark.browser
TAKE_AWAY, DECK = ".st-key-take-away button", ".st-key-file-pack-pptx button"


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    with served(tmp_path_factory.mktemp("server") / "log") as address, browsing() as browser:
        opened = Reader(browser, address)
        yield opened
        opened.close()


def entered(page, parameter):
    """Wait until the link has a parameter; the script's own expressions are barred by the page's policy."""
    for _ in range(100):
        if parameter in page.url:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{page.url} has no {parameter}")


def test_three_charts_with_source_and_limits_are_in_slides_in_five_clicks(reader):
    page = reader.open("/")
    clicks = 0
    for card in ("glance-states", "glance-cycles", "glance-mix"):
        page.locator(f".st-key-{card}-pack button").first.click()
        clicks += 1
        entered(page, card.replace("-", "."))
        reader.settle()
    page.locator(TAKE_AWAY).first.click()
    page.locator(DECK).first.wait_for(state="visible")
    reader.settle()
    with page.expect_download() as download:
        page.locator(DECK).first.click()
    clicks += 2
    assert clicks == 5
    deck = Presentation(io.BytesIO(download.value.path().read_bytes()))
    assert len(deck.slides) == 3
    for slide in deck.slides:
        assert any(shape.has_chart for shape in slide.shapes)
        said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "Source: UPR Info" in said
        assert "What this does not show:" in said
        assert "What this does not show:" in slide.notes_slide.notes_text_frame.text
    assert reader.outside() == []
    assert reader.errors == []


def test_the_pack_outlives_another_page_a_reload_and_a_new_tab(reader):
    page = reader.open("/?pack=glance.states")
    page.get_by_role("link", name="Regions", exact=True).first.click()
    entered(page, "/regions")
    entered(page, "pack=glance.states")
    page.reload()
    reader.settle()
    other = reader.context.new_page()
    other.goto(page.url)
    other.locator(TAKE_AWAY).first.click()
    other.locator(DECK).first.wait_for(state="visible")
    assert "pack=glance.states" in other.url
    other.close()
