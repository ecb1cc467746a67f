"""Who asked whom after the answers end: cut, counted, refused, and compared with lists of each recommendation."""

import csv
import hashlib
import shutil
from collections import Counter

import pyarrow.parquet as pq
import pytest
from app_support import ROOT
from conftest import few_rows_and, write_pairs

from analytics import database
from analytics.codes import read_codes
from analytics.compiling import requests
from analytics.compiling.checks import CheckError
from analytics.filters import Filters
from analytics.sources import ohchr, upr_info
from analytics.sources.reading import Findings
from analytics.sources.recommendations import Coder, Correction, Recommendation, read_corrections

DATA = ROOT / "data"
NAME = "upr_stm_data.RData"
KENYA, FRANCE, GHANA, KOREA, OMAN = 501, 220, 452, 732, 698
ROWS = [
    (2020, KENYA, FRANCE, "Paint the doors,Thank civil society for the paint,[Oil] the hinges, too"),
    (2020, KENYA, FRANCE, "Sweep the stairs"),
    (2020, KENYA, GHANA, "Protect human rights defenders, and the stairs"),
    (2010, KENYA, GHANA, "Open the windows,Close the windows"),
    (2019, KOREA, GHANA, "Count the steps"),
    (2020, OMAN, GHANA, "Light the lamps"),
]
SESSIONS = {"35": [1, 3, 5]}
STRAY = [
    Correction("korea", "upr_pairs", "", {"state_under_review": "KOR", "year": "2019"}, 1, "leave_out", ""),
    Correction("in-part", "upr_pairs", "", {"session": "37"}, 1, "leave_out", ""),
    Correction("palestine", "upr_pairs", "", {"recommending_state": "PSE"}, 0, "missing", ""),
    Correction("of-another-source", "upr_info", "", {"session": "37"}, 1, "leave_out", ""),
]


@pytest.fixture
def project(tmp_path):
    """The real code tables, and a function that writes a file of the source and what must come of it."""
    data = tmp_path / "data"
    data.mkdir()
    for name in ("cow_codes.csv", "scheduled_reviews.csv", "sessions.csv", "lens.toml"):
        shutil.copy(DATA / name, data)

    def prepare(rows=ROWS, sessions=SESSIONS, equal=None):
        write_pairs(tmp_path / NAME, rows)
        lines = [
            "[upr_pairs.sha256]",
            f'"{NAME}" = "{hashlib.sha256((tmp_path / NAME).read_bytes()).hexdigest()}"',
            "[upr_pairs.sessions]",
            *(f"{session} = {numbers}" for session, numbers in sessions.items()),
            "[upr_pairs.equal]",
            *(f"{year} = {numbers}" for year, numbers in (equal or {}).items()),
        ]
        (data / "sources.toml").write_text("\n".join(lines), encoding="utf-8")
        return tmp_path, data

    return prepare


def held(session, state, asker):
    return Recommendation("upr_info", "key", session, state, (asker,), "noted", "Noted", 5, (), None)


# Cut and counted


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Paint the doors", 1),
        ("Paint the doors, windows and stairs", 1),
        ("Paint the doors, Paint the stairs", 1),
        ("Paint the doors,Paint the stairs", 2),
        ('Paint the doors,"Open" means open,“Shut” means shut', 3),
        ("Paint the doors,[Oil] the hinges", 2),
        ("Paint 1,000 doors,and oil them,,Sweep", 2),
    ],
)
def test_a_text_is_cut_at_a_comma_that_a_new_sentence_follows_at_once(text, number):
    assert len(requests.pieces(text)) == number


def test_rows_become_pairs_with_their_numbers_and_flags(project):
    folder, data = project()
    met, log = requests.write(folder, data, STRAY, [])
    rows = pq.read_table(data / requests.FILE).to_pylist()
    counts = [{name: count for name, count in row.items() if count} for row in rows]
    assert counts == [
        dict(zip((*requests.KEY, "number", "about", "names_civil_society"), (35, "KEN", "FRA", 4, 1, 1), strict=True)),
        dict(zip((*requests.KEY, "number", "about", "defenders"), (35, "KEN", "GHA", 1, 1, 1), strict=True)),
    ]
    assert met == {"korea": 1, "in-part": 1, "palestine": 0}
    assert (log[0].rows_in, log[0].rows_out, log[0].rows_rejected) == (6, 3, 3)
    assert log[0].note == "1 x sessions 1-27, which are held with their answers; 2 x left out (see corrections)"
    assert log[1].note == "35: 1 / 3 / 5"
    assert log[-1].note == "1 pairs stand in two rows, which were added up"


