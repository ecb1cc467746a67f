"""Whatever happens to a file, its reader ends in rows, rejected rows or one error with a sentence, and soon."""

import json
import random
import zipfile
from pathlib import Path

import pytest
import reader_support as support
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.sources.names import Names, read_aliases
from analytics.sources.ohchr_states import recommending, split_names
from analytics.sources.reading import ReadError
from analytics.sources.recognise import FORMATS, read_any
from analytics.sources.recommendations import Coder, RawRow, Recommendation, Rejected
from analytics.sources.uhri import values

DATA = Path(__file__).resolve().parents[1] / "data"
KNOWN = Names(read_aliases(DATA / "state_aliases.csv"))
RUNS = 120
"""Damaged copies of each format; every one is another damage, the same on each run of the tests."""


def outcome(path):
    """Rows and rejected rows, or the sentence of the error. Any other exception fails the test that asks."""
    try:
        reading = read_any(path, state="Kenya", session=44)
        coder = Coder(reading.format.source, DATA) if reading.format.rows == "recommendations" else None
        coded = [coder.code(row) if coder else row for row in reading.rows]
    except ReadError as error:
        sentence = str(error)
        assert path.name in sentence
        assert sentence.endswith((".", "?"))
        assert len(sentence) < 1_200
        return sentence
    if coder:
        assert all(isinstance(row, (Recommendation, Rejected)) for row in coded)
    return len(coded), len(reading.rejected)


def damaged(content, lot):
    """The content with a few bytes changed, cut out, doubled, or with something put in."""
    content = bytearray(content)
    for _ in range(lot.randint(1, 6)):
        if not content:
            break
        place = lot.randrange(len(content))
        match lot.randrange(6):
            case 0:
                content[place] = lot.randrange(256)
            case 1:
                del content[place : place + lot.randint(1, 40)]
            case 2:
                content[place:place] = content[place : place + lot.randint(1, 200)]
            case 3:
                content[place:place] = lot.choice([b"\0", b"\r", b"\n", b'"', b",", b"\xff\xfe", b"(", b"&#40;", b"{"])
            case 4:
                content[place] ^= 1 << lot.randrange(8)
            case 5:
                del content[place:]
    return bytes(content)


@pytest.mark.parametrize("code", support.FILES)
def test_random_damage_ends_in_rows_rejections_or_a_sentence(tmp_path, code):
    original = support.FILES[code](tmp_path / "valid").read_bytes()
    path = tmp_path / "damaged"
    for seed in range(RUNS):
        path.write_bytes(damaged(original, random.Random(f"{code} {seed}")))
        outcome(path)


@pytest.mark.parametrize("code", ["ohchr_docx", "uhri_xlsx"])
def test_random_damage_inside_a_package_ends_the_same_way(tmp_path, code):
    valid, path = support.FILES[code](tmp_path / "valid"), tmp_path / "damaged"
    with zipfile.ZipFile(valid) as package:
        members = {name: package.read(name) for name in package.namelist()}
    names = sorted(name for name in members if name.endswith(".xml"))
    for seed in range(RUNS):
        lot = random.Random(f"{code} {seed}")
        name = lot.choice(names)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for each, content in members.items():
                package.writestr(each, damaged(content, lot) if each == name else content)
        outcome(path)


def test_random_damage_of_the_producers_xls_ends_the_same_way(sources, tmp_path):
    original, path = (sources / "upr_info" / "voluntary.xls").read_bytes(), tmp_path / "damaged"
    for seed in range(6):
        path.write_bytes(damaged(original, random.Random(seed)))
        outcome(path)
    # The first sectors hold the chain of all others.
    for seed in range(12):
        lot = random.Random(f"head {seed}")
        path.write_bytes(damaged(original[:4096], lot)[:4096].ljust(4096, b"\0") + original[4096:])
        outcome(path)


