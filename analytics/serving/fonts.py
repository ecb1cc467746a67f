"""The platform's fonts with the letters and signs that pages show, 55 kB instead of 550.

Streamlit brings 2,500 letters and 4,000 signs; on a line of 1 Mbit/s they take four seconds beside the scripts. What
`fonts/` holds goes out instead, under the name of the file that it was cut from, which has the digest of its
content: once Streamlit has another file, that goes out whole until `python -m analytics.compiling.fonts` cuts it.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(__file__).with_name("fonts")
MEDIA = "/static/media/"
HEADERS = {"cache-control": "public, immutable, max-age=31536000"}
"""As Streamlit sends its own: a name is of one content."""


class Fonts:
    """Answers whoever asks for a font that is cut, and lets everything else through."""

    def __init__(self, app: ASGIApp) -> None:
        """`app`: what answers the others."""
        self.app = app
        self.cut = {path.name: path.read_bytes() for path in FOLDER.glob("*.woff2")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let it through."""
        path = scope["path"] if scope["type"] == "http" and scope["method"] == "GET" else ""
        cut = self.cut.get(PurePosixPath(path).name) if MEDIA in path else None
        answer = Response(cut, headers=HEADERS, media_type="font/woff2") if cut else self.app
        await answer(scope, receive, send)
