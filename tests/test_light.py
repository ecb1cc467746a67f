"""Pages without charts and maps: what they show, how their link says so, and how much a first visit costs."""

import os

import pytest
from app_support import VIEWS, card_figures, opened, shown_rows, words
from browser_support import Reader, browsing, chromium, served

from analytics.text import languages, text
from analytics.ui.paper import ROWS
from benchmarks import reader as over_websocket
from benchmarks.server import serve

MOST = 100_000
"""Bytes of a first visit as they travel, beyond the platform's own files."""
HEAVIEST = (
    ("", "light=1"),
    ("claims", "light=1"),
    ("countries", "light=1"),
    ("issues", "light=1"),
    ("methods", "light=1"),
    ("glossary", "light=1"),
    ("submissions", "view=network&light=1"),
    ("who_asks_whom", "light=1"),
)
COUNTRIES = "pages/countries.py"


def plain_tables(at):
    """Tables that stand on the screen as text."""
    bodies = [each.proto.body for each in at.get("html")]
    return [body for body in bodies if body.startswith('<div class="on-paper rows seen"')]


@pytest.mark.parametrize(("page", "view"), VIEWS)
def test_a_light_page_has_no_chart_and_as_many_cards(page, view):
    at, usual = opened(page, light="1", **view), opened(page, **view)
    assert not at.exception
    assert not at.warning
    assert not at.get("plotly_chart")
    headings = [[said for said in words(each.main) if said.startswith("### ")] for each in (at, usual)]
    assert headings[0] == headings[1]
    assert len(plain_tables(at)) >= len(card_figures(usual))


def test_the_table_of_a_light_card_has_its_first_rows_and_a_name():
    at = opened(COUNTRIES, light="1", country="KEN")
    (table,) = plain_tables(at)[:1]
    assert 'role="region" tabindex="0" aria-label="' in table
    assert table.count("<tr>") == ROWS + 1
    assert table.index("▸ Kenya") < table.index("Afghanistan")


def test_the_whole_table_is_one_click_below_the_card_and_can_be_sorted():
    at = opened(COUNTRIES, light="1", behind_cards=("countries-map",))
    assert at.get_by_key("countries-map-more").proto.popover.label == "Table, files, link"
    assert len(shown_rows(at, "countries-map")) == 193


@pytest.mark.parametrize("language", languages())
def test_the_switch_writes_the_link_and_every_page_carries_it_on(language):
    link = {"cycles": "1"} | ({} if language == "en" else {"lang": language})
    at = opened(COUNTRIES, **link)
    switch = at.get_by_key("choice.light")
    assert (switch.value, switch.label) == (False, text(language)("light.label"))
    switch.set_value(True).run()
    assert at.query_params == {**link, "light": "1"}
    assert all("light=1" in each.proto.query_string for each in at.sidebar.page_link)
    at.get_by_key("choice.light").set_value(False).run()
    assert at.query_params == link


def test_a_wrong_value_is_named_and_shows_charts():
    at = opened(light="yes")
    assert "`light=yes`" in at.warning[0].value
    assert card_figures(at)


def test_what_is_given_to_others_has_charts():
    at = opened(COUNTRIES, light="1", cycles="1", behind_cards=("countries-map",))
    (address,) = [each.value for each in at.code if each.value.startswith("https://atlas.example/")][:1]
    assert "cycles=1" in address
    assert "light" not in address
    at.get_by_key("countries-map-pack").click().run()
    assert "light" not in at.query_params["pack"][0]


@pytest.fixture(scope="module")
def server():
    with serve() as running:
        yield running


@pytest.mark.parametrize(("page", "link"), HEAVIEST)
def test_a_first_visit_is_below_a_hundred_kilobytes(server, page, link):
    with over_websocket.Reader(server.port, page, link) as reader:
        assert reader.opened.said
        assert reader.opened.on_the_wire < MOST


@pytest.mark.browser
def test_the_browser_does_not_fetch_what_draws_charts_or_shapes(tmp_path):
    if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
        pytest.skip("there is no Chromium: apt install chromium")
    with browsing() as browser, served(tmp_path / "log.txt") as address:
        someone = Reader(browser, address)
        for path in ("/?light=1", "/countries?light=1&country=KEN", "/issues?light=1"):
            page = someone.open(path)
            table = page.locator(".on-paper.seen").first
            table.wait_for(state="visible")
            assert table.locator("th").first.is_visible()
        assert [url for url in someone.requests if "Plotly" in url or "geojson" in url or "topojson" in url] == []
        assert someone.outside() == []
        assert someone.errors == []
        page.get_by_text(text("en")("light.label"), exact=True).click()
        page.wait_for_selector(".js-plotly-plot")
        assert any("Plotly" in url for url in someone.requests)
        someone.close()
