"""Where others reach this atlas: what its files and citations may give as its address.

A server does not know what it is called outside, and an address of this machine or of its network opens nothing
elsewhere. So whoever runs it says so (`UPR_PUBLIC_URL`), or the address is taken from the reader's browser.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import re
from urllib.parse import urlsplit

PUBLIC = "UPR_PUBLIC_URL"
"""Of the environment: the address of the first page as others open it, such as https://atlas.example.org/upr."""
FEEDBACK = "UPR_FEEDBACK"
"""Of the environment: where readers write to whoever runs this atlas, https://... or an address of mail."""
MAIL = re.compile(r"(?:mailto:)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.ASCII)
LOG = logging.getLogger(__name__)


def view(url: str, base: str, query: str) -> str:
    """What of the address of a page names the view, behind the address of the first page: `countries?cycles=1`.

    `base` is the path that the server stands below.
    """
    page = urlsplit(url).path.strip("/").removeprefix(base.strip("/")).strip("/")
    return f"{page}?{query}" if query else page


def shared(url: str, view: str) -> str:
    """An address of the view that opens elsewhere too: below the one that is set, else `url`; empty if none is."""
    if said := _said():
        return f"{said}/{view}"
    return url if _opens_elsewhere(url) else ""


def feedback() -> str:
    """Where to write to, as a link; empty where nobody set one. What is neither is logged, and is none."""
    said = os.environ.get(FEEDBACK, "").strip()
    if mail := MAIL.fullmatch(said):
        return f"mailto:{mail[1]}"
    scheme, host = _parts(said)
    if said and (scheme not in {"http", "https"} or not host or re.search(r"\s", said)):
        LOG.error("%s is neither an address such as https://example.org/issues nor one of mail: %r", FEEDBACK, said)
        return ""
    return said


def _said() -> str:
    """The address that is set, without a slash at its end; one that cannot be an address is logged, and is none."""
    said = os.environ.get(PUBLIC, "").strip()
    parts = _parts(said)
    if said and (parts[0] not in {"http", "https"} or not parts[1] or "?" in said or "#" in said):
        LOG.error("%s is no address such as https://atlas.example.org/upr: %r", PUBLIC, said)
        return ""
    return said.rstrip("/")


def _opens_elsewhere(url: str) -> bool:
    """Whether the host is one of the open network: neither this machine, nor a number or a name of its network."""
    host = _parts(url)[1]
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal", ".lan"))


def _parts(url: str) -> tuple[str, str]:
    """Scheme and host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.hostname or ""