def test_a_second_lens_adds_its_flags_and_one_with_the_same_flag_is_refused(project):
    folder, data = project()
    rules = (data / "lens.toml").read_text(encoding="utf-8")
    (data / "subjects.toml").write_text(rules, encoding="utf-8")
    with pytest.raises(CheckError, match=r"flags that two lenses have: expected \[\], found \['consults', 'defenders'"):
        requests.write(folder, data, STRAY, [])
    for flag in ("names_civil_society", "consults", "follow_up", "room", "defenders"):
        rules = rules.replace(f'flag = "{flag}"', f'flag = "x_{flag}"').replace(
            f'within = "{flag}"', f'within = "x_{flag}"'
        )
    (data / "subjects.toml").write_text(rules, encoding="utf-8")
    requests.write(folder, data, STRAY, [])
    table = pq.read_table(data / requests.FILE)
    assert table["x_defenders"].to_pylist() == table["defenders"].to_pylist() == [0, 1]
    assert table["about"].to_pylist() == [1, 1]


def test_the_same_rows_are_the_same_bytes(project):
    folder, data = project()
    requests.write(folder, data, STRAY, [])
    before = (data / requests.FILE).read_bytes()
    requests.write(folder, data, STRAY, [])
    assert (data / requests.FILE).read_bytes() == before


# Checked


@pytest.mark.parametrize(
    ("rows", "sessions", "corrections", "problem"),
    [
        (
            ROWS,
            {"35": [1, 3, 6]},
            STRAY,
            r"session 35: states, rows, recommendations: expected \[1, 3, 6\], found \[1, 3",
        ),
        (ROWS, {**SESSIONS, "36": [1, 1, 1]}, STRAY, r"session 36: .*: expected \[1, 1, 1\], found None"),
        (
            [*ROWS, (2020, 1, FRANCE, "Paint")],
            SESSIONS,
            STRAY,
            r"not in data/cow_codes\.csv: expected \[\], found \[1\]",
        ),
        ([*ROWS, (2019, 750, FRANCE, "Paint")], SESSIONS, STRAY, r"scheduled_reviews\.csv: .*found \['IND'\]"),
        (ROWS, SESSIONS, STRAY[1:], r"a year that is not that of their session: .*found \[\('KOR', 2019\)\]"),
    ],
    ids=["a total", "a session", "a code", "a state in no session", "a stray row"],
)
def test_what_is_not_as_it_must_be_stops_the_build(project, rows, sessions, corrections, problem):
    folder, data = project(rows, sessions)
    with pytest.raises(CheckError, match=problem):
        requests.write(folder, data, corrections, [])
    assert not (data / requests.FILE).exists()


def test_the_cutting_is_compared_in_years_that_the_export_reaches(project):
    export = [held(8, "KEN", "GHA"), held(8, "KEN", "GHA"), held(8, "KEN", "CUB"), held(8, "GHA", "GHA")]
    folder, data = project(equal={2010: [1, 1], 2015: [9, 9]})
    _, log = requests.write(folder, data, STRAY, export)
    (step,) = [each for each in log if "against the export" in each.step]
    assert (step.rows_in, step.rows_out, step.note[-12:]) == (1, 1, "2010: 1 of 1")
    with pytest.raises(CheckError, match=r"Requests, 2010: .* expected \[1, 1\], found \[0, 1\]"):
        requests.write(folder, data, STRAY, export[1:])


# The committed counts: DOMAIN.md 3

PUBLISHED = {28: 3135, 29: 2734, 30: 3314, 31: 3155, 32: 2912, 33: 3460, 34: 3497, 35: 3450, 36: 3260}


def test_the_committed_numbers_are_those_published_by_session(table):
    rows = table("requests_by_session").set_index("session")
    assert rows["recommendations"].to_dict() == PUBLISHED
    assert rows["reviews"].to_dict() == {session: 13 if session == 32 else 14 for session in PUBLISHED}
    assert rows[["scheduled", "reviews", "recommendations"]].sum().to_list() == [126, 125, 28_917]
    assert rows["pairs"].sum() == 10_607 - 50  # rows of the source, but for the pairs that stand in two


def test_the_file_holds_codes_and_counts_and_no_text():
    counts = pq.read_table(DATA / requests.FILE)
    with (DATA / "states.csv").open(encoding="utf-8", newline="") as file:
        states = {row["iso3"] for row in csv.DictReader(file)}
    codes = counts.column_names[1:3]
    assert codes == ["state_under_review", "recommending_state"]
    assert set().union(*(counts[code].unique().to_pylist() for code in codes)) <= states
    assert {str(counts[name].type) for name in counts.column_names if name not in codes} == {"uint8"}
    assert (DATA / requests.FILE).stat().st_size < 40_000


