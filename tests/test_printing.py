"""What stands on paper: no menu, every chart and table whole, light colours, what is selected, day and address."""

import io
import os
import re
from datetime import UTC, datetime

import pypdf
import pytest
from browser_support import Reader, browsing, chromium, served

from analytics.ui.paper import ROWS

if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
    reason = "there is no Chromium, so nothing is printed: apt install chromium"
    pytest.skip(reason, allow_module_level=True)

pytestmark = pytest.mark.browser
MARGIN = 12
"""Millimetres around what is printed."""
SHEETS = {"portrait": (210 - 2 * MARGIN, 297 - 2 * MARGIN), "landscape": (297 - 2 * MARGIN, 210 - 2 * MARGIN)}
"""Millimetres of A4 that are printed."""
PIXELS = 96 / 25.4
"""Of a millimetre in CSS."""
VIEWS = {
    "/": 4,
    "/countries?cycles=1&country=KEN": 1,
    "/regions?lang=fr": 2,
    "/issues": 2,
    "/coalition_networks": 1,
    "/submissions": 2,
    "/who_asks_whom?view=flows": 2,
    "/methods": 0,
}
"""Pages with maps, heat maps, flows, high charts and wide tables, and how many charts each prints."""
SEEN = """([width, height]) => {
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
    const box = (each) => each.getBoundingClientRect();
    const sides = (each) => box(each).left >= -1 && box(each).right <= width + 1;
    const card = (each) => each.closest('[class*="st-key-"]').className.match(/st-key-\\S+/)[0];
    const drawings = shown('[data-testid="stMain"] .svg-container > .main-svg');
    return {
        charts: shown('[data-testid="stMain"] .js-plotly-plot').length,
        cut: drawings.filter((svg) => !sides(svg) || box(svg).height > height).map(card),
        unscaled: drawings.filter((svg) => !(svg.viewBox.baseVal?.width > 100)).map(card),
        wide: shown(".on-paper table, .on-paper p, [data-testid=stMain] :is(p, h1, h3)").filter((each) => !sides(each))
            .map((each) => each.textContent.slice(0, 60)),
        clicked: shown('[data-testid="stSidebar"], [data-testid="stPopover"], [data-testid="stDownloadButton"],' +
            '[data-testid="stPageLink"], [data-testid="stDataFrame"], .st-key-filter-bar, .modebar').length,
        ground: getComputedStyle(document.body).backgroundColor,
    };
}"""
PREPARED = """() => {
    const notes = [...document.querySelectorAll(".on-paper")];
    return notes.length && notes.every((each) => parseFloat(getComputedStyle(each).fontSize) < 10) &&
        !document.querySelector('[data-testid="stMain"] .main-svg:not([viewBox])');
}"""
"""The style sheet of the printed page is there, and every chart scaled: both come after the script's end."""
COLOURS = """() => [...new Set([...document.querySelectorAll('[data-testid="stMain"] .main-svg *')].flatMap((each) =>
    [each.style.fill, each.style.stroke, each.getAttribute("fill") ?? ""]))]"""
PRINTED_COLOURS = f"""() => {{
    window.dispatchEvent(new Event("beforeprint"));
    const seen = ({COLOURS})();
    window.dispatchEvent(new Event("afterprint"));
    return seen;
}}"""
"""The browser waits for nothing once it prints, so neither does this."""
BRIGHTNESS = """() => {
    const image = document.querySelector('[data-testid="stMain"] .main-svg image');
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width.baseVal.value, image.height.baseVal.value];
    const drawing = canvas.getContext("2d");
    drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
    const points = drawing.getImageData(0, 0, canvas.width, canvas.height).data.filter((_, at) => at % 4 < 3);
    return points.reduce((sum, part) => sum + part, 0) / points.length;
}"""
"""Mean of red, green and blue, 0 to 255, of the first heat map."""
DARK = {"rgb(245, 158, 11)", "rgb(52, 211, 153)", "rgb(165, 180, 252)"}
LIGHT = {"rgb(180, 83, 9)", "rgb(4, 120, 87)", "rgb(67, 56, 202)"}


@pytest.fixture(scope="module")
def browser():
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="module")
def reader(browser, tmp_path_factory):
    with served(tmp_path_factory.mktemp("server") / "log.txt") as address:
        someone = Reader(browser, address)
        yield someone
        someone.close()


