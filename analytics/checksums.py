"""What tells a damaged file: the SHA-256 of each, written down when it was complete.

    SHA256SUMS      in a folder, as `sha256sum` writes and checks it: a line per file that is read there or in its data/
    # sha256 ...    the last line of SHA256SUMS, and of the small files that say what is served: digest of what is above

A file may have two lines while another takes its place: it is one of both, so that a change can be stopped at any
moment. A file that is not there yet, or no longer, has the digest ABSENT.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from analytics.sentences import Said, SaidError, joined
from analytics.sources.reading import problem
from analytics.swapping import swap, write

NAME = "SHA256SUMS"
READ = {".csv", ".json", ".parquet", ".toml"}
"""Endings of what stands in for a file of data/; nothing else is read, as it may be what a file manager left."""
ABSENT = "0" * 64
LINE = re.compile(r"([0-9a-f]{64}) {2}(.+)")
SEAL = re.compile(r"# sha256 ([0-9a-f]{64})")
NAMED = 5
"""Damaged files that a sentence names."""
Digests = dict[str, frozenset[str]]
"""File -> what its digest may be."""


class DamagedError(SaidError, ValueError):
    """What was written down is no longer what is there."""


def files(folder: Path) -> Iterator[Path]:
    """The files of a folder, and of its data/, that have a digest."""
    for path in sorted((*folder.glob("*"), *folder.glob("data/*"))):
        if path.suffix in READ and not path.name.startswith(".") and path.is_file():
            yield path


def keep(folder: Path) -> None:
    """Write down the digests of the files of a folder as they are now."""
    _write(folder, {_name(path, folder): frozenset({_digest(path)}) for path in files(folder)})


def are_kept(folder: Path) -> bool:
    """Whether there are digests; versions that were loaded before 0.2.0 have none."""
    return (folder / NAME).exists()


def damage(folder: Path) -> dict[str, Said]:
    """Each file of a folder that is not as it was written, and what is wrong with it."""
    try:
        kept = _kept(folder)
        there = {_name(path, folder): path for path in files(folder)}
    except DamagedError:
        return {NAME: Said("damage.changed", file=NAME)}
    except OSError as error:
        return {NAME: _unread(NAME, error)}
    found = {}
    for name in sorted(kept.keys() | there.keys()):
        said = _said(name, there.get(name), kept.get(name))
        if said:
            found[name] = said
    return found


def _said(name: str, path: Path | None, allowed: frozenset[str] | None) -> Said | None:
    if allowed is None:
        return Said("damage.added", file=name)
    if path is None:
        return None if ABSENT in allowed else Said("damage.missing", file=name)
    try:
        return None if _digest(path) in allowed else Said("damage.changed", file=name)
    except OSError as error:
        return _unread(name, error)


def _unread(name: str, error: OSError) -> Said:
    return Said("damage.unread", file=name, problem=problem(error))


def in_words(found: Mapping[str, Said]) -> Said | str:
    """The first of what is damaged, and how much more there is."""
    more = [Said("damage.more", n=len(found) - NAMED)] if len(found) > NAMED else []
    return joined("language.semicolon", [*list(found.values())[:NAMED], *more])


def content(folder: Path, name: str) -> bytes:
    """The content of one file. Raises DamagedError where it is not as it was written, OSError where there is none."""
    read = (folder / name).read_bytes()
    if are_kept(folder) and hashlib.sha256(read).hexdigest() not in _kept(folder).get(name, ()):
        raise DamagedError(Said("damage.changed", file=name))
    return read


def replace(folder: Path, finished: Mapping[str, Path], gone: Iterable[str] = ()) -> None:
    """Put finished files in their places in a folder and remove others; stopped at any moment, nothing is damaged."""
    into = {folder / name: path for name, path in finished.items()}
    kept = _kept(folder) if are_kept(folder) else None
    new: Digests = {name: frozenset({_digest(path)}) for name, path in finished.items()}
    new |= dict.fromkeys(gone, frozenset({ABSENT}))
    if kept is not None:
        _write(folder, kept | {name: kept.get(name, frozenset({ABSENT})) | new[name] for name in new})
    for path, part in into.items():
        swap(part, path)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    if kept is not None:
        _write(folder, {name: each for name, each in (kept | new).items() if each != {ABSENT}})


def sealed(text: str) -> bytes:
    """A text, whose last line ends, with the digest of it behind."""
    return f"{text}# sha256 {hashlib.sha256(text.encode()).hexdigest()}\n".encode()


def unsealed(read: bytes) -> tuple[str, bool]:
    """The text before its digest, and whether there is one: files from before 0.2.0 have none.

    Raises DamagedError where the digest is another, or where it is no text.
    """
    try:
        text = read.decode()
    except UnicodeDecodeError as error:
        raise DamagedError(Said("damage.not_text")) from error
    above, _, last = text.removesuffix("\n").rpartition("\n")
    seal = SEAL.fullmatch(last)
    if not seal:
        return text, False
    if hashlib.sha256(f"{above}\n".encode()).hexdigest() != seal[1]:
        raise DamagedError(Said("damage.digest"))
    return f"{above}\n", True


def _kept(folder: Path) -> Digests:
    """What a folder's SHA256SUMS says. Raises DamagedError where that is damaged itself."""
    text, is_sealed = unsealed((folder / NAME).read_bytes())
    lines = [LINE.fullmatch(line) for line in text.splitlines()]
    if not is_sealed or not all(lines):
        raise DamagedError(Said("damage.changed", file=NAME))
    found: Digests = {}
    for digest, name in (line.groups() for line in lines if line):
        found[name] = found.get(name, frozenset()) | {digest}
    return found


def _write(folder: Path, digests: Digests) -> None:
    lines = [f"{digest}  {name}\n" for name in sorted(digests) for digest in sorted(digests[name])]
    write(folder / NAME, sealed("".join(lines)))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
