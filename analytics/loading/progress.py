"""How far `python -m analytics.latest` is, for whoever did not start it: $UPR_DATA/latest.json, and a lock beside it.

A page reads the file; the command, in a process of its own, writes it whole each time. The lock says whether the
command runs, whatever the file says: a killed one lets go of it.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from analytics.swapping import write

FILE, LOCK, LOG = "latest.json", "latest.lock", "latest.log"
STEPS = ("plan", "sessions", "load", "search", "documents", "lists", "done")
OFTEN = 1.0
"""Seconds from one count to the next that is written."""
PATIENCE = 5.0
"""Seconds that a start waits for the lock, which a page holds for a moment when it looks."""


class RunningError(Exception):
    """The command runs already."""


class Progress:
    """Writes how far it is; what is `told` stays."""

    def __init__(self, root: Path) -> None:
        self.path = root / FILE
        self.content: dict[str, Any] = {}
        self.written = 0.0

    def tell(self, step: str | None = None, *, done: int = 0, total: int = 0, **more: object) -> None:
        """A step begins or goes on: `done` of `total` of it."""
        changed = more or step not in (None, self.content.get("step"))
        step = step or self.content.get("step", STEPS[0])
        self.content |= {"step": step, "done": done, "total": total, **more}
        if changed or done >= total or time.monotonic() - self.written > OFTEN:
            self.written = time.monotonic()
            write(self.path, json.dumps(self.content).encode())

    def fail(self, problem: str) -> None:
        """It ended early; where nothing can be written, nobody is told."""
        with contextlib.suppress(OSError):
            self.tell(problem=problem)


def told(root: Path) -> dict[str, Any]:
    """What was told last; nothing where there is nothing to read."""
    try:
        content = json.loads((root / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


@contextlib.contextmanager
def alone(root: Path, patience: float = PATIENCE) -> Generator[None]:
    """Hold the lock. Raises RunningError where it is held, OSError where the folder cannot be written to."""
    import filelock

    root.mkdir(parents=True, exist_ok=True)
    try:
        held = filelock.FileLock(root / LOCK, timeout=patience).acquire()
    except filelock.Timeout as error:
        raise RunningError from error
    with held:
        yield


def runs(root: Path) -> bool:
    """Whether the command runs now."""
    if not (root / LOCK).exists():
        return False
    try:
        with alone(root, 0):
            return False
    except RunningError:
        return True
