"""A snapshot ends in the SHA-256 of all bytes before: where one bit of it is another, it is no snapshot.

DuckDB reads a file by its blocks and looks at nothing behind the last one. So a snapshot and what tells that it is
whole are one file, which is renamed in one step.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

START = b"\nsha256 "
LENGTH = len(START) + 64
AT_ONCE = 1 << 20
"""Bytes that are read at once."""


def seal(path: Path) -> None:
    """Put the digest of a finished file behind it."""
    with path.open("rb+") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.write(START + digest.encode("ascii"))


def is_sealed(path: Path) -> bool:
    """Whether a file stands at `path` and ends in the digest of all that is before."""
    try:
        left = path.stat().st_size - LENGTH
        with path.open("rb") as file:
            digest = hashlib.sha256()
            while left > 0:
                part = file.read(min(left, AT_ONCE))
                left -= len(part) or left
                digest.update(part)
            return file.read() == START + digest.hexdigest().encode("ascii")
    except OSError:
        return False
