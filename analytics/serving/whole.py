"""An answer taken whole, so that it can be changed before it goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Change = Callable[[MutableHeaders, bytes], Awaitable[bytes]]

FOUND = 200


async def answer_changed(
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Send,
    change: Change,
) -> None:
    """Let `app` answer a request, and send what `change` makes of its headers and its content.

    What is not found, or not changed since, goes out as it is.
    """
    begun: list[Message] = []
    parts: list[bytes] = []

    async def hold(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == FOUND:
            begun.append(message)
        elif not begun:
            await send(message)
        else:
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                headers = MutableHeaders(raw=begun[0]["headers"])
                body = await change(headers, b"".join(parts))
                headers["content-length"] = str(len(body))
                await send(begun[0])
                await send({"type": "http.response.body", "body": body})

    await app(scope, receive, hold)
