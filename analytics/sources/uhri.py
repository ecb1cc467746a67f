"""Reader of the Universal Human Rights Index (OHCHR): the bulk export, `.json` and `.xlsx`, all mechanisms in one file.

Kept are recommendations of the Universal Periodic Review; other bodies, other types and texts that open with
`Response of ` are skipped and counted. A row is a paragraph with all its recommending states. There is no action
category. Themes are OHCHR's own. Single values carry `- `, lists are lines that start with `- `; a hyphen inside a name
(Timor-Leste) separates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analytics.sentences import Said
from analytics.sources import tables
from analytics.sources.reading import Findings, ReadError, shown, unescaped
from analytics.sources.recommendations import RawRow
from analytics.sources.records import not_a_record, records, sniff, words
from analytics.sources.tables import Table

SOURCE = "uhri"
COLUMNS: Mapping[str, str] = {
    "Text": "Text",
    "Countries Concerned": "Countries",
    "Reccomending Body": "Body",
    "Themes": "Themes",
    "UPR Reccomending States": "UprRecommendingCountry",
    "UPR Position": "UprPositions",
    "Type": "AnnotationType",
    "OHCHR Annotation Id": "AnnotationId",
    "UPR Session": "UprSession",
}
"""Column of the .xlsx, spelled as it is there -> key of the .json."""
NAMES: tables.Names = {key: (column, key) for column, key in COLUMNS.items()}
"""Key -> what it may be called in either."""
REQUIRED = tuple(NAMES)
MARKS = ("AnnotationId", "UprRecommendingCountry", "UprSession", "UprPositions")
KEYS = frozenset(tables.key(name) for mark in MARKS for name in NAMES[mark]) | {tables.key("AnnotationType")}
"""One of these makes a record of this index."""
SEPARATOR = re.compile(r"(?:^|\n|\s)-\s")
BETWEEN = re.compile(r"[;|\n]")
NUMBER = re.compile(r"\d+")
PARAGRAPH = re.compile(r"\s*(\d{1,3}\.\d{1,3})\.?\s")
REGION = re.compile(r"Hong Kong|Maca[ou]|Kosovo", re.IGNORECASE)
"""What the index names beside the state that is reviewed."""
RESPONSE = "Response of "


def read_json(path: Path, findings: Findings) -> Iterator[RawRow]:
    """The recommendations of the bulk `.json`, streamed; `line` is the number of the record.

    The keys may be those of the `.json` or the columns of the `.xlsx`, however they are written. Raises ReadError when
    it holds no records of this index, or ends early.
    """
    place = sniff(path, KEYS).prefix
    if place is None:
        keys = ", ".join(sorted(name for mark in MARKS for name in NAMES[mark]))
        raise ReadError(Said("refusal.no_record", file=path.name, keys=keys))
    names: list[str] = []
    places: dict[str, str] = {}
    for number, record in records(path, place):
        if isinstance(record, dict):
            if names != (names := list(record)):  # all records have the same
                places = {field: names[at] for field, at in tables.columns(names, NAMES).items()}
            yield from _taken({field: record[name] for field, name in places.items()}, number, findings)
        else:
            findings.reject(number, "record", shown(record), not_a_record(record))


def read_table(table: Table, findings: Findings) -> Iterator[RawRow]:
    """The recommendations of the `.xlsx`, or of a `.csv` that it was saved as; `line` is the row.

    Raises ReadError when the columns of this index are not there.
    """
    for line, record in tables.records(table, NAMES, REQUIRED, findings):
        yield from _taken(record, line, findings)


def values(value: Any) -> list[str]:
    """A list, or a cell in which each value follows `- ` at the start of a line or behind a space."""
    found = words(value)
    return [part.strip() for word in found for part in SEPARATOR.split(unescaped(word)) if part.strip()]


def _taken(record: Mapping[str, Any], number: int, findings: Findings) -> Iterator[RawRow]:
    """The row, when the record is a recommendation of the review."""
    body, kind = values(record.get("Body")), values(record.get("AnnotationType"))
    text = unescaped("\n".join(words(record.get("Text"))))
    if body != ["UPR"]:
        findings.skip("other mechanisms than the UPR" if body else "records without a body")
    elif not kind or not kind[0].lower().startswith("recommendation"):
        findings.skip("other types than recommendations")
    elif text.startswith(RESPONSE):
        findings.skip("responses of states")
    elif not text:
        findings.reject(number, "text", str(record.get("AnnotationId")), Said("reason.no_text"))
    elif len(states := _reviewed(record)) > 1:
        said = ", ".join(states)
        findings.reject(number, "state", said, Said("reason.two_states", states=shown(said)))
    elif "\0" in text:
        findings.reject(number, "text", text, Said("reason.no_characters"))
    else:
        yield _row(record, text, number, findings.file)


def _several(value: Any) -> tuple[str, ...]:
    """Names of a list, each once; programs that save the index again put other marks between them."""
    named = (name.strip() for each in values(value) for name in BETWEEN.split(each))
    return tuple(dict.fromkeys(name for name in named if name))


def _reviewed(record: Mapping[str, Any]) -> list[str]:
    """The states that a record stands under, without the regions of one that are named beside it."""
    states = list(dict.fromkeys(values(record.get("Countries"))))
    return [state for state in states if not REGION.search(state)] or states


def _row(record: Mapping[str, Any], text: str, number: int, file: str) -> RawRow:
    session = NUMBER.search(" ".join(words(record.get("UprSession"))))
    paragraph = PARAGRAPH.match(text)
    return RawRow(
        file=file,
        line=number,
        to=", ".join(_reviewed(record)),
        recommending=_several(record.get("UprRecommendingCountry")),
        text=text,
        response="/".join(_several(record.get("UprPositions"))),
        action="",
        issues=(),
        session=session.group() if session else "",
        themes=tuple(dict.fromkeys(values(record.get("Themes")))),
        paragraph=paragraph.group(1) if paragraph else "",
        source=SOURCE,
        identity=" ".join(words(record.get("AnnotationId"))),
    )
