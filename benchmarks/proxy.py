"""nginx as deploy/ sets it up, before processes of the atlas, all of them on this machine."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.reader import HOST
from benchmarks.server import ROOT, free_port

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

DEPLOY = ROOT / "deploy" / "nginx"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so")
MAIN = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{brotli}
events {{ worker_connections 1024; }}
http {{
    log_format seen '$cookie_atlas_process|$upstream_addr|$status|$uri';
    access_log {folder}/access.log seen;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/conf.d/*.conf;
}}
"""
PATIENCE = 10.0
"""Seconds until nginx must answer."""


def nginx() -> str | None:
    """Path of the system's nginx."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def filled(**values: str) -> str:
    """The file of deploy/ with these values in its blanks, as envsubst puts them there."""
    text = (DEPLOY / "atlas.conf.template").read_text(encoding="utf-8")
    blanks = set(re.findall(r"\$\{(\w+)\}", text))
    if blanks != set(values):
        message = f"atlas.conf.template has the blanks {sorted(blanks)}, and {sorted(values)} are given"
        raise ValueError(message)
    return re.sub(r"\$\{(\w+)\}", lambda blank: values[blank[1]], text)


def command(folder: Path, port: int, base: str, places: Sequence[str]) -> list[str]:
    """The command that starts nginx on this port, before the processes at these places; its files are in `folder`."""
    processes = "".join(f"server {place} fail_timeout=2s;" for place in places)
    conf = filled(ATLAS_LISTEN=f"{HOST}:{port}", ATLAS_BASE=f"/{base}", ATLAS_PROCESSES=processes)
    (folder / "conf.d").mkdir()
    (folder / "conf.d" / "atlas.conf").write_text(conf, encoding="utf-8")
    if BROTLI.exists():
        shutil.copy(DEPLOY / "brotli.conf", folder / "conf.d")
    who = "user root;" if os.name != "nt" and os.geteuid() == 0 else ""
    brotli = f"load_module {BROTLI};" if BROTLI.exists() else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=who, brotli=brotli), encoding="utf-8")
    return [str(nginx()), "-c", str(folder / "nginx.conf"), "-p", str(folder)]


@contextlib.contextmanager
def proxied(ports: Sequence[int], base: str) -> Generator[int]:
    """Port of nginx before the processes on these ports, which show the atlas below the path `base`."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="upr-nginx-") as folder:
        start = command(Path(folder), port, base, [f"{HOST}:{each}" for each in ports])
        with subprocess.Popen(start) as process:
            try:
                _wait(f"http://{HOST}:{port}/{base}/_stcore/health")
                yield port
            finally:
                process.terminate()


def _wait(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=1):
            return
        time.sleep(0.05)
    message = f"nginx has not answered within {PATIENCE} s"
    raise TimeoutError(message)
