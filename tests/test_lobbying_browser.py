"""From the first page to whom to lobby on an issue in three clicks, in the browser."""

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


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    with served(tmp_path_factory.mktemp("server") / "log.txt") as address, browsing() as browser:
        someone = Reader(browser, address, (1024, 768))
        yield someone
        someone.close()


def test_whom_to_lobby_on_womens_rights_in_kenya_is_three_clicks_away(reader):
    """A click, or typing and Enter, counts as one: the menu, the state, the issue."""
    page = reader.open("")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Whom to lobby").click()
    expect(page.get_by_role("heading", name="Whom to lobby", level=1)).to_be_visible()
    reader.settle()
    for label, typed, linked in (
        ("State under review", "Kenya", "country=KEN"),
        ("Issues (any of)", "Women's rights", "issues=womens-rights"),
    ):
        box = page.get_by_role("combobox", name=label)
        box.press_sequentially(typed)
        expect(page.get_by_role("option", name=typed)).to_be_visible()
        box.press("Enter")
        expect(page).to_have_url(re.compile(linked))
        reader.settle()
    found = page.locator(
        "h3", has_text=re.compile("come first of .* before the review of Kenya")
    )  # below the open list
    expect(found).to_be_visible()
    assert not reader.outside()
