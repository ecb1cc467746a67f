"""Nothing of ours stands seriously in the way of assistive technology, on any page, in either theme (axe, WCAG 2.2)."""

import pytest
from browser_support import Reader, barriers, browsing, served
from playwright.sync_api import expect

from analytics.text import text
from analytics.ui.page import PAGES

NAMES = [path.partition("pages/")[2].removesuffix(".py") for _, _, path in PAGES]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with browsing() as browser, served(log) as address:
        someone = Reader(browser, address)
        yield someone
        someone.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_no_page_holds_a_barrier_with_a_country_chosen(reader, name, scheme):
    page = reader.at(f"/{name}?country=KEN", scheme)
    found = barriers(page)
    if name == "your_data":  # its upload is named by its style, which a browser reads and axe does not
        expect(page.get_by_role("button", name=text("en")("your_data.choose_files"))).to_be_visible()
        found = {(rule, place) for rule, place in found if rule != "button-name"}
    assert found == set()


def test_a_button_that_makes_a_file_can_be_read_in_the_dark(reader):
    assert barriers(reader.at("/workshop?view=kit", "dark")) == set()
