"""An address at which no page is says so and how to go on; a page that outlived its server says so."""

import os

import pytest
from browser_support import Reader, browsing, chromium, served, started, wait_until_healthy
from playwright.sync_api import expect

if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
    reason = "there is no Chromium, so nothing is tested in a browser: apt install chromium"
    pytest.skip(reason, allow_module_level=True)

pytestmark = pytest.mark.browser
expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def browser():
    with browsing() as opened:
        yield opened


@pytest.mark.parametrize("base", ["", "atlas"])
def test_an_unknown_address_says_so_and_leads_on(browser, tmp_path, base):
    with served(tmp_path / "log.txt", base) as address:
        someone = Reader(browser, address)
        page = someone.page
        for path in ("/nowhere", "/countries/KEN/x", "/a/b/c/d", "/nowhere/"):
            assert page.goto(f"{address}{path}").status == 404
            expect(page.get_by_role("heading", level=1)).to_have_text("There is no page here")
            expect(page.get_by_role("link")).to_have_count(23)
        page.goto(f"{address}/%3Cimg%20src=x%3E/b?lang=fr")
        expect(page.locator("p")).to_contain_text("l'adresse /<img src=x>/b")
        assert page.locator("img").count() == 0
        page.goto(f"{address}/countries/ken?lang=fr")
        page.get_by_role("link", name="Kenya").click()
        expect(page).to_have_url(f"{address}/countries?country=KEN&lang=fr")
        expect(page.get_by_test_id("stMarkdown").filter(has_text="Kenya").first).to_be_visible()
        assert page.goto(f"{address}/?cycles=1").status == 200
        someone.settle()
        assert someone.outside() == []
        someone.close()


def test_a_page_that_outlived_its_server_says_so_and_the_next_choice_counts(browser, tmp_path):
    with started(tmp_path / "first.txt") as server:
        wait_until_healthy(server.address, server.process, tmp_path / "first.txt")
        someone = Reader(browser, server.address)
        page = someone.open("/regions")
        said = page.get_by_text("This page was loaded anew, because the server was restarted.")
        expect(said).to_have_count(0)
        port = server.port
    with started(tmp_path / "second.txt", port=port) as server:
        wait_until_healthy(server.address, server.process, tmp_path / "second.txt")
        page.get_by_text("What is it made of?", exact=True).click()
        expect(said).to_be_visible()
        someone.settle()
        page.wait_for_timeout(2_000)  # the browser still draws what it was told when it came back
        page.get_by_text("Has it changed?", exact=True).click()
        expect(page).to_have_url(f"{server.address}/regions?view=change")
        someone.close()
