"""One button for everything newer than the built-in data: first the plan, then all of it, in a process of its own.

The process is `python -m analytics.latest`; how far it is, it tells in a file (see `progress`). So readers of other
pages wait for nothing, and the page shows the same whoever started it, here or on the command line.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.folders import ROOT, data_folder
from analytics.loading import progress
from analytics.loading.default import default, forget_default
from analytics.markup import markdown
from analytics.text import Text
from analytics.ui import data
from analytics.ui.page import HOME, invitation
from analytics.ui.your_data import may_load

PLAN, DONE = progress.STEPS[0], progress.STEPS[-1]
EVERY = 2.0
"""Seconds from one look to the next while it runs."""
started: list[subprocess.Popen[bytes]] = []
"""The process that this server started last; it takes a moment until it says itself that it runs."""


def fetcher(t: Text) -> None:
    """What is newer: the plan, the button, and how far it is. Nothing on a server that may not load."""
    root = data_folder()
    if not may_load():
        return
    with st.container(border=True):
        st.subheader(markdown(t("your_data.latest")), anchor=False)
        st.caption(markdown(t("your_data.latest.reads")))
        running = _runs(root)
        st.fragment(_state, run_every=EVERY if running else None)(root, t, running=running)
        if default(root):
            _undo(root, t)


def _state(root: Path, t: Text, *, running: bool) -> None:
    """The plan and how far it is; the button where nothing runs."""
    told = progress.told(root)
    if running and not _runs(root):
        st.rerun()
    _plan(told, t)
    step = told.get("step", "")
    if running:
        done, total = (int(told.get(name, 0)) for name in ("done", "total"))
        said = t(f"your_data.latest.{step or PLAN}", done=t.number(done), total=t.number(total))
        st.progress(min(1.0, done / total) if total else 0.0, text=markdown(said))
        return
    if told.get("problem"):
        st.warning(markdown(f"{t('your_data.latest.problem')} {told['problem']}"))
    elif step not in ("", PLAN, DONE):
        st.info(markdown(t("your_data.latest.interrupted")))
    elif step == DONE:
        rows, first, last = (int(told[name]) for name in ("rows", "first", "last"))
        counts = {"recommendations": t.count("recommendations", rows), "first": first, "last": last}
        left = {"rejected": t.number(told["rejected"]), "missing": t.number(told["missing"])}
        st.markdown(markdown(t("your_data.latest.done", **counts, **left)))
        invitation(HOME, t("your_data.open", name=t(data.called(told["default"]))), t, dataset=told["default"])
    planned = bool(told.get("plan", {}).get("sessions")) and step != DONE
    label = t("your_data.latest.fetch" if planned else "your_data.latest.look")
    if st.button(markdown(label), key="latest"):
        _start(root, "--yes" if planned else "--dry-run")
        st.rerun()


def _plan(told: dict[str, Any], t: Text) -> None:
    plan = told.get("plan")
    if not plan or told.get("step") == DONE:
        return
    if not plan["sessions"]:
        st.markdown(markdown(t("your_data.latest.nothing")))
        return
    counts = {name: t.number(plan[name]) for name in ("sessions", "minutes")}
    rows = t.count("recommendations", plan["rows"])
    said = t("your_data.latest.planned", recommendations=rows, first=plan["first"], last=plan["last"], **counts)
    st.markdown(markdown(said))


def _undo(root: Path, t: Text) -> None:
    if st.button(markdown(t("your_data.latest.undo")), key="latest.undo"):
        forget_default(root)
        st.rerun()


def _runs(root: Path) -> bool:
    return any(process.poll() is None for process in started) or progress.runs(root)


def _start(root: Path, option: str) -> None:
    """Start the command, unless it runs. It outlives this server, and its words are in a file."""
    if _runs(root):
        return
    root.mkdir(parents=True, exist_ok=True)
    with (root / progress.LOG).open("wb") as log:
        command = [sys.executable, "-m", "analytics.latest", option]
        process = subprocess.Popen(  # noqa: S603 - no word of it comes from a reader
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    started[:] = [process]
