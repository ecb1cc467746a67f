"""How commands are typed: with make by whoever came by make, else as `python -m analytics`."""

from __future__ import annotations

import os


class StartError(Exception):
    """Why a command cannot start, and the way out, for whoever typed it."""

    code = 1


class IncompleteError(StartError):
    """Something that must be said was not."""

    code = 2


def by_make() -> bool:
    """Whether make runs this: it sets MAKELEVEL for whatever it runs."""
    return "MAKELEVEL" in os.environ


def option(name: str, value: object = "") -> str:
    """`PORT=8501` or `--port 8501`; without a value `HEADLESS=1` or `--headless`."""
    return f"{name.upper()}={value or 1}" if by_make() else f"--{name} {value}".rstrip()


def typed(command: str = "", *options: str) -> str:
    """`make run PORT=8501` or `python -m analytics run --port 8501`."""
    return " ".join(each for each in ("make" if by_make() else "python -m analytics", command, *options) if each)
