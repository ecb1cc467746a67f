"""Starts a server of this repository on a free port of this machine, and ends it, by its process id alone."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.starting.commands import SERVER
from benchmarks.reader import HOST, PATIENCE

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

ROOT = Path(__file__).parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
BASE_PATH = "--server.baseUrlPath"
QUIET = 0.05
"""Seconds after which a server has nothing left to do for a change."""


class Server:
    """A running server: its port, and the seconds it took to answer."""

    def __init__(self, port: int, process: subprocess.Popen[str], seconds: float) -> None:
        self.port, self.process, self.seconds = port, process, seconds

    def spent(self) -> float:
        """Seconds of processor time so far, all threads, in steps of a hundredth; waits until it is quiet."""
        time.sleep(QUIET)
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Bytes it holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) * 1000

    def end(self) -> None:
        """End the process, at once if it does not end when asked."""
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()


@contextlib.contextmanager
def serve(script: str = SERVER, *options: str) -> Generator[Server]:
    """A server of `script`, as `make run` starts it. `options` are further ones of Streamlit."""
    port = free_port()
    place = {"server.address": HOST, "server.port": port, "server.headless": "true", "logger.level": "warning"}
    flags = [part for name, value in place.items() for part in (f"--{name}", str(value))]
    start = time.perf_counter()
    command = [sys.executable, "-m", "streamlit", "run", script, *flags, *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, encoding="utf-8") as process:
        try:
            _wait(port, process, options)
        except BaseException:
            process.kill()
            raise
        server = Server(port, process, time.perf_counter() - start)
        try:
            yield server
        finally:
            server.end()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[str], options: Sequence[str]) -> None:
    """Until the server says that it is well."""
    base = f"/{options[options.index(BASE_PATH) + 1]}" if BASE_PATH in options else ""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            message = f"the server ended with code {process.returncode} before it answered; its words are above"
            raise RuntimeError(message)
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://{HOST}:{port}{base}/_stcore/health", timeout=1),
        ):
            return
        time.sleep(0.01)
    message = f"the server has not answered within {PATIENCE} s"
    raise TimeoutError(message)
