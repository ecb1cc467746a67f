"""What a phone shows: labels inside their figures, maps without empty bands, no English on an upload."""

from urllib.parse import urlencode

import pytest
from browser_support import DRAWN, READY, Reader, browsing, chromium, served

from analytics.text import languages, text

pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
if chromium() is None:
    pytest.skip("needs Chromium", allow_module_level=True)

pytestmark = pytest.mark.browser
PHONE = (390, 844)
BEYOND = """() => [...document.querySelectorAll('[data-testid="stMain"] .stPlotlyChart')].flatMap(figure => {
    const edge = figure.querySelector('.main-svg').getBoundingClientRect();
    return [...figure.querySelectorAll('.main-svg text')].filter(label => {
        const box = label.getBoundingClientRect();
        return box.width && (box.left < edge.left - 1 || box.right > edge.right + 1);
    }).map(label => label.textContent);
})"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('[data-testid="stMain"] .main-svg text')]
    .filter(label => label.textContent.trim() && label.getBoundingClientRect().width)
    .map(label => parseFloat(getComputedStyle(label).fontSize) * Math.hypot(label.getCTM().a, label.getCTM().b)))"""
LONGEST = (
    ("/", {}),
    ("/civic_falls", {"view": "falls"}),
    ("/civic_falls", {"view": "shutdowns"}),
    ("/civic_space", {"view": "time"}),
    ("/civic_space", {"view": "asked"}),
    ("/claims", {}),
    ("/coalition_impact", {"view": "signed"}),
    ("/coalition_networks", {"view": "bridges"}),
    ("/coalition_room", {}),
    ("/coalitions", {"view": "many"}),
    ("/issues", {"view": "distinctive"}),
    ("/who_asks_whom", {"view": "flows"}),
)
"""Views whose labels are the longest; every page and view is looked at by hand."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    with browsing() as browser, served(tmp_path_factory.mktemp("server") / "log.txt") as address:
        someone = Reader(browser, address, PHONE)
        yield someone
        someone.close()


def opened(reader, path, **link):
    """The page at this link, its figures drawn; not `open`, whose wait the page's policy stops on large pages."""
    page = reader.page
    page.goto(f"{reader.address}{path}?{urlencode(link)}")
    page.wait_for_selector(READY)
    for _ in range(100):
        if page.evaluate(DRAWN):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)  # figures take the width of their place
    return page


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("path", "link"), LONGEST, ids=str)
def test_no_label_runs_past_its_figure(reader, path, link, language):
    page = opened(reader, path, **link, lang=language)
    assert page.locator(".main-svg").count() > 2
    assert page.evaluate(BEYOND) == []


def test_a_map_takes_no_more_height_than_it_fills(reader):
    """At 390 pixels the world is about 160 high; its legend takes 88."""
    page = opened(reader, "/countries", measure="rate")
    box = page.locator(".st-key-countries-map-figure").bounding_box()
    assert 200 < box["height"] < 300
    assert page.locator(".st-key-countries-map-figure .main-svg").first.bounding_box()["height"] == box["height"]


@pytest.mark.parametrize(
    ("path", "link"), [("/issues", {"view": "never", "country": "KEN"}), ("/civic_space", {"view": "laws"})]
)
def test_numbers_in_bars_are_as_large_as_other_labels(reader, path, link):
    assert opened(reader, path, **link).evaluate(SMALLEST) >= 12.9


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Choose files"),
        ("fr", "Choisir des fichiers"),
        ("es", "Elegir archivos"),
        ("pt", "Escolher arquivos"),
        ("ar", "اختيار الملفات"),
    ],
)
def test_the_upload_speaks_the_readers_language(reader, language, words):
    upload = opened(reader, "/your_data", lang=language).get_by_test_id("stFileUploaderDropzone")
    assert upload.get_by_role("button", name=words, exact=True).count() == 1
    assert "Upload" not in upload.inner_text()
    assert "per file" not in upload.inner_text()
    dropped = upload.evaluate("element => getComputedStyle(element).getPropertyValue('--drop-files')")
    assert dropped == f'"{text(language)("your_data.drop_files")}"'  # an accent or another script as it is
