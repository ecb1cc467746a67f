"""The platform's scripts and styles go out compressed, each compressed once.

Streamlit sends them as they are, since it would compress them anew for each reader: 5 MB before the first text, which
takes half a minute on a line of 1 Mbit/s. They never change while a server runs, so what was compressed is kept: some
2 MB. Browsers take Brotli, which is a sixth smaller than gzip; a proxy may ask for either.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from functools import partial
from typing import TYPE_CHECKING

import brotli
from starlette.datastructures import Headers

from analytics.serving.whole import answer_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.datastructures import MutableHeaders
    from starlette.types import ASGIApp, Receive, Scope, Send

QUALITY = 9
"""Of Brotli: 0.3 s for the largest script; the best would take 6 s for a tenth less."""
STATIC = "/static/"
ENDINGS = (".js", ".css", ".svg", ".ttf")
"""Files of words; pictures and WOFF are compressed already."""
REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")
"""Behind a kind that a reader does not take."""


class Packed:
    """Compresses the static files of words for readers who take them so, and lets everything else through."""

    def __init__(self, app: ASGIApp) -> None:
        """`app`: what answers."""
        self.app = app
        self.kept: dict[tuple[str, str, str], bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        kind = _takes(scope) if _asks_for_words(scope) else None
        if kind is None:
            await self.app(scope, receive, send)
            return

        async def pack(headers: MutableHeaders, content: bytes) -> bytes:
            if "content-encoding" in headers:
                return content
            headers["content-encoding"] = kind
            headers.add_vary_header("Accept-Encoding")
            del headers["accept-ranges"]
            return await self._compressed((scope["path"], headers.get("etag", ""), kind), content)

        await answer_changed(self.app, scope, receive, send, pack)

    async def _compressed(self, name: tuple[str, str, str], content: bytes) -> bytes:
        """The content, compressed at its first request; of a `name`, whose last part says how, there is one content."""
        if name not in self.kept:
            self.kept[name] = await asyncio.to_thread(KINDS[name[-1]], content)
        return self.kept[name]


KINDS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=QUALITY),
    "gzip": partial(gzip.compress, mtime=0),
}
"""How content can be compressed, by its name in HTTP; the best first."""


def _asks_for_words(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    named = STATIC in scope["path"] and scope["path"].endswith(ENDINGS)
    return named and "range" not in Headers(scope=scope)


def _takes(scope: Scope) -> str | None:
    """The best kind of compression that a reader takes."""
    said = Headers(scope=scope).get("accept-encoding", "").split(",")
    taken = {each.partition(";")[0].strip() for each in said if not REFUSED.search(each)}
    return next((kind for kind in KINDS if kind in taken), None)
