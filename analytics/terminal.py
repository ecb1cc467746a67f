"""What a command prints: no value of a file gives the terminal an order, and no suggested command does more than said.

Every command wraps its `main` in `plain`: whatever it prints, by whichever way, has no control sequences in it.
"""

from __future__ import annotations

import functools
import os
import re
import shlex
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, ParamSpec, TextIO

from analytics import letters

Given = ParamSpec("Given")
LOOSE = re.compile(r'["%$`!\r\n]')
"""What one of the shells of Windows reads inside of double quotes."""
HARMLESS = re.compile(r"[\w.,:/\\+=@-]+")


class _Plain:
    """A stream whose lines hold only what is seen. A carriage return that begins what is written is our own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, words: str) -> int:
        """Write the words without what nobody sees."""
        own = "\r" if words.startswith("\r") else ""
        self._stream.write(own + letters.lines(words.removeprefix("\r")))
        return len(words)

    def __getattr__(self, name: str) -> Any:
        """All else is that of the stream."""
        return getattr(self._stream, name)


def plain(main: Callable[Given, int]) -> Callable[Given, int]:
    """The same command, whose output gives a terminal no orders."""

    @functools.wraps(main)
    def run(*arguments: Given.args, **options: Given.kwargs) -> int:
        with redirect_stdout(_Plain(sys.stdout)), redirect_stderr(_Plain(sys.stderr)):  # ty: ignore[invalid-argument-type]
            return main(*arguments, **options)

    return run


def quoted(word: str, otherwise: str, *, windows: bool = os.name == "nt") -> str:
    """A word as one word of the shell, on Windows for cmd and PowerShell alike.

    There is no such way there for a word with quotes, `%` or `$`: `otherwise` then says what has to be typed.
    """
    seen = letters.name(word)
    if not windows:
        return shlex.quote(seen)
    if LOOSE.search(seen):
        return otherwise
    return seen if HARMLESS.fullmatch(seen) else f'"{seen}"'
