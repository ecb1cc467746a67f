"""The bulk file of the Universal Human Rights Index: 400 MB in one piece, streamed to disk and resumed where it broke.

What has arrived stands in `export-full-en.json.part`, and beside it which version of the file it is a part of. The rest
is asked for with `Range` and `If-Range`, so that a new version at the source starts over instead of being glued to the
old one. The finished file is renamed into place only when its length is right and its JSON is closed.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO

import httpx
from tqdm import tqdm

from analytics.fetching.answers import (
    FetchError,
    PassingError,
    StubbornError,
    check_status,
    looks_like_html,
    place,
    wants_a_browser,
)
from analytics.fetching.files import read_json, write_json
from analytics.fetching.polite import Polite
from analytics.swapping import PART, swap

URL = "https://dataex.ohchr.org/uhri/export-results/export-full-en.json"
NAME = "export-full-en.json"
LARGEST = 4_000_000_000
"""Bytes; ten times the file of 2026. More than that is not this file."""
SPARE = 100_000_000
"""Bytes that stay free on the disk."""
TAIL = 64


@dataclass(frozen=True)
class Fetched:
    """How a download ended. `resumed_at` is the byte from which it went on; `new` is False if nothing had changed."""

    path: Path
    size: int
    new: bool
    resumed_at: int = 0


@dataclass(frozen=True)
class Here:
    """The file at the source, and what is already there."""

    size: int | None
    modified: str
    same: bool
    part: int


class Download:
    """The file at `url` on its way into `folder`."""

    def __init__(self, guest: Polite, folder: Path, url: str = URL) -> None:
        self.guest, self.url = guest, url
        self.path = folder / NAME
        self.part = folder / f"{NAME}{PART}"
        self.note, self.part_note = folder / f".{NAME}.version", folder / f".{NAME}.part-version"
        self.resumed_at = 0

    def look(self) -> Here:
        """What would be fetched. Raises FetchError when the server does not say."""
        answer = self.guest.head(self.url)
        check_status(answer)
        version = _version(self.url, answer)
        part = self.part.stat().st_size if self.part.exists() and read_json(self.part_note) == version else 0
        same = self.path.exists() and read_json(self.note) == version
        return Here(version["size"], version["modified"], same, part)

    def fetch(self) -> Fetched:
        """The whole file, with what is already there.

        Raises FetchError when it cannot be had; what has arrived stays, and the next call goes on from there.
        """
        best = -1
        while True:
            try:
                new = self.guest.persist(lambda _: self._ask())
            except StubbornError:
                # As long as more arrives than ever before, a server that breaks off is worth another try.
                arrived = self._arrived()
                if arrived <= best or not arrived:
                    raise
                best = arrived
            else:
                return Fetched(self.path, self.path.stat().st_size, new, self.resumed_at)

    def _arrived(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _ask(self) -> bool:
        """One request; True when the file is new. Raises PassingError when the rest must be asked for."""
        headers = self._conditions()
        with self.guest.stream(self.url, headers) as answer:
            if answer.status_code == HTTPStatus.NOT_MODIFIED and "Range" not in headers:
                return False
            if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                version = self._complete(answer)
            else:
                if answer.status_code not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
                    answer.read()
                check_status(answer)
                version = self._write(answer)
        self._check(version, answer)
        swap(self.part, self.path)
        write_json(self.note, version)
        self.part_note.unlink(missing_ok=True)
        return True

    def _conditions(self) -> dict[str, str]:
        """Headers that ask for the rest of a part, or for the file only if it is another than ours."""
        headers = {"Accept-Encoding": "identity"}
        note, arrived = read_json(self.part_note), self._arrived()
        validator = _validator(note)
        if arrived and validator and note["url"] == self.url:
            return {**headers, "Range": f"bytes={arrived}-", "If-Range": validator}
        note = read_json(self.note)
        if self.path.exists() and isinstance(note, dict) and note.get("url") == self.url:
            headers |= {"If-None-Match": note["etag"]} if note.get("etag") else {}
            headers |= {"If-Modified-Since": note["modified"]} if note.get("modified") else {}
        return headers

    def _complete(self, answer: httpx.Response) -> dict[str, Any]:
        """The version of a part that lacks nothing. Raises PassingError when the file has become shorter than it."""
        version = _version(self.url, answer)
        if version["size"] == self._arrived():
            return read_json(self.part_note)
        self._forget()
        message = f"{place(answer)} has become shorter than what has arrived"
        raise PassingError(message)

    def _write(self, answer: httpx.Response) -> dict[str, Any]:
        """Add the body to the part, or start it anew when the server sends the whole file. Returns its version."""
        version, start = _version(self.url, answer), 0
        if "text/html" in answer.headers.get("Content-Type", ""):
            raise FetchError(wants_a_browser(answer))
        if answer.status_code == HTTPStatus.PARTIAL_CONTENT:
            start = self._arrived()
            if _first_byte(answer) != start:
                self._forget()
                message = f"{place(answer)} sent another part of the file than asked for"
                raise PassingError(message)
            self.resumed_at = start
        else:
            self._forget()
            write_json(self.part_note, version)
        self._check_room(version["size"], start)
        with self.part.open("ab") as file:
            self._copy(answer, file, start, version["size"])
        return version

    def _copy(self, answer: httpx.Response, file: BinaryIO, start: int, size: int | None) -> None:
        with tqdm(total=size, initial=start, unit="B", unit_scale=True, desc="uhri", disable=None) as bar:
            for block in answer.iter_raw():
                if file.tell() == 0 and looks_like_html(block):
                    raise FetchError(wants_a_browser(answer))
                file.write(block)
                file.flush()
                bar.update(len(block))
                if file.tell() > LARGEST:
                    message = f"{place(answer)} sends more than {LARGEST:,} bytes: this is not the UHRI export."
                    raise FetchError(message)

    def _check(self, version: Mapping[str, Any], answer: httpx.Response) -> None:
        """Raises PassingError when the part is empty, or not the whole file."""
        arrived, where = self._arrived(), place(answer)
        if not arrived:
            message = f"{where} answered {answer.status_code} with nothing in it"
            raise PassingError(message)
        if version["size"] is not None and arrived != version["size"]:
            if arrived > version["size"]:
                self._forget()
            message = f"{where} sent {arrived:,} of {version['size']:,} bytes"
            raise PassingError(message)
        with self.part.open("rb") as file:
            file.seek(max(0, arrived - TAIL))
            closed = file.read().rstrip().endswith((b"]", b"}"))
        if not closed:
            self._forget()
            message = f"{where} sent JSON that ends early"
            raise PassingError(message)

    def _check_room(self, size: int | None, start: int) -> None:
        free = shutil.disk_usage(self.path.parent).free
        if size is not None and free < size - start + SPARE:
            message = (
                f"{(size - start) / 1e6:,.0f} MB are to come, and '{self.path.parent}' has {free / 1e6:,.0f} MB free. "
                "Make room, or choose another place with --folder FOLDER."
            )
            raise FetchError(message)

    def _forget(self) -> None:
        """The part first: a note without a part asks for nothing."""
        self.part.unlink(missing_ok=True)
        self.part_note.unlink(missing_ok=True)


def _version(url: str, answer: httpx.Response) -> dict[str, Any]:
    """Which version of the file an answer is about: its validators and its whole size."""
    if "Content-Range" in answer.headers:
        size = answer.headers.get("Content-Range", "").rpartition("/")[2]
    else:
        size = answer.headers.get("Content-Length", "")
    plain = answer.headers.get("Content-Encoding", "identity") == "identity"
    return {
        "url": url,
        "etag": answer.headers.get("ETag", ""),
        "modified": answer.headers.get("Last-Modified", ""),
        "size": int(size) if size.isdigit() and plain else None,
    }


def _validator(note: Any) -> str:
    """What `If-Range` may hold: a strong ETag, else a date; nothing where the server gives neither."""
    if not isinstance(note, dict):
        return ""
    etag = note.get("etag") or ""
    return etag if etag and not etag.startswith("W/") else note.get("modified") or ""


def _first_byte(answer: httpx.Response) -> int | None:
    start = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(start) if start.isdigit() else None
