"""Without a mouse, with large letters, with open popovers and in charts: nobody is left outside."""

import re

import pytest
from browser_support import Reader, barriers, browsing, contrast, served
from playwright.sync_api import expect

from analytics.text import languages, text

MOST_TABS = 8
PATHS = ("/", "/country?country=KEN", "/issues", "/who_asks_whom", "/coalition_networks", "/workshop", "/your_data")
WORDS = ".xtick text, .ytick text, .annotation text, .legendtext, .xtitle, .ytitle"
"""Words of a figure that stand on the page, not on a mark."""
SEEN = f"""plot => [...plot.querySelectorAll("{WORDS}")].filter(each => each.textContent.trim()).flatMap(each =>
    [each, ...each.querySelectorAll("tspan")].map(part =>
        [each.textContent, getComputedStyle(part).fill, getComputedStyle(part).fillOpacity]))"""
PAGE = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with browsing() as browser, served(log) as address:
        someone = Reader(browser, address, (1024, 768))
        yield someone
        someone.close()


def rgb(colour):
    return tuple(float(part) for part in re.findall(r"[\d.]+", colour)[:3])


@pytest.mark.parametrize("language", languages())
def test_a_country_is_reached_from_the_first_page_in_eight_tabs_or_fewer(reader, language):
    """By "Find", which is in the menu of every page: its name is typed, what is found is followed."""
    t, page = text(language), reader.open(f"/?lang={language}")
    pressed = 0

    def tab_to(element):
        nonlocal pressed
        while not element.evaluate("element => element.contains(document.activeElement)"):
            page.keyboard.press("Tab")
            pressed += 1
            assert pressed <= MOST_TABS

    tab_to(page.get_by_test_id("stPopoverButton").filter(has_text=t("finder.button")))
    page.keyboard.press("Enter")
    box = page.get_by_test_id("stPopoverBody").get_by_role("textbox")
    expect(box).to_be_focused()
    page.keyboard.type(t.state("KEN"))
    page.keyboard.press("Enter")
    link = page.locator(".st-key-finder-found a").filter(has_text=t.state("KEN")).first
    expect(link).to_be_visible()
    reader.settle()
    tab_to(link)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(t("country.title"))
    assert "country=KEN" in page.url


@pytest.mark.parametrize("language", languages())
def test_at_200_percent_nothing_is_lost_sideways(reader, language):
    """A window of 1024x768 at 200 % has 512 pixels of the page across."""
    for path in PATHS:
        page = reader.open(f"{path}{'&' if '?' in path else '?'}lang={language}")
        page.set_viewport_size({"width": 512, "height": 384})
        reader.settle()
        moved = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
        assert moved[0] <= moved[1], path
        main = page.get_by_test_id("stMainBlockContainer")
        assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 1, path
        page.set_viewport_size({"width": reader.size[0], "height": reader.size[1]})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/country?country=KEN", "/coalitions?view=large", "/?lang=ar"])
def test_no_open_popover_holds_a_barrier(reader, path, scheme):
    page = reader.open(path, scheme)
    buttons = page.get_by_test_id("stPopoverButton")
    assert buttons.count() > 4
    for place in range(buttons.count()):
        opener = buttons.nth(place)
        opener.focus()
        page.keyboard.press("Enter")
        body = page.get_by_test_id("stPopoverBody")
        expect(body).to_be_visible()
        expect(body.get_by_test_id("stSkeleton")).to_have_count(0)
        reader.settle()
        assert barriers(page) == set(), place
        page.keyboard.press("Escape")
        expect(body).to_have_count(0)
        expect(opener).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PATHS[:5], "/civic_space", "/claims", "/coalition_room", "/submissions"])
def test_words_of_a_figure_can_be_read(reader, path, scheme):
    page = reader.open(path, scheme)
    behind = rgb(page.evaluate(PAGE))
    found = [each for plot in page.locator(".js-plotly-plot").all() for each in plot.evaluate(SEEN)]
    assert found
    pale = {(said, fill) for said, fill, opacity in found if contrast(rgb(fill), behind) < 4.5 or float(opacity) < 1}
    assert pale == set()
