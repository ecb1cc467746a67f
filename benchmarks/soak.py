"""`python -m benchmarks.soak` keeps readers changing filters for minutes: does the server's memory stay flat?

Sessions come, change filters on every page with selections that nobody has made before, and go. Each minute it prints
the server's memory and its processor time per change. `--collecting` runs the server as Streamlit does it by itself,
with a collection after each run, to compare.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.starting.commands import SERVER
from benchmarks.reader import Reader
from benchmarks.server import serve

if TYPE_CHECKING:
    from collections.abc import Sequence

MINUTES = 10.0
PAGES = ("", "regions", "countries", "issues", "who_asks_whom", "claims", "civic_space", "coalitions")
TOGETHER = 16
"""Sessions that are open at once, spread over the pages; each is left and opened anew after some changes."""
STAYS = 12
"""Changes of one session."""
TICKS = os.sysconf("SC_CLK_TCK")


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description="Memory of a long day.")
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"how long ({MINUTES:g})")
    parser.add_argument("--collecting", action="store_true", help="with a collection after each run, as Streamlit does")
    options = parser.parse_args(arguments)
    if options.collecting:
        os.environ["STREAMLIT_RUNNER_POST_SCRIPT_GC"] = "true"
    lot = random.Random(18)  # noqa: S311 - no secret
    with serve(SERVER, module="streamlit") as server:
        process, begin, changes = server.process.pid, time.monotonic(), 0
        readers = [Reader(server.port, PAGES[place % len(PAGES)]) for place in range(TOGETHER)]
        several = list(combinations(readers[2].options("issues"), 3))
        lot.shuffle(several)
        said, spent = 0.0, _spent(process)
        counted = 0
        print(f"{'minute':>8} {'changes':>8} {'MB':>6} {'ms of processor per change':>28}", flush=True)
        while (minutes := (time.monotonic() - begin) / 60) < options.minutes:
            place = changes % TOGETHER
            if changes // TOGETHER % STAYS == STAYS - 1:
                readers[place].__exit__()
                readers[place] = Reader(server.port, readers[place].page)
            if readers[place].options("issues"):
                readers[place].choose("issues", several[changes % len(several)])
            else:
                readers[place].rerun()
            changes += 1
            if minutes >= said:
                now = _spent(process)
                each = (now - spent) * 1000 / max(changes - counted, 1)
                print(f"{minutes:8.1f} {changes:8} {_memory(process):6.0f} {each:28.1f}", flush=True)
                said, spent, counted = said + max(options.minutes / 10, 0.1), now, changes
        for reader in readers:
            reader.__exit__()
        print(f"At the end, all gone: {_memory(process):.0f} MB.")
    return 0


def _spent(process: int) -> float:
    """Seconds of processor time of the process so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(process: int) -> float:
    """Megabytes it holds."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1000


if __name__ == "__main__":
    sys.exit(main())
