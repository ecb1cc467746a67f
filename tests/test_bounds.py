"""Files of strangers: every reader ends soon, in a bounded part of memory, and says in a sentence what it met."""

import os
import random
import time
import zipfile

import openpyxl
import pytest
import reader_support as support
from loading_support import root  # noqa: F401 - a fixture

from analytics import load
from analytics.folders import DATA
from analytics.sources.reading import ReadError
from analytics.sources.recognise import read_any, recognise
from analytics.sources.recommendations import Coder, RawRow, Rejected
from analytics.ui.your_data import _name

LIMIT = 20.0
"""Seconds on a slow machine; what these files took before were minutes."""


def outcome(path):
    started = time.monotonic()
    try:
        reading = read_any(path, state="Kenya", session=44)
        rows = list(reading.rows)
    except ReadError as error:
        rows, reading = str(error), None
    assert time.monotonic() - started < LIMIT
    return rows if reading is None else (rows, reading.rejected)


def seconds(path):
    started = time.process_time()
    list(read_any(path, state="Kenya", session=44).rows)
    return time.process_time() - started


# Texts that patterns go back and forth in


FILLINGS = {
    "spaces": " ",
    "line ends": "\n",
    "spaces and line ends": " \n",
    "digits": "1 ",
    "numbers of paragraphs": "1.1. ",
    "open brackets": "(",
    "brackets": "(Togo) ",
    "unknown brackets": "(Gondor) ",
    "nested brackets": "((",
    "sources": "Source of Position ",
    "no-break spaces": "\u00a0",
    "commas": ", ",
}


@pytest.mark.parametrize("filling", FILLINGS)
def test_twice_the_text_of_a_matrix_takes_about_twice_as_long(tmp_path, filling):
    def made(length):
        text = (FILLINGS[filling] * length)[:length]
        cells = (f"44.1 Paint{text}word (Togo);", f"Noted{text}x", f"- Doors{text}x", f"{text}x")
        return support.docx(tmp_path / str(length), support.row(*cells), compress=zipfile.ZIP_STORED)

    short, long = seconds(made(30_000)), seconds(made(120_000))
    assert long < 12 * short + 1.0


@pytest.mark.parametrize("filling", [" ", "A", "(", "A ", "(A", " -", '"', "A, "])
def test_a_list_with_one_huge_cell_is_read_or_refused_soon(tmp_path, filling):
    long = '"' + (filling * 100_000)[:100_000].replace('"', '""') + 'x"'
    for header, row in (
        ("state,session,kind,members", f"Kenya,8,joint,{long}"),
        ("state_under_review,session,recommending_states,text,response,themes", f"KEN,8,{long},{long},Noted,{long}"),
        (support.HEADER, f"Kenya,,,{long},{long},,,Noted,5,{long},8"),
    ):
        path = tmp_path / "x.csv"
        path.write_text(f"{header}\n{row}\n", encoding="utf-8")
        outcome(path)


# Names and lists without end


def own(**changed):
    usual = {"to": "Kenya", "recommending": ("Ghana",), "text": "Mend", "response": "Noted", "session": "44"}
    return RawRow(**{"file": "f", "line": 2, "action": "", "issues": (), "source": "own"} | usual | changed)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"themes": ("x" * 301,)}, "issue"),
        ({"issues": ("x" * 66_000,)}, "issue"),
        ({"to": "x" * 301}, "state under review"),
        ({"session": "4" * 301}, "session"),
        ({"response": "x" * 301}, "response"),
        ({"paragraph": "1" * 301}, "text"),
        ({"identity": "x" * 301}, "identity"),
    ],
)
def test_a_name_without_end_is_rejected_and_kept_short(changed, field):
    coded = Coder("own", DATA).code(own(**changed))
    assert (coded.field, coded.reason) == (field, "a name of more than 300 characters is none")
    assert len(coded.value) <= 2_000
    assert not isinstance(Coder("own", DATA).code(own(themes=("x" * 300,))), Rejected)


# Workbooks


def packed_again(valid, path, change):
    with zipfile.ZipFile(valid) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return path


@pytest.mark.parametrize("number", ["99999999999", "2000000", "1048577"])
def test_a_row_number_that_no_sheet_has_is_refused(tmp_path, number):
    valid = support.uhri_xlsx(tmp_path / "valid")
    change = lambda _, content: content.replace(b'<row r="3"', f'<row r="{number}"'.encode())  # noqa: E731
    assert "has more than 1,048,576 rows" in outcome(packed_again(valid, tmp_path / "x", change))


