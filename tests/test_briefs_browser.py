"""A sheet is two clicks away: what can be taken away, and its button."""

import os

import pypdf
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
    with browsing() as browser, served(tmp_path_factory.mktemp("server") / "log") as address:
        window = Reader(browser, address)
        yield window
        window.close()


@pytest.mark.parametrize(
    ("path", "button", "file", "title"),
    [
        ("/?regions=lac", "Latin America & Caribbean", "upr-region-latin-america-caribbean-en.pdf", "Regional brief"),
        ("/countries?country=KEN", "Kenya", "upr-country-kenya-en.pdf", "Country sheet"),
    ],
)
def test_two_clicks_download_a_sheet(reader, tmp_path, path, button, file, title):  # noqa: PLR0917
    page = reader.open(path)
    page.get_by_role("button", name="Take away").click()
    box = page.locator('[class*="st-key-brief-"]').filter(has_text=button).first
    with page.expect_download() as download:
        box.get_by_role("button").click()
    assert download.value.suggested_filename == file
    download.value.save_as(tmp_path / file)
    assert title.upper() in pypdf.PdfReader(tmp_path / file).pages[0].extract_text()
    assert reader.outside() == []
