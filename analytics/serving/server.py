"""The atlas as a server: `streamlit run` starts this file, which shows app.py behind the guard.

Streamlit itself, started on app.py, takes no files (`maxUploadSize` in .streamlit/config.toml); this takes them, from
whoever may load.
"""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from streamlit import cli_util, config
from streamlit.web.server import server_util

from analytics.folders import ROOT
from analytics.serving.access import LIMIT, SIZE
from analytics.serving.batches import send_in_batches
from analytics.serving.fonts import Fonts
from analytics.serving.front import Front
from analytics.serving.guard import Guard
from analytics.serving.packed import Packed
from analytics.serving.paths import Paths

SOON = 0.5
"""Seconds until a server that starts can be asked."""
# Matrices here are small: several threads of one product wait for each other longer than they reckon, and for readers.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported, which no page has done yet
config.set_option("client.allowedOrigins", [])  # no page of another site may steer these
if not config.get_option(SIZE):
    config.set_option(SIZE, LIMIT)

send_in_batches()


@asynccontextmanager
async def opened(_: st.App) -> AsyncGenerator[None]:
    """Open the browser of whoever sits there, as Streamlit does by itself on a script alone."""
    if not config.get_option("server.headless"):
        address = server_util.get_display_address(config.get_option("server.address") or "localhost")
        asyncio.get_running_loop().call_later(SOON, cli_util.open_browser, server_util.get_url(address))
    yield


PASSED = (Guard, Packed, Paths, Fonts, Front)
"""What every request passes, in this order."""
app = st.App(ROOT / "app.py", middleware=[Middleware(each) for each in PASSED], lifespan=opened)
