"""The environment .venv, made from requirements.txt and nothing else, by whichever Python runs this.

.venv/installed.txt is a copy of the pins that were installed, written last. Without it .venv is half made, and is made
anew. With an older one, .venv is brought up to date in place, so that it survives a try without a network. What counts
is whether the pins inside .venv are these pins, whatever the clocks say.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

from analytics.folders import ROOT
from analytics.starting.words import StartError, typed

FOLDER = ROOT / ".venv"
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PINS = ROOT / "requirements.txt"
INSTALLED, OUTDATED, LOG = (FOLDER / name for name in ("installed.txt", "outdated.txt", "install.log"))
FIRST = FOLDER / "uv.txt"
"""The pin of what installs the others."""
DETAILS = "(details in .venv/install.log)"
ONLY_THESE = ("--no-deps", "--only-binary", ":all:", "--require-hashes")
"""Nothing but what is pinned, as it was when it was pinned: each file is compared with its hash."""
STARTS = "import duckdb, geopandas, plotly.graph_objects, scipy, streamlit.web.bootstrap"
"""Tried before the packages count as installed, which also compiles what the first start would wait for."""
NO_NETWORK = re.compile(r"connection|timed? ?out|name resolution|getaddrinfo|max retries", re.IGNORECASE)


def ensure() -> None:
    """Make .venv, or bring it up to date. Raises StartError, which says what to do."""
    if _said(PYTHON, "-c", "import uv") is not None:
        INSTALLED.unlink(missing_ok=True)
    elif INSTALLED.exists() and INSTALLED.read_bytes() == PINS.read_bytes():
        return
    packages = sum("==" in line for line in PINS.read_text(encoding="utf-8").splitlines())
    what = f"Installing {packages} packages into .venv (once; a minute or two on a good connection)."
    print(what, file=sys.stderr, flush=True)
    if INSTALLED.exists():
        INSTALLED.replace(OUTDATED)
    else:
        _create()
    if not _install():
        raise StartError(_why_not_installed())
    problem = _said(PYTHON, "-c", STARTS)
    if problem is not None:
        message = f"The packages are installed but do not start here: {_last(problem)}"
        raise StartError(message)
    shutil.copyfile(PINS, INSTALLED)


def _create() -> None:
    """An empty .venv, of the Python that runs this; of the one behind it, should it be another environment's."""
    python = getattr(sys, "_base_executable", None) or sys.executable
    problem = _said(python, "-m", "venv", "--clear", FOLDER)
    if problem is None:
        return
    message = f"The folder .venv could not be made: {_last(problem)}"
    if "ensurepip" in problem or "No module named venv" in problem:
        message = f"{python} lacks venv: on Debian and Ubuntu apt install python3-venv, then run {typed()} again."
    raise StartError(message)


def _install() -> bool:
    """Whether the pins are installed now.

    uv installs in parallel (15 s where pip takes 60 s). pip brings uv, and stands in for it where only pip's own
    settings know the way to the packages.
    """
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-compile", *ONLY_THESE)
    uv = (PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON, *ONLY_THESE)
    pin = re.search(r"(?m)^uv==.*(?:\n +--hash=.*)*", PINS.read_text(encoding="utf-8"))
    FIRST.write_text(f"{pin[0] if pin else ''}\n", encoding="utf-8")
    with LOG.open("w", encoding="utf-8") as log:

        def done(*command: object) -> bool:
            words = [str(word) for word in command]
            return subprocess.run(words, stdout=log, stderr=subprocess.STDOUT, check=False).returncode == 0

        return done(*pip, "-r", FIRST) and (done(*uv, "-r", PINS) or done(*pip, "-r", PINS))


def _why_not_installed() -> str:
    log = LOG.read_text(encoding="utf-8", errors="replace")
    if NO_NETWORK.search(log):
        if OUTDATED.exists():
            OUTDATED.replace(INSTALLED)
        return f"The packages could not be downloaded: connect to the network and run {typed()} again {DETAILS}."
    errors = "\n".join(line for line in log.splitlines() if line.startswith("ERROR"))
    return f"The packages could not be installed: {_last(errors or log)} {DETAILS}"


def _said(*command: object) -> str | None:
    """What a command says when it fails; None when it does not."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, capture_output=True, encoding="utf-8", errors="replace", check=False)
    except OSError as error:
        return str(error)
    return f"{done.stdout}{done.stderr}" if done.returncode else None


def _last(words: str) -> str:
    """The last line that says something."""
    return ([line.strip() for line in words.splitlines() if line.strip()] or [""])[-1]
