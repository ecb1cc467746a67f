"""A server of the atlas, and a reader whose browser reaches nothing else. What they must meet is in test_browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from analytics.starting.commands import SERVER
from benchmarks.reader import HOST
from benchmarks.window import ARGUMENTS, DRAWN, READY, chromium

ROOT = Path(__file__).resolve().parents[1]
# Streamlit asks for these two below the page's own address first, then at the root: its habit on every deep link.
EXPECTED_404 = ("/_stcore/health", "/_stcore/host-config")
STREAMLITS_OWN: set[tuple[str, str]] = set()
"""Serious violations, by rule of axe and selector, that Streamlit causes and we cannot mend. 1.67 has none."""
Scheme = Literal["light", "dark"]
AREAS = ".choroplethlayer path"


@contextmanager
def browsing():
    """The system's Chromium; without one, the test fails where UPR_REQUIRE_BROWSER is set."""
    path = chromium()
    if path is None:
        pytest.fail("UPR_REQUIRE_BROWSER is set, but there is no Chromium: apt install chromium")
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=ARGUMENTS) as browser:
        yield browser


@contextmanager
def served(log: Path, base: str = "", script: str = SERVER, **environment: str):
    """Address of a server of its own on a free port, just started; ended with the block."""
    with started(log, base, script, **environment) as server:
        wait_until_healthy(server.address, server.process, log)
        yield server.address


@contextmanager
def started(log: Path, base: str = "", script: str = SERVER, headless: str = "true", port: int = 0, **environment: str):
    """The same as it starts: address, port, that of a server that was ended if one is given, and process."""
    port = port or free_port()
    options = {"address": HOST, "port": port, "headless": headless, "baseUrlPath": base}
    flags = [part for name, value in options.items() for part in (f"--server.{name}", str(value))]
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, *flags],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=output,
            stderr=output,
        )
    try:
        yield SimpleNamespace(address=f"http://{HOST}:{port}{f'/{base}' if base else ''}", port=port, process=server)
    finally:
        end(server)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def end(process: subprocess.Popen) -> None:
    """End a process, at once if it does not end when asked."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until_healthy(address: str, server: subprocess.Popen, log: Path) -> None:
    """Wait until what this process serves at an address answers."""
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    message = f"The server did not answer:\n{log.read_text(encoding='utf-8')}"
    raise RuntimeError(message)


def barriers(page: Page) -> set[tuple[str, str]]:
    """What stands seriously in the way of assistive technology, by rule of axe and selector."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the package axe-playwright-python")
    found = axe.Axe().run(page).response["violations"]
    serious = [rule for rule in found if rule["impact"] in {"critical", "serious"}]
    return {(rule["id"], str(node["target"])) for rule in serious for node in rule["nodes"]} - STREAMLITS_OWN


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Contrast of two colours (red, green, blue from 0 to 255) as WCAG defines it, 1 to 21."""

    def luminance(colour: tuple[float, ...]) -> float:
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _shares(colour)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _shares(colour: tuple[float, ...]) -> list[float]:
    return [part / 255 for part in colour]


class Reader:
    """One reader: a window of the browser, with every request it made and every error it reported."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int] = (1280, 720)) -> None:
        self.address = address
        self.size = size
        self.scheme: Scheme = "light"
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme="light")
        self.context.set_default_timeout(60_000)
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on("console", self._listen)
        self.page: Page = self.context.new_page()
        self.page.on("websocket", lambda socket: self.requests.append(socket.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        place = urlsplit(message.location.get("url", "")).path
        if message.type == "error" and not ("404" in message.text and place.endswith(EXPECTED_404)):
            self.errors.append(f"{message.text} ({place})")

    def open(self, path: str, scheme: Scheme = "light") -> Page:
        """The page at this path and query, loaded anew, its script finished and its figures drawn."""
        self.scheme = scheme
        self.page.emulate_media(color_scheme=scheme)
        self.page.goto(f"{self.address}{path}")
        return self.settle()

    def at(self, path: str, scheme: Scheme = "light") -> Page:
        """The same, but a window that is already there is only put in order: usual size and colours, no popover."""
        self.page.set_viewport_size({"width": self.size[0], "height": self.size[1]})
        if self.page.url != f"{self.address}{path}" or self.scheme != scheme:
            return self.open(path, scheme)
        self.page.emulate_media(color_scheme=scheme)
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Escape")
        return self.settle()

    def settle(self) -> Page:
        """Wait for the end of the script and for its figures."""
        self.page.wait_for_selector(READY)
        self.page.wait_for_function(DRAWN)
        return self.page

    def fills(self) -> set[str]:
        """Colours of the map's areas, as #RRGGBB."""
        return set(
            self.page.locator(AREAS).evaluate_all(
                """areas => areas.map(area => "#" + getComputedStyle(area).fill.match(/\\d+/g).slice(0, 3)
                    .map(part => Number(part).toString(16).padStart(2, "0")).join("").toUpperCase())"""
            )
        )

    def outside(self) -> list[str]:
        """Requests that left this machine."""
        sent = [url for url in self.requests if urlsplit(url).scheme not in {"data", "blob"}]
        return [url for url in sent if urlsplit(url).hostname != HOST]

    def close(self) -> None:
        """Close the window and what belongs to it."""
        self.context.close()
