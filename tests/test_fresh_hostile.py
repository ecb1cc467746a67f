"""Files of strangers and cells with formulas, five of each kind that is not tried elsewhere. All words are invented."""

import csv
import io
import os
import subprocess
import sys
import time
import zipfile

import openpyxl
import pandas as pd
import pytest
import reader_support as support
from loading_support import root  # noqa: F401 - a fixture
from test_resaved_files import written

from analytics import small_tables
from analytics.exports import csv as csv_files
from analytics.exports import xlsx
from analytics.exports.cells import as_text, is_formula
from analytics.folders import ROOT
from analytics.loading import intake, store
from analytics.loading.given import Given
from analytics.sources.reading import ReadError
from analytics.sources.recognise import read_any
from analytics.ui.your_data import _name

SOON = 20.0
"""Seconds on a slow machine; what these files took before were minutes."""


def soon(path):
    """The rows of a file, or the sentence that refuses it, in bounded time."""
    started = time.monotonic()
    try:
        found = list(read_any(path, state="Kenya", session=44).rows)
    except ReadError as error:
        found = str(error)
    assert time.monotonic() - started < SOON
    return found


@pytest.mark.parametrize("pages", [1_000, 1_200, 2_500, 5_000, 9_999])
def test_a_page_named_many_times_is_refused_with_its_number(tmp_path, pages):
    path = tmp_path / "A_HRC_WG.6_33_BRN_3.pdf"
    support.pdf(path, pages)
    assert f"has {pages:,} pages" in soon(path)


@pytest.mark.parametrize("column", ["themes", "issues", "paragraph", "session", "response"])
def test_a_word_without_end_never_breaks_the_next_load(tmp_path, root, column):  # noqa: F811
    """66,000 letters in any column: the line is rejected, and what comes after is loaded."""
    header = "state_under_review,session,recommending_states,text,response,issues,themes,paragraph"
    usual = dict(zip(header.split(","), ("Kenya", 44, "Ghana", "Mend", "accepted", "", "", ""), strict=True))
    long = written(tmp_path / "long.csv", header, list((usual | {column: "lantern" * 9_430}).values()))
    for path in (long, written(tmp_path / "next.csv", header, list(usual.values()))):
        try:
            results = intake.load([Given(path)], root)
        except intake.LoadError as error:
            assert path is long, error  # noqa: PT017 - which of the two was refused
        else:
            assert len(results[0].rejected) == (path is long)
    assert store.current("own", root) is not None


@pytest.mark.parametrize("number", ["99999999999", "1048577", "4294967296", "2147483648", "18446744073709551616"])
def test_a_row_that_no_sheet_has_is_refused(tmp_path, number):
    plain = support.uhri_xlsx(tmp_path / "plain.xlsx")
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            if each.startswith("xl/worksheets/sheet"):
                assert b'r="2"' in content or b"<row>" in content
                content = content.replace(
                    b"</sheetData>", f'<row r="{number}"><c><v>1</v></c></row></sheetData>'.encode()
                )
            new.writestr(each, content)
    assert isinstance(soon(path), str)