def on_paper(page, scheme, sheet):
    """What stands on a sheet."""
    width, height = (side * PIXELS for side in SHEETS[sheet])
    page.set_viewport_size({"width": int(width), "height": int(height)})
    page.emulate_media(media="print", color_scheme=scheme)
    page.wait_for_function(PREPARED, timeout=10_000)
    seen = page.evaluate(SEEN, [width, height])
    page.emulate_media(media="null", color_scheme=scheme)
    page.set_viewport_size({"width": 1280, "height": 720})
    return seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("path", "charts"), VIEWS.items())
def test_every_chart_and_table_is_whole_and_nothing_to_click_is_left(reader, path, charts, scheme):
    page = reader.open(path, scheme)
    for sheet in SHEETS:
        seen = on_paper(page, scheme, sheet)
        assert (seen["charts"], seen["cut"], seen["unscaled"], seen["wide"]) == (charts, [], [], []), sheet
        assert seen["clicked"] == 0
        assert seen["ground"] == "rgb(255, 255, 255)"
    assert reader.errors == []


@pytest.mark.parametrize("path", ["/", "/regions", "/who_asks_whom?view=flows"])
def test_a_dark_page_is_printed_with_the_colours_of_the_light_one_and_is_dark_again(reader, path):
    page = reader.open(path, "dark")
    before = page.evaluate(COLOURS)
    assert set(before) >= DARK
    printed = {re.sub(r"^rgba\((.+), 1\)$", r"rgb(\1)", each) for each in page.evaluate(PRINTED_COLOURS)}
    assert printed >= LIGHT
    assert printed.isdisjoint(DARK)
    assert page.evaluate(COLOURS) == before


def test_the_fields_of_a_heat_map_are_light_too(reader):
    page = reader.open("/issues", "dark")
    before = page.evaluate(BRIGHTNESS)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)
    printed = page.evaluate(BRIGHTNESS)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.wait_for_timeout(300)
    assert before < 110
    assert printed > 150
    assert page.evaluate(BRIGHTNESS) == before


def test_a_sheet_says_what_is_selected_which_day_and_where(reader):
    page = reader.open("/countries?cycles=1&regions=africa")
    pdf = page.pdf(format="A4")
    sheets = [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    whole = " ".join(sheets)
    assert "Selected: cycle 1, Africa · UN M49 regions" in sheets[0]
    assert f"seen on {datetime.now(tz=UTC):%-d %B %Y}" in sheets[0]
    assert re.search(r"http://127\.0\.0\.1:\d+/countries\?\S*regions=africa", sheets[0])
    for said in ("How to read it: One value per state", "n = ", "Source: UPR Info", "What this does not show: "):
        assert said in whole
    assert "Measure Recommendations received" in whole
    for gone in ("Take away", "More filters", "At a glance", "Table, files, link", "Glossary"):
        assert gone not in whole


def test_a_long_table_is_printed_as_its_first_rows_and_says_so(reader):
    page = reader.open("/countries")
    rows = page.locator(".st-key-countries-table .on-paper tbody tr")
    assert rows.count() == ROWS
    assert rows.first.locator("td").first.text_content() == "United States"  # 668, the most in the file of the source
    assert not rows.first.is_visible()
    page.emulate_media(media="print")
    assert rows.first.is_visible()
    assert page.locator(".on-paper.rows p").last.text_content() == (
        "The first 40 of 193 rows; the files of this view hold all."
    )
    page.emulate_media(media="null")


def test_printing_by_the_keyboard_waits_for_charts_as_wide_as_a_sheet(reader):
    page = reader.open("/regions")
    width = "() => parseFloat(document.querySelector('[data-testid=stMain] .svg-container').style.width)"
    before = page.evaluate(width)
    page.evaluate(f"window.print = () => {{ window.printed = ({width})() }}")
    for _ in range(3):  # a page that is still being drawn prints as it is
        page.keyboard.press("Control+p")
        for _ in range(60):
            if page.evaluate("window.printed ?? 0"):
                break
            page.wait_for_timeout(100)
        if page.evaluate("window.printed") < before:
            break
        page.evaluate("window.dispatchEvent(new Event('afterprint')); window.printed = 0")
        page.wait_for_timeout(1000)
    assert 700 < page.evaluate("window.printed") < 860 < before
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    for _ in range(60):
        if page.evaluate(width) == before:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(width) == before
