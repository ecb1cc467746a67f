"""Office packages, `.docx` and `.xlsx`: zip files of XML that a stranger made. Checked before anything is unpacked.

Python reads no more of a member than its declared size, so limits on declared sizes hold. Document type declarations,
with which a small file can ask for gigabytes or for another file, are refused: Office writes none.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from analytics.sentences import Said
from analytics.sources.reading import ReadError, problem, shown

ZIP = b"PK\x03\x04"
"""First bytes of a package."""
DOCUMENT, WORKBOOK = "word/document.xml", "xl/workbook.xml"
MOST_MEMBERS = 10_000
LARGEST_UNPACKED = 2_000_000_000
"""Bytes; a workbook of all UHRI records has about 600 million."""
LARGEST_RATIO = 100
"""Unpacked to packed size; tables of XML reach about 30."""
SMALL = 1_000_000
"""Bytes; members that are no larger may have any ratio."""
HEAD = 8_192
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MOST_INSTRUCTIONS = 4
ENCRYPTED = 1


@contextmanager
def opened(path: Path) -> Generator[zipfile.ZipFile]:
    """The package, checked. Raises ReadError when it is damaged, encrypted or would unpack to too much."""
    try:
        with zipfile.ZipFile(path) as package:
            _check(path.name, package)
            yield package
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ReadError(Said("refusal.package", file=path.name, problem=problem(error))) from error


def _check(file: str, package: zipfile.ZipFile) -> None:
    members = package.infolist()
    if len(members) > MOST_MEMBERS:
        raise ReadError(Said("refusal.package_files", file=file, found=len(members), most=MOST_MEMBERS))
    total = sum(member.file_size for member in members)
    worst = max((_ratio(member) for member in members), default=0)
    if total > LARGEST_UNPACKED or worst > LARGEST_RATIO:
        times, most, ratio = round(worst), LARGEST_UNPACKED, LARGEST_RATIO
        raise ReadError(Said("refusal.package_size", file=file, found=total, times=times, most=most, ratio=ratio))
    for member in members:
        if member.flag_bits & ENCRYPTED:
            raise ReadError(Said("refusal.password", file=file))
        if member.filename.endswith((".xml", ".rels")):
            _check_xml(file, package, member)


def _ratio(member: zipfile.ZipInfo) -> float:
    return member.file_size / max(member.compress_size, 1) if member.file_size > SMALL else 0


def _check_xml(file: str, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A declaration must stand before the first element: so the first element must stand in the head.

    Office writes nothing before it but one instruction; a comment, or instructions without end, could hide it.
    """
    try:
        with package.open(member) as stream:
            head = stream.read(HEAD)
    # A damaged stream fails in as many ways as the library has steps.
    except Exception as error:
        raise ReadError(Said("refusal.package", file=file, problem=problem(error))) from error
    plain = head.replace(b"\0", b"")
    before = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    for _ in range(MOST_INSTRUCTIONS):
        if before.startswith(b"<?"):
            before = before.partition(b"?>")[2].lstrip()
    hidden = before.startswith((b"<!", b"<?")) or (not before and len(head) == HEAD)
    if DECLARATION.search(plain) or hidden:
        raise ReadError(Said("refusal.declaration_in", file=file, member=shown(member.filename)))
