"""Who may load here: whoever sits at this machine, or whoever the operator of the server lets.

Behind a proxy the server listens on loopback too, so its address says nothing about who can reach it. What a request
says does: a proxy's headers, a name of the server that is not this machine's, a page that came from elsewhere.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from streamlit import config

from analytics.folders import DATABASE

SWITCH = "UPR_ALLOW_LOADING"
"""Of the environment: 1 lets everybody load who can reach the server, 0 nobody; without it, who sits at the machine."""
LIMIT = 50
"""Megabytes of one upload. UPR Info's export of 20 sessions is 10; 200, Streamlit's own, fill the memory soon."""
SIZE = "server.maxUploadSize"
FORWARDED = (
    *("forwarded", "via", "x-forwarded", "x-original-", "x-real-ip", "x-client-ip", "x-cluster-client-ip"),
    *("client-ip", "true-client-ip", "cf-", "fastly-", "fly-", "x-envoy-", "x-amzn-", "x-azure-", "x-appengine-"),
)
"""How the names of headers begin that proxies add."""


def may_load(headers: Mapping[str, str]) -> bool:
    """Whether whoever sends these headers may change what is loaded.

    Nobody may through a server that takes no files, or that serves one that was delivered.
    """
    if not config.get_option(SIZE) or os.environ.get(DATABASE):
        return False
    said = os.environ.get(SWITCH)
    return said == "1" if said else is_local(headers)


def is_local(headers: Mapping[str, str]) -> bool:
    """Whether a request came from this machine to this machine, with nothing between."""
    names = {name.lower(): value for name, value in headers.items()}
    if any(name.startswith(FORWARDED) for name in names) or config.get_option("server.baseUrlPath"):
        return False
    asked = [f"//{names.get('host', '')}", *(names[name] for name in ("origin", "referer") if name in names)]
    return _is_loopback(config.get_option("server.address") or "") and all(_is_loopback(_host(url)) for url in asked)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
