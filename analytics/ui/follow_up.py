"""What a reader does with the working list: takes it away as OHCHR's matrix, and writes down how far each line is.

A status is the reader's own and stays in the data folder of this computer; it is shown to nobody who may not write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.exports import matrix
from analytics.findings.selection import selection
from analytics.folders import data_folder
from analytics.loading import status_marks
from analytics.loading.status_marks import Mark
from analytics.markup import markdown, words
from analytics.rows import read
from analytics.sentences import SaidError, translated
from analytics.ui import data
from analytics.ui.address import carried_address
from analytics.ui.files import downloads
from analytics.ui.link import linked
from analytics.ui.your_data import may_load

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.filters import Filters
    from analytics.text import Text

ROW = "row"
"""Parameter of the link: the recommendation whose status is shown."""
SHOWN = 5
"""Earlier words on a recommendation that are shown."""


def leave_with(rows: pd.DataFrame, filters: Filters, t: Text) -> None:
    """Two buttons: the list in the layout of OHCHR's matrix, for Excel and for Word."""
    chosen = selection(filters, data.codes(), t)
    title = t("follow_up.matrix.title", selection=chosen)
    link, version = carried_address(t), data.data_version()
    about = {
        t("column.finding"): title,
        t("column.source"): " ".join(record["citation"] for record in data.sources(data.MAIN)),
        t("column.version"): version,
        t("column.link"): link,
        t("column.limits"): words(t("follow_up.matrix.limits")),
    }

    def workbook() -> bytes:
        return matrix.workbook(matrix.table(rows, t), about, right_to_left=t.right_to_left)

    def document() -> bytes:
        return matrix.document(matrix.table(rows, t), title, about, right_to_left=t.right_to_left)

    downloads(t("follow_up.matrix.label"), {"upr-matrix.xlsx": workbook, "upr-matrix.docx": document})


def statuses(rows: pd.DataFrame, t: Text) -> None:
    """How far the lines are, by issue, and the status of the chosen one; a sentence for who may not write."""
    st.subheader(markdown(t("follow_up.marks.title")), anchor=False)
    if not may_load():
        st.caption(markdown(t("follow_up.marks.read_only")))
        return
    root = data_folder()
    try:
        marks = status_marks.current(root)
        st.caption(markdown(t("follow_up.marks.own")))
        _progress(rows, marks, t)
        key = linked(ROW)
        if key in set(rows["recommendation_key"]):
            _form(key, rows, root, t)
        else:
            with st.container(key="marks-choose"):
                st.markdown(markdown(t("follow_up.marks.choose")))
        _in_and_out(root, t)
    except SaidError as problem:
        st.error(markdown(translated(problem.said, t)))


def _progress(rows: pd.DataFrame, marks: dict[str, Mark], t: Text) -> None:
    """Issues with a mark, each with how many of its accepted recommendations have which status."""
    keys: dict[str, list[str]] = {}
    for key, issues in read(rows, "recommendation_key", "its_issues"):
        for issue in issues.split() if isinstance(issues, str) else ():
            keys.setdefault(issue, []).append(key)
    found = {issue: status_marks.counted(its, marks) for issue, its in keys.items()}
    every = status_marks.counted(rows["recommendation_key"], marks)
    blanks = {"done": t.number(every["done"]), "marked": t.number(sum(every.values())), "n": t.number(len(rows))}
    st.progress(every["done"] / max(len(rows), 1), markdown(t("follow_up.marks.progress", **blanks)))
    lines = [
        {
            "issue": t.issue(issue),
            "share": counts["done"] / len(keys[issue]),
            **counts,
            "unmarked": len(keys[issue]) - sum(counts.values()),
        }
        for issue, counts in found.items()
        if sum(counts.values())
    ]
    if lines:
        names = {name: t(f"mark.{name}") for name in (*status_marks.STATUSES, "unmarked")}
        config = {"issue": t("column.issue"), **names}
        config["share"] = st.column_config.ProgressColumn(t("column.share"), format="percent", min_value=0, max_value=1)
        st.dataframe(pd.DataFrame(lines), hide_index=True, column_config=config, key="marks.issues")


def _form(key: str, rows: pd.DataFrame, root: Path, t: Text) -> None:
    """The status of one recommendation, what was said of it before, and a new word."""
    (line,) = rows[rows["recommendation_key"] == key].to_dict("records")
    asked = t.join(t.state(code) for code in (line["asked_by"] or "").split())
    st.markdown(markdown(t("follow_up.marks.of", identifier=key, session=line["session"], states=asked)))
    if isinstance(line.get("text"), str):
        st.text(line["text"])
    said = [mark for mark in status_marks.history(root) if mark.recommendation_key == key]
    for mark in reversed(said[-SHOWN:]):
        parts = [t(f"mark.{mark.status}"), mark.day, mark.note, mark.source, mark.who, mark.recorded]
        st.text(" · ".join(part for part in parts if part))
    with st.form("marks", clear_on_submit=True):
        status = st.selectbox(
            markdown(t("mark.label")), status_marks.STATUSES, format_func=lambda code: t(f"mark.{code}")
        )
        note = st.text_area(markdown(t("follow_up.marks.note")), max_chars=status_marks.LONGEST["note"])
        source = st.text_input(markdown(t("follow_up.marks.source")), max_chars=status_marks.LONGEST["source"])
        day = st.date_input(markdown(t("follow_up.marks.day")), value=None)
        who = st.text_input(markdown(t("follow_up.marks.who")), max_chars=status_marks.LONGEST["who"])
        if st.form_submit_button(markdown(t("follow_up.marks.save"))) and may_load():
            status_marks.add([Mark(key, status, note, source, day.isoformat() if day else "", who)], root)
            st.rerun()


def _in_and_out(root: Path, t: Text) -> None:
    """All marks as a file, and those of a file."""
    with st.expander(markdown(t("follow_up.marks.files"))):
        downloads(t("follow_up.marks.export"), {"upr-status.csv": lambda: status_marks.as_file(root)})
        given = st.file_uploader(markdown(t("follow_up.marks.import")), type=["csv"], key="marks.upload")
        if given is None:
            return
        try:
            marks, wrong = status_marks.from_file(given.getvalue())
        except ValueError:
            st.error(markdown(t("follow_up.marks.other_file")))
            return
        new = status_marks.not_yet(marks, root)
        st.markdown(markdown(t("follow_up.marks.found", new=t.number(len(new)), wrong=t.number(wrong))))
        if new and st.button(markdown(t("follow_up.marks.take")), key="marks.take") and may_load():
            status_marks.add(new, root)
            st.rerun()
