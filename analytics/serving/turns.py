"""Runs of pages take turns: few at once, first come, first served.

Runs share one interpreter. Twenty at once each take twenty times as long, and the loop of the server, which sends what
they make, waits for all of them; one after the other, half of the readers have their page in half of that time. A run
that has waited PATIENCE goes without a turn, so that a long one, such as an export, never keeps the room waiting.
"""

from __future__ import annotations

import threading
from collections import deque

AT_ONCE = 2
"""Runs that go at the same time: while one waits for the database, the other goes on."""
PATIENCE = 5.0
"""Seconds that a run waits for its turn."""


class Turns:
    """Who goes and who waits. A thread takes at most one turn and gives it back itself."""

    def __init__(self, at_once: int = AT_ONCE, patience: float = PATIENCE) -> None:
        self.free, self._patience = at_once, patience
        self._lock = threading.Lock()
        self.waiting: deque[threading.Event] = deque()
        self._own = threading.local()

    def take(self) -> None:
        """Wait for a turn, in the thread that goes on then; nothing where it has one."""
        if getattr(self._own, "taken", False):
            return
        turn = threading.Event()
        with self._lock:
            if self.free > 0:
                self.free -= 1
                self._own.taken = True
                return
            self.waiting.append(turn)
        self._own.taken = turn.wait(self._patience) or not self._withdrawn(turn)

    def _withdrawn(self, turn: threading.Event) -> bool:
        """Whether it waits no longer; false where it was given its turn in this moment."""
        with self._lock:
            if turn.is_set():
                return False
            self.waiting.remove(turn)
            return True

    def give(self) -> None:
        """Give the turn to whoever waits longest; nothing where this thread has none."""
        if not getattr(self._own, "taken", False):
            return
        self._own.taken = False
        with self._lock:
            if self.waiting:
                self.waiting.popleft().set()
            else:
                self.free += 1
