"""Small valid files of every format, invented, for the tests of the readers. No word of them is anybody's."""

import json
import zipfile
from html import escape

import openpyxl

from analytics.sources.uhri import COLUMNS

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADER = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session"
GENERATIONS = {
    "2014": ("Recommendation", "Recommending state/s", "Position", "Full list of rights/affected persons"),
    "2015": ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation"),
    "2024": (
        "Recommendation and recommending State",
        "Position of the State under review",
        "Human rights themes and groups of persons",
        "Relevant SDGs",
    ),
}


def upr_info_csv(path, *lines, encoding="mac_roman", ends="\r"):
    lines = lines or ('Kenya,,,Décor: paint the doors.,"Cote d\'Ivoire",,,Accepted,5,"Justice,Labour",1',) * 3
    path.write_bytes(ends.join([HEADER, *lines, ""]).encode(encoding))
    return path


def uwazi_record(number=1, **changed):
    metadata = {
        "recommendation": [{"value": f"Paint door {number} &amp; varnish it"}],
        "state_under_review": [{"value": "x1", "label": "Kenya"}],
        "recommending_state": [{"value": "x2", "label": "France"}],
        "response": [{"value": "x3", "label": "Supported"}],
        "action_category": [{"value": "x4", "label": "5 - Specific action"}],
        "issues": [{"value": "x5", "label": "Justice"}, {"value": "x6", "label": "Labour"}],
        "session": [{"value": "x7", "label": "44 - November 2023"}],
    }
    metadata = {name: value for name, value in {**metadata, **changed}.items() if value is not None}
    return {"_id": f"i{number}", "sharedId": f"s{number}", "title": "x", "metadata": metadata, "creationDate": 1}


def uwazi_json(path, shape="page"):
    first = {"rows": [uwazi_record(1), uwazi_record(2)], "totalRows": 3, "relation": "eq"}
    second = {"rows": [uwazi_record(3)], "totalRows": 3, "relation": "eq"}
    every = [*first["rows"], *second["rows"]]
    written = {
        "page": json.dumps({"rows": every, "totalRows": 3}),
        "pages": json.dumps([first, second]),
        "records": json.dumps(every),
        "lines of pages": f"{json.dumps(first)}\n{json.dumps(second)}\n",
        "lines of records": "\n".join(json.dumps(each) for each in every),
    }
    path.write_text(written[shape], encoding="utf-8")
    return path


def uwazi_csv(path):
    header = "Title,Recommendation,State under review,Recommending state,Response,Action category,Issues,Session,Cycle"
    line = 'a,"Paint, then varnish",Kenya,Côte d\'Ivoire|France,Supported,5 - Specific action,Justice|Labour,44 - x,4'
    path.write_text(f"{header}\n{line}\n{line}\n", encoding="utf-8")
    return path


def uhri_record(number=1, **changed):
    record = {
        "AffectedPersons": ["General"],
        "AnnotationId": f"a-{number}",
        "AnnotationType": "- Recommendations",
        "Body": "- UPR",
        "Countries": ["Timor-Leste"],
        "Text": f"121.{number} Paint the doors (France) (Kenya);",
        "Themes": ["Doors - general", "Windows"],
        "UprCycle": "3",
        "UprPositions": ["Supported"],
        "UprRecommendingCountry": ["France", "Kenya"],
        "UprSession": ["41 (November 2022)"],
    }
    return {**record, **changed}


def uhri_json(path, records=None):
    records = records or [uhri_record(1), uhri_record(2, Body="- CRC"), uhri_record(3)]
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def uhri_xlsx(path, rows=None, *, above=()):
    """`above`: rows over the header, on a second sheet behind one of notes; without them, there is one sheet."""
    columns = [*COLUMNS, "Sdgs"]
    book = openpyxl.Workbook(write_only=True)
    if above:
        book.create_sheet().append(["Notes"])
    sheet = book.create_sheet()
    for row in above:
        sheet.append(row)
    sheet.append(columns)
    for row in rows or [{}, {"Reccomending Body": "- CRC"}, {"OHCHR Annotation Id": "a-3"}]:
        usual = {
            "Text": "121.1 Paint the doors (France) (Kenya);",
            "Countries Concerned": "- Timor-Leste",
            "Reccomending Body": "- UPR",
            "Themes": "- Doors\n- Windows",
            "UPR Reccomending States": "- France\n- Kenya",
            "UPR Position": "- Supported",
            "Type": "- Recommendations",
            "OHCHR Annotation Id": "a-1",
            "UPR Session": "- 41",
        }
        sheet.append([{**usual, **row}.get(column) for column in columns])
    book.save(path)
    return path


