"""Previews and loads in a process of their own, which is ended when it takes too long or too much: nobody waits for it.

What comes back is what `forecast.preview`, `intake.load` and `intake.finish` give, or why they give nothing. A load
that is ended at any moment leaves what was served in place. The memory of the process is looked at where the system
shows it (Linux); elsewhere only its time is bounded. Where no process can be started, the work is done here.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle  # what is unpickled was pickled by this module, in a process that it started
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from analytics.folders import ROOT
from analytics.loading import forecast, intake, store
from analytics.loading.given import Given
from analytics.loading.intake import LoadError
from analytics.sentences import Said, SaidError
from analytics.sources.tabular import AmbiguousError
from analytics.swapping import write

if TYPE_CHECKING:
    from analytics.catalogue.loaded import Found
    from analytics.loading.forecast import Preview
    from analytics.loading.intake import Result
    from analytics.loading.store import Version

    Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Bounds:
    """Seconds and bytes that a process may take."""

    seconds: float
    memory: int

    @property
    def megabytes(self) -> int:
        """Memory as people say it."""
        return round(self.memory / 1e6)


READING = Bounds(120.0, 1_000_000_000)
"""The largest files that can be uploaded take less than half of the time on a slow machine, and a workbook of all UHRI
records less than half of the memory."""
LOADING = Bounds(1_200.0, 2_000_000_000)
"""All UHRI records are loaded in a minute, and made searchable in a few; on a slow machine that is several times it."""
MAIN = "from analytics.loading.apart import main; main()"
EVERY = 0.05
"""Seconds between two looks at the process."""
OFTEN = 0.3
"""Seconds from one word about the progress to the next."""
PAGES = Path("/proc")
SLOW, HEAVY, STOPPED = "slow", "heavy", "stopped"
"""Why a process gave no answer."""


@dataclass(frozen=True)
class Answer:
    """What was asked for, or why there is none; `codes` are the formats of a file that can be read in two ways."""

    found: Preview | Found | None = None
    said: Said | None = None
    codes: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
    seconds: float = 0.0


def preview(given: Given, root: Path, bounds: Bounds = READING) -> Answer:
    """What a load of one file would do."""
    answer = _asked("preview", [given], root, bounds)
    if not isinstance(answer, str):
        return answer
    file = given.path.name
    said = {
        SLOW: Said("refusal.slow", file=file, seconds=round(bounds.seconds)),
        HEAVY: Said("refusal.heavy", file=file, megabytes=bounds.megabytes),
        STOPPED: Said("refusal.stopped", file=file),
    }
    return Answer(said=said[answer])


def load(
    files: Sequence[Given],
    root: Path,
    *,
    progress: Progress = lambda *_: None,
    keeps: bool = False,
    bounds: Bounds = LOADING,
) -> tuple[Result, ...]:
    """Load files, as `intake.load` does. Raises LoadError, which says what is served."""
    before = _served(root)
    answer = _asked("load", files, root, bounds, progress, keeps=keeps)
    if isinstance(answer, str):
        reason = _why(answer, bounds)
        done = ", ".join(source for source, number in _served(root).items() if before.get(source) != number)
        raise LoadError(
            Said("refusal.ended_late", done=done, reason=reason) if done else Said("refusal.unchanged", reason=reason)
        )
    if answer.said:
        raise LoadError(answer.said)
    return answer.results


def finish(version: Version, root: Path, *, bounds: Bounds = LOADING) -> float:
    """Make the texts of a version searchable, as `intake.finish` does. Raises LoadError, which says how to go on."""
    answer = _asked("finish", [], root, bounds, source=version.source)
    if isinstance(answer, str):
        raise LoadError(Said("refusal.unfinished", source=version.source, reason=_why(answer, bounds)))
    if answer.said:
        raise LoadError(answer.said)
    return answer.seconds


def _why(ended: str, bounds: Bounds) -> Said:
    said = {
        SLOW: Said("refusal.load_slow", seconds=round(bounds.seconds)),
        HEAVY: Said("refusal.load_heavy", megabytes=bounds.megabytes),
        STOPPED: Said("refusal.load_stopped"),
    }
    return said[ended]


def _served(root: Path) -> dict[str, int]:
    found = (store.if_known(source, root) for source in store.sources(root))
    return {version.source: version.number for version in found if version}


def here(what: str, files: Sequence[Given], root: Path, progress: Progress = lambda *_: None, **more: Any) -> Answer:
    """The same, in this process."""
    try:
        if what == "preview":
            return Answer(forecast.preview(files[0], root))
        if what == "load":
            return Answer(results=tuple(intake.load(files, root, progress=progress, **more)))
        version = store.current(more["source"], root)
        return Answer(seconds=intake.finish(version, root) if version else 0.0)
    except SaidError as error:
        cause = error.__cause__
        return Answer(said=error.said, codes=cause.codes if isinstance(cause, AmbiguousError) else ())
    except MemoryError:
        if what == "preview":
            return Answer(said=Said("refusal.heavy", file=files[0].path.name, megabytes=READING.megabytes))
        return Answer(said=Said("refusal.unchanged", reason=_why(HEAVY, LOADING)))


def _asked(
    what: str,
    files: Sequence[Given],
    root: Path,
    bounds: Bounds,
    progress: Progress = lambda *_: None,
    **more: Any,
) -> Answer | str:
    """The answer of a process, or why it gave none."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        asked, answered, told = (Path(folder) / name for name in ("asked", "answered", "told"))
        given = [(each.path.resolve(), each.state, each.session, each.said) for each in files]
        asked.write_bytes(pickle.dumps((what, given, root.resolve(), more)))
        command = [sys.executable, "-c", MAIN, str(asked), str(answered), str(told)]
        try:
            process = subprocess.Popen(  # noqa: S603 - no word of it comes from a reader
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError:
            return here(what, files, root, progress, **more)
        ended = _ended(process, bounds, told, progress)
        if ended:
            return ended
        try:
            return pickle.loads(answered.read_bytes())  # noqa: S301 - see above
        except (OSError, EOFError, pickle.UnpicklingError):
            return STOPPED


def _ended(process: subprocess.Popen[bytes], bounds: Bounds, told: Path, progress: Progress) -> str:
    """Wait for the process, and pass on what it tells; why it was ended, if it had to be."""
    until, last = monotonic() + bounds.seconds, ""
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(EVERY)
                return ""
            if monotonic() > until:
                return SLOW
            if _memory(process.pid) > bounds.memory:
                return HEAVY
            with contextlib.suppress(OSError, ValueError):
                said = told.read_text(encoding="utf-8")
                if said != last:
                    last = said
                    progress(*json.loads(said))
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
    """Do what was asked for, and leave the answer beside it, whole or not at all."""
    asked, answered, told = map(Path, sys.argv[1:])
    what, given, root, more = pickle.loads(asked.read_bytes())  # noqa: S301 - see above
    last = 0.0

    def tell(file: str, rows: int) -> None:
        nonlocal last
        if monotonic() - last > OFTEN:
            last = monotonic()
            with contextlib.suppress(OSError):  # a word less
                write(told, json.dumps([file, rows]).encode())

    write(answered, pickle.dumps(here(what, [Given(*each) for each in given], root, tell, **more)))
