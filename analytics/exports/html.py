"""HTML as strings in which only what was made here is a tag: words of every kind are escaped as they enter.

A `document` stands alone. Its policy forbids every request and every script and style but its own, which it names by
their hashes, so that not even what got into it by mistake could run.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from string import Template
from typing import TYPE_CHECKING, Any

from analytics import markup
from analytics.exports.svg import written

if TYPE_CHECKING:
    from collections.abc import Mapping

VOID = {"input", "meta", "link", "br", "hr"}
"""Tags that hold nothing."""
AS_HTML = str.maketrans(
    {
        markup.BOLD: "<strong>",
        markup.PLAIN: "</strong>",
        markup.COMMAND: "<code>",
        markup.COMMANDED: "</code>",
        markup.ITEM: "",
        markup.GRAY: '<span class="muted">',
        markup.INK: "</span>",
    }
)
"""The marks of a sentence as tags."""
IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What could end the script around it, as JSON may write it too."""


class Html(str):
    """What is HTML already; every other string is words."""

    __slots__ = ()


def tag(name: str, /, *inside: object, **attributes: object) -> Html:
    """A tag around words, tags and lists of these. `data_state` is written data-state, `class_` class.

    An attribute that is None or False is left out, one that is True has no value.
    """
    given = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    said = "".join(
        f" {key}" if value is True else f' {key}="{written(markup.words(str(value)))}"'
        for key, value in given
        if value is not None and value is not False
    )
    if name in VOID:
        return Html(f"<{name}{said}>")
    return Html(f"<{name}{said}>{join(inside)}</{name}>")


def join(parts: Iterable[object]) -> Html:
    """Words, tags and lists of these, one after the other."""
    made = []
    for part in parts:
        if isinstance(part, Html):
            made.append(part)
        elif isinstance(part, str):
            made.append(said(part))
        elif isinstance(part, Iterable):
            made.append(join(part))
        elif part is not None:
            made.append(said(str(part)))
    return Html("".join(made))


def said(sentence: str) -> Html:
    """A sentence with its marks as tags; all else in it is text."""
    return Html(written(sentence).translate(AS_HTML))


def paragraphs(sentences: str) -> Html:
    """Sentences of which an empty line parts the paragraphs."""
    return join(tag("p", part) for part in sentences.split("\n\n") if part.strip())


def data(name: str, values: Any) -> Html:
    """Values for the script of the page, which it finds under this name; they are no script themselves."""
    written_out = json.dumps(values, ensure_ascii=False, separators=(",", ":")).translate(IN_SCRIPT)
    return tag("script", Html(written_out), type="application/json", id=name)


def document(template: str, style: str, script: str, blanks: Mapping[str, str]) -> str:
    """The page of a template: its own style and script stand in it, and nothing else may run or be fetched."""
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'"
    policy += "; form-action 'none'"
    escaped = {name: value if isinstance(value, Html) else written(value) for name, value in blanks.items()}
    return Template(template).substitute(escaped, policy=policy, style=style, script=script)


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
