"""Sheets as PDF, by typst: no browser, and nothing of a sheet is ever read as markup.

A sheet reaches the templates in `typst/` as JSON, which they write as text. The fonts are those that typst brings,
Libertinus Serif for Latin with all its accents, Greek, Cyrillic and Hebrew, DejaVu Sans Mono for others, and between
them Noto Naskh Arabic, which stands beside the templates; what none has is looked for among the fonts of the system.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from analytics.charts import palette
from analytics.exports.sheet import Table
from analytics.folders import ROOT
from analytics.markup import BOLD, ITEM, NO_MARKS, PLAIN
from analytics.rows import is_known

if TYPE_CHECKING:
    from analytics.exports.sheet import Part, Sheet

TEMPLATE = Path(__file__).with_name("typst") / "sheet.typ"
FONTS = TEMPLATE.with_name("fonts")
NAMES = ("africa", "lac", "asia", "mark", "context", "surface", "ink", "grid")
"""Colours, in the order of the palette."""
ROOM = 2
"""Letters that a column gets beyond its longest cell."""
WIDEST = 60
"""Letters from which on a column of words gets no more room."""
PIXELS = 110
"""Of a picture, per inch."""


def write(sheet: Sheet) -> bytes:
    """The sheet as PDF."""
    (made,) = _compiled(sheet, "pdf")
    return made


def pictures(sheet: Sheet) -> list[bytes]:
    """Its pages as PNG, to look at."""
    return _compiled(sheet, "png")


def _compiled(sheet: Sheet, form: Literal["pdf", "png"]) -> list[bytes]:
    import typst

    inputs = {"sheet": json.dumps(_plain(_described(sheet)), ensure_ascii=False)}
    made: Any = typst.compile(
        str(TEMPLATE), root=str(TEMPLATE.parent), format=form, ppi=PIXELS, font_paths=_fonts(), sys_inputs=inputs
    )
    return made if isinstance(made, list) else [made]


def _described(sheet: Sheet) -> dict[str, Any]:
    """The sheet, each part with its kind, and how regions are drawn."""
    rows = [
        [{"title": section.title, "parts": [_part(part) for part in section.parts]} for section in row]
        for row in sheet.rows
    ]
    paint = _paint()
    shapes = {region: {"colour": paint[region], "shape": shape} for region, shape in palette.SYMBOLS.items()}
    return {**asdict(sheet), "rows": rows, "paint": paint, "regions": shapes}


def _part(part: Part) -> dict[str, Any]:
    """A part with its kind; columns of a table get room by their longest cell, and break their headings."""
    described = {"type": type(part).__name__.lower(), **asdict(part)}
    if isinstance(part, Table):
        cells = ((*heading.split(), *column) for heading, *column in zip(part.headings, *part.rows, strict=True))
        described["widths"] = [min(max(map(len, column)) + ROOM, WIDEST) for column in cells]
    return described


def _plain(value: Any) -> Any:
    """What JSON holds: sentences as runs of letters, plain or bold; an absent number is none."""
    if isinstance(value, str):
        return _runs(value) if BOLD in value else value.replace(ITEM, "• ").translate(NO_MARKS)
    if isinstance(value, float):
        return value if is_known(value) else None
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _runs(said: str) -> dict[str, list[list[Any]]]:
    """A sentence in parts: words, and whether they are bold."""
    parts = said.replace(ITEM, "• ").split(BOLD)
    runs: list[list[Any]] = [[parts[0], False]]
    for part in parts[1:]:
        strong, _, rest = part.partition(PLAIN)
        runs += [[strong, True], [rest, False]]
    return {"runs": [[words.translate(NO_MARKS), strong] for words, strong in runs if words]}


@cache
def _paint() -> dict[str, str]:
    """The colours of the light theme by name."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return dict(zip(NAMES, settings["theme"]["light"]["chartCategoricalColors"], strict=True))


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(font_paths=[str(FONTS)])
