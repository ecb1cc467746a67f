"""What an answer of a server means: taken, worth asking again, or the end with a sentence for whoever asked.

A status is not believed alone. Servers of these sources answer 200 or 202 with nothing in it when they are busy, and
send a web page that wants a browser to prove itself where JSON or a PDF was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import httpx

from analytics.sources.packages import ZIP
from analytics.sources.reading import shown

ASK_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that a later request may not meet; 429 and 503 may say when."""
CHALLENGE = (b"just a moment", b"cf-chl", b"challenge-platform", b"captcha", b"enable javascript", b"access denied")
"""Words of the pages that stand in front of a site and let only browsers through, in small letters."""
HEAD = 4096
END_OF_PDF = b"%%EOF"


class FetchError(Exception):
    """Why fetching ended: what was seen, and what to do. What was complete before is kept."""


class StubbornError(FetchError):
    """A failure that might have passed, and stayed however often it was asked again."""


class NotThereError(FetchError):
    """The server works, and does not have what was asked for."""


class OtherDocumentError(FetchError):
    """What came is a document of another kind than can be taken."""


class PassingError(Exception):
    """What may be gone when asked again. `wait` is how many seconds the server asks for, if it does."""

    def __init__(self, seen: str, wait: float | None = None) -> None:
        super().__init__(seen)
        self.wait = wait


def place(response: httpx.Response) -> str:
    """Host and path that were asked, without the query."""
    return f"{response.request.url.host}{response.request.url.path}"


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """The seconds that `Retry-After` asks for, as a number or until an HTTP date; None if it says nothing usable."""
    value = headers.get("Retry-After", "").strip()
    if value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())


def check_status(response: httpx.Response) -> None:
    """Pass 200 and 206.

    Raises PassingError for what may pass, NotThereError for 404 and 410, FetchError for the rest.
    """
    status, where = response.status_code, place(response)
    if status in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        return
    if status == HTTPStatus.ACCEPTED:
        message = f"{where} answered 202, which promises an answer and has none"
        raise PassingError(message, retry_after(response.headers))
    if status in ASK_AGAIN or status == HTTPStatus.NO_CONTENT:
        message = f"{where} answered {status} ({response.reason_phrase or 'busy'})"
        raise PassingError(message, retry_after(response.headers))
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        message = f"{where} is not there (answer {status}). Check the address, or whether the source has moved."
        raise NotThereError(message)
    if is_web_page(response):
        raise FetchError(wants_a_browser(response))
    said = shown(response.content[:HEAD].decode("utf-8", "replace"))
    message = f"{where} refused the request with {status}: {said or 'no reason given'}. The source may have changed."
    raise FetchError(message)


def is_web_page(response: httpx.Response) -> bool:
    """Whether it is HTML, by its type or its first bytes. The body must have been read, or its type must say so."""
    kind = response.headers.get("Content-Type", "").lower()
    return "text/html" in kind or looks_like_html(response.content if response.is_stream_consumed else b"")


def looks_like_html(content: bytes) -> bool:
    """Whether these first bytes open a web page."""
    start = content[:HEAD].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<!--"))


def is_challenge(response: httpx.Response) -> bool:
    """Whether it is a page that wants a browser to prove itself, rather than one that says something is missing."""
    words = response.content[: 16 * HEAD].lower()
    return "cf-mitigated" in response.headers or any(word in words for word in CHALLENGE)


def wants_a_browser(response: httpx.Response) -> str:
    """The sentence about a page that lets only browsers through."""
    return (
        f"{place(response)} answered {response.status_code} with a web page instead of data: the site lets only "
        "browsers through at the moment. Try again later or from another network, or download the file in a browser "
        "and load it with python -m analytics.load FILE."
    )


def json_of(response: httpx.Response) -> Any:
    """The content of a JSON answer. Raises PassingError when it is empty or damaged, FetchError when it is another."""
    check_status(response)
    if not response.content.strip():
        message = f"{place(response)} answered {response.status_code} with nothing in it"
        raise PassingError(message)
    if is_web_page(response):
        raise FetchError(wants_a_browser(response))
    try:
        return json.loads(response.content)
    except ValueError as error:
        message = f"{place(response)} sent JSON that ends early or is damaged ({shown(error)})"
        raise PassingError(message) from error


def document_of(response: httpx.Response) -> tuple[bytes, str]:
    """Content and ending of a document, `.pdf`, `.docx` or `.txt`.

    Raises NotThereError where a web page says that it is missing, FetchError for a page that wants a browser and for
    anything else, PassingError when it is empty or ends early.
    """
    check_status(response)
    content = response.content
    if not content.strip():
        message = f"{place(response)} answered {response.status_code} with nothing in it"
        raise PassingError(message)
    if b"%PDF-" in content[:1024]:
        if END_OF_PDF not in content[-HEAD:]:
            message = f"{place(response)} sent a PDF that ends early"
            raise PassingError(message)
        return content, ".pdf"
    if is_web_page(response):
        if is_challenge(response):
            raise FetchError(wants_a_browser(response))
        message = f"{place(response)} answered with a web page instead of a document"
        raise NotThereError(message)
    if "text/plain" in response.headers.get("Content-Type", "") and b"\0" not in content:
        return content, ".txt"
    if content.startswith(ZIP) and b"word/document.xml" in content:
        return content, ".docx"
    message = f"{place(response)} sent neither a PDF nor text, but {shown(response.headers.get('Content-Type', '?'))}."
    raise OtherDocumentError(message)
