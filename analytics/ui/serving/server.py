"""The atlas as a server: `streamlit run` starts this file, which shows app.py behind the guard.

Streamlit itself, started on app.py, takes no files (`maxUploadSize` in .streamlit/config.toml); this takes them, from
whoever may load.
"""

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from analytics.folders import ROOT
from analytics.ui.serving.access import LIMIT, SIZE
from analytics.ui.serving.guard import Guard

config.set_option("client.allowedOrigins", [])  # no page of another site may steer these
if not config.get_option(SIZE):
    config.set_option(SIZE, LIMIT)

app = st.App(ROOT / "app.py", middleware=[Middleware(Guard)])
