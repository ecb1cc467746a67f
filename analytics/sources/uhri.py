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
from analytics.sources import sheets
from analytics.sources.reading import Findings, ReadError, shown
from analytics.sources.recommendations import RawRow
from analytics.sources.records import not_a_record, records, sniff, words
from analytics.sources.tables import lacking

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
KEYS = frozenset({"AnnotationId", "UprRecommendingCountry", "UprSession", "AnnotationType"})
"""One of these makes a record of this index."""
SEPARATOR = re.compile(r"(?:^|\n|\s)-\s")
NUMBER = re.compile(r"\d+")
PARAGRAPH = re.compile(r"\s*(\d{1,3}\.\d{1,3})\.?\s")
RESPONSE = "Response of "


def read_json(path: Path, findings: Findings) -> Iterator[RawRow]:
    """The recommendations of the bulk `.json`, streamed; `line` is the number of the record.

    Raises ReadError when it holds no records of this index, or ends early.
    """
    place = sniff(path, KEYS).prefix
    if place is None:
        raise ReadError(Said("refusal.no_record", file=path.name, keys=", ".join(sorted(KEYS))))
    for number, record in records(path, place):
        if isinstance(record, dict):
            yield from _taken(record, number, findings)
        else:
            findings.reject(number, "record", shown(record), not_a_record(record))


def read_xlsx(path: Path, findings: Findings) -> Iterator[RawRow]:
    """The recommendations of the `.xlsx`; `line` is the row of the sheet.

    Raises ReadError when the columns of this index are not there.
    """
    places: dict[str, int] = {}
    for line, cells in sheets.rows(path, findings, COLUMNS):
        if places:
            record = {key: cells[place] for key, place in places.items() if place < len(cells)}
            yield from _taken(record, line, findings)
        else:
            places = _places(path.name, cells)
    if not places:
        raise ReadError(Said("refusal.no_row", file=path.name))


def values(value: Any) -> list[str]:
    """A list, or a cell in which each value follows `- ` at the start of a line or behind a space."""
    found = words(value)
    return [part.strip() for word in found for part in SEPARATOR.split(word) if part.strip()]


def _places(file: str, header: list[str]) -> dict[str, int]:
    places = {name: place for place, name in reversed([*enumerate(header)])}
    missing = [name for name in COLUMNS if name not in places]
    if missing:
        raise ReadError(lacking(file, missing, header))
    return {key: places[name] for name, key in COLUMNS.items()}


def _taken(record: Mapping[str, Any], number: int, findings: Findings) -> Iterator[RawRow]:
    """The row, when the record is a recommendation of the review."""
    body, kind = values(record.get("Body")), values(record.get("AnnotationType"))
    text = "\n".join(words(record.get("Text")))
    if body != ["UPR"]:
        findings.skip("other mechanisms than the UPR" if body else "records without a body")
    elif not kind or not kind[0].lower().startswith("recommendation"):
        findings.skip("other types than recommendations")
    elif text.startswith(RESPONSE):
        findings.skip("responses of states")
    elif not text:
        findings.reject(number, "text", str(record.get("AnnotationId")), Said("reason.no_text"))
    elif "\0" in text:
        findings.reject(number, "text", text, Said("reason.no_characters"))
    else:
        yield _row(record, text, number, findings.file)


def _row(record: Mapping[str, Any], text: str, number: int, file: str) -> RawRow:
    session = NUMBER.search(" ".join(words(record.get("UprSession"))))
    paragraph = PARAGRAPH.match(text)
    return RawRow(
        file=file,
        line=number,
        to=", ".join(values(record.get("Countries"))),
        recommending=tuple(dict.fromkeys(values(record.get("UprRecommendingCountry")))),
        text=text,
        response="/".join(dict.fromkeys(values(record.get("UprPositions")))),
        action="",
        issues=(),
        session=session.group() if session else "",
        themes=tuple(dict.fromkeys(values(record.get("Themes")))),
        paragraph=paragraph.group(1) if paragraph else "",
        source=SOURCE,
        identity=" ".join(words(record.get("AnnotationId"))),
    )
