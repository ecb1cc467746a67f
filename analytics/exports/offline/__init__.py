"""The atlas as one page that needs nothing: no network, no server, no other file. From a USB stick, on paper.

`pack` makes it of the results that the pages show. Each part stands in a module by its subject, the frame around them
in page.html, page.css and page.js; the script only searches, sorts and points, all else is there without it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from analytics import project
from analytics.exports import html, svg
from analytics.exports.offline import civil_society, learning, regions, states
from analytics.exports.offline.atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.exports.html import Html

__all__ = ["Atlas", "name", "pack"]

HERE = Path(__file__).parent
PARTS: Mapping[str, Callable[[Atlas], Html]] = {
    "overview": regions.overview,
    "regions": regions.compared,
    "map": states.drawn,
    "countries": states.listed,
    "coalitions": civil_society.coalitions,
    "civic_space": civil_society.civic_space,
    "exercises": learning.tasks,
    "glossary": learning.terms,
    "sources": learning.sources,
}
"""Anchor of a part -> what makes it, in the order of the page."""


def name(language: str) -> str:
    """Name of the file in a language."""
    return f"upr-offline-{language}.html"


def pack(atlas: Atlas) -> bytes:
    """The page, UTF-8."""
    t = atlas.t
    links = [html.tag("li", html.tag("a", t(f"offline.part.{part}"), href=f"#{part}")) for part in PARTS]
    parts = [
        html.tag("section", html.tag("h2", t(f"offline.part.{part}")), make(atlas), id=part)
        for part, make in PARTS.items()
    ]
    made = {"day": atlas.day, "version": str(atlas.about.data_version), "atlas": project.VERSION}
    script = {"language": t.language, "states": states.told(atlas), "found": t("offline.found", n="[n]", all="[all]")}
    blanks = {
        "language": t.language,
        "direction": t("language.direction"),
        "title": t("offline.title", site=t("site.name")),
        "question": t("glance.question"),
        "made": t("offline.made", **made),
        "skip": t("offline.skip"),
        "parts": t("offline.parts"),
        "links": html.tag("ul", links),
        "content": html.join(parts),
        "data": html.data("data", script),
    }
    return html.document(_read("page.html"), _style(), _read("page.js"), blanks).encode()


@cache
def _style() -> str:
    """The style of the page, with the colours of the atlas's themes."""
    return svg.themed(_read("page.css"))


def _read(file: str) -> str:
    return (HERE / file).read_text(encoding="utf-8")
