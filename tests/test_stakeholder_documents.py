"""Reading published and damaged summaries of submissions, as PDF and as text."""

import random
import re
import time
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from summaries_support import SHAPES, document, names

from analytics.sources.summaries import reader


def pdf(lines):
    """A PDF of one page with these lines, written by hand."""
    escaped = [line.replace("(", "\\(").replace(")", "\\)") for line in lines]
    shown = " T* ".join(f"({line}) Tj" for line in escaped)
    stream = f"BT /F1 9 Tf 11 TL 40 800 Td {shown} ET".encode("latin-1")
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources " + font + b" >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 5\n0000000000 65535 f \n%s" % rows
    return out + table + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)


def test_a_pdf_gives_what_its_text_gives_whatever_it_is_called(tmp_path):
    text = document(SHAPES["A"], declared="5").replace("’", "'").replace("–", "-")
    path = tmp_path / "summary.txt"
    path.write_bytes(pdf(text.splitlines()))
    summary = reader.read(path)
    assert summary == reader.parse(text)
    assert len(summary.submissions) == 5


TOTALS = {
    "A_HRC_WG.6_52_NAM_3_endnote2_excerpt.txt": (14, 8, 13),
    "A_HRC_WG.6_41_BRA_3.txt": (70, 50, None),
    "A_HRC_WG.6_47_CRI_3.txt": (26, 11, None),
    "A_HRC_WG.6_52_PRY_3_endnote2_excerpt.txt": (22, 14, 22),
    "A_HRC_WG.6_29_BRB_3.txt": (9, 4, None),
    "A_HRC_WG.6_33_BRN_3.txt": (9, 3, None),
    "A_HRC_WG.6_32_AFG_3.txt": (8, 1, None),
}


@pytest.mark.parametrize("file", TOTALS)
def test_a_published_list_has_its_known_totals(sources, file):
    submissions, joint_ones, declared = TOTALS[file]
    summary = reader.read(sources / "stakeholder_summaries" / file, declared=declared)
    assert (len(summary.submissions), len(summary.of_kind("joint"))) == (submissions, joint_ones)
    differs = [warning.about for warning in summary.warnings if warning.reason == "declared_differs"]
    assert differs == (["13 declared, 14 listed"] if "NAM" in file else [])
    assert summary.symbol == "/".join(["A/HRC/WG.6", file.split("_")[3], file.split("_")[4], "3"])
    assert [each.code for each in summary.of_kind("joint")] == [f"JS{number}" for number in range(1, joint_ones + 1)]


# Counted by hand in the published lists: organisations in each joint submission, the lead once.
MEMBERS = {
    "A_HRC_WG.6_52_NAM_3_endnote2_excerpt.txt": [1, 5, 5, 5, 1, 2, 2, 4],
    "A_HRC_WG.6_47_CRI_3.txt": [2, 7, 9, 9, 6, 3, 13, 5, 9, 3, 2],
    "A_HRC_WG.6_29_BRB_3.txt": [3, 2, 3, 2],
    "A_HRC_WG.6_33_BRN_3.txt": [3, 2, 4],
    "A_HRC_WG.6_32_AFG_3.txt": [4],
    "A_HRC_WG.6_52_PRY_3_endnote2_excerpt.txt": [2, 3, 40, 3, 4, 7, 3, 3, 2, 2, 27, 6, 4, 2],
    "A_HRC_WG.6_41_BRA_3.txt": [
        *(2, 2, 5, 4, 8, 8, 5, 6, 2, 2, 3, 7, 2, 5, 19, 9, 3, 5, 4, 8, 10, 6, 8, 5, 4),
        *(4, 3, 11, 3, 2, 6, 3, 2, 2, 5, 12, 5, 9, 3, 6, 2, 4, 9, 5, 6, 6, 7, 8, 7, 3),
    ],
}


@pytest.mark.parametrize("file", MEMBERS)
def test_a_published_list_has_the_members_that_a_person_counts(sources, file):
    summary = reader.read(sources / "stakeholder_summaries" / file)
    counted = [len(each.members) for each in summary.of_kind("joint")]
    differing = [
        f"JS{number}: {read}, not {expected}"
        for number, (read, expected) in enumerate(zip(counted, MEMBERS[file], strict=True), start=1)
        if read != expected
    ]
    # JS36 of Brazil: a semicolon inside "Grupo de Pesquisa, Ensino e Extensão ..." that nothing in the text gives away.
    assert differing == (["JS36: 13, not 12"] if "BRA" in file else [])


def damaged(text, chance):
    """The text with lines lost, doubled and moved, characters replaced, and its end torn off."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(lines))
        damage = chance.randrange(6)
        if damage == 0:
            del lines[at : at + chance.randint(1, 5)]
        elif damage == 1:
            lines[at:at] = lines[at : at + chance.randint(1, 20)]
        elif damage == 2:
            part = lines[at : at + 15]
            chance.shuffle(part)
            lines[at : at + 15] = part
        elif damage == 3:
            lines[at] = lines[at].replace(chance.choice(";,() "), chance.choice(["", "\0", "(", ";;", "\ufffd"]))
        elif damage == 4:
            lines[at : at + 3] = [" ".join(lines[at : at + 3])]
        else:
            lines.insert(at, chance.choice(["GE.22-12345 12", "13", "A/HRC/WG.6/41/BRA/3", "GE. 22-12345(E)", "("]))
        lines = lines or [""]
    return "\n".join(lines)[: chance.choice([None, None, chance.randint(1, len(text))])]


def assert_sound(text):
    """Whatever comes in: a summary without a footer or a paragraph among its members, or a ValueError."""
    try:
        summary = reader.parse(text)
    except ValueError:
        return
    for submission in summary.submissions:
        for member in submission.members:
            assert 0 < len(member.name) <= 200
            assert not re.search(r"GE\.\s?\d\d-|A/HRC/", f"{member.name} {member.city} {member.country}")


@pytest.fixture(scope="module")
def whole_documents(request):
    invented = [document(shape) for shape in SHAPES.values()]
    try:
        folder = request.getfixturevalue("sources") / "stakeholder_summaries"
    except pytest.skip.Exception:
        return invented
    return invented + [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=10**9))
def test_a_damaged_document_never_yields_a_wrong_looking_member(whole_documents, seed):
    chance = random.Random(seed)
    assert_sound(damaged(chance.choice(whole_documents), chance))


@pytest.mark.parametrize(
    "filler", ["a", "(", "(Brazil) ", "; ", ", ", "and ", "A ", "JS1 ", "JS 1\n", "1 ", "Joint ", " \n"]
)
def test_a_line_of_two_million_characters_is_read_in_seconds(filler):
    text = document("JS1 Joint submission 1 submitted by: " + filler * (2_000_000 // len(filler)))
    started = time.perf_counter()
    assert_sound(text)
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("ends", ["\n\n", "\r\n", "\r", "\n \n"])
def test_line_ends_and_gaps_between_lines_change_nothing(shape, ends):
    text = document(SHAPES[shape])
    read, other = (reader.parse(each) for each in (text, text.replace("\n", ends)))
    assert [(each.code, each.name, names(each)) for each in other.submissions] == [
        (each.code, each.name, names(each)) for each in read.submissions
    ]


def test_no_code_of_the_older_layout_is_read_twice():
    summary = reader.parse(document(SHAPES["older"]))
    assert max(Counter(each.code for each in summary.submissions).values()) == 1
