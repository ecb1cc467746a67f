"""What stands on the page while the platform's scripts are on their way: its title, what it asks, and that it comes.

Streamlit shows nothing before half a megabyte of scripts is there, five seconds on a line of 1 Mbit/s, and says of
every page that it is English. The words here are of the address alone, so they hold under every filter. They go once
the page's own are there (`front.css`), and at once where the platform has something to say.
"""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from streamlit import config

from analytics.markup import words
from analytics.serving.paths import HOME, language_of, page_of, wants_page
from analytics.serving.whole import answer_changed

if TYPE_CHECKING:
    from starlette.datastructures import MutableHeaders
    from starlette.types import ASGIApp, Receive, Scope, Send

    from analytics.text import Text

LIGHT = ("light", "1")
"""What in a link leaves charts out."""
CODES = re.compile(r"[\w.,-]*", re.ASCII)
"""What a parameter of ours holds, but for words to search for, which this link does without."""
OPENING = re.compile(r"<html[^>]*>")
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
ROOT = '<div id="root"></div>'
DOCUMENT = """<noscript><p>{script}</p><style>#front .wait{{display:none}}</style></noscript>
<div id="front"><style>{style}</style><p class="title">{title}</p><p>{asks}</p>
<p class="wait" role="status">{said}{light}</p></div>
"""


class Front:
    """Writes into the platform's page what the address says; lets everything else through."""

    def __init__(self, app: ASGIApp) -> None:
        """`app`: what answers."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        name = page_of(scope) if wants_page(scope) else None
        if name is None:
            await self.app(scope, receive, send)
            return

        async def write(headers: MutableHeaders, content: bytes) -> bytes:
            for one in ("etag", "last-modified", "accept-ranges"):  # they are of the platform's file
                del headers[one]
            return written(content.decode(), name, scope, language_of(scope)).encode()

        plain = [(key, value) for key, value in scope["headers"] if key != b"accept-encoding"]
        await answer_changed(self.app, {**scope, "headers": plain}, receive, send, write)


def written(page: str, name: str, scope: Scope, t: Text) -> str:
    """The platform's page with these words; as it is where it has no place for them."""
    if ROOT not in page:
        return page
    title = t(f"{name}.question" if name == HOME else f"{name}.title")
    asks = "" if name == HOME else t(f"{name}.question")
    asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    query = [(key, value) for key, value in asked if CODES.fullmatch(f"{key}{value}")]
    lighter = f"?{urlencode([*query, LIGHT])}"
    light = "" if LIGHT in query else f' <a href="{html.escape(lighter)}">{_shown(t("front.light"))}</a>'
    front = DOCUMENT.format(
        script=_shown(t("front.script")),
        style=_style(),
        title=_shown(title),
        asks=_shown(asks),
        said=_shown(t("front.said")),
        light=light,
    )
    opening = f'<html lang="{t.language}" dir="{t("language.direction")}">'
    for old, new in ((OPENING, opening), (TITLE, f"<title>{_shown(title)}</title>"), (NOSCRIPT, "")):
        page = old.sub(lambda _, new=new: new, page, count=1)
    return page.replace(ROOT, f"{front}{ROOT}")


def _shown(said: str) -> str:
    return html.escape(words(said))


@cache
def _style() -> str:
    style = Path(__file__).with_name("front.css").read_text(encoding="utf-8").strip()
    for theme in ("light", "dark"):
        ink, paper = (config.get_option(f"theme.{theme}.{part}Color") for part in ("text", "background"))
        style = style.replace(f"/* {theme} */", f"color: {ink}; background: {paper};")
    return style
