"""The page without a network in a real browser, opened as a file: nothing is asked, all of it can be used."""

from dataclasses import replace

import pytest
from browser_support import browsing, chromium

from analytics.exports import offline
from analytics.text import languages, text

pytestmark = pytest.mark.skipif(chromium() is None, reason="needs Chromium")
PAPER = {"width": 680, "height": 1_000}
"""A4 without its margins, in pixels of the browser: 180 mm of 210."""
HOSTILE = "</script><img src=x onerror='window.hit=1'>"


@pytest.fixture(scope="module")
def browser():
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="module")
def files(codes, table, tmp_path_factory):
    """The page of each language as a file."""
    folder = tmp_path_factory.mktemp("stick")
    atlas = offline.Atlas(codes, table, text("en"), "2026-11-30")
    for language in languages():
        (folder / language).write_bytes(offline.pack(replace(atlas, t=text(language))))
        (folder / language).rename(folder / f"{language}.html")
    return folder


class Opened:
    """The page in a window without a network; `asked` are all its requests, `errors` what the browser complained of."""

    def __init__(self, browser, file, size=(1280, 800), scheme="light"):
        viewport = {"width": size[0], "height": size[1]}
        self.context = browser.new_context(viewport=viewport, color_scheme=scheme, offline=True, has_touch=True)
        self.asked, self.errors = [], []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page = self.context.new_page()
        self.page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.address = file.as_uri()
        self.page.goto(self.address)

    def shown(self):
        """Codes of the states that the table shows."""
        return self.page.locator("#states tbody tr:visible").evaluate_all("rows => rows.map(row => row.dataset.state)")


@pytest.fixture
def opened(browser, files):
    windows = []

    def make(language="en", **more):
        windows.append(Opened(browser, files / f"{language}.html", **more))
        return windows[-1]

    yield make
    for window in windows:
        assert window.errors == []
        assert window.asked == [window.address]
        window.context.close()


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("fr", "dark")])
def test_nothing_stands_in_the_way_of_assistive_technology(opened, language, scheme):
    """No violation of any weight; what is folded is open, but for the rows of figures, tables like that of states."""
    page = opened(language, scheme=scheme).page
    page.evaluate("document.querySelectorAll('details:not(.rows)').forEach(each => { each.open = true; })")
    page.evaluate("document.querySelectorAll('.rows')[1].open = true")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the package axe-playwright-python")
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []


@pytest.mark.parametrize(
    ("language", "typed", "states"),
    [
        ("en", "Burma", ["MMR"]),
        ("en", "Birmanie", ["MMR"]),
        ("fr", "Birmanie", ["MMR"]),
        ("en", "Cote d'Ivoire", ["CIV"]),
        ("fr", "cote d’ivoire", ["CIV"]),
        ("fr", "Ivory Coast", ["CIV"]),
        ("en", "xyz", []),
    ],
)
def test_a_state_is_found_by_any_of_its_names(opened, language, typed, states):
    window = opened(language)
    window.page.fill("#search", typed)
    assert window.shown() == states
    assert window.page.locator("output[for=search]").inner_text().startswith(f"{len(states)} ")


def test_the_table_is_sorted_by_the_keyboard(opened, table):
    window = opened()
    received = table("received_by_state").sort_values("recommendations")
    heading = window.page.locator("#states thead [role=button]").nth(2)
    heading.focus()
    window.page.keyboard.press("Enter")
    assert window.shown()[0] == received["iso3"].iloc[-1]
    assert window.page.locator("#states th[aria-sort]").get_attribute("aria-sort") == "descending"
    window.page.keyboard.press("Space")
    assert window.shown()[0] == received["iso3"].iloc[0]
    shares = window.page.locator("#states thead [role=button]").nth(7)
    shares.click()
    last = window.page.locator("#states tbody tr").last
    assert last.locator("td").last.inner_text() == "–"


