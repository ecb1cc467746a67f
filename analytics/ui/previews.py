"""What a file that is to be loaded holds, before anything is changed: its rows, what is rejected, what to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from analytics import small_tables
from analytics.catalogue.loaded import Found, Note
from analytics.exports import csv
from analytics.loading import forecast, omissions, version_files
from analytics.loading.forecast import Preview
from analytics.loading.intake import Result
from analytics.markup import markdown
from analytics.sentences import Said, translated
from analytics.sources.recommendations import Rejected
from analytics.text import Text
from analytics.ui import paper

LISTED = 20
"""Rejected rows and notes that are listed; all of them are in a file to download."""


SAID = ("value", "reason", "suggestion")
"""What is shown of a note; its file has every column."""
WRONG = ("line", "field", *SAID)
"""What is shown of a rejected row."""


def recommendations(found: Preview, key: str, t: Text) -> None:
    """A file of recommendations; `key` tells it from other files of its name."""
    sessions = sorted({session for session, _ in found.reviews})
    said = t(
        "your_data.preview",
        file=found.file,
        format=t(f"your_data.format.{found.format.code}"),
        recommendations=t.count("recommendations", found.rows),
        pledges=t.number(found.pledges),
        reviews=t.count("reviews", len(found.reviews)),
        sessions=t.entries(sessions) or "-",
        rejected=t.number(len(found.rejected)),
    )
    st.markdown(markdown(said))
    dataset = t(f"dataset.{found.format.source}")
    _told([*omissions.skipped(found.skipped, t), *omissions.replaced(found.replaced, dataset, t)])
    first = [
        {
            "session": coded.session,
            "state": t.state(coded.state_under_review),
            "asking": t.entries(t.state(code) for code in coded.recommending_states),
            "response": t(key) if t.has(key := f"response.{coded.response}") else coded.response,
            "text": raw.text[:200],
        }
        for raw, coded in found.first
    ]
    table(pd.DataFrame(first), f"first.{key}", t("your_data.first", name=found.file), t)
    _rejected(found.rejected, found.file, key, t)


def lists(found: Found, key: str, t: Text) -> None:
    """A file of submissions: its lists with the numbers they declare and hold, and the first submissions."""
    joint = [entry for each in found.documents for entry in each.joint]
    said = t(
        "your_data.lists.preview",
        file=found.file,
        format=t(f"your_data.format.{found.format.code}") if found.format else "",
        submissions=t.count("submissions", len(found.submissions)),
        joint=t.number(len(joint)),
        memberships=t.count("memberships", sum(len(entry.members) for entry in joint)),
        reviews=t.count("reviews", len(found.documents)),
        rejected=t.number(len(found.rejected)),
    )
    st.markdown(markdown(said))
    _told(omissions.fewer(found.fewer, t))
    reviews = [
        {
            "state": t.state(each.state),
            "session": each.session,
            "symbol": each.symbol,
            "declared": t.number(each.declared) if each.declared is not None else "-",
            "listed": t.number(len(each.entries)),
            "joint": t.number(len(each.joint)),
        }
        for each in found.documents
    ]
    table(pd.DataFrame(reviews), f"reviews.{key}", t("your_data.reviews", name=found.file), t)
    first = [
        {
            "session": each.session,
            "state": t.state(each.state),
            "code": entry.code,
            "kind": t(f"submissions.kind.{entry.kind}"),
            "organisations": "; ".join(member.name for member in entry.members) or entry.name,
        }
        for each, entry in found.submissions[: forecast.SHOWN]
    ]
    table(pd.DataFrame(first), f"first.{key}", t("your_data.first", name=found.file), t)
    _rejected(found.rejected, found.file, key, t)
    notes(found.notes, found.file, key, t)


def result(found: Result, t: Text) -> None:
    """What a load did with the rows of one source."""
    name = t(f"dataset.{found.source}")
    said = t(
        "your_data.result",
        name=name,
        **{kind: t.number(getattr(found, kind)) for kind in ("new", "changed", "unchanged", "gone")},
        rejected=t.number(len(found.rejected)),
        seconds=t.number(found.seconds, 1),
    )
    st.markdown(markdown(said))
    _told(omissions.of_result(found, t))
    notes(found.notes, name, "result", t)


def notes(found: Sequence[Note], name: str, key: str, t: Text) -> None:
    """What to know of lists that are taken: as a table, and as a file."""
    if found:
        st.markdown(markdown(t("your_data.notes", notes=t.number(len(found)))))
        rows = [_translated(asdict(note) | {"reason": Said(f"note.{note.reason}")}, t) for note in found]
        _listed("notes", rows, key, name, SAID, t)


def _told(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        st.markdown(markdown(sentence))


def _rejected(rejected: Sequence[Rejected], name: str, key: str, t: Text) -> None:
    rows = [_translated({column: getattr(row, column) for column in version_files.REJECTED}, t) for row in rejected]
    _listed("rejected", rows, key, name, WRONG, t)


def kept(path: Path, t: Text) -> bytes:
    """The rejected rows or the notes that a load left in the data folder, in English, as a file in this language."""
    return csv.write(pd.DataFrame([_translated(row, t) for row in small_tables.read(path)]))


def _translated(row: Mapping[str, Any], t: Text) -> dict[str, Any]:
    """A rejected row or a note with field and reason in the reader's language; its value is that of the file."""
    key = f"your_data.field.{row['field'].replace(' ', '_')}"
    named = t(key) if t.has(key) else row["field"]
    return {**row, "field": named, "reason": translated(row["reason"], t)}


def _listed(  # noqa: PLR0917 - what is kept, and how it is called
    kind: str, made: Sequence[dict[str, Any]], key: str, name: str, columns: Sequence[str], t: Text
) -> None:
    """The first rows with these columns, and a button for the file with all of them.

    Their cells are sentences: they wrap, so that none is cut, and are Markdown.
    """
    if made:
        rows = pd.DataFrame(made)
        shown = rows.head(LISTED)[list(columns)].astype(str).map(markdown)
        st.table(_named(shown, t), hide_index=True, alt=t(f"your_data.{kind}_file", name=name))
        label = markdown(t(f"your_data.{kind}_file", name=name))
        data = partial(csv.write, rows)
        st.download_button(label, data, f"upr-{kind}.csv", key=f"file.{kind}.{key}", on_click="ignore")


def table(rows: pd.DataFrame, key: str, alt: str, t: Text) -> None:
    """A table with headings of this page, which `alt` names; nothing where there are no rows."""
    if not rows.empty:
        shown = _named(rows, t)
        st.dataframe(shown, hide_index=True, key=key, alt=alt)
        paper.table(shown, shown.columns, t)


def _named(rows: pd.DataFrame, t: Text) -> pd.DataFrame:
    return rows.rename(columns={name: t(f"your_data.column.{name}") for name in rows.columns})
