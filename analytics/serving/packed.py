"""The platform's scripts and styles go out compressed, each compressed once.

Streamlit sends them as they are, since it would compress them anew for each reader: 5 MB before the first text, which
takes half a minute on a line of 1 Mbit/s. They never change while a server runs, so what was compressed is kept: some
2 MB. A proxy that compresses by itself asks for nothing else and gets the same.
"""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = "/static/"
ENDINGS = (".js", ".css", ".svg", ".ttf")
"""Files of words; pictures and WOFF are compressed already."""


class Packed:
    """Compresses the static files of words for readers who take them so, and lets everything else through."""

    def __init__(self, app: ASGIApp) -> None:
        """`app`: what answers."""
        self.app = app
        self.kept: dict[tuple[str, str], bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not _asks_for_words(scope):
            await self.app(scope, receive, send)
            return
        begun: list[Message] = []
        parts: list[bytes] = []

        async def pack(message: Message) -> None:
            if message["type"] == "http.response.start":
                if message["status"] != 200 or "content-encoding" in Headers(raw=message["headers"]):  # noqa: PLR2004
                    await send(message)
                else:
                    begun.append(message)
                return
            if not begun:
                await send(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            start = begun[0]
            headers = MutableHeaders(raw=start["headers"])
            body = await self._compressed((scope["path"], headers.get("etag", "")), b"".join(parts))
            headers["content-encoding"], headers["content-length"] = "gzip", str(len(body))
            headers.add_vary_header("Accept-Encoding")
            del headers["accept-ranges"]
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, pack)

    async def _compressed(self, name: tuple[str, str], content: bytes) -> bytes:
        """The content, compressed at its first request; of a `name` there is one content."""
        if name not in self.kept:
            self.kept[name] = await asyncio.to_thread(gzip.compress, content, mtime=0)
        return self.kept[name]


def _asks_for_words(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    named = STATIC in scope["path"] and scope["path"].endswith(ENDINGS)
    return named and "gzip" in headers.get("accept-encoding", "") and "range" not in headers
