"""A reader's browser as far as the server can tell: one session over its websocket.

It sends what Streamlit's page sends (seen in Chromium): the link, the widget that was changed, the hashes of the large
messages it still holds. It does not draw, so the time a browser needs is in no figure of these benchmarks.
"""

from __future__ import annotations

import socket
import urllib.request
from collections import Counter
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Sequence

HOST = "127.0.0.1"
PATIENCE = 30
"""Seconds without a message after which the server counts as stuck."""
HELD = 2
"""Runs for which the browser holds a large message that is not shown any more (global.maxCachedMessageAge)."""
LABELS = {"multiselect": "options", "button_group": "options"}


@dataclass(frozen=True)
class Answer:
    """What came back for one change."""

    seconds: float
    """From the change to the message that the page is complete."""
    size: int
    """Bytes of all messages."""
    on_the_wire: int
    """The same as it travelled: compressed, with frames."""
    parts: Counter[str]
    """Bytes by kind of element."""
    said: list[str]
    """The Markdown of the page."""
    link: str
    """The query string that the page wrote into the address."""


class _Counting(socket.socket):
    """A socket that knows how much it has received."""

    received = 0

    def recv(self, *arguments: Any) -> bytes:
        data = super().recv(*arguments)
        self.received += len(data)
        return data


class Reader:
    """One open page. Use as a context manager; `opened` is the answer to the first load.

    `base` is the path below which a proxy shows the atlas; through one, the cookie that it gives is kept.
    """

    def __init__(self, port: int, page: str = "", link: str = "", *, base: str | None = None) -> None:
        self.page, self.link, self.script = page, link, ""
        self._widgets: dict[str, Any] = {}
        self._changed: dict[str, list[str]] = {}
        self._held: dict[str, int] = {}
        self._runs = 0
        below = f"{HOST}:{port}/{base}/" if base else f"{HOST}:{port}/"
        self._url = f"http://{below}{page}"
        cookie = {} if base is None else {"Cookie": _cookie(f"http://{below}")}
        self._socket = _Counting()
        self._socket.connect((HOST, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        address = f"ws://{below}_stcore/stream"
        self._connection = connect(address, sock=self._socket, max_size=None, additional_headers=cookie, legacy=True)
        self.opened = self.rerun()

    def __enter__(self) -> Self:
        """The page is open already."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the page."""
        self._connection.close()

    def options(self, field: str) -> list[str]:
        """What a filter offers, as the reader sees it; nothing when the page has no such filter."""
        kind, widget = self._widgets.get(f"filter.{field}", (None, None))
        if kind is None:
            return []
        return [each if isinstance(each, str) else each.content for each in getattr(widget, LABELS[kind])]

    def choose(self, field: str, values: Sequence[str]) -> Answer:
        """Set a filter to some of its options."""
        _, widget = self._widgets[f"filter.{field}"]
        self._changed[widget.id] = list(values)
        return self.rerun()

    def rerun(self) -> Answer:
        """Send the state of the page and read until the server says that it is complete."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self.link, self.script
        if not self.script:
            state.page_name = self.page
        for code, values in self._changed.items():
            state.widget_states.widgets.add(id=code).string_array_value.data.extend(values)
        state.cached_message_hashes.extend(self._held)
        context = state.context_info
        context.timezone, context.locale, context.url, context.color_scheme = "UTC", "en-US", self._url, "light"
        before, start = self._socket.received, perf_counter()
        self._connection.send(message.SerializeToString())
        size, parts, said = 0, Counter[str](), []
        while True:
            data = self._connection.recv(timeout=PATIENCE, decode=False)
            size += len(data)
            arrived = ForwardMsg.FromString(data)
            kind = arrived.WhichOneof("type")
            if kind == "script_finished":
                break
            parts[self._take(kind or "", arrived, said)] += len(data)
        seconds = perf_counter() - start
        self._runs += 1
        self._held = {code: run for code, run in self._held.items() if self._runs - run <= HELD}
        return Answer(seconds, size, self._socket.received - before, parts, said, self.link)

    def _take(self, kind: str, arrived: ForwardMsg, said: list[str]) -> str:
        """Do with a message what the browser does; returns the kind of element it is about."""
        if kind == "navigation":
            self.script = arrived.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.link = arrived.page_info_changed.query_string
        elif kind == "ref_hash":
            self._held[arrived.ref_hash] = self._runs
        elif kind == "delta" and arrived.delta.WhichOneof("type") == "new_element":
            if arrived.metadata.cacheable:
                self._held[arrived.hash] = self._runs
            element = arrived.delta.new_element
            kind = element.WhichOneof("type") or kind
            shown = getattr(element, kind)
            if kind in LABELS:
                self._widgets[shown.id.split("-", 2)[-1]] = (kind, shown)
            if kind == "markdown":
                said.append(shown.body)
            if kind == "exception":
                message = f"'{self._url}?{self.link}' failed: {shown.message}"
                raise RuntimeError(message)
        return kind


def _cookie(address: str) -> str:
    """The cookie that a proxy gives whoever comes for the first time, as a browser sends it back."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.headers.get("Set-Cookie", "")).partition(";")[0]
