"""`python -m analytics.compiling.fonts`: cut the platform's fonts to what pages show, into analytics/serving/fonts/.

Letters: Latin with all its accents, punctuation, arrows and the marks of figures. Signs: those whose names stand in the
platform's scripts, as more of them are drawn by pages than anybody has listed. Both keep the name of the file that they
were cut from. The font of letters has a reserved name, so what is cut from it says another one inside. Run it after
Streamlit was updated; it needs fonttools, which is among the packages of the tests.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from analytics.serving.fonts import FOLDER
from analytics.serving.guard import INDEX
from analytics.starting.ending import command

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILES = INDEX.with_name("static")
LETTERS, SIGNS = "media/SourceSansVF-Upright*.woff2", "media/MaterialSymbols-Rounded*.woff2"
LATIN = (*range(0x20, 0x250), *range(0x2B0, 0x370), *range(0x1E00, 0x1F00), 0xFB01, 0xFB02)
MARKS = (*range(0x2000, 0x2070), *range(0x20A0, 0x20C0), *range(0x2100, 0x2270), *range(0x25A0, 0x2600), 0x2713, 0x2717)
FEATURES = ("kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "pnum")
RESERVED, NAMED = "SourceSans3VF", "AtlasSansVF"
OF_FAMILY = {1, 3, 4, 6, 16}
"""Entries of a font's table of names in which the reserved one stands."""
QUOTED = re.compile(r"""[`'"](?::material/)?([a-z0-9_]{2,40}):?[`'"]|:material/([a-z0-9_]+):""")
LIGATURES = 4
"""Type of the substitutions that make a sign of the letters of its name."""


@command
def main(_: Sequence[str] | None = None) -> int:
    """Command line; 0 when both are cut."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.woff2"):
        old.unlink()
    for path, make in ((found(LETTERS), letters), (found(SIGNS), signs)):
        place = FOLDER / path.name
        make(path).save(place)
        print(f"{place.name}: {path.stat().st_size:,} bytes, cut to {place.stat().st_size:,}")
    return 0


def found(pattern: str) -> Path:
    """The file of the platform that a pattern names."""
    (path,) = FILES.glob(pattern)
    return path


def letters(path: Path) -> Any:
    """The font of letters, cut and renamed."""
    font = _cut(path, {"unicodes": (*LATIN, *MARKS)}, layout_features=list(FEATURES))
    for entry in font["name"].names:
        if entry.nameID in OF_FAMILY:
            entry.string = entry.toUnicode().replace(RESERVED, NAMED)
    return font


def signs(path: Path) -> Any:
    """The font of signs, cut."""
    known = names_of_signs(path)
    wanted = sorted(named() & known.keys())
    glyphs = [known[name] for name in wanted]
    return _cut(path, {"glyphs": glyphs, "text": "".join(wanted)}, layout_closure=False)


@cache
def named() -> set[str]:
    """Words in quotes in the platform's scripts, which names of signs are among."""
    every = (path.read_text(encoding="utf-8") for path in FILES.glob("js/*.js"))
    return {one or other for script in every for one, other in QUOTED.findall(script)}


def names_of_signs(path: Path) -> dict[str, str]:
    """Name of a sign, as scripts write it -> name of its glyph in the file."""
    from fontTools.ttLib import TTFont

    font = TTFont(path)
    letter = {glyph: chr(code) for code, glyph in (font.getBestCmap() or {}).items()}
    tables = [table for lookup in font["GSUB"].table.LookupList.Lookup for table in lookup.SubTable]
    made = (getattr(table, "ExtSubTable", table) for table in tables)
    begun = (begin for table in made if table.LookupType == LIGATURES for begin in table.ligatures.items())
    return {
        "".join(letter.get(part, "") for part in (first, *one.Component)): one.LigGlyph
        for first, every in begun
        for one in every
    }


def _cut(path: Path, kept: dict[str, Any], **options: Any) -> Any:
    from fontTools import subset

    how = subset.Options(flavor="woff2", notdef_outline=True, name_IDs=["*"], **options)
    font = subset.load_font(str(path), how)
    cutter = subset.Subsetter(how)
    cutter.populate(**kept)
    cutter.subset(font)
    font.flavor = "woff2"
    return font


if __name__ == "__main__":
    sys.exit(main())
