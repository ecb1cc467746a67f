"""A load that was interrupted after its rows makes its texts searchable by itself at the next start, beside the pages.

Whoever starts asks once: a server in a process of its own, so that no page waits; a command before it goes on. Under
the lock of the data folder only one of them does it, and what another did meanwhile is not done again.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from analytics.folders import ROOT
from analytics.loading import facts, indexing, intake, store
from analytics.loading.intake import LoadError

MAIN = """
import sys
from pathlib import Path
from analytics.loading import finishing
finishing.finish(Path(sys.argv[1]))
"""


def unfinished(root: Path) -> list[store.Version]:
    """The versions that are served with texts and without the index of them."""
    served = (store.if_known(source, root) for source in store.datasets(root))
    return [
        version
        for version in served
        if version and (version.files / facts.TEXTS).exists() and not (version.files / indexing.INDEX).exists()
    ]


def finish(root: Path, say: Callable[[str], None] = lambda _: None) -> None:
    """Finish them now; what cannot be done, because somebody else loads or there is no room, is left for later."""
    for version in unfinished(root):
        say(f"The load of '{version.source}' was interrupted: making its texts searchable.")
        with contextlib.suppress(LoadError):
            intake.finish(version, root)


@cache
def begin(root: Path) -> subprocess.Popen[bytes] | None:
    """Finish them beside, once in the life of this process; where no process can be started, the next start does."""
    if not unfinished(root):
        return None
    with contextlib.suppress(OSError):
        return subprocess.Popen(  # noqa: S603 - no word of it comes from a reader
            [sys.executable, "-c", MAIN, str(root.resolve())],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    return None
