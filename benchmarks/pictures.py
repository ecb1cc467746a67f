"""`python -m benchmarks.pictures` (`make pictures`): pictures of every page and every export in every language.

They land in pictures/, which git ignores: `pictures/fr/regions-parts/dark.png`. Each page and view is shown light and
dark, on a phone (390 pixels), on the first screen of a projector (1024x768) and as it is printed. Of exports there are
sheets (PNG), slides (PPTX, and PDF where LibreOffice is), the page without a network, and the pictures that a card
saves. What is there already is left alone, so a run that was stopped goes on; `--anew` makes it again. `--readme` makes
the pictures of the README, in docs/.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import parse_qsl

from playwright.sync_api import sync_playwright

from analytics import briefs, database
from analytics.codes import read_codes
from analytics.exports import offline, pdf
from analytics.filters import Filters
from analytics.results import Results
from analytics.sheets import KINDS
from analytics.text import DEFAULT, languages, text
from benchmarks.pages import View, views
from benchmarks.reader import HOST
from benchmarks.server import ROOT, serve
from benchmarks.window import ARGUMENTS, DRAWN, READY, chromium

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Sequence

    from playwright.sync_api import Browser, Page

FOLDER = ROOT / "pictures"
FIRST = "first_page"
HIGHEST = 16_000
"""Pixels of the longest picture: Chromium draws no longer ones whole."""
SETTLES = 400
"""Milliseconds in which figures take the width of their place."""


class Look(NamedTuple):
    """How a page is looked at: the window, the theme, and whether all of it is on the picture or its first screen."""

    width: int = 1400
    height: int = 1000
    scheme: Literal["light", "dark"] = "light"
    whole: bool = True


class Site(NamedTuple):
    """The browser, and the address of the first page."""

    browser: Browser
    address: str


LOOKS = {
    "light": Look(),
    "phone": Look(390, 844),
    "small": Look(1024, 768, whole=False),
    "print": Look(),
    "dark": Look(scheme="dark"),
}
"""In this order a page is loaded twice, once in each theme."""
SHEETS = {"region": "africa", "country": "KEN", "issue": "torture", "coalition": "BRA-41"}
SAVED = {"dots": ("", "glance-states"), "map": ("countries", "countries-map"), "heat": ("issues", "issues-shares")}
"""Cards whose pictures are saved, by what they draw: their page and key."""
README = {"at_a_glance": "/", "one_country": "/country?country=KEN", "coalitions": "/coalitions"}
COLOURS = 96
"""Of a picture of the README, which is then below LARGEST."""
LARGEST = 150_000
"""Bytes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0, or 1 where there is no browser."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures", description="Write pictures of the atlas.")
    parser.add_argument("--to", type=Path, default=FOLDER, metavar="FOLDER", help=f"without it, {FOLDER.name}/")
    parser.add_argument("--language", action="append", choices=languages(), help="may be repeated; without it, all")
    parser.add_argument(
        "--page", action="append", metavar="PAGE", help=f"such as countries or {FIRST}; may be repeated"
    )
    parser.add_argument("--look", action="append", choices=LOOKS, help="may be repeated; without it, all")
    parser.add_argument("--only", choices=("pages", "exports"), help="without it, both")
    parser.add_argument("--anew", action="store_true", help="also what is there already")
    parser.add_argument("--readme", action="store_true", help="the pictures of the README alone, in docs/")
    options = parser.parse_args(arguments)
    unknown = set(options.page or ()) - {_name(view.page) for view in views()}
    if unknown:
        parser.error(f"There is no page '{min(unknown)}'. There are: {', '.join(sorted(_pages()))}.")
    path = chromium()
    if path is None:
        print("There is no Chromium, so there are no pictures: apt install chromium", file=sys.stderr)
        return 1
    start = perf_counter()
    made = Made(options.to, anew=options.anew)
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        site = Site(browser, f"http://{HOST}:{server.port}")
        if options.readme:
            _readme(site)
        for language in [] if options.readme else options.language or languages():
            if options.only != "exports":
                wanted = [view for view in views() if not options.page or _name(view.page) in options.page]
                _of_pages(site, language, wanted, options.look or LOOKS, made)
            if options.only != "pages" and not options.page:
                _of_exports(site, language, made)
        browser.close()
    print(f"{made.new} made, {made.old} there already, in {perf_counter() - start:.0f} s.")
    return 0


class Made:
    """What is made below a folder: each file once, whole or not at all."""

    def __init__(self, folder: Path, *, anew: bool = False) -> None:
        self.folder, self.anew = folder, anew
        self.new = self.old = 0

    def lacks(self, name: str) -> bool:
        """Whether a file is to be made."""
        return self.anew or not (self.folder / name).exists()

    def write(self, name: str, make: Callable[[], bytes]) -> None:
        """Make a file, unless it is there, and say how long it took."""
        if not self.lacks(name):
            self.old += 1
            return
        start, path = perf_counter(), self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.half")
        half.write_bytes(make())
        half.replace(path)
        self.new += 1
        print(f"{name} {perf_counter() - start:.1f} s", flush=True)


def _name(page: str) -> str:
    return page or FIRST


def _pages() -> set[str]:
    return {_name(view.page) for view in views()}


def folder_of(view: View) -> str:
    """The name of the folder of a view: its page and what its link chooses."""
    return "-".join((_name(view.page), *(value for _, value in parse_qsl(view.link))))


