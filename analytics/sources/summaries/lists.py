"""The pages of a stakeholder summary turned into the lines of its list: where it starts, ends and what interrupts it.

Belongs here: the endnote, the furniture of pages (symbols, job numbers, page numbers), broken words, and the headings
of the list. What an entry means is read in `reader`, who signed it in `members`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ANCHOR = re.compile(
    r"stakeholders?\s{1,4}listed\s{1,4}below\s{1,4}(?:have\s{1,4})?(?:contributed|provided|submitted)", re.IGNORECASE
)
# Up to the address of the texts and a remark on asterisks; the list starts behind it.
PREAMBLE = re.compile(r".{0,400}?www\.ohchr\.org[^\s();]{0,40}(?:\s*[.:;])*", re.IGNORECASE | re.DOTALL)
ASTERISKS = re.compile(
    r"\s*+\(?[^();]{0,40}asterisk[^();]{0,400}(?:\)[.\s]*|(?=\n\s*\n)|(?<=status)\.?)", re.IGNORECASE
)
NUMBER_BEFORE = re.compile(r"(\d{1,3})[\])./\s]*(?:The\s+)?$")

SYMBOL = re.compile(r"\bA\s{0,3}/HRC/WG\.\s?6/(\d{1,3})/([A-Z]{3}|[A-Z]{2})/3\b(?:/(?:Corr|Add|Rev)\.\s?\d+)?")
ANY_SYMBOL = re.compile(r"\bA\s{0,3}/HRC/WG\.\s?6/\d{1,3}/[A-Z]{2,3}/\d\b(?:/(?:Corr|Add|Rev)\.\s?\d+)?")
JOB_NUMBER = re.compile(r"(?:\b\d{1,3}[ \t]{1,4})?\bGE\.\s?\d{2}-\d{3,6}(?:\s?\([A-Z]\))?(?:[ \t]{1,4}\d{1,3}\b)?")
ALONE_ON_LINE = re.compile(
    r"(?:page\s)?\d{1,3}(?:\s?of\s?\d{1,3})?|[ivx]{1,5}|\*+|notes?|endnotes?|united nations|general assembly|"
    r"\*+\s?the present (?:document|report).{0,300}|(?:please )?recycle.{0,20}",
    re.IGNORECASE,
)
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2028\u2029\ufeff\ufffd]")
TORN_WORD = re.compile(r"(?<=[a-z]) (?=ç(?:ão|ões)\b)")
"""A space before the Portuguese ending `ção`, with which no word begins: set by the page's layout."""
FURNITURE = re.compile(r"\bGE\.\s?\d{2}-\d|A\s{0,3}/HRC/", re.IGNORECASE)

CITATION = re.compile(
    r"\(?(?:A/|CCPR|See\b|For (?:the )?relevant|The following|Ibid|Idem|Op\.? cit)|"
    r".{0,120}\b(?:paras?|pp?|pages?|paragraphs?|sect(?:ion)?|chap|recommendations?|annex)\b[.\s]{1,2}\(?[\divxA-Z]",
    re.IGNORECASE,
)
ABBREVIATIONS = re.compile(r"(?:\d{1,3}\s*)?The\s+following\s+abbreviations\s", re.IGNORECASE)
CITED = re.compile(r"\s*[\[(]?\d{1,3}[\])./]?\s{0,4}(?=\S)")

