"""How a file comes to stand where it is read: written beside, flushed, then renamed, so never half of one."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Generator
from pathlib import Path

PART = ".part"
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds from one try to the next where a system does not replace a file while somebody reads it."""


@contextlib.contextmanager
def beside(path: Path) -> Generator[Path]:
    """A name of one's own to write to; what is there at the end takes the place of `path`, and after an error goes."""
    part = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}{PART}")
    try:
        yield part
        swap(part, path)
    finally:
        part.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """The file with this content, or, if anything goes wrong on the way, the one that was there before."""
    with beside(path) as part:
        part.write_bytes(content)


def swap(part: Path, path: Path) -> None:
    """Put a finished file in the place of another, if need be once its readers are done: an OSError when they are not.

    Readers see the old one or the new one, and the new one is on the disk before it has its name.
    """
    flush(part)
    for pause in PAUSES:
        with contextlib.suppress(PermissionError):
            part.replace(path)
            return
        time.sleep(pause)
    part.replace(path)


def flush(path: Path) -> None:
    """Have the content of a file on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def clear(folder: Path) -> None:
    """Remove what killed processes left half written in a folder that nobody else writes to now."""
    for left in folder.glob(f".*{PART}"):
        left.unlink()