@pytest.mark.parametrize("code", support.FILES)
def test_every_truncation_is_survived(tmp_path, code):
    original = support.FILES[code](tmp_path / "valid").read_bytes()
    path = tmp_path / "truncated"
    for length in range(0, len(original), max(1, len(original) // 60)):
        path.write_bytes(original[:length])
        outcome(path)


@pytest.mark.parametrize("code", [code for code in support.FILES if code not in ("ohchr_docx", "uhri_xlsx")])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp037", "utf-7"])
def test_a_wrong_encoding_gets_an_answer(tmp_path, code, encoding):
    text = support.FILES[code](tmp_path / "valid").read_bytes().decode("latin-1")
    path = tmp_path / "wrong"
    path.write_bytes(text.encode(encoding, "replace"))
    outcome(path)


@given(content=st.binary(max_size=600))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_get_an_answer(tmp_path, content):
    path = tmp_path / "any"
    path.write_bytes(content)
    outcome(path)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@given(lines=st.lists(st.lists(CELLS, min_size=1, max_size=13), max_size=6), ends=st.sampled_from(["\r", "\n", "\r\n"]))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_row_of_an_export_is_lost(tmp_path, lines, ends):
    import csv

    path = tmp_path / "table"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=ends, quoting=csv.QUOTE_ALL)
        writer.writerow(support.HEADER.split(","))
        writer.writerows(lines)
    written = [line for line in lines if any(line)]
    # Excel leaves empty columns behind: they are no part of a row.
    taken = sum(len(line) >= 11 and not any(line[11:]) for line in written)
    assert outcome(path) == (taken, len(written) - taken)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(value=JSON, key=st.sampled_from(["Text", "Countries", "Body", "UprPositions", "UprSession", "Themes"]))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_property_of_uhri_may_hold_anything(tmp_path, value, key):
    path = tmp_path / "x"
    path.write_text(json.dumps([support.uhri_record(**{key: value})]), encoding="utf-8")
    outcome(path)


@given(value=JSON, name=st.sampled_from(["recommendation", "recommending_state", "session", "issues", "response"]))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_property_of_a_page_may_hold_anything(tmp_path, value, name):
    path = tmp_path / "x"
    path.write_text(json.dumps({"rows": [support.uwazi_record(**{name: value})]}), encoding="utf-8")
    outcome(path)


@given(text=st.text(st.sampled_from("(),; .\nabN1-") | st.characters(), max_size=200))
@settings(max_examples=200, deadline=None)
def test_names_in_any_text_are_clean(text):
    for name in (*recommending(text, KNOWN), *split_names(text), *values(text)):
        assert name.strip() == name != ""


@given(word=st.text(max_size=30), names=st.lists(st.text(max_size=30), max_size=3))
@settings(max_examples=200, deadline=None)
def test_any_words_are_coded_or_rejected(word, names):
    row = RawRow("f", 2, word, tuple(names), word, word, word, tuple(names), word)
    for source in ("upr_info", "uhri", "own"):
        assert isinstance(Coder(source, DATA).code(row), (Recommendation, Rejected))


# Files made to do harm


def bomb(path, name, before=()):
    """A small package with one member of 300 million zeros."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for each in before:
            package.writestr(each, "<x/>")
        with package.open(name, "w", force_zip64=True) as member:
            for _ in range(300):
                member.write(bytes(1_000_000))
    return path


@pytest.mark.parametrize(
    ("member", "others"),
    [
        ("word/document.xml", ()),
        ("xl/sharedStrings.xml", ("xl/workbook.xml",)),
        ("xl/worksheets/sheet1.xml", ("xl/workbook.xml",)),
    ],
)
def test_a_zip_bomb_is_not_opened(tmp_path, member, others):
    path = bomb(tmp_path / "bomb", member, others)
    assert path.stat().st_size < 1_000_000
    assert "it is not opened" in outcome(path)


def test_a_member_that_lies_about_its_size_ends_where_it_says(tmp_path):
    path = support.docx(tmp_path / "x")
    content = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        size = package.getinfo("word/document.xml").file_size
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (size - 100).to_bytes(4, "little")))
    assert isinstance(outcome(path), str)


LAUGHS = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


@pytest.mark.parametrize(
    "before", [LAUGHS, '<!DOCTYPE x SYSTEM "file:///etc/hostname">', f"<!--{'x' * 9000}-->{LAUGHS}"]
)
def test_a_document_type_is_refused(tmp_path, before):
    assert "declares a document type" in outcome(support.docx(tmp_path / "x", before=before))


def test_a_package_behind_a_password_says_so(tmp_path):
    path = support.docx(tmp_path / "x")
    content = bytearray(path.read_bytes())
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    path.write_bytes(content)
    assert "protected by a password" in outcome(path)


def test_a_quotation_mark_that_is_not_closed_is_named(tmp_path):
    line = 'Kenya,,,"Paint the doors,France,,,Accepted,5,Justice,1'
    path = support.upr_info_csv(tmp_path / "x", line, *["Kenya,,,Oil.,France,,,Noted,5,Justice,1"] * 4_000, ends="\n")
    assert "Probably a quotation mark is not closed" in outcome(path)


def test_a_line_without_end_is_refused(tmp_path):
    path = tmp_path / "x"
    path.write_text(f"{support.HEADER}\nKenya,,,{'x' * 2_000_000}", encoding="utf-8")
    assert "is longer than 1,000,000 characters" in outcome(path)


def test_a_huge_cell_in_a_package_is_refused(tmp_path):
    text = "".join(random.Random(1).choices("abcdefgh ", k=200_000))
    path = support.docx(tmp_path / "x", support.row(f"44.1 {text} (France);", "Noted", "x", ""))
    assert "a cell of more than 131,072 characters" in outcome(path)


def test_a_huge_cell_of_a_sheet_is_rejected_with_its_row(tmp_path):
    valid, path = support.uhri_xlsx(tmp_path / "valid"), tmp_path / "x"
    text = "".join(random.Random(1).choices("abcdefgh ", k=200_000)).encode()
    with zipfile.ZipFile(valid) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Paint the doors", text, 1))
    (rejected,) = [each for reading in [read_any(path)] for _ in [list(reading.rows)] for each in reading.rejected]
    assert rejected.reason == "a cell has more than 131,072 characters"


def test_a_record_without_end_is_refused(tmp_path):
    path = tmp_path / "x"
    path.write_text(f'[{json.dumps(support.uhri_record())}, {{"Text": "{"x" * 9_000_000}"}}]', encoding="utf-8")
    assert "a record of more than 8,000,000 bytes" in outcome(path)


def test_deep_nesting_is_refused(tmp_path):
    path = tmp_path / "x"
    path.write_text("[" * 100_000, encoding="utf-8")
    assert "nests more than 500 lists in each other" in outcome(path)


def test_a_row_number_beyond_every_sheet_ends(tmp_path, monkeypatch):
    monkeypatch.setattr("analytics.sources.reading.MOST_ROWS", 1_000)
    valid, path = support.uhri_xlsx(tmp_path / "valid"), tmp_path / "x"
    with zipfile.ZipFile(valid) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<row r="3"', b'<row r="99999999999"'))
    assert "has more than 1,000 rows" in outcome(path)


def test_too_many_rejected_rows_stop_the_reading(tmp_path, monkeypatch):
    monkeypatch.setattr("analytics.sources.reading.MOST_REJECTED", 100)
    path = support.upr_info_csv(tmp_path / "x", *["Kenya,short"] * 200, ends="\n")
    assert "More than 100 rows of x cannot be taken, the last one because 2 columns instead of 11" in outcome(path)


def test_html_entities_are_characters(tmp_path):
    line = "Kenya,,,Doors &lt; windows &#x1F6AA;,France,,,Accepted,5,Women&#39;s rights,1"
    (row,) = read_any(support.upr_info_csv(tmp_path / "x", line, ends="\n")).rows
    assert (row.text, row.issues) == ("Doors < windows 🚪", ("Women's rights",))


def test_every_format_has_a_damaged_copy_here():
    assert set(FORMATS) == {*support.FILES, "upr_info_xls"}