def test_a_state_on_the_map_says_its_numbers_to_mouse_finger_and_keyboard(opened, table):
    window = opened()
    figure = window.page.locator(".pointed").first
    told = figure.locator(".told")
    rows = table("received_by_state").set_index("iso3")
    figure.locator("path[data-state=BRA]").hover()
    assert f"Brazil (Latin America & Caribbean): {rows.loc['BRA', 'recommendations']}" in told.inner_text()
    figure.locator("circle[data-state=MUS]").tap()
    assert f"({rows.loc['MUS', 'accepted']} of {rows.loc['MUS', 'answered']})" in told.inner_text()
    select = figure.locator("select")
    select.focus()
    window.page.keyboard.type("Kenya")
    window.page.keyboard.press("Enter")
    assert told.inner_text().startswith("Kenya (Africa): ")
    assert figure.locator(".on").count() == 1


def test_an_answer_is_hidden_until_it_is_asked_for(opened):
    window = opened()
    answer = window.page.locator(".answer").first
    assert not answer.locator("p").first.is_visible()
    answer.locator("summary").focus()
    window.page.keyboard.press("Enter")
    assert answer.locator("p").first.is_visible()
    assert not window.page.locator(".key").is_visible()


@pytest.mark.parametrize("language", languages())
def test_a_phone_shows_all_without_moving_the_page_sideways(opened, language):
    window = opened(language, size=(390, 844))
    assert window.page.evaluate("document.documentElement.scrollWidth") == 390
    assert window.page.locator(".narrow svg").first.is_visible()
    assert not window.page.locator(".wide svg").first.is_visible()
    sizes = window.page.evaluate("""[...document.querySelectorAll('.narrow svg')].map(svg =>
        svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)""")
    assert min(sizes) > 0.9  # letters of 13 pixels


@pytest.mark.parametrize("language", languages())
def test_words_of_a_figure_stand_inside_it(opened, language):
    for size in ((1280, 800), (390, 844)):
        window = opened(language, size=size)
        outside = window.page.evaluate("""[...document.querySelectorAll('.drawn svg')].flatMap(svg =>
            [...svg.querySelectorAll('text')].filter(text => {
                const [inner, outer] = [text.getBoundingClientRect(), svg.getBoundingClientRect()];
                return inner.width && (inner.right > outer.right + 1 || inner.left < outer.left - 1);
            }).map(text => text.textContent))""")
        assert outside == []


def test_paper_holds_every_figure_whole_in_light_colours(opened):
    window = opened(scheme="dark")
    window.page.set_viewport_size(PAPER)
    window.page.emulate_media(media="print", color_scheme="dark")
    wide = window.page.evaluate("""[...document.querySelectorAll('svg, table')].map(each =>
        each.getBoundingClientRect()).filter(box => box.width && (box.right > innerWidth || box.left < 0)).length""")
    assert wide == 0
    broken = window.page.evaluate("""[...document.querySelectorAll('.card.figure')].map(each =>
        getComputedStyle(each).breakInside)""")
    assert set(broken) == {"avoid"}
    assert window.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert window.page.locator(".key").is_visible()
    assert not window.page.locator("nav").is_visible()


def test_a_printed_page_has_the_numbers_and_the_answers(opened):
    made = opened().page.pdf(format="A4", prefer_css_page_size=True)
    assert made.startswith(b"%PDF")
    assert 20 < made.count(b"/Type /Page\n") < 40


def test_hostile_names_run_nothing(browser, codes, table, tmp_path):
    def hostile(name, filters, **own):
        rows = table(name, filters, **own)
        return rows.assign(said_of=HOSTILE) if name == "named_coalitions" else rows

    file = tmp_path / "hostile.html"
    file.write_bytes(offline.pack(offline.Atlas(codes, hostile, text("en"), "2026-11-30")))
    window = Opened(browser, file)
    assert window.page.evaluate("window.hit") is None
    assert window.asked == [window.address]
    assert HOSTILE in window.page.locator("#coalitions").inner_text()
    window.context.close()