def _of_pages(site: Site, language: str, wanted: Sequence[View], looks: Collection[str], made: Made) -> None:
    """These pages and views."""
    for view in wanted:
        folder = f"{language}/{folder_of(view)}"
        names = {look: f"{folder}/{look}.{'pdf' if look == 'print' else 'png'}" for look in LOOKS if look in looks}
        lacking = [look for look, name in names.items() if made.lacks(name)]
        made.old += len(names) - len(lacking)
        link = "&".join(filter(None, (view.link, "" if language == DEFAULT else f"lang={language}")))
        for scheme in ("light", "dark"):
            now = [look for look in lacking if LOOKS[look].scheme == scheme]
            if now:
                with _opened(site.browser, f"{site.address}/{view.page}?{link}", LOOKS[now[0]]) as page:
                    for look in now:
                        made.write(names[look], partial(_looked_at, page, look))


@contextlib.contextmanager
def _opened(browser: Browser, address: str, look: Look) -> Generator[Page]:
    """A new window on a page, its script finished and its figures drawn."""
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme, accept_downloads=True
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(address)
    if address.startswith("http"):
        page.wait_for_selector(READY)
        page.wait_for_function(DRAWN)
    yield page
    context.close()


def _looked_at(page: Page, name: str) -> bytes:
    """A picture of the page that is open."""
    look = LOOKS[name]
    page.set_viewport_size({"width": look.width, "height": look.height})
    page.wait_for_timeout(SETTLES)
    if name == "print":
        return page.pdf(format="A4")
    if look.whole:
        height = page.evaluate("""() => document.querySelector('[data-testid="stMain"]').scrollHeight""")
        page.set_viewport_size({"width": look.width, "height": min(max(height, look.height), HIGHEST)})
        page.wait_for_timeout(SETTLES)
    return page.screenshot()


def _of_exports(site: Site, language: str, made: Made) -> None:
    """Sheets, slides, the page without a network, pictures of cards."""
    folder = f"{language}/exports"
    with database.open_snapshot(database.ensure_snapshot()) as connection:
        codes = read_codes(connection)
        counted, t = Results(connection, codes), text(language)
        ground = briefs.ground(counted, Filters(), t)
        for kind, code in SHEETS.items():
            if made.lacks(f"{folder}/sheet-{kind}-1.png"):
                for number, picture in enumerate(pdf.pictures(KINDS[kind].make(ground, code)), start=1):
                    made.write(f"{folder}/sheet-{kind}-{number}.png", partial(bytes, picture))
            else:
                made.old += 1
        made.write(
            f"{folder}/offline.html", lambda: offline.pack(offline.Atlas(codes, counted.table, t, t.day(ground.day)))
        )
    for look in ("light", "phone", "dark"):
        name = f"{folder}/offline-{look}.png"
        made.write(name, partial(_without_network, site.browser, made.folder / folder / "offline.html", LOOKS[look]))
    made.write(f"{folder}/slides.pptx", partial(_slides, language))
    if office := shutil.which("soffice"):
        made.write(f"{folder}/slides.pdf", partial(_as_pdf, office, made.folder / folder / "slides.pptx"))
    for drawn, (page, key) in SAVED.items():
        for button, ending in (("PNG", "png"), ("SVG", "svg"), (t("card.slide"), "slide.png")):
            link = f"{site.address}/{page}?lang={language}"
            made.write(
                f"{folder}/card-{drawn}.{ending}", partial(_saved, site.browser, link, key, button, t("card.more"))
            )


def _without_network(browser: Browser, file: Path, look: Look) -> bytes:
    with _opened(browser, file.resolve().as_uri(), look) as page:
        return page.screenshot(full_page=True)


def _slides(language: str) -> bytes:
    """A slide of every card of every page, as it opens."""
    from analytics.pack import Entry
    from analytics.ui import data, recorder, slides

    served, entries = data.look_up(None), []
    for _, page, script in recorder.PAGES:
        kept = recorder.Recorder(data.Run(served), text(language))
        recorder.run(script, kept, drawn=False)
        entries += [Entry(page, card.name, ()) for card in kept.cards_kept]
    return slides.deck(entries, "", text(language))


def _as_pdf(office: str, file: Path) -> bytes:
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(file.parent / "half"), str(file)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    made = (file.parent / "half" / f"{file.stem}.pdf").read_bytes()
    shutil.rmtree(file.parent / "half")
    return made


def _saved(browser: Browser, address: str, key: str, button: str, more: str) -> bytes:
    """What a button below a card saves."""
    with _opened(browser, address, Look()) as page:
        page.locator(f".st-key-{key}").get_by_role("button", name=re.compile(re.escape(more))).click()
        body = page.get_by_test_id("stPopoverBody")
        with page.expect_download() as download:
            body.get_by_role("button", name=button, exact=True).click()
        return Path(download.value.path()).read_bytes()


def _readme(site: Site) -> None:
    """The pictures of the README, in few colours, so that they are small."""
    from io import BytesIO

    from PIL import Image

    for name, link in README.items():
        start = perf_counter()
        with _opened(site.browser, f"{site.address}{link}", Look()) as page:
            page.wait_for_timeout(SETTLES)
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        path = ROOT / "docs" / f"{name}.png"
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        size = path.stat().st_size
        large = "" if size < LARGEST else ", too large"
        print(f"docs/{path.name} {size / 1e3:.0f} kB{large}, {perf_counter() - start:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
