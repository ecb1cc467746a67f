"""Starts a server of this repository on a free port of this machine, and ends it, by its process id alone."""

from __future__ import annotations

import contextlib
import json
import queue
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.reader import HOST, PATIENCE

if TYPE_CHECKING:
    from collections.abc import Generator

ROOT = Path(__file__).parent.parent


class Server:
    """A running server: its port, the seconds it took to answer, and what its clock says (`benchmarks.timed`)."""

    def __init__(self, port: int, process: subprocess.Popen[str], seconds: float) -> None:
        self.port, self.process, self.seconds = port, process, seconds
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def clock(self) -> dict[str, Any]:
        """What was measured of the next run of a page; waits until the server has nothing left to do for it."""
        return self._lines.get(timeout=PATIENCE)

    def end(self) -> None:
        """End the process, at once if it does not end when asked."""
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._listener.join(timeout=5)

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            if line.startswith("{"):
                self._lines.put(json.loads(line))


@contextlib.contextmanager
def serve(script: str, *, module: str = "benchmarks.timed") -> Generator[Server]:
    """A server of `script`, with a clock in it, or as `make run` starts it (module `streamlit`)."""
    port = _free_port()
    options = {"server.address": HOST, "server.port": port, "server.headless": "true", "logger.level": "warning"}
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    start = time.perf_counter()
    command = [sys.executable, "-m", module, "run", script, *flags]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            _wait(port, process)
        except BaseException:
            process.kill()
            raise
        server = Server(port, process, time.perf_counter() - start)
        try:
            yield server
        finally:
            server.end()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[str]) -> None:
    """Until the server says that it is well."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            message = f"the server ended with code {process.returncode} before it answered; its words are above"
            raise RuntimeError(message)
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=1):
            return
        time.sleep(0.01)
    message = f"the server has not answered within {PATIENCE} s"
    raise TimeoutError(message)
