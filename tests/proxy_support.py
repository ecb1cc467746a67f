"""nginx as deploy/ sets it up, before two processes of the atlas, all of them on this machine."""

import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from browser_support import HOST, end, free_port, started, wait_until_healthy

ROOT = Path(__file__).resolve().parents[1]
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


def nginx() -> str | None:
    """Path of the system's nginx."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def filled(**values: str) -> str:
    """The file of deploy/ with these values in its blanks, as envsubst puts them there."""
    text = (DEPLOY / "atlas.conf.template").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{(\w+)\}", text)) == set(values)
    return re.sub(r"\$\{(\w+)\}", lambda blank: values[blank[1]], text)


@contextmanager
def proxied(folder: Path, base: str):
    """Two processes behind nginx, below this path: its address, the processes by address, and what nginx wrote down."""
    logs = [folder / f"{number}.txt" for number in (1, 2)]
    with started(logs[0], base) as one, started(logs[1], base) as other:
        port = free_port()
        processes = "".join(f"server {HOST}:{each.port} fail_timeout=2s;" for each in (one, other))
        conf = filled(ATLAS_LISTEN=f"{HOST}:{port}", ATLAS_BASE=f"/{base}", ATLAS_PROCESSES=processes)
        (folder / "conf.d").mkdir()
        (folder / "conf.d" / "atlas.conf").write_text(conf, encoding="utf-8")
        if BROTLI.exists():
            shutil.copy(DEPLOY / "brotli.conf", folder / "conf.d")
        who = "user root;" if os.name != "nt" and os.geteuid() == 0 else ""
        brotli = f"load_module {BROTLI};" if BROTLI.exists() else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=who, brotli=brotli), encoding="utf-8")
        for each, log in zip((one, other), logs, strict=True):
            wait_until_healthy(each.address, each.process, log)
        with (folder / "said.txt").open("w", encoding="utf-8") as said:
            command = [nginx(), "-c", str(folder / "nginx.conf"), "-p", str(folder)]
            proxy = subprocess.Popen(command, stdout=said, stderr=said)
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
