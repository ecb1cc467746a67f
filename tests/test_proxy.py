"""Behind nginx, as deploy/ sets it up: pages, a filter, a file, one process for one reader, and closed doors."""

import os
import re

import pytest
from browser_support import ARGUMENTS, READY, Reader, chromium
from playwright.sync_api import expect, sync_playwright
from proxy_support import places, proxied
from visitor_support import Visitor

from benchmarks.proxy import BROTLI, nginx

if not (nginx() and chromium()) and not os.environ.get("UPR_REQUIRE_PROXY"):
    reason = "nginx or Chromium is missing, so nothing is tested behind a proxy: apt install nginx chromium"
    pytest.skip(reason, allow_module_level=True)

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
ALL = "All sessions and issues: 61,014"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("UPR_ALLOW_LOADING", raising=False)
        with proxied(tmp_path_factory.mktemp("proxy"), "upr") as running:
            yield running


@pytest.fixture(scope="module")
def reader(site):
    path = chromium()
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=ARGUMENTS) as opened:
        someone = Reader(opened, site.address)
        yield someone
        someone.close()


def cookie(reader):
    """What nginx gave the reader's browser to be known by."""
    (found,) = [each for each in reader.context.cookies() if each["name"] == "atlas_process"]
    assert (found["path"], found["httpOnly"], found["sameSite"]) == ("/upr/", True, "Lax")
    return found["value"]


def test_a_reader_reads_chooses_and_saves_and_stays_with_one_process(site, reader):
    page = reader.open("/countries")
    expect(page.get_by_text(ALL)).to_be_visible()
    page.locator(".st-key-filter-bar").get_by_role("button", name=re.compile("^All issues")).click()
    page.get_by_role("combobox", name="Issues").fill("women")
    page.get_by_role("option", name="Women's rights").click()
    expect(page).to_have_url(re.compile(r"/upr/countries\?issues=womens-rights$"))
    expect(page.get_by_text("Women's rights: 10,718 recommendations to 193 states")).to_be_visible()
    reader.open("/methods")
    with page.expect_download(timeout=60_000) as download:
        page.get_by_test_id("stDownloadButton").first.get_by_role("button").click()
    assert download.value.path().stat().st_size > 1_000
    assert reader.errors == []  # of a page's content security policy, too
    assert reader.outside() == []
    assert len(places(site.log, cookie(reader))) == 1


def test_readers_are_spread_over_the_processes(site):
    for number in range(20):
        stranger = Visitor(site.address, Cookie=f"atlas_process={number:032x}")
        assert [stranger.ask("/_stcore/health")[0] for _ in range(3)] == [200] * 3
        assert len(places(site.log, f"{number:032x}")) == 1
    assert places(site.log) == set(site.processes)


def test_loading_is_off_behind_the_proxy(site):
    visitor = Visitor(site.address, Cookie=f"atlas_process={'a' * 32}")
    with visitor.session("your_data") as (session, seen):
        assert "UPR_ALLOW_LOADING=1" in seen.replace("\\", "")
        assert [each for each in ("file_uploader", "download_button") if each in seen] == []
        status, said = visitor.upload(session, "To,From")
        assert (status, "UPR_ALLOW_LOADING=1" in said) == (403, True)


def test_what_is_too_large_or_inward_is_refused_in_a_sentence(site):
    visitor = Visitor(site.address)
    large = {"Content-Length": str(52 * 1024 * 1024)}
    status, headers, said = visitor.ask("/_stcore/upload_file/a/b", "PUT", b"x", **large)
    assert (status, "python -m analytics.load FILE\nCe fichier est trop grand" in said) == (413, True)
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert visitor.ask("/", "POST", b"x" * 20_000)[0] == 413
    inward = ("metrics", "agent/openapi.json", "agent/mcp", "script-health-check")
    assert [visitor.ask(f"/_stcore/{path}")[0] for path in inward] == [404] * len(inward)
    for place in site.processes:  # and by itself, should nginx be told otherwise
        assert Visitor(f"http://{place}/upr", X_Forwarded_For="203.0.113.7").ask("/_stcore/metrics")[0] == 404


def test_answers_are_compressed_and_bind_the_browser(site):
    visitor = Visitor(site.address)
    _, headers, page = visitor.ask("/")
    assert (headers["Server"], headers["X-Frame-Options"]) == ("nginx", "SAMEORIGIN")
    assert len(headers.get_all("Content-Security-Policy")) == 1
    assert "HttpOnly; SameSite=Lax" in headers["Set-Cookie"]
    script = re.search(r'src="\.(/static/js/index[^"]*)"', page)[1]
    whole, sizes = len(visitor.ask(script)[2]), {}
    for kind in ("gzip", "br") if BROTLI.exists() else ("gzip",):
        _, headers, packed = visitor.ask(script, raw=True, **{"Accept-Encoding": kind})
        assert (headers["Content-Encoding"], "Accept-Encoding" in headers["Vary"]) == (kind, True)
        sizes[kind] = len(packed)
    assert sizes["gzip"] < 0.5 * whole
    assert sizes.get("br", 0) < sizes["gzip"]


def test_a_process_that_is_killed_costs_its_reader_nothing_but_a_moment(site, reader):
    """The last test: from here on, one process answers."""
    page = reader.open("/?issues=womens-rights")
    (place,) = places(site.log, cookie(reader))
    site.processes[place].kill()
    page.wait_for_selector(READY, state="detached")
    page.wait_for_selector(READY)
    expect(page.get_by_text("Women's rights: 10,718 recommendations to 193 states")).to_be_visible()
    page.reload()
    reader.settle()
    page.locator(".st-key-filter-bar").get_by_role("button", name=re.compile("^All regions")).click()
    page.get_by_test_id("stPopoverBody").get_by_text("Asia", exact=True).click()
    expect(page).to_have_url(re.compile("regions=asia"))
    reader.settle()
    assert Visitor(site.address).ask("/_stcore/health")[0] == 200
