"""Pictures that leave with their words: saved in a browser, opened again by another program."""

import os
import re
from xml.etree import ElementTree as ET

import pytest
from browser_support import Reader, browsing, chromium, served
from PIL import Image
from playwright.sync_api import expect

if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
    reason = "there is no Chromium, so nothing is tested in a browser: apt install chromium"
    pytest.skip(reason, allow_module_level=True)

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
HOSTILE = "https://atlas.example.org/<a href='x'>&amp;<b>"
"""What whoever runs the server set as its address: a text that looks like markup, and comes into every picture."""
CARDS = {
    "glance-states": ("/?cycles=2", "upr-glance-states-cycle-2", "recommendations · cycle 2 · sessions 1–27"),
    "issues-shares": ("/issues?cycles=2", "upr-issues-shares-cycle-2", "recommendations · cycle 2 · sessions 1–27"),
    "countries-map": (
        "/countries?regions=africa&measure=rate",
        "upr-countries-map-rate-africa",
        "recommendations · Africa · sessions 1–27",
    ),
}
"""Dots, a heat map, a map: the link, the name of the file, what stands below."""
WHITE, INK = (255, 255, 255), (17, 24, 39)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    log = tmp_path_factory.mktemp("pictures") / "log.txt"
    with browsing() as browser, served(log, UPR_PUBLIC_URL=HOSTILE) as address:
        someone = Reader(browser, address)
        yield someone
        assert someone.outside() == []
        assert someone.errors == []
        someone.close()


def opened(page, key):
    page.locator(f".st-key-{key}").get_by_role("button", name="Table, files, link").click()
    body = page.get_by_test_id("stPopoverBody")
    expect(body.get_by_role("button", name="PNG", exact=True)).to_be_visible()
    return body


def saved(page, body, name, folder):
    with page.expect_download() as download:
        body.get_by_role("button", name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("key", list(CARDS))
def test_a_picture_is_light_has_its_size_and_says_what_it_shows(reader, tmp_path, key, scheme):
    link, name, below = CARDS[key]
    page = reader.open(link, scheme)
    heading = page.locator(f".st-key-{key}").get_by_role("heading").first.inner_text()
    body = opened(page, key)
    png, slide, svg = (saved(page, body, button, tmp_path) for button in ("PNG", "PNG for a slide", "SVG"))
    assert [path.name for path in (png, slide, svg)] == [f"{name}.png", f"{name}-slide.png", f"{name}.svg"]
    expect(body).to_be_visible()  # nothing had to be opened again

    pictures = [Image.open(path).convert("RGB") for path in (png, slide)]
    assert (pictures[0].width, pictures[1].size) == (1600, (1920, 1080))
    for picture in pictures:
        width, height = picture.size
        corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)]
        assert {picture.getpixel(place) for place in corners} == {WHITE}
        colours = {colour: n for n, colour in picture.getcolors(width * height) or []}
        assert max(colours, key=lambda colour: colours[colour]) == WHITE
        assert INK in colours

    drawn = ET.fromstring(svg.read_text(encoding="utf-8"))
    assert drawn.get("width") == "1600"
    words = " ".join(" ".join(part.itertext()) for part in drawn.iter("{http://www.w3.org/2000/svg}text"))
    read = re.sub(r"\s+", " ", words)
    plain = re.sub(r"^.*?: ", "", heading)  # what it is about stands before it in another colour
    assert plain.split(". ")[0].strip(".")[:40] in read
    assert below in read
    assert re.search(r"n = [\d,]+ recommendations", read)
    assert "Source: UPR Info, Database of Recommendations" in read
    assert "What this does not show: " in read
    assert f"{HOSTILE}{link}".replace(" ", "") in read.replace(" ", "")
    assert list(drawn.iter("{http://www.w3.org/2000/svg}a")) == []


def test_numbers_are_in_a_workbook_after_two_clicks(reader, tmp_path):
    page = reader.open("/countries?states=KEN,BRA&cycles=2")
    body = opened(page, "countries-map")
    path = saved(page, body, "XLSX", tmp_path)
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(path)
    assert path.name == "upr-countries-map-brazil-and-kenya-cycle-2.xlsx"
    assert [cell.value for cell in next(book.worksheets[0].iter_rows())][:2] == ["Code", "State"]


def test_two_tables_of_one_card_have_two_names(reader, tmp_path):
    page = reader.open("/")
    body = opened(page, "glance-states")
    buttons = body.get_by_role("button", name=re.compile("^CSV: "))
    expect(buttons).to_have_count(2)
    labels = buttons.all_inner_texts()
    assert len(set(labels)) == 2
    names = [saved(page, body, label, tmp_path).name for label in labels]
    assert names == ["upr-glance-states.csv", "upr-glance-states-each.csv"]
