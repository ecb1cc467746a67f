"""Opening a page without a browser and reading it. What a page must show is in test_app."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from streamlit import config
from streamlit.testing.v1 import AppTest

from analytics.markup import JOINER
from analytics.serving import access
from benchmarks.words import PAGES, is_printed, questions

config.set_option(access.SIZE, access.LIMIT)  # as the atlas's own server does, which AppTest does without
ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r'\[([^\[\]]*)\]\(#term-\w+ "(?:[^"\\]|\\.)*"\)')
"""A term of the glossary."""
VIEWS = [(page, {"view": view} if number else {}) for page in PAGES for number, view in enumerate(questions(page))]
"""Every page with every one of its questions, and the link that opens it."""


def opened(page: str = "app.py", /, *, behind_cards: tuple[str, ...] = (), **link: str) -> Any:
    """The page as this link opens it, in a new session, with table, files and link of these cards open."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    at.query_params = dict(link)
    at.context = {"url": "https://atlas.example/"}
    for key in behind_cards:
        at.session_state[f"{key}-more"] = True
    return at.switch_page(page).run()


def words(*blocks) -> list[str]:
    """Everything that can be read in these blocks: texts, labels, options, alt texts."""
    found = []
    for block in blocks:
        for node in block:
            if is_printed(node):  # what stands folded or in a table on the screen
                continue
            proto = node.proto
            kind = proto.WhichOneof("type") if hasattr(proto, "popover") else None
            proto = getattr(proto, kind) if kind else proto
            found += [getattr(proto, part, "") for part in ("body", "label", "placeholder", "alt", "help")]
            found += [getattr(option, "content", option) for option in getattr(proto, "options", [])]
    return [_read(each) for each in found if isinstance(each, str) and each]


def _read(markdown: str) -> str:
    """Without the links of the glossary and without what escapes letters."""
    return re.sub(r"\\(?=[^\w\s])", "", LINK.sub(r"\1", markdown)).replace(JOINER, "")


def sentence(at: Any) -> str:
    """The sentence of what is selected."""
    return next(each.value for each in at.markdown if re.search(r"\*\*[\d,]+ recommendations? to", each.value))


def cards(at: Any) -> dict[str, Any]:
    """Key of each figure card -> its parts, from top to bottom."""
    keys = [chart.key.removesuffix("-figure") for chart in card_figures(at)]
    return {key: _parts(at.get_by_key(key)) for key in keys}


def _parts(card: Any) -> tuple[Any, ...]:
    *above, below = (part for part in card.children.values() if not is_printed(part))
    return (*above, *below.children.values())


def folded(at: Any, key: str = "") -> list[str]:
    """Paragraphs that the line below a card opens on: of the card with this key, else of every card."""
    blocks = [node for node in _blocks(at.main) if f"{key}-about" in str(getattr(node.proto, "id", ""))]
    return [said for block in blocks for part in block.markdown for said in part.value.split("\n\n")]


def _blocks(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from _blocks(child)


def card_figures(at: Any) -> list[Any]:
    """The figures of the cards: all but the coverage strip, which every page has."""
    return [chart for chart in at.get("plotly_chart") if chart.key != "coverage-strip"]


def with_open(at: Any) -> Any:
    """The page with table, files and link of every figure card open."""
    for key in cards(at):
        at.session_state[f"{key}-more"] = True
    return at.run()


def traces(at: Any, card: str) -> list[dict]:
    """What the browser is told to draw."""
    return json.loads(at.get_by_key(f"{card}-figure").proto.spec)["data"]


def shown_rows(at: Any, card: str) -> pd.DataFrame:
    """The table behind the button of a figure card."""
    return behind(at, card)[0]


def behind(at: Any, card: str) -> list[pd.DataFrame]:
    """All tables behind that button: what the figure draws, and what it draws beside that."""
    return [each.value for each in at.get_by_key(f"{card}-more").children.values() if each.type == "dataframe"]


def hover_texts(at: Any, card: str) -> dict[str, str]:
    """What the areas of a map say when pointed at, by code of the state."""
    said = {}
    for areas in traces(at, card):
        if areas["type"] == "choropleth" and "text" in areas:
            each = zip(areas["locations"], areas["text"], areas.get("customdata", areas["text"]), strict=True)
            said |= {iso3: _filled(areas["hovertemplate"], name, data) for iso3, name, data in each}
    return said


def _filled(template: str, name: str, data: list[str]) -> str:
    return re.sub(r"%\{customdata\[(\d)\]\}", lambda blank: data[int(blank[1])], template.replace("%{text}", name))
