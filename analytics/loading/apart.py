"""A preview in a process of its own, which is ended when it takes too long or too much: no other reader waits for it.

What comes back is what `forecast.preview` gives, or why it gives none. The memory of the process is looked at where the
system shows it (Linux); elsewhere only its time is bounded. Where no process can be started, the file is read here.
"""

from __future__ import annotations

import contextlib
import os
import pickle  # what is unpickled was pickled by this module, in a process that it started
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from analytics.folders import ROOT
from analytics.loading import forecast
from analytics.loading.given import Given
from analytics.sentences import Said, SaidError
from analytics.sources.tabular import AmbiguousError

if TYPE_CHECKING:
    from analytics.catalogue.loaded import Found
    from analytics.loading.forecast import Preview

SECONDS = 120.0
"""The largest files that can be uploaded take less than half of it on a slow machine."""
MEMORY = 1_000_000_000
"""Bytes; a workbook of all UHRI records takes less than half of it."""
MAIN = "from analytics.loading.apart import main; main()"
EVERY = 0.05
"""Seconds between two looks at the process."""
PAGES = Path("/proc")


@dataclass(frozen=True)
class Answer:
    """What a file holds, or why it cannot be loaded; `codes` are the formats of one that can be read in two ways."""

    found: Preview | Found | None = None
    said: Said | None = None
    codes: tuple[str, ...] = ()


def preview(given: Given, root: Path, seconds: float = SECONDS, memory: int = MEMORY) -> Answer:
    """What a load of one file would do, read in a process of its own within these bounds."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "asked", Path(folder) / "answered"
        asked.write_bytes(pickle.dumps((given.path.resolve(), given.state, given.session, given.said, root.resolve())))
        command = [sys.executable, "-c", MAIN, str(asked), str(answered)]
        try:
            process = subprocess.Popen(  # noqa: S603 - no word of it comes from a reader
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError:
            return here(given, root)
        said = _ended(process, given.path.name, seconds, memory)
        if said:
            return Answer(said=said)
        try:
            return pickle.loads(answered.read_bytes())  # noqa: S301 - see above
        except (OSError, EOFError, pickle.UnpicklingError):
            return Answer(said=Said("refusal.stopped", file=given.path.name))


def here(given: Given, root: Path) -> Answer:
    """The same, read in this process."""
    try:
        return Answer(forecast.preview(given, root))
    except SaidError as error:
        cause = error.__cause__
        return Answer(said=error.said, codes=cause.codes if isinstance(cause, AmbiguousError) else ())
    except MemoryError:
        return Answer(said=Said("refusal.heavy", file=given.path.name, megabytes=round(MEMORY / 1e6)))


def _ended(process: subprocess.Popen[bytes], file: str, seconds: float, memory: int) -> Said | None:
    """Wait for the process; why it was ended, if it had to be."""
    until = monotonic() + seconds
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(EVERY)
                return None
            if monotonic() > until:
                return Said("refusal.slow", file=file, seconds=round(seconds))
            if _memory(process.pid) > memory:
                return Said("refusal.heavy", file=file, megabytes=round(memory / 1e6))
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _memory(number: int) -> int:
    """Bytes that a process holds; 0 where the system does not show it."""
    try:
        pages = (PAGES / str(number) / "statm").read_text(encoding="ascii").split()[1]
        return int(pages) * int(os.sysconf("SC_PAGE_SIZE"))
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


def main() -> None:
    """Read what was asked for, and leave the answer beside it, whole or not at all."""
    asked, answered = map(Path, sys.argv[1:])
    path, state, session, said, root = pickle.loads(asked.read_bytes())  # noqa: S301 - see above
    part = answered.with_suffix(".part")
    part.write_bytes(pickle.dumps(here(Given(path, state, session, said), root)))
    part.replace(answered)
