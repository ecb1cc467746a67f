"""Sentences with their structure: which text of which key stands where, and what fills its blanks.

`Marking` is a language whose sentences carry marks: characters of the private use area of Unicode that no text holds.
Whatever code does with a sentence, joining or trimming, the marks stay where they are; `parsed` reads them back as a
tree, which is the same in every language, and `plain` is what a reader sees.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from analytics import markup
from analytics.text import MISSING, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

OPEN, MIDDLE, CLOSE, APART, HYPHEN = "\uf000", "\uf001", "\uf002", "\uf003", "\uf004"
"""The last stands for the hyphens of codes, at which figures would break their lines."""
MARKS = re.compile(f"{OPEN}[^{MIDDLE}]*{MIDDLE}|{CLOSE}")
PIECES = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}|({CLOSE})|([^{OPEN}{CLOSE}]+)")
KEY, BLANK, NAME = "key", "blank", "name"


class Marking(Text):
    """A language that marks each sentence with its key, each blank with its name, and each name with its code."""

    def __call__(self, key: str, **blanks: object) -> str:
        """The sentence of `key` with marks; what a figure puts in for the reader's browser to fill stays as it is."""
        filled = {name: _marked(BLANK, name, value) for name, value in blanks.items()}
        return _marked(KEY, key, str(self.sentences[key]).format(**filled))

    def state(self, iso3: str) -> str:
        """Name of a state."""
        return _named("state", iso3, super().state(iso3))

    def region(self, code: str, scheme: str) -> str:
        """Name of a region under a scheme."""
        return _named("region", f"{code}{APART}{scheme}", super().region(code, scheme))

    def short_region(self, code: str, scheme: str) -> str:
        """Name of a region where there is little room."""
        return _named("region", f"{code}{APART}{scheme}", super().short_region(code, scheme))

    def subregion(self, code: str) -> str:
        """Name of a sub-region."""
        return _named("subregion", code, super().subregion(code))

    def group(self, code: str, scheme: str, *, short: bool = False) -> str:
        """Name of a group of states."""
        return _named("group", f"{code}{APART}{scheme}", super().group(code, scheme, short=short))

    def issue(self, code: str) -> str:
        """Name of an issue."""
        return _named("issue", code, super().issue(code))


@dataclass
class Node:
    """A sentence, a blank of one or a name, with what it holds from left to right: words and further nodes."""

    kind: str
    name: str
    parts: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a reader sees of it."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    def walk(self) -> Iterator[Node]:
        """The node and all inside it."""
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.walk()

    def sentences(self, *keys: str) -> Iterator[Node]:
        """Sentences inside it with one of these keys, or all."""
        return (node for node in self.walk() if node.kind == KEY and (not keys or node.name in keys))

    @property
    def blanks(self) -> dict[str, Node]:
        """Blanks of this sentence by name, not those of sentences inside them."""
        return {part.name: part for part in self.parts if isinstance(part, Node) and part.kind == BLANK}

    @property
    def codes(self) -> list[str]:
        """Codes of the names inside it, in their order: ISO3, region, issue."""
        if self.kind == NAME:
            return [code.replace(HYPHEN, "-") for code in self.name.split(APART)[1:2]]
        return [code for part in self.parts if isinstance(part, Node) for code in part.codes]


def plain(marked: str) -> str:
    """What a reader sees."""
    return markup.words(MARKS.sub("", marked))


def parsed(marked: str) -> Node:
    """The tree of a text, without the marks of Markdown. Marks that code cut in two are closed at the end."""
    root, marked = Node("text", ""), markup.words(marked)
    open_nodes = [root]
    for opened, closed, said in PIECES.findall(marked):
        if opened:
            kind, _, name = opened.partition(APART)
            node = Node(kind, name)
            open_nodes[-1].parts.append(node)
            open_nodes.append(node)
        elif closed:
            if len(open_nodes) > 1:
                open_nodes.pop()
        else:
            open_nodes[-1].parts.append(said)
    return root


@dataclass(frozen=True)
class Number:
    """A number as a reader meets it: its value, its decimals, and where it stands."""

    value: float
    decimals: int
    signed: bool
    typed: bool
    """Whether it stands in the text of the language itself, and fills no blank of it."""
    path: tuple[str, ...]
    """Keys and blanks around it, from outside to inside."""


def numbers(root: Node, t: Text) -> Iterator[Number]:
    """Every number of a text, read in the format of its language; digits inside names are none."""
    yield from _numbers(root, t, ())


def _numbers(node: Node, t: Text, path: tuple[str, ...]) -> Iterator[Number]:
    if node.kind == NAME:
        return
    here = (*path, node.name) if node.name else path
    for part in node.parts:
        if isinstance(part, Node):
            yield from _numbers(part, t, here)
            continue
        for match in written(t).finditer(part):
            yield Number(*read(match[0], t), typed=node.kind == KEY, path=here)


@cache
def _format(thousands: str, decimal: str) -> re.Pattern[str]:
    grouped = rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?!\d)"
    return re.compile(rf"(?<![\w.,])[−+]?(?:{grouped}|\d+)(?:{re.escape(decimal)}\d+)?(?!\w)")


def written(t: Text) -> re.Pattern[str]:
    """How this language writes a number."""
    return _format(t.sentences["language.thousands"], t.sentences["language.decimal"])


def read(number: str, t: Text) -> tuple[float, int, bool]:
    """Value, decimals, and whether a sign is written."""
    thousands, decimal = t.sentences["language.thousands"], t.sentences["language.decimal"]
    digits = number.replace(thousands, "").replace(decimal, ".").replace("−", "-")
    _, _, after = digits.partition(".")
    return float(digits), len(after), digits[0] in "+-"


def lacking(root: Node) -> list[str]:
    """Blanks that hold a dash where a number should be, or a word of the machine."""
    machine = {MISSING, "nan", "None", "inf", "−inf"}
    blanks = (node for node in root.walk() if node.kind == BLANK)
    return [node.name for node in blanks if node.text.strip(string.whitespace) in machine]


def _marked(kind: str, name: str, value: object) -> str:
    return f"{OPEN}{kind}{APART}{name}{MIDDLE}{value}{CLOSE}"


def _named(what: str, code: str, value: str) -> str:
    return _marked(NAME, f"{what}{APART}{code}".replace("-", HYPHEN), value)
