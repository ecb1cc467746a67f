"""A window of the system's Chromium on a page of this machine: what starts it, and when a page stands whole."""

from __future__ import annotations

import shutil

from benchmarks.reader import HOST

NAMES = ("chromium", "chromium-browser", "google-chrome")
# The browser resolves no name and knows no address but this machine's: for it, the network is cut off.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
]
READY = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
DRAWN = """() => [...document.querySelectorAll('[class*="st-key-"][class*="-figure"]')].every(figure =>
    figure.querySelector(/-map-figure/.test(figure.className) ? ".choroplethlayer path" : ".main-svg"))"""


def chromium() -> str | None:
    """Path of the system's Chromium."""
    return next(filter(None, map(shutil.which, NAMES)), None)
