"""Where downloads land, for one update at a time; how a file comes to stand there says `swapping`."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import filelock

from analytics.fetching.answers import FetchError
from analytics.folders import data_folder
from analytics.swapping import clear, write
from analytics.terminal import quoted

LOCK = ".lock"


def downloads(source: str) -> Path:
    """The folder of what was fetched from a source."""
    return data_folder() / "downloads" / source


@contextmanager
def reserved(folder: Path) -> Generator[Path]:
    """The folder, made if need be, for one update at a time; what a killed one left half written is removed.

    Raises FetchError when another update uses it, or it cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = filelock.FileLock(folder / LOCK, blocking=False).acquire()
    except filelock.Timeout as error:
        message = f"Another update is writing to '{folder}': wait for its end, or choose another --folder FOLDER."
        raise FetchError(message) from error
    except OSError as error:
        message = f"'{folder}' cannot be written to: {error.strerror}. Choose another with --folder FOLDER."
        raise FetchError(message) from error
    with held:
        clear(folder)
        yield folder


def write_json(path: Path, content: Any) -> None:
    """The content as JSON in plain ASCII, which no character of a source can break."""
    write(path, json.dumps(content, separators=(",", ":")).encode())


def read_json(path: Path) -> Any:
    """The content of a JSON file, None when it is absent or damaged."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def how_to_load(folder: Path, pattern: str) -> str:
    """The command that loads what was fetched."""
    named = quoted(str(folder), "FOLDER")
    return f"python -m analytics.load {named}/{pattern}"
