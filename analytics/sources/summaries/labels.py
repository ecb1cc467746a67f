"""The numbered labels of joint submissions, wherever a page puts them, and the text that belongs to each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analytics.sources.summaries.lists import Section, join_lines

LABEL = re.compile(
    r"(?:(?:\b(?P<acronym>[A-Z][A-Za-z-]{1,12})/)?\bJS\s?\d{1,3}\s?[-–—:.]?\s?)?"
    r"[(]?\bJoint\s+Sub[a-z]{0,3}is+ion\s*(?:No\.?\s*)?(?P<number>\d{1,3})[)]?\s*"
    r"(?:(?:was\s+)?submitted\s+(?:jointly\s+)?by\b|\s?[-–—:]|by\b)[\s:–—-]*",
    re.IGNORECASE,
)
TRAILING_LABEL = re.compile(
    r"\(\s*Joint\s+Sub[a-z]{0,3}is+ions?\s*(?:No\.?\s*)?(?P<number>\d{1,3})\s*\)\s*[;.]?", re.IGNORECASE
)
CODE = re.compile(r"\bJS\s?(\d{1,3})\b")
# Several codes below each other end with the page; its number may follow them.
CODE_COLUMN = re.compile(r"(?:\bJS\s?\d{1,3}\b\s*){2,}(?:\d{1,3}(?=\s))?|\bJS\s?\d{1,3}\b")
CODE_THEN_NAME = re.compile(
    r"(?:\b(?P<acronym>[A-Z][A-Za-z-]{1,12})/)?\bJS\s?(?P<number>\d{1,3})\b[\s:–—*-]*(?!\s*JS\s?\d)(?=[^\s;,.])"
)


@dataclass(frozen=True, slots=True)
class Joint:
    """A joint submission before its members are read; `acronym` is that of a coalition, printed before the number."""

    code: str
    text: str
    acronym: str | None = None


def take_joint(sections: list[Section], words: frozenset[str]) -> tuple[list[Section], list[Joint]]:
    """The sections without joint submissions, and those.

    The numbered label decides, wherever it stands: where a page was read column by column, names of individual
    submissions stand below the heading of the joint ones, in front of the first label.
    """
    joint: list[Joint] = []
    left: list[Section] = []
    for section in sections:
        text = join_lines(section.lines, words)
        leading, trailing = list(LABEL.finditer(text)), list(TRAILING_LABEL.finditer(text))
        if len(trailing) > len(leading):
            joint += _before_labels(text, trailing)
        elif leading:
            joint += _behind_labels(text, leading)
            _give_back(left, section, words)
        elif codes := _codes_with_names(text, section.kind):
            joint += _behind_labels(text, codes)
        else:
            left.append(section)
    return left, joint


def _before_labels(text: str, labels: list[re.Match[str]]) -> list[Joint]:
    starts = [0, *(label.end() for label in labels)]
    return [
        Joint(f"JS{int(b['number'])}", _joint_text(text[a : b.start()])) for a, b in zip(starts, labels, strict=False)
    ]


def _behind_labels(text: str, labels: list[re.Match[str]]) -> list[Joint]:
    ends = [*(label.start() for label in labels[1:]), len(text)]
    return [
        Joint(f"JS{int(a['number'])}", _joint_text(text[a.end() : end]), a["acronym"])
        for a, end in zip(labels, ends, strict=True)
    ]


def _joint_text(text: str) -> str:
    """Without the codes of other submissions, which stand in their own column on the page."""
    return " ".join(CODE_COLUMN.sub(" ", text).split())


def _codes_with_names(text: str, kind: str) -> list[re.Match[str]]:
    """`JS1 Org A; Org B`, without a label. Outside the joint section the code must open an entry."""
    found = list(CODE_THEN_NAME.finditer(text))
    if kind == "joint":
        return found
    return [] if any(text[: code.start()].rstrip()[-1:] not in ("", ";", ".") for code in found) else found


def _give_back(left: list[Section], section: Section, words: frozenset[str]) -> None:
    """Puts what stands in front of the first label to the entries before it."""
    lines: list[str] = []
    for position, line in enumerate(section.lines):
        # A label may be broken over two lines.
        pair = f"{line} {section.lines[position + 1]}" if position + 1 < len(section.lines) else line
        label = LABEL.search(line) or LABEL.search(pair)
        if label and label.start() < len(line):
            lines.append(line[: label.start()])
            break
        lines.append(line)
    lines = [re.sub(r"^\d{1,3}$", "", CODE.sub(" ", line).strip()) for line in lines]
    if not join_lines(lines, words).strip(" ;.:"):
        return
    if section.kind == "joint" and left and left[-1].kind == "individual":
        previous = left.pop()
        left.append(Section(previous.kind, (*previous.lines, "", *lines)))
    else:
        left.append(Section("individual" if section.kind == "joint" else section.kind, tuple(lines)))