HEADINGS = (
    ("joint", r"joint\s+(?:submissions?|contributions?|stakeholders.{0,3}\s+submissions?)"),
    ("individual", r"individual\s+(?:submissions?|contributions?)"),
    ("individual", r"civil\s+society(?:\s+organi[sz]ations?)?|(?:other\s+)?stakeholders?|others?"),
    ("individual", r"academic\s+institutions?|universities"),
    ("individual", r"(?:non-?governmental\s+organi[sz]ations?|NGOs?)"),
    ("individual", r"national\s+preventive\s+mechanisms?|parliamentary\s+groups?|political\s+part(?:y|ies)"),
    ("nhri", r"national\s+human\s+rights\s+(?:institutions?|commissions?)(?:\s*\(s\))?(?:\s*\(NHRIs?\))?"),
    (
        "regional_organisation",
        r"(?:regional\s+)?(?:inter-?\s?governmental|regional)\s+organi[sz]ations?(?:\s*\(s\))?",
    ),
    ("attachments", r"attachments?|annex(?:es)?\s+to\s+the\s+submission"),
)
HEADING_LINES = tuple((kind, re.compile(rf"(?:{words})\s*\*?\s*:?\s*\*?", re.IGNORECASE)) for kind, words in HEADINGS)
# Inside a line a heading needs its colon and its capital, or it is part of a name.
HEADING_INSIDE = re.compile(
    r"\b(?:(?P<joint>Joint [Ss]ubmissions?)|(?P<individual>Individual [Ss]ubmissions?)|"
    r"(?P<nhri>National [Hh]uman [Rr]ights [Ii]nstitutions?)|"
    r"(?P<regional_organisation>Regional (?:[Ii]nter-?governmental )?[Oo]rgani[sz]ations?(?:\(s\))?))\s?:(?!\s?\d)"
)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading, in order; an empty line is a gap on the page. `kind` as of a submission."""

    kind: str
    lines: tuple[str, ...]


def clean_text(text: str) -> str:
    """The text with one kind of line end, without characters that nobody sees and without rulings of tables."""
    plain = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\u00a0", " ").replace("|", " ")
    )
    return TORN_WORD.sub("", NOT_TEXT.sub("", plain))


def list_sections(text: str) -> list[Section] | None:
    """The sections of the list of stakeholders in a cleaned text; None when there is no such list."""
    anchor = ANCHOR.search(text)
    if anchor is None:
        return None
    number = NUMBER_BEFORE.search(text[max(0, anchor.start() - 30) : anchor.start()])
    start = anchor.end()
    for skipped in (PREAMBLE.match, ASTERISKS.match):
        found = skipped(text, start)
        start = found.end() if found else start
    lines = list(_up_to_next_endnote(text[start:].split("\n"), int(number.group(1)) if number else None))
    return list(_sections(_without_furniture(lines)))


def _up_to_next_endnote(lines: list[str], number: int | None) -> Iterator[str]:
    """The lines of the list: up to the endnote that follows its own, or else to the first that cites something."""
    following = re.compile(rf"\s*[\[(]?{number + 1}[\])./]?(?:\s+(?=\S)|(?=[A-Z]))") if number else None
    before = ""
    for position, line in enumerate(lines):
        behind = following.match(line) if following else None
        if behind and (before.endswith(".") or CITATION.match(line[behind.end() :])):
            return
        alone = line.strip()
        if (
            alone.isdigit()
            and (number is None or int(alone) == number + 1)
            and _cites(lines[position + 1 : position + 4])
        ):
            return
        cited = CITED.match(line)
        if ABBREVIATIONS.match(line.strip()) or (cited and CITATION.match(line[cited.end() :])):
            return
        yield line
        # A page number or symbol between the list and the next endnote is no end of the list's own text.
        before = line.strip() or before


def _cites(lines: list[str]) -> bool:
    texts = [line.strip() for line in lines if line.strip()]
    if not texts or ANY_SYMBOL.match(texts[0]):
        return False
    return bool(CITATION.match(texts[0]) or ABBREVIATIONS.match(texts[0]))


def _without_furniture(lines: list[str]) -> Iterator[str]:
    """The lines without symbols, job numbers and page numbers; a page break leaves no gap in the text."""
    after_furniture = False
    for line in lines:
        bare = ANY_SYMBOL.sub(" ", JOB_NUMBER.sub(" ", line)).strip()
        if (not bare and line.strip()) or ALONE_ON_LINE.fullmatch(bare):
            after_furniture = True
            continue
        if bare:
            after_furniture = False
        elif after_furniture:
            continue
        yield bare


def _sections(lines: Iterator[str]) -> Iterator[Section]:
    kind, held = "individual", []
    for line in lines:
        for heading, text in _headings(line):
            if heading:
                yield Section(kind, tuple(held))
                kind, held = heading, []
            held.append(text)
    yield Section(kind, tuple(held))


def _headings(line: str) -> Iterator[tuple[str | None, str]]:
    """The line in pieces, each with the heading that stands before it, if any."""
    for kind, pattern in HEADING_LINES:
        if pattern.fullmatch(line):
            yield kind, ""
            return
    start, kind = 0, None
    for found in HEADING_INSIDE.finditer(line):
        if found.start() > start or kind:
            yield kind, line[start : found.start()].strip()
        kind, start = found.lastgroup, found.end()
    yield kind, line[start:].strip()


def join_lines(lines: list[str] | tuple[str, ...], words: frozenset[str]) -> str:
    """Lines as one text. A hyphen at a line's end goes if the document also has the word without it (`words`)."""
    joined: list[str] = []
    for line in lines:
        if not line:
            continue
        before = joined[-1] if joined else ""
        if re.search(r"\w-$", before[-2:]):
            left, right = re.search(r"(?<![^\W\d_])[^\W\d_]*+-$", before[-60:]), re.match(r"[^\W\d_]*", line)
            whole = (left.group()[:-1] if left else "") + (right.group() if right else "")
            joined.append(f"{joined.pop()[:-1]}{line}" if whole.lower() in words else f"{joined.pop()}{line}")
            continue
        joined.append(line)
    return " ".join(joined)


def words_of(text: str) -> frozenset[str]:
    """The words of a document in lower case."""
    return frozenset(re.findall(r"[^\W\d_]{4,40}", text.lower()))
