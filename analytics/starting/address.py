"""Where the dashboard opens. Asked before anything is built: Streamlit names a busy port too, but not the way out."""

from __future__ import annotations

import errno
import os
import socket

from analytics.starting.words import StartError, option, typed

PORT, ADDRESS = "8501", "127.0.0.1"
PORTS = 65_536


def check(address: str, port: str) -> None:
    """Raise StartError, with the way out, where nothing can be opened at this port of this address."""
    usual = typed("run", option("port", PORT))
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < PORTS):
        message = f"{option('port', port)} is not a port number: try {usual}."
        raise StartError(message)
    following = typed("run", option("port", int(port) % (PORTS - 1) + 1))
    problems = {
        errno.EADDRINUSE: f"Port {port} is in use by another program: try {following}.",
        errno.EACCES: f"Port {port} is reserved for administrators: try {usual}.",
    }
    try:
        family, kind, _, _, place = socket.getaddrinfo(address, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            # On Windows the usual option would let two programs share a port.
            alone = socket.SO_REUSEADDR if os.name != "nt" else socket.SO_EXCLUSIVEADDRUSE
            probe.setsockopt(socket.SOL_SOCKET, alone, 1)
            probe.bind(place)
    except (OSError, UnicodeError) as problem:
        said = option("address", address)
        other = f"{said} is not an address of this machine: leave it out, or share with 0.0.0.0."
        raise StartError(problems.get(getattr(problem, "errno", 0), other)) from problem


def announce(address: str, port: str) -> None:
    """Print where the dashboard opens, for this machine and, when it is shared, for others."""
    shared = address in ("0.0.0.0", "::")
    host = "localhost" if shared else f"[{address}]" if ":" in address else address
    print(f"The dashboard opens at http://{host}:{port} (Ctrl+C ends it).", flush=True)
    if shared:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address faces the network
                print(f"Others on this network open http://{probe.getsockname()[0]}:{port}", flush=True)
            except OSError:
                print("This machine is on no network, so nobody else can open it.", flush=True)
