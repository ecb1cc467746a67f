"""Sheets on the embedded facts, and what a reader of the PDF finds in them."""

import io
import re
from datetime import date
from functools import partial
from itertools import chain
from typing import Any

import pypdf
import pytest

from analytics.exports.sheet import Bars, Dots, Found, Table
from analytics.filters import Filters
from analytics.sheets.ground import Ground, records
from analytics.text import text

DAY = date(2026, 11, 30)
ADDRESS = "https://atlas.example/"


@pytest.fixture(scope="session")
def ground(table, codes):
    """What sheets are made of, under a selection and in a language."""

    def of(filters=None, language="en", **changed):
        made: dict[str, Any] = {
            "table": table,
            "codes": codes,
            "sources": partial(records, table("sources"), codes, "upr_info"),
            "data_version": "2018",
            "filters": filters or Filters(),
            "t": text(language),
            "day": DAY,
            "address": ADDRESS,
        }
        return Ground(**{**made, **changed})

    return of


def parts(sheet):
    """Every part of a sheet."""
    return [part for row in sheet.rows for section in row for part in section.parts]


def said(sheet):
    """All words of a sheet, without marks."""
    words = [sheet.kind, sheet.title, sheet.lead, *(part for note in sheet.foot for part in (note.title, *note.said))]
    for part in parts(sheet):
        match part:
            case Found():
                words += [part.heading, part.more, part.small]
            case Table():
                words += [*part.headings, *chain.from_iterable(part.rows), part.reads]
            case Dots():
                words += [word for mark in part.marks for word in (mark.name, mark.said)]
            case Bars():
                words += [word for bar in part.bars for word in (bar.name, bar.said)]
    return plain(" ".join(words))


def plain(words):
    """Words as one line: every kind of space is one, and the marks of sentences are none."""
    return re.sub(r"\s+", " ", re.sub(r"[\ue000-\ue006]", "", words)).strip()


def read(pdf):
    """The words of a PDF, its number of pages and its links."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
    links = {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}
    return plain(" ".join(page.extract_text() for page in pages)), len(pages), links
