"""An advocate's first questions about one country in the browser, counted in clicks from the first page.

A click counts as one, and so does typing with Enter.
"""

import os

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
    with browsing() as browser, served(tmp_path_factory.mktemp("server") / "log.txt") as address:
        someone = Reader(browser, address, (1400, 1000))
        yield someone
        someone.close()


class Clicks:
    """What a reader does, counted."""

    def __init__(self, reader):
        self.reader, self.page, self.made = reader, reader.open("/"), 0

    def menu(self, name):
        self.page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
        return self._settled()

    def door(self, name):
        self.page.locator(".st-key-doors").get_by_role("link", name=name).click()
        return self._settled()

    def choose(self, typed):
        """Type a state's name into the field of the page, and press Enter."""
        field = self.page.get_by_role("combobox", name="State under review")
        expect(field).to_be_visible()
        field.fill(typed)
        self.page.get_by_role("option").first.wait_for()
        field.press("Enter")
        return self._settled()

    def _settled(self):
        self.made += 1
        self.reader.settle()
        return self


@pytest.fixture
def clicks(reader):
    return Clicks(reader)


def test_what_kenya_accepted_in_its_last_review_takes_two_clicks(clicks):
    clicks.door("Look up a country").choose("Kenya")
    said = clicks.page.get_by_test_id("stMain")
    expect(said).to_contain_text("Kenya accepted 76% of 253 recommendations in its last review")
    assert clicks.made == 2


def test_when_kenya_is_reviewed_next_takes_two_clicks(clicks):
    clicks.menu("One country").choose("Kenya")
    expect(clicks.page.get_by_test_id("stMain")).to_contain_text("Next review: expected about 2030")
    assert clicks.made == 2


def test_the_coalitions_of_kenya_take_two_clicks(clicks):
    clicks.menu("One country's coalitions").choose("Kenya")
    expect(clicks.page.get_by_test_id("stMain")).to_contain_text("Kenya: no list of joint submissions is held")
    assert clicks.made == 2


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Burma", "Myanmar"), ("Ivory Coast", "Côte d'Ivoire"), ("Brésil", "Brazil"), ("Turkey", "Türkiye")],
)
def test_another_name_of_a_state_is_understood(clicks, typed, name):
    clicks.menu("One country").choose(typed)
    expect(clicks.page.get_by_test_id("stMain")).to_contain_text(f"{name} accepted")


def test_a_name_that_no_state_has_is_said(clicks):
    clicks.menu("One country").choose("Atlantis")
    expect(clicks.page.get_by_test_id("stMain")).to_contain_text("No state is called")


def test_what_to_follow_up_in_kenya_takes_two_clicks(clicks):
    clicks.menu("Follow-up: the working list").choose("Kenya")
    expect(clicks.page.locator(".st-key-follow_up-accepted")).to_contain_text("192")  # accepted of 253 in session 21
    assert clicks.made == 2
