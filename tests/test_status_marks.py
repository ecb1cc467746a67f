"""A reader's own status of recommendations, and the list that leaves in OHCHR's layout: kept, taken back, never run."""

from io import BytesIO
from multiprocessing import get_context

import openpyxl
import pandas as pd
import pytest
from docx import Document

from analytics.checksums import DamagedError
from analytics.exports import matrix
from analytics.loading import mappings, status_marks
from analytics.loading.status_marks import Mark
from analytics.text import text

T = text("en")
ONE, OTHER = "0123456789ab", "ba9876543210"
HOSTILE = '=HYPERLINK("https://evil.test","x")\n# h **b** <b>x</b>, "quoted"; ![a](https://evil.test/x.png)'
LIST = pd.DataFrame(
    {
        "session": [21, 21],
        "asked_by": ["FRA", "BRA CAN"],
        "its_issues": ["death-penalty torture", None],
        "response": ["accepted", "partial"],
        "text": ["=1+1", None],
        "recommendation_key": [ONE, OTHER],
    }
)


def test_the_last_word_counts_and_every_word_stays(tmp_path):
    status_marks.add([Mark(ONE, "in_progress", "A bill.", "Gazette", "2024-05-01", "AB")], tmp_path)
    status_marks.add([Mark(ONE, "done"), Mark(OTHER, "no_information")], tmp_path)
    said = status_marks.history(tmp_path)
    assert [(mark.recommendation_key, mark.status, mark.note) for mark in said] == [
        (ONE, "in_progress", "A bill."),
        (ONE, "done", ""),
        (OTHER, "no_information", ""),
    ]
    current = status_marks.current(tmp_path)
    assert {key: mark.status for key, mark in current.items()} == {ONE: "done", OTHER: "no_information"}
    counts = {"not_started": 0, "in_progress": 0, "done": 1, "no_information": 1}
    assert status_marks.counted([ONE, OTHER, "f" * 12], current) == counts


@pytest.mark.parametrize(
    "mark", [Mark("KEN", "done"), Mark(ONE, "finished"), Mark(ONE, "done", day="soon"), Mark("0123456789AB", "done")]
)
def test_what_is_no_mark_is_not_kept(tmp_path, mark):
    with pytest.raises(ValueError, match="not a mark"):
        status_marks.add([mark], tmp_path)
    assert status_marks.history(tmp_path) == []


def test_hostile_words_come_back_as_they_were_written_and_are_no_formula_in_a_file(tmp_path):
    status_marks.add([Mark(ONE, "done", f"{HOSTILE}\x1b[31m\u202e", "@x", "", "=me")], tmp_path)
    (mark,) = status_marks.history(tmp_path)
    assert (mark.note, mark.source, mark.who) == (HOSTILE, "@x", "=me")
    cells = pd.read_csv(BytesIO(status_marks.as_file(tmp_path)), dtype=str, keep_default_na=False).iloc[0]
    assert [cells[name][0] for name in ("note", "source", "who")] == ["'", "'", "'"]


def test_marks_leave_as_a_file_and_come_back_in_another_folder(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    status_marks.add([Mark(ONE, "in_progress", "First."), Mark(ONE, "done", "=Second."), Mark(OTHER, "done")], here)
    marks, wrong = status_marks.from_file(status_marks.as_file(here))
    assert (len(marks), wrong) == (3, 0)
    status_marks.add(status_marks.not_yet(marks, there), there)
    assert {key: mark[:-1] for key, mark in status_marks.current(there).items()} == {
        key: mark[:-1] for key, mark in status_marks.current(here).items()
    }
    assert status_marks.not_yet(marks, there) == []


def test_lines_that_are_no_marks_are_counted_and_other_files_refused():
    marks, wrong = status_marks.from_file(f"recommendation_key,status\n{ONE},done\nKEN,done\n{ONE},maybe\n".encode())
    assert ([mark[:2] for mark in marks], wrong) == ([(ONE, "done")], 2)
    for content in (b"a,b\n1,2\n", b"\xff\xfe\x00", b""):
        with pytest.raises(ValueError, match=r"status_marks\.csv"):
            status_marks.from_file(content)


def test_a_file_that_somebody_changed_is_said_and_left_alone(tmp_path):
    status_marks.add([Mark(ONE, "done")], tmp_path)
    file = tmp_path / status_marks.FILE
    changed = file.read_bytes().replace(b"done", b"undone")
    file.write_bytes(changed)
    with pytest.raises(DamagedError) as refused:
        status_marks.current(tmp_path)
    assert refused.value.said.key == "damage.marks"
    with pytest.raises(DamagedError):
        status_marks.add([Mark(OTHER, "done")], tmp_path)
    assert file.read_bytes() == changed


def _mark(root, key):
    status_marks.add([Mark(key, "done")], root)


def test_two_processes_that_write_at_once_lose_nothing(tmp_path):
    keys = [f"{number:012x}" for number in range(8)]
    spawn = get_context("spawn")
    writers = [spawn.Process(target=_mark, args=(tmp_path, key)) for key in keys]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert sorted(status_marks.current(tmp_path)) == keys


def test_names_that_were_mapped_are_kept_in_the_same_way(tmp_path):
    mappings.map_name("state", "Doorland", "ken", tmp_path)
    assert mappings.mapped(tmp_path)["state"] == {"Doorland": "KEN"}


# The list in OHCHR's layout

CELLS = [
    ("=1+1 (France)", "accepted", "Death penalty; Torture and other CID treatment", None),
    (f"{OTHER} (Brazil) (Canada)", "partly accepted", None, None),
]


def test_the_matrix_has_the_columns_of_ohchr_and_an_empty_assessment():
    made = matrix.table(LIST, T)
    assert list(made.columns) == [
        "Recommendation",
        "Position",
        "Full list of themes",
        "Assessment/comments on level of implementation",
    ]
    assert [tuple(cell or None for cell in row) for row in made.itertuples(index=False)] == CELLS


def test_without_texts_the_identifier_stands_in_their_place():
    made = matrix.table(LIST.drop(columns="text"), T)
    assert made["Recommendation"].tolist() == [f"{ONE} (France)", f"{OTHER} (Brazil) (Canada)"]


def test_as_a_workbook_it_holds_text_and_no_formula():
    content = matrix.workbook(matrix.table(LIST, T), {"Source": "=Nobody (2020)."})
    book = openpyxl.load_workbook(BytesIO(content))
    rows = list(book["matrix"].iter_rows(values_only=True))
    assert rows[0] == matrix.COLUMNS
    assert [tuple(cell or None for cell in row) for row in rows[1:]] == CELLS
    assert {cell.data_type for row in book["matrix"] for cell in row} <= {"s", "n"}
    assert book["about"]["B1"].value == "=Nobody (2020)."


def test_as_a_document_it_says_what_it_is_and_repeats_its_heading():
    content = matrix.document(matrix.table(LIST, T), "Accepted: Kenya\x0b", {"Source": "Nobody (2020)."})
    read = Document(BytesIO(content))
    assert [paragraph.text.strip() for paragraph in read.paragraphs] == ["Accepted: Kenya", "Source: Nobody (2020)."]
    (grid,) = read.tables
    cells = [tuple(cell.text or None for cell in row.cells) for row in grid.rows]
    assert cells == [matrix.COLUMNS, *CELLS]
    assert "tblHeader" in read.element.xml
