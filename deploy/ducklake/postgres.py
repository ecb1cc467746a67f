"""A Postgres of one's own on this machine, for as long as it is needed."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOST, NAME = "127.0.0.1", "atlas"
"""Where it listens; its user and its database."""
DEBIAN = Path("/usr/lib/postgresql")
PATIENCE = 30
"""Seconds for it to start or to end."""


class LackingError(Exception):
    """What the proof needs is not there; says what."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def programs() -> Path:
    """The folder of Postgres's programs: of the one on the path, else the newest that Debian installed.

    Raises LackingError where there is none.
    """
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    installed = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    if not installed:
        message = "Postgres is not installed: on Debian, apt install postgresql."
        raise LackingError(message)
    return max(installed, key=lambda path: float(path.parent.name))


@contextmanager
def cluster(folder: Path, bin_folder: Path) -> Generator[tuple[str, str]]:
    """Its connection string, without the password, and the password.

    It refuses to run as root, and is then run by the user that Debian makes for it. Raises LackingError with what it
    said where it does not start.
    """
    whose: dict[str, Any] = {}
    folder.mkdir()
    if os.name == "posix" and os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        whose = {"user": "postgres", "group": "postgres", "extra_groups": []}
    password = secrets.token_hex(16)
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="ascii")
    if whose:
        shutil.chown(secret, "postgres")
    port = free_port()
    at = ("-h", HOST, "-p", str(port), "-U", NAME)
    place = str(folder / "cluster")
    make = ("initdb", "-D", place, "-U", NAME, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--locale=C")
    surroundings = {**os.environ, "PGPASSWORD": password}

    def run(*words: str) -> None:
        command = [str(bin_folder / words[0]), *words[1:]]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", check=False, cwd=folder, env=surroundings, **whose
        )
        if done.returncode:
            message = f"{words[0]}: {done.stderr.strip()}"
            raise LackingError(message)

    run(*make, "--no-sync")
    log = folder / "log.txt"
    with log.open("w", encoding="utf-8") as said:
        server = subprocess.Popen(
            [str(bin_folder / "postgres"), "-D", place, "-h", HOST, "-p", str(port), "-k", ""],
            stdout=said,
            stderr=said,
            cwd=folder,
            **whose,
        )
    try:
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                run("createdb", *at, NAME)
                break
            except LackingError as error:
                if server.poll() is not None or time.monotonic() > ends:
                    message = f"{error} {log.read_text(encoding='utf-8')}"
                    raise LackingError(message) from error
                time.sleep(0.1)
        yield f"host={HOST} port={port} user={NAME} dbname={NAME}", password
    finally:
        server.send_signal(signal.SIGINT)  # ends without waiting for sessions
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