def test_a_workbook_of_more_texts_than_any_source_has_is_refused_before_they_are_held(tmp_path):
    valid = tmp_path / "valid"
    book = openpyxl.Workbook()
    book.active.append(["To", "From"])
    book.save(valid)
    texts = "".join(f"<si><t>{number:x}</t></si>" for number in range(1_600_000))
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>'.encode()
    path = packed_again(valid, tmp_path / "x", lambda _, content: content)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/anyName.xml", shared)
    assert "more than 1,500,000 different texts" in outcome(path)


def test_cells_that_stand_far_apart_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("analytics.sources.sheets.MOST_CELLS", 100_000)
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(f'<row r="{number}"><c r="XFD{number}"/></row>' for number in range(1, 2_000))
        + "</sheetData></worksheet>"
    ).encode()
    valid = support.uhri_xlsx(tmp_path / "valid")
    change = lambda name, content: sheet if name.endswith("sheet1.xml") else content  # noqa: E731
    assert "more than 100,000 cells" in outcome(packed_again(valid, tmp_path / "x", change))


# Word


def test_merged_cells_that_repeat_a_long_text_are_refused(tmp_path):
    text = "".join(random.Random(1).choices("abcdefgh ", k=100_000))
    first = support.cell(text, '<w:vMerge w:val="restart"/>')
    lines = [support.row("44.1 Paint (Chad);", first, "Doors", "")]
    lines += [support.row(f"44.{n} Oil (Chad);", support.cell("", "<w:vMerge/>"), "Doors", "") for n in range(2, 400)]
    assert "repeats merged cells to more than 20,000,000 characters" in outcome(support.docx(tmp_path / "x", *lines))


@pytest.mark.parametrize(
    "before",
    [
        f'<?x {"y" * 9_000}?><!DOCTYPE x [<!ENTITY a "b">]>',
        "<?a?><?b?><?c?><?d?><?e?><!DOCTYPE x>",
        " " * 9_000 + "<!DOCTYPE x>",
        f'<?xml version="1.0"?><!--{"y" * 9_000}--><!DOCTYPE x>',
    ],
)
def test_a_document_type_that_hides_is_refused(tmp_path, before):
    assert "declares a document type" in outcome(support.docx(tmp_path / "x", before=before))


# PDF


def test_a_page_that_is_named_a_thousand_times_is_counted(tmp_path):
    assert "has 1,000 pages" in outcome(support.pdf(tmp_path / "x.pdf", 1_000))


# What is no file


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert outcome(tmp_path / "pipe.csv").startswith("pipe.csv is no ordinary file")


def test_a_folder_and_a_device_are_no_files(tmp_path):
    assert "is no ordinary file" in outcome(tmp_path)
    if os.path.exists("/dev/zero"):  # noqa: PTH110
        from pathlib import Path

        assert "is no ordinary file" in outcome(Path("/dev/zero"))


@pytest.mark.parametrize("name", ["nul\0.csv", "bad\udcff.csv"])
def test_a_name_that_is_no_text_is_refused(tmp_path, name):
    with pytest.raises(ReadError, match=r"holds what is no text\. Rename the file") as refused:
        recognise(tmp_path / name)
    str(refused.value).encode()


@pytest.mark.usefixtures("root")
def test_a_name_that_is_too_long_is_told(tmp_path, capsys):
    with pytest.raises(ReadError, match="cannot be opened"):
        recognise(tmp_path / f"{'x' * 300}.csv")
    assert load.main([str(tmp_path / f"{'x' * 300}.csv")]) == 1
    assert "cannot be opened" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("uploaded", "name"),
    [
        ("a.csv", "a.csv"),
        ("é" * 200 + ".csv", "é" * 100 + ".csv"),
        ("..\\..\\x.csv", ".._.._x.csv"),
        ("/etc/passwd", "passwd"),
        ("nul\0.csv", "nul .csv"),
        ("bad\udcff.csv", "bad?.csv"),
        ("", "file"),
        ("..", "file"),
    ],
)
def test_an_upload_gets_a_name_that_every_system_allows(uploaded, name):
    made = _name(uploaded)
    assert len(made.encode()) <= 255
    assert made == name
