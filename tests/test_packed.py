"""The platform's scripts go out compressed, once compressed, and are the same scripts."""

import asyncio
import gzip

import brotli
import pytest

from analytics.serving.packed import Packed

WORDS = b"export const words = 'words';\n" * 2_000


class Files:
    """Serves one file in two parts, and counts how often it is asked."""

    def __init__(self, status=200):
        self.status, self.asked = status, 0

    async def __call__(self, _scope, _receive, send):
        self.asked += 1
        headers = [(b"content-length", str(len(WORDS)).encode()), (b"etag", b'"one"'), (b"accept-ranges", b"bytes")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": WORDS[:100], "more_body": True})
        await send({"type": "http.response.body", "body": WORDS[100:]})


def answer(app, path="/atlas/static/js/index.js", **headers):
    """Headers and body of the answer to a request."""
    sent = []

    async def send(message):
        sent.append(message)

    asked = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": asked}
    asyncio.run(app(scope, None, send))
    return dict(sent[0]["headers"]), b"".join(part.get("body", b"") for part in sent[1:])


@pytest.mark.parametrize(
    ("taken", "kind"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("gzip;q=0.5, br;q=0.1", "br")],
)
def test_a_script_goes_out_compressed_and_is_compressed_once(taken, kind):
    app, read = Packed(Files()), {"br": brotli.decompress, "gzip": gzip.decompress}
    headers, body = answer(app, accept_encoding=taken)
    assert read[kind](body) == WORDS
    assert len(body) < len(WORDS) / 50
    assert headers[b"content-encoding"] == kind.encode()
    assert headers[b"content-length"] == str(len(body)).encode()
    assert headers[b"vary"] == b"Accept-Encoding"
    assert b"accept-ranges" not in headers  # parts of it are parts of the plain file
    assert answer(app, accept_encoding=taken)[1] == body
    assert list(app.kept) == [("/atlas/static/js/index.js", '"one"', kind)]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/static/js/index.js", {}),
        ("/static/js/index.js", {"accept_encoding": "deflate, gzip;q=0"}),
        ("/static/js/index.js", {"accept_encoding": "gzip", "range": "bytes=0-99"}),
        ("/static/media/letters.woff2", {"accept_encoding": "gzip"}),
        ("/media/table.js", {"accept_encoding": "gzip"}),
    ],
)
def test_everything_else_goes_out_as_it_is(path, headers):
    found, body = answer(Packed(Files()), path, **headers)
    assert body == WORDS
    assert b"content-encoding" not in found


def test_what_is_not_there_is_said_as_it_is():
    found, body = answer(Packed(Files(404)), accept_encoding="gzip")
    assert body == WORDS
    assert b"content-encoding" not in found
