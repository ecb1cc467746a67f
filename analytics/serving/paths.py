"""Addresses at which no page is: an answer that says so and how to go on.

Streamlit shows its first page instead, behind a box in English; below a page, as in `/countries/KEN`, it looks for its
own scripts there and stays empty.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from urllib.parse import parse_qs, quote

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

from analytics import letters
from analytics.folders import ROOT
from analytics.text import DEFAULT, Text, languages, text

HOME = "glance"
NAMES = (HOME, *sorted(script.stem for script in (ROOT / "pages").glob("*.py")))
OWN = ("_stcore", "app", "component", "media", "static", "vendor")
"""First parts of addresses that Streamlit serves."""
OF_ONE_STATE = {"countries": "country", "coalition_country": "country", "search": "country"}
"""Pages of one state, and the parameter that names it."""
LONGEST = 80
STYLE = (
    "body{font:17px/1.6 system-ui,sans-serif;max-width:42rem;margin:12vh auto;padding:0 1.5rem;color-scheme:light dark}"
)
DOCUMENT = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>{style}</style></head>
<body><main><h1>{heading}</h1><p>{said}</p><ul>{links}</ul></main></body></html>
"""


class Paths:
    """Answers whoever opens an address at which no page is, and lets everything else through."""

    def __init__(self, app: ASGIApp) -> None:
        """`app`: what answers the others."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let it through."""
        answer = _missing(scope) if wants_page(scope) else None
        await (answer or self.app)(scope, receive, send)


def page_of(scope: Scope) -> str | None:
    """The name of the page at an address; None where there is none."""
    first, *others = _parts(scope)
    return None if others or first not in {"", *NAMES[1:]} else first or HOME


def language_of(scope: Scope) -> Text:
    """The text of the language that an address asks for."""
    wanted = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [DEFAULT])[-1]
    return text(wanted if wanted in languages() else DEFAULT)


def wants_page(scope: Scope) -> bool:
    """Whether a browser asks for something to show in its window."""
    read = scope["type"] == "http" and scope["method"] == "GET"
    return read and "text/html" in Headers(scope=scope).get("accept", "")


def _base() -> str:
    return str(config.get_option("server.baseUrlPath")).strip("/")


def _parts(scope: Scope) -> list[str]:
    base = _base()
    return scope["path"].removeprefix(f"/{base}" if base else "").strip("/").split("/")


def _missing(scope: Scope) -> HTMLResponse | None:
    """The page that says that there is none; None for a page, a file, and a program that asks."""
    parts, base = _parts(scope), _base()
    if page_of(scope) or parts[0] in OWN or "." in parts[-1]:
        return None
    return HTMLResponse(_document("/".join(parts), f"/{base}/" if base else "/", language_of(scope)), 404)


def _document(path: str, root: str, t: Text) -> str:
    asked = letters.name(path)[:LONGEST]
    links = "".join(
        f'<li><a href="{html.escape(link)}">{html.escape(label)}</a></li>' for link, label in _on(path, root, t)
    )
    return DOCUMENT.format(
        language=t.language,
        title=html.escape(f"{t('missing.title')} · {t('site.name')}"),
        style=STYLE,
        heading=html.escape(t("missing.title")),
        said=html.escape(t("missing.said", path=f"/{asked}")),
        links=links,
    )


def _on(path: str, root: str, t: Text) -> Iterator[tuple[str, str]]:
    """Addresses to go on to, the nearest first: the page that the path begins with, of the state that it names."""
    first, *others = path.split("/")
    language = "" if t.language == DEFAULT else f"lang={t.language}"
    near = [first] if first in NAMES[1:] else []
    for name in [*near, *(name for name in NAMES if name not in near)]:
        state = others[0].upper() if others and name in near else ""
        of = f"{OF_ONE_STATE[name]}={state}" if state in t.names["states"] and name in OF_ONE_STATE else ""
        query = "&".join(filter(None, (of, language)))
        title = t(f"{name}.title")
        label = t("missing.of_state", page=title, state=t.state(state)) if of else title
        yield f"{root}{'' if name == HOME else quote(name)}{'?' if query else ''}{query}", label
