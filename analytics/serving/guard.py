"""What stands before every request: doors that are closed to strangers, and headers that bind the browser.

The page hides the way to load from whoever may not; this closes the endpoint behind it, before a byte of a file is
read.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.serving.access import SWITCH, is_local, may_load

UPLOAD = "/_stcore/upload_file"
INWARD = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
"""What tells of the server itself: nobody's business but the operator's, on this machine."""
REFUSED = f"Loading is off on this server. Whoever runs it can allow it with {SWITCH}=1.\n"
INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def policy() -> str:
    """The content security policy: this server and nothing else, and of scripts only those it serves.

    Streamlit styles its widgets and Plotly its figures from scripts, hence the inline styles. Scripts that stand in
    Streamlit's own page are allowed by what they say; those of our buttons come as a blob, which only a script that
    runs on the page already can make.
    """
    inline = [base64.b64encode(hashlib.sha256(script).digest()) for script in INLINE.findall(INDEX.read_bytes())]
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", "blob:", *(f"'sha256-{digest.decode()}'" for digest in inline))),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self' blob:",
        "form-action": "'self'",
        "base-uri": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{what} {where}" for what, where in allowed.items())


HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Guard:
    """Closes doors by who asks, and sends the headers with every answer."""

    def __init__(self, app: ASGIApp) -> None:
        """`app`: what answers whoever comes through."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let it through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    sent[name] = value
            await send(message)

        await (self._refusal(scope) or self.app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        """What is answered instead of what was asked for; None where all may have it."""
        headers = Headers(scope=scope)
        if UPLOAD in scope["path"] and not may_load(headers):
            return PlainTextResponse(REFUSED, 403)
        if any(door in scope["path"] for door in INWARD) and not is_local(headers):
            return PlainTextResponse("Not found\n", 404)
        return None
