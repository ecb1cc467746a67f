"""What is said in a session: one Markdown file per language, read into its parts.

`# title`, a paragraph on whom it is for, paragraphs on its goal; then a section per step, `## name: title`, with
paragraphs for the trainer and a list of questions to the room. No number stands in it: each is a blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from analytics import markup

HEADING = re.compile(r"^## (\w+): (.+)$")


@dataclass(frozen=True)
class Section:
    """A step: its title, what the trainer says, and questions to the room."""

    title: str
    said: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """A session in words, with the marks of `markup`."""

    title: str
    audience: str
    goal: tuple[str, ...]
    sections: Mapping[str, Section]


def read(prose: str, blanks: Mapping[str, str]) -> Script:
    """The parts of the Markdown with its blanks filled. Raises KeyError for a blank that nothing fills."""
    heads, *parts = re.split(r"^(?=## )", prose.strip(), flags=re.MULTILINE)
    title, audience, *goal = _paragraphs(heads, blanks)
    sections = {}
    for part in parts:
        heading, _, body = part.partition("\n")
        found = HEADING.match(heading)
        if found is None:
            message = f"This heading has no name before its title: '{heading}'."
            raise ValueError(message)
        paragraphs = _paragraphs(body, blanks)
        said = tuple(each for each in paragraphs if not each.startswith("- "))
        lists = (each.removeprefix("- ") for each in paragraphs if each.startswith("- "))
        questions = tuple(line for each in lists for line in each.split("\n- "))
        sections[found[1]] = Section(_filled(found[2], blanks), said, questions)
    return Script(title.removeprefix("# "), audience, tuple(goal), sections)


def _paragraphs(prose: str, blanks: Mapping[str, str]) -> list[str]:
    """Paragraphs, each on one line; the items of a list stay apart."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", prose) if part.strip()]
    joined = [part if part.startswith("- ") else " ".join(part.split("\n")) for part in parts]
    return [_filled(part, blanks) for part in joined]


def _filled(said: str, blanks: Mapping[str, str]) -> str:
    return markup.read(said).format_map(blanks)
