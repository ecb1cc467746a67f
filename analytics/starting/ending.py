"""How every command ends: all of it done, or one sentence and an exit code. Never a traceback, unless asked for one.

What the system refuses (no room, no rights, a folder in the place of a file) is told with the file and the way out. A
reader of the output who has seen enough, such as `head`, or a full disk behind `>`, ends no command half way: it goes
on without saying more. `python -X dev -m analytics.load` shows where something unforeseen happened.

The standard library alone, because `python -m analytics` ends so before anything is installed.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import sys
from collections.abc import Callable, Generator
from typing import Any, ParamSpec

FAILED, INTERRUPTED = 1, 130
ROOM = "Make room on that disk, then run the same command again."
RIGHTS = (
    "Take a folder that you may write to: UPR_DATA names that of loaded data, UPR_CACHE that of the database files."
)
MOVED = "Move it away, then run the same command again."
WAYS_OUT = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), ROOM),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), RIGHTS),
    **dict.fromkeys((errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENOTEMPTY), MOVED),
    errno.ENOENT: "Put it back, or get the atlas anew; python -m analytics.doctor looks at what is loaded.",
}
UNFORESEEN = "This was not foreseen: {what}. python -m analytics.doctor says whether what is loaded is sound."

Arguments = ParamSpec("Arguments")


def command(main: Callable[Arguments, int]) -> Callable[Arguments, int]:
    """The command line `main`, which ends in a sentence and an exit code whatever happens in it."""

    @functools.wraps(main)
    def ended(*arguments: Arguments.args, **named: Arguments.kwargs) -> int:
        with _heard() as problems:
            code = _sentenced(lambda: main(*arguments, **named))
        if problems:
            with contextlib.suppress(OSError, ValueError):
                print(f"Not all that was to be said here could be written: {problems[0]}.", file=sys.stderr, flush=True)
        return code or (FAILED if problems else 0)

    return ended


def _sentenced(run: Callable[[], int]) -> int:
    try:
        return run()
    except KeyboardInterrupt:
        said, code = "Interrupted. What was complete before is kept.", INTERRUPTED
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        said, code = sentence(error), FAILED
    print(said, file=sys.stderr)
    return code


def sentence(error: Exception) -> str:
    """What happened, to which file, and the way out."""
    words = " ".join(str(error).split()).rstrip(".")
    if hasattr(error, "said"):  # a sentence of ours already
        return f"{words}."
    if isinstance(error, OSError) and error.errno in WAYS_OUT:
        named = f"'{os.fsdecode(error.filename)}': " if error.filename else ""
        return f"{named}{error.strerror}. {WAYS_OUT[error.errno]}"
    for number, way_out in WAYS_OUT.items():
        if os.strerror(number) in words:  # the database puts into words what the system says
            return f"{words}. {way_out}"
    if isinstance(error, MemoryError):
        return "There is not enough memory for this. End other programs, then run the same command again."
    kind = type(error).__name__
    return UNFORESEEN.format(what=f"{kind}: {words}" if words else kind)


@contextlib.contextmanager
def _heard() -> Generator[list[str]]:
    """Say nothing more where nobody hears it, instead of an end half way; why, unless the reader has just left."""
    problems: list[str] = []
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (each and _Stream(each, problems) for each in before)
    try:
        yield problems
    finally:
        for each in (sys.stdout, sys.stderr):
            with contextlib.suppress(ValueError, AttributeError):  # closed meanwhile, or none
                each.flush()
        sys.stdout, sys.stderr = before


class _Stream:
    """A stream of text that takes what cannot be written for written."""

    def __init__(self, stream: Any, problems: list[str]) -> None:
        self._stream, self._problems = stream, problems

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, in UTF-8 where the encoding of the stream has no way to say it."""
        try:
            self._stream.write(text)
        except UnicodeError:
            with contextlib.suppress(AttributeError, OSError, ValueError):
                self._stream.reconfigure(encoding="utf-8", errors="backslashreplace")
                self._stream.write(text)
        except OSError as error:
            self._divert(error)
        return len(text)

    def flush(self) -> None:
        """Write what waits."""
        try:
            self._stream.flush()
        except OSError as error:
            self._divert(error)

    def _divert(self, error: OSError) -> None:
        """Send what waits, and all that follows, nowhere."""
        # Windows says EINVAL of a pipe that nobody reads.
        if not isinstance(error, BrokenPipeError) and not (os.name == "nt" and error.errno == errno.EINVAL):
            self._problems.append(error.strerror or str(error))
        with contextlib.suppress(OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
