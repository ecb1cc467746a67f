"""nginx as deploy/ sets it up, before two processes of the atlas, all of them on this machine."""

import subprocess
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from browser_support import HOST, end, free_port, started, wait_until_healthy

from benchmarks.proxy import command


@contextmanager
def proxied(folder: Path, base: str):
    """Two processes behind nginx, below this path: its address, the processes by address, and what nginx wrote down."""
    logs = [folder / f"{number}.txt" for number in (1, 2)]
    with started(logs[0], base) as one, started(logs[1], base) as other:
        port = free_port()
        start = command(folder, port, base, [f"{HOST}:{each.port}" for each in (one, other)])
        for each, log in zip((one, other), logs, strict=True):
            wait_until_healthy(each.address, each.process, log)
        with (folder / "said.txt").open("w", encoding="utf-8") as said:
            proxy = subprocess.Popen(start, stdout=said, stderr=said)
        try:
            address = f"http://{HOST}:{port}/{base}"
            wait_until_healthy(address, proxy, folder / "said.txt")
            by_place = {f"{HOST}:{each.port}": each.process for each in (one, other)}
            yield SimpleNamespace(address=address, processes=by_place, log=folder / "access.log")
        finally:
            end(proxy)


def places(log: Path, cookie: str = "") -> set[str]:
    """The processes that answered the requests of whoever has this cookie; of everybody."""
    lines = [line.split("|") for line in log.read_text(encoding="utf-8").splitlines()]
    answered = [place.split(", ")[-1] for name, place, *_ in lines if cookie in ("", name)]
    return {place for place in answered if place not in ("", "-")}
