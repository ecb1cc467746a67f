"""Several files as one, to hand out: a folder by the name of the kit, with a note on what is in it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from analytics.markup import words

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTE = "README.txt"


def zipped(folder: str, files: Mapping[str, tuple[bytes, str]], about: str) -> bytes:
    """A ZIP of files by name, each with a line that says what it is; `about` is the first line of the note."""
    lines = [words(about), "", *(f"{name}: {words(said)}" for name, (_, said) in files.items())]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kit:
        kit.writestr(f"{folder}/{NOTE}", "\r\n".join(lines))
        for name, (content, _) in files.items():
            kit.writestr(f"{folder}/{name}", content)
    return buffer.getvalue()
