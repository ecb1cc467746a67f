"""A file that is larger than the server takes: told before it is chosen, told when it is, and never sent."""

import os
import re

import pytest
from browser_support import ARGUMENTS, Reader, chromium, served
from languages_support import languages_of
from playwright.sync_api import expect, sync_playwright

from analytics.serving.access import LIMIT
from analytics.text import text

if chromium() is None and not os.environ.get("UPR_REQUIRE_BROWSER"):
    reason = "there is no Chromium, so nothing is tested in a browser: apt install chromium"
    pytest.skip(reason, allow_module_level=True)

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)


def of_size(path, size):
    """A file of invented lines up to this size, of which only the last byte takes room on the disk."""
    path.write_text("door,price\nred,5\n", encoding="utf-8")
    with path.open("rb+") as file:
        file.truncate(size)
    return path


def test_a_file_that_is_too_large_is_told_and_not_sent(tmp_path):
    large, fits = of_size(tmp_path / "large.csv", LIMIT * 2**20 + 1), of_size(tmp_path / "fits.csv", 2**20)
    path, log = chromium(), tmp_path / "log.txt"
    with (
        served(log, UPR_DATA=str(tmp_path / "loaded"), UPR_ALLOW_LOADING="") as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=ARGUMENTS) as browser,
    ):
        for language in languages_of("uploads"):
            reader = Reader(browser, address)
            page = reader.open(f"/your_data?lang={language}")
            before = text(language)("your_data.formats", megabytes=LIMIT).split(". ")[-1]
            assert f"{LIMIT} M" in before
            assert "python -m analytics.load" in before
            expect(page.get_by_text(before)).to_be_visible()
            page.locator("input[type=file]").set_input_files(large)
            expect(page.get_by_text(re.compile(rf"{LIMIT}\.?0?MB or smaller"))).to_be_visible()
            sent = [url for url in reader.requests if "/upload_file/" in url]
            assert sent == []
            page.locator("input[type=file]").set_input_files(fits)
            expect(page.get_by_text("door | price")).to_be_visible()
            assert [url for url in reader.requests if "/upload_file/" in url] != []
            assert reader.errors == []
            reader.close()
