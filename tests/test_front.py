"""What is on the page before the platform's scripts are: words of the address, in its language, and cut fonts."""

import asyncio
import html
import re

import pytest
from fontTools.ttLib import TTFont

from analytics.compiling import fonts
from analytics.serving.fonts import FOLDER, Fonts
from analytics.serving.front import Front
from analytics.serving.guard import INDEX
from analytics.text import languages, text

PAGE = INDEX.read_bytes()


class Platform:
    """Serves one page, and remembers what it was asked."""

    def __init__(self, content=PAGE, status=200):
        self.content, self.status, self.asked = content, status, []

    async def __call__(self, scope, _receive, send):
        self.asked.append(scope["path"])
        self.encodings = [value for name, value in scope["headers"] if name == b"accept-encoding"]
        headers = [(b"content-type", b"text/html"), (b"etag", b'"of the file"'), (b"content-length", b"1")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.content[:900], "more_body": True})
        await send({"type": "http.response.body", "body": self.content[900:]})


def answer(app, path, query="", accept="text/html"):
    """Headers and body of the answer to a browser."""
    sent = []

    async def send(message):
        sent.append(message)

    asked = [(b"accept", accept.encode()), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": asked}
    asyncio.run(app(scope, None, send))
    return dict(sent[0]["headers"]), b"".join(part.get("body", b"") for part in sent[1:])


def words_of(page):
    """What a reader sees of the page before scripts run."""
    front = re.sub(r"<(style|noscript)>.*?</\1>", "", page[page.index('<div id="front">') :], flags=re.DOTALL)
    return html.unescape(re.sub("<[^>]+>", " ", front))


@pytest.mark.parametrize("language", languages())
def test_a_page_says_its_title_its_question_and_its_language_at_once(language):
    t, app = text(language), Front(Platform())
    headers, body = answer(app, "/country", f"country=KEN&lang={language}")
    page = body.decode()
    assert f'<html lang="{language}" dir="{t("language.direction")}">' in page
    assert f"<title>{t('country.title')}</title>" in page
    assert [words_of(page).count(t(f"country.{part}")) for part in ("title", "question")] == [1, 1]
    assert (headers[b"content-length"], b"etag" in headers) == (str(len(body)).encode(), False)
    assert "JavaScript" in page[page.index("<noscript>") : page.index("</noscript>")]
    assert page.count("<noscript>") == 1
    assert app.app.encodings == []  # what is compressed cannot be written into


def test_the_way_to_a_page_without_charts_keeps_the_codes_of_the_link_and_nothing_else():
    _, body = answer(Front(Platform()), "/country", "country=KEN&lang=%22%3E%3Cb%3E&issues=women,torture")
    assert b'href="?country=KEN&amp;issues=women%2Ctorture&amp;light=1"' in body
    _, body = answer(Front(Platform()), "/country", "country=KEN&light=1")
    assert b'href="?' not in body


@pytest.mark.parametrize(("path", "accept"), [("/static/js/index.js", "*/*"), ("/nowhere", "text/html")])
def test_what_is_no_page_is_let_through(path, accept):
    assert answer(Front(Platform()), path, accept=accept)[1] == PAGE


@pytest.mark.parametrize("platform", [Platform(status=304), Platform(b"<html>another page</html>")])
def test_an_answer_without_a_place_for_words_stays_as_it_is(platform):
    assert answer(Front(platform), "/")[1] == platform.content


def test_the_platforms_fonts_go_out_cut_under_their_names():
    platform = Platform()
    for name in (fonts.LETTERS, fonts.SIGNS):
        whole = fonts.found(name)  # fails where Streamlit has another file: python -m analytics.compiling.fonts
        headers, body = answer(Fonts(platform), f"/atlas/static/media/{whole.name}")
        assert body == (FOLDER / whole.name).read_bytes()
        assert len(body) < whole.stat().st_size / 2
        assert "immutable" in headers[b"cache-control"].decode()
    answer(Fonts(platform), "/static/media/SourceSerifVariable-Roman.ttf.woff2")
    answer(Fonts(platform), f"/app/{whole.name}")
    assert len(platform.asked) == 2


def test_the_cut_font_has_the_letters_of_every_latin_language_and_no_reserved_name():
    font = TTFont(FOLDER / fonts.found(fonts.LETTERS).name)
    shown = {*map(ord, "".join(map(str, (*text("fr").sentences.values(), *text("pt").sentences.values()))))}
    shown = {code for code in shown if chr(code).isprintable() and not 0x2580 <= code < 0x25A0}
    whole = set(TTFont(fonts.found(fonts.LETTERS)).getBestCmap())
    assert (shown | {*map(ord, "ĐđŠšŁłƠơẾếİıŐőȘșŽž—“”…→≤≥≠")}) & whole <= set(font.getBestCmap())
    assert not [entry for entry in font["name"].names if entry.nameID in {1, 4, 6} and "Source" in entry.toUnicode()]
    assert [axis.axisTag for axis in font["fvar"].axes] == ["wght"]


def test_every_sign_that_the_platforms_scripts_name_is_in_the_cut_font():
    path = fonts.found(fonts.SIGNS)
    whole, cut = fonts.names_of_signs(path), fonts.names_of_signs(FOLDER / path.name)
    told = re.compile(r":material/([a-z0-9_]+):|iconValue:[`'\"](?::material/)?([a-z0-9_]+)")
    named = {
        one or other for script in fonts.FILES.glob("js/*.js") for one, other in told.findall(script.read_text("utf-8"))
    }
    assert {"expand_more", "keyboard_double_arrow_right", "more_vert"} <= named & whole.keys()
    assert (named & whole.keys()) - cut.keys() == set()
