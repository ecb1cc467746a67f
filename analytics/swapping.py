"""How a file comes to stand where it is read: written beside, flushed, then renamed, so never half of one.

What takes long is made in a `workplace`, whose lock says whether the process that makes it lives.
"""

from __future__ import annotations

import contextlib
import os
import shutil
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
        remove(left)


def remove(path: Path) -> None:
    """Remove a file or a folder, where there is one. What Windows keeps while a process reads it is left over."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(PermissionError):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def workplace(folder: Path, name: str) -> Generator[Path]:
    """A folder of one's own in `folder`, which goes in the end; those that killed processes left go at the start."""
    import filelock

    sweep(folder, name)
    place = folder / f".{name}.{os.urandom(8).hex()}{PART}"
    try:
        with filelock.FileLock(_held(place)):  # before there is a place, so that whoever sweeps finds none without it
            place.mkdir()
            yield place
    finally:
        remove(place)
        remove(_held(place))


def sweep(folder: Path, name: str) -> None:
    """Remove the workplaces of this name whose process lives no longer; what cannot be removed stays."""
    import filelock

    for left in folder.glob(f".{name}.*{PART}"):
        with contextlib.suppress(filelock.Timeout, OSError):
            with filelock.FileLock(_held(left), blocking=False):
                remove(left)
            remove(_held(left))


def _held(place: Path) -> Path:
    """The file that is locked while a workplace is used."""
    return place.with_name(f"{place.name}.lock")
