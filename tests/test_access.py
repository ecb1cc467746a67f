"""Who may load: whoever sits at the machine, or whoever the operator lets; asked over the wire, with real headers."""

import os
import sys
import time
from types import SimpleNamespace

import pytest
from browser_support import served, started, wait_until_healthy
from loading_support import ROWS, export
from streamlit import config
from visitor_support import Visitor

from analytics.loading import intake
from analytics.serving import access
from analytics.ui.page import PAGES

WRONG = ("Atlantis", "Sink the doors.", "France", "Accepted", 5, "Justice", 2)
HERE = {"host": "localhost:8501", "origin": "http://localhost:8501"}
PROXIES = {
    "a proxy's list of addresses": {"X_Forwarded_For": "203.0.113.7"},
    "its standard form": {"Forwarded": "for=203.0.113.7"},
    "nginx": {"X_Real_IP": "203.0.113.7"},
    "a cache": {"Via": "1.1 cache.example"},
    "a content network": {"CF_Connecting_IP": "203.0.113.7"},
    "a name of the server": {"host": "atlas.example"},
    "a page of another server": {"origin": "https://atlas.example"},
}
STRANGERS = pytest.mark.parametrize("how", PROXIES.values(), ids=PROXIES)
INWARD = ("metrics", "agent/openapi.json", "agent/interact", "agent/mcp", "script-health-check")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A data folder with a load of which one row was rejected."""
    folder = tmp_path_factory.mktemp("place")
    (result,) = intake.load([export(folder, *ROWS, WRONG)], folder / "loaded")
    assert len(result.rejected) == 1
    return folder


@pytest.fixture(scope="module")
def environment(place):
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(access.SWITCH, raising=False)
        yield {"UPR_DATA": str(place / "loaded")}


@pytest.fixture(scope="module")
def server(place, environment):
    with served(place / "log.txt", **environment) as address:
        yield SimpleNamespace(address=address, folder=str(place / "loaded"))


def test_who_sits_at_the_machine_sees_where_data_are_and_may_load(server):
    visitor = Visitor(server.address)
    with visitor.session("your_data") as (session, seen):
        assert server.folder in seen
        assert ["file_uploader" in seen, "download_button" in seen, "invented.csv" in seen] == [True] * 3
        assert visitor.upload(session, "To,From") == (204, "")


@STRANGERS
def test_who_comes_from_elsewhere_to_the_same_server_meets_closed_doors(server, how):
    if "origin" in how:  # Streamlit refuses such a session by itself; a tool can still send such a file
        assert Visitor(server.address, **how).upload("any", "To,From")[0] == 403
        return
    visitor = Visitor(server.address, **how)
    with Visitor(server.address).session("your_data") as (local, _), visitor.session("your_data") as (session, seen):
        shown = ("file_uploader", "download_button", "invented.csv", "Atlantis", server.folder)
        assert [each for each in shown if each in seen] == []
        assert "Whoever runs it can allow loading with UPR_ALLOW_LOADING=1" in seen.replace("\\", "")
        assert "data=upr_info" in seen  # what is loaded can be looked at
        for target in (session, local):
            status, said = visitor.upload(target, "To,From")
            assert (status, "UPR_ALLOW_LOADING=1" in said) == (403, True)
        assert Visitor(server.address).upload(local, "To,From")[0] == 204


def test_no_page_shows_a_stranger_where_data_are_kept(server):
    visitor = Visitor(server.address, X_Forwarded_For="203.0.113.7")
    home = os.path.expanduser("~")  # noqa: PTH111 - as text
    for _, page, file in PAGES:
        for language in ("", "&lang=fr"):
            with visitor.session("" if file == "app.py" else page, f"data=upr_info{language}") as (_, seen):
                assert [each for each in (server.folder, "rejected.csv", f"{home}/.") if each in seen] == [], page


def test_what_tells_of_the_server_is_for_its_operator(server):
    stranger = Visitor(server.address, X_Forwarded_For="203.0.113.7")
    assert [stranger.ask(f"/_stcore/{path}")[0] for path in INWARD] == [404] * len(INWARD)
    assert Visitor(server.address).ask("/_stcore/metrics")[0] == 200
    assert stranger.ask("/_stcore/health")[::2] == (200, "ok")
    status, _, told = stranger.ask("/_stcore/host-config")
    assert (status, '"allowedOrigins":[]' in told) == (200, True)


def test_every_answer_binds_the_browser(server):
    visitor = Visitor(server.address)
    for path in ("/", "/countries", "/_stcore/health", "/app/static/world.geojson", "/no/such/file.js"):
        _, headers, _ = visitor.ask(path)
        rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
        assert (rules["default-src"], rules["connect-src"], rules["frame-ancestors"]) == ("'none'", "'self'", "'self'")
        assert [word for word in rules["script-src"].split() if not word.startswith("'sha256-")] == ["'self'", "blob:"]
        assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "SAMEORIGIN")
        assert (headers["Referrer-Policy"], "camera=()" in headers["Permissions-Policy"]) == ("same-origin", True)


def test_below_a_path_of_another_site_loading_is_off_until_the_operator_says_so(place, environment):
    for switch, expected in (("", 403), ("1", 204)):
        with served(place / "log.txt", "upr", **environment, UPR_ALLOW_LOADING=switch) as address:
            visitor = Visitor(address)
            with visitor.session("your_data") as (session, seen):
                assert ("file_uploader" in seen, visitor.upload(session, "To,From")[0]) == (expected == 204, expected)


def test_streamlit_alone_takes_no_file(place, environment):
    with served(place / "log.txt", script="app.py", **environment, UPR_ALLOW_LOADING="1") as address:
        visitor = Visitor(address)
        with visitor.session("your_data") as (session, seen):
            assert "file_uploader" not in seen
            assert visitor.upload(session, "To,From")[0] == 413


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere another program opens the browser")
@pytest.mark.parametrize("headless", ["false", "true"])
def test_the_browser_of_who_sits_there_is_opened(tmp_path, headless):
    program, told = tmp_path / "xdg-open", tmp_path / "opened.txt"
    program.write_text(f'#!/bin/sh\necho "$1" > {told}.part && mv {told}.part {told}\n', encoding="utf-8")
    program.chmod(0o755)
    path = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    with started(tmp_path / "log.txt", headless=headless, **path) as server:
        wait_until_healthy(server.address, server.process, tmp_path / "log.txt")
        for _ in range(30):
            if told.exists():
                break
            time.sleep(0.1)
        said = told.read_text(encoding="utf-8").strip() if told.exists() else ""
        assert said == (f"http://127.0.0.1:{server.port}" if headless == "false" else "")


# The rule by itself


@pytest.mark.parametrize(
    ("address", "base", "headers", "local"),
    [
        ("127.0.0.1", "", HERE, True),
        ("localhost", "", {"host": "127.0.0.1:8501"}, True),
        ("::1", "", {"host": "[::1]:8501", "origin": "http://[::1]:8501"}, True),
        ("", "", HERE, False),  # Streamlit's default: every address of the machine
        ("0.0.0.0", "", HERE, False),
        ("192.0.2.1", "", HERE, False),
        ("127.0.0.1", "upr", HERE, False),
        ("127.0.0.1", "", {}, False),  # who says nothing is not known
        ("127.0.0.1", "", {"host": "localhost.example"}, False),
        ("127.0.0.1", "", {"host": "[::1"}, False),
        ("127.0.0.1", "", HERE | {"referer": "https://atlas.example/your_data"}, False),
        *(("127.0.0.1", "", HERE | {name: "x"}, False) for name in ("x-forwarded-host", "X-Forwarded-Proto", "VIA")),
        *(("127.0.0.1", "", HERE | {name: "x"}, False) for name in ("X-Original-URL", "true-client-ip", "x-amzn-id")),
    ],
)
def test_a_request_is_local_where_nothing_says_otherwise(monkeypatch, address, base, headers, local):
    told = {"server.address": address, "server.baseUrlPath": base, access.SIZE: 50}
    monkeypatch.setattr(config, "get_option", told.get)
    monkeypatch.delenv(access.SWITCH, raising=False)
    assert (access.is_local(headers), access.may_load(headers)) == (local, local)
    monkeypatch.setenv(access.SWITCH, "1")
    assert (access.is_local(headers), access.may_load(headers)) == (local, True)
    monkeypatch.setenv(access.SWITCH, "0")
    assert access.may_load(headers) is False