def test_the_gaps_are_records_and_reach_the_table_of_corrections(table):
    rows = table("corrections").set_index("correction")
    found = rows[rows["source"] == "upr_pairs"]
    assert found[["rows_met", "treatment"]].T.to_dict("list") == {
        "requests-dominican-republic-s32": [0, "missing"],
        "requests-micronesia": [0, "missing"],
        "requests-palestine": [0, "missing"],
        "requests-republic-of-korea-2019": [2, "leave_out"],
        "requests-session-37": [316, "leave_out"],
    }
    counts = pq.read_table(DATA / requests.FILE)
    assert not {"PSE", "FSM"} & set(counts["recommending_state"].unique().to_pylist())
    assert not {"DOM", "FSM"} & set(counts["state_under_review"].unique().to_pylist())


# Against sources that list each recommendation


def test_so_cut_the_source_agrees_with_the_export_of_2018(sources):
    exports = sorted((sources / "upr_info_2018").glob("*.csv"))
    aliases = Coder("upr_info", DATA).states
    years = requests.years_of(DATA)
    lines = [row for path in exports for row in upr_info.read(path)]
    rows = [
        held(int(row.session or 5), aliases[row.to], aliases[row.recommending[0]])
        for row in lines
        if row.recommending and row.recommending[0] in aliases
    ]
    pairs = requests.read(sources / "upr_pairs_2008_2020" / NAME, DATA)
    found = requests.agreement(pairs, rows, years)
    assert {year: found[year] for year in (2013, 2014, 2016)} == {
        2013: (2_916, 2_916),
        2014: (3_007, 3_007),
        2016: (2_811, 2_811),
    }
    assert found[2015][1] - found[2015][0] == 7
    # DOMAIN.md counts 2015 without Serbia as a recommending state, which has 19 pairs in it.
    without = [pair for pair in pairs if pair.recommending_state != "SRB"]
    assert requests.agreement(without, rows, years)[2015] == (2_898, 2_905)
    # Session 27, of the export's last year, is where the square brackets are.
    assert found[2017] == (1_245, 1_245)


def test_so_counted_slovenia_was_asked_what_its_official_list_says_but_for_palestine(sources):
    path = sources / "ohchr_matrices" / "UPR34_Slovenia_Thematic_list_of_Recommendations.docx"
    known = Coder("ohchr", DATA).state_names
    listed = {
        (row.paragraph, known.code(state))
        for row in ohchr.read(path, Findings(path.name), state="Slovenia", session=34, known=known)
        for state in row.recommending
    }
    official = Counter(state for _, state in listed)
    counted = {
        row["recommending_state"]: row["number"]
        for row in pq.read_table(DATA / requests.FILE).to_pylist()
        if (row["session"], row["state_under_review"]) == (34, "SVN")
    }
    assert len(official) == 81
    assert {state: number for state, number in official.items() if counted.get(state) != number} == {"PSE": 2}
    assert sum(counted.values()) == 221
    assert set(counted) == set(official) - {"PSE"}


def test_the_records_of_the_gaps_meet_what_they_say(sources):
    pairs = requests.read(sources / "upr_pairs_2008_2020" / NAME, DATA)
    records = [record for record in read_corrections(DATA) if record.source == requests.SOURCE]
    assert [sum(pair.is_about(record) for pair in pairs) for record in records] == [record.rows for record in records]


# Asked of invented rows

INVENTED = """
insert into session values (28, 3, 2017, null, null), (29, 3, 2018, null, null);
insert into scheduled_review values (28, 'GHA'), (28, 'CUB'), (29, 'KEN');
insert into request values (28, 'GHA', 'FRA', 3, 1), (28, 'GHA', 'KEN', 2, 0), (29, 'KEN', 'FRA', 1, 1);
insert into request_flag values (28, 'GHA', 'FRA', 'room', 1), (29, 'KEN', 'FRA', 'room', 1);
"""


def test_requests_are_counted_by_session_beside_the_reviews_that_were_held():
    with few_rows_and(INVENTED) as connection:
        found = database.query(connection, "requests_by_session", Filters().parameters(read_codes(connection)))
        assert found.to_numpy().tolist() == [[28, 2017, 2, 1, 2, 5, 1], [29, 2018, 1, 1, 1, 1, 1]]
        chosen = Filters(states=("GHA", "CUB"), asked_by=("FRA",)).parameters(read_codes(connection))
        found = database.query(connection, "requests_by_session", chosen)
        assert found.to_numpy().tolist() == [[28, 2017, 2, 1, 1, 3, 1]]


@pytest.mark.parametrize(
    ("more", "sessions"),
    [
        ("set variable source = 'upr_info'", [28, 28, 29]),
        ("set variable source = 'invented'", []),
        ("set variable source = 'upr_info'; update recommendation set session = 28 where recommendation = 9", [29]),
    ],
    ids=["of the same unit and later", "of another source", "already there"],
)
def test_requests_continue_recommendations_of_the_same_unit_where_these_end(more, sessions):
    with few_rows_and(f"{INVENTED}; {more}") as connection:
        found = connection.execute("select session from later_request order by session").fetchall()
        assert [session for (session,) in found] == sessions