def cell(text, properties=""):
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def row(*texts):
    return f"<w:tr>{''.join(each if each.startswith('<w:tc>') else cell(each) for each in texts)}</w:tr>"


def section(text):
    return row(cell(text, '<w:gridSpan w:val="4"/>'))


def docx(path, *rows, generation="2024", compress=zipfile.ZIP_DEFLATED, before=""):
    rows = rows or (
        section("Theme: Doors"),
        row("44.1 Paint the doors (France) (Togo);\nSource of Position: A/1", "Supported", "- Doors\nSDGs:\n- 5", "5"),
        row("44.2 Oil the hinges (Kenya);", "Noted", "- Hinges", ""),
    )
    body = row(*GENERATIONS[generation]) + "".join(rows)
    return packed(
        path, f'{before}<w:document xmlns:w="{WORD}"><w:body><w:tbl>{body}</w:tbl></w:body></w:document>', compress
    )


def packed(path, document, compress=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compress) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", document)
    return path


def own_recommendations(path, separator=","):
    header = "state_under_review,session,recommending_states,text,response,action_category,issues,themes,paragraph"
    lines = ["KEN,44,France|Togo,Paint the doors,Supported,5,Justice,Doors,44.1", "Kenya,44,FRA,Oil,,,,,44.2"]
    path.write_text("\n".join([header, *lines, ""]).replace(",", separator), encoding="utf-8-sig")
    return path


def own_submissions(path):
    header = "state,session,code,kind,name,members,city,country,stated_size"
    lines = [
        "KEN,44,JS 1,joint,Doors for All,Painters (PNT)|Carpenters,Nairobi,Kenya,more than 50",
        "KEN,44,HNG,individual,Hinges,Hinges (HNG),,,",
    ]
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


SUMMARY = """A/HRC/WG.6/44/KEN/3
1. It is a summary of 2 stakeholders' submissions to the review.
2 The stakeholders listed below have contributed; the full texts are available at: www.ohchr.org.

Civil society

Individual submissions:
HNG Hinges International, Geneva (Switzerland);
PNT Painters United, Nairobi (Kenya);
3 See another note.
"""


def summary(path):
    path.write_text(SUMMARY, encoding="utf-8")
    return path


def summary_docx(path):
    """A summary in Word: the list in an endnote, in part as a table, behind a note that only separates."""
    texts = [
        "A/HRC/WG.6/44/KEN/3",
        "1. It is a summary of 3 stakeholders' submissions to the review.",
    ]
    inside = [
        "The stakeholders listed below have contributed; the full texts are available at: www.ohchr.org.",
        "",
        "Civil society",
        "",
        "Individual submissions:",
    ]
    table = "".join(
        f"<w:tr>{cell(code)}{cell(name)}</w:tr>"
        for code, name in (
            ("HNG", "Hinges International, Geneva (Switzerland);"),
            ("PNT", "Painters United, Nairobi (Kenya);"),
        )
    )
    joint = ["Joint submissions:", "JS1 Joint submission 1 submitted by: Doors for All, Roofs for All (Kenya);"]

    def paragraphs(lines):
        return "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)

    notes = [
        '<w:endnote w:type="separator" w:id="-1"><w:p/></w:endnote>',
        f'<w:endnote w:id="1">{paragraphs(["A/HRC/1, para. 1."])}</w:endnote>',
        f'<w:endnote w:id="2">{paragraphs(inside)}<w:tbl>{table}</w:tbl>{paragraphs(joint)}</w:endnote>',
        f'<w:endnote w:id="3">{paragraphs(["See another note."])}</w:endnote>',
    ]
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        body = f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs(texts)}</w:body></w:document>'
        package.writestr("word/document.xml", body)
        package.writestr("word/endnotes.xml", f'<w:endnotes xmlns:w="{WORD}">{"".join(notes)}</w:endnotes>')
    return path


FILES = {
    "upr_info_csv": upr_info_csv,
    "uwazi_csv": uwazi_csv,
    "uwazi_json": uwazi_json,
    "uhri_xlsx": uhri_xlsx,
    "uhri_json": uhri_json,
    "ohchr_docx": docx,
    "own_recommendations": own_recommendations,
    "own_submissions": own_submissions,
    "summary": summary,
}
"""Format -> what writes a small valid file of it. A `.xls` cannot be written: it is tested on the producer's."""


def pdf(path, pages):
    """A document that names its one page so many times."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{' '.join(['3 0 R'] * pages)}]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{each}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 4\n0000000000 65535 f \n{table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    path.write_bytes(body + end.encode())
    return path
