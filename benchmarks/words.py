"""How much there is to read on every page and view, in every language: `python -m benchmarks.words`.

A page is run without a browser and what it tells the browser to show is counted: words that stand open in the main
part, and around each chart, and words and numbers of each heading. Not counted: what is inside charts, tables, closed
popovers and the menu. In the browser the same texts stand there, so the counts agree (`tests/test_words.py`).

Readability is LIX (Björnsson, 1968): words per sentence, plus the percentage of words of more than six letters. It is
the one formula of textstat that means the same in every language, because it counts no syllables: below 30 is a book
for children, 40 a newspaper, 50 a report, 60 a law.

`--write` makes WORDS.md, before and now. `--shrink` takes from words_allowed.csv, the excesses that a test lets pass,
what is not needed any more; nothing is ever added.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from analytics.text import languages
from analytics.ui.paper import PAPER

ROOT = Path(__file__).parent.parent
FIRST = "app.py"
PAGES = (FIRST, *sorted(f"pages/{script.name}" for script in (ROOT / "pages").glob("*.py")))
MEASURES = ("open", "around", "heading", "numbers")
"""Words open on the page, most words around one chart, most words and most numbers of one heading."""
LIMITS = {"open": 500, "around": 60, "heading": 20, "numbers": 2}
FIRST_PAGE = 300
"""Words open on the first page."""
CHOSEN = {
    **{page: {"country": "KEN"} for page in ("pages/coalition_country.py", "pages/issues.py")},
    "pages/whom_to_lobby.py": {"country": "KEN", "issues": "womens-rights"},
}
"""What a page needs chosen to show what it is for."""
LOOKED_UP = frozenset({"pages/glossary.py", "pages/methods.py"})
"""Pages that nobody reads from top to bottom, so that their words have no limit."""
BEFORE, ALLOWED, TABLE = (ROOT / "benchmarks" / name for name in ("words_before.csv", "words_allowed.csv", "WORDS.md"))
INTRODUCTION = """# How much there is to read

Written by `python -m benchmarks.words --write`, whose first lines say what is counted. Before: 29 November 2026, at
0.2.0, when headings were whole findings. Now: {day}. The limits are 500 words open on a page (300 on the first), 60
around a chart, 20 words and 2 numbers in a heading. LIX is of now.
"""
KEYS = ("language", "page", "view")
DRAWN = "plotly_chart"
UNREAD = frozenset({DRAWN, "dataframe", "arrow_data_frame", "code", "bidi_component"})
"""Elements without words of their own: figures, tables, what is there to be copied, buttons for pictures."""


@dataclass(frozen=True)
class Read:
    """What can be read in one place: the page, or a card."""

    texts: tuple[str, ...]
    drawn: bool

    @property
    def words(self) -> int:
        """Words that stand open here."""
        return sum(map(count_words, self.texts))

    @property
    def headings(self) -> list[str]:
        """Headings here."""
        lines = (line for said in self.texts for line in said.split("\n"))
        return [plain(line) for line in lines if line.startswith("#")]


@dataclass
class Page:
    """One page or view, as opened: everything on it, and each of its cards with a chart."""

    whole: Read
    cards: list[Read] = field(default_factory=list)

    @property
    def measured(self) -> dict[str, int]:
        """The measures of it, by name."""
        headings = self.whole.headings
        return {
            "open": self.whole.words,
            "around": max((card.words for card in self.cards), default=0),
            "heading": max(map(count_words, headings), default=0),
            "numbers": max(map(count_numbers, headings), default=0),
        }

    @property
    def readability(self) -> float:
        """LIX of its sentences: labels, options and other fragments have no full stop and say nothing of it."""
        from textstat.textstat import textstatistics

        lines = (plain(line) for text in self.whole.texts for line in text.split("\n"))
        sentences = " ".join(line for line in lines if re.search(r"[.!?](\s|$)", line))
        return float(textstatistics().lix(re.sub(r"(?<=\d)[.,\u00a0\u202f](?=\d)", "", sentences)))


def questions(page: str) -> tuple[str, ...]:
    """The questions that a page offers one at a time, in their order; one empty one where it shows everything."""
    offered = re.search(r'choose\("view", \(([^)]*)\)', (ROOT / page).read_text(encoding="utf-8"))
    return tuple(re.findall(r'"(\w+)"', offered[1])) if offered else ("",)


VIEWS = tuple((page, view) for page in PAGES for view in questions(page))
"""Every page with each of its questions."""


def opened(page: str, **link: str) -> Page:
    """The page as this link opens it."""
    at = AppTest.from_file(str(ROOT / FIRST), default_timeout=120)
    at.query_params = CHOSEN.get(page, {}) | {name: value for name, value in link.items() if value}
    at.context = {"url": "https://atlas.example/"}
    at.switch_page(page).run()
    if at.exception:
        message = f"'{page}' with {link} failed: {at.exception[0].message}"
        raise RuntimeError(message)
    return read(at.main)


def read(main: Any) -> Page:
    """What the main part of a page holds to read."""
    return Page(_read(main), [card for card in map(_read, _cards(main)) if card.drawn])


def plain(markdown: str) -> str:
    """The words of Markdown as Streamlit shows them."""
    said = re.sub(r"<[^<>]*>", " ", markdown)
    said = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", said)
    said = re.sub(r":(?:[\w-]+\[|material/\w+:)", "", said)
    return re.sub(r"\\([^\w\s])", r"\1", re.sub(r"^\s*#+\s*|(?<!\\)[\]*`]", "", said)).strip()


def count_words(markdown: str) -> int:
    """Words of a text: what stands between spaces and holds a letter or a digit."""
    return sum(bool(re.search(r"\w", each)) for each in re.split(r"[ \t\r\n]+", plain(markdown)))


def count_numbers(said: str) -> int:
    """Numbers of a text; those inside a name, as in M49, are none."""
    return len(re.findall(r"(?<![\w.,])\d+(?:[.,\u00a0\u202f]\d+)*", said))


def _read(block: Any) -> Read:
    nodes = list(_shown(block))
    texts = tuple(said for node in nodes for said in _said(node))
    return Read(texts, any(node.type == DRAWN for node in nodes))


def _shown(block: Any) -> Iterator[Any]:
    """Elements of a block, from top to bottom, without what is folded away."""
    for node in block.children.values():
        folded = node.type == "popover" or (node.type == "expander" and not node.proto.expandable.expanded)
        if getattr(node, "children", None) and not folded:
            yield from _shown(node)
        if node.type not in UNREAD - {DRAWN} and not is_printed(node):
            yield node


def is_printed(node: Any) -> bool:
    """Whether only a printed page shows this element."""
    return node.type == "html" and node.proto.body.startswith(f'<div class="{PAPER}')


def _said(node: Any) -> Iterable[str]:
    """What an element shows: its text, its label, its options and its value where only that is seen."""
    proto = node.proto
    if node.type == DRAWN:
        return
    if hasattr(proto, "popover"):
        yield from (said for said in (proto.popover.label, proto.expandable.label) if said)
        return
    if node.type == "title":
        yield f"# {proto.body}"
    elif node.type in {"subheader", "header"}:
        yield f"## {proto.body}"
    elif body := getattr(proto, "body", ""):
        yield body
    if label := getattr(proto, "label", ""):
        yield str(label)
    if node.type in {"button_group", "pills", "segmented_control"}:
        yield from (str(option.content) for option in proto.options)
    elif node.type == "selectbox":
        yield str(node.format_func(node.value) if node.value is not None else getattr(proto, "placeholder", ""))


def _cards(block: Any) -> Iterator[Any]:
    """The innermost containers that hold a chart of their own."""
    for node in block.children.values():
        children = getattr(node, "children", None)
        if not children:
            continue
        if any(each.type == DRAWN for each in children.values()):
            yield node
        elif node.type != "popover":
            yield from _cards(node)


def limit(measure: str, page: str) -> int:
    """What a measure may be on a page."""
    if measure == "open" and page in LOOKED_UP:
        return sys.maxsize
    return FIRST_PAGE if measure == "open" and page == FIRST else LIMITS[measure]


Key = tuple[str, str, str]
Measured = dict[Key, dict[str, int]]


def kept(path: Path) -> Measured:
    """Measures of a file, by language, page and view; nothing without the file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["language"], row["page"], row["view"]): {name: int(row[name]) for name in MEASURES} for row in rows}


