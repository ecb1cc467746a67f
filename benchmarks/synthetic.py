"""Synthetic files of the sizes that users bring: invented words in the producers' formats, the same on every run.

Nothing in them is a recommendation of anybody. Names of states and issues are from data/, so that rows can be coded.
"""

from __future__ import annotations

import csv
import itertools
import json
import random
from typing import TYPE_CHECKING

from analytics.database import DATA
from analytics.sources.names import read_aliases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEED = 20
SPOKEN = "paint oil open close lift hang plane sand varnish carry the a every wide narrow old new door hinge lock"
HEADER = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session"
UHRI_RECORDS, OF_THE_REVIEW = 267_000, 127_625
EXPORT_ROWS = 41_066


def write_uhri(path: Path, records: int = UHRI_RECORDS) -> None:
    """A bulk export of `records` records, 48 % of them of the review, in about 1,500 bytes each: a JSON list."""
    lot = random.Random(SEED)  # noqa: S311 - invented rows, no secret
    states = sorted(set(read_aliases(DATA / "state_aliases.csv")))
    with path.open("w", encoding="utf-8") as file:
        for number in range(records):
            upr = number * OF_THE_REVIEW // UHRI_RECORDS != (number + 1) * OF_THE_REVIEW // UHRI_RECORDS
            record = _uhri_record(number, lot, states, upr=upr)
            file.write(("[\n" if not number else ",\n") + json.dumps(record))
        file.write("\n]\n")


def write_export(path: Path, rows: int = EXPORT_ROWS) -> None:
    """An export of UPR Info in UTF-8 with `rows` rows of about 220 bytes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split(","))
        writer.writerows(itertools.islice(_export_rows(), rows))


def _export_rows() -> Iterator[list[str]]:
    lot = random.Random(SEED)  # noqa: S311 - invented rows, no secret
    states = sorted(set(read_aliases(DATA / "state_aliases.csv")))
    issues = sorted(set(read_aliases(DATA / "issue_aliases.csv")))
    while True:
        to, asking = lot.sample(states, 2)
        text, tags = _text(lot, 150), ",".join(lot.sample(issues, lot.randint(1, 4)))
        response, action = lot.choice(["Accepted", "Noted"]), str(lot.randint(1, 5))
        yield [to, "", "", text, asking, "", "", response, action, tags, str(lot.randint(1, 20))]


def _uhri_record(number: int, lot: random.Random, states: list[str], *, upr: bool) -> dict[str, object]:
    return {
        "AffectedPersons": ["Carpenters", "Painters"],
        "AnnotationId": f"{number:08x}-0000-4000-8000-000000000000",
        "AnnotationType": "- Recommendations",
        "Body": "- UPR" if upr else "- CRC",
        "Countries": [lot.choice(states)],
        "DocumentId": f"{number // 200:08x}-0000-4000-8000-000000000000",
        "PublicationDate": "2020-01-01T00:00:00",
        "Regions": ["Somewhere"],
        "Sdgs": ["5 - Doors for everybody", "10 - Windows"],
        "Symbol": f"A/HRC/{number // 200}/1",
        "Text": f"{number // 200}.{number % 200 + 1} {_text(lot, 700)}",
        "Themes": ["Doors", "Windows & hinges", "Locks - general"],
        "UprCycle": "3" if upr else None,
        "UprPositions": [lot.choice(["Supported", "Noted"])] if upr else [],
        "UprRecommendingCountry": lot.sample(states, 2) if upr else [],
        "UprSession": [str(lot.randint(27, 40))] if upr else [],
    }


def _text(lot: random.Random, length: int) -> str:
    return " ".join(lot.choices(SPOKEN.split(), k=length // 5))
