"""Submissions cited together: pages of the list found and taken out, refused, and counted again from four documents."""

import csv
import hashlib
import re
from itertools import combinations

import pyarrow.parquet as pq
import pytest
from app_support import ROOT
from conftest import few_rows_and

from analytics import database
from analytics.compiling import cited_together
from analytics.compiling.checks import CheckError

DATA = ROOT / "data"
SUBMISSIONS = [
    ("KEN", 29, "Doors", "individual"),
    ("KEN", 29, "gates", "individual"),
    ("KEN", 29, "HINGES", "individual"),
    ("KEN", 29, "CRC", "individual"),
    ("KEN", 29, "JS10", "joint"),
    ("KEN", 29, "JS2", "individual"),
    ("GHA", 28, "MARIA", "individual"),
    ("GHA", 28, "JS1", "joint"),
]
NAMES = [
    ("KEN", "Doors", "Doors for All, Nairobi"),
    ("KEN", "gates", "Gate Keepers, Accra"),
    ("KEN", "HINGES", "Hinges International"),
    ("GHA", "MARIA", "Mrs. Maria Example"),
]
PAIRS = [
    # Of Kenya's list the first page ends with HINGES; the second holds JS2 and JS10.
    ("KEN", 29, "Doors", "gates", 1),
    ("KEN", 29, "HINGES", "Doors", 3),
    ("KEN", 29, "gates", "HINGES", 1),
    ("KEN", 29, "JS10", "JS2", 1),
    ("KEN", 29, "Doors", "JS10", 2),
    ("KEN", 29, "CRC", "Doors", 4),
    ("GHA", 28, "JS1", "MARIA", 2),
]


@pytest.fixture
def sources_of(tmp_path):
    """A folder with invented files of the source, and what data/sources.toml says of them."""

    def prepare(submissions=SUBMISSIONS, pairs=PAIRS, expected=(2, 8, 7)):
        folder, data = tmp_path / "sources", tmp_path / "data"
        for made in (folder / cited_together.FOLDER, data):
            made.mkdir(parents=True, exist_ok=True)
        heads = ("iso3,session,code,kind", "iso3,session,one,other,times", "iso3,code,name_as_cut")
        lines = [f"[{cited_together.SOURCE}]", f"expected = {list(expected)}", f"[{cited_together.SOURCE}.sha256]"]
        for name, head, rows in zip(cited_together.READ, heads, (submissions, pairs, NAMES), strict=True):
            path = folder / cited_together.FOLDER / name
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([head.split(","), *rows])
            lines.append(f'"{name}" = "{hashlib.sha256(path.read_bytes()).hexdigest()}"')
        (data / "sources.toml").write_text("\n".join(lines), encoding="utf-8")
        return folder, data

    return prepare


def rows_of(path):
    return [tuple(row.values()) for row in pq.read_table(path).to_pylist()]


def test_a_page_of_a_list_lasts_as_long_as_all_on_it_stand_together():
    together = dict.fromkeys([(1, 2), (1, 3), (2, 3), (3, 4), (4, 5)], 1)
    assert cited_together.pages(5, together) == [1, 1, 1, 2, 2]
    assert cited_together.pages(3, dict.fromkeys([(1, 2), (1, 3), (2, 3)], 1)) == [1, 1, 1]
    assert cited_together.pages(3, {}) == [1, 2, 3]
    assert cited_together.pages(1, {}) == [1]


def test_a_list_runs_through_individual_submissions_by_code_and_joint_ones_by_number():
    codes = ["JS10", "HRW", "adf", "JS2", "CPJ"]
    assert sorted(codes, key=cited_together.in_list) == ["adf", "CPJ", "HRW", "JS2", "JS10"]


def test_submissions_and_pairs_are_kept_as_codes_and_counts(sources_of):
    folder, data = sources_of()
    files, steps = cited_together.write(folder, data)
    submissions, pairs = (rows_of(data / name) for name in files)
    assert submissions == [
        ("GHA", 28, 1, "a person", 0, 1),
        ("GHA", 28, 2, "JS1", 1, 1),
        ("KEN", 29, 1, "Doors", 0, 1),
        ("KEN", 29, 2, "gates", 0, 1),
        ("KEN", 29, 3, "HINGES", 0, 1),
        ("KEN", 29, 4, "JS2", 1, 2),
        ("KEN", 29, 5, "JS10", 1, 2),
    ]
    assert pairs == [
        ("GHA", 28, 1, 2, 2),
        ("KEN", 29, 1, 2, 1),
        ("KEN", 29, 1, 3, 3),
        ("KEN", 29, 1, 5, 2),
        ("KEN", 29, 2, 3, 1),
        ("KEN", 29, 4, 5, 1),
    ]
    # A treaty is no submission: one code and its pair. Three pairs stand together on a page of the list only.
    assert [step[1:4] for step in steps] == [(8, 7, 1), (7, 3, 4)]
    assert "1 x CRC" in steps[0].note
    before = [(data / name).read_bytes() for name in files]
    cited_together.write(folder, data)
    assert [(data / name).read_bytes() for name in files] == before


