"""What every step of a build says and demands: its rows for the build log, and the check that stops it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

SHOWN_ROWS = 20


class CheckError(Exception):
    """A check that failed; the message says what was expected, what was found, and which rows."""


class Step(NamedTuple):
    """One row of the build log."""

    step: str
    rows_in: int
    rows_out: int
    rows_rejected: int
    note: str


def check(what: str, found: object, expected: object, rows: Iterable[object] = ()) -> None:
    """Raise CheckError, with the first of these rows, when something is not what it must be."""
    if found != expected:
        shown = "".join(f"\n  {row}" for row in list(rows)[:SHOWN_ROWS])
        message = f"{what}: expected {expected}, found {found}{shown}"
        raise CheckError(message)


def described(folder: Path, room: str, name: str, sha256: str) -> Path:
    """A producer's file, in `folder` or its folder `room`.

    Raises CheckError when it is not there, or not the one that data/sources.toml describes.
    """
    path = next((path for path in (folder / room / name, folder / name) if path.exists()), None)
    if path is None:
        message = f"'{name}' is neither in '{folder}' nor in its folder {room}. Say --from FOLDER with these files."
        raise CheckError(message)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        message = f"'{name}' is not the file that data/sources.toml describes: sha256 {found}, expected {sha256}"
        raise CheckError(message)
    return path
