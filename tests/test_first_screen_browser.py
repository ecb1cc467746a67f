"""What a newcomer meets in the browser: the first screen, its doors, the tour, a state that stays chosen."""

import os
import re

import pytest
from browser_support import Reader, browsing, chromium, served
from playwright.sync_api import expect

if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
    reason = "there is no Chromium, so nothing is tested in a browser: apt install chromium"
    pytest.skip(reason, allow_module_level=True)

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
LARGE, PROJECTOR = (1400, 1000), (1024, 768)
LANGUAGES = ("", "lang=fr")
FIRST_CHART = """() => {
    const chart = document.querySelector('[data-testid="stMain"] .js-plotly-plot').getBoundingClientRect();
    return [chart.top, chart.bottom];
}"""
LINES = """() => {
    const middles = [...document.querySelectorAll('.st-key-filter-bar button')]
        .map(button => button.getBoundingClientRect()).filter(box => box.width)
        .map(box => (box.top + box.bottom) / 2).sort((a, b) => a - b);
    return 1 + middles.filter((middle, place) => place && middle - middles[place - 1] > 12).length;
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="module", params=[LARGE, PROJECTOR], ids=str)
def reader(request, browser, server):
    someone = Reader(browser, server, request.param)
    yield someone
    someone.close()


@pytest.fixture(scope="module")
def large(browser, server):
    someone = Reader(browser, server, LARGE)
    yield someone
    someone.close()


def menu(page):
    return page.get_by_test_id("stSidebar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_chart_stands_on_the_first_screen_whole(reader, language):
    top, bottom = reader.open(f"/?{language}").evaluate(FIRST_CHART)
    assert top > 0
    assert bottom <= reader.size[1]


@pytest.mark.parametrize("path", ["/countries", "/regions", "/who_asks_whom", "/issues", "/coalitions", "/civic_space"])
def test_the_first_chart_of_a_page_begins_on_the_first_screen(reader, path):
    top, _ = reader.open(path).evaluate(FIRST_CHART)
    assert top < reader.size[1] * 0.8


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_filter_bar_takes_one_line_and_two_on_a_small_projector(reader, language):
    page = reader.open(f"/countries?{language}&country=CAF")
    assert page.evaluate(LINES) <= (1 if reader.size == LARGE else 2)


def test_the_first_page_has_few_words(large):
    words = large.open("/").get_by_test_id("stMain").inner_text().split()
    assert 150 < len(words) <= 300


@pytest.mark.parametrize(
    ("door", "heading"),
    [
        ("Look up a country", "One country"),
        ("Compare regions", "Regions"),
        ("Civil society", "Coalitions"),
        ("Teach", "Workshop"),
    ],
)
def test_a_door_opens_with_the_selection(large, door, heading):
    page = large.open("/?cycles=2&country=KEN")
    page.locator(".st-key-doors").get_by_role("link", name=door).click()
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?cycles=2&country=KEN$"))


def test_the_tour_leads_through_five_views_is_skipped_and_called_back(large):
    page = large.open("/issues?cycles=2")
    menu(page).get_by_role("link", name="Take the tour").click()
    headings = ["How do Africa", "Countries", "Regions", "Coalitions", "Methods and data"]
    for number, heading in enumerate(headings, start=1):
        band = page.locator(".st-key-tour")
        expect(band).to_contain_text(f"Tour, {number} of 5.")
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        if number < len(headings):
            band.get_by_role("link", name="Next").click()
    band.get_by_role("button", name="End the tour").click()
    expect(page.locator(".st-key-tour")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/methods\?cycles=2&country=KEN$"))
    menu(page).get_by_role("link", name="Take the tour").click()
    expect(page.locator(".st-key-tour")).to_contain_text("Tour, 1 of 5.")
    page.locator(".st-key-tour").get_by_role("button", name="Skip the tour").click()
    expect(page.locator(".st-key-tour")).to_have_count(0)


@pytest.mark.parametrize("across", [60, 300, 700])
def test_a_click_on_any_cell_of_a_row_chooses_its_state(large, across):
    page = large.open("/countries")
    table = page.locator(".st-key-countries-table").get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    second = table.locator("tbody tr").nth(1).locator("td").first.text_content()
    table.click(position={"x": across, "y": 35 * 2.5})  # the second row below the headings
    expect(page).to_have_url(re.compile(r"country=[A-Z]{3}"))
    large.settle()
    expect(table.locator("td").first).to_have_text(f"▸ {second}")


def test_the_chosen_state_stays_on_the_way_through_the_pages(large):
    page = large.open("/countries?country=KEN")
    for name, figure in (("Regions", "regions-spread"), ("At a glance", "glance-states")):
        menu(page).get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(r"country=KEN"))
        expect(page.locator(f".st-key-{figure}").get_by_text("Kenya 80%").first).to_be_visible()
    page.locator(".st-key-chosen").get_by_role("button").click()
    expect(page).not_to_have_url(re.compile("country"))
    expect(page.locator(".st-key-glance-states").get_by_text("Kenya 80%")).to_have_count(0)


def test_a_click_on_a_mark_chooses_its_state(large):
    page = large.open("/")
    africa = page.locator(".st-key-glance-states .scatterlayer .trace").first
    box = africa.locator(".point").first.bounding_box()  # the state that accepts least: Eritrea, 46.8% of 340
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"country=ERI"))
    expect(page.locator(".st-key-glance-states").get_by_text("Eritrea 4").first).to_be_visible()