def test_a_source_that_changed_is_refused(sources_of):
    folder, data = sources_of(expected=(2, 9, 7))
    with pytest.raises(CheckError, match="reviews, submissions and pairs"):
        cited_together.write(folder, data)
    folder, data = sources_of()
    (folder / cited_together.FOLDER / cited_together.READ[1]).write_text("iso3\n", encoding="utf-8")
    with pytest.raises(CheckError, match=r"is not the file that data/sources\.toml describes"):
        cited_together.write(folder, data)


def test_without_the_source_nothing_is_written(tmp_path):
    files, (step,) = cited_together.write(tmp_path, tmp_path)
    assert (files, step.rows_in) == ((), 0)


CITED = """
insert into session values (28, 3, 2017, null, null), (29, 3, 2018, null, null);
insert into cited_submission values
    ('GHA', 28, 1, 'a person', false, 1), ('GHA', 28, 2, 'JS1', true, 1), ('KEN', 29, 1, 'Doors', false, 1),
    ('KEN', 29, 2, 'gates', false, 1), ('KEN', 29, 3, 'HINGES', false, 1), ('KEN', 29, 4, 'JS2', true, 2),
    ('KEN', 29, 5, 'JS10', true, 2);
insert into cited_pair values
    ('GHA', 28, 1, 2, 2), ('KEN', 29, 1, 2, 1), ('KEN', 29, 1, 3, 3), ('KEN', 29, 1, 5, 2), ('KEN', 29, 2, 3, 1),
    ('KEN', 29, 4, 5, 1);
"""


def test_what_stands_together_on_a_page_of_the_list_only_is_not_cited_together():
    with few_rows_and(CITED) as connection:
        voice = database.query(connection, "common_voice", {"country": "KEN"})
        assert voice.to_numpy().tolist() == [["KEN", 29, 1, 3, 2], ["KEN", 29, 1, 5, 2]]
        assert database.query(connection, "common_voice", {"country": "FRA"}).empty
        rows = database.query(connection, "cited_submissions", {})
    columns = ["review", "code", "is_joint", "submissions", "pages", "cited_with", "with_list"]
    assert rows[columns].to_numpy().tolist() == [
        ["GHA-28", "a person", False, 2, 1, 1, 1],
        ["GHA-28", "JS1", True, 2, 1, 1, 1],
        ["KEN-29", "Doors", False, 5, 2, 2, 3],
        ["KEN-29", "gates", False, 5, 2, 0, 2],
        ["KEN-29", "HINGES", False, 5, 2, 1, 2],
        ["KEN-29", "JS2", True, 5, 2, 0, 1],
        ["KEN-29", "JS10", True, 5, 2, 1, 2],
    ]


# The built-in counts


def test_the_files_are_small_and_hold_no_treaty_and_no_name():
    assert sum((DATA / name).stat().st_size for name in cited_together.FILES) <= 250_000
    codes = {row[3] for row in rows_of(DATA / cited_together.SUBMISSIONS)}
    assert not codes & {"CRC", "CAT", "CEDAW", "CRPD", "ICCPR", "ICESCR", "ICRMW", "ICPPED", "OP-CAT"}
    assert [code for code in codes if " " in code and code != "a person"] == []


def test_every_page_holds_only_submissions_that_the_source_counts_together():
    page = {row[:3]: row[5] for row in rows_of(DATA / cited_together.SUBMISSIONS)}
    pairs = {row[:4] for row in rows_of(DATA / cited_together.PAIRS)}
    on_page: dict[tuple[object, ...], list[int]] = {}
    for (state, session, position), number in page.items():
        on_page.setdefault((state, session, number), []).append(position)
    assert all(
        (state, session, one, other) in pairs
        for (state, session, _), positions in on_page.items()
        for one, other in combinations(sorted(positions), 2)
    )


DOCUMENTS = {
    # Other words that a footnote has for a code of the list, as a person reads them.
    "A_HRC_WG.6_32_AFG_3.txt": ("AFG", {}),
    "A_HRC_WG.6_29_BRB_3.txt": ("BRB", {}),
    "A_HRC_WG.6_33_BRN_3.txt": ("BRN", {}),
    "A_HRC_WG.6_34_SVN_3.txt": ("SVN", {"HROSR": "HRORS"}),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_four_documents_give_the_same_counts_footnote_by_footnote(sources, connection, name):
    state, meant = DOCUMENTS[name]
    listed = connection.execute("select position, code from cited_submission where state = ?", [state]).fetchall()
    text = (sources / "stakeholder_summaries" / name).read_text(encoding="utf-8")
    for printed, code in meant.items():
        text = text.replace(printed, code)
    # Behind the list, which is the first, each footnote begins with its number.
    behind = text[text.rindex("Notes\n") :]
    behind = behind[re.search(r"\n\s*2 +[A-Z]", behind).start() :]
    notes = [note for note in re.split(r"\n\s*(?=[1-9]\d{0,2}\s)", behind) if "abbreviations" not in note]
    counted: dict[tuple[int, int], int] = {}
    for note in notes:
        there = sorted(place for place, code in listed if re.search(rf"(?<![\w/-]){re.escape(code)}(?![\w-])", note))
        for pair in combinations(there, 2):
            counted[pair] = counted.get(pair, 0) + 1
    found = connection.execute("select one, other, times from cited_together where state = ?", [state]).fetchall()
    assert {(one, other): times for one, other, times in found} == counted
