"""One file that every host copies and serves: a snapshot, named by what it holds, replaced as a whole.

Whoever runs several hosts makes it once (`python -m analytics.build --to FOLDER`), copies it to each, and sets
UPR_DATABASE to a link that leads to it. To replace it, the link is: who reads goes on with the old file until the next
change. The name holds the hash of the content, so the same name is never another file, on any host; DuckDB, which knows
open files by their names, would go on serving the old one. A file that does not hold what its name says is not served.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from functools import lru_cache
from pathlib import Path

import duckdb

from analytics.database.opening import open_snapshot, query
from analytics.database.sealing import is_sealed
from analytics.folders import DATABASE
from analytics.swapping import beside

NAME = re.compile(r"upr-([0-9a-f]{16})\.duckdb")
LINK = "current.duckdb"
"""What UPR_DATABASE can name: a link beside the files, which `deliver` lets lead to the newest."""


class DeliveredError(Exception):
    """Why the file that UPR_DATABASE names cannot be served, for whoever runs the server."""


def delivered() -> Path | None:
    """The file that UPR_DATABASE leads to now; None where it is not set. Raises DeliveredError."""
    named = os.environ.get(DATABASE)
    if not named:
        return None
    try:
        path = Path(named).resolve(strict=True)
        state = path.stat()
    except (OSError, RuntimeError) as error:
        message = f"{DATABASE}={named} leads to no file that can be read: {error}"
        raise DeliveredError(message) from error
    return _checked(path, state.st_ino, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _checked(path: Path, *_: int) -> Path:
    """The file, if it holds what its name says. Read whole, once for each file that the link leads to."""
    said = NAME.fullmatch(path.name)
    if not said:
        message = f"{path} is not named by its content: make it with python -m analytics.build --to FOLDER."
        raise DeliveredError(message)
    try:
        if hash_of(path) != said[1]:
            message = f"{path} does not hold what its name says: copy it again."
            raise DeliveredError(message)
        with open_snapshot(path) as connection:
            query(connection, "dataset", {})
            if is_sealed(path):
                return path
    except (duckdb.Error, OSError) as error:
        message = f"{path} cannot be opened: {error}"
        raise DeliveredError(message) from error
    message = f"{path} was made by another version of the atlas: make it again."
    raise DeliveredError(message)


def hash_of(path: Path) -> str:
    """16 hexadecimal digits from all that a file holds."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def deliver(snapshot: Path, folder: Path) -> Path:
    """A copy of a snapshot in `folder`, named by its content, and the link there that leads to it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"upr-{hash_of(snapshot)}.duckdb"
    if not path.exists():
        with beside(path) as part:
            shutil.copyfile(snapshot, part)
            part.chmod(0o444)
    lead(folder / LINK, path)
    return path


def lead(link: Path, path: Path) -> None:
    """Let a link lead to a file beside it, in one step."""
    part = link.with_name(f".{link.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    part.symlink_to(path.name)
    part.replace(link)
