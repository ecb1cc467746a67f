"""When a browser shows something: first text, first chart, last chart, of a first visit and of a later one.

Debian's Chromium on this machine, headless, on the cores of the server; no line is as fast as loopback. The page itself
notes the times, from when the address was asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from benchmarks.reader import HOST
from benchmarks.server import serve
from benchmarks.window import ARGUMENTS, chromium

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from benchmarks.report import Report

VISITS = 5
CHARTS = 4
"""Of the first page."""
COLD, WARM = 2.5, 2.0
DRAWN = ".js-plotly-plot :is(.scatterlayer, .barlayer) .trace, .js-plotly-plot .choroplethlayer path"
"""What a chart has once it is drawn."""
SAID = {"text": "first text", "first": "first chart", "last": "last chart"}
NOTE = """() => {
    const seen = (window.uprSeen = {});
    const note = () => {
        const marks = document.querySelectorAll("DRAWN");
        const cards = new Set([...marks].map((each) => each.closest(".js-plotly-plot")));
        const now = performance.now();
        if (!seen.text && document.querySelector("h1")?.innerText) seen.text = now;
        if (!seen.first && cards.size) seen.first = now;
        if (!seen.last && cards.size >= CHARTS) seen.last = now;
        if (!seen.last) requestAnimationFrame(note);
    };
    note();
}"""


def measure(report: Report) -> None:
    """Add first and later visits to the report."""
    path = chromium()
    if path is None:
        print("There is no Chromium, so nothing is drawn: apt install chromium")
        return
    report.calibrate()
    report.heading("In a browser: the first page")
    cold, warm = [], []
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        address = f"http://{HOST}:{server.port}/"
        _visit(browser.new_context(), address)  # the server's own first page
        for _ in range(VISITS):
            context = browser.new_context()
            cold.append(_visit(context, address))
            warm.append(_visit(context, address))
            context.close()
        browser.close()
    for name, visits, target in (("first visit", cold, COLD), ("a later visit", warm, WARM)):
        for what, said in SAID.items():
            seconds = [visit[what] / 1000 for visit in visits]
            report.time(f"{name}: {said}", seconds, target if what == "first" else None)


def _visit(context: BrowserContext, address: str) -> dict[str, float]:
    """Milliseconds after which text, a first and the last chart were there."""
    page = context.new_page()
    page.add_init_script(f"({NOTE.replace('CHARTS', str(CHARTS)).replace('DRAWN', DRAWN)})()")
    page.goto(address)
    page.wait_for_function("() => window.uprSeen?.last", timeout=60_000)
    seen = page.evaluate("() => window.uprSeen")
    page.close()
    return seen
