"""What in a sentence is a mark, and how it becomes Markdown: the one place where a value could turn into markup.

A sentence has these marks: bold, gray, a command, an item of a list, an empty line between paragraphs. They stand in it
as letters for private use, put there when the text is read. All else is text, wherever it comes from: a link, a file, a
name. So a value enters a sentence as it is, and nobody has to think of escaping it; `markdown` escapes everything that
is no mark, once, where the page shows it.
"""

from __future__ import annotations

import re
from functools import lru_cache

BOLD, PLAIN, COMMAND, COMMANDED, ITEM, GRAY, INK = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006"
WRITTEN = {BOLD: "**", PLAIN: "**", COMMAND: "`", COMMANDED: "`", ITEM: "- ", GRAY: ":gray[", INK: "]"}
"""The marks as Markdown writes them."""
MARKS = str.maketrans(WRITTEN)
NO_MARKS = str.maketrans(dict.fromkeys(WRITTEN, ""))
STRAY = str.maketrans({COMMAND: "", COMMANDED: "", "\r": "\n"})
JOINER = "\u2060"
"""Word joiner: seen by nobody, but no address, emoji or arrow is recognised across it.

Streamlit looks for these in the text that is left when all escapes are resolved, so that an escape does not help.
"""
STRONG, CODE, PALE = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"`([^`]+)`"), re.compile(r":gray\[(.+?)\]")
TYPED = re.compile(f"{COMMAND}[^{COMMAND}{COMMANDED}`\\n]+{COMMANDED}")
ANYWHERE = re.compile(r"[\\`*_{}\[\]<$~|]|&(?=#?\w+;)")
COLON = re.compile(r":(?=[^\W\d]|[/_+-]\S|[\w+-]+:|:)")
"""Before a name (`:red[`, `:material/`, `:smile:`), in an address, of a box (`:::`)."""
ADDRESS = re.compile(r"(?<=[wW]{3})(?=\.)|(?=@)")
ARROW = re.compile(r"(?<!\S)([<>~-])(?=(?:->|[->=])(?!\S))")
START = re.compile(rf"^({ITEM}?)[ \t]*(?:([#>=]|[-+:](?![\w.,{JOINER}]))|(\d{{1,9}})([.)])(?!\S))?", re.MULTILINE)
"""What makes a heading, a quotation, a list, a rule, a table or code of a line."""


def read(sentence: str) -> str:
    """A sentence as it is written in `locale/`, with marks for its Markdown."""
    said = PALE.sub(f"{GRAY}\\1{INK}", STRONG.sub(f"{BOLD}\\1{PLAIN}", sentence))
    return CODE.sub(f"{COMMAND}\\1{COMMANDED}", said)


def bold(words: str) -> str:
    """Words that stand out."""
    return f"{BOLD}{words}{PLAIN}"


def typed(command: str) -> str:
    """What a person types or typed, in the letters of a typewriter, on one line."""
    line = " ".join(command.split()).replace("`", "'")
    return f"{COMMAND}{line}{COMMANDED}"


def items(sentences: list[str]) -> str:
    """A list."""
    return "\n".join(f"{ITEM}{sentence}" for sentence in sentences)


def words(sentence: str) -> str:
    """A sentence without its marks: for whatever is no Markdown, such as a file or an alternative text."""
    return sentence.translate(NO_MARKS)


@lru_cache(maxsize=4_000)
def markdown(sentence: str) -> str:
    """A sentence as Markdown in which nothing is markup but its own marks."""
    commands = iter(TYPED.findall(sentence))
    said = COMMAND.join(part.translate(STRAY) for part in TYPED.split(sentence.replace("\r\n", "\n")))
    said = ADDRESS.sub(JOINER, COLON.sub(f":{JOINER}", ARROW.sub(rf"\1{JOINER}", said)))
    said = START.sub(_start, ANYWHERE.sub(r"\\\g<0>", said))
    return re.sub(COMMAND, lambda _: next(commands), said).translate(MARKS)


def _start(found: re.Match[str]) -> str:
    item, sign, number, behind = found.groups()
    return item + (f"\\{sign}" if sign else f"{number}\\{behind}" if number else "")
