"""The text of a stakeholder summary in a Word document: its paragraphs, then its notes, each behind its number.

Read with Python's own expat, as `word_tables` reads tables. A row of a table is a line, as it is on the page.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile

from analytics.sentences import Said
from analytics.sources.packages import DOCUMENT, opened
from analytics.sources.reading import ReadError, problem
from analytics.sources.word_tables import GONE

NOTES = ("word/endnotes.xml", "word/footnotes.xml")
BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
LARGEST = 100_000_000
"""Bytes of one part, unpacked."""


class _Text:
    """What expat tells, as text in `said`. Notes that only separate have a type and are no notes."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.notes = self.cells = self.fallbacks = self.gone = 0
        self.is_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if tag == "Fallback":
            self.fallbacks += 1
        elif tag in GONE:
            self.gone += 1
        elif tag in ("endnote", "footnote") and not any(_local(each) == "type" for each in attributes):
            self.notes += 1
            self.said.append(f"\n{self.notes} ")
        elif tag == "tc":
            self.cells += 1
        self.is_text = tag == "t" and not self.fallbacks and not self.gone

    def characters(self, text: str) -> None:
        if self.is_text:
            self.said.append(text)

    def end(self, name: str) -> None:
        tag = _local(name)
        self.is_text = False
        if tag == "Fallback":
            self.fallbacks -= 1
        elif tag in GONE:
            self.gone -= 1
        elif tag == "tc":
            self.cells -= 1
        elif tag in BREAKS and not self.fallbacks:
            self.said.append(BREAKS[tag])
        elif tag == "p":
            self.said.append(" " if self.cells else "\n")
        elif tag == "tr":
            self.said.append("\n")


def word_text(path: Path) -> str:
    """The text of a Word document. Raises ReadError when it is damaged or is none."""
    try:
        with opened(path) as package:
            names = set(package.namelist())
            parts = [name for name in (DOCUMENT, *NOTES) if name in names]
            if not parts or any(package.getinfo(name).file_size > LARGEST for name in parts):
                raise ReadError(
                    Said("refusal.damaged", file=path.name, kind=Said("kind.word"), problem=", ".join(parts))
                )
            return "\n".join(_part(package.read(name)) for name in parts)
    except (expat.ExpatError, zlib.error, BadZipFile, KeyError, EOFError) as error:
        said = Said("refusal.damaged", file=path.name, kind=Said("kind.word"), problem=problem(error))
        raise ReadError(said) from error


def _part(content: bytes) -> str:
    text = _Text()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = text.start, text.end
    parser.CharacterDataHandler = text.characters
    parser.Parse(content, True)  # noqa: FBT003 - expat's own way to say that this is all
    return "".join(text.said)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
