"""A file that cannot be read gets told what it is nearest to, and the way out."""

import zipfile

import openpyxl
import pytest
import reader_support as support
from test_resaved_files import UHRI, UHRI_ROW, UWAZI, UWAZI_ROW, workbook, written

from analytics.sources import tables
from analytics.sources.reading import ReadError
from analytics.sources.recognise import recognise
from analytics.sources.sheets import OLE
from analytics.text import languages, text

EXPLORER = (
    "Goals,Recommendation,Tekst,Targets,Keywords,Response,Recommending state,Mechanism,Procedures,Treaties,Type,"
    "field_year,Document"
)
EXPLORER_ROW = (
    "4",
    "Kenya",
    "Mend",
    "4.7",
    "",
    "Noted",
    "Chad",
    "(UPR)",
    "",
    "",
    "Recommendation",
    "2010 Cycle 1",
    "x",
)


def pdf(text):
    """A PDF of one page with this text."""
    stream = f"BT /F 9 Tf 9 9 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 90]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{each}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return (body + end).encode()


def refusal(path):
    with pytest.raises(ReadError) as refused:
        recognise(path).read()
    for language in languages():
        assert refused.value.said.into(text(language))
    return str(refused.value)


@pytest.mark.parametrize("missing", ["State under Review", "Recommending State", "Session"])
def test_an_export_without_a_column_is_told_which_and_what_it_is_nearest_to(tmp_path, missing):
    header = UWAZI.split(",")
    place = header.index(missing)
    cut = ",".join(name for name in header if name != missing)
    said = refusal(written(tmp_path / "x.csv", cut, [cell for at, cell in enumerate(UWAZI_ROW) if at != place]))
    assert said.startswith("x.csv lacks the column ")
    assert tables.key(said.split("column ")[1].split(".")[0]) == tables.key(missing)
    assert "The nearest format is: export of today's UPR Info database" in said


def test_a_workbook_of_uhri_without_a_column_is_told_which(tmp_path):
    header = UHRI.split(",")
    path = workbook(tmp_path / "x.xlsx", header[:-1], UHRI_ROW[:-1])
    assert refusal(path) == (
        f"x.xlsx lacks the column UPR Session. It has: {', '.join(header[:-1])}. The nearest format is: UHRI export "
        "(.xlsx, .csv). Name the columns so, or take another file."
    )


@pytest.mark.parametrize("way", ["csv", "xlsx", "semicolon"])
def test_an_export_of_the_explorer_is_named(tmp_path, way):
    path = tmp_path / "x"
    if way == "xlsx":
        workbook(path, EXPLORER.split(","), EXPLORER_ROW)
    else:
        written(path, EXPLORER, EXPLORER_ROW, separator=";" if way == "semicolon" else ",")
    said = refusal(path)
    assert "an export of the SDG-Human Rights Data Explorer. It holds no session" in said
    assert "from an export of UHRI or of UPR Info" in said


def old_office(path, stream):
    path.write_bytes(OLE + bytes(600) + stream.encode("utf-16-le") + bytes(600))
    return path


def test_an_old_word_document_is_to_be_saved_as_docx(tmp_path):
    assert "save it as .docx" in refusal(old_office(tmp_path / "x.doc", "WordDocument"))


def test_another_old_office_file_is_told_what_it_is(tmp_path):
    assert "an old Office file, but no Excel workbook" in refusal(old_office(tmp_path / "x.ppt", "PowerPoint Document"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (rb"{\rtf1\ansi Paint the doors}", "is rich text"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page"),
        (b"\xef\xbb\xbf\n<html><table><tr><td>To</td></tr></table></html>", "is a web page"),
        (b"<TABLE><tr><td>To</td></tr></TABLE>", "is a web page"),
    ],
)
def test_other_kinds_of_files_are_told_the_way_out(tmp_path, content, said):
    (tmp_path / "x.xls").write_bytes(content)
    assert said in refusal(tmp_path / "x.xls")


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (("mimetype", "content.xml", "META-INF/manifest.xml"), "save a text as .docx or a table as .xlsx"),
        (("[Content_Types].xml", "xl/workbook.bin"), "save it as .xlsx"),
    ],
)
def test_packages_of_other_programs_are_told_the_way_out(tmp_path, members, said):
    with zipfile.ZipFile(tmp_path / "x", "w") as package:
        for member in members:
            package.writestr(member, "<x/>")
    assert said in refusal(tmp_path / "x")


REVIEW = "Universal Periodic Review"
TITLE = f"Report of the Working Group on the {REVIEW}"


@pytest.mark.parametrize("kind", ["docx", "txt", "pdf"])
@pytest.mark.parametrize("title", [TITLE, TITLE.upper()])
def test_a_report_of_the_working_group_is_sent_to_its_matrix(tmp_path, kind, title):
    path = tmp_path / f"x.{kind}"
    if kind == "docx":
        with zipfile.ZipFile(path, "w") as package:
            body = f"<w:body><w:p><w:r><w:t>{title}</w:t></w:r></w:p></w:body>"
            package.writestr("word/document.xml", f'<w:document xmlns:w="{support.WORD}">{body}</w:document>')
    elif kind == "pdf":
        path.write_bytes(pdf(title))
    else:
        path.write_text(f"A/HRC/1/1\n{title}\nKenya\n", encoding="utf-8")
    assert "load that one" in refusal(path)


@pytest.mark.parametrize("what", ["prices", "one column", "empty"])
def test_a_table_of_something_else_is_told_what_was_seen(tmp_path, what):
    book = openpyxl.Workbook()
    for row in {"prices": [["door", "price"], ["red", 5]], "one column": [["doors"]], "empty": []}[what]:
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    said = refusal(tmp_path / "x.xlsx")
    seen = {"prices": "starts with 'door | price'", "one column": "starts with 'doors'", "empty": "holds no row"}[what]
    assert seen in said
