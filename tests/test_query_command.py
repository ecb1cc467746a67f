"""Every number from the command line: the same as on the pages, and a sentence where something does not exist."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analytics import query
from analytics.filters import Filters
from analytics.results import results
from analytics.results.search import TEXTS

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def run(capsys):
    """Exit code and what was said for a command line."""

    def command(line):
        code = query.main(line.split())
        return code, *capsys.readouterr()

    return command


@pytest.fixture
def refused(capsys):
    """What was said where argparse itself refuses a command line."""

    def command(line):
        with pytest.raises(SystemExit) as left:
            query.main(line.split())
        return left.value.code, *capsys.readouterr()

    return command


def table_of(text):
    return list(csv.reader(io.StringIO(text)))


def test_the_acceptance_of_the_regions_has_the_promised_header_and_numbers(run):
    code, out, err = run("acceptance_by_region --scheme m49 --format csv")
    header, africa, lac, asia, *_ = table_of(out)
    assert (code, err) == (0, "")
    assert ",".join(header) == "region,states,recommendations,accepted,rate,se,lower,upper"
    found = [[*row[:3], round(float(row[4]), 4), round(float(row[5]), 4)] for row in (africa, lac, asia)]
    assert found == [  # DOMAIN.md 8
        ["Africa", "54", "17369", 0.7688, 0.0167],
        ["Latin America & Caribbean", "33", "9327", 0.7573, 0.0315],
        ["Asia", "47", "17362", 0.6625, 0.0258],
    ]


def test_the_three_formats_hold_the_same_rows(run):
    line = "acceptance_by_region --scheme m49 --cycles 1 --format "
    (_, as_csv, _), (_, as_json, _), (_, as_table, _) = (run(line + form) for form in ("csv", "json", "table"))
    header, *rows = table_of(as_csv)
    records = json.loads(as_json)
    assert [list(record) for record in records] == [header] * len(rows)
    for record, row in zip(records, rows, strict=True):
        assert (record["region"], record["states"], record["recommendations"]) == (row[0], int(row[1]), int(row[2]))
        assert record["rate"] == (pytest.approx(float(row[4]), abs=1e-9) if row[4] else None)
    first, africa, *_ = as_table.splitlines()
    assert first.split() == header
    assert africa.split()[:3] == ["Africa", "54", "5950"]  # counted in the export: one row less than in that of 2015


def test_without_a_format_the_rows_are_a_table_and_what_is_absent_a_dash(run):
    _, out, _ = run("acceptance_by_region --regions northern-america --cycles 2")  # counted in the export
    assert out.splitlines()[1].split() == ["Northern", "America", "2", "604", "313", "-", "-", "-", "-"]


@pytest.mark.parametrize(
    ("line", "filters"),
    [
        ("--scheme un --regions weog,eeg", Filters(scheme="un", regions=("eeg", "weog"))),
        ("--states KEN,CUB --cycles 1,2", Filters(states=("KEN", "CUB"), cycles=(1, 2))),
        ("--sessions 20-13 --issues torture", Filters(sessions=(13, 20), issues=("torture",))),
        ("--actions 5 --asked-by africa,FRA", Filters(actions=(5,), asked_by=("africa", "FRA"))),
        ("--subregions caribbean --acceptance broad", Filters(subregions=("caribbean",), acceptance="broad")),
    ],
)
def test_filters_are_those_of_the_pages_and_give_their_numbers(run, table, line, filters):
    _, out, _ = run(f"received_by_state --format csv {line}")
    header, *rows = table_of(out)
    expected = table("received_by_state", filters)
    columns = [header.index(name) for name in ("iso3", "recommendations", "answered", "accepted")]
    found = [tuple(row[column] for column in columns) for row in rows]
    wanted = expected[["iso3", "recommendations", "answered", "accepted"]].astype(str)
    assert found == list(wanted.itertuples(index=False, name=None))


def test_a_parameter_of_one_result_can_be_given(run, table):
    _, out, _ = run("on_issue_by_state --about torture --states KEN --format csv")
    rows = [dict(zip(*table_of(out), strict=True))]
    expected = table("on_issue_by_state", Filters(states=("KEN",)), about="torture").iloc[0]
    assert rows[0]["about_issue"] == str(expected.about_issue) != "0"


@pytest.mark.parametrize("name", [name for name in results() if name not in TEXTS])  # those: test_search_page
def test_every_result_can_be_printed(run, name):
    code, out, err = run(f"{name} --format json --cycles 2 --regions africa")
    assert (code, err) == (0, "")
    assert isinstance(json.loads(out), list)


def test_without_a_name_the_results_are_listed(run):
    code, out, _ = run("")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(results())
    assert all(" one row per " in line for line in out.splitlines())


@pytest.mark.parametrize(
    ("line", "wrong", "exists"),
    [
        ("acceptence_by_region", "'acceptence_by_region'", "acceptance_by_region"),
        ("acceptance_by_region --scheme continents", "--scheme does not know 'continents'", "There is: m49, un."),
        ("acceptance_by_region --regions weog", "--regions does not know 'weog'", "africa, lac, asia, europe"),
        ("acceptance_by_region --scheme un --regions europe", "--regions does not know 'europe'", "eeg, weog"),
        ("acceptance_by_region --states KEN,XXX", "--states does not know 'XXX'", "AFG, AGO, ALB"),
        ("acceptance_by_region --cycles 4", "--cycles does not know '4'", "There is: 1, 2, 3."),
        (
            "acceptance_by_region --sessions 35-37",
            "--sessions does not know '35-37'",
            "There is: a session, or a first and a last one with a hyphen between, from 1 to 36.",
        ),
        ("acceptance_by_region --issues doors", "--issues does not know 'doors'", "asylum-seekers-refugees"),
        ("acceptance_by_region --actions 6", "--actions does not know '6'", "There is: 1, 2, 3, 4, 5."),
        ("acceptance_by_region --asked-by weog", "--asked-by does not know 'weog'", "africa, lac, asia, europe"),
        ("acceptance_by_region --acceptance lenient", "--acceptance does not know 'lenient'", "strict, broad"),
        ("on_issue_by_state --about doors", "--about does not know 'doors'", "civil-society"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(run, line, wrong, exists):
    code, out, err = run(line)
    assert (code, out) == (2, "")
    assert wrong in err
    assert exists in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("line", "wrong", "exists"),
    [
        ("acceptance_by_region --colour red", "unrecognized arguments: --colour red", "--asked-by"),
        ("acceptance_by_region --cycle 1", "unrecognized arguments: --cycle 1", "--cycles"),
        ("acceptance_by_region --format xml", "invalid choice: 'xml'", "json"),
        ("acceptance_by_region --language xx", "invalid choice: 'xx'", "fr"),
    ],
)
def test_an_option_that_does_not_exist_is_named_with_what_does(refused, line, wrong, exists):
    code, out, err = refused(line)
    assert (code, out) == (2, "")
    assert wrong in err
    assert exists in err


def test_names_are_written_in_the_language_that_was_asked_for(run):
    _, out, _ = run("acceptance_by_region --language fr --scheme un --format csv")
    assert "Groupe" in out
    assert table_of(out)[0] == ["region", "states", "recommendations", "accepted", "rate", "se", "lower", "upper"]


def test_it_runs_as_a_module_and_stops_when_its_reader_does():
    command = f"{sys.executable} -m analytics.query received_by_state --format csv | head -n 1"
    pipe = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert pipe.stdout.startswith("iso3,state,region,")
    assert (pipe.returncode, pipe.stderr) == (0, "")


def test_the_readme_prints_what_its_command_prints(run):
    written = (ROOT / "README.md").read_text(encoding="utf-8").split("## Every number from the command line")[1]
    command, printed = written.split("```")[1:4:2]
    code, out, _ = run(command.split("analytics.query ")[1])
    assert code == 0
    assert out.splitlines() == printed.strip("\n").splitlines()