@pytest.mark.parametrize(
    "name", [b"bad\xff.csv", b"\xc3\x28.csv", b"\xe2\x82.csv", b"\xf0\x28\x8c\xbc.csv", b"latin \xe9.csv"]
)
def test_a_name_that_is_no_utf_8_is_told_on_the_command_line(tmp_path, name):
    path = os.fsencode(tmp_path) + b"/" + name
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - the name is bytes
            file.write(b"state_under_review,session,recommending_states\nKenya,44,Ghana\n")
    except OSError:
        pytest.skip("this system has no such names")
    done = subprocess.run(
        [sys.executable, "-m", "analytics.load", path],
        cwd=ROOT,
        capture_output=True,
        check=False,
        env={**os.environ, "UPR_DATA": str(tmp_path / "loaded")},
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert done.stderr.decode().count("\n") == 1


@pytest.mark.parametrize("length", [252, 256, 300, 1_000, 5_000])
def test_a_name_over_255_bytes_is_told_on_the_command_line(tmp_path, length):
    done = subprocess.run(
        [sys.executable, "-m", "analytics.load", str(tmp_path / f"{'x' * length}.csv")],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    "uploaded",
    ["nul\0.csv", "\udcff.csv", f"{'x' * 300}.csv", f"{'é' * 200}.csv", "a\u202evsc.exe.csv", "../../x\0\0.csv"],
)
def test_an_upload_gets_a_name_that_can_be_shown_and_kept(tmp_path, uploaded):
    name = _name(uploaded)
    (tmp_path / name).write_bytes(b"")
    assert name.isprintable()
    assert len(name.encode()) <= 255


FORMULAS = {
    "=1+1": "'=1+1",
    "+41 22 000": "'+41 22 000",
    "-cmd": "'-cmd",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t'=1",
    "\r=1": "'\n'=1",
    " =1": "' =1",
    "\uff1d1+1": "'\uff1d1+1",
    "\uff0b1": "'\uff0b1",
    "\uff0d1": "'\uff0d1",
    "\uff20x": "'\uff20x",
    "doors;=1+1": "doors;'=1+1",
    'doors;"=1+1': "doors;\"'=1+1",
    "doors\n=1+1": "doors\n'=1+1",
    "doors\r\n-1": "doors\n'-1",
    "doors\t@x": "doors\t'@x",
    "doors|+x": "doors|'+x",
}
NONE = ["doors", "a - b", "1 = 1", "-5", "+2.5", "-3,5", "-4%", "a, -b", "x@y.example", "", "'quoted", "(=1)"]


@pytest.mark.parametrize(("cell", "right"), FORMULAS.items())
def test_no_cell_of_a_file_is_a_formula(cell, right):
    assert is_formula(cell)
    assert as_text(cell) == right
    assert as_text(right) == right, "a file that is read and written again has no second apostrophe"


@pytest.mark.parametrize("cell", NONE)
def test_words_and_numbers_stay_as_they_are(cell):
    assert as_text(cell) == cell


def test_a_file_of_a_page_has_numbers_as_numbers_and_formulas_as_text():
    rows = pd.DataFrame({"text": list(FORMULAS), "gap": [-0.5] * len(FORMULAS)})
    read = list(csv.reader(io.StringIO(csv_files.write(rows).decode("utf-8-sig"))))
    assert [line[0] for line in read[1:]] == list(FORMULAS.values())
    assert {line[1] for line in read[1:]} == {"-0.5"}
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write({"rows": rows}, {"=about": "=1+1"})))
    cells = [line[0] for line in book["rows"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells), "not even when somebody edits the cell"
    assert {line[1].value for line in book["rows"].iter_rows(min_row=2)} == {-0.5}
    assert [cell.data_type for cell in next(book["about"].iter_rows())] == ["s", "s"]


def test_what_a_load_leaves_on_the_disk_and_what_the_command_prints_holds_no_formula(tmp_path, root):  # noqa: F811
    header = "state_under_review,session,recommending_states,text,response,issues,themes,paragraph"
    good = ["Kenya", 44, "Ghana", "=1+lantern;=2\n@x", "accepted", "", "", "-1+1"]
    bad = [[cell, 44, "Ghana", "", "", "", "", ""] for cell in FORMULAS]
    (result,) = intake.load([Given(written(tmp_path / "=x.csv", header, good, *bad))], root)
    intake.finish(store.current("own", root), root)
    assert len(result.rejected) == len(FORMULAS)
    kept = small_tables.read(store.current("own", root).folder / "rejected.csv")
    assert [row["value"] for row in kept if is_formula(row["value"]) and not row["value"].startswith("'")] == []
    assert {row["file"] for row in kept} == {"'=x.csv"}
    command = [sys.executable, "-m", "analytics.query", "search", "--data", "own", "--q", "lantern", "--format", "csv"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True, env={**os.environ, "UPR_DATA": str(root)}
    )
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert "'=1+lantern;'=2\n'@x" in row.values()