def keep(path: Path, measured: Mapping[Key, Mapping[str, int]]) -> None:
    """Write such a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*KEYS, *MEASURES))
        writer.writerows((*key, *(values[name] for name in MEASURES)) for key, values in measured.items())


def shrunk(allowed: Mapping[Key, Mapping[str, int]], now: Mapping[Key, Mapping[str, int]]) -> Measured:
    """What is still needed of the allowed excesses: the smaller of both, and no line that is within the limits."""
    smaller = {
        key: {name: min(value, max(now[key][name], limit(name, key[1]))) for name, value in values.items()}
        for key, values in allowed.items()
        if key in now
    }
    return {
        key: values for key, values in smaller.items() if values != {name: limit(name, key[1]) for name in MEASURES}
    }


def _table(now: Mapping[Key, Mapping[str, int]], lix: Mapping[Key, float]) -> Iterator[str]:
    """Before and now, one line per page and view and language, as Markdown."""
    before = kept(BEFORE)
    heads = ("page", "view", "", "words open", "around a chart", "of a heading", "numbers of a heading", "LIX")
    yield f"| {' | '.join(heads)} |"
    yield "|---|---|---|--:|--:|--:|--:|--:|"
    for key, values in now.items():
        language, page, view = key
        was = before.get(key, {})
        cells = [f"{was.get(name, '–')} → {values[name]}" for name in MEASURES]
        yield f"| {' | '.join((Path(page).stem, view, language, *cells, f'{lix[key]:.0f}'))} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 1 when a limit is passed and --strict asks for it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.words", description="Count what there is to read.")
    parser.add_argument("pages", nargs="*", metavar="page", help="as app.py or pages/regions.py; without any, all")
    parser.add_argument("--write", action="store_true", help="write WORDS.md, before and now")
    parser.add_argument("--shrink", action="store_true", help="take from words_allowed.csv what is not needed any more")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a limit is passed")
    options = parser.parse_args(arguments)
    chosen = [(page, view) for page, view in VIEWS if not options.pages or page in options.pages]
    now: Measured = {}
    lix: dict[Key, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("UPR_DATA", folder)
        for page, view in chosen:
            for language in languages():
                shown = opened(page, view=view, lang="" if language == languages()[0] else language)
                now[language, page, view], lix[language, page, view] = shown.measured, shown.readability
    lines = list(_table(now, lix))
    print("\n".join(lines))
    passed = [
        f"{Path(page).stem} {view} ({language}): {name} {value}"
        for (language, page, view), values in now.items()
        for name, value in values.items()
        if value > limit(name, page)
    ]
    print(f"\nAbove the limits: {len(passed)} of {len(now) * len(MEASURES)}.")
    if options.write:
        day = datetime.now(tz=UTC).date().isoformat()
        TABLE.write_text(f"{INTRODUCTION.format(day=day)}\n" + "\n".join(lines) + "\n", encoding="utf-8")
    if options.shrink:
        keep(ALLOWED, shrunk(kept(ALLOWED), now))
    return 1 if options.strict and passed else 0


if __name__ == "__main__":
    sys.exit(main())
