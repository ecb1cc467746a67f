"""Reader of OHCHR matrices and thematic lists of recommendations, `.docx`: one document is one review.

Four generations of headers are known; columns are found by the words in them:

- 2014-15 `Recommendation | Recommending state/s | Position | Full list of rights/affected persons`
- 2014-21 `Recommendation | Position | Full list of themes | Assessment/comments on level of implementation`, the states
  as `(A, B, C);`, later as `(A) (B);`
- 2024- `Recommendation and recommending State | Position of the State under review | Human rights themes and groups of
  persons | Relevant SDGs`

A row is a paragraph with all its recommending states. Which review it is does not stand inside: the name of the file
says it, or the caller. Themes are OHCHR's own; affected persons and development goals are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from analytics.sentences import Said
from analytics.sources import word_tables
from analytics.sources.names import Names, plain
from analytics.sources.ohchr_states import recommending, split_names
from analytics.sources.reading import Findings, ReadError, shown, unescaped
from analytics.sources.recommendations import RawRow

SOURCE = "ohchr"
ROWS_BEFORE_HEADER = 20
MOST_THEMES = 200
"""Of one recommendation; OHCHR has about 150."""
LONGEST_HEADING = 80
"""Letters of the first heading, which may say more than "Recommendation"; longer ones are a text."""
SECTION = re.compile(r"(?:Theme|Right or area)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
PARAGRAPH = re.compile(r"\s*(\d{1,3}(?:\s?\.\s?\d{1,3}){0,2})\s?\.?\s+")
POSITION_SOURCE = re.compile(r"(?<!\s)\s*Source of Position\s{0,20}:.*", re.IGNORECASE | re.DOTALL)
NOT_THEMES = re.compile(r"(?:Affected persons|Groups? of persons|SDGs?)\s*:?\s*", re.IGNORECASE)
THEME_CODE = re.compile(r"(?:- ?)?(?:[A-Z]\d{1,3}|\d{1,2}(?:\.\d{1,2})*\.)?\s*")
NEXT_THEME = re.compile(r"\n|(?<!\s)\s+(?=\d{1,2}\.(?:\d{1,2}\.)?\s+[A-Z])")
SESSION_IN_NAME = re.compile(
    r"(?:UPR|WG|Session|S)[\s_-]?0?(\d{1,3})(?!\d|(?:st|nd|rd|th)?[\s_-]?cycle)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Review:
    """What all rows of a document share, and the names of states that are known."""

    file: str
    state: str
    session: int
    known: Names


def read(path: Path, findings: Findings, *, state: str, session: int, known: Names) -> Iterator[RawRow]:
    """The paragraphs of one document, about the review of `state` in `session`; `known` are the names of states.

    Raises ReadError when there is no table of recommendations in it.
    """
    pending: RawRow | None = None
    for each in _rows(path, findings, _Review(path.name, state, session, known)):
        if isinstance(each, RawRow):
            if pending:
                yield pending
            pending = each
        elif pending:
            pending = _continued(pending, *each)
    if pending:
        yield pending


def _rows(path: Path, findings: Findings, review: _Review) -> Iterator[RawRow | tuple[list[str], Mapping[str, int]]]:
    """Each paragraph, and behind it the cells and columns of the rows over which its text is merged."""
    columns: Mapping[str, int] = {}
    theme = ""
    for line, cells, continues in word_tables.rows(path):
        first = cells[0] if cells else ""
        heading = _columns(cells)
        if heading:
            columns, theme = heading, ""
        elif not columns and line <= ROWS_BEFORE_HEADER:
            findings.skip("rows above the header")
        elif not columns:
            break
        elif not any(cells):
            findings.skip("empty rows")
        elif continues:
            findings.skip("rows that a merged cell continues")
            yield cells, columns
        elif len(set(cells)) == 1:
            theme = _section(first, theme, findings, line)
        elif not first:
            findings.reject(line, "text", " | ".join(cells), Said("reason.no_recommendation"))
        else:
            yield _row(line, cells, columns, theme, review, findings)
    if not columns:
        raise ReadError(Said("refusal.no_table", file=path.name))


def has_header(path: Path) -> bool:
    """Whether a header of one of the four generations stands in the first rows of a document."""
    return any(_columns(cells) for _, cells, _ in islice(word_tables.rows(path), ROWS_BEFORE_HEADER))


def review_of(name: str, known: Names) -> tuple[str | None, int | None]:
    """State (a name that is known) and session that a file name says, each None where it does not.

    `UPR34_Slovenia_Thematic_list.docx`, `EgyptMatrix.docx`; the longest name wins (Papua New Guinea, not Guinea).
    """
    words = _words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain(name)))
    found = [each for each in known.codes if _words(each) in words]
    session = SESSION_IN_NAME.search(re.sub(r"_+", " ", name))
    return max(found, key=len, default=None), int(session.group(1)) if session else None


def _words(text: str) -> str:
    """The words of a name in small letters, with a space around each."""
    return f" {' '.join(re.sub(r'[^a-zà-ÿ0-9]+', ' ', text.lower()).split())} "


def _columns(cells: list[str]) -> dict[str, int]:
    """Field -> position, when these cells are a header."""
    words = [" ".join(cell.lower().split()) for cell in cells]
    if not words or not words[0].startswith("recommendation") or len(words[0]) > LONGEST_HEADING:
        return {}
    found = {"text": 0}
    for place, word in enumerate(words[1:], start=1):
        if "position" in word:
            found.setdefault("response", place)
        elif "recommending" in word:
            found.setdefault("recommending", place)
        elif "themes" in word or "rights" in word:
            found.setdefault("themes", place)
    return found if "response" in found else {}


def _section(text: str, theme: str, findings: Findings, line: int) -> str:
    """The theme from here on. A recommendation that fills a whole row is not taken for a heading."""
    found = SECTION.fullmatch(text)
    if found:
        return found.group(1)
    if PARAGRAPH.match(text) and "(" in text:
        findings.reject(line, "row", text, Said("reason.no_position"))
    else:
        findings.skip("headings")
    return theme


def _continued(row: RawRow, cells: list[str], columns: Mapping[str, int]) -> RawRow:
    """A row with what stands beside its text in the next one: further themes, and another answer to a part of it."""
    themes, response = _cell(cells, columns, "themes"), " ".join(_cell(cells, columns, "response").split())
    if response and response not in row.response.split("/"):
        row = row._replace(response=f"{row.response}/{response}".strip("/"))
    more = dict.fromkeys((*row.themes, *_themes(themes)))
    return row._replace(themes=tuple(more)[:MOST_THEMES])


def _cell(cells: list[str], columns: Mapping[str, int], field: str) -> str:
    place = columns.get(field, len(cells))
    return cells[place] if place < len(cells) else ""


def _row(  # noqa: PLR0917 - what a row is made from
    line: int, cells: list[str], columns: Mapping[str, int], theme: str, review: _Review, findings: Findings
) -> RawRow:
    cell = partial(_cell, cells, columns)
    text = POSITION_SOURCE.sub("", cell("text"))
    number = PARAGRAPH.match(text)
    text = unescaped(text[number.end() :] if number else text)
    left: list[str] = []
    listed = tuple(dict.fromkeys(split_names(cell("recommending"))))
    asking = listed or recommending(text, review.known, left)
    for _ in left:
        findings.skip("brackets inside a sentence that may name states")
    return RawRow(
        file=review.file,
        line=line,
        to=review.state,
        recommending=asking,
        text=text,
        response=" ".join(cell("response").split()),
        action="",
        issues=(),
        session=str(review.session),
        themes=_themes(cell("themes")) or _themes(theme),
        paragraph=re.sub(r"\s", "", number.group(1)) if number else "",
        source=SOURCE,
    )


def _themes(text: str) -> tuple[str, ...]:
    """Names without their codes, up to the affected persons or the goals."""
    names = []
    for line in NEXT_THEME.split(text):
        if NOT_THEMES.match(line.strip()):
            break
        names.append(" ".join(THEME_CODE.sub("", line.strip(), count=1).split()))
    return tuple(dict.fromkeys(shown(name) for name in names if name))
